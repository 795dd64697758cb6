"""How is a quiz set up, taken and summed up?"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from engine import catalog
from engine.links import QUIZ_SIZES, QuizLink, fresh_quiz
from engine.study.attempts import Attempt, right, seconds_known, slips
from ui.choose import topic_names
from ui.components.copy_button import copy_button
from ui.desk import Desk, attempt_id_in_quiz, desk_for
from ui.history import outcome
from ui.multiple_choice import wants_choices
from ui.navigation import PAGES
from ui.placement import show_placement
from ui.session import link_to, render, say, set_address
from ui.verdict import slip_name
from ui.work import show_prompt, work_on


def set_up() -> None:
    """Topics, level and length; all topics where none is chosen."""
    with st.container(key="statement"):
        st.markdown(say("A quiz has an end: fresh numbers, one answer a problem, and a list of slips."))
    names = topic_names()
    with st.form("quiz", border=False):
        topics = st.pills(
            say("Topics; all of them where none is chosen"),
            list(names),
            format_func=names.__getitem__,
            selection_mode="multi",
            key="quiz-topics",
        )
        level = st.segmented_control(say("Level"), catalog.LEVELS, default=1, required=True, key="quiz-level")
        count = st.segmented_control(say("Problems"), QUIZ_SIZES, default=10, required=True, key="quiz-count")
        if st.form_submit_button(say("Start"), type="primary"):
            begin(fresh_quiz(topics or list(names), level, count))
            st.rerun()


def begin(link: QuizLink) -> QuizLink:
    """Begin a taking of its own, so that a reload goes on and another person begins anew."""
    taking = replace(link, run=uuid.uuid4().hex)
    set_address(taking.params())
    return taking


def next_place(link: QuizLink, log: Sequence[Attempt]) -> int | None:
    """The first problem not answered yet, or the one whose verdict is still being read; None at the end."""
    desk: Desk | None = st.session_state.get("desk")
    if desk and desk.quiz == link.run and desk.done and not st.session_state.get("quiz-go-on"):
        return desk.place
    st.session_state["quiz-go-on"] = False
    place = next(iter(_open_places(link, log)), None)
    if place is None:
        st.session_state.pop("desk", None)  # the end stays the end, whatever is clicked there
    return place


def take(link: QuizLink, place: int, log: Sequence[Attempt]) -> None:
    """One problem of the quiz."""
    desk = desk_for(
        link.problem(place),
        quiz=link.run,
        place=place,
        schedules=not link.placement,
        choosing=wants_choices() and not link.placement,
    )
    with st.container(key="quiz-progress", horizontal=True, vertical_alignment="center"):
        st.html(_strip(len(link.problems), place), width="content")
        st.markdown(say("Problem {n} of {count}", n=place + 1, count=len(link.problems)))
    with st.container(key="quiet-kind"):
        st.markdown(render(desk.problem.title))
    show_prompt(desk)
    is_last = not {*_open_places(link, log)} - {place}
    work_on(desk, lambda _: None, partial(_afterwards, is_last=is_last))


def end(link: QuizLink, log: Sequence[Attempt]) -> None:
    """The score, the time, the slips by name, and what to do next."""
    with st.container(key="statement"):
        st.markdown(_score(log))
    if link.placement:
        show_placement(log)
    if named := slips(log):
        counts = [(slip_name(tag), f" × {times}" if times > 1 else "") for tag, times in named]
        lines = [f"- :yellow-background[{name}]{count}" for name, count in counts]
        st.header(say("Slips"), anchor=False)
        st.markdown("\n".join(lines))
    missed = _missed(link, log)
    with st.container(horizontal=True, vertical_alignment="center"):
        if missed.problems and st.button(say("Again the ones I missed"), type="primary", key="quiz-missed"):
            begin(missed)
            st.rerun()
        if st.button(say("Another quiz"), type="secondary" if missed.problems else "primary", key="quiz-new"):
            set_address({})
            st.rerun()
        shared = replace(link, run=None, placement=False).params()
        copy_button(say("Copy a link to this quiz"), link_to("quiz", shared), say("Link copied"), key="copy-quiz")
    st.header(say("Your answers"), anchor=False)
    by_id = {attempt.id: attempt for attempt in log}
    for place, (kind, _) in enumerate(link.problems):
        attempt = by_id[attempt_id_in_quiz(str(link.run), place)]
        label = f"{place + 1}. {outcome(attempt)} · {render(catalog.kinds()[kind].title)}"
        params = link.problem(place).params() | {"attempt": attempt.id}
        st.page_link(PAGES / "practice.py", label=label, query_params=params)


def _score(log: Sequence[Attempt]) -> str:
    seconds, known = seconds_known(log)
    time = f"{int(seconds) // 60}:{int(seconds) % 60:02}"
    if known == len(log):
        return say("{right} of {count} right, in {time}.", right=right(log), count=len(log), time=time)
    if not known:
        return say("{right} of {count} right.", right=right(log), count=len(log))
    return say(
        "{right} of {count} right; {time} for the {known:problem|problems} whose time is known.",
        right=right(log),
        count=len(log),
        time=time,
        known=known,
    )


def _missed(link: QuizLink, log: Sequence[Attempt]) -> QuizLink:
    """The same quiz with only the problems that were not answered right."""
    good = {attempt.id for attempt in log if attempt.verdict == "right"}
    places = [place for place in range(len(link.problems)) if attempt_id_in_quiz(str(link.run), place) not in good]
    return QuizLink(link.level, tuple(link.problems[place] for place in places))


def _open_places(link: QuizLink, log: Sequence[Attempt]) -> list[int]:
    """The places that nobody has answered yet."""
    answered = {attempt.id for attempt in log}
    places = range(len(link.problems))
    return [place for place in places if attempt_id_in_quiz(str(link.run), place) not in answered]


def _afterwards(_: Desk, is_last: bool) -> None:
    label = say("See the result") if is_last else say("Next problem")
    if st.button(label, type="primary", key="next", shortcut="N", on_click=_go_on):
        st.rerun()


def _go_on() -> None:
    st.session_state["quiz-go-on"] = True


def _strip(count: int, place: int) -> str:
    """Progress as a row of cells: done filled, the present one with a core."""
    kinds = ["done" if cell < place else "now" if cell == place else "" for cell in range(count)]
    return f"<div class='progress' aria-hidden='true'>{''.join(f'<i class={kind!r}></i>' for kind in kinds)}</div>"
