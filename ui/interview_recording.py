"""How is an answer recorded beside the text box, and played back?"""

from __future__ import annotations

from functools import partial

import streamlit as st

from engine.interview import sound
from engine.interview.events import Record
from engine.interview.turns import Interview
from engine.text import Text
from ui.boot import store
from ui.components.cut_off import cut_off, cut_off_sound
from ui.components.recorder import recorded, recorder
from ui.faults import faults_kept, keep_fault
from ui.interview_events import happens
from ui.session import say
from ui.study import now

COUNT = "recordings-heard"
_KEPT_WITH_ANOTHER = Text(
    "While you recorded, another tab answered that question. The recording is kept with the answer."
)
_NOT_KEPT = Text("While you recorded, another tab answered that question. The recording made here is not kept.")


def record(id: str, interview: Interview, place: int) -> None:
    """The microphone; below it what was recorded, which is kept on this machine only."""
    turn = interview.turns[place]
    key = f"recorder-{id}-{place}"
    words = {
        "record": say("Record again") if turn.recorded else say("Record the answer"),
        "stop": say("Stop"),
        "sending": say("Being stored."),
        "refused": say("The browser may not use the microphone. Allow it in the address bar, or write your answer."),
        "none": say("There is no microphone here. Write your answer."),
        "hint": say("Kept on this machine only."),
    }
    heard = st.session_state.get(COUNT, 0)
    recorder(words, sound.LONGEST, interview.left(now()), heard, place, key, on_sound=partial(_keep, id, place, key))
    if turn.recorded:
        play(store().interviews.recordings(id).get(place, b""))
        away = partial(happens, id, lambda at: Record(place, False, at))
        st.button(say("Delete the recording"), type="tertiary", key=f"unrecord-{place}", on_click=away)


def record_cut_off(id: str) -> None:
    """What was being recorded when its question went goes to that question."""
    key = f"cut-off-{id}"
    cut_off(key, on_sound=partial(_keep_cut_off, id, key))


def play(heard: bytes) -> None:
    """A recording with the browser's own player."""
    if kind := sound.mime(heard):
        st.audio(heard, format=kind)


def _keep(id: str, place: int, key: str) -> None:
    _keep_sound(id, place, recorded(key))


def _keep_cut_off(id: str, key: str) -> None:
    _keep_sound(id, *cut_off_sound(key))


def _keep_sound(id: str, place: int, heard: bytes) -> None:
    if fault := sound.fault(heard):
        keep_fault(fault)
    else:
        happens(id, lambda at: Record(place, True, at), heard)
        _tell_if_answered_elsewhere(id, place, heard)
    st.session_state[COUNT] = st.session_state.get(COUNT, 0) + 1


def _tell_if_answered_elsewhere(id: str, place: int, heard: bytes) -> None:
    """The question was open when the recording began; if it is no longer, another tab has answered it."""
    with faults_kept():
        held = store().interviews.read(id)
        turn = held.interview.turn(place) if held else None
        if turn is None or turn.answered_at is None:
            return
        is_kept = store().interviews.recordings(id).get(place) == heard
        keep_fault(_KEPT_WITH_ANOTHER if is_kept else _NOT_KEPT)
