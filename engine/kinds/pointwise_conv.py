"""What does a 1x1 convolution make of the channels of one pixel?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Self

from engine import boards
from engine.answers import Row as RowReply
from engine.answers import tex_number
from engine.dice import Dice
from engine.givens import LONGEST_ROW, BadGivens, Exact, Most, Row
from engine.numeric.exact import simplest
from engine.numeric.grids import Matrix, transpose
from engine.problem import DrawnGrid, Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text, spell


@dataclass(frozen=True)
class PointwiseConv(Problem):
    pixel: Row
    weights: Annotated[tuple[Row, ...], Most(LONGEST_ROW)]
    bias: Row

    topic = "pointwise-convolution"
    title = Text("1x1 convolution at a pixel")
    reply = RowReply()
    tags = (
        "did-not-add-the-bias",
        "transposed-the-weights",
        "scaled-each-channel",
        "read-one-channel-only",
        "added-a-bias-per-input-channel",
    )
    seconds = (45, 60, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # fewer channels come out than went in
            return cls(dice.row(3, 1, 5), _weights(dice, 2, 3, 0, 3), _biases(dice, 2))
        if level == 2:  # as many, so that rows and columns can be mixed up
            size = dice.whole(2, 3)
            while (weights := _weights(dice, size, size, -2, 3)) == transpose(weights):
                continue
            return cls(_filled(dice, size, -3, 5), weights, _biases(dice, size))
        ins, outs = dice.pick(((2, 3), (2, 4), (3, 4)))  # more, and the weights are not whole
        halves = tuple(tuple(simplest(Fraction(w, 2)) for w in row) for row in _weights(dice, outs, ins, -3, 4))
        return cls(_filled(dice, ins, -4, 6), halves, _biases(dice, outs))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"pixel": [1, 2, 3], "weights": [[2, 0, 1], [1, 1, 1]], "bias": [1, -2]}, [6, 4], 1),
            Example({"pixel": [2, -1], "weights": [[1, 3], [0, 2]], "bias": [1, 1]}, [0, -1], 2),
            Example({"pixel": [1, 2, 3], "weights": [[0.5, 0, 1]], "bias": [0]}, [3.5], 3),
            Example({"pixel": [4, -2], "weights": [[0.5, 1], [1.5, 0], [-1, 0.5]], "bias": [1, -3, 2]}, [1, 3, -3], 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(pixel=(self.pixel,), weights=self.weights, bias=(self.bias,))
        for index, row in enumerate(self.weights):
            if len(row) != len(self.pixel):
                text = Text(
                    "{field} has {n:weight|weights}, but the pixel has {m:channel|channels}: "
                    "an output takes one weight a channel.",
                    field=f"weights[{index}]",
                    n=len(row),
                    m=len(self.pixel),
                )
                raise BadGivens(f"weights[{index}]", text)
        if len(self.bias) != len(self.weights):
            text = Text(
                "bias has {n:number|numbers}, but weights has {m:row|rows}: every output channel has one bias.",
                n=len(self.bias),
                m=len(self.weights),
            )
            raise BadGivens("bias", text)

    def prompt(self) -> Text:
        question = Text(
            "The channels of a pixel are $f$, from the first down. A 1x1 convolution has the weights $g$, one row for "
            "each output channel, and the biases {bias}. Which values does the pixel have after it?",
            bias=f"${{b = {self.reply.tex(self.bias)}}}$",
        )
        return boards.asked(question, self.tolerance)

    def answer(self) -> tuple[Exact, ...]:
        rows = zip(self.weights, self.bias, strict=True)
        return tuple(simplest(sum(w * x for w, x in zip(row, self.pixel, strict=True)) + b) for row, b in rows)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        channels = len(self.pixel)
        yield from self.instead("did-not-add-the-bias", replace(self, bias=(0,) * len(self.bias)), 2)
        if channels == len(self.weights):
            yield from self.instead("transposed-the-weights", replace(self, weights=transpose(self.weights)), 1)
            yield from self._with_diagonal("scaled-each-channel")
        first = replace(self, weights=tuple((row[0], *(0,) * (channels - 1)) for row in self.weights))
        yield from self.instead("read-one-channel-only", first, 1)
        per_channel = replace(self, bias=tuple(simplest(b * channels) for b in self.bias))
        yield from self.instead("added-a-bias-per-input-channel", per_channel, 2)

    def _with_diagonal(self, tag: str) -> Iterator[WrongTurn]:
        """The wrong turn of giving every output channel the input channel of its own number only."""
        diagonal = tuple(
            tuple(w if place == column else 0 for column, w in enumerate(row)) for place, row in enumerate(self.weights)
        )
        yield from self.instead(tag, replace(self, weights=diagonal), 1)

    def arithmetic(self) -> str:
        x, b = (boards.tex_grid(_column(row)) for row in (self.pixel, self.bias))
        return f"{boards.tex_grid(self.weights)} {x} + {b} = {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        products = r" + ".join(
            rf"{boards.signed(w)} \cdot {boards.signed(x)}" for w, x in zip(self.weights[0], self.pixel, strict=True)
        )
        bias = boards.signed(self.bias[0])
        return [
            Step(
                Text("The formula: at each pixel the layer multiplies its channels by a matrix and adds the biases"),
                r"h[o] = b[o] + \sum_c g[o, c]\; f[c]",
            ),
            Step(
                Text("The first output channel: its row of weights along the pixel, then its own bias"),
                f"{products} + {bias} = {tex_number(self.answer()[0])}",
            ),
            Step(Text("The same with every row; no neighbour takes part"), self.arithmetic()),
        ]

    def figure(self) -> Picture:
        image, weights = (
            " // ".join(map(spell, numbers)) for numbers in (self.pixel, [w for row in self.weights for w in row])
        )
        return Picture("channels", {"image": image, "weights": weights, "bias": self.reply.spell(self.bias, None)})

    def equation(self) -> Equation:
        weights, pixel = (
            DrawnGrid("g", Text("weights"), self.weights),
            DrawnGrid("f", Text("pixel"), _column(self.pixel)),
        )
        return Equation((weights, pixel), "·", Text("times"))


def _column(row: Row) -> Matrix:
    return tuple((number,) for number in row)


def _filled(dice: Dice, length: int, low: int, high: int) -> tuple[int, ...]:
    """Numbers without a 0, which would hide its weight."""
    return tuple(dice.pick([number for number in range(low, high + 1) if number]) for _ in range(length))


def _biases(dice: Dice, count: int) -> tuple[int, ...]:
    return _filled(dice, count, -3, 3)


def _weights(dice: Dice, rows: int, columns: int, low: int, high: int) -> tuple[tuple[int, ...], ...]:
    """Weights without a row of zeros."""
    while not all(map(any, weights := dice.grid(rows, columns, low, high))):
        continue
    return weights
