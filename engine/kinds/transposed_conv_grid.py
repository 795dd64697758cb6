"""What does a transposed convolution make of a small grid?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from engine import boards
from engine.answers import Grid as GridReply
from engine.dice import Dice
from engine.givens import LARGEST_GRID, MOST_CELLS, Amount, BadGivens, Count, Grid
from engine.numeric.exact import simplest
from engine.numeric.grids import Matrix, Number, Tap, cut, flip, slide, starts
from engine.numeric.sizes import transposed_conv_output_size
from engine.numeric.upsampling import stamps, transposed_conv
from engine.problem import CellWork, DrawnGrid, Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text, typeset

SQUARE = {"values": [[0, 1], [2, 3]], "kernel": [[0, 1], [2, 3]]}


@dataclass(frozen=True)
class TransposedConvGrid(Problem):
    values: Grid
    kernel: Grid
    stride: Count = 1
    padding: Amount = 0

    topic = "transposed-convolution"
    title = Text("Transposed convolution by hand")
    reply = GridReply()
    tags = (
        "overwrote-the-overlaps",
        "stamped-the-flipped-kernel",
        "forgot-stride",
        "forgot-padding",
        "padded-one-side",
        "added-the-padding",
        "used-the-forward-formula",
    )
    seconds = (75, 150, 150)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # the stamps lie side by side
            rows, columns, size = dice.pick(((2, 2, 2), (2, 2, 2), (1, 3, 2), (3, 1, 2), (1, 2, 3), (2, 1, 3)))
            return cls(dice.grid(rows, columns, 1, 4), boards.lopsided_kernel(dice, size, size), size)
        if level == 2:  # they overlap
            if dice.chance(0.3):
                size, stride = dice.pick(((3, 2), (3, 1), (4, 2), (5, 2)))
                return cls(dice.grid(1, dice.whole(3, 4), 1, 4), boards.lopsided_kernel(dice, 1, size), stride)
            size, stride = dice.pick(((2, 1), (2, 1), (3, 2)))
            return cls(dice.grid(2, 2, 1, 4), boards.lopsided_kernel(dice, size, size), stride)
        if dice.chance(0.4):  # the padding cuts off the border
            size, stride, padding = dice.pick(((4, 2, 1), (3, 2, 1), (3, 1, 1), (5, 2, 2)))
            return cls(dice.grid(1, dice.whole(3, 4), 1, 4), boards.lopsided_kernel(dice, 1, size), stride, padding)
        size, stride = dice.pick(((3, 2), (3, 2), (3, 1)))
        return cls(dice.grid(2, 2, 1, 4), boards.lopsided_kernel(dice, size, size), stride, 1)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        strided = [[0, 0, 0, 1], [0, 0, 2, 3], [0, 2, 0, 3], [4, 6, 6, 9]]
        return (
            Example(SQUARE | {"stride": 2}, strided, 1, "d2l-transposed-conv"),
            Example(SQUARE, [[0, 0, 1], [0, 4, 6], [4, 12, 9]], 2, "d2l-transposed-conv"),
            Example(SQUARE | {"padding": 1}, [[4]], 3, "d2l-transposed-conv"),
            Example(
                {"values": [[1, 1, 1]], "kernel": [[1, 2, 3, 4]], "stride": 2, "padding": 1}, [[2, 4, 6, 4, 6, 3]], 3
            ),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(values=self.values, kernel=self.kernel)
        rows, columns = self._size
        if rows < 1 or columns < 1:
            text = Text(
                "padding is {padding}, which makes the output {size}; the output must be at least 1×1.",
                padding=self.padding,
                size=f"{typeset(rows)}×{typeset(columns)}",
            )
            raise BadGivens("padding", text)
        boards.refuse_too_many_cells("stride", self.stride, rows, columns)

    @property
    def _cuts(self) -> tuple[int, int]:
        """How much is cut off above and below, and left and right; in one dimension only along the row."""
        return 0 if self._is_row else self.padding, self.padding

    @property
    def _is_row(self) -> bool:
        return len(self.values) == len(self.kernel) == 1

    @property
    def _size(self) -> tuple[int, int]:
        sides = zip(_sides(self.values), _sides(self.kernel), self._cuts, strict=True)
        rows, columns = (transposed_conv_output_size(n, k, self.stride, p) for n, k, p in sides)
        return rows, columns

    def prompt(self) -> Text:
        cut_off = Text("padding {padding} cut off on each side", padding=self.padding)
        if self._is_row:
            cut_off = Text("padding {padding} cut off at both ends", padding=self.padding)
        question = Text(
            "A transposed convolution lets every value of $f$ stamp itself times $g$, **unflipped**, into the output, "
            "and adds where stamps overlap: stride {stride}, {padding}, no bias. What comes out?",
            stride=self.stride,
            padding=cut_off if self.padding else Text("no padding"),
        )
        return boards.asked(question, self.tolerance)

    def answer(self) -> Matrix:
        return self._answer

    @cached_property
    def _answer(self) -> Matrix:
        rows, columns = (range(cut, cut + side) for cut, side in zip(self._cuts, self._size, strict=True))
        return transposed_conv(self.values, self.kernel, self.stride, rows, columns)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        rows, columns = self._size
        value = tuple(tuple(self._last_stamp(row, column) for column in range(columns)) for row in range(rows))
        yield WrongTurn("overwrote-the-overlaps", value, 3, rf"{self._product} \to {self.reply.tex(value)}")
        yield from self.instead("stamped-the-flipped-kernel", replace(self, kernel=flip(self.kernel)), 2)
        yield from self.instead("forgot-stride", replace(self, stride=1), 1)
        yield from self.instead("forgot-padding", replace(self, padding=0), 1)
        yield from self._cut_otherwise()
        yield from self._forward()

    def _cut_otherwise(self) -> Iterator[WrongTurn]:
        """The wrong turns of cutting one side only, and of adding the padding."""
        above, left = self._cuts
        whole = replace(self, padding=0)
        rows, columns = whole._size
        if rows * columns > MOST_CELLS or self.padding > LARGEST_GRID:
            return
        tex = whole.arithmetic()
        value = cut(whole.answer(), range(above, rows), range(left, columns))
        yield WrongTurn("padded-one-side", value, 1, rf"{tex} \to {self.reply.tex(value)}")
        value = cut(whole.answer(), range(-above, rows + above), range(-left, columns + left))
        yield WrongTurn("added-the-padding", value, 1, rf"{tex} \to {self.reply.tex(value)}")

    def _forward(self) -> Iterator[WrongTurn]:
        """The wrong turn of computing the convolution itself, where the kernel fits."""
        sides = zip(_sides(self.values), _sides(self.kernel), self._cuts, strict=True)
        tops, lefts = (starts(n, k, self.stride, p) for n, k, p in sides)
        if 0 < len(tops) * len(lefts) <= MOST_CELLS:
            value = slide(self.values, self.kernel, tops, lefts)
            forward = self._between(r"\star")
            yield WrongTurn("used-the-forward-formula", value, 1, f"{forward} = {self.reply.tex(value)}")

    def _stamps(self, row: int, column: int) -> list[Tap]:
        above, left = self._cuts
        return stamps(self.values, self.kernel, self.stride, row + above, column + left)

    def _last_stamp(self, row: int, column: int) -> Number:
        """What stands in a cell where later stamps overwrite earlier ones."""
        taps = self._stamps(row, column)
        return simplest(taps[-1][2] * taps[-1][3]) if taps else 0

    @property
    def _product(self) -> str:
        return self._between(r"\otimes")

    def _between(self, operator: str) -> str:
        """Values and kernel with the operator between them."""
        changed = {"S": (self.stride, 1), "P": (self.padding, 0)}
        under = r",\, ".join(f"{letter} = {value}" for letter, (value, usual) in changed.items() if value != usual)
        operator = rf"\underset{{{under}}}{{{operator}}}" if under else operator
        return f"{self.reply.tex(self.values)} {operator} {self.reply.tex(self.kernel)}"

    def arithmetic(self) -> str:
        return f"{self._product} = {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        first, s, p = self.values[0][0], self.stride, self.padding
        sides = zip(_sides(self.values), _sides(self.kernel), self._cuts, self._size, strict=True)
        sizes = r",\quad ".join(rf"({n} - 1) \cdot {s} + {k} - 2 \cdot {cut} = {out}" for n, k, cut, out in sides)
        stamp = tuple(tuple(simplest(first * cell) for cell in row) for row in self.kernel)
        row, column = max(
            ((row, column) for row in range(self._size[0]) for column in range(self._size[1])),
            key=lambda place: len(self._stamps(*place)),
        )
        return [
            Step(
                Text("The formula: every value stamps itself times the kernel, $S$ cells further for each step"),
                r"h[S j + n - P] \mathrel{+}= f[j]\; g[n]"
                if self._is_row
                else r"h[S i + m - P,\; S j + n - P] \mathrel{+}= f[i, j]\; g[m, n]",
            ),
            Step(
                Text("The size of the answer: the last stamp's start and length, less what the padding cuts off"), sizes
            ),
            Step(
                Text("The first value's stamp, before anything is cut off"),
                rf"{boards.signed(first)} \cdot {self.reply.tex(self.kernel)} = {self.reply.tex(stamp)}",
            ),
            Step(
                Text("The cell with the most stamps: row {row}, column {column}", row=row + 1, column=column + 1),
                boards.products_tex(self._stamps(row, column)) if self._stamps(row, column) else "0",
            ),
            Step(
                Text("All stamps added up, and the padding cut off") if p else Text("All stamps added up"),
                self.arithmetic(),
            ),
        ]

    def equation(self) -> Equation:
        values = DrawnGrid("f", Text("values"), self.values)
        return Equation((values, boards.drawn_kernel(self.kernel)), "⊗", Text("stamped with"))

    def figure(self) -> Picture:
        grids = {"values": boards.spell_grid(self.values), "kernel": boards.spell_grid(self.kernel)}
        return Picture("transposed-convolution", grids | {"stride": self.stride, "padding": self.padding})

    def cell(self, row: int, column: int) -> CellWork:
        taps = self._stamps(row, column)
        return boards.products_work(taps) if taps else CellWork("0 = 0", ())


def _sides(grid: Matrix) -> tuple[int, int]:
    return len(grid), len(grid[0])
