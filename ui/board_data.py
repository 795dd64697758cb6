"""How is a problem's equation of grids put onto the board?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.answers import Grid, Matrix, Stack
from engine.problem import CellWork, DrawnGrid, Equation, Problem
from engine.text import typeset
from ui.desk import Desk
from ui.session import render, say

LETTERS = {"f": "f", "g": "g", "result": ""}


def board_data(desk: Desk, grid: int = 0) -> dict[str, Any]:
    """The data of the component `board` for one grid of the answer on the desk as it stands."""
    problem = desk.problem.maps()[grid]
    equation = problem.equation()
    assert equation
    parts = _parts(equation, with_padding=desk.done)
    answer = _answer(desk, grid) if desk.on_board and (desk.done or desk.in_cells) else None
    if answer:
        parts.append(_equals())
    chosen = _chosen(desk, grid)
    work = problem.cell(*chosen) if chosen and _within(chosen, _grids(desk, desk.problem.answer())[grid]) else None
    return {
        "parts": parts,
        "answer": answer,
        "window": _window(work),
        "labels": board_labels(grid + 1 if isinstance(desk.problem.reply, Stack) else None),
    }


def figure_data(problem: Problem, with_answer: bool = True) -> dict[str, Any]:
    """The data of the component `board` for a problem that is only looked at, with its answer or without.

    Of a stack it takes the problem of one grid.
    """
    equation = problem.equation()
    assert equation
    parts = _parts(equation, with_padding=True)
    right = problem.answer()[0] if isinstance(problem.reply, Stack) else problem.answer()
    answer = _shown_answer(right) if with_answer and isinstance(problem.reply, Grid | Stack) else None
    return {
        "parts": [*parts, _equals()] if answer else parts,
        "answer": answer,
        "window": [],
        "labels": board_labels(),
    }


def _parts(equation: Equation, *, with_padding: bool) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    for grid in equation.grids:
        if grid.sign:
            parts.append({"operator": grid.sign, "spoken": say("plus") if grid.sign == "+" else say("becomes")})
        elif grid.role == "result":
            parts.append(_equals())
        elif parts:
            parts.append({"operator": equation.operator, "spoken": render(equation.spoken)})
        parts.append(_grid(grid, with_padding=with_padding))
    return parts


def _equals() -> dict[str, Any]:
    return {"operator": "=", "spoken": say("equals")}


def board_labels(grid: int | None = None) -> dict[str, str]:
    """The board's own words; in a stack a cell's name says in which grid it is."""
    place = {"row": "{row}", "column": "{column}"}
    cell = say("row {row}, column {column}", **place)
    return {
        "rows": say("Rows"),
        "columns": say("Columns"),
        "cell": say("grid {grid}, row {row}, column {column}", grid=grid, **place) if grid else cell,
        "right": say("right"),
        "wrong": say("wrong"),
        "padding": say("padding"),
        "paint": say("Draw with 0 and 1"),
    }


def _grid(grid: DrawnGrid, *, with_padding: bool) -> dict[str, Any]:
    return {
        "letter": LETTERS[grid.role],
        "role": grid.role,
        "name": render(grid.name),
        "cells": _cells(grid.cells),
        "padding": grid.padding if with_padding else 0,
    }


def _grids(desk: Desk, value: Any) -> Sequence[Matrix]:
    """The grids of an answer, whether one or a stack."""
    return value if isinstance(desk.problem.reply, Stack) else (value,)


def _chosen(desk: Desk, grid: int) -> tuple[int, int] | None:
    """The cell that is looked at, where it is one of this grid."""
    if desk.chosen is None or desk.chosen[:-2] not in {(), (grid,)}:
        return None
    row, column = desk.chosen[-2:]
    return row, column


def _answer(desk: Desk, grid: int) -> dict[str, Any] | None:
    right = _grids(desk, desk.problem.answer())[grid]
    verdict = desk.verdict
    if not desk.done:
        fixed = desk.fixed_size
        where = desk.unread.where if desk.unread else None
        here = where and where[:-2] in {(), (grid,)}
        return {
            "name": say("your answer"),
            "rows": len(right) if fixed else 2,
            "columns": len(right[0]) if fixed else 2,
            "mode": "edit",
            "resizable": not fixed,
            "unread": list(where[-2:]) if where and here else None,
            "autofocus": grid == 0,
            "together": isinstance(desk.problem.reply, Stack),
        }
    if verdict is None:
        return _shown_answer(right)
    if desk.in_other_grids:
        return None
    value = _grids(desk, verdict.value)[grid]
    chosen = _chosen(desk, grid)
    return {
        "name": say("your answer"),
        "mode": "marked" if verdict.marks else "shown",
        "values": _cells(value),
        "marks": _grids(desk, verdict.marks)[grid] if verdict.marks else None,
        "chosen": list(chosen) if chosen else None,
    } | _size(value)


def _shown_answer(right: Sequence[Sequence[Any]]) -> dict[str, Any]:
    return {"name": say("the answer"), "mode": "shown", "values": _cells(right)} | _size(right)


def _size(cells: Sequence[Sequence[Any]]) -> dict[str, int]:
    return {"rows": len(cells), "columns": len(cells[0])}


def _cells(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    return [[typeset(cell) for cell in row] for row in rows]


def _within(cell: tuple[int, int], answer: Matrix) -> bool:
    return cell[0] < len(answer) and cell[1] < len(answer[0])


def _window(work: CellWork | None) -> list[list[Any]]:
    return [list(cell) for cell in work.window] if work else []
