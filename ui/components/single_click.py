"""How does a double click press a button once?"""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_SCRIPTS = ("no_room.js", "single_click.js")

_mount = st.components.v2.component(
    "flipside_single_click", js="\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
)


def single_click() -> None:
    """While this is on the page, the second click of a double click presses nothing."""
    _mount(key="single-click")
