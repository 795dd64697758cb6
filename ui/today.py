"""What is to be done today, how ready is the learner, and what do the next days hold?"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from html import escape
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from engine import catalog
from engine.cards import cards, topics
from engine.links import QuizLink, fresh_quiz, parse_quiz
from engine.rounds import MINUTES, RoundLink
from engine.study.decks import Round
from engine.study.items import Item, items
from engine.study.plan import DaysAhead, Readiness, days_ahead, forecast, readiness, streak
from engine.study.reviews import skill_of
from engine.text import Text
from ui.boot import store
from ui.links import page_href
from ui.round import dealt, deck_of
from ui.session import lang, render, say
from ui.study import Study

TODAY = RoundLink("today")
PLACEMENT = "placement"  # the setting: the address of one that was begun, or that it was skipped
SKIPPED = "skipped"
WEEKDAYS = (Text("Mon"), Text("Tue"), Text("Wed"), Text("Thu"), Text("Fri"), Text("Sat"), Text("Sun"))


def is_first_visit(here: Study) -> bool:
    """Nothing was answered yet, and the placement was neither taken nor skipped."""
    return not here.record.memories and not here.chosen.levels and PLACEMENT not in here.record.settings


def begun_placement(here: Study) -> QuizLink | None:
    """The placement that was begun and neither finished nor skipped."""
    link, _ = parse_quiz(dict(parse_qsl(here.record.settings.get(PLACEMENT, ""))))
    return link if link and link.placement and link.run and not here.chosen.levels else None


def offer_placement(begun: QuizLink | None) -> None:
    """Ten problems that find the level to begin at; they can be skipped, and taken up again where one stopped."""
    told = say("Ten problems show where you stand. They take about ten minutes.")
    if begun:
        done, size = len(store().of_quiz(str(begun.run))), len(begun.problems)
        told = say("The placement is open: {done} of {size} problems are answered.", done=done, size=size)
    with st.container(key="statement"):
        st.markdown(say("Practise convolution until you can compute it and say why."))
    st.markdown(told)
    with st.container(horizontal=True):
        label = say("Go on with the placement") if begun else say("Begin the placement")
        if st.button(label, type="primary", key="placement"):
            link = begun or _fresh_placement()
            store().set_setting(PLACEMENT, urlencode(link.params()))
            st.switch_page("../pages/quiz.py", query_params=link.params())
        if st.button(say("Skip it"), key="skip"):
            store().set_setting(PLACEMENT, SKIPPED)
            st.rerun()
    with st.container(key="quiet-placement"):
        st.markdown(say("Each topic then begins at the level that fits. Without it, all begin at level 1."))


def _fresh_placement() -> QuizLink:
    kinds = sorted({kind.topic for kind in catalog.kinds().values()})
    return replace(fresh_quiz(kinds, 2, 10, placement=True), run=uuid.uuid4().hex)


def show_due(here: Study) -> None:
    """What is due and new, and one button that starts it."""
    round = dealt(deck_of(TODAY), here)
    with st.container(key="statement"):
        st.markdown(render(_statement(round)))
    if not round.queue:
        if st.button(say("A fresh problem"), type="primary", key="fresh"):
            st.switch_page("../pages/practice.py", query_params={"mix": "mixed"})
        return
    shorter = [minutes for minutes in MINUTES if minutes < round.minutes]
    names = {minutes: say("{n} min", n=minutes) for minutes in shorter} | {0: say("all")}
    minutes: int | None = 0
    with st.container(horizontal=True, vertical_alignment="center"):
        started = st.button(say("Start"), type="primary", key="start")
        if shorter:
            minutes = st.segmented_control(
                say("How long"), list(names), default=shorter[-1], format_func=names.__getitem__, key="minutes",
                required=True, label_visibility="collapsed",
            )  # fmt: skip
    if started:
        size = round.within(minutes or None)
        st.switch_page("../pages/flashcards.py", query_params=TODAY.begin(size, here.clock.at).params())
    with st.container(key="quiet-first"):
        first = " · ".join(_name(item) for item in round.queue[:3])
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
    days = streak(store().days(), here.clock.day)
    told = say("Items due each day.")
    if days > 1:
        told = say("Items due each day. You have studied {n} days in a row.", n=days)
    st.html(f"<table class='days'><tr>{''.join(cells)}</tr></table><p class='quiet'>{escape(told)}</p>")


def show_interview_plan(here: Study) -> None:
    """Day by day until the interview, and a warning when it does not fit."""
    plan = days_ahead(here.record, here.chosen, here.clock)
    if plan is None or here.chosen.interview is None:
        return
    st.header(say("Until the interview"), anchor=False)
    change = f"[{say('Change the date or the numbers')}]({page_href('settings', {})})"
    to_go = (here.chosen.interview - here.clock.day).days
    st.markdown(f"{render(_fit(plan, to_go, here))} {change}.")
    with st.expander(say("Day by day"), key="plan"):
        st.markdown(_table(plan))


def _statement(round: Round) -> Text:
    new, minutes = len(round.new), round.minutes
    if due := [*round.due, *round.waiting]:
        what = _counted(sum(bool(item.card) for item in due), sum(not item.card for item in due))
        if new:
            return Text(
                "{what} to review and {new} new. That is about {n:minute|minutes}.", what=what, new=new, n=minutes
            )
        return Text("{what} to review. That is about {n:minute|minutes}.", what=what, n=minutes)
    if new:
        return Text("Nothing is due. {n} new, about {m:minute|minutes}.", n=new, m=minutes)
    return Text("Nothing is due. Come back tomorrow, or take a fresh problem.")


def _counted(cards: int, skills: int) -> Text:
    if not skills:
        return Text("{n:card|cards}", n=cards)
    if not cards:
        return Text("{n:skill|skills}", n=skills)
    return Text("{cards:card|cards} and {skills:skill|skills}", cards=cards, skills=skills)


def _name(item: Item) -> str:
    if item.card:
        return cards()[item.card].title.render(lang())
    kind, level = skill_of(item.id) or ("", 1)
    return f"{render(catalog.kinds()[kind].title)}, {say('level {level}', level=level)}"


def _bars(ready: Readiness) -> str:
    rows = []
    for topic in ready.best_gains:
        name, percent = escape(topics()[topic.topic].name.render(lang())), f"{topic.recall:.0%}"
        bar = f"<span class='bar' aria-hidden='true'><i style='width:{topic.recall:.0%}'></i></span>"
        rows.append(f"<tr><th>{name}</th><td>{bar}</td><td>{percent}</td><td><b>+{100 * topic.gain:.0f}</b></td></tr>")
    return f"<table>{''.join(rows)}</table>"


def _fit(plan: DaysAhead, days: int, here: Study) -> Text:
    minutes, new = here.chosen.minutes_a_day, here.chosen.new_a_day
    if not plan.left_over:
        return Text(
            "{n:day|days} to go. At {minutes} minutes and {new} new items a day you will have seen everything once; "
            "the rest is review.",
            n=days, minutes=minutes, new=new,
        )  # fmt: skip
    return Text(
        ":yellow-background[It does not fit:] {n:day|days} to go, and at {minutes} minutes and {new} new items a day "
        "{left} of {all} questions and skills stay unseen. {needed} minutes and {wanted} new items a day would do; "
        "otherwise the least asked are left out.",
        n=days, minutes=minutes, new=new, left=plan.left_over, all=len(items()),
        needed=plan.minutes_needed, wanted=plan.new_needed,
    )  # fmt: skip


def _table(plan: DaysAhead) -> str:
    lines = [f"| {say('Day')} | {say('Reviews')} | {say('New')} | {say('Minutes')} |", "|---|---:|---|---:|"]
    for planned in plan.days:
        names = dict.fromkeys(topics()[item.topic].name.render(lang()) for item in planned.new)
        new = f"{len(planned.new)}: {', '.join(names)}" if planned.new else "0"
        lines.append(f"| {_date(planned.day)} | {planned.reviews} | {new} | {planned.minutes} |")
    return "\n".join(lines)


def _date(day: date) -> str:
    return f"{render(WEEKDAYS[day.weekday()])} {day.isoformat()[5:]}"
