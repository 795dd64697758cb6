"""How does a problem of grids stand on the board, and how is one of its cells worked out?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from engine.answers import Grid, Tolerance, tex_number
from engine.dice import Dice
from engine.givens import LARGEST_GRID, MOST_CELLS, BadGivens
from engine.numeric.exact import simplest
from engine.numeric.grids import Matrix, Number, Tap, is_telling
from engine.problem import CellWork, DrawnGrid
from engine.text import Text, typeset

SMALLEST = Fraction(1, 1_000_000)

tex_grid = Grid().tex


def telling_kernel(dice: Dice, rows: int, columns: int, low: int = -1, high: int = 2) -> Matrix:
    """A kernel that no flip leaves unchanged, so that each wrong flip shows."""
    while True:
        kernel = dice.grid(rows, columns, low, high)
        if is_telling(kernel):
            return kernel


def drawn_image(image: Matrix, padding: int = 0) -> DrawnGrid:
    """The input; a ring of padding wider than the largest grid is not drawn."""
    return DrawnGrid("f", Text("image"), image, padding if padding <= LARGEST_GRID else 0)


def drawn_kernel(kernel: Matrix) -> DrawnGrid:
    return DrawnGrid("g", Text("kernel"), kernel)


def products_work(taps: Sequence[Tap]) -> CellWork:
    """One window's sum of products, and the cells that take part."""
    terms = " + ".join(f"f{{{typeset(value)}}}·g{{{typeset(factor)}}}" for _, _, value, factor in taps)
    window = tuple((row, column, f"×{typeset(factor)}") for row, column, _, factor in taps)
    return CellWork(f"{terms} = {typeset(_total(taps))}", window)


def products_tex(taps: Sequence[Tap]) -> str:
    """One window's sum of products as a line of TeX."""
    terms = " + ".join(rf"{signed(value)} \cdot {signed(factor)}" for _, _, value, factor in taps)
    return f"{terms} = {tex_number(_total(taps))}"


def aligned(lines: Iterable[str]) -> str:
    """Lines of TeX under each other, aligned at their `&`."""
    rows = r" \\ ".join(lines)
    return rf"\begin{{aligned}} {rows} \end{{aligned}}"


def signed(number: Number) -> str:
    """A number as a term of TeX: a negative one in brackets."""
    return f"({tex_number(number)})" if number < 0 else tex_number(number)


def asked(question: Text, tolerance: Tolerance) -> Text:
    """The question, with the digits it takes where the answer is not exact."""
    return question if tolerance is None else Text("{question} Give three significant digits.", question=question)


def refuse_too_many_cells(field: str, value: int, rows: int, columns: int) -> None:
    """Raise BadGivens when an answer of this size is over the limit."""
    if rows * columns > MOST_CELLS:
        text = Text(
            "{field} is {value}: the answer would be {size}, and it takes at most {limit} cells.",
            field=field,
            value=value,
            size=f"{rows}×{columns}",
            limit=MOST_CELLS,
        )
        raise BadGivens(field, text)


def refuse_tiny_numbers(**grids: Matrix) -> None:
    """Raise BadGivens for a number so small that sums with it would take more digits than a reply holds."""
    for field, grid in grids.items():
        for number in (number for row in grid for number in row):
            if not isinstance(number, int) and -SMALLEST < number < SMALLEST:
                text = Text(
                    "{field} takes 0 and numbers of at least {limit} in size, but one is {value}.",
                    field=field,
                    limit=SMALLEST,
                    value=f"{float(number):.3g}",
                )
                raise BadGivens(field, text)


def _total(taps: Sequence[Tap]) -> Number:
    total = sum(value * factor for _, _, value, factor in taps)
    return simplest(total)
