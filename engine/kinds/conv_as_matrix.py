"""Which matrix does a convolution in one dimension multiply its inputs by?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from engine import boards
from engine.answers import Grid as GridReply
from engine.answers import Tolerance, tex_number
from engine.dice import Dice
from engine.givens import BadGivens, Count, Row
from engine.numeric.grids import Matrix, transpose
from engine.numeric.matrices import sliding_matrix
from engine.problem import CellWork, Equation, Example, Level, Problem, Step, WrongTurn
from engine.text import Text, typeset


@dataclass(frozen=True)
class ConvAsMatrix(Problem):
    kernel: Row
    size: Count

    topic = "implementation"
    title = Text("Convolution as a matrix")
    reply = GridReply()
    tags = (
        "flipped-the-kernel",
        "transposed-the-matrix",
        "wrote-a-circulant",
        "moved-by-the-kernel-size",
        "kept-the-image-size",
        "went-past-the-border",
    )
    seconds = (45, 75, 105)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # two weights, side by side
            return cls(dice.sample((-3, -2, -1, 1, 2, 3, 4), 2), dice.whole(3, 5))
        if level == 2:  # three, and the one in the middle may be 0 as well
            first, last = dice.sample((-3, -2, -1, 1, 2, 3), 2)
            return cls((first, dice.pick((0, 0, 1, 2, -4)), last), dice.whole(4, 6))
        kernel = (*dice.sample((-2, -1, 1, 2, 3), 2), dice.whole(-1, 1), *dice.sample((-3, 0, 4, 5), dice.whole(1, 2)))
        return cls(kernel, len(kernel) + dice.whole(1, 2))  # almost as long as the input: few rows

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"kernel": [2, 1], "size": 4}, [[2, 1, 0, 0], [0, 2, 1, 0], [0, 0, 2, 1]], 1),
            Example({"kernel": [-1, 0, 1], "size": 5}, [[-1, 0, 1, 0, 0], [0, -1, 0, 1, 0], [0, 0, -1, 0, 1]], 2),
            Example({"kernel": [1, 2, 0, -3], "size": 5}, [[1, 2, 0, -3, 0], [0, 1, 2, 0, -3]], 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(kernel=(self.kernel,))
        if len(self.kernel) > self.size:
            text = Text(
                "kernel has {count:number|numbers}: it must fit into the input, whose size is {size}.",
                count=len(self.kernel),
                size=self.size,
            )
            raise BadGivens("kernel", text)
        boards.refuse_too_many_cells("size", self.size, self._rows, self.size)

    @property
    def _rows(self) -> int:
        return self.size - len(self.kernel) + 1

    def prompt(self) -> Text:
        return Text(
            "The kernel $g$ slides over {size:input|inputs} as a convolution layer does it, **without flipping**, "
            "stride 1, no padding. Which matrix, exactly, turns the column of inputs into the column of outputs?",
            size=self.size,
        )

    def own_tolerance(self, usual: Fraction) -> Tolerance:
        return None

    def answer(self) -> Matrix:
        return sliding_matrix(self.kernel, self.size, range(self._rows))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        k = len(self.kernel)
        same = -((k - 1) // 2)
        yield from self.instead("flipped-the-kernel", replace(self, kernel=self.kernel[::-1]), 2)
        yield self._turn("transposed-the-matrix", transpose(self.answer()), 1, r"A^\top")
        value = tuple(
            tuple(self.kernel[j] if (j := (n - i) % self.size) < k else 0 for n in range(self.size))
            for i in range(self.size)
        )
        yield self._turn("wrote-a-circulant", value, 3, rf"g_{{(n - i) \bmod {self.size}}}")
        for tag, starts in (
            ("moved-by-the-kernel-size", range(0, self._rows, k)),
            ("kept-the-image-size", range(same, same + self.size)),
            ("went-past-the-border", range(1 - k, self.size)),
        ):
            yield self._turn(tag, sliding_matrix(self.kernel, self.size, starts), 1, "A")

    def _turn(self, tag: str, value: Matrix, step: int, left: str) -> WrongTurn:
        return WrongTurn(tag, value, step, f"{left} = {self.reply.tex(value)}")

    def arithmetic(self) -> str:
        return f"A = {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        n, k, first = self.size, len(self.kernel), r",\ ".join(map(tex_number, self.answer()[0]))
        return [
            Step(
                Text("The formula: the weight that output i gives to input n, and 0 outside of the kernel"),
                r"y_i = \sum_j g_j\, x_{i + j} = \sum_n g_{n - i}\, x_n \quad\Rightarrow\quad A[i, n] = g_{n - i}",
            ),
            Step(
                Text("The size: a row for each output, a column for each input"),
                rf"(N - K + 1) \times N = ({n} - {k} + 1) \times {n} = {self._rows} \times {n}",
            ),
            Step(Text("The first row: the kernel as it is written, then zeros"), rf"({first})"),
            Step(Text("Each further row is the one above, moved one to the right"), self.arithmetic()),
        ]

    def equation(self) -> Equation:
        return Equation((boards.drawn_kernel((self.kernel,)),), "→", Text("as a matrix"))

    def cell(self, row: int, column: int) -> CellWork:
        inside, place = range(len(self.kernel)), column - row
        value = typeset(self.answer()[row][column])
        if place in inside:
            return CellWork(f"g{{{value}}} = {value}", ((0, place, ""),))
        return CellWork("0 = 0", tuple((0, j, "") for j in inside))
