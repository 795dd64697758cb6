"""How does a double click press a button once?"""

from pathlib import Path

import streamlit as st

_mount = st.components.v2.component("flipside_single_click", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def single_click() -> None:
    """While this is on the page, the second click of a double click presses nothing."""
    _mount(key="single-click")
