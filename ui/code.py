"""How is the code of a question shown, and which of its lines have changed once it is mended?"""

from __future__ import annotations

from difflib import SequenceMatcher
from html import escape

import streamlit as st

from engine.cards import Question
from ui.session import say


def show_code(question: Question | None) -> None:
    """What is to be mended or completed, where the question has any."""
    if question and question.code:
        _show([escape(line) for line in question.code.splitlines()])


def show_mended(question: Question) -> None:
    """The code as it should stand; a part of the answer, so shown only where that is."""
    if question.code and question.mended:
        st.markdown(f"**{say('The code, mended')}**")
        _show(_marked(question.code.splitlines(), question.mended.splitlines()))


def _show(lines: list[str]) -> None:
    code = "\n".join(lines)
    st.html(f"<pre class='code' tabindex='0'>{code}</pre>")


def _marked(before: list[str], after: list[str]) -> list[str]:
    """The lines after, with those marked that were not there before."""
    lines = [escape(line) for line in after]
    for what, _, _, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            lines[start:end] = map(_mark, lines[start:end])
    return lines


def _mark(line: str) -> str:
    words = line.lstrip()
    return f"{line.removesuffix(words)}<mark>{words}</mark>" if words else line
