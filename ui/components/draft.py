"""How does a text save itself as it is typed?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

_HERE = Path(__file__)

_mount = st.components.v2.component(
    "flipside_draft",
    css=_HERE.with_suffix(".css").read_text("utf-8"),
    js=_HERE.with_suffix(".js").read_text("utf-8"),
)


def draft(
    label: str,
    text: str,
    key: str,
    on_change: Callable[[], None],
    button: str | None = None,
    about: str = "",
    hint: str = "",
    turn: int = 0,
    as_code: bool = False,
) -> None:
    """A text area that hands in what stands in it a quarter of a second after a key, and before any press.

    `text` is what the record holds: until that is what was typed, it is handed in again. With a `button`, the key of
    one, Ctrl+Enter presses that button, and the text takes the focus when it comes and whenever `turn` changes;
    `hint` stands below it, and `about` is what a screen reader is told. With `as_code` all letters are equally wide.
    """
    data = {"label": label, "text": text, "about": about, "hint": hint, "code": as_code}
    pressed = {"focus": turn if button else None, "button": f".st-key-{button} button" if button else None}
    _mount(key=key, data=data | pressed, on_draft_change=on_change)


def typed(key: str) -> str | None:
    """What was handed in last under this key; None before anything was."""
    state = (st.session_state.get(key) or {}).get("draft") or {}
    text = state.get("text")
    return None if text is None else str(text)
