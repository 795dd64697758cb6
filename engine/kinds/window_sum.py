"""Which number does a convolution layer write for one window?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from engine import boards
from engine.answers import Integer, size_words
from engine.dice import Dice
from engine.givens import BadGivens, Whole, WholeGrid
from engine.numeric.grids import flip, taps, transpose
from engine.problem import DrawnGrid, Equation, Example, Level, Problem, Step, WrongTurn
from engine.text import Text


@dataclass(frozen=True)
class WindowSum(Problem):
    patch: WholeGrid
    kernel: WholeGrid
    bias: Whole

    topic = "hand-computation"
    title = Text("One window by hand")
    reply = Integer()
    tags = (
        "did-not-add-the-bias",
        "added-the-bias-to-every-product",
        "flipped-the-kernel",
        "transposed-the-kernel",
        "multiplied-the-sums",
        "lost-the-minus-signs",
    )
    seconds = (30, 60, 75)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # only products and their sum
            return cls(dice.grid(2, 2, 0, 5), boards.telling_kernel(dice, 2, 2, 0, 4), dice.whole(1, 6))
        bias = dice.pick((-4, -3, -2, -1, 1, 2, 3, 4))
        if level == 2:  # the kernel has minus signs
            return cls(dice.grid(3, 3, 0, 4), boards.telling_kernel(dice, 3, 3, -2, 2), bias)
        rows, columns = dice.pick(((2, 3), (3, 2), (2, 4), (3, 3)))  # minus meets minus
        return cls(dice.grid(rows, columns, -4, 4), boards.telling_kernel(dice, rows, columns, -3, 3), bias)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        ramp = {"patch": [[0, 1], [3, 4]], "kernel": [[0, 1], [2, 3]]}
        sobel = {"patch": [[1, 2, 3], [0, 1, 2], [3, 0, 1]], "kernel": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]}
        return (
            Example(ramp | {"bias": 0}, 19, 1, "d2l-conv-layer"),
            Example(ramp | {"bias": 2}, 21, 1),
            Example(sobel | {"bias": -3}, 1, 2),
            Example({"patch": [[-2, 1, 3], [4, 0, -1]], "kernel": [[1, -1, 2], [0, 3, -2]], "bias": 1}, 6, 3),
        )

    def check(self) -> None:
        if len(self.kernel) != len(self.patch) or len(self.kernel[0]) != len(self.patch[0]):
            text = Text(
                "kernel is {size}, but patch is {patch}: they must be of one size.",
                size=size_words(self.kernel),
                patch=size_words(self.patch),
            )
            raise BadGivens("kernel", text)

    def prompt(self) -> Text:
        return Text(
            "A convolution layer lays $g$ on this window $f$ of its input, **without flipping it**. "
            "The filter's bias is {bias}. Which number does the layer write into its output?",
            bias=self.bias,
        )

    @property
    def _products(self) -> int:
        return sum(int(value * factor) for _, _, value, factor in taps(self.patch, self.kernel, 0, 0))

    def answer(self) -> int:
        return self._products + self.bias

    def wrong_turns(self) -> Iterator[WrongTurn]:
        yield from self.instead("did-not-add-the-bias", replace(self, bias=0), 2)
        cells = len(self.patch) * len(self.patch[0])
        value = self._products + cells * self.bias
        line = rf"{self._products} + {cells} \cdot {boards.signed(self.bias)} = {value}"
        yield WrongTurn("added-the-bias-to-every-product", value, 2, line)
        yield from self.instead("flipped-the-kernel", replace(self, kernel=flip(self.kernel)))
        if len(self.kernel) == len(self.kernel[0]):
            yield from self.instead("transposed-the-kernel", replace(self, kernel=transpose(self.kernel)))
        f, g = (sum(map(sum, grid)) for grid in (self.patch, self.kernel))
        value = f * g + self.bias
        line = rf"{boards.signed(f)} \cdot {boards.signed(g)} + {boards.signed(self.bias)} = {value}"
        yield WrongTurn("multiplied-the-sums", value, 1, line)
        patch, kernel = (tuple(tuple(map(abs, row)) for row in grid) for grid in (self.patch, self.kernel))
        yield from self.instead("lost-the-minus-signs", replace(self, patch=patch, kernel=kernel))

    def arithmetic(self) -> str:
        products = boards.products_tex(taps(self.patch, self.kernel, 0, 0)).rpartition(" = ")[0]
        return f"{products} + {boards.signed(self.bias)} = {self.answer()}"

    def steps(self) -> list[Step]:
        return [
            Step(
                Text("The formula: lay the kernel on as it is written, multiply cell by cell, add, and add the bias"),
                r"y = b + \sum_{m, n} f[m, n]\; g[m, n]",
            ),
            Step(
                Text("The products in reading order, each with its sign, and their sum"),
                boards.products_tex(taps(self.patch, self.kernel, 0, 0)),
            ),
            Step(
                Text("The bias is added once, because it belongs to the filter and not to a cell"),
                f"{self._products} + {boards.signed(self.bias)} = {self.answer()}",
            ),
        ]

    def equation(self) -> Equation:
        grids = DrawnGrid("f", Text("window"), self.patch), boards.drawn_kernel(self.kernel)
        return Equation(grids, "⋆", Text("cross-correlated with"))
