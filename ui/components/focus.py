"""How does the focus get to what has just opened?"""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_SCRIPTS = ("focusing.js", "no_room.js", "focus.js")

_mount = st.components.v2.component(
    "flipside_focus", js="\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
)


def focus(selector: str, nonce: str, key: str) -> None:
    """When `nonce` changes, the first thing that takes focus within the elements of the CSS selector gets it, once."""
    _mount(key=key, data={"focus": selector, "nonce": nonce})
