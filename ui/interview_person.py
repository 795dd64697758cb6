"""What does a person who interviews see and tick while the candidate talks?"""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from engine.cards import Question
from engine.interview import events
from engine.interview.follow import followups
from engine.interview.ids import question
from engine.interview.replies import ANOTHER, spelled
from engine.interview.slots import When
from engine.interview.turns import Interview, Turn
from engine.problem import Problem
from engine.text import Text
from ui.card import prose
from ui.code import show_code, show_mended
from ui.components.draft import draft
from ui.interview_events import answer_by_hand, happens, problem_link, type_draft
from ui.interview_given import given
from ui.interview_question import ABOUT, about_the_answer, aside, reaction, title_of, what_was_said
from ui.session import lang, markdown_escape, render, say
from ui.verdict import slip_name

AFTER: dict[When, Text] = {
    "strong": Text("After a strong answer"),
    "weak": Text("After a weak answer"),
    "wrong": Text("After a wrong number"),
}


def interviewer(id: str, interview: Interview, place: int) -> None:
    """The question to read out, what a good answer says, what is expected to go wrong, and what comes next."""
    turn = interview.turns[place]
    asked = question(turn.id)
    problem = problem_link(turn).problem() if turn.computed else None
    words = [reaction(interview, place), render(problem.prompt()) if problem else title_of(turn)]
    with st.container(key="statement"):
        st.markdown("\n\n".join(words))
    show_code(asked)
    about_the_answer(turn)
    turned = st.toggle(say("Turn the screen: show only the question"), key=f"turned-{id}-{place}")
    if problem:
        given(problem, f"board-{id}-{place}-{turned}", with_answer=not turned)
    if turned:
        return
    if problem:
        _expected(id, place, turn, problem)
    elif asked:
        _rubric(id, place, turn, asked)
    elif turn.parent is not None:
        what_was_said(id, turn.parent, interview.turns[turn.parent])
        st.markdown(f"$$\n{problem_link(interview.turns[turn.parent]).problem().arithmetic()}\n$$")
    _next(interview, place)
    key = f"draft-{id}-{place}"
    if not problem:
        draft(say("What was said, if you want to write it down"), turn.draft, key, partial(type_draft, id, place, key))
    with st.container(key="interview-buttons", horizontal=True, vertical_alignment="center"):
        done = partial(answer_by_hand, id, place, key)
        st.button(say("Next question"), type="primary", key=f"answer-{place}", on_click=done)
        aside(id, place, turn)


def _rubric(id: str, place: int, turn: Turn, asked: Question) -> None:
    """What is ticked is stored at once."""
    ticks = turn.ticks or events.Ticks()
    points = [(f"point-{id}-{place}-{n}", point.render(lang())) for n, point in enumerate(asked.points)]
    flags = [(f"flagged-{id}-{place}-{n}", flag.render(lang())) for n, flag in enumerate(asked.red_flags)]
    change = partial(_tick, id, place, [key for key, _ in points], [key for key, _ in flags])
    for title, boxes, on in (
        (say("Points; tick each as you hear it"), points, ticks.points),
        (say("Red flags"), flags, ticks.flags),
    ):
        if boxes:
            st.markdown(f"**{title}**")
        for n, (key, words) in enumerate(boxes):
            st.session_state[key] = n in on
            st.checkbox(words, key=key, on_change=change)
    if asked.open:
        st.markdown(f"**{say('What the question leaves open; tick it when you are asked, and answer')}**")
    for one in asked.open:
        key, known = f"open-{id}-{place}-{one.about}", one.about in turn.clarified
        st.session_state[key] = known
        clarify = partial(events.Clarify, place, one.about)
        words = f"{render(ABOUT[one.about])} {one.reply.render(lang())}"
        st.checkbox(words, key=key, disabled=known, on_change=happens, args=(id, clarify))
    st.markdown(f"**{say('Model answer, 30 seconds')}**\n\n{prose(asked.answer)}")
    show_mended(asked)


def _tick(id: str, place: int, points: list[str], flags: list[str]) -> None:
    made, raised = (tuple(n for n, key in enumerate(keys) if st.session_state.get(key)) for keys in (points, flags))
    happens(id, lambda at: events.Tick(place, made, raised, at))


def _expected(id: str, place: int, turn: Turn, problem: Problem) -> None:
    """The right answer and the mistakes that are expected, each with what it leads to; one of them is chosen."""
    labels = {problem.spelled(): f"{say('Right')}: {_shown(problem, problem.answer())}"}
    for wrong in problem.mistakes():
        typed = problem.reply.spell(wrong.value, problem.tolerance)
        labels[typed] = f"{slip_name(wrong.tag)}: {_shown(problem, wrong.value)}"
    labels[ANOTHER] = say("Another wrong answer")
    key = f"said-{id}-{place}"
    st.session_state[key] = turn.draft if turn.draft in labels else None
    st.radio(
        say("What the candidate answered"),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=key,
        on_change=_choose,
        args=(id, place, key),
    )
    st.markdown(f"$$\n{problem.arithmetic()}\n$$")


def _choose(id: str, place: int, key: str) -> None:
    happens(id, partial(events.Type, place, st.session_state.get(key) or ""))


def _shown(problem: Problem, value: Any) -> str:
    return markdown_escape(spelled(problem, value, lang()))


def _next(interview: Interview, place: int) -> None:
    """What may follow, and after which answer."""
    lines = [
        f"- {render(AFTER[one.when])}: {title_of(Turn(0, one.id, one.kind, one.seconds, interview.now))}"
        for one in followups(interview, place)
    ]
    if lines:
        st.markdown(f"**{say('What may follow')}**\n\n" + "\n".join(lines))
