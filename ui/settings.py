"""What can the learner choose? Each change is kept at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import streamlit as st

from engine.study.preferences import BOUNDARY, MINUTES_A_DAY, NEW_A_DAY, RETENTION
from engine.text import LANGUAGES
from ui.boot import store
from ui.faults import faults_kept, tell_fault
from ui.session import NAMES, lang, remember_language, say, speak
from ui.study import Study


def show_settings(here: Study) -> None:
    """The language, the plan's numbers, the date of the interview, and the keys."""
    chosen = here.chosen
    tell_fault()
    st.session_state["set-language"] = lang()
    st.segmented_control(
        say("Language"), LANGUAGES, format_func=NAMES.__getitem__, key="set-language", required=True,
        on_change=_switch_language,
    )  # fmt: skip
    st.header(say("Study"), anchor=False)
    low, high = RETENTION
    _slider(
        "retention", say("Recall to aim at, in percent"), (round(100 * low), round(100 * high)),
        round(100 * chosen.retention), help=say("Higher means shorter intervals and more reviews. 90 is a good start."),
    )  # fmt: skip
    _slider("new_a_day", say("New items a day"), NEW_A_DAY, chosen.new_a_day)
    _slider("minutes_a_day", say("Minutes a day"), MINUTES_A_DAY, chosen.minutes_a_day, step=5)
    _slider(
        "boundary", say("Hour at which a day begins"), BOUNDARY, chosen.boundary,
        help=say("Until this hour of the night, what you study counts for the day before."),
    )  # fmt: skip
    tomorrow = here.clock.day + timedelta(days=1)
    kept = chosen.interview if chosen.interview and chosen.interview >= tomorrow else None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            say("Date of the interview"), value=kept, min_value=tomorrow, key="set-interview",
            on_change=_keep, args=("interview",), width=220, format="YYYY-MM-DD",
        )  # fmt: skip
        if kept:
            st.button(say("No interview"), type="tertiary", key="no-interview", on_click=_no_interview)
    st.header(say("Keys"), anchor=False)
    st.toggle(
        say("Single keys on flashcards: Space flips, 1 to 4 grade, U undoes"), value=chosen.shortcuts,
        key="set-shortcuts", on_change=_keep, args=("shortcuts",),
    )  # fmt: skip


def _slider(name: str, label: str, bounds: tuple[int, int], value: int, step: int = 1, help: str | None = None) -> None:
    """A number; a slider takes none that is out of bounds."""
    st.slider(
        label, *bounds, min(max(value, bounds[0]), bounds[1]), step, key=f"set-{name}", on_change=_keep, args=(name,),
        help=help, width=460,
    )  # fmt: skip


def _no_interview() -> None:
    st.session_state["set-interview"] = None
    _keep("interview")


def _switch_language() -> None:
    """As the switch in the sidebar does: for this visit, the address and the next visit."""
    language = st.session_state["set-language"]
    remember_language(language)
    speak(language)


def _keep(name: str) -> None:
    value = st.session_state[f"set-{name}"]
    with faults_kept():
        store().set_setting(name, _spelled(name, value))


def _spelled(name: str, value: Any) -> str:
    if name == "retention":
        return str(value / 100)
    if name == "shortcuts":
        return "on" if value else "off"
    return "" if value is None else str(value)
