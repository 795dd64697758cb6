"""How does the learner take a text, such as a link, along?"""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__)

_mount = st.components.v2.component(
    "flipside_copy_button",
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def copy_button(label: str, text: str, done_label: str, key: str) -> None:
    """A quiet button that copies `text`; where the clipboard is refused, the text stands there selected."""
    _mount(key=key, data={"label": label, "text": text, "done": done_label}, width="content")
