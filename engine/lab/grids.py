"""How does an experiment read a grid that was typed, and how does a grid stand on its board?"""

from __future__ import annotations

from collections.abc import Sequence

from engine import boards
from engine.answers import Grid, Number, Stack
from engine.givens import BadGivens
from engine.lab.figure import BoardGrid
from engine.numeric.grids import Matrix
from engine.reading import Unread
from engine.text import Text, typeset

LARGEST_NUMBER = 1000


def grid_in(field: str, text: str, largest: int) -> Matrix:
    """The grid that was typed. Raises BadGivens."""
    return _taken(field, text, Grid(), largest)[0]


def stack_in(field: str, text: str, largest: int) -> tuple[Matrix, ...]:
    """The grids of one size that were typed, with `//` between them. Raises BadGivens."""
    return _taken(field, text, Stack(), largest)


def shown(grid: Sequence[Sequence[Number]]) -> list[list[str]]:
    return [[typeset(number) for number in row] for row in grid]


def fitted(grid: Matrix, rows: int, columns: int) -> Matrix:
    """The grid cut or repeated to so many rows and columns.

    >>> fitted(((1, 2), (3, 4)), 1, 3)
    ((1, 2, 1),)
    """
    return tuple(tuple(grid[i % len(grid)][j % len(grid[0])] for j in range(columns)) for i in range(rows))


def answered(reply: str, right: Matrix) -> tuple[BoardGrid, ...]:
    """A learner's own answer, where it is a grid, with the cells to look at again."""
    try:
        yours = Grid().read(reply) if reply else ()
    except Unread:
        return ()
    if not yours:
        return ()
    marks = Grid().marks(yours, right, Grid().tolerance(right, (), lambda usual: usual))
    wrong = [[not right for right in row] for row in marks] if marks else None  # none where the sizes differ
    return (BoardGrid("result", Text("your answer"), shown(yours), wrong=wrong),)


def size(grid: Sequence[Sequence[Number]]) -> str:
    return f"{len(grid)}×{len(grid[0])}"


def _taken(field: str, text: str, reply: Grid | Stack, largest: int) -> tuple[Matrix, ...]:
    if not text.strip():
        raise BadGivens(field, Text("{field} is empty.", field=field))
    try:
        grids = reply.read(text) if isinstance(reply, Stack) else (reply.read(text),)
    except Unread as unread:
        raise BadGivens(field, Text("{field}: {why}", field=field, why=unread.text)) from None
    first = grids[0]
    if max(len(first), len(first[0])) > largest:
        fault = Text("{field} takes at most {n}×{n} cells, but it is {size}.", field=field, n=largest, size=size(first))
        raise BadGivens(field, fault)
    if any(not -LARGEST_NUMBER <= number <= LARGEST_NUMBER for grid in grids for row in grid for number in row):
        raise BadGivens(field, Text("{field} takes numbers from −{n} to {n}.", field=field, n=LARGEST_NUMBER))
    exact = tuple(tuple(tuple(n for n in row if not isinstance(n, float)) for row in grid) for grid in grids)
    for grid in exact:
        boards.refuse_tiny_numbers(**{field: grid})
    return exact
