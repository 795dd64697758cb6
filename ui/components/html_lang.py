"""How does the browser know which language the page is in?"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from engine.text import Language

_component = st.components.v2.component("html_lang", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def html_lang(language: Language) -> None:
    """Set the page's `lang`, which Streamlit leaves at English: a screen reader picks its voice by it."""
    _component(data=language, key="html_lang")
