"""How does an experiment read a grid that was typed, and how does a grid stand on its board?"""

from __future__ import annotations

from collections.abc import Sequence

from engine import boards
from engine.answers import Grid, Number, Stack
from engine.givens import BadGivens
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
