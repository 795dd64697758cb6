"""How does a problem of grids stand on the board, and how is one of its cells worked out?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from engine.answers import Grid, Tolerance, size_words, tex_number
from engine.dice import Dice
from engine.givens import LARGEST_GRID, MOST_CELLS, BadGivens
from engine.numeric.exact import simplest
from engine.numeric.grids import Matrix, Number, Tap, flip, is_telling
from engine.problem import CellWork, DrawnGrid
from engine.text import Text, typeset

SMALLEST = Fraction(1, 1_000_000)

tex_grid = Grid().tex


def spell_grid(grid: Matrix) -> str:
    """The grid as a learner would type it, exactly."""
    return Grid().spell(grid, None)


def telling_kernel(dice: Dice, rows: int, columns: int, low: int = -1, high: int = 2) -> tuple[tuple[int, ...], ...]:
    """A kernel that no flip leaves unchanged, so that each wrong flip shows."""
    while True:
        kernel = dice.grid(rows, columns, low, high)
        if is_telling(kernel):
            return kernel


def lopsided_kernel(dice: Dice, rows: int, columns: int) -> tuple[tuple[int, ...], ...]:
    """A kernel that a turn by 180° changes; it may be a single row."""
    while (kernel := dice.grid(rows, columns, -1, 3)) == flip(kernel):
        continue
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


def refuse_larger_window(image: Matrix, kernel_size: int) -> None:
    """Raise BadGivens when a square window does not fit into the image."""
    if kernel_size > min(len(image), len(image[0])):
        text = Text(
            "kernel_size is {kernel_size}: the window must fit into the image, which is {size}.",
            kernel_size=kernel_size,
            size=size_words(image),
        )
        raise BadGivens("kernel_size", text)


def refuse_other_upstream(upstream: Matrix, output: Matrix) -> None:
    """Raise BadGivens when the gradient that comes back is not as large as the layer's output."""
    if size_words(upstream) != size_words(output):
        text = Text(
            "upstream is {size}: it takes a number for each output of the layer, and the output is {output}.",
            size=size_words(upstream),
            output=size_words(output),
        )
        raise BadGivens("upstream", text)


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


def refuse_larger_kernel(image: Matrix, kernel: Matrix) -> None:
    """Raise BadGivens when the kernel does not fit into the image."""
    if len(kernel) > len(image) or len(kernel[0]) > len(image[0]):
        text = Text(
            "kernel is {size}: it must fit into the image, which is {image}.",
            size=size_words(kernel),
            image=size_words(image),
        )
        raise BadGivens("kernel", text)


def refuse_tiny(numbers: Mapping[str, Number]) -> None:
    """Raise BadGivens for a field whose number is so small that results would take more digits than a reply holds."""
    for field, number in numbers.items():
        if -SMALLEST < number < SMALLEST and number:
            text = Text(
                "{field} takes 0 or numbers of at least {limit}, their sign apart, but it is {value}.",
                field=field,
                limit=SMALLEST,
                value=f"{float(number):.3g}",
            )
            raise BadGivens(field, text)


def refuse_bad_channels(field: str, channels: Sequence[Matrix]) -> None:
    """Raise BadGivens when a number is too small or the channels are not of one size."""
    refuse_tiny_numbers(**{field: tuple(row for grid in channels for row in grid)})
    for index, grid in enumerate(channels):
        if size_words(grid) != size_words(channels[0]):
            text = Text(
                "{field} is {size}, but the first channel is {other}: all channels must be of one size.",
                field=f"{field}[{index}]",
                size=size_words(grid),
                other=size_words(channels[0]),
            )
            raise BadGivens(f"{field}[{index}]", text)


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
