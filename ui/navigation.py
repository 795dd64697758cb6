"""Which pages are there, and what are they called?"""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path

import streamlit as st

from engine.text import Language, Text

PAGES = Path(__file__).resolve().parent.parent / "pages"


def pages(language: Language) -> list[st.Page]:
    """The pages in the order of the menu; a copy for each run, because Streamlit writes into them."""
    return [copy.copy(page) for page in _pages(language)]


@cache
def _pages(language: Language) -> tuple[st.Page, ...]:
    def page(title: Text, name: str, path: str) -> st.Page:
        return st.Page(PAGES / name, title=title.render(language), url_path=path, default=not path)

    return (
        page(Text("Home"), "home.py", ""),
        page(Text("Practice"), "practice.py", "practice"),
        page(Text("Quiz"), "quiz.py", "quiz"),
    )
