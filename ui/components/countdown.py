"""How much time is left? The countdown runs in the browser; the deadline is in the record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

_HERE = Path(__file__)

_mount = st.components.v2.component(
    "flipside_countdown",
    css=_HERE.with_suffix(".css").read_text("utf-8"),
    js=_HERE.with_suffix(".js").read_text("utf-8"),
)


def countdown(seconds: float, running: bool, words: dict[str, str], on_end: Callable[[], None], key: str) -> None:
    """Minutes and seconds from `seconds` on; `words` are left, paused and last (said with one minute to go).

    `on_end` runs when nothing is left and what was written and said last has arrived, or after three seconds.
    """
    data = {"seconds": seconds, "running": running, "words": words}
    _mount(key=key, data=data, on_over_change=on_end, width="content")


def ended(key: str) -> bool:
    """Whether this run is the one that the end caused."""
    return bool((st.session_state.get(key) or {}).get("over"))
