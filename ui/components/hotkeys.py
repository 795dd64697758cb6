"""How do single keys press the page's buttons, without taking them from whoever else needs them?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_SCRIPTS = ("no_room.js", "hotkeys.js")

_mount = st.components.v2.component(
    "flipside_hotkeys", js="\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
)


def hotkeys(keys: Mapping[str, str], waiting: str, key: str) -> None:
    """A key of `keys` presses the button in the element with that Streamlit key.

    A key of `waiting` that has no button yet waits a moment for the page that brings it, so that a fast typist loses
    nothing. Held keys, text fields, open dialogs and an input method at work are left alone.
    """
    _mount(key=key, data={"keys": dict(keys), "waiting": waiting})
