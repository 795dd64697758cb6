"""Is a result the convolution of two grids or their cross-correlation?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from engine import boards
from engine.answers import OneOf, Option, tex_number
from engine.dice import Dice
from engine.givens import Grid
from engine.numeric.grids import Matrix, convolve, cross_correlate, flip
from engine.problem import DrawnGrid, Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

RAMP = {"image": [[0, 1, 2], [3, 4, 5], [6, 7, 8]], "kernel": [[0, 1], [2, 3]]}

_tex = boards.tex_grid


@dataclass(frozen=True)
class ConvolutionOrCrossCorrelation(Problem):
    image: Grid
    kernel: Grid
    result: Grid

    topic = "convolution-vs-cross-correlation"
    title = Text("Convolution or cross-correlation?")
    reply = OneOf(
        Option("convolution", Text("Convolution")),
        Option("cross-correlation", Text("Cross-correlation")),
        Option("both", Text("Both")),
        Option("neither", Text("Neither")),
    )
    tags = ("swapped-the-names", "overlooked-the-symmetry", "flipped-one-axis", "checked-one-cell")
    seconds = (60, 90, 150)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        size = 3 if level == 3 else 2
        image = dice.grid(size + 1, size + 1 + (level == 2), 0, 3)
        kernel: Matrix = boards.telling_kernel(dice, size, size)
        wanted = dice.pick(cls.reply.options).key
        if wanted == "both":
            if level == 3 and dice.chance(0.5):  # not the kernel but the image hides the flip
                image, kernel = (dice.row(size + 1, 0, 3),) * (size + 1), tuple((a, b, a) for a, b, _ in kernel)
            else:
                kernel = _turnable(kernel)
        laid = flip(kernel) if wanted == "convolution" else kernel
        if wanted != "neither":
            return cls(image, kernel, cross_correlate(image, laid))
        if level == 1 or dice.chance(0.5):  # one flip too few
            return cls(image, kernel, cross_correlate(image, dice.pick((_mirrored(kernel), kernel[::-1]))))
        *above, last = cross_correlate(image, dice.pick((kernel, flip(kernel))))  # a slip, but not in the first cell
        return cls(image, kernel, (*above, (*last[:-1], last[-1] + dice.pick((-2, -1, 1, 2)))))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        symmetric = {"image": RAMP["image"], "kernel": [[1, 2], [2, 1]], "result": [[12, 18], [30, 36]]}
        sobel = [[1, 2, 1], [0, 0, 0], [-1, -2, -1]]
        columns = {"image": [[0, 2, 3, 1]] * 4, "kernel": sobel, "result": [[0, 0], [0, 0]]}
        return (
            Example(RAMP | {"result": [[19, 25], [37, 43]]}, "cross-correlation", 1, "d2l-conv-layer"),
            Example(RAMP | {"result": [[5, 11], [23, 29]]}, "convolution", 1),
            Example(symmetric, "both", 2),
            Example(RAMP | {"result": [[5, 11], [23, 28]]}, "neither", 2),
            Example(columns, "both", 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(image=self.image, kernel=self.kernel, result=self.result)
        boards.refuse_larger_kernel(self.image, self.kernel)

    @cached_property
    def _both(self) -> tuple[Matrix, Matrix]:
        """The cross-correlation and the convolution."""
        return cross_correlate(self.image, self.kernel), convolve(self.image, self.kernel, "valid")

    def prompt(self) -> Text:
        return Text(
            "Without padding and with stride 1, $f$ and $g$ gave $h$. Is $h$ their cross-correlation, "
            "their convolution as in mathematics, both or neither?"
        )

    def answer(self) -> str:
        return _name(*(grid == self.result for grid in self._both))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        answer, (correlation, convolution) = self.answer(), self._both
        if answer == "convolution":
            yield self._turn("swapped-the-names", "cross-correlation", 3, self._sliding(flip(self.kernel), convolution))
        if answer == "cross-correlation":
            yield self._turn("swapped-the-names", "convolution", 3, self._sliding(self.kernel, correlation))
        if answer == "both":
            yield self._turn("overlooked-the-symmetry", "cross-correlation", 2, rf"h = {_tex(self.result)} = f \star g")
        for laid in (_mirrored(self.kernel), self.kernel[::-1]):
            value = cross_correlate(self.image, laid)
            key = _name(correlation == self.result, value == self.result)
            yield self._turn("flipped-one-axis", key, 2, self._sliding(laid, value))
        first = [grid[0][0] for grid in (self.result, correlation, convolution)]
        key = _name(first[1] == first[0], first[2] == first[0])
        line = r",\; ".join(
            f"{letter}[0, 0] = {tex_number(cell)}"
            for letter, cell in zip(("h", r"(f \star g)", "(f * g)"), first, strict=True)
        )
        yield self._turn("checked-one-cell", key, 3, line)

    def _turn(self, tag: str, key: str, step: int, line: str) -> WrongTurn:
        return WrongTurn(tag, key, step, rf"{line} \Rightarrow {self.reply.tex(key)}")

    def _sliding(self, laid: Matrix, value: Matrix) -> str:
        return rf"{_tex(self.image)} \star {_tex(laid)} = {_tex(value)}"

    def steps(self) -> list[Step]:
        correlation, convolution = self._both
        signs = ["=" if grid == self.result else r"\ne" for grid in self._both]
        return [
            Step(
                Text("The two formulas: as it is written, and flipped along both axes"),
                r"(f \star g)[i, j] = \sum_{m, n} f[i + m,\; j + n]\; g[m, n] \\ "
                r"(f * g)[i, j] = \sum_{m, n} {f[i + m,\; j + n]}\; \allowbreak {g[K - 1 - m,\; L - 1 - n]}",
            ),
            Step(
                Text("The cross-correlation: the kernel as it is written"),
                f"f \\star g = {self._sliding(self.kernel, correlation)}",
            ),
            Step(
                Text("The convolution: the kernel of K rows and L columns flipped along both axes"),
                f"f * g = {self._sliding(flip(self.kernel), convolution)}",
            ),
            Step(
                Text("Every cell of the result beside the two: {answer}", answer=self.reply.label(self.answer())),
                rf"h = {_tex(self.result)},\quad h {signs[0]} f \star g,\quad h {signs[1]} f * g \Rightarrow "
                + self.reply.tex(self.answer()),
            ),
        ]

    def equation(self) -> Equation:
        result = DrawnGrid("result", Text("result"), self.result)
        grids = boards.drawn_image(self.image), boards.drawn_kernel(self.kernel), result
        return Equation(grids, "?", Text("combined somehow with"))

    def figure(self) -> Picture:
        grids = {"image": self.image, "kernel": self.kernel, "h": self.result}
        return Picture("sliding", {name: boards.spell_grid(grid) for name, grid in grids.items()} | {"flip": True})


def _name(is_correlation: bool, is_convolution: bool) -> str:
    if is_correlation:
        return "both" if is_convolution else "cross-correlation"
    return "convolution" if is_convolution else "neither"


def _mirrored(kernel: Matrix) -> Matrix:
    return tuple(row[::-1] for row in kernel)


def _turnable(kernel: Matrix) -> Matrix:
    """The kernel with its second half, in reading order, made the first one backwards: a turn leaves it as it is."""
    cells, width = [cell for row in kernel for cell in row], len(kernel[0])
    half = len(cells) // 2
    cells[-half:] = reversed(cells[:half])
    return tuple(tuple(cells[start : start + width]) for start in range(0, len(cells), width))
