"""Which matrix does im2col make of an image?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from engine import boards
from engine.answers import Grid as GridReply
from engine.answers import Tolerance, tex_number
from engine.dice import Dice
from engine.givens import Count, Grid
from engine.numeric.grids import Matrix, cut, starts, transpose
from engine.problem import CellWork, Equation, Example, Level, Problem, Step, WrongTurn
from engine.text import Text, typeset

Place = tuple[int, int]

RAMP = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]


@dataclass(frozen=True)
class Im2col(Problem):
    image: Grid
    kernel_size: Count
    stride: Count = 1

    topic = "implementation"
    title = Text("im2col by hand")
    reply = GridReply()
    tags = (
        "wrote-patches-as-rows",
        "read-patches-by-columns",
        "took-patches-by-columns",
        "forgot-stride",
        "moved-by-the-kernel-size",
    )
    seconds = (60, 75, 150)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # every place where the window fits
            rows, columns = dice.pick(((2, 3), (2, 4), (3, 2), (3, 3)))
            return cls(dice.grid(rows, columns, 0, 9), 2)
        if level == 2:  # a stride, which may leave a row or a column over
            rows, columns = dice.pick(((4, 4), (4, 5), (3, 5), (5, 4), (5, 5)))
            return cls(dice.grid(rows, columns, 0, 9), 2, dice.pick((2, 2, 3) if min(rows, columns) > 4 else (2,)))
        if dice.chance(0.5):  # windows overlap although they skip places
            return cls(dice.grid(*dice.pick(((5, 3), (3, 5), (4, 5), (3, 7))), 0, 9), 3, 2)
        return cls(dice.grid(*dice.pick(((3, 4), (4, 3), (4, 4))), 0, 9), 3)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        ramp = [[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]
        wide = [[1, 3], [2, 4], [6, 8], [7, 9]]
        flat = {"image": [[1, 2, 3, 4, 5], [6, 7, 8, 9, 0]], "kernel_size": 2}
        tall = {"image": [[1, 2, 3], [4, 5, 6], [7, 8, 9], [0, 1, 2], [3, 4, 5]], "kernel_size": 3, "stride": 2}
        return (
            Example({"image": RAMP, "kernel_size": 2}, ramp, 1),
            Example(flat | {"stride": 2}, wide, 2),
            Example(tall, [[1, 7], [2, 8], [3, 9], [4, 0], [5, 1], [6, 2], [7, 3], [8, 4], [9, 5]], 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(image=self.image)
        boards.refuse_larger_window(self.image, self.kernel_size)
        count = len(self._tops) * len(self._lefts)
        boards.refuse_too_many_cells("kernel_size", self.kernel_size, self.kernel_size**2, count)

    @property
    def _tops(self) -> range:
        return starts(len(self.image), self.kernel_size, self.stride)

    @property
    def _lefts(self) -> range:
        return starts(len(self.image[0]), self.kernel_size, self.stride)

    @property
    def _corners(self) -> list[Place]:
        """Where each patch begins, in reading order."""
        return [(top, left) for top in self._tops for left in self._lefts]

    @property
    def _inside(self) -> list[Place]:
        """The cells of a patch in reading order, counted from its corner."""
        return [(m, n) for m in range(self.kernel_size) for n in range(self.kernel_size)]

    def prompt(self) -> Text:
        return Text(
            "im2col turns $f$ into the matrix that a convolution multiplies by its kernel: window {size}, "
            "stride {stride}, no padding. As in PyTorch's unfold each patch is a column, read row by row. "
            "Which matrix is it, exactly?",
            size=f"{self.kernel_size}×{self.kernel_size}",
            stride=self.stride,
        )

    def own_tolerance(self, usual: Fraction) -> Tolerance:
        return None

    def answer(self) -> Matrix:
        return self._columns(self._corners, self._inside)

    def _columns(self, corners: list[Place], inside: list[Place]) -> Matrix:
        """One patch a column."""
        return tuple(tuple(self.image[top + m][left + n] for top, left in corners) for m, n in inside)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        yield self._turn("wrote-patches-as-rows", transpose(self.answer()), 3, r"X_\text{col}^\top")
        value = self._columns(self._corners, _down(self._inside))
        yield self._turn("read-patches-by-columns", value, 2, r"X[m + n K,\; l]")
        value = self._columns(_down(self._corners), self._inside)
        yield self._turn("took-patches-by-columns", value, 1, r"X[m K + n,\; i + j H_\text{out}]")
        yield from self.instead("forgot-stride", replace(self, stride=1), 1)
        yield from self.instead("moved-by-the-kernel-size", replace(self, stride=self.kernel_size), 1)

    def _turn(self, tag: str, value: Matrix, step: int, left: str) -> WrongTurn:
        return WrongTurn(tag, value, step, f"{left} = {self.reply.tex(value)}")

    def arithmetic(self) -> str:
        return rf"X_\text{{col}} = {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        k, out = self.kernel_size, (len(self._tops), len(self._lefts))
        patch = cut(self.image, range(k), range(k))
        column = r",\ ".join(tex_number(cell) for row in patch for cell in row)
        return [
            Step(
                Text("The formula: rows count the cells of a patch, columns the patches, both in reading order"),
                r"X_\text{col}[m K + n,\; i W_\text{out} + j] = f[S i + m,\; S j + n]",
            ),
            Step(
                Text("The size: a row for each cell of the window, a column for each place where it fits"),
                rf"K^2 \times H_\text{{out}} W_\text{{out}} = {k}^2 \times {out[0]} \cdot {out[1]}"
                rf" = {k * k} \times {out[0] * out[1]}",
            ),
            Step(
                Text("The patch in the upper left corner, read row by row, is the first column"),
                rf"{self.reply.tex(patch)} \to ({column})",
            ),
            Step(Text("The other patches follow, first along the row, then down"), self.arithmetic()),
        ]

    def equation(self) -> Equation:
        return Equation((boards.drawn_image(self.image),), "→", Text("unfolded to"))

    def cell(self, row: int, column: int) -> CellWork:
        (top, left), (m, n) = self._corners[column], self._inside[row]
        value = typeset(self.image[top + m][left + n])
        return CellWork(f"f{{{value}}} = {value}", ((top + m, left + n, ""),))


def _down(places: list[Place]) -> list[Place]:
    """The places column by column."""
    return sorted(places, key=lambda place: place[::-1])
