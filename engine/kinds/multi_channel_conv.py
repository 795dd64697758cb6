"""What does one filter of a convolution layer compute on an image of several channels?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from engine import boards
from engine.answers import Grid as GridReply
from engine.answers import Stack, size_words, tex_number
from engine.dice import Dice
from engine.givens import LARGEST_GRID, Amount, BadGivens, Channels, Count, Exact
from engine.numeric.exact import magnitude, simplest
from engine.numeric.grids import Matrix, Tap, cross_correlate_channels, flip, pad, starts, taps
from engine.problem import CellWork, DrawnGrid, Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text, spell, typeset

RAMPS = {"image": [[[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[1, 2, 3], [4, 5, 6], [7, 8, 9]]]}
TWO = {"kernel": [[[0, 1], [2, 3]], [[1, 2], [3, 4]]]}


@dataclass(frozen=True)
class MultiChannelConv(Problem):
    image: Channels
    kernel: Channels
    bias: Exact
    stride: Count = 1
    padding: Amount = 0

    topic = "channels-and-feature-maps"
    title = Text("One filter over several channels")
    reply = GridReply()
    tags = (
        "read-one-channel-only",
        "forgot-in-channels",
        "did-not-add-the-bias",
        "added-a-bias-per-input-channel",
        "flipped-the-kernel",
        "forgot-padding",
        "padded-one-side",
        "forgot-stride",
    )
    seconds = (150, 180, 300)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        bias = dice.pick((-3, -2, -1, 1, 2, 3))
        if level == 1:  # only the sum over the channels
            rows, columns = dice.pick(((3, 3), (2, 3), (3, 2)))
            return cls(_images(dice, 2, rows, columns), _kernels(dice, 2, 2, 2), bias)
        if level == 2:  # padding or stride: the size changes
            size, stride, padding = dice.pick(((2, 1, 1), (4, 2, 0), (5, 2, 0)))
            return cls(_images(dice, 2, size, size), _kernels(dice, 2, 2, 2), bias, stride, padding)
        rows, columns = dice.pick(((3, 3), (3, 4), (4, 3)))  # padding and stride at once, and the kernel may be even
        size = dice.whole(2, 3)
        return cls(_images(dice, 3, rows, columns), _kernels(dice, 3, size, size), bias, 2, 1)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        padded = {"image": [[[1, 2], [0, 3]], [[2, 0], [1, 1]]], "kernel": TWO["kernel"], "bias": 1, "padding": 1}
        strided = {"image": [[[1, 0, 2], [3, 1, 0], [0, 2, 1]]] * 3, "stride": 2, "padding": 1}
        three = {"kernel": [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[1, 1], [0, 2]]], "bias": -2}
        return (
            Example(RAMPS | TWO | {"bias": 0}, [[56, 72], [104, 120]], 1, "d2l-channels"),
            Example(RAMPS | TWO | {"bias": -6}, [[50, 66], [98, 114]], 1),
            Example(padded, [[12, 15, 5], [10, 21, 10], [3, 7, 2]], 2),
            Example(strided | three, [[1, 4], [4, 5]], 3),
        )

    def check(self) -> None:
        for field, channels in (("image", self.image), ("kernel", self.kernel)):
            boards.refuse_bad_channels(field, channels)
        boards.refuse_tiny_numbers(bias=((self.bias,),))
        if len(self.kernel) != len(self.image):
            text = Text(
                "kernel has {n:channel|channels}, but image has {m}: a filter has a kernel for every input channel.",
                n=len(self.kernel),
                m=len(self.image),
            )
            raise BadGivens("kernel", text)
        if not self._tops or not self._lefts:
            text = Text(
                "kernel is {size}: it must fit into the image, which is {image} with padding {padding}.",
                size=size_words(self.kernel[0]),
                image=f"{len(self.image[0]) + 2 * self.padding}×{len(self.image[0][0]) + 2 * self.padding}",
                padding=self.padding,
            )
            raise BadGivens("kernel", text)
        boards.refuse_too_many_cells("padding", self.padding, len(self._tops), len(self._lefts))

    @property
    def _tops(self) -> range:
        return starts(len(self.image[0]), len(self.kernel[0]), self.stride, self.padding)

    @property
    def _lefts(self) -> range:
        return starts(len(self.image[0][0]), len(self.kernel[0][0]), self.stride, self.padding)

    def prompt(self) -> Text:
        padding = Text("padding {padding} on each side", padding=self.padding) if self.padding else Text("no padding")
        question = Text(
            "The input $f$ has {n:channel|channels}, and the filter $g$ has a kernel for each. Slide it over $f$ as a "
            "convolution layer does, **without flipping it**: stride {stride}, {padding}, bias {bias}. What comes out?",
            n=len(self.image),
            stride=self.stride,
            padding=padding,
            bias=self.bias,
        )
        return boards.asked(question, self.tolerance)

    def answer(self) -> Matrix:
        return self._answer

    @cached_property
    def _answer(self) -> Matrix:
        return cross_correlate_channels(self.image, self.kernel, self.bias, self.stride, self.padding)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        channels = len(self.image)
        one = replace(self, image=self.image[:1], kernel=self.kernel[:1])
        yield from self.instead("read-one-channel-only", one, 3)
        yield from self.instead("forgot-in-channels", replace(self, kernel=self.kernel[:1] * channels), 2)
        yield from self.instead("did-not-add-the-bias", replace(self, bias=0), 3)
        per_channel = replace(self, bias=simplest(self.bias * channels))
        yield from self.instead("added-a-bias-per-input-channel", per_channel, 3)
        yield from self.instead("flipped-the-kernel", replace(self, kernel=tuple(map(flip, self.kernel))), 2)
        yield from self.instead("forgot-padding", replace(self, padding=0), 1)
        if self.padding <= LARGEST_GRID:
            top_left = tuple(pad(grid, self.padding, 0) for grid in self.image)
            yield from self.instead("padded-one-side", replace(self, image=top_left, padding=0), 1)
        yield from self.instead("forgot-stride", replace(self, stride=1), 1)

    def arithmetic(self) -> str:
        changed = {"S": (self.stride, 1), "P": (self.padding, 0)}
        under = r",\, ".join(f"{letter} = {value}" for letter, (value, usual) in changed.items() if value != usual)
        operator = rf"\underset{{{under}}}{{\star}}" if under else r"\star"
        pairs = zip(self.image, self.kernel, strict=True)
        maps = " + ".join(f"{boards.tex_grid(f)} {operator} {boards.tex_grid(g)}" for f, g in pairs)
        return f"{maps} + {boards.signed(self.bias)} = {boards.tex_grid(self.answer())}"

    def steps(self) -> list[Step]:
        sizes = zip(_sides(self.image[0]), _sides(self.kernel[0]), _sides(self.answer()), strict=True)
        corner = [boards.products_tex(channel) for channel in self._taps(self._tops[0], self._lefts[0])]
        sums = " + ".join(f"({line})" if line.startswith("-") else line for line in map(_value, corner))
        return [
            Step(
                Text("The formula: a window of every channel under the kernel of that channel, one sum, one bias"),
                r"h[i, j] = b + \sum_{c} \sum_{m, n} f_c[S i + m - P,\; S j + n - P]\; g_c[m, n]",
            ),
            Step(
                Text("The size of the answer: rows, then columns"),
                r",\quad ".join(self._length(*side) for side in sizes),
            ),
            Step(Text("The window in the upper left corner, channel by channel"), r",\quad ".join(corner)),
            Step(
                Text("The channels are added up, because one filter makes one map, and the bias comes once"),
                f"{sums} + {boards.signed(self.bias)} = {tex_number(self.answer()[0][0])}",
            ),
            Step(Text("The same in every window"), self.arithmetic()),
        ]

    def _length(self, n: int, k: int, out: int) -> str:
        slack = rf"{n} + 2 \cdot {self.padding} - {k}"
        return rf"\left\lfloor\frac{{{slack}}}{{{self.stride}}}\right\rfloor + 1 = {out}"

    def _taps(self, top: int, left: int) -> list[list[Tap]]:
        """The products of a window, channel by channel."""
        return [taps(f, g, top, left) for f, g in zip(self.image, self.kernel, strict=True)]

    def equation(self) -> Equation:
        grids: list[DrawnGrid] = []
        for n, (f, g) in enumerate(zip(self.image, self.kernel, strict=True), start=1):
            padding = boards.drawn_image(f, self.padding).padding
            grids.append(DrawnGrid("f", Text("channel {n}", n=n), f, padding, "+" if n > 1 else ""))
            grids.append(DrawnGrid("g", Text("kernel {n}", n=n), g))
        return Equation(tuple(grids), "⋆", Text("cross-correlated with"))

    def figure(self) -> Picture:
        grids = {"image": Stack().spell(self.image, None), "weights": Stack().spell(self.kernel, None)}
        settings = {**grids, "bias": spell(self.bias), "stride": self.stride, "padding": self.padding}
        return Picture("channels", settings)

    def cell(self, row: int, column: int) -> CellWork:
        channels = [boards.products_work(channel) for channel in self._taps(self._tops[row], self._lefts[column])]
        terms = " + ".join(work.expression.rpartition(" = ")[0] for work in channels)
        bias = f" {'−' if self.bias < 0 else '+'} {typeset(magnitude(self.bias))}"
        window = tuple(
            (y, x, factor, 2 * channel) for channel, work in enumerate(channels) for y, x, factor, *_ in work.window
        )
        return CellWork(f"{terms}{bias} = {typeset(self.answer()[row][column])}", window)


def _images(dice: Dice, channels: int, rows: int, columns: int) -> Channels:
    return tuple(dice.grid(rows, columns, 0, 3) for _ in range(channels))


def _kernels(dice: Dice, channels: int, rows: int, columns: int) -> Channels:
    return tuple(boards.telling_kernel(dice, rows, columns) for _ in range(channels))


def _value(line: str) -> str:
    return line.rpartition(" = ")[2]


def _sides(grid: Matrix) -> tuple[int, int]:
    return len(grid), len(grid[0])
