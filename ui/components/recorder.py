"""How is an answer spoken into the microphone, so that no press and no deadline cuts it off?"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from pathlib import Path

import streamlit as st

_HERE = Path(__file__)

_mount = st.components.v2.component(
    "flipside_recorder",
    css=_HERE.with_suffix(".css").read_text("utf-8"),
    js="\n".join((_HERE.parent / name).read_text("utf-8") for name in ("holding.js", "recorder.js")),
)


def recorder(
    words: dict[str, str], longest: float, left: float, heard: int, place: int, key: str, on_sound: Callable[[], None]
) -> None:
    """A button that records until it is pressed again, and hands in what it recorded.

    It stops by itself after `longest` seconds, and when none are `left`.
    `words` are record, stop, sending, refused (no leave to listen), none (no microphone) and hint. What was recorded
    is handed in again until `heard`, which counts what arrived, has changed; a press elsewhere waits for it. Where the
    recorder goes while it records, `cut_off` is told the `place` and what was recorded.
    """
    data = {"words": words, "longest": longest, "left": left, "heard": heard, "place": place}
    _mount(key=key, data=data, on_sound_change=on_sound)


def recorded(key: str) -> bytes:
    """What was handed in just now, as the browser recorded it; nothing where it cannot be read."""
    return decoded((st.session_state.get(key) or {}).get("sound"))


def decoded(sound: object) -> bytes:
    """The bytes of what a browser handed in as Base64; nothing where it cannot be read."""
    try:
        return base64.b64decode(str(sound or ""), validate=True)
    except (binascii.Error, ValueError):
        return b""
