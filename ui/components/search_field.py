"""What is a learner looking for, letter by letter?

Streamlit's own field with `live=` waits until a Korean syllable is finished, so the last one of a word would not count
before Enter; this one tells every letter as it is typed.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_HERE = Path(__file__)

_mount = st.components.v2.component(
    "flipside_search_field",
    css=_HERE.with_suffix(".css").read_text("utf-8"),
    js=_HERE.with_suffix(".js").read_text("utf-8"),
)


def search_field(label: str, typed: str, key: str) -> str:
    """A field that begins with `typed` and reruns the script shortly after each letter; what stands in it."""
    state = _mount(key=key, data={"label": label, "typed": typed}, on_query_change=lambda: None)
    return typed if state.query is None else str(state.query)
