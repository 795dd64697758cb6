"""How do an equation of grids and the learner's answer in its last grid get onto the screen?

`data` is plain JSON: numbers as the strings to show, and every word in the visitor's language.

    parts    grids `{letter, role, name, cells, padding}` and operators `{operator, spoken}` in reading order; role is
             f, g or result; `padding` rings of zeros are hatched around the cells; or, in place of it, `sides`
             (above, right, below, left) and, where the padding is not zeros, `around`, the whole padded grid;
             `wrong` cells are marked, and cells of a grid that `grows` carry their place
    answer   None, or `{name, rows, columns, mode}` with mode edit, marked or shown, and where they apply
             values, marks (True is right), chosen, unread, resizable, autofocus, role (default result), and
             `paint`, with which cells can be drawn, together (resized with all others)
    window   `[row, column, "×2"]` for each cell under the kernel, counted from the first cell of the first grid, or
             of the grid whose place among the grids, from 0, stands fourth
    result_cell   the `[row, column]` being computed in the answer (or, without one, in the grid of role result)
    labels   rows, columns, cell ("row {row}, column {column}"), right, wrong, padding
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
TERMS = ("board_terms.js", "board_shapes.js", "board_answer.js", "board_marked.js", "board_paint.js")

_mount = st.components.v2.component(
    "flipside_board",
    css=(_HERE / "board.css").read_text("utf-8"),
    js="\n".join((_HERE / name).read_text("utf-8") for name in ("board.js", *TERMS)),
)


@dataclass(frozen=True)
class BoardState:
    """What stands in the answer's cells, as typed (None before anything did), and the cell the learner chose."""

    cells: list[list[str]] | None
    chosen: tuple[int, int] | None


def board(data: dict[str, Any], key: str, on_change: Callable[[], None] | None = None) -> BoardState:
    """Draw the equation; in a form the typed cells arrive with its submit, elsewhere every change reruns the script."""
    typed = st.session_state.get(key, {}).get("cells")
    changed = on_change or _nothing
    state = _mount(key=key, data={**data, "typed": typed}, on_cells_change=changed, on_chosen_change=changed)
    cells = state.cells if state.cells is not None else (data.get("answer") or {}).get("values")
    return BoardState(cells, tuple(state.chosen) if state.chosen else None)


def _nothing() -> None:
    """A state needs a callback of its own to be among the results."""
