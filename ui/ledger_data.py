"""How is a problem's table of named cells put onto the screen?"""

from __future__ import annotations

from typing import Any

from engine.answers import Table
from engine.answers.tables import spell_cell
from engine.problem import Problem
from ui.desk import Desk
from ui.session import render, say


def ledger_data(desk: Desk) -> dict[str, Any]:
    """The data of the component `ledger` for the desk as it stands."""
    problem, verdict = desk.problem, desk.verdict
    right = problem.answer()
    data = {
        "rows": [render(heading.label) for heading in problem.rows()],
        "columns": [render(heading.label) for heading in problem.columns()],
        "labels": {
            "cell": say("{column}, {row}", column="{column}", row="{row}"),
            "right": say("right"),
            "wrong": say("wrong"),
        },
    }
    if not desk.done:
        not_typed = [[None if cell is not None else "-" for cell in row] for row in right]
        where = desk.unread.where if desk.unread else None
        unread = list(where) if where else None
        return data | {"name": say("your answer"), "mode": "edit", "values": not_typed, "unread": unread}
    if verdict is None:
        return data | {"name": say("the answer"), "mode": "shown", "values": _shown(problem, right)}
    mode = {"mode": "marked", "marks": verdict.marks} if verdict.marks else {"mode": "shown"}
    return data | mode | {"name": say("your answer"), "values": _shown(problem, verdict.value)}


def _shown(problem: Problem, table: Table) -> list[list[str]]:
    """The cells as they are spelled, with true signs."""
    rounded = problem.reply.rounded(table, problem.tolerance)
    return [[spell_cell(cell).replace("x", "×").replace("-", "\N{MINUS SIGN}") for cell in row] for row in rounded]
