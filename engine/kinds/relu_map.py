"""What does a convolution layer with ReLU make of a small image?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Self

from engine import boards
from engine.answers import Grid as GridReply
from engine.answers import tex_number
from engine.dice import Dice
from engine.givens import Exact, Grid
from engine.numeric.exact import magnitude, simplest
from engine.numeric.grids import Matrix, Number, Tap, cross_correlate, each, flip, taps
from engine.problem import CellWork, DrawnGrid, Equation, Example, Level, Problem, Step, WrongTurn
from engine.text import Text, typeset

RAMP = {"image": [[0, 1, 2], [3, 4, 5], [6, 7, 8]], "kernel": [[1, 2], [0, -2]]}

_tex = boards.tex_grid


@dataclass(frozen=True)
class ReluMap(Problem):
    image: Grid
    kernel: Grid
    bias: Exact

    topic = "activation"
    title = Text("Convolution and ReLU by hand")
    reply = GridReply()
    tags = (
        "forgot-the-relu",
        "took-the-magnitude",
        "clamped-before-the-bias",
        "clamped-each-product",
        "did-not-add-the-bias",
        "flipped-the-kernel",
    )
    seconds = (75, 105, 210)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        while True:
            problem = cls._drawn(dice, level)
            values = [value for row in problem._before for value in row]
            if min(values) < 0 < max(values):
                return problem

    @classmethod
    def _drawn(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # only the clamp
            rows, columns = dice.pick(((3, 3), (3, 4), (4, 3)))
            return cls(dice.grid(rows, columns, 0, 3), boards.telling_kernel(dice, 2, 2, -2, 2), 0)
        if level == 2:  # the bias comes before the clamp
            rows, columns = dice.pick(((3, 3), (3, 4), (4, 3)))
            kernel = boards.telling_kernel(dice, 2, 2, -2, 2)
            return cls(dice.grid(rows, columns, 0, 3), kernel, dice.pick((-4, -3, -2, -1, 1, 2, 3)))
        rows, columns = dice.pick(((4, 4), (4, 5), (5, 4)))  # signs on both sides, and a bias that is not whole
        bias = simplest(Fraction(dice.pick((-5, -3, -1, 1, 3)), 2))
        return cls(dice.grid(rows, columns, -2, 3), boards.telling_kernel(dice, 3, 3, -1, 1), bias)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        signed = {"image": [[1, -2, 0], [3, 1, -1], [0, 2, 2]], "kernel": [[1, -1], [2, 0]], "bias": -1.5}
        return (
            Example(RAMP | {"bias": 0}, [[0, 0], [0, 0]], 1),
            Example({"image": [[1, 0, 2], [3, 1, 0]], "kernel": [[1, -1], [0, -1]], "bias": 0}, [[0, 0]], 1),
            Example(RAMP | {"bias": 6}, [[0, 1], [3, 4]], 2),
            Example(signed, [[7.5, 0], [0.5, 4.5]], 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(image=self.image, kernel=self.kernel, bias=((self.bias,),))
        boards.refuse_larger_kernel(self.image, self.kernel)

    def prompt(self) -> Text:
        question = (
            Text(
                "A convolution layer slides $g$ over $f$ **without flipping it**, stride 1, no padding. "
                "It adds the bias {bias} and applies ReLU. What comes out?",
                bias=self.bias,
            )
            if self.bias
            else Text(
                "A convolution layer without bias slides $g$ over $f$ **without flipping it**, stride 1, no padding. "
                "Then comes ReLU. What comes out?"
            )
        )
        return boards.asked(question, self.tolerance)

    @cached_property
    def _sums(self) -> Matrix:
        return cross_correlate(self.image, self.kernel)

    @cached_property
    def _before(self) -> Matrix:
        """What goes into ReLU."""
        return each(self._sums, lambda value: value + self.bias)

    def answer(self) -> Matrix:
        return each(self._before, _relu)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        yield WrongTurn("forgot-the-relu", self._before, 3, self._affine())
        value = each(self._before, magnitude)
        yield WrongTurn("took-the-magnitude", value, 3, rf"\left|{_tex(self._before)}\right| = {_tex(value)}")
        value = each(each(self._sums, _relu), lambda cell: cell + self.bias)
        line = rf"\max\left(0, {_tex(self._sums)}\right) + {boards.signed(self.bias)} = {_tex(value)}"
        yield WrongTurn("clamped-before-the-bias", value, 2, line)
        value = self._clamped_products()
        line = rf"{boards.signed(self.bias)} + \sum_{{m, n}} \max(0, f[i + m, j + n]\, g[m, n]) = {_tex(value)}"
        yield WrongTurn("clamped-each-product", value, 1, line)
        yield from self.instead("did-not-add-the-bias", replace(self, bias=0), 2)
        yield from self.instead("flipped-the-kernel", replace(self, kernel=flip(self.kernel)), 1)

    def _clamped_products(self) -> Matrix:
        def window(top: int, left: int) -> Number:
            return simplest(self.bias + sum(_relu(value * factor) for _, _, value, factor in self._taps(top, left)))

        return tuple(tuple(window(top, left) for left in range(len(row))) for top, row in enumerate(self._sums))

    def _taps(self, top: int, left: int) -> list[Tap]:
        return taps(self.image, self.kernel, top, left)

    def _affine(self) -> str:
        bias = f" + {boards.signed(self.bias)}" if self.bias else ""
        return rf"{_tex(self.image)} \star {_tex(self.kernel)}{bias} = {_tex(self._before)}"

    def arithmetic(self) -> str:
        return rf"\max\left(0, {_tex(self._before)}\right) = {_tex(self.answer())}"

    def steps(self) -> list[Step]:
        first = boards.products_tex(self._taps(0, 0))
        words, term = Text("The formula: the sum of products first, ReLU last"), ""
        if self.bias:
            words, term = Text("The formula: the sum of products and the bias first, ReLU last"), "b + "
            total, before = tex_number(self._sums[0][0]), tex_number(self._before[0][0])
            first += rf",\quad {total} + {boards.signed(self.bias)} = {before}"
        return [
            Step(words, rf"h[i, j] = \max\Big(0,\; {term}\sum_{{m, n}} f[i + m, j + n]\; g[m, n]\Big)"),
            Step(Text("The window in the upper left corner"), first),
            Step(Text("The same in every window: what goes into ReLU"), self._affine()),
            Step(Text("ReLU puts 0 for what is negative and leaves the rest as it is"), self.arithmetic()),
        ]

    def equation(self) -> Equation:
        grids = boards.drawn_image(self.image), DrawnGrid("g", Text("kernel, then ReLU"), self.kernel)
        return Equation(grids, "⋆", Text("cross-correlated with"))

    def cell(self, row: int, column: int) -> CellWork:
        work = boards.products_work(self._taps(row, column))
        terms = work.expression.rpartition(" = ")[0]
        bias = f" + ({typeset(self.bias)})" if self.bias < 0 else f" + {typeset(self.bias)}" if self.bias else ""
        return CellWork(f"max(0, {terms}{bias}) = {typeset(self.answer()[row][column])}", work.window)


def _relu(value: Number) -> Number:
    return max(0, value)
