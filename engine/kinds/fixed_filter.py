"""What does a filter with given weights make of a patch of an image?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal, Self

from engine import boards
from engine.answers import Grid as GridReply
from engine.answers import size_words, tex_number
from engine.dice import Dice
from engine.givens import BadGivens, Grid
from engine.numeric.filters import FILTERS, LAPLACIAN, PREWITT_X
from engine.numeric.grids import Matrix, cross_correlate, each, flip, taps, transpose
from engine.problem import CellWork, Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text, typeset

Filter = Literal["box", "gaussian", "sharpen", "laplacian", "sobel-x", "sobel-y"]

NAMES: dict[Filter, Text] = {
    "box": Text("the 3×3 box blur"),
    "gaussian": Text("the 3×3 Gaussian blur, 1 2 1 along each axis and normalized,"),
    "sharpen": Text("the 3×3 sharpening filter with 5 in the centre"),
    "laplacian": Text("the 3×3 Laplacian with −4 in the centre"),
    "sobel-x": Text("the Sobel filter in x, positive where it gets brighter to the right,"),
    "sobel-y": Text("the Sobel filter in y, positive where it gets brighter downwards,"),
}
REASONS: dict[Filter, Text] = {
    "box": Text("The filter: nine equal weights that add up to 1, so that a flat area keeps its value"),
    "gaussian": Text("The filter: the column 1 2 1 times the row 1 2 1, divided by their sum 16"),
    "sharpen": Text("The filter: the pixel minus the Laplacian, so that the weights add up to 1"),
    "laplacian": Text("The filter: the four neighbours minus four times the centre; the weights add up to 0"),
    "sobel-x": Text("The filter: right minus left, smoothed downwards by 1 2 1; the weights add up to 0"),
    "sobel-y": Text("The filter: below minus above, smoothed to the right by 1 2 1; the weights add up to 0"),
}

_tex = boards.tex_grid


@dataclass(frozen=True)
class FixedFilter(Problem):
    patch: Grid
    filter: Filter

    topic = "fixed-filters"
    title = Text("Blur, sharpen and edges by hand")
    reply = GridReply()
    tags = (
        "forgot-to-normalize",
        "took-the-other-blur",
        "sharpened-without-the-original",
        "added-the-laplacian",
        "took-the-laplacian-with-the-other-sign",
        "swapped-the-sobel-directions",
        "forgot-the-two-of-sobel",
        "flipped-the-kernel",
        "lost-the-sign-of-an-edge",
    )
    seconds = (60, 105, 180)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # a derivative on a step: the weights, and where it gets brighter
            filters: tuple[Filter, ...] = ("sobel-x", "sobel-y", "laplacian")
            return cls(_step(dice, *dice.pick(((3, 4), (4, 3), (3, 5), (4, 4)))), dice.pick(filters))
        if level == 2:  # weights that add up to 1
            filters = ("box", "gaussian", "gaussian", "sharpen")
            return cls(dice.grid(*dice.pick(((3, 3), (3, 4), (4, 3))), 0, 9), dice.pick(filters))
        filters = ("sharpen", "laplacian", "sobel-x", "sobel-y", "gaussian")  # no two rows alike, both signs
        return cls(dice.grid(*dice.pick(((4, 4), (4, 5), (5, 4))), 0, 9), dice.pick(filters))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        step = {"patch": [[1, 1, 1, 5, 5]] * 3}
        small = {"patch": [[1, 2, 3], [4, 5, 6], [7, 8, 0]]}
        large = {"patch": [[3, 0, 1, 2], [1, 5, 0, 2], [2, 4, 7, 1], [0, 1, 3, 6]]}
        return (
            Example(step | {"filter": "sobel-x"}, [[0, 16, 16]], 1),
            Example(step | {"filter": "laplacian"}, [[0, 4, -4]], 1),
            Example(step | {"filter": "sharpen"}, [[1, -3, 9]], 2),
            Example(small | {"filter": "box"}, [[4]], 2),
            Example(small | {"filter": "gaussian"}, [[4.4375]], 2),
            Example(large | {"filter": "sobel-y"}, [[13, 15], [-6, 6]], 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(patch=self.patch)
        if min(len(self.patch), len(self.patch[0])) < 3:
            text = Text("patch is {size}: the filter is 3×3 and must fit into it.", size=size_words(self.patch))
            raise BadGivens("patch", text)

    @property
    def _weights(self) -> Matrix:
        return FILTERS[self.filter][0]

    @property
    def _divisor(self) -> int:
        return FILTERS[self.filter][1]

    def prompt(self) -> Text:
        question = Text(
            "Apply {filter} to $f$ **without flipping it**, stride 1, no padding. What comes out?",
            filter=NAMES[self.filter],
        )
        return boards.asked(question, self.tolerance)

    def answer(self) -> Matrix:
        return self._answer

    @cached_property
    def _answer(self) -> Matrix:
        return self._filtered(self._weights, self._divisor)

    def _filtered(self, weights: Matrix, divisor: int = 1) -> Matrix:
        return each(cross_correlate(self.patch, weights), lambda total: Fraction(total) / divisor)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        if self._divisor > 1:
            yield self._turn("forgot-to-normalize", self._weights)
            other: Filter = "gaussian" if self.filter == "box" else "box"
            yield from self.instead("took-the-other-blur", replace(self, filter=other), 1)
        if self.filter == "sharpen":
            yield self._turn("sharpened-without-the-original", each(LAPLACIAN, lambda weight: -weight))
            yield self._turn("added-the-laplacian", ((0, 1, 0), (1, -3, 1), (0, 1, 0)))
        if self.filter == "laplacian":
            yield self._turn("took-the-laplacian-with-the-other-sign", each(LAPLACIAN, lambda weight: -weight))
        if self.filter in ("sobel-x", "sobel-y"):
            is_x = self.filter == "sobel-x"
            yield from self.instead(
                "swapped-the-sobel-directions", replace(self, filter="sobel-y" if is_x else "sobel-x"), 1
            )
            yield self._turn("forgot-the-two-of-sobel", PREWITT_X if is_x else transpose(PREWITT_X))
            yield self._turn("flipped-the-kernel", flip(self._weights))
        if sum(map(sum, self._weights)) == 0:
            value = each(self._answer, lambda cell: max(0, cell))
            line = rf"\max\left(0, {_tex(self._answer)}\right) = {_tex(value)}"
            yield WrongTurn("lost-the-sign-of-an-edge", value, 3, line)

    def _turn(self, tag: str, weights: Matrix) -> WrongTurn:
        """The wrong turn of another filter."""
        value = self._filtered(weights)
        return WrongTurn(tag, value, 1, rf"{_tex(self.patch)} \star {_tex(weights)} = {_tex(value)}")

    def _filter_tex(self) -> str:
        share = rf"\tfrac{{1}}{{{self._divisor}}} " if self._divisor > 1 else ""
        return share + _tex(self._weights)

    def arithmetic(self) -> str:
        return rf"{_tex(self.patch)} \star {self._filter_tex()} = {_tex(self._answer)}"

    def steps(self) -> list[Step]:
        products = taps(self.patch, self._weights, 0, 0)
        corner = boards.products_tex(products)
        if self._divisor > 1:
            total = tex_number(cross_correlate(self.patch, self._weights)[0][0])
            corner += rf",\quad \frac{{{total}}}{{{self._divisor}}} = {tex_number(self._answer[0][0])}"
        return [
            Step(
                Text("The formula: lay the kernel on as it is written, multiply cell by cell, and add"),
                r"(f \star g)[i, j] = \sum_{m, n} f[i + m, j + n]\; g[m, n]",
            ),
            Step(REASONS[self.filter], f"g = {self._filter_tex()}"),
            Step(Text("The window in the upper left corner"), corner),
            Step(Text("The same in every window"), self.arithmetic()),
        ]

    def equation(self) -> Equation:
        return Equation((boards.drawn_image(self.patch),), "→", Text("filtered"))

    def figure(self) -> Picture:
        kernel = each(self._weights, lambda weight: Fraction(weight) / self._divisor)
        return Picture("sliding", {"image": boards.spell_grid(self.patch), "kernel": boards.spell_grid(kernel)})

    def cell(self, row: int, column: int) -> CellWork:
        work = boards.products_work(taps(self.patch, self._weights, row, column))
        if self._divisor == 1:
            return work
        terms, value = work.expression.rpartition(" = ")[0], typeset(self._answer[row][column])
        return CellWork(f"({terms}) / {self._divisor} = {value}", work.window)


def _step(dice: Dice, rows: int, columns: int) -> Matrix:
    """A step from one brightness to another, to the right or downwards, with one pixel out of line."""
    dark, bright = dice.sample(range(10), 2)
    is_sideways = dice.chance(0.5)
    edge = dice.whole(1, (columns if is_sideways else rows) - 1)
    odd, value = (dice.whole(0, rows - 1), dice.whole(0, columns - 1)), dice.whole(0, 9)
    return tuple(
        tuple(value if (y, x) == odd else bright if (x if is_sideways else y) >= edge else dark for x in range(columns))
        for y in range(rows)
    )
