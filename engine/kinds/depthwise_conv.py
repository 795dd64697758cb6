"""What does a depthwise convolution compute on a small image of several channels?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from engine import boards
from engine.answers import Stack, size_words
from engine.dice import Dice
from engine.givens import MOST_CELLS, BadGivens, Channels
from engine.numeric.grids import Matrix, cross_correlate, cross_correlate_channels, flip, taps, transpose
from engine.problem import CellWork, DrawnGrid, Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

RAMPS = {"image": [[[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[1, 2, 3], [4, 5, 6], [7, 8, 9]]]}


@dataclass(frozen=True)
class DepthwiseConv(Problem):
    image: Channels
    kernels: Channels

    topic = "depthwise-separable"
    title = Text("Depthwise convolution by hand")
    reply = Stack()
    tags = (
        "summed-the-depthwise-outputs",
        "ignored-groups",
        "used-one-kernel-for-every-channel",
        "flipped-the-kernel",
        "transposed-the-kernel",
    )
    seconds = (120, 150, 210)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # only that each channel has its own kernel
            return cls(*_channels(dice, 2, (3, 3), (2, 2), low=0))
        if level == 2:  # the sides differ, and weights may be negative
            kernel, image = dice.pick((((2, 3), (3, 4)), ((3, 2), (4, 3)), ((3, 2), (3, 4)), ((2, 3), (4, 3))))
            return cls(*_channels(dice, 2, image, kernel, low=-1))
        image = dice.pick(((3, 3), (3, 4), (4, 3)))  # three channels to keep apart
        return cls(*_channels(dice, 3, image, (2, 2), low=-2))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        two = {"kernels": [[[0, 1], [2, 3]], [[1, 2], [3, 4]]]}
        wide = {"image": [[[1, 2, 0], [0, 1, 3]], [[2, 1, 1], [0, 0, 2]]], "kernels": [[[1, -1]], [[0, 2]]]}
        three = {"image": [[[1, 2], [3, 4]]] * 3, "kernels": [[[1, 0], [0, 0]], [[0, 1], [-1, 0]], [[0.5, 0], [0, 1]]]}
        return (
            Example(RAMPS | two, [[[19, 25], [37, 43]], [[37, 47], [67, 77]]], 1),
            Example(wide, [[[-1, 2], [-1, -2]], [[2, 2], [0, 4]]], 2),
            Example(three, [[[1]], [[-1]], [[4.5]]], 3),
        )

    def check(self) -> None:
        for field, channels in (("image", self.image), ("kernels", self.kernels)):
            boards.refuse_bad_channels(field, channels)
        if len(self.kernels) != len(self.image):
            text = Text(
                "kernels has {n:entry|entries}, but image has {m:channel|channels}: each channel takes one kernel.",
                n=len(self.kernels),
                m=len(self.image),
            )
            raise BadGivens("kernels", text)
        rows, columns = self._size
        if rows < 1 or columns < 1:
            text = Text(
                "kernels are {size}: they must fit into the image, which is {image}.",
                size=size_words(self.kernels[0]),
                image=size_words(self.image[0]),
            )
            raise BadGivens("kernels", text)
        if len(self.image) * rows * columns > MOST_CELLS:
            text = Text(
                "image has {n:channel|channels}: the answer would be {size} for each, and it takes at most "
                "{limit} cells.",
                n=len(self.image),
                size=f"{rows}×{columns}",
                limit=MOST_CELLS,
            )
            raise BadGivens("image", text)

    @property
    def _size(self) -> tuple[int, int]:
        image, kernel = self.image[0], self.kernels[0]
        return len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1

    def prompt(self) -> Text:
        question = Text(
            "A depthwise convolution: the input $f$ has {n:channel|channels}, the layer has {n} filters $g$, one per "
            "channel. Stride 1, no padding, no bias, **without flipping**, as a layer does. What comes out?",
            n=len(self.image),
        )
        return boards.asked(question, self.tolerance)

    def answer(self) -> tuple[Matrix, ...]:
        return self._answer

    @cached_property
    def _answer(self) -> tuple[Matrix, ...]:
        return tuple(map(cross_correlate, self.image, self.kernels))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        total = cross_correlate_channels(self.image, self.kernels)
        line = f"{' + '.join(self._products())} = {boards.tex_grid(total)}"
        yield WrongTurn("summed-the-depthwise-outputs", (total,), 3, line)
        yield self._every_channel()
        one = replace(self, kernels=self.kernels[:1] * len(self.image))
        yield from self.instead("used-one-kernel-for-every-channel", one, 2)
        yield from self.instead("flipped-the-kernel", replace(self, kernels=tuple(map(flip, self.kernels))), 2)
        if len(self.kernels[0]) == len(self.kernels[0][0]):
            turned = replace(self, kernels=tuple(map(transpose, self.kernels)))
            yield from self.instead("transposed-the-kernel", turned, 2)

    def _every_channel(self) -> WrongTurn:
        """As without groups: each filter slides over all the channels and adds them up."""
        value = tuple(cross_correlate_channels(self.image, [g] * len(self.image)) for g in self.kernels)
        whole = " + ".join(rf"f_{n}" for n in range(1, len(self.image) + 1))
        filters = r",\ ".join(rf"({whole}) \star g_{n}" for n in range(1, len(self.kernels) + 1))
        return WrongTurn("ignored-groups", value, 2, rf"{filters} \;\to\; {self.reply.tex(value)}")

    def _products(self) -> list[str]:
        pairs = zip(self.image, self.kernels, strict=True)
        return [rf"{boards.tex_grid(f)} \star {boards.tex_grid(g)}" for f, g in pairs]

    def arithmetic(self) -> str:
        products = r",\ ".join(self._products())
        return rf"{products} \;\to\; {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        sides = zip(_sides(self.image[0]), _sides(self.kernels[0]), self._size, strict=True)
        pairs = zip(self.image, self.kernels, strict=True)
        return [
            Step(
                Text("The formula: each channel under its own kernel, and no sum over the channels"),
                r"h_c[i, j] = \sum_{m, n} f_c[i + m,\; j + n]\; g_c[m, n]",
            ),
            Step(
                Text("The size of each map: rows, then columns"),
                r",\quad ".join(f"{n} - {k} + 1 = {out}" for n, k, out in sides),
            ),
            Step(
                Text("The window in the upper left corner, channel by channel"),
                r",\quad ".join(boards.products_tex(taps(f, g, 0, 0)) for f, g in pairs),
            ),
            Step(Text("The same in every window; the maps stay side by side"), self.arithmetic()),
        ]

    def maps(self) -> tuple[DepthwiseConv, ...]:
        pairs = zip(self.image, self.kernels, strict=True)
        return tuple(DepthwiseConv((f,), (g,)) for f, g in pairs)

    def equation(self) -> Equation:
        pairs = zip(self.image, self.kernels, strict=True)
        grids = (grid for f, g in pairs for grid in (DrawnGrid("f", Text("channel"), f), boards.drawn_kernel(g)))
        return Equation(tuple(grids), "⋆", Text("cross-correlated with"))

    def figure(self) -> Picture:
        grids = {"image": self.reply.spell(self.image, None), "weights": self.reply.spell(self.kernels, None)}
        return Picture("channels", {**grids, "layer": "depthwise"})

    def cell(self, row: int, column: int) -> CellWork:
        return boards.products_work(taps(self.image[0], self.kernels[0], row, column))


def _channels(
    dice: Dice, channels: int, image: tuple[int, int], kernel: tuple[int, int], low: int
) -> tuple[tuple[Matrix, ...], tuple[Matrix, ...]]:
    images = tuple(dice.grid(*image, 0, 3) for _ in range(channels))
    return images, tuple(boards.telling_kernel(dice, *kernel, low, 2) for _ in range(channels))


def _sides(grid: Matrix) -> tuple[int, int]:
    return len(grid), len(grid[0])
