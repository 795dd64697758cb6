"""What can the learner choose? Each change is kept at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import streamlit as st

from engine.study.preferences import BOUNDARY, MINUTES_A_DAY, NEW_A_DAY, RETENTION
from engine.study.store import StoreFault
from ui.boot import store
from ui.session import lang, markdown_escape, say
from ui.study import Study

FAULT = "settings-fault"


def show_settings(here: Study) -> None:
    """The plan's numbers, the keys, and the date of the interview; the language is chosen in the sidebar."""
    chosen = here.chosen
    if fault := st.session_state.pop(FAULT, None):
        st.warning(markdown_escape(fault.render(lang())))
    st.header(say("Study"), anchor=False)
    low, high = RETENTION
    st.slider(
        say("Recall to aim at, in percent"), round(100 * low), round(100 * high), round(100 * chosen.retention),
        key="set-retention", on_change=_keep, args=("retention",),
        help=say("Higher means shorter intervals and more reviews. 90 is a good start."),
    )  # fmt: skip
    with st.container(horizontal=True, gap="medium"):
        st.number_input(
            say("New items a day"), *NEW_A_DAY, value=chosen.new_a_day,
            key="set-new_a_day", on_change=_keep, args=("new_a_day",), width=220,
        )  # fmt: skip
        st.number_input(
            say("Minutes a day"), *MINUTES_A_DAY, value=chosen.minutes_a_day, step=5,
            key="set-minutes_a_day", on_change=_keep, args=("minutes_a_day",), width=220,
        )  # fmt: skip
        st.number_input(
            say("The day ends at, o’clock"), *BOUNDARY, value=chosen.boundary,
            key="set-boundary", on_change=_keep, args=("boundary",), width=220,
        )  # fmt: skip
    tomorrow = here.clock.day + timedelta(days=1)
    kept = chosen.interview if chosen.interview and chosen.interview >= tomorrow else None
    st.date_input(
        say("Date of the interview"), value=kept, min_value=tomorrow, key="set-interview",
        on_change=_keep, args=("interview",), width=220, format="YYYY-MM-DD",
    )  # fmt: skip
    st.header(say("Keys"), anchor=False)
    st.toggle(
        say("Single keys on flashcards: Space flips, 1 to 4 grade, U undoes"), value=chosen.shortcuts,
        key="set-shortcuts", on_change=_keep, args=("shortcuts",),
    )  # fmt: skip


def _keep(name: str) -> None:
    value = st.session_state[f"set-{name}"]
    try:
        store().set_setting(name, _spelled(name, value))
    except StoreFault as fault:
        st.session_state[FAULT] = fault.text


def _spelled(name: str, value: Any) -> str:
    if name == "retention":
        return str(value / 100)
    if name == "shortcuts":
        return "on" if value else "off"
    return "" if value is None else str(value)
