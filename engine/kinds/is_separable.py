"""Can a kernel be written as a column times a row?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import Self

from engine import boards
from engine.answers import OneOf, Option, tex_number
from engine.answers import Row as RowReply
from engine.dice import Dice
from engine.givens import Grid
from engine.numeric.grids import Matrix, transpose
from engine.numeric.matrices import Row, common_row, multiples
from engine.problem import Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

_tex = boards.tex_grid
_tex_row = RowReply().tex


@dataclass(frozen=True)
class IsSeparable(Problem):
    kernel: Grid

    topic = "fixed-filters"
    title = Text("Is the kernel separable?")
    reply = OneOf(Option("yes", Text("Yes")), Option("no", Text("No")))
    tags = (
        "stumbled-on-a-zero-row",
        "expected-whole-multiples",
        "expected-equal-rows",
        "took-symmetry-for-separability",
        "compared-two-rows-only",
        "left-out-the-last-column",
    )
    seconds = (30, 45, 75)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        is_separable = dice.chance(0.5)
        while True:
            kernel = cls(cls._drawn(dice, level, is_separable))
            if (kernel.answer() == "yes") == is_separable:
                return kernel

    @staticmethod
    def _drawn(dice: Dice, level: Level, is_separable: bool) -> Matrix:
        if level == 1:  # whole multiples of the first row
            row, column = dice.row(3, -2, 3), (1, dice.whole(2, 3), dice.whole(1, 4))
            kernel = _outer(column, (row[0] or 1, *row[1:]))
            return kernel if is_separable else _with_a_slip(dice, kernel)
        if level == 2:  # factors that are negative, broken or 0
            factors = (dice.pick((2, 4, -2)), *dice.sample((-3, -1, 0, 0, 1, 3, 5), dice.whole(2, 3)))
            kernel = _outer(dice.sample(factors, len(factors)), (dice.pick((-1, 1, 2)), *dice.row(2, -2, 3)))
            return kernel if is_separable else _with_a_slip(dice, kernel)
        size = dice.pick((3, 3, 5))  # symmetric, as most filters are: that proves nothing
        half = dice.row(size // 2 + 1, -2, 4)
        line = half + half[-2::-1]
        kernel = _outer(line, line)
        if is_separable:
            return kernel
        return _changed(kernel, size // 2, size // 2, dice.pick((-8, -5, -4, -2, -1, 1, 3, 4)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"kernel": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]}, "yes", 1),
            Example({"kernel": [[1, 2, 3], [2, 4, 6], [3, 6, 8]]}, "no", 1),
            Example({"kernel": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]}, "yes", 2),
            Example({"kernel": [[2, 4], [3, 6]]}, "yes", 2),
            Example({"kernel": [[0, 0], [0, 0]]}, "yes", 2),
            Example({"kernel": [[0, 1, 0], [1, -4, 1], [0, 1, 0]]}, "no", 3),
            Example({"kernel": [[1, 2, 1], [2, 4, 2], [1, 2, 1]]}, "yes", 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(kernel=self.kernel)

    def prompt(self) -> Text:
        return Text("Is the kernel $g$ separable: can it be written, exactly, as a column times a row?")

    @property
    def _row(self) -> Row:
        return common_row(self.kernel)

    @cached_property
    def _column(self) -> Row | None:
        return multiples(self.kernel, self._row)

    def answer(self) -> str:
        return "no" if self._column is None else "yes"

    def wrong_turns(self) -> Iterator[WrongTurn]:
        if self._column is not None:
            yield from self._too_strict(self._column)
        else:
            yield from self._too_quick()

    def _too_strict(self, column: Row) -> Iterator[WrongTurn]:
        """Why a separable kernel is taken for one that is not."""
        rows = [row for row in self.kernel if any(row)]
        if not rows:
            return
        if len(rows) < len(self.kernel):
            zeros = _tex_row((0,) * len(self.kernel[0]))
            yield self._turn("stumbled-on-a-zero-row", "no", 2, rf"{zeros} \ne k \cdot {_tex_row(rows[0])}")
        factors = multiples(self.kernel, rows[0]) or ()
        for row, factor in zip(self.kernel, factors, strict=True):
            if factor < 0 or not isinstance(factor, int):
                line = rf"{_tex_row(row)} \ne k \cdot {_tex_row(rows[0])},\; k = 1, 2, \dots"
                yield self._turn("expected-whole-multiples", "no", 2, line)
            elif factor > 1:
                yield self._turn("expected-equal-rows", "no", 1, rf"{_tex_row(row)} \ne {_tex_row(rows[0])}")

    def _too_quick(self) -> Iterator[WrongTurn]:
        """Why a kernel that is not separable is taken for one that is."""
        if self.kernel == transpose(self.kernel):
            yield self._turn("took-symmetry-for-separability", "yes", 1, r"g = g^\top")
        above = self.kernel[:2]
        if (factors := multiples(above, common_row(above))) is not None:
            yield self._turn("compared-two-rows-only", "yes", 2, _product(above, factors))
        narrow = tuple(row[:-1] for row in self.kernel)
        if narrow[0] and (factors := multiples(narrow, common_row(narrow))) is not None:
            yield self._turn("left-out-the-last-column", "yes", 2, _product(narrow, factors))

    def _turn(self, tag: str, key: str, step: int, line: str) -> WrongTurn:
        return WrongTurn(tag, key, step, rf"{line} \Rightarrow {self.reply.tex(key)}")

    def steps(self) -> list[Step]:
        formula = Step(
            Text("The formula: a column times a row, so that every row is a multiple of one row"),
            r"g[m, n] = u[m]\, v[n] \iff \operatorname{rank} g \le 1",
        )
        words = Text("The first row that is not 0, without the factor that its numbers share")
        row = Step(words, f"v = {_tex_row(self._row)}")
        if self._column is not None:
            return [
                formula,
                row,
                Step(Text("What it is multiplied by in each row"), f"u = {_tex_row(self._column)}"),
                Step(
                    Text("Column times row gives the kernel again"),
                    rf"{_product(self.kernel, self._column)} \Rightarrow {self.reply.tex('yes')}",
                ),
            ]
        return [
            formula,
            row,
            Step(Text("Four cells of two rows: multiples would give 0 here"), self._minor()),
            Step(
                Text("Two rows are no multiples of one, so no column times a row gives the kernel"),
                rf"\operatorname{{rank}} {_tex(self.kernel)} \ge 2 \Rightarrow {self.reply.tex('no')}",
            ),
        ]

    def _minor(self) -> str:
        """Two rows and two columns whose products crosswise differ."""
        height, width = len(self.kernel), len(self.kernel[0])
        for (m, k), (n, j) in product(combinations(range(height), 2), combinations(range(width), 2)):
            a, b, c, d = self.kernel[m][n], self.kernel[m][j], self.kernel[k][n], self.kernel[k][j]
            if a * d != b * c:
                products = rf"{boards.signed(a)} \cdot {boards.signed(d)} - {boards.signed(b)} \cdot {boards.signed(c)}"
                return rf"\det {_tex(((a, b), (c, d)))} = {products} = {tex_number(a * d - b * c)} \ne 0"
        raise ValueError(f"{self.kernel} is separable")

    def equation(self) -> Equation:
        return Equation((boards.drawn_kernel(self.kernel),), "→", Text("as a matrix"))

    def figure(self) -> Picture:
        return Picture("filters", {"filter": "own", "kernel": boards.spell_grid(self.kernel), "separable": True})


def _product(matrix: Matrix, column: Row) -> str:
    """A separable matrix as a column times a row."""
    factors = _tex(tuple((factor,) for factor in column)), _tex((common_row(matrix),))
    return rf"{_tex(matrix)} = {factors[0]} {factors[1]}"


def _outer(column: Row, row: Row) -> Matrix:
    return tuple(tuple(factor * cell for cell in row) for factor in column)


def _with_a_slip(dice: Dice, kernel: Matrix) -> Matrix:
    """The kernel with another number in a cell of its last row or column."""
    rows, columns = len(kernel), len(kernel[0])
    last_row = (rows - 1, dice.whole(0, columns - 1))
    return _changed(kernel, *dice.pick((last_row, (0, columns - 1), (1, columns - 1))), dice.pick((-2, -1, 1, 2)))


def _changed(kernel: Matrix, row: int, column: int, change: int) -> Matrix:
    """The kernel with another number in one cell."""
    return tuple(
        tuple(cell + change * ((y, x) == (row, column)) for x, cell in enumerate(cells))
        for y, cells in enumerate(kernel)
    )
