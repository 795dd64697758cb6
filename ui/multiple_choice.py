"""Does the learner want to choose among four answers, where a problem has three slips that can be told apart?"""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from engine.study.preferences import preferences
from engine.study.store import StoreFault
from ui.boot import store
from ui.faults import faults_kept
from ui.session import say

_WANTED = "wants-choices"
_SWITCH = "choices-switch"


def wants_choices() -> bool:
    """As it was switched in this visit, else as it was kept."""
    if _WANTED not in st.session_state:
        st.session_state[_WANTED] = False
        with suppress(StoreFault):  # the page that keeps the answer says what is wrong with the store
            st.session_state[_WANTED] = preferences(store().settings()).choices
    return bool(st.session_state[_WANTED])


def choices_switch() -> None:
    """Switch it for this problem, if it is open, and for those that follow."""
    st.session_state[_SWITCH] = wants_choices()
    help = say("Four answers where three slips can be told apart. A choice that is right counts as Hard.")
    st.toggle(say("Multiple choice"), key=_SWITCH, on_change=_switch, help=help)


def _switch() -> None:
    st.session_state[_WANTED] = st.session_state[_SWITCH]
    with faults_kept():
        store().set_setting("choices", "on" if st.session_state[_SWITCH] else "off")
