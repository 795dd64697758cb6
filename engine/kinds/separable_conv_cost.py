"""What do a standard and a depthwise separable convolution cost, in weights and in multiply-accumulates?"""

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
class SeparableConvCost(Problem):
    in_channels: Count
    out_channels: Count
    kernel_size: Count
    output_size: Count

    topic = "depthwise-separable"
    title = Text("Cost of a depthwise separable convolution")
    reply = Ledger()
    tags = (
        "forgot-in-channels",
        "ignored-groups",
        "counted-a-depthwise-filter-per-output",
        "summed-the-depthwise-outputs",
        "forgot-one-side",
    )
    seconds = (120, 180, 210)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # few channels, as many out as in times two
            in_channels = dice.whole(3, 12)
            return cls(in_channels, 2 * in_channels, 3, dice.pick((4, 5, 6, 8, 10)))
        if level == 2:  # the sizes of real networks
            in_channels = dice.pick((16, 24, 32, 40, 64, 80, 96, 128))
            return cls(in_channels, dice.pick((24, 32, 64, 100, 128, 160)), 3, dice.pick((7, 14, 20, 28)))
        # few outputs and a large kernel: the depthwise step is no longer the cheap one
        return cls(
            dice.pick((32, 48, 64, 100, 128)), dice.pick((4, 8, 12, 16, 20)), dice.pick((5, 7)), dice.whole(9, 15)
        )

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        small = {"in_channels": 3, "out_channels": 6, "kernel_size": 3, "output_size": 10}
        usual = {"in_channels": 64, "out_channels": 128, "kernel_size": 3, "output_size": 56}
        large = {"in_channels": 128, "out_channels": 16, "kernel_size": 7, "output_size": 14}
        return (
            Example(small, [[162, 16_200], [27, 2_700], [18, 1_800]], 1),
            Example(usual, [[73_728, 231_211_008], [576, 1_806_336], [8_192, 25_690_112]], 2),
            Example(large, [[100_352, 19_668_992], [6_272, 1_229_312], [2_048, 401_408]], 3),
        )

    def prompt(self) -> Text:
        return Text(
            "A standard {kernel_size}×{kernel_size} convolution goes from {in_channels} to {out_channels} "
            "channels. A depthwise separable one does it in two steps, depthwise and pointwise, with one depthwise "
            "filter per channel. Nothing has a bias, and every map that is computed is {output_size}×{output_size}. "
            "What does each cost in weights, and in multiply-accumulates (MACs)?",
            **self.givens(),
        )

    def rows(self) -> tuple[Heading, ...]:
        return (
            Heading("standard", Text("standard")),
            Heading("depthwise", Text("depthwise")),
            Heading("pointwise", Text("pointwise")),
        )

    def columns(self) -> tuple[Heading, ...]:
        return Heading("weights", Text("weights")), Heading("macs", Text("MACs"))

    def figure(self) -> Picture:
        return Picture("layer-cost", {**self.givens(), "groups": 1})

    def answer(self) -> Table:
        return _costs(self._weights(), self.output_size**2)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        standard, depthwise, pointwise = self._weights()
        c, o, k = self.in_channels, self.out_channels, self.kernel_size
        yield self._turn("forgot-in-channels", 1, ((k, k, o), depthwise, pointwise))
        yield self._turn("ignored-groups", 2, (standard, (k, k, c, c), pointwise))
        yield self._turn("counted-a-depthwise-filter-per-output", 2, (standard, (k, k, o), pointwise))
        yield self._turn("summed-the-depthwise-outputs", 3, (standard, depthwise, (1, o)))
        one_side = self.output_size
        line = _arithmetic(self._weights(), one_side, str(one_side))
        yield WrongTurn("forgot-one-side", _costs(self._weights(), one_side), 4, line)

    def _turn(self, tag: str, step: int, weights: tuple[Factors, ...]) -> WrongTurn:
        places = self.output_size**2
        return WrongTurn(tag, _costs(weights, places), step, _arithmetic(weights, places, f"{self.output_size}^2"))

    def _weights(self) -> tuple[Factors, ...]:
        """The factors of the weights of each layer."""
        c, o, k = self.in_channels, self.out_channels, self.kernel_size
        return (k, k, c, o), (k, k, c), (c, o)

    def arithmetic(self) -> str:
        return _arithmetic(self._weights(), self.output_size**2, f"{self.output_size}^2")

    def steps(self) -> list[Step]:
        standard, depthwise, pointwise = (f"{_product(factors)} = {prod(factors)}" for factors in self._weights())
        return [
            Step(
                Text("The formulas: weights without a bias, and one MAC per weight at each place of the output"),
                r"W = K^2 \cdot \frac{C_\text{in}}{G} \cdot C_\text{out},\quad M = W \cdot N^2",
            ),
            Step(Text("The standard layer: every filter sees every input channel"), standard),
            Step(Text("The depthwise step: one filter per channel, and it sees only that channel"), depthwise),
            Step(Text("The pointwise step: a 1×1 kernel over all the maps, once per output channel"), pointwise),
            Step(Text("All three: the weights, and the weights times the places of a map"), self.arithmetic()),
        ]


def _costs(weights: tuple[Factors, ...], places: int) -> Table:
    return tuple((prod(factors), prod(factors) * places) for factors in weights)


def _arithmetic(weights: tuple[Factors, ...], places: int, places_tex: str) -> str:
    rows = r" \\ ".join(map(_product, weights))
    column = rf"\begin{{bmatrix}} {rows} \end{{bmatrix}} \begin{{bmatrix}} 1 & {places_tex} \end{{bmatrix}}"
    return f"{column} = {Ledger().tex(_costs(weights, places))}"


def _product(factors: Factors) -> str:
    return r" \cdot ".join(map(str, factors))
