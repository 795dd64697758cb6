"""What does a pooling layer make of a small image?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, Self

from engine import boards
from engine.answers import Grid as GridReply
from engine.answers import Tolerance, tex_number
from engine.dice import Dice
from engine.givens import LARGEST_GRID, Amount, BadGivens, Count, Grid, refuse_wide_pooling
from engine.numeric.grids import Matrix, covered, pad, pool_avg, pool_max, pool_starts
from engine.problem import CellWork, Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text, typeset

LEFT_OUT = 0
RAMP = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]


@dataclass(frozen=True)
class PoolingGrid(Problem):
    image: Grid
    kernel_size: Count
    method: Literal["max", "avg"]
    stride: Count = LEFT_OUT  # then it is the kernel size, see completed
    padding: Amount = 0
    ceil_mode: bool = False
    count_include_pad: bool = True

    topic = "pooling"
    title = Text("Pooling by hand")
    reply = GridReply()
    tags = (
        "took-the-average",
        "took-the-maximum",
        "forgot-stride",
        "moved-by-the-kernel-size",
        "forgot-padding",
        "padded-a-maximum-with-zeros",
        "forgot-to-divide",
        "left-out-the-padding",
        "counted-the-padding",
        "divided-by-the-whole-window",
        "forgot-ceil-mode",
        "rounded-up",
    )
    seconds = (45, 90, 150)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        method: Literal["max", "avg"] = "max" if dice.chance(0.5) else "avg"
        if level == 1:  # windows side by side
            rows, columns = dice.pick(((4, 4), (4, 4), (4, 6), (2, 4)))
            return cls(dice.grid(rows, columns, 0, 9), 2, method, 2)
        if level == 2:  # windows overlap, or reach into padding
            if dice.chance(0.5):
                kernel_size, stride, size = dice.pick(((2, 1, 3), (3, 2, 5), (3, 1, 4)))
                return cls(dice.grid(size, size, 0, 9), kernel_size, method, stride)
            kernel_size, size = dice.pick(((2, 4), (3, 4), (3, 5)))
            return cls(dice.grid(size, size, -9, 3), kernel_size, method, 2, 1)
        if dice.chance(0.5):  # the last windows hang over
            kernel_size, size, padding = dice.pick(((2, 3, 0), (2, 3, 0), (3, 4, 0), (3, 4, 1)))
            include = padding == 0 or dice.chance(0.5)
            return cls(dice.grid(size, size, -6, 6), kernel_size, method, 2, padding, True, include)
        kernel_size, size = dice.pick(((2, 3), (3, 3), (3, 4)))  # the average leaves the padding out
        return cls(dice.grid(size, size, -6, 6), kernel_size, "avg", 2, 1, False, False)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        sixteen = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11], [12, 13, 14, 15]]
        ramp = {"image": RAMP, "kernel_size": 2, "stride": 1}
        hanging = {"image": [[1, 2, 3], [4, 5, 6], [7, 8, 9]], "kernel_size": 2, "ceil_mode": True, "method": "avg"}
        return (
            Example({"image": sixteen, "kernel_size": 3, "method": "max"}, [[10]], 1, "d2l-pooling"),
            Example({"image": sixteen, "kernel_size": 2, "method": "avg"}, [[2.5, 4.5], [10.5, 12.5]], 1),
            Example(ramp | {"method": "max"}, [[4, 5], [7, 8]], 2, "d2l-pooling"),
            Example(ramp | {"method": "avg"}, [[2, 3], [5, 6]], 2, "d2l-pooling"),
            Example(
                {"image": sixteen, "kernel_size": 3, "stride": 2, "padding": 1, "method": "max"},
                [[5, 7], [13, 15]],
                2,
                "d2l-pooling",
            ),
            Example(hanging, [[3, 4.5], [7.5, 9]], 3),
        )

    @classmethod
    def completed(cls, givens: Mapping[str, Any]) -> Mapping[str, Any]:
        if "stride" in givens or "kernel_size" not in givens:
            return givens
        return {**givens, "stride": givens["kernel_size"]}

    def check(self) -> None:
        boards.refuse_tiny_numbers(image=self.image)
        refuse_wide_pooling(self.padding, self.kernel_size)
        if not self._tops or not self._lefts:
            text = Text(
                "kernel_size is {kernel_size}: the window must fit into the image, "
                "which is {size} with padding {padding}.",
                kernel_size=self.kernel_size,
                size=f"{len(self.image) + 2 * self.padding}×{len(self.image[0]) + 2 * self.padding}",
                padding=self.padding,
            )
            raise BadGivens("kernel_size", text)

    @property
    def _tops(self) -> range:
        return pool_starts(len(self.image), self.kernel_size, self.stride, self.padding, self.ceil_mode)

    @property
    def _lefts(self) -> range:
        return pool_starts(len(self.image[0]), self.kernel_size, self.stride, self.padding, self.ceil_mode)

    def own_tolerance(self, usual: Fraction) -> Tolerance:
        return None if self.method == "max" else usual

    def prompt(self) -> Text:
        method = Text("Max pooling") if self.method == "max" else Text("Average pooling")
        padding = Text("padding {padding} on each side", padding=self.padding)
        question = Text(
            "{method} over $f$ as PyTorch does it: window {size}, stride {stride}, {padding}.",
            method=method,
            size=f"{self.kernel_size}×{self.kernel_size}",
            stride=self.stride,
            padding=padding if self.padding else Text("no padding"),
        )
        if self.ceil_mode:
            question = Text("{question} Round the size up (ceil_mode).", question=question)
        if self.method == "max":
            return Text("{question} What comes out, exactly?", question=question)
        if self.padding and self.count_include_pad:
            question = Text("{question} The padding counts in the average.", question=question)
        elif self.padding:
            question = Text("{question} The padding does not count in the average.", question=question)
        return boards.asked(Text("{question} What comes out?", question=question), self.tolerance)

    def answer(self) -> Matrix:
        return self._answer

    @cached_property
    def _answer(self) -> Matrix:
        if self.method == "max":
            return pool_max(self.image, self.kernel_size, self._tops, self._lefts)
        return pool_avg(self.image, self.kernel_size, self._tops, self._lefts, self._divisor)

    def _divisor(self, top: int, left: int) -> int:
        """How many cells of a window count in its average."""
        padding = self.padding if self.count_include_pad else 0
        rows, columns = (
            covered(start, self.kernel_size, side, padding)
            for start, side in ((top, len(self.image)), (left, len(self.image[0])))
        )
        return len(rows) * len(columns)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        if self.method == "max":
            yield from self.instead("took-the-average", replace(self, method="avg"), 2)
            if 0 < self.padding <= LARGEST_GRID and not self.ceil_mode:
                with_zeros = pad(self.image, self.padding, self.padding)
                yield from self.instead("padded-a-maximum-with-zeros", replace(self, image=with_zeros, padding=0), 2)
        else:
            yield from self.instead("took-the-maximum", replace(self, method="max"), 2)
            yield self._divided("forgot-to-divide", 1)
            include = not self.count_include_pad
            tag = "counted-the-padding" if include else "left-out-the-padding"
            yield from self.instead(tag, replace(self, count_include_pad=include), 2)
            yield self._divided("divided-by-the-whole-window", self.kernel_size**2)
        yield from self.instead("forgot-padding", replace(self, padding=0), 1)
        yield from self.instead("forgot-stride", replace(self, stride=1), 1)
        yield from self.instead("moved-by-the-kernel-size", replace(self, stride=self.kernel_size), 1)
        tag = "forgot-ceil-mode" if self.ceil_mode else "rounded-up"
        yield from self.instead(tag, replace(self, ceil_mode=not self.ceil_mode), 1)

    def _divided(self, tag: str, divisor: int) -> WrongTurn:
        """The wrong turn of dividing each sum by the same number."""
        value = pool_avg(self.image, self.kernel_size, self._tops, self._lefts, lambda top, left: divisor)
        share = rf"\frac{{1}}{{{divisor}}} " if divisor > 1 else ""
        return WrongTurn(tag, value, 2, self._line(rf"{share}\sum", value))

    def _line(self, operator: str, value: Matrix) -> str:
        padding = rf",\; P = {self.padding}" if self.padding else ""
        window = rf"{self.kernel_size} \times {self.kernel_size},\; S = {self.stride}{padding}"
        return rf"{operator}_{{{window}}} {self.reply.tex(self.image)} = {self.reply.tex(value)}"

    def arithmetic(self) -> str:
        return self._line(r"\max" if self.method == "max" else r"\operatorname*{avg}", self.answer())

    def steps(self) -> list[Step]:
        top, left = self._tops[0], self._lefts[0]
        cells = [self.image[row][column] for row, column in self._cells(top, left)]
        if self.method == "max":
            words = Text("The formula: the largest cell in each window; padding counts as minus infinity")
            formula, window = r"\max_{m, n < K}", rf"\max({', '.join(map(tex_number, cells))})"
        else:
            words = Text("The formula: the sum of each window over the number A of cells that count")
            formula = r"\frac{1}{A} \sum_{m, n < K}"
            window = rf"\frac{{{' + '.join(map(boards.signed, cells))}}}{{{self._divisor(top, left)}}}"
        return [
            Step(words, rf"h[i, j] = {formula}\; f[S i + m - P,\; S j + n - P]"),
            Step(
                Text("The size of the answer: rows, then columns; no window starts in the far padding"),
                rf"{self._length(len(self.image), len(self._tops))},\quad "
                + self._length(len(self.image[0]), len(self._lefts)),
            ),
            Step(Text("The window in the upper left corner"), f"{window} = {tex_number(self.answer()[0][0])}"),
            Step(Text("The same in every window"), self.arithmetic()),
        ]

    def _length(self, n: int, out: int) -> str:
        side, slack = "ceil" if self.ceil_mode else "floor", n + 2 * self.padding - self.kernel_size
        count = (-(-slack // self.stride) if self.ceil_mode else slack // self.stride) + 1
        formula = rf"\frac{{{n} + 2 \cdot {self.padding} - {self.kernel_size}}}{{{self.stride}}}"
        dropped = rf" \to {out}" if count != out else ""
        return rf"\left\l{side}{formula}\right\r{side} + 1 = {count}{dropped}"

    def equation(self) -> Equation:
        ring = 0 if self.method == "max" else self.padding  # a ring of zeros would be wrong for a maximum
        return Equation((boards.drawn_image(self.image, ring),), "→", Text("pooled to"))

    def figure(self) -> Picture:
        return Picture("pooling", {**self.givens(), "image": boards.spell_grid(self.image)})

    def _cells(self, top: int, left: int, padding: int = 0) -> list[tuple[int, int]]:
        """The cells of the image, with so much padding, in the window that begins there."""
        rows = covered(top, self.kernel_size, len(self.image), padding)
        columns = covered(left, self.kernel_size, len(self.image[0]), padding)
        return [(row, column) for row in rows for column in columns]

    def cell(self, row: int, column: int) -> CellWork:
        top, left = self._tops[row], self._lefts[column]
        values = [f"f{{{typeset(self.image[y][x])}}}" for y, x in self._cells(top, left)]
        if self.method == "max":
            work, ring = f"max({', '.join(values)})", 0
        else:
            work = f"({' + '.join(values)}) / {self._divisor(top, left)}"
            ring = self.padding if self.count_include_pad and self.padding <= LARGEST_GRID else 0
        window = tuple((y, x, "") for y, x in self._cells(top, left, ring))
        return CellWork(f"{work} = {typeset(self.answer()[row][column])}", window)
