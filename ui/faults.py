"""How is it told that something cannot be done: in its place on the page, or after the event that met it?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from engine.study.store import StoreFault
from engine.text import Text
from ui.session import lang, markdown_escape

_MET = "fault"  # what an event met and the run after it says


@contextmanager
def faults_told() -> Iterator[None]:
    """A sentence where the rest of the block would stand."""
    try:
        yield
    except StoreFault as fault:
        _warn(fault.text)


@contextmanager
def faults_kept() -> Iterator[None]:
    """For an event, before which nothing can be drawn: `tell_fault` says it in the run that follows."""
    try:
        yield
    except StoreFault as fault:
        keep_fault(fault.text)


def keep_fault(fault: Text) -> None:
    st.session_state[_MET] = fault


def met_fault() -> bool:
    """Whether the event before this run met one that has not been told."""
    return _MET in st.session_state


def tell_fault() -> None:
    """What the event before this run met."""
    if fault := st.session_state.pop(_MET, None):
        _warn(fault)


def _warn(fault: Text) -> None:
    st.warning(markdown_escape(fault.render(lang())))
