"""Which pages are there, and what are they called?"""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Literal

import streamlit as st

from engine.text import Language, Text

PAGES = Path(__file__).resolve().parent.parent / "pages"


def pages(language: Language) -> list[st.Page]:
    """The pages in the order of the menu; a copy for each run, because Streamlit writes into them."""
    return [copy.copy(page) for page in _pages(language)]


@cache
def _pages(language: Language) -> tuple[st.Page, ...]:
    def page(title: Text, name: str, path: str, hidden: bool = False) -> st.Page:
        seen: Literal["visible", "hidden"] = "hidden" if hidden else "visible"
        return st.Page(PAGES / name, title=title.render(language), url_path=path, default=not path, visibility=seen)

    return (
        page(Text("Today"), "today.py", ""),
        page(Text("Practice"), "practice.py", "practice"),
        page(Text("Quiz"), "quiz.py", "quiz"),
        page(Text("Flashcards"), "flashcards.py", "flashcards"),
        page(Text("Interview"), "interview.py", "interview"),
        page(Text("Lab"), "lab.py", "lab"),
        page(Text("Learn"), "learn.py", "learn"),
        page(Text("Settings"), "settings.py", "settings"),
        page(Text("All kinds of problem"), "kinds.py", "kinds", hidden=True),
        page(Text("Formula sheet"), "formulas.py", "formulas", hidden=True),
    )
