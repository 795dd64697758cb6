"""What is the convolution, in the sense of mathematics, of two small grids?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from engine import boards
from engine.answers import Grid as GridReply
from engine.dice import Dice
from engine.givens import BadGivens, Grid
from engine.numeric.grids import Matrix, Mode, convolve, cut, flip, starts_of_mode, taps, transpose
from engine.problem import CellWork, Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

TEXTBOOK = {
    "image": [[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]],
    "kernel": [[2, 0, 1], [0, 1, 2], [1, 0, 2]],
}
RAMP = {"image": [[0, 1, 2], [3, 4, 5], [6, 7, 8]], "kernel": [[0, 1], [2, 3]]}
PARTS = {"valid": "dropped-the-border", "same": "kept-the-image-size", "full": "went-past-the-border"}


@dataclass(frozen=True)
class ConvolutionGrid(Problem):
    image: Grid
    kernel: Grid
    mode: Mode

    topic = "hand-computation"
    title = Text("Convolution by hand")
    reply = GridReply()
    tags = (
        "did-not-flip",
        "flipped-left-right-only",
        "flipped-top-bottom-only",
        "transposed-the-kernel",
        "cut-the-wrong-middle",
        *PARTS.values(),
    )
    seconds = (90, 180, 240)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # only the flip
            rows, columns = dice.pick(((3, 3), (3, 4), (4, 3), (4, 4)))
            return cls(dice.grid(rows, columns, 0, 3), boards.telling_kernel(dice, 2, 2), "valid")
        if level == 2:  # zeros around the image
            if dice.chance(1 / 3):
                return cls(dice.grid(3, 3, 0, 3), boards.telling_kernel(dice, 3, 3), "same")
            size = dice.whole(2, 3)
            return cls(dice.grid(size, size, 0, 3), boards.telling_kernel(dice, 2, 2), "full")
        if dice.chance(0.5):  # an even kernel has no middle
            rows, columns = dice.pick(((3, 3), (3, 4), (4, 3)))
            return cls(dice.grid(rows, columns, 0, 3), boards.telling_kernel(dice, 2, 2), "same")
        rows, columns = dice.pick(((3, 2), (2, 3)))  # the kernel is not square
        if dice.chance(0.5):
            return cls(dice.grid(2, 3, 0, 3), boards.telling_kernel(dice, rows, columns), "full")
        return cls(dice.grid(4, 5, 0, 3), boards.telling_kernel(dice, rows, columns), "valid")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        full = [[0, 0, 1, 2], [0, 5, 11, 11], [6, 23, 29, 23], [12, 32, 37, 24]]
        return (
            Example(RAMP | {"mode": "valid"}, [[5, 11], [23, 29]], 1),
            Example(TEXTBOOK | {"mode": "valid"}, [[11, 12], [10, 11]], 1),
            Example(RAMP | {"mode": "full"}, full, 2),
            Example(RAMP | {"mode": "same"}, [row[:3] for row in full[:3]], 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(image=self.image, kernel=self.kernel)
        if self.mode == "valid" and (len(self.kernel) > len(self.image) or len(self.kernel[0]) > len(self.image[0])):
            text = Text(
                "kernel is {size}: with mode valid it must fit into the image, which is {image}.",
                size=f"{len(self.kernel)}×{len(self.kernel[0])}",
                image=f"{len(self.image)}×{len(self.image[0])}",
            )
            raise BadGivens("kernel", text)

    @property
    def _tops(self) -> range:
        return starts_of_mode(len(self.image), len(self.kernel), self.mode)

    @property
    def _lefts(self) -> range:
        return starts_of_mode(len(self.image[0]), len(self.kernel[0]), self.mode)

    def prompt(self) -> Text:
        if self.mode == "valid":
            question = Text(
                "Convolve $f$ with $g$ as in mathematics, which **flips $g$ along both axes**. "
                "Mode valid: $g$ stays inside $f$. What comes out?"
            )
        elif self.mode == "same":
            question = Text(
                "Convolve $f$ with $g$ as in mathematics, which **flips $g$ along both axes**. Mode same, as in SciPy: "
                "of the full result, with zeros around $f$, the part as large as $f$ that starts at row {row}, "
                "column {column}, counted from 0. What comes out?",
                row=(len(self.kernel) - 1) // 2,
                column=(len(self.kernel[0]) - 1) // 2,
            )
        else:
            question = Text(
                "Convolve $f$ with $g$ as in mathematics, which **flips $g$ along both axes**. "
                "Mode full: zeros around $f$, and every place where $g$ touches $f$. What comes out?"
            )
        return boards.asked(question, self.tolerance)

    def answer(self) -> Matrix:
        return self._answer

    @cached_property
    def _answer(self) -> Matrix:
        return convolve(self.image, self.kernel, self.mode)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        yield from self._with_kernel("did-not-flip", self.kernel)
        yield from self._with_kernel("flipped-left-right-only", tuple(row[::-1] for row in self.kernel))
        yield from self._with_kernel("flipped-top-bottom-only", self.kernel[::-1])
        if len(self.kernel) == len(self.kernel[0]):
            yield from self._with_kernel("transposed-the-kernel", transpose(self.kernel))
        if self.mode == "same":
            seen = cut(self.image, *(range(axis.start + 1 - k % 2, axis.stop + k - k % 2) for axis, k in self._axes()))
            yield from self.instead("cut-the-wrong-middle", replace(self, image=seen, mode="valid"), 3)
        modes: tuple[Mode, ...] = ("valid", "same", "full")
        for mode in modes:
            yield from self.instead(PARTS[mode], replace(self, mode=mode), 3)

    def _axes(self) -> tuple[tuple[range, int], tuple[range, int]]:
        return (self._tops, len(self.kernel)), (self._lefts, len(self.kernel[0]))

    def _with_kernel(self, tag: str, laid: Matrix) -> Iterator[WrongTurn]:
        """The wrong turn of laying another kernel on the image than the flipped one."""
        yield from self.instead(tag, replace(self, kernel=flip(laid)))

    def arithmetic(self) -> str:
        f, g, result = map(self.reply.tex, (self.image, flip(self.kernel), self.answer()))
        operator = r"\star" if self.mode == "valid" else rf"\underset{{\mathrm{{{self.mode}}}}}{{\star}}"
        return f"{f} {operator} {g} = {result}"

    def steps(self) -> list[Step]:
        corner = taps(self.image, flip(self.kernel), self._tops[0], self._lefts[0])
        sizes = r",\quad ".join(
            rf"{starts.start} \le {letter} \le {starts.stop - 1}: {len(starts)}"
            for letter, (starts, _) in zip("ij", self._axes(), strict=True)
        )
        inside = self.mode == "valid"
        first = Text("The window in the upper left corner") if inside else Text("The first window, with 0 outside $f$")
        return [
            Step(
                Text("The formula: read the kernel from its far corner, multiply cell by cell, and add"),
                r"(f * g)[i, j] = \sum_{m, n} f[i + m,\; j + n]\; g[K - 1 - m,\; L - 1 - n]",
            ),
            Step(
                Text("The kernel of K rows and L columns, flipped along both axes"),
                rf"{self.reply.tex(self.kernel)} \to {self.reply.tex(flip(self.kernel))}",
            ),
            Step(Text("The rows and the columns of $f$, counted from 0, where a window begins, and how many"), sizes),
            Step(first, boards.products_tex(corner)),
            Step(Text("The same in every window"), self.arithmetic()),
        ]

    def equation(self) -> Equation:
        ring = max(-self._tops.start, -self._lefts.start)
        grids = boards.drawn_image(self.image, ring), boards.drawn_kernel(self.kernel)
        return Equation(grids, "∗", Text("convolved with"))

    def figure(self) -> Picture:
        grids = {"image": boards.spell_grid(self.image), "kernel": boards.spell_grid(self.kernel)}
        return Picture("sliding", {**grids, "part": self.mode, "flip": True})

    def cell(self, row: int, column: int) -> CellWork:
        return boards.products_work(taps(self.image, flip(self.kernel), self._tops[row], self._lefts[column]))
