"""How is an interview taken: one question at a time, each word kept, the time running in the browser?"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape
from typing import Literal

import streamlit as st

from engine.interview import events
from engine.interview.state import GRACE
from engine.interview.turns import Interview, Turn
from ui.boot import store
from ui.components.countdown import countdown, ended
from ui.components.draft import draft, typed
from ui.faults import faults_told, tell_fault
from ui.interview_events import happens, just_stored
from ui.interview_person import interviewer
from ui.interview_problem import compute
from ui.interview_question import ask, title_of
from ui.interview_recording import record_cut_off
from ui.session import say
from ui.study import now

Stage = Literal["paused", "asked", "all-asked"]


def stage_of(interview: Interview) -> Stage:
    """What the page around the question depends on."""
    return "paused" if interview.paused else "all-asked" if interview.current is None else "asked"


@st.fragment
def run(id: str, stage: Stage) -> None:
    """The question before the candidate. Draws itself anew after each event, not the page around it."""
    with faults_told():
        held = just_stored(id) or store().interviews.read(id)
        interview = _as_shown(id, held.interview) if held else None
        if interview is None:
            store().interviews.advance(id, events.Finish(now()))
            st.rerun()
        elif stage_of(interview) != stage:
            st.rerun()
        else:
            _show(id, interview)


@st.fragment
def beside(id: str, stage: Stage) -> None:
    """Notes, a pause, and the end."""
    notes = st.expander(say("Notes"), key="notes", on_change="rerun")
    if notes.open:
        with notes:
            _notes(id)
    with st.container(key="interview-end", horizontal=True, vertical_alignment="center", gap="medium"):
        if st.button(say("Pause"), type="tertiary", key="pause"):
            happens(id, events.Pause)
            st.rerun()
        if stage == "asked":
            with st.popover(say("End the interview"), type="tertiary", key="ending"):
                st.markdown(say("What you have written counts as your answer. What was not asked is not counted."))
                if st.button(say("End now"), key="end"):
                    happens(id, events.Finish)
                    st.rerun()


def _as_shown(id: str, interview: Interview) -> Interview | None:
    """The interview while its question stands; None once it is over.

    At the deadline the question stands until the browser has handed in what was written and said before, as long as
    that is taken.
    """
    shown = f"shown-{id}"
    if not interview.is_over(now()):
        st.session_state[shown] = interview.current
        return interview
    place = st.session_state.get(shown)
    by_hand = interview.finished_at is not None and interview.finished_at < interview.deadline
    if place is None or by_hand or ended(_clock(id)) or now() > interview.deadline + GRACE:
        return None
    return replace(interview, current=place, finished_at=None)


def _clock(id: str) -> str:
    return f"countdown-{id}"


def _show(id: str, interview: Interview) -> None:
    _head(id, interview)
    record_cut_off(id)
    tell_fault()
    if interview.paused:
        with st.container(key="statement"):
            st.markdown(say("Paused. The time waits, and the report will say so."))
        st.button(say("Go on"), type="primary", key="resume", on_click=happens, args=(id, events.Resume))
        return
    if interview.current is None:
        _after_the_last(id, interview)
    elif interview.by_person:
        interviewer(id, interview, interview.current)
    elif interview.turns[interview.current].computed:
        compute(id, interview, interview.current)
    else:
        ask(id, interview, interview.current)
    if interview.current is not None and interview.waiting:
        with st.expander(say("What you left open"), key="left-open"):
            _left_open(id, interview)


def _head(id: str, interview: Interview) -> None:
    """Progress, the number of the question, and the time that is left."""
    turn = interview.turns[interview.current] if interview.current is not None else None
    with st.container(key="interview-head", horizontal=True, vertical_alignment="center"):
        st.html(_strip(interview, turn), width="content")
        countdown(
            interview.left(now()),
            not interview.paused,
            {"left": say("left"), "paused": say("paused"), "last": say("one minute left")},
            on_end=_nothing,
            key=_clock(id),
        )


def _strip(interview: Interview, turn: Turn | None) -> str:
    cells = []
    for place in range(len(interview.slots)):
        of_slot = [other for other in interview.turns if other.slot == place]
        put = "flagged" if any(other.flagged for other in of_slot) else "done" if of_slot else ""
        cells.append(f"<i class='{'now' if turn and turn.slot == place else put}'></i>")
    count = len(interview.slots)
    told = say("Question {n} of {count}", n=turn.slot + 1, count=count) if turn else say("All questions were put")
    strip = f"<span class='progress' aria-hidden='true'>{''.join(cells)}</span>"
    return (
        f"<div class='round'><h1 class='heard'>{escape(say('Interview'))}</h1>{strip}<span>{escape(told)}</span></div>"
    )


def _after_the_last(id: str, interview: Interview) -> None:
    with st.container(key="statement"):
        if interview.waiting:
            st.markdown(say("That was the last question. You can go back to what you left open, or end here."))
        else:
            st.markdown(say("That was the last question. Thank you."))
    _left_open(id, interview)
    st.button(say("End the interview"), type="primary", key="end", on_click=happens, args=(id, events.Finish))


def _left_open(id: str, interview: Interview) -> None:
    """The ways back, those to flagged questions first."""
    for place in sorted(interview.waiting, key=lambda place: not interview.turns[place].flagged):
        turn = interview.turns[place]
        icon = ":material/flag:" if turn.flagged else ":material/undo:"
        args = (id, partial(events.GoTo, place))
        st.button(title_of(turn), type="tertiary", icon=icon, key=f"back-{place}", on_click=happens, args=args)


def _notes(id: str) -> None:
    key = f"notes-{id}"
    with faults_told():
        held = store().interviews.read(id)
        draft(say("Your notes"), held.interview.notes if held else "", key, on_change=partial(_note, id, key))


def _note(id: str, key: str) -> None:
    happens(id, partial(events.Note, typed(key) or ""))


def _nothing() -> None:
    """The countdown ends the interview by the rerun that it causes."""
