"""What becomes of a recording whose question goes while it runs, because another tab answered it?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from ui.components.recorder import decoded

_HERE = Path(__file__).parent
_SCRIPTS = ("no_room.js", "cut_off.js")

_mount = st.components.v2.component(
    "flipside_cut_off", js="\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
)


def cut_off(key: str, on_sound: Callable[[], None]) -> None:
    """Hand in what a recorder, now gone, had recorded. It outlasts the questions and stands beside them."""
    _mount(key=key, on_sound_change=on_sound)


def cut_off_sound(key: str) -> tuple[int, bytes]:
    """The place that the recorder was given, and what it had recorded; nothing where that cannot be read."""
    handed_in = (st.session_state.get(key) or {}).get("sound") or {}
    return int(handed_in.get("place", -1)), decoded(handed_in.get("sound"))
