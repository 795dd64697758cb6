"""What do a convolution and a layer that does not share its weights cost?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Annotated, Self

from engine.answers import Heading, Ledger, Table
from engine.dice import Dice
from engine.givens import BadGivens, Count, Most
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text

Factors = tuple[int, ...]
Cells = tuple[tuple[Factors, ...], ...]


@dataclass(frozen=True)
class LocallyConnectedCost(Problem):
    input_shape: Annotated[tuple[Count, ...], Most(4)]
    out_channels: Count
    kernel_size: Count

    topic = "cnn-vs-mlp"
    title = Text("Cost of a locally connected layer")
    reply = Ledger()
    tags = (
        "credited-sharing-with-the-compute",
        "shared-the-weights-of-both",
        "counted-a-dense-layer",
        "kept-the-image-size",
        "forgot-in-channels",
        "forgot-one-side",
    )
    seconds = (120, 150, 180)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # one channel
            side = dice.whole(5, 14)
            return cls((1, side, side), dice.pick((1, 2, 3, 4, 5, 8, 10)), dice.pick((2, 3, 5)))
        if level == 2:  # the windows are as deep as the input
            side, kernel_size = dice.pick((8, 10, 12, 14, 16, 22, 32)), dice.pick((3, 3, 5))
            return cls((dice.pick((2, 3, 4, 8, 10)), side, side), dice.pick((4, 5, 8, 10, 16)), kernel_size)
        # the sides differ, or there is one, or three
        sides = dice.sample((4, 5, 6, 7, 8, 10, 12, 14, 22), dice.pick((1, 2, 2, 3)))
        return cls((dice.pick((2, 3, 4, 5)), *sides), dice.pick((2, 4, 5, 10)), dice.pick((2, 3)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example(_layer([1, 5, 5], 2, 3), [[18, 162], [162, 162]], 1),
            Example(_layer([3, 32, 32], 8, 3), [[216, 194400], [194400, 194400]], 2),
            Example(_layer([2, 10], 4, 3), [[24, 192], [192, 192]], 3),
            Example(_layer([2, 4, 5, 6], 3, 2), [[48, 2880], [2880, 2880]], 3),
        )

    def check(self) -> None:
        if len(self.input_shape) == 1:
            rule = Text("{field} takes the channels and then 1 to 3 sizes, but it has one entry.", field="input_shape")
            raise BadGivens("input_shape", rule)
        if self.kernel_size > min(self.input_shape[1:]):
            text = Text(
                "kernel_size is {kernel_size}: the window must fit into the input, whose shortest side is {side}.",
                kernel_size=self.kernel_size,
                side=min(self.input_shape[1:]),
            )
            raise BadGivens("kernel_size", text)

    def prompt(self) -> Text:
        return Text(
            "An input of shape {input_shape}, channels first, is mapped to {out_channels:channel|channels} "
            "with windows of size {window} at stride 1, without padding or bias: "
            "once by a convolution, once by a locally connected layer, whose weights are untied. "
            "What does each cost in weights, and in multiply-accumulates (MACs)?",
            input_shape="×".join(map(str, self.input_shape)),
            out_channels=self.out_channels,
            window="×".join([str(self.kernel_size)] * len(self._sides)),
        )

    def rows(self) -> tuple[Heading, ...]:
        return Heading("convolution", Text("convolution")), Heading("untied", Text("untied"))

    def columns(self) -> tuple[Heading, ...]:
        return Heading("weights", Text("weights")), Heading("macs", Text("MACs"))

    @property
    def _sides(self) -> tuple[int, ...]:
        return self.input_shape[1:]

    @property
    def _filters(self) -> Factors:
        """The factors of the weights at one place: one filter for each output channel."""
        return *(self.kernel_size,) * len(self._sides), self.input_shape[0], self.out_channels

    @property
    def _places(self) -> Factors:
        return tuple(side - self.kernel_size + 1 for side in self._sides)

    def answer(self) -> Table:
        return _values(_costs(prod(self._filters), prod(self._places)))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        weights, places = prod(self._filters), prod(self._places)
        dense = prod(self.input_shape), self.out_channels * places
        shallow = self.kernel_size ** len(self._sides) * self.out_channels
        once, everywhere = (weights,), (weights, places)
        turns: list[tuple[str, int, Cells]] = [
            ("credited-sharing-with-the-compute", 3, ((once, once), (everywhere, everywhere))),
            ("shared-the-weights-of-both", 3, ((once, everywhere), (once, everywhere))),
            ("counted-a-dense-layer", 3, ((once, everywhere), (dense, dense))),
            ("kept-the-image-size", 2, _costs(weights, prod(self._sides))),
            ("forgot-in-channels", 1, _costs(shallow, places)),
        ]
        if len(self._sides) > 1:
            turns.append(("forgot-one-side", 2, _costs(weights, prod(self._places[:-1]))))
        for tag, step, cells in turns:
            yield WrongTurn(tag, _values(cells), step, _arithmetic(cells))

    def arithmetic(self) -> str:
        return _arithmetic(_costs(prod(self._filters), prod(self._places)))

    def _count_of_places(self) -> str:
        window, total = self.kernel_size, f" = {prod(self._places)}"
        if len(self._places) == 1:
            return f"{self._sides[0]} - {window} + 1" + total
        return "".join(f"({side} - {window} + 1)" for side in self._sides) + f" = {_product(self._places)}" + total

    def steps(self) -> list[Step]:
        letters = {1: ("L",), 2: ("H", "W"), 3: ("D", "H", "W")}[len(self._sides)]
        power = "K" if len(letters) == 1 else f"K^{len(letters)}"
        places = "L - K + 1" if len(letters) == 1 else "".join(f"({letter} - K + 1)" for letter in letters)
        return [
            Step(
                Text("The formula: the weights at one place, and the places of the window"),
                rf"W = {power} \cdot C_\text{{in}} \cdot C_\text{{out}},\quad N = {places}",
            ),
            Step(
                Text("One place: a filter as deep as the input for each output channel"),
                f"{_product(self._filters)} = {prod(self._filters)}",
            ),
            Step(
                Text("The places where the window fits"),
                self._count_of_places(),
            ),
            Step(
                Text(
                    "Untied, every place has weights of its own. Each is multiplied once, and so is a shared one, "
                    "at every place"
                ),
                self.arithmetic(),
            ),
        ]


def _costs(weights: int, places: int) -> Cells:
    """The factors of each cell of the table."""
    once, everywhere = (weights,), (weights, places)
    return (once, everywhere), (everywhere, everywhere)


def _values(cells: Cells) -> Table:
    return tuple(tuple(prod(factors) for factors in row) for row in cells)


def _arithmetic(cells: Cells) -> str:
    rows = r" \\ ".join(" & ".join(map(_product, row)) for row in cells)
    return rf"\begin{{array}}{{rr}} {rows} \end{{array}} = {Ledger().tex(_values(cells))}"


def _product(factors: Factors) -> str:
    return r" \cdot ".join(map(str, factors))


def _layer(input_shape: list[int], out_channels: int, kernel_size: int) -> dict[str, object]:
    return {"input_shape": input_shape, "out_channels": out_channels, "kernel_size": kernel_size}
