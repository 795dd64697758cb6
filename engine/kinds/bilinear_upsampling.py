"""What does bilinear upsampling make of a small grid?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Self

from engine import boards
from engine.answers import Grid as GridReply
from engine.answers import tex_number
from engine.dice import Dice
from engine.givens import Count, Exact, Grid
from engine.numeric.exact import simplest
from engine.numeric.grids import Matrix
from engine.numeric.upsampling import blended, interpolated, nearest, positions
from engine.problem import CellWork, DrawnGrid, Equation, Example, Level, Problem, Step, WrongTurn
from engine.text import Text

Positions = Sequence[Exact]
_SHOWN = 9


@dataclass(frozen=True)
class BilinearUpsampling(Problem):
    values: Grid
    factor: Count
    align_corners: bool

    topic = "transposed-convolution"
    title = Text("Bilinear upsampling by hand")
    reply = GridReply()
    tags = (
        "aligned-the-corners",
        "did-not-align-the-corners",
        "stepped-by-the-factor-alone",
        "extrapolated-at-the-border",
        "repeated-the-value",
        "interpolated-one-axis-only",
    )
    seconds = (75, 120, 180)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # one axis, half a pixel off
            rows, columns = dice.pick(((1, 2), (1, 3), (2, 1), (3, 1)))
            return cls(_multiples(dice, rows, columns, 4), 2, False)
        if level == 2:  # the corners aligned, so the steps are thirds or fifths
            rows, columns, unit = dice.pick(((1, 2, 3), (2, 1, 3), (1, 3, 5), (2, 2, 9)))
            return cls(_multiples(dice, rows, columns, unit), 2, True)
        if dice.chance(0.3):  # both axes at once, or a factor of 3
            rows, columns = dice.pick(((1, 2), (2, 1), (1, 3)))
            return cls(_multiples(dice, rows, columns, 3), 3, False)
        return cls(_multiples(dice, 2, 2, 16), 2, False)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        square = [[1, 2], [3, 4]]
        apart = [[1, 1.25, 1.75, 2], [1.5, 1.75, 2.25, 2.5], [2.5, 2.75, 3.25, 3.5], [3, 3.25, 3.75, 4]]
        row = {"values": [[0, 9, 3]], "factor": 2}
        return (
            Example({"values": [[0, 8]], "factor": 2, "align_corners": False}, [[0, 2, 6, 8], [0, 2, 6, 8]], 1),
            Example({"values": [[0, 9]], "factor": 2, "align_corners": True}, [[0, 3, 6, 9], [0, 3, 6, 9]], 2),
            Example(row | {"align_corners": True}, [[0, 3.6, 7.2, 7.8, 5.4, 3]] * 2, 2),
            Example({"values": square, "factor": 2, "align_corners": False}, apart, 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(values=self.values)
        rows, columns = (self.factor * side for side in self._sides)
        boards.refuse_too_many_cells("factor", self.factor, rows, columns)

    @property
    def _sides(self) -> tuple[int, int]:
        return len(self.values), len(self.values[0])

    @property
    def _positions(self) -> tuple[Positions, Positions]:
        """Where the outputs read, along the rows and along the columns."""
        rows, columns = (positions(side, self.factor, self.align_corners) for side in self._sides)
        return rows, columns

    def prompt(self) -> Text:
        if self.align_corners:
            question = Text(
                "Enlarge $f$ by a factor of {factor} in both directions with bilinear interpolation, as PyTorch's "
                "interpolate does with align_corners=True. What comes out?",
                factor=self.factor,
            )
        else:
            question = Text(
                "Enlarge $f$ by a factor of {factor} in both directions with bilinear interpolation, as PyTorch's "
                "interpolate does with align_corners=False. What comes out?",
                factor=self.factor,
            )
        return boards.asked(question, self.tolerance)

    def answer(self) -> Matrix:
        return self._answer

    @cached_property
    def _answer(self) -> Matrix:
        return interpolated(self.values, *self._positions)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        tag = "did-not-align-the-corners" if self.align_corners else "aligned-the-corners"
        yield from self.instead(tag, replace(self, align_corners=not self.align_corners))
        stepped = tuple(
            tuple(
                simplest(min(Fraction(place, self.factor), Fraction(side - 1))) for place in range(self.factor * side)
            )
            for side in self._sides
        )
        yield self._read_at("stepped-by-the-factor-alone", stepped[0], stepped[1])
        if not self.align_corners:
            half = Fraction(1, 2)
            beyond = tuple(
                tuple(simplest((place + half) / self.factor - half) for place in range(self.factor * side))
                for side in self._sides
            )
            yield self._read_at("extrapolated-at-the-border", beyond[0], beyond[1])
        value = nearest(self.values, self.factor)
        yield WrongTurn("repeated-the-value", value, 1, rf"{self.reply.tex(self.values)} \to {self.reply.tex(value)}")
        blocks = tuple(math.floor(Fraction(place, self.factor)) for place in range(self.factor * len(self.values)))
        yield self._read_at("interpolated-one-axis-only", blocks, self._positions[1])

    def _read_at(self, tag: str, rows: Positions, columns: Positions) -> WrongTurn:
        value = interpolated(self.values, rows, columns)
        return WrongTurn(tag, value, 1, self._line(rows, columns, value))

    def _line(self, rows: Positions, columns: Positions, value: Matrix) -> str:
        at = rf"y = {_listed(rows)},\; x = {_listed(columns)}"
        return rf"{self.reply.tex(self.values)},\; {at} \to {self.reply.tex(value)}"

    def arithmetic(self) -> str:
        return self._line(*self._positions, self.answer())

    def steps(self) -> list[Step]:
        (rows, columns), f = self._positions, self.factor
        height, width = self._sides
        row, column = min(1, f * height - 1), min(1, f * width - 1)
        if self.align_corners:
            words = Text("The formula: first and last output read the first and last input, the others in equal steps")
            formula = r"x(d) = d \cdot \frac{N - 1}{F N - 1}"
        else:
            words = Text(
                "The formula: pixels have width, so half a pixel is added before the division and taken off after it; "
                "nothing is read outside"
            )
            formula = r"x(d) = \frac{d + 0.5}{F} - 0.5,\quad 0 \le x \le N - 1"
        return [
            Step(words, formula),
            Step(
                Text("Where the outputs read, counted from 0 in the input: rows $y$, columns $x$"),
                rf"y = {_listed(rows)},\quad x = {_listed(columns)}",
            ),
            Step(
                Text(
                    "Row {row}, column {column}: the values around it, each with its share, the nearer one the larger",
                    row=row + 1,
                    column=column + 1,
                ),
                boards.products_tex(blended(self.values, rows[row], columns[column])),
            ),
            Step(Text("The same for every cell"), self.arithmetic()),
        ]

    def equation(self) -> Equation:
        return Equation((DrawnGrid("f", Text("values"), self.values),), "→", Text("becomes"))

    def cell(self, row: int, column: int) -> CellWork:
        rows, columns = self._positions
        return boards.products_work(blended(self.values, rows[row], columns[column]))


def _multiples(dice: Dice, rows: int, columns: int, unit: int) -> Matrix:
    """Different multiples of a number, so that the shares come out whole."""
    numbers = [unit * number for number in dice.sample(range(9), rows * columns)]
    return tuple(tuple(numbers[columns * row : columns * (row + 1)]) for row in range(rows))


def _listed(places: Positions) -> str:
    shown = [tex_number(place) for place in places]
    if len(shown) > _SHOWN:
        shown = [*shown[:3], r"\ldots", shown[-1]]
    return "(" + r",\ ".join(shown) + ")"
