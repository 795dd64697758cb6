"""What does a convolution layer compute on a small image?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from engine import boards
from engine.answers import Grid as GridReply
from engine.dice import Dice
from engine.givens import LARGEST_GRID, Amount, BadGivens, Count, Grid
from engine.numeric.grids import Matrix, cross_correlate, flip, pad, starts, taps, transpose
from engine.problem import CellWork, Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

TEXTBOOK = {
    "image": [[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]],
    "kernel": [[2, 0, 1], [0, 1, 2], [1, 0, 2]],
}


@dataclass(frozen=True)
class CrossCorrelationGrid(Problem):
    image: Grid
    kernel: Grid
    stride: Count = 1
    padding: Amount = 0
    dilation: Count = 1

    topic = "hand-computation"
    title = Text("Cross-correlation by hand")
    reply = GridReply()
    tags = (
        "flipped-the-kernel",
        "transposed-the-kernel",
        "forgot-padding",
        "padded-one-side",
        "forgot-stride",
        "forgot-dilation",
        "moved-by-the-kernel-size",
    )
    seconds = (90, 150, 240)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # only the sum of products
            rows, columns = dice.pick(((3, 3), (3, 4), (4, 3), (4, 4)))
            return cls(dice.grid(rows, columns, 0, 3), boards.telling_kernel(dice, 2, 2))
        if level == 2:  # padding or stride: the size changes
            if dice.chance(0.5):
                size = dice.pick((3, 3, 4))
                return cls(dice.grid(size, size, 0, 3), boards.telling_kernel(dice, 3, 3, -1, 1), 1, 1)
            kernel_size, size = dice.pick(((2, 4), (2, 5), (3, 5)))
            return cls(dice.grid(size, size, 0, 3), boards.telling_kernel(dice, kernel_size, kernel_size), 2)
        if dice.chance(0.5):  # the kernel is dilated
            size, padding = dice.pick(((4, 0), (5, 0), (3, 1), (4, 1)))
            return cls(dice.grid(size, size, 0, 3), boards.telling_kernel(dice, 2, 2), 1, padding, 2)
        rows, columns = dice.pick(((4, 5), (5, 4), (5, 5), (5, 3)))  # padding and stride at once
        return cls(dice.grid(rows, columns, 0, 3), boards.telling_kernel(dice, 3, 3, -1, 2), 2, 1)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        ramp = {"image": [[0, 1, 2], [3, 4, 5], [6, 7, 8]], "kernel": [[0, 1], [2, 3]]}
        dilated = {"image": TEXTBOOK["image"], "kernel": [[1, 2], [0, -1]], "dilation": 2}
        return (
            Example(ramp, [[19, 25], [37, 43]], 1, "d2l-conv-layer"),
            Example(TEXTBOOK, [[15, 16], [6, 15]], 1),
            Example(TEXTBOOK | {"padding": 1}, [[7, 12, 10, 2], [4, 15, 16, 10], [10, 6, 15, 6], [8, 10, 4, 3]], 2),
            Example(TEXTBOOK | {"padding": 1, "stride": 2}, [[7, 10], [10, 15]], 3),
            Example(dilated, [[6, 0], [4, 6]], 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(image=self.image, kernel=self.kernel)
        rows, columns = len(self._tops), len(self._lefts)
        if not rows or not columns:
            text = Text(
                "kernel spans {reach} with dilation {dilation}: it must fit into the image, "
                "which is {size} with padding {padding}.",
                reach=_size(self.dilation * (side - 1) + 1 for side in _sides(self.kernel)),
                dilation=self.dilation,
                size=_size(side + 2 * self.padding for side in _sides(self.image)),
                padding=self.padding,
            )
            raise BadGivens("kernel", text)
        boards.refuse_too_many_cells("padding", self.padding, rows, columns)

    @property
    def _tops(self) -> range:
        return starts(len(self.image), len(self.kernel), self.stride, self.padding, self.dilation)

    @property
    def _lefts(self) -> range:
        return starts(len(self.image[0]), len(self.kernel[0]), self.stride, self.padding, self.dilation)

    def prompt(self) -> Text:
        padding = Text("padding {padding} on each side", padding=self.padding) if self.padding else Text("no padding")
        question = Text(
            "Slide $g$ over $f$ as a convolution layer does, **without flipping it**: stride {stride}, "
            "{padding}{dilated}. What comes out?",
            stride=self.stride,
            padding=padding,
            dilated=Text(", dilation {dilation}", dilation=self.dilation) if self.dilation > 1 else "",
        )
        return boards.asked(question, self.tolerance)

    def answer(self) -> Matrix:
        return self._answer

    @cached_property
    def _answer(self) -> Matrix:
        return cross_correlate(self.image, self.kernel, self.stride, self.padding, self.dilation)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        yield from self.instead("flipped-the-kernel", replace(self, kernel=flip(self.kernel)), 2)
        yield from self.instead("forgot-padding", replace(self, padding=0), 1)
        if self.padding <= LARGEST_GRID:
            top_left = pad(self.image, self.padding, 0)
            yield from self.instead("padded-one-side", replace(self, image=top_left, padding=0), 1)
        yield from self.instead("forgot-dilation", replace(self, dilation=1), 1)
        yield from self.instead("forgot-stride", replace(self, stride=1), 1)
        if len(self.kernel) == len(self.kernel[0]):
            yield from self.instead("moved-by-the-kernel-size", replace(self, stride=len(self.kernel)), 1)
            yield from self.instead("transposed-the-kernel", replace(self, kernel=transpose(self.kernel)), 2)

    def arithmetic(self) -> str:
        changed = {"S": (self.stride, 1), "P": (self.padding, 0), "D": (self.dilation, 1)}
        under = r",\, ".join(f"{letter} = {value}" for letter, (value, usual) in changed.items() if value != usual)
        operator = rf"\underset{{{under}}}{{\star}}" if under else r"\star"
        f, g, result = map(self.reply.tex, (self.image, self.kernel, self.answer()))
        return f"{f} {operator} {g} = {result}"

    def steps(self) -> list[Step]:
        p, d = self.padding, self.dilation
        place = "i + m, j + n" if self._is_plain else r"S i + D m - P,\; S j + D n - P"
        sides = zip(_sides(self.image), _sides(self.kernel), (len(self._tops), len(self._lefts)), strict=True)
        return [
            Step(
                Text("The formula: lay the kernel on as it is written, multiply cell by cell, and add"),
                rf"(f \star g)[i, j] = \sum_{{m, n}} f[{place}]\; g[m, n]",
            ),
            Step(
                Text("The size of the answer: rows, then columns"),
                r",\quad ".join(self._length(*side) for side in sides),
            ),
            Step(
                Text("The window in the upper left corner"),
                boards.products_tex(taps(self.image, self.kernel, -p, -p, d)),
            ),
            Step(Text("The same in every window"), self.arithmetic()),
        ]

    @property
    def _is_plain(self) -> bool:
        return (self.stride, self.padding, self.dilation) == (1, 0, 1)

    def _length(self, n: int, k: int, out: int) -> str:
        if self._is_plain:
            return f"{n} - {k} + 1 = {out}"
        slack = rf"{n} + 2 \cdot {self.padding} - {self.dilation} \cdot ({k} - 1) - 1"
        return rf"\left\lfloor\frac{{{slack}}}{{{self.stride}}}\right\rfloor + 1 = {out}"

    def equation(self) -> Equation:
        grids = boards.drawn_image(self.image, self.padding), boards.drawn_kernel(self.kernel)
        return Equation(grids, "⋆", Text("cross-correlated with"))

    def figure(self) -> Picture:
        grids = {"image": boards.spell_grid(self.image), "kernel": boards.spell_grid(self.kernel)}
        layer = {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}
        return Picture("sliding", grids | layer)

    def cell(self, row: int, column: int) -> CellWork:
        return boards.products_work(taps(self.image, self.kernel, self._tops[row], self._lefts[column], self.dilation))


def _sides(grid: Matrix) -> tuple[int, int]:
    return len(grid), len(grid[0])


def _size(sides: Iterable[int]) -> str:
    return "×".join(map(str, sides))
