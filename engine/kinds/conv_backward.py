"""What gradient does a convolution layer hand to its kernel, and what to its input?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, Self

from engine import boards
from engine.answers import Grid as GridReply
from engine.answers import size_words
from engine.dice import Dice
from engine.givens import Grid
from engine.numeric.grids import Matrix, Tap, convolve, cross_correlate, each, flip, taps, transpose
from engine.problem import CellWork, DrawnGrid, Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text, typeset

_Sides = tuple[int, int]

# The sides of the kernel and of the output where they are not all alike
SIDES: tuple[tuple[_Sides, _Sides], ...] = (
    ((2, 3), (3, 2)),
    ((2, 3), (2, 2)),
    ((3, 2), (2, 2)),
    ((1, 3), (2, 3)),
    ((3, 1), (2, 3)),
    ((2, 2), (2, 3)),
)

_tex = boards.tex_grid


@dataclass(frozen=True)
class ConvBackward(Problem):
    image: Grid
    kernel: Grid
    upstream: Grid
    wanted: Literal["kernel", "input"]

    topic = "convolution-backward"
    title = Text("Backward through a convolution")
    reply = GridReply()
    tags = (
        "flipped-the-upstream-gradient",
        "flipped-the-kernel-gradient",
        "forgot-the-flip-backward",
        "transposed-for-the-flip",
        "stayed-inside-the-upstream",
        "gave-the-other-gradient",
        "forgot-the-upstream-gradient",
        "did-the-forward-pass",
    )
    seconds = (90, 120, 180)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # the kernel's gradient: a plain correlation
            image, kernel = dice.grid(3, 3, 0, 3), boards.telling_kernel(dice, 2, 2)
            return cls(image, kernel, boards.telling_kernel(dice, 2, 2, -2, 3), "kernel")
        if level == 2:  # the input's gradient: the flip, and more cells than came from above
            image, kernel = dice.grid(3, 3, 0, 3), boards.telling_kernel(dice, 2, 2)
            return cls(image, kernel, boards.telling_kernel(dice, 2, 2, -2, 3), "input")
        (rows, columns), out = dice.pick(SIDES)  # sizes that differ tell what goes where
        image = dice.grid(rows + out[0] - 1, columns + out[1] - 1, 0, 3)
        factors = dice.grid(rows, columns, -2, 2), dice.grid(*out, -2, 3)
        return cls(image, *factors, "kernel" if dice.chance(0.5) else "input")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        row = {"image": [[1, 2, 3, 4]], "kernel": [[2, 1]], "upstream": [[1, 2, -1]]}
        ramp = {"image": [[0, 1, 2], [3, 4, 5], [6, 7, 8]], "kernel": [[0, 1], [2, 3]], "upstream": [[1, 0], [-1, 2]]}
        return (
            Example(row | {"wanted": "kernel"}, [[2, 4]], 1),
            Example(ramp | {"wanted": "kernel"}, [[5, 7], [11, 13]], 1),
            Example(ramp | {"wanted": "input"}, [[0, 1, 0], [2, 2, 2], [-2, 1, 6]], 2),
            Example(row | {"wanted": "input"}, [[2, 5, 0, -1]], 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(image=self.image, kernel=self.kernel, upstream=self.upstream)
        boards.refuse_larger_kernel(self.image, self.kernel)
        boards.refuse_other_upstream(self.upstream, cross_correlate(self.image, self.kernel))

    def prompt(self) -> Text:
        if self.wanted == "kernel":
            question = Text(
                "A convolution layer cross-correlates its input $f$ with a kernel whose rows are {rows}, stride 1, "
                "no padding. From the loss comes back $g$, the gradient at the output. "
                "What is the gradient at the kernel?",
                rows=_rows(self.kernel),
            )
        else:
            question = Text(
                "A convolution layer cross-correlates an input whose rows are {rows} with the kernel $g$, stride 1, "
                "no padding. From the loss comes back $f$, the gradient at the output. "
                "What is the gradient at the input?",
                rows=_rows(self.image),
            )
        return boards.asked(question, self.tolerance)

    def answer(self) -> Matrix:
        if self.wanted == "kernel":
            return cross_correlate(self.image, self.upstream)
        return convolve(self.upstream, self.kernel)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        if self.wanted == "kernel":
            turned = replace(self, upstream=flip(self.upstream))
            yield from self.instead("flipped-the-upstream-gradient", turned, 2)
            value = flip(self.answer())
            line = rf"\operatorname{{flip}} {_tex(self.answer())} = {_tex(value)}"
            yield WrongTurn("flipped-the-kernel-gradient", value, 3, line)
        else:
            yield from self._with_kernel("forgot-the-flip-backward", self.kernel)
            if len(self.kernel) == len(self.kernel[0]):
                yield from self._with_kernel("transposed-for-the-flip", transpose(self.kernel))
            if len(self.kernel) <= len(self.upstream) and len(self.kernel[0]) <= len(self.upstream[0]):
                value = convolve(self.upstream, self.kernel, "valid")
                line = rf"{_tex(self.upstream)} *_\text{{valid}} {_tex(self.kernel)} = {_tex(value)}"
                yield WrongTurn("stayed-inside-the-upstream", value, 1, line)
        other: Literal["kernel", "input"] = "input" if self.wanted == "kernel" else "kernel"
        yield from self.instead("gave-the-other-gradient", replace(self, wanted=other), 1)
        ones = replace(self, upstream=each(self.upstream, lambda cell: 1))
        yield from self.instead("forgot-the-upstream-gradient", ones, 1)
        value = cross_correlate(self.image, self.kernel)
        line = rf"y = {_tex(self.image)} \star {_tex(self.kernel)} = {_tex(value)}"
        yield WrongTurn("did-the-forward-pass", value, 1, line)

    def _with_kernel(self, tag: str, laid: Matrix) -> Iterator[WrongTurn]:
        """The wrong turn of laying another kernel on the upstream gradient than the flipped one."""
        yield from self.instead(tag, replace(self, kernel=flip(laid)), 2)

    def arithmetic(self) -> str:
        if self.wanted == "kernel":
            product = rf"{_tex(self.image)} \star {_tex(self.upstream)}"
        else:
            product = rf"{_tex(self.upstream)} \underset{{\text{{full}}}}{{\star}} {_tex(flip(self.kernel))}"
        return rf"\frac{{\partial L}}{{\partial {self._letter}}} = {product} = {_tex(self.answer())}"

    @property
    def _letter(self) -> str:
        return "k" if self.wanted == "kernel" else "x"

    def steps(self) -> list[Step]:
        corner = boards.products_tex(self._taps(0, 0))
        size = size_words(self.answer()).replace("×", r" \times ")
        if self.wanted == "kernel":
            return [
                Step(
                    Text("The formula: each output sends a weight its gradient, times the input that the weight met"),
                    r"\frac{\partial L}{\partial k[m, n]} ="
                    r" \sum_{i, j} \frac{\partial L}{\partial y[i, j]}\; x[i + m,\; j + n]",
                ),
                Step(Text("The size: as the kernel, a number for each weight"), size),
                Step(Text("The first weight: the upstream gradient in the upper left corner, as it is"), corner),
                Step(Text("The same for every weight: a cross-correlation of the two"), self.arithmetic()),
            ]
        return [
            Step(
                Text("The formula: each output sends an input its gradient, times the weight that the input met"),
                r"\frac{\partial L}{\partial x[p, q]} ="
                r" \sum_{m, n} \frac{\partial L}{\partial y[p - m,\; q - n]}\; k[m, n]",
            ),
            Step(Text("The size: as the input, so the kernel reaches past the border of $f$"), size),
            Step(
                Text("The index runs backwards, so the kernel is flipped along both axes"),
                rf"{_tex(self.kernel)} \to {_tex(flip(self.kernel))}",
            ),
            Step(Text("The first window, with 0 outside $f$"), corner),
            Step(Text("The same in every window"), self.arithmetic()),
        ]

    def equation(self) -> Equation:
        upstream = Text("upstream gradient")
        if self.wanted == "kernel":
            grids = DrawnGrid("f", Text("input"), self.image), DrawnGrid("g", upstream, self.upstream)
        else:
            grids = DrawnGrid("f", upstream, self.upstream), boards.drawn_kernel(self.kernel)
        return Equation(grids, "?", Text("combined somehow with"))

    def figure(self) -> Picture:
        grids = {name: boards.spell_grid(getattr(self, name)) for name in ("image", "kernel", "upstream")}
        return Picture("convolution-backward", grids | {"wanted": self.wanted})

    def cell(self, row: int, column: int) -> CellWork:
        return boards.products_work(self._taps(row, column))

    def _taps(self, row: int, column: int) -> list[Tap]:
        if self.wanted == "kernel":
            return taps(self.image, self.upstream, row, column)
        turned = flip(self.kernel)
        return taps(self.upstream, turned, row + 1 - len(turned), column + 1 - len(turned[0]))


def _rows(grid: Matrix) -> str:
    return ", ".join(" ".join(map(typeset, row)) for row in grid)
