"""Which grid was typed into the lab?"""

from __future__ import annotations

from collections.abc import Sequence

from engine import boards
from engine.answers import Grid, Number
from engine.givens import BadGivens
from engine.numeric.grids import Matrix
from engine.reading import Unread
from engine.text import Text

LARGEST_NUMBER = 1000


def read_grid(field: str, text: str, largest: int) -> Matrix:
    """The grid that was typed. Raises BadGivens."""
    if not text.strip():
        raise BadGivens(field, Text("{field} is empty.", field=field))
    try:
        grid = Grid().read(text)
    except Unread as unread:
        raise BadGivens(field, Text("{field}: {why}", field=field, why=unread.text)) from None
    if max(len(grid), len(grid[0])) > largest:
        size = size_of(grid)
        fault = Text("{field} takes at most {n}×{n} cells, but it is {size}.", field=field, n=largest, size=size)
        raise BadGivens(field, fault)
    if any(not -LARGEST_NUMBER <= number <= LARGEST_NUMBER for row in grid for number in row):
        raise BadGivens(field, Text("{field} takes numbers from −{n} to {n}.", field=field, n=LARGEST_NUMBER))
    exact: Matrix = tuple(tuple(number for number in row if not isinstance(number, float)) for row in grid)
    boards.refuse_tiny_numbers(**{field: exact})
    return exact


def size_of(grid: Sequence[Sequence[Number]]) -> str:
    return f"{len(grid)}×{len(grid[0])}"
