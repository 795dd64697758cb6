"""What does unpooling make of a small grid?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, Self

from engine import boards
from engine.answers import Grid as GridReply
from engine.answers import size_words, tex_number
from engine.dice import Dice
from engine.givens import BadGivens, Count, Grid, WholeGrid
from engine.numeric.grids import Matrix, cut
from engine.numeric.upsampling import Place, bed_of_nails, before_pooling, nearest, scattered
from engine.problem import CellWork, DrawnGrid, Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text, typeset

SQUARE = [[1, 2], [3, 4]]


@dataclass(frozen=True)
class UnpoolingGrid(Problem):
    values: Grid
    method: Literal["bed-of-nails", "nearest", "max"]
    factor: Count
    indices: WholeGrid | None

    topic = "transposed-convolution"
    title = Text("Unpooling by hand")
    reply = GridReply()
    tags = (
        "repeated-the-value",
        "filled-with-zeros",
        "tiled-the-map",
        "enlarged-one-axis",
        "dropped-the-last-zeros",
        "put-every-value-top-left",
        "read-the-indices-by-columns",
        "counted-the-indices-from-one",
    )
    seconds = (45, 60, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # every block alike
            rows, columns = dice.pick(((2, 2), (2, 2), (2, 3), (3, 2), (1, 3)))
            return cls(dice.grid(rows, columns, 1, 9), dice.pick(("bed-of-nails", "nearest")), 2, None)
        rows, columns, factor = 2, 2, 2  # each value has a place of its own
        if level == 3:  # the output is not square, so the indices depend on its width
            rows, columns, factor = dice.pick(((1, 2, 3), (2, 1, 3), (2, 3, 2), (3, 2, 2), (1, 3, 2), (3, 1, 2)))
        indices = tuple(
            tuple(
                (factor * i + dice.whole(0, factor - 1)) * factor * columns + factor * j + dice.whole(0, factor - 1)
                for j in range(columns)
            )
            for i in range(rows)
        )
        return cls(dice.grid(rows, columns, 1, 9), "max", factor, indices)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        nails = [[1, 0, 2, 0], [0, 0, 0, 0], [3, 0, 4, 0], [0, 0, 0, 0]]
        repeated = [[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]
        unpooled = [[0, 0, 0, 0], [0, 6, 0, 8], [0, 0, 0, 0], [0, 14, 0, 16]]
        plain = {"values": SQUARE, "factor": 2, "indices": None}
        pooled = {"values": [[6, 8], [14, 16]], "method": "max", "factor": 2, "indices": [[5, 7], [13, 15]]}
        wide = {"values": [[5, 7]], "method": "max", "factor": 3, "indices": [[7, 16]]}
        return (
            Example(plain | {"method": "bed-of-nails"}, nails, 1),
            Example(plain | {"method": "nearest"}, repeated, 1),
            Example(pooled, unpooled, 2, "pytorch-max-unpool2d"),
            Example(wide, [[0, 0, 0, 0, 0, 0], [0, 5, 0, 0, 0, 0], [0, 0, 0, 0, 7, 0]], 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(values=self.values)
        boards.refuse_too_many_cells("factor", self.factor, *self._size)
        if self.method != "max":
            if self.indices is not None:
                raise BadGivens("indices", Text("indices must be null unless method is max."))
            return
        if self.indices is None:
            raise BadGivens("indices", Text("indices must not be null when method is max: each value has a place."))
        if size_words(self.indices) != size_words(self.values):
            text = Text(
                "indices is {size}, but values is {values}: each value has one index.",
                size=size_words(self.indices),
                values=size_words(self.values),
            )
            raise BadGivens("indices", text)
        for i, row in enumerate(self.indices):
            for j, index in enumerate(row):
                y, x = self._place(index)
                if (y // self.factor, x // self.factor) != (i, j):
                    text = Text(
                        "{field} is {index}: that place of the {size} output is not in the value's own window.",
                        field=f"indices[{i}][{j}]",
                        index=index,
                        size="×".join(map(str, self._size)),
                    )
                    raise BadGivens(f"indices[{i}][{j}]", text)

    @property
    def _size(self) -> tuple[int, int]:
        return self.factor * len(self.values), self.factor * len(self.values[0])

    def _place(self, index: int) -> Place:
        """Row and column of a flat index into the output."""
        return divmod(index, self._size[1])

    def prompt(self) -> Text:
        if self.method == "bed-of-nails":
            question = Text(
                "Unpool $f$ by a factor of {factor} with bed of nails, the nail in the upper left. What comes out?",
                factor=self.factor,
            )
        elif self.method == "nearest":
            question = Text(
                "Unpool $f$ by a factor of {factor} with nearest neighbour. What comes out?", factor=self.factor
            )
        else:
            question = Text(
                "Max unpooling of $f$ by a factor of {factor}: the pooling has recorded the places $g$, flat as in "
                "PyTorch, counted from 0 through the output. What comes out?",
                factor=self.factor,
            )
        return boards.asked(question, self.tolerance)

    def answer(self) -> Matrix:
        if self.method == "bed-of-nails":
            return bed_of_nails(self.values, self.factor)
        if self.method == "nearest":
            return nearest(self.values, self.factor)
        return self._scattered(self._place)

    def _scattered(self, place: Callable[[int], Place]) -> Matrix:
        """The values where the reading `place` of their indices puts them."""
        places = {(i, j): place(index) for i, row in enumerate(self.indices or ()) for j, index in enumerate(row)}
        return scattered(self.values, places, *self._size)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        (rows, columns), plain = self._size, replace(self, indices=None)
        if self.method == "nearest":
            yield from self.instead("filled-with-zeros", replace(plain, method="bed-of-nails"))
            height, width = len(self.values), len(self.values[0])
            yield self._turn(
                "tiled-the-map",
                tuple(tuple(self.values[y % height][x % width] for x in range(columns)) for y in range(rows)),
            )
            yield self._turn("enlarged-one-axis", self.answer()[:: self.factor])
            return
        yield from self.instead("repeated-the-value", replace(plain, method="nearest"))
        if self.method == "bed-of-nails":
            last = cut(self.answer(), range(rows - self.factor + 1), range(columns - self.factor + 1))
            yield self._turn("dropped-the-last-zeros", last)
            return
        yield from self.instead("put-every-value-top-left", replace(plain, method="bed-of-nails"), 2)
        yield self._turn("read-the-indices-by-columns", self._scattered(lambda index: divmod(index, rows)[::-1]), 2)
        if all(map(all, self.indices or ())):
            yield self._turn("counted-the-indices-from-one", self._scattered(lambda index: self._place(index - 1)), 2)

    def _turn(self, tag: str, value: Matrix, step: int = 1) -> WrongTurn:
        return WrongTurn(tag, value, step, self._line(value))

    def _line(self, value: Matrix) -> str:
        f = self.reply.tex(self.values)
        at = rf",\; {self.reply.tex(self.indices)}" if self.indices else ""
        return rf"{f}{at} \underset{{\text{{{self.method}}},\; {self.factor}}}{{\to}} {self.reply.tex(value)}"

    def arithmetic(self) -> str:
        return self._line(self.answer())

    def steps(self) -> list[Step]:
        factor, first, (rows, columns) = self.factor, tex_number(self.values[0][0]), self._size
        size = rf"{len(self.values)} \cdot {factor} = {rows},\quad {len(self.values[0])} \cdot {factor} = {columns}"
        block = cut(self.answer(), range(factor), range(factor))
        shown = Step(Text("The first value and its block"), rf"{first} \to {self.reply.tex(block)}")
        if self.method == "bed-of-nails":
            formula = Step(
                Text("The formula: each value in the first cell of its block of F × F, 0 in all others"),
                r"h[F i,\; F j] = f[i, j]",
            )
        elif self.method == "nearest":
            formula = Step(
                Text("The formula: each cell takes the value of the block of F × F in which it lies"),
                r"h[y, x] = f\left[\left\lfloor\frac{y}{F}\right\rfloor,\; \left\lfloor\frac{x}{F}\right\rfloor\right]",
            )
        else:
            formula = Step(
                Text(
                    "The formula: index $p$ counts the cells of an output W wide row by row, from 0; all others are 0"
                ),
                r"h\left[\left\lfloor\frac{p}{W}\right\rfloor,\; p \bmod W\right] = f[i, j]",
            )
            index = self.indices[0][0] if self.indices else 0
            row, column = self._place(index)
            shown = Step(
                Text("The first value: row {row}, column {column}, both counted from 0", row=row, column=column),
                rf"{index} = {row} \cdot {columns} + {column} \Rightarrow h[{row}, {column}] = {first}",
            )
        return [
            formula,
            Step(Text("The size of the answer: rows, then columns"), size),
            shown,
            Step(Text("The same for every value"), self.arithmetic()),
        ]

    def equation(self) -> Equation:
        grids = [DrawnGrid("f", Text("values"), self.values)]
        if self.indices:
            grids.append(DrawnGrid("g", Text("places"), self.indices))
        return Equation(tuple(grids), "→", Text("put at"))

    def figure(self) -> Picture:
        """Pooling and this way back, of a map from which pooling makes these values."""
        places = {
            (i, j): self._place(self.indices[i][j]) if self.indices else (self.factor * i, self.factor * j)
            for i, row in enumerate(self.values)
            for j in range(len(row))
        }
        image = boards.spell_grid(before_pooling(self.values, places, self.factor))
        block = {"kernel_size": self.factor, "stride": self.factor}
        return Picture("pooling", {"image": image, "back": "places" if self.method == "max" else self.method, **block})

    def cell(self, row: int, column: int) -> CellWork:
        y, x = row // self.factor, column // self.factor
        value, is_there = self.values[y][x], int(self._holds(row, column))
        shown = typeset(value if is_there else 0)
        return CellWork(f"f{{{typeset(value)}}}·{is_there} = {shown}", ((y, x, f"×{is_there}"),))

    def _holds(self, row: int, column: int) -> bool:
        """Whether the value of a cell's block stands in this cell."""
        if self.indices:
            return self._place(self.indices[row // self.factor][column // self.factor]) == (row, column)
        return self.method == "nearest" or row % self.factor == column % self.factor == 0
