"""How many 3x3 layers see as far as one large kernel, and what does each weigh?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Annotated, Self

from engine.answers import Heading, Ledger, Table
from engine.dice import Dice
from engine.givens import BadGivens, Count, Least
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text

Factors = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class StackedKernels(Problem):
    target: Annotated[int, Least(3)]
    in_channels: Count

    topic = "vgg"
    title = Text("Stacked 3×3 kernels")
    reply = Ledger()
    tags = (
        "added-the-kernel-sizes",
        "started-at-zero",
        "counted-one-layer-of-the-stack",
        "forgot-in-channels",
        "forgot-to-square-the-kernel",
    )
    seconds = (60, 90, 120)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # the stacks of VGG
            in_channels = dice.pick((*range(1, 13), 15, 16, 20, 24, 25, 30, 32, 40, 50, 60, 64, 100))
            return cls(dice.pick((5, 7)), in_channels)
        if level == 2:  # taller than the ones that everybody has seen
            return cls(dice.pick((9, 11, 13, 15)), dice.pick((2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 30, 32)))
        # as large as the kernels that came after the stacks
        return cls(2 * dice.whole(8, 30) + 1, dice.pick((2, 3, 4, 5, 8, 10, 20)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"target": 5, "in_channels": 1}, [[2], [18], [25]], 1),
            Example({"target": 7, "in_channels": 64}, [[3], [110592], [200704]], 1),
            Example({"target": 11, "in_channels": 10}, [[5], [4500], [12100]], 2),
            Example({"target": 31, "in_channels": 4}, [[15], [2160], [15376]], 3),
        )

    def check(self) -> None:
        if self.target % 2 == 0:
            text = Text("target must be odd: 3×3 layers see 3, 5, 7 and so on, but it is {value}.", value=self.target)
            raise BadGivens("target", text)

    def prompt(self) -> Text:
        return Text(
            "A convolution with kernel size {target}×{target} is to be replaced by a stack of 3×3 ones with the same "
            "receptive field, all at stride 1 and without bias, with {in_channels:channel|channels} in and out "
            "everywhere. How many layers does the stack take, and how many weights do the stack and the single layer "
            "have?",
            target=self.target,
            in_channels=self.in_channels,
        )

    def rows(self) -> tuple[Heading, ...]:
        return (
            Heading("layers", Text("layers")),
            Heading("stacked-weights", Text("weights of the stack")),
            Heading("single-weights", Text("weights of the single layer")),
        )

    def columns(self) -> tuple[Heading, ...]:
        return (Heading("value", Text("number")),)

    @property
    def _layers(self) -> int:
        return (self.target - 1) // 2

    @property
    def _factors(self) -> Factors:
        t, c = self.target, self.in_channels
        return (self._layers,), (self._layers, 9, c, c), (t, t, c, c)

    def answer(self) -> Table:
        return _values(self._factors)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        t, c, layers = self.target, self.in_channels, self._layers
        count, _, single = self._factors
        thirds, halves = -(-t // 3), -(-t // 2)
        for tag, step, factors in (
            ("added-the-kernel-sizes", 1, ((thirds,), (thirds, 9, c, c), single)),
            ("started-at-zero", 1, ((halves,), (halves, 9, c, c), single)),
            ("counted-one-layer-of-the-stack", 2, (count, (9, c, c), single)),
            ("forgot-in-channels", 2, (count, (layers, 9, c), (t, t, c))),
            ("forgot-to-square-the-kernel", 2, (count, (layers, 3, c, c), (t, c, c))),
        ):
            yield WrongTurn(tag, _values(factors), step, _line(factors))

    def arithmetic(self) -> str:
        return _line(self._factors)

    def steps(self) -> list[Step]:
        t, layers, (_, stack, single) = self.target, self._layers, self._factors
        return [
            Step(
                Text("The formula: at stride 1 every 3×3 layer adds 2 to a field that begins with 1"),
                r"r = 1 + 2n,\qquad n \cdot 3^2\, C^2,\qquad r^2\, C^2",
            ),
            Step(
                Text("So many layers see as far as the large kernel"),
                rf"n = \frac{{{t} - 1}}{{2}} = {layers}",
            ),
            Step(
                Text("The stack: 9 cells in each layer, for every pair of channels"),
                f"{_product(stack)} = {prod(stack)}",
            ),
            Step(
                Text("The single layer: all cells of the large kernel, for every pair of channels"),
                f"{_product(single)} = {prod(single)}",
            ),
            Step(Text("All three"), self.arithmetic()),
        ]


def _values(factors: Factors) -> Table:
    return tuple((prod(row),) for row in factors)


def _line(factors: Factors) -> str:
    rows = r" \\ ".join(map(_product, factors))
    return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}} = {Ledger().tex(_values(factors))}"


def _product(factors: tuple[int, ...]) -> str:
    return r" \cdot ".join(map(str, factors))
