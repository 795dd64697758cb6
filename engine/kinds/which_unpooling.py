"""Which way of unpooling made this map?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from engine import boards
from engine.answers import OneOf, Option, size_words, tex_number
from engine.dice import Dice
from engine.givens import BadGivens, Grid
from engine.numeric.grids import Matrix, cut
from engine.numeric.upsampling import Place, bed_of_nails, before_pooling, nearest, scattered
from engine.problem import DrawnGrid, Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

SQUARE = [[1, 2], [3, 4]]
_FORMS = (r"v & v \\ v & v", r"v & 0 \\ 0 & 0", r"0 & 0 \\ v & 0")


@dataclass(frozen=True)
class WhichUnpooling(Problem):
    values: Grid
    result: Grid

    topic = "transposed-convolution"
    title = Text("Which unpooling?")
    reply = OneOf(
        Option("bed-of-nails", Text("Bed of nails")),
        Option("nearest", Text("Nearest neighbour")),
        Option("max", Text("Max unpooling")),
    )
    tags = ("overlooked-the-places", "judged-by-the-first-block", "took-zeros-for-max", "expected-copies-from-max")
    seconds = (20, 30, 40)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        rows, columns, factor = 2, 2, 2
        if level == 3:  # larger blocks, which may all hold their value in the same cell
            rows, columns, factor = dice.pick(((1, 2, 3), (2, 1, 3), (2, 2, 3), (2, 3, 2), (3, 2, 2)))
        values = dice.grid(rows, columns, 1, 9)
        method = dice.pick(("bed-of-nails", "nearest", "max", "max"))
        if method == "nearest":
            return cls(values, nearest(values, factor))
        corners = {(i, j): (factor * i, factor * j) for i in range(rows) for j in range(columns)}
        if method == "bed-of-nails":
            return cls(values, bed_of_nails(values, factor))
        places = dict(corners)
        shift = cls._off_corner(dice, factor)
        same = level == 3 and dice.chance(0.5)
        for i, j in corners:
            is_first, is_last = (i, j) == (0, 0), (i, j) == (rows - 1, columns - 1)
            # at level 2 the first block looks like bed of nails, elsewhere it already shows the difference
            moved = (
                is_last or (dice.chance(0.3) and not is_first) if level == 2 else same or is_first or dice.chance(0.7)
            )
            if moved:
                down, right = shift if same else cls._off_corner(dice, factor)
                places[i, j] = factor * i + down, factor * j + right
        return cls(values, scattered(values, places, factor * rows, factor * columns))

    @staticmethod
    def _off_corner(dice: Dice, factor: int) -> Place:
        """A cell of a block that is not its upper left one."""
        return divmod(dice.whole(1, factor * factor - 1), factor)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        nails = [[1, 0, 2, 0], [0, 0, 0, 0], [3, 0, 4, 0], [0, 0, 0, 0]]
        repeated = [[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]
        almost = [[1, 0, 2, 0], [0, 0, 0, 0], [3, 0, 0, 0], [0, 0, 0, 4]]
        wide = [[0, 0, 0, 0, 0, 0], [0, 5, 0, 0, 7, 0], [0, 0, 0, 0, 0, 0]]
        return (
            Example({"values": SQUARE, "result": nails}, "bed-of-nails", 1),
            Example({"values": SQUARE, "result": repeated}, "nearest", 1),
            Example({"values": SQUARE, "result": almost}, "max", 2),
            Example({"values": [[5, 7]], "result": wide}, "max", 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(values=self.values, result=self.result)
        if not all(map(all, self.values)):
            text = Text("values must not hold a 0: in the result it could not be told from an empty cell.")
            raise BadGivens("values", text)
        factor = self._factor
        if factor < 2 or (factor * len(self.values), factor * len(self.values[0])) != self._size:
            text = Text(
                "result is {size}: it must be the same whole factor, at least 2, larger than values on both axes, "
                "and values is {values}.",
                size=size_words(self.result),
                values=size_words(self.values),
            )
            raise BadGivens("result", text)
        if not self._method():
            text = Text("result is none of the three unpoolings of values.")
            raise BadGivens("result", text)

    @property
    def _size(self) -> tuple[int, int]:
        return len(self.result), len(self.result[0])

    @property
    def _factor(self) -> int:
        return len(self.result) // len(self.values)

    def _block(self, row: int, column: int) -> Matrix:
        """The block of the result that belongs to a value."""
        tops, lefts = (range(self._factor * place, self._factor * (place + 1)) for place in (row, column))
        return cut(self.result, tops, lefts)

    def _places(self) -> list[Place]:
        return [(row, column) for row in range(len(self.values)) for column in range(len(self.values[0]))]

    def _method(self) -> str:
        """The unpooling that gives the result; empty where there is none."""
        if self.result == nearest(self.values, self._factor):
            return "nearest"
        if self.result == bed_of_nails(self.values, self._factor):
            return "bed-of-nails"
        blocks = [[cell for line in self._block(*place) for cell in line if cell] for place in self._places()]
        return "max" if blocks == [[value] for row in self.values for value in row] else ""

    def prompt(self) -> Text:
        return Text(
            "Unpooling made $h$ out of $f$. Which way: bed of nails, nearest neighbour or max unpooling? "
            "If all values stand in the upper left of their blocks, it is bed of nails."
        )

    def answer(self) -> str:
        return self._method()

    def wrong_turns(self) -> Iterator[WrongTurn]:
        answer = self.answer()
        if answer == "nearest":
            yield self._turn("expected-copies-from-max", "max", (0, 0))
        elif answer == "bed-of-nails":
            yield self._turn("took-zeros-for-max", "max", (0, 0))
        elif self.result[0][0]:
            yield self._turn("judged-by-the-first-block", "bed-of-nails", (0, 0))
        else:
            yield self._turn("overlooked-the-places", "bed-of-nails", (0, 0))

    def _turn(self, tag: str, key: str, place: Place) -> WrongTurn:
        return WrongTurn(tag, key, 2, rf"{self._shown(place)} \Rightarrow {self.reply.tex(key)}")

    def _shown(self, place: Place) -> str:
        """A value and its block."""
        row, column = place
        return rf"{tex_number(self.values[row][column])} \to {boards.tex_grid(self._block(row, column))}"

    @property
    def _telling(self) -> Place:
        """The first block that does not look like bed of nails, else the first one."""
        moved = [place for place in self._places() if not self._block(*place)[0][0]]
        return moved[0] if moved else (0, 0)

    def arithmetic(self) -> str:
        return rf"{self._shown(self._telling)} \Rightarrow {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        row, column = self._telling
        factor, (rows, columns) = self._factor, self._size
        height, width = len(self.values), len(self.values[0])
        if self.answer() == "nearest":
            words = Text("Every block is full of its value: {answer}", answer=self.reply.label("nearest"))
        elif self.answer() == "bed-of-nails":
            words = Text(
                "Every block holds its value once, and always in the upper left: {answer}",
                answer=self.reply.label("bed-of-nails"),
            )
        else:
            words = Text(
                "Every block holds its value once, but here not in the upper left (row {row}, column {column} of the "
                "blocks): {answer}",
                row=row + 1,
                column=column + 1,
                answer=self.reply.label("max"),
            )
        return [
            Step(
                Text("What a value $v$ becomes: a full block, a nail in the upper left, or a nail at the maximum"),
                r",\quad ".join(rf"\begin{{bmatrix}} {cells} \end{{bmatrix}}" for cells in _FORMS),
            ),
            Step(
                Text("The size of a block: rows, then columns"),
                rf"\frac{{{rows}}}{{{height}}} = {factor},\quad \frac{{{columns}}}{{{width}}} = {factor}",
            ),
            Step(
                Text("Block by block, in reading order"),
                r",\quad ".join(map(self._shown, self._places())),
            ),
            Step(words, self.arithmetic()),
        ]

    def figure(self) -> Picture:
        """Pooling and this way back, of a map from which pooling makes these values."""
        factor = self._factor
        places = {(i, j): (factor * i, factor * j) for i, j in self._places()}
        back = self._method()
        if back == "max":
            back = "places"
            filled = [(y, x) for y, row in enumerate(self.result) for x, cell in enumerate(row) if cell]
            places = {(y // factor, x // factor): (y, x) for y, x in filled}
        image = boards.spell_grid(before_pooling(self.values, places, factor))
        block = {"kernel_size": factor, "stride": factor}
        return Picture("pooling", {"image": image, "back": back, **block})

    def equation(self) -> Equation:
        result = DrawnGrid("result", Text("result"), self.result, sign="→")
        return Equation((DrawnGrid("f", Text("values"), self.values), result), "→", Text("becomes"))
