"""How is an answer recorded beside the text box, and played back?"""

from __future__ import annotations

from functools import partial

import streamlit as st

from engine.interview import sound
from engine.interview.events import Record
from engine.interview.turns import Interview
from ui.boot import store
from ui.components.recorder import recorded, recorder
from ui.faults import keep_fault
from ui.interview_events import happens
from ui.session import say
from ui.study import now

COUNT = "recordings-heard"


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
    recorder(words, sound.LONGEST, interview.left(now()), heard, key, on_sound=partial(_keep, id, place, key))
    if turn.recorded:
        play(store().interviews.recordings(id).get(place, b""))
        away = partial(happens, id, lambda at: Record(place, False, at))
        st.button(say("Delete the recording"), type="tertiary", key=f"unrecord-{place}", on_click=away)


def play(heard: bytes) -> None:
    """A recording with the browser's own player."""
    if kind := sound.mime(heard):
        st.audio(heard, format=kind)


def _keep(id: str, place: int, key: str) -> None:
    heard = recorded(key)
    if fault := sound.fault(heard):
        keep_fault(fault)
    else:
        happens(id, lambda at: Record(place, True, at), heard)
    st.session_state[COUNT] = st.session_state.get(COUNT, 0) + 1
