"""How many weights do a square kernel and the column and row in its place have?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Self

from engine.answers import Heading, Ledger, Table
from engine.dice import Dice
from engine.givens import Count
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

Factors = tuple[int, ...]


@dataclass(frozen=True)
class SpatiallySeparableCost(Problem):
    in_channels: Count
    out_channels: Count
    kernel_size: Count

    topic = "parameter-count"
    title = Text("Cost of a spatially separable convolution")
    reply = Ledger()
    tags = (
        "did-not-chain-the-layers",
        "changed-the-channels-last",
        "took-the-kernel-for-square",
        "forgot-in-channels",
    )
    seconds = (75, 105, 105)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # the channels stay
            channels = dice.pick((4, 5, 6, 8, 10, 12, 15, 16, 20, 24, 30, 32, 40, 50, 64))
            return cls(channels, channels, dice.pick((3, 5, 7)))
        if level == 2:  # the channels change with the first step
            in_channels, out_channels = dice.sample((3, 4, 6, 8, 10, 12, 16, 20, 24, 32), 2)
            return cls(in_channels, out_channels, dice.pick((5, 7, 9, 11)))
        in_channels = dice.whole(1, 8)  # the second step is the dear one: perhaps nothing is saved
        return cls(in_channels, in_channels * dice.pick((2, 3, 4, 5, 8, 10)), dice.pick((2, 3, 3, 4)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            # Inception's 1x7 and 7x1 on 192 channels
            Example(_layer(192, 192, 7), [[1806336], [258048], [258048]], 1),
            Example(_layer(3, 8, 5), [[600], [120], [320]], 2),
            Example(_layer(4, 32, 3), [[1152], [384], [3072]], 3),
        )

    def prompt(self) -> Text:
        return Text(
            "A convolution from {in_channels} to {out_channels:channel|channels} with kernel size "
            "{kernel_size}×{kernel_size} is replaced by two: first {kernel_size}×1, which goes to {out_channels}, then "
            "1×{kernel_size}, which stays there. Nothing has a bias. How many weights does each have?",
            **self.givens(),
        )

    def rows(self) -> tuple[Heading, ...]:
        return (
            Heading("standard", Text("standard")),
            Heading("vertical", Text("vertical")),
            Heading("horizontal", Text("horizontal")),
        )

    def columns(self) -> tuple[Heading, ...]:
        return (Heading("weights", Text("weights")),)

    def figure(self) -> Picture:
        return Picture("layer-cost", {**self.givens(), "layer": "in-space", "groups": 1, "count": "weights"})

    def answer(self) -> Table:
        return _counts(self._weights())

    def _weights(self) -> tuple[Factors, ...]:
        """The factors of the weights of each layer."""
        i, o, k = self.in_channels, self.out_channels, self.kernel_size
        return (k, k, i, o), (k, i, o), (k, o, o)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        standard, vertical, _ = self._weights()
        i, o, k = self.in_channels, self.out_channels, self.kernel_size
        for tag, step, weights in (
            ("did-not-chain-the-layers", 3, (standard, vertical, (k, i, o))),
            ("changed-the-channels-last", 2, (standard, (k, i, i), (k, i, o))),
            ("took-the-kernel-for-square", 2, (standard, standard, (k, k, o, o))),
            ("forgot-in-channels", 1, ((k, k, o), (k, o), (k, o))),
        ):
            yield WrongTurn(tag, _counts(weights), step, _arithmetic(weights))

    def arithmetic(self) -> str:
        return _arithmetic(self._weights())

    def steps(self) -> list[Step]:
        standard, vertical, horizontal = (f"{_product(factors)} = {prod(factors)}" for factors in self._weights())
        return [
            Step(
                Text("The formula: the cells of the kernel, for every pair of a channel read and a channel written"),
                r"K_H \cdot K_W \cdot C_\text{in} \cdot C_\text{out}",
            ),
            Step(Text("The square"), standard),
            Step(Text("The column reads the input and writes all output channels"), vertical),
            Step(Text("The row reads what the column has written, so it never sees the input channels"), horizontal),
            Step(Text("All three"), self.arithmetic()),
        ]


def _counts(weights: tuple[Factors, ...]) -> Table:
    return tuple((prod(factors),) for factors in weights)


def _arithmetic(weights: tuple[Factors, ...]) -> str:
    rows = r" \\ ".join(map(_product, weights))
    return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}} = {Ledger().tex(_counts(weights))}"


def _product(factors: Factors) -> str:
    return r" \cdot ".join(map(str, factors))


def _layer(in_channels: int, out_channels: int, kernel_size: int) -> dict[str, int]:
    return {"in_channels": in_channels, "out_channels": out_channels, "kernel_size": kernel_size}
