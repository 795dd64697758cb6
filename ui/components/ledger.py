"""How is a table of named cells filled in by the learner, and how is it marked?

`data` is plain JSON: values as the strings to show, and every word in the visitor's language.

    name             what the table is
    rows, columns    what they are called
    mode             edit, marked or shown
    values           rows of strings; while editing only the cells that are not typed (None elsewhere)
    marks            True is right, for mode marked
    unread           `[row, column]` of the cell that could not be read
    labels           cell ("{column}, {row}"), right, wrong
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
_SCRIPTS = ("ledger.js", "board_shapes.js", "board_answer.js", "board_marked.js")

_mount = st.components.v2.component(
    "flipside_ledger",
    css=(_HERE / "ledger.css").read_text("utf-8"),
    js="\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS),
)


def ledger(data: dict[str, Any], key: str) -> None:
    """Draw the table; what is typed is kept under `key` as `cells` and arrives with the submit of its form."""
    typed = st.session_state.get(key, {}).get("cells")
    _mount(key=key, data={**data, "typed": typed}, on_cells_change=_nothing)


def _nothing() -> None:
    """A state that has a callback is kept."""
