"""What is typed as a reply just now, in which field, and how is it kept as a text?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from engine.answers import Ledger, OneOf, SeveralOf, Stack
from engine.problem import Problem
from engine.reading import Unread, grids_of, plain, rows_of
from ui.session import lang

if TYPE_CHECKING:
    from ui.desk import Desk

_MOST_CELLS = 32  # rows or columns that a board can be given


def typed_in(desk: Desk) -> Any:
    """Text, or cells as typed, between the grids of a stack a row without cells."""
    if desk.in_cells:
        rows: list[list[str]] = []
        for grid in range(len(desk.problem.maps())):
            state = st.session_state.get(board_key(desk, grid)) or {}
            rows += [[]] * bool(grid) + (state.get("cells") or [[""]])
        return cells_as_text(desk.problem, rows)
    if isinstance(desk.problem.reply, SeveralOf):
        keys = option_keys(desk.problem.reply)
        return ", ".join(key for key in keys if st.session_state.get(option_key(desk, key)))
    return st.session_state.get(text_key(desk)) or ""


def cells_as_text(problem: Problem, cells: list[list[str]]) -> list[list[str]]:
    """Cells as they are kept in a text: in a ledger shapes without blanks and numbers without groups."""
    reply, right = problem.reply, problem.answer()
    if not isinstance(reply, Ledger) or len(cells) != len(right):
        return cells
    return [list(map(reply.as_text, line, right[row])) for row, line in enumerate(cells)]


def reply_text(typed: Any) -> str:
    """A reply as it is kept."""
    if isinstance(typed, str):
        return typed
    return " / ".join(" ".join(cell.strip() for cell in row) for row in typed).replace(" /  / ", " // ")


def switch_to_text(desk: Desk) -> None:
    """Type the cells as text, beginning with what stands in its cells, or the other way round."""
    typed = typed_in(desk)
    desk.as_text, desk.unread = not desk.as_text, None
    if not desk.as_text:
        _lay_cells(desk, typed)
    elif any(cell for row in typed for cell in row):
        st.session_state[text_key(desk)] = "\n".join(" ".join(cell or "?" for cell in row) for row in typed)


def _lay_cells(desk: Desk, text: str) -> None:
    """Put what stands in a text into the cells, as far as it fits."""
    reply, right = desk.problem.reply, desk.problem.answer()
    try:
        grids = grids_of(plain(text)) if isinstance(reply, Stack) else [rows_of(plain(text), shapes=True)]
    except Unread:
        return
    for grid, (rows, answer) in enumerate(zip(grids, right if isinstance(reply, Stack) else [right], strict=False)):
        fixed = desk.fixed_size or isinstance(reply, Ledger)
        height = len(answer) if fixed else min(len(rows), _MOST_CELLS)
        width = len(answer[0]) if fixed else min(max(map(len, rows), default=0), _MOST_CELLS)
        if height and width:
            at = {(r, c): cell for r, row in enumerate(rows) for c, cell in enumerate(row) if cell != "?"}
            cells = [[at.get((row, column), "") for column in range(width)] for row in range(height)]
            st.session_state[board_key(desk, grid)] = {"cells": cells}


def chosen_option(reply: OneOf, rows: list[list[str]]) -> str:
    """The key of the option whose place a browser tells (`kept_rows`); nothing where none is chosen."""
    place = rows[0][0] if rows[0] else ""
    return reply.options[int(place)].key if place.isdecimal() and int(place) < len(reply.options) else ""


def told_place(reply: OneOf, chosen: str) -> list[list[str]]:
    """What a browser tells when the option of this key is chosen: what `chosen_option` reads."""
    return [["".join(str(place) for place, option in enumerate(reply.options) if option.key == chosen)]]


def lay_choice(desk: Desk, chosen: str) -> None:
    """Choose the option again in another language: a browser knows it by its label, and that has changed."""
    if chosen and desk.drawn_in not in (None, lang()):
        st.session_state[text_key(desk)] = chosen
    desk.drawn_in = lang()


def text_key(desk: Desk) -> str:
    return f"text-{desk.key}"


def board_key(desk: Desk, grid: int = 0) -> str:
    return f"board-{desk.key}" + (f"-{grid}" if grid else "")


def option_keys(reply: SeveralOf) -> list[str]:
    """What can be ticked: the options, and that none of them fits."""
    return [*(option.key for option in reply.options), reply.none[0]]


def option_key(desk: Desk, option: str) -> str:
    return f"{text_key(desk)}-{option}"


def attempt_key(desk: Desk) -> str:
    return f"attempt-{desk.key}"
