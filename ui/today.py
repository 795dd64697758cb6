"""What is to be done today, how ready is the learner, and what do the next days hold?"""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from engine import catalog
from engine.cards import questions, topics
from engine.links import fresh_quiz
from engine.rounds import MINUTES, RoundLink
from engine.study.decks import Round
from engine.study.items import Item, items
from engine.study.plan import InterviewPlan, Readiness, forecast, interview_plan, readiness, streak
from engine.study.reviews import question_of, skill_of
from engine.text import Text
from ui.boot import store
from ui.round import dealt, deck_of
from ui.session import lang, render, say
from ui.study import Study

TODAY = RoundLink("today")
PLACEMENT = "placement"
WEEKDAYS = (Text("Mon"), Text("Tue"), Text("Wed"), Text("Thu"), Text("Fri"), Text("Sat"), Text("Sun"))


def is_first_visit(here: Study) -> bool:
    """Nothing was answered yet, and the placement was neither taken nor skipped."""
    return not here.record.memories and not here.chosen.levels and PLACEMENT not in here.record.settings


def offer_placement() -> None:
    """Ten questions that find the level to begin at, which can be skipped."""
    with st.container(key="statement"):
        st.markdown(say("Practise convolution until you can compute it and say why."))
    st.markdown(say("Ten problems show where you stand. They take about ten minutes."))
    with st.container(horizontal=True):
        if st.button(say("Begin the placement"), type="primary", key="placement"):
            kinds = sorted({kind.topic for kind in catalog.kinds().values()})
            st.switch_page("../pages/quiz.py", query_params=fresh_quiz(kinds, 2, 10, placement=True).params())
        st.button(say("Skip it"), key="skip", on_click=lambda: store().set_setting(PLACEMENT, "skipped"))
    with st.container(key="quiet-placement"):
        st.markdown(say("Each topic then begins at the level that fits. Without it, all begin at level 1."))


def show_due(here: Study) -> None:
    """What is due and new, and one button that starts it."""
    round = dealt(deck_of(TODAY), here)
    with st.container(key="statement"):
        st.markdown(render(_statement(round)))
    if not round.queue:
        if st.button(say("A fresh problem"), type="primary", key="fresh"):
            st.switch_page("../pages/practice.py", query_params={"mix": "mixed"})
        return
    names = {minutes: say("{n} min", n=minutes) for minutes in MINUTES} | {0: say("all")}
    with st.container(horizontal=True, vertical_alignment="center"):
        started = st.button(say("Start"), type="primary", key="start")
        minutes = st.segmented_control(
            say("How long"), list(names), default=MINUTES[1], format_func=names.__getitem__, key="minutes",
            required=True, label_visibility="collapsed",
        )  # fmt: skip
    if started:
        size = round.within(minutes or None)
        st.switch_page("../pages/flashcards.py", query_params=TODAY.begin(size, here.clock.at).params())
    with st.container(key="quiet-first"):
        first = "; ".join(_name(item) for item in round.queue[:3])
        st.markdown(say("First: {first}", first=first))


def show_readiness(here: Study) -> None:
    """One number, how it comes about, and the three topics that would raise it most."""
    ready = readiness(here.record, here.clock)
    st.header(say("Readiness"), anchor=False)
    words = say(
        "of all questions and problems here would come back to you now, each topic weighted by how many of the "
        "surveyed lists ask about it. Three topics would raise it most:"
    )
    st.html(f"<div class='ready'><p><b>{ready.value:.0%}</b><span>{escape(words)}</span></p>{_bars(ready)}</div>")


def show_days(here: Study) -> None:
    """Seven days as a row of cells, today's filled, and how many days in a row were studied."""
    st.header(say("The next seven days"), anchor=False)
    cells = []
    for place, (day, count) in enumerate(forecast(here.record, here.clock)):
        name = say("Today") if place == 0 else render(WEEKDAYS[day.weekday()])
        cells.append(f"<td><span>{escape(name)}</span><i class='{'now' if place == 0 else ''}'>{count}</i></td>")
    days = streak(here.record.days, here.clock.day)
    told = say("Items due each day.")
    if days:
        told = say("Items due each day. You have studied {n:day|days} in a row.", n=days)
    st.html(f"<table class='days'><tr>{''.join(cells)}</tr></table><p class='quiet'>{escape(told)}</p>")


def show_interview_plan(here: Study) -> None:
    """Day by day until the interview, and a warning when it does not fit."""
    plan = interview_plan(here.record, here.chosen, here.clock)
    if plan is None or here.chosen.interview is None:
        return
    st.header(say("Until the interview"), anchor=False)
    st.markdown(render(_fit(plan, here)))
    with st.expander(say("Day by day")):
        st.markdown(_table(plan))


def _statement(round: Round) -> Text:
    due = [*round.due, *round.waiting]
    cards, skills = sum(bool(item.card) for item in due), sum(not item.card for item in due)
    if due:
        return Text(
            "{cards:card|cards} and {skills:skill|skills} are due, and {new} new. That is about {n:minute|minutes}.",
            cards=cards, skills=skills, new=len(round.new), n=round.minutes,
        )  # fmt: skip
    if round.new:
        return Text("Nothing is due. {n} new, about {m:minute|minutes}.", n=len(round.new), m=round.minutes)
    return Text("Nothing is due. Come back tomorrow, or take a fresh problem.")


def _name(item: Item) -> str:
    if key := question_of(item.id):
        return questions()[key].ask.render(lang())
    kind, level = skill_of(item.id) or ("", 1)
    return f"{render(catalog.kinds()[kind].title)}, {say('level {level}', level=level)}"


def _bars(ready: Readiness) -> str:
    rows = []
    for topic in ready.best_gains:
        name, percent = escape(topics()[topic.topic].name.render(lang())), f"{topic.recall:.0%}"
        bar = f"<span class='bar' aria-hidden='true'><i style='width:{topic.recall:.0%}'></i></span>"
        rows.append(f"<tr><th>{name}</th><td>{bar}</td><td>{percent}</td><td><b>+{100 * topic.gain:.0f}</b></td></tr>")
    return f"<table>{''.join(rows)}</table>"


def _fit(plan: InterviewPlan, here: Study) -> Text:
    days, minutes = len(plan.days), here.chosen.minutes_a_day
    if not plan.left_over:
        return Text(
            "{n:day|days} to go. At {minutes} minutes a day you will have seen everything once; the rest is review.",
            n=days, minutes=minutes,
        )  # fmt: skip
    return Text(
        ":yellow-background[It does not fit:] {n:day|days} to go, and at {minutes} minutes a day {left} of {all} "
        "questions and skills stay unseen. {needed} minutes a day would do; otherwise the least asked are left out.",
        n=days, minutes=minutes, left=plan.left_over, all=len(items()), needed=plan.minutes_needed,
    )  # fmt: skip


def _table(plan: InterviewPlan) -> str:
    lines = [f"| {say('Day')} | {say('Reviews')} | {say('New')} | {say('Minutes')} |", "|---|---:|---|---:|"]
    for planned in plan.days:
        names = dict.fromkeys(topics()[item.topic].name.render(lang()) for item in planned.new)
        new = f"{len(planned.new)}: {', '.join(names)}" if planned.new else "0"
        lines.append(f"| {_date(planned.day)} | {planned.reviews} | {new} | {planned.minutes} |")
    return "\n".join(lines)


def _date(day: date) -> str:
    return f"{render(WEEKDAYS[day.weekday()])} {day.isoformat()[5:]}"
