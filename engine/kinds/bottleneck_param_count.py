"""How many parameters does a bottleneck block have?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from engine.answers import Integer
from engine.dice import Dice
from engine.givens import Count
from engine.numeric.counts import bottleneck_layers, conv_param_count
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

Sizes = tuple[int, int, int]  # kernel size, input channels, output channels


@dataclass(frozen=True)
class BottleneckParamCount(Problem):
    in_channels: Count
    mid_channels: Count
    out_channels: Count
    kernel_size: Count
    bias: bool = True

    topic = "pointwise-convolution"
    title = Text("Bottleneck parameter count")
    reply = Integer()
    tags = (
        "forgot-bias",
        "counted-a-bias",
        "counted-one-bias-a-layer",
        "counted-the-middle-layer-only",
        "left-out-the-last-layer",
        "counted-the-plain-layer",
        "did-not-chain-the-layers",
        "gave-every-layer-the-large-kernel",
    )
    seconds = (75, 90, 120)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # as in a ResNet: a quarter of the channels in the middle, no bias
            mid_channels = dice.pick((4, 5, 6, 8, 10, 12, 15, 16, 20, 25, 30, 32, 40, 50, 64))
            factor = dice.pick((2, 4, 4, 5))
            return cls(factor * mid_channels, mid_channels, factor * mid_channels, 3, False)
        mid_channels = dice.pick((8, 10, 16, 20, 32))
        if level == 2:  # the channels change on the way, and every layer has biases
            in_channels, out_channels = dice.sample((16, 24, 32, 40, 48, 64, 80, 96, 100, 128), 2)
            return cls(max(in_channels, 2 * mid_channels), mid_channels, out_channels, 3)
        # inverted: the middle is the wide part
        in_channels, out_channels = (dice.pick((4, 5, 8, 10)) for _ in range(2))
        return cls(in_channels, mid_channels * 2, out_channels, dice.pick((3, 5)), dice.chance(0.5))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example(_block(256, 64, 256, 3) | {"bias": False}, 69632, 1),
            Example(_block(64, 64, 256, 3) | {"bias": False}, 57344, 1),
            Example(_block(64, 16, 128, 3), 5536, 2),
            Example(_block(8, 48, 16, 5), 58864, 3),
        )

    def prompt(self) -> Text:
        return Text(
            "A bottleneck goes from {in_channels:channel|channels} to {mid_channels} with a 1×1 convolution, "
            "keeps that number with one of {kernel_size} and ends at {out_channels} with another 1×1. {bias} "
            "How many parameters do the three layers learn?",
            in_channels=self.in_channels,
            mid_channels=self.mid_channels,
            out_channels=self.out_channels,
            kernel_size=f"{self.kernel_size}×{self.kernel_size}",
            bias=Text("All three have a bias.") if self.bias else Text("None has a bias."),
        )

    def figure(self) -> Picture:
        sizes = {name: value for name, value in self.givens().items() if name != "bias"}
        count = "params" if self.bias else "weights"
        return Picture("layer-cost", {**sizes, "layer": "bottleneck", "groups": 1, "count": count})

    def answer(self) -> int:
        return sum(conv_param_count(i, o, (k, k), 1, self.bias) for k, i, o in self._layers)

    @property
    def _layers(self) -> tuple[Sizes, ...]:
        return bottleneck_layers(self.in_channels, self.mid_channels, self.out_channels, self.kernel_size)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        k, i, mid, out = self.kernel_size, self.in_channels, self.mid_channels, self.out_channels
        first, middle, _ = self._layers
        tag = "forgot-bias" if self.bias else "counted-a-bias"
        yield from self.instead(tag, replace(self, bias=not self.bias), 4 if self.bias else 3)
        if self.bias:
            value = sum(_weights(layer) for layer in self._layers) + len(self._layers)
            line = f"{_sum(self._layers)} + {len(self._layers)} = {value}"
            yield WrongTurn("counted-one-bias-a-layer", value, 4, line)
        for tag, step, layers in (
            ("counted-the-middle-layer-only", 1, (middle,)),
            ("left-out-the-last-layer", 3, (first, middle)),
            ("counted-the-plain-layer", 1, ((k, i, out),)),
            ("did-not-chain-the-layers", 2, (first, (k, i, mid), (1, i, out))),
            ("gave-every-layer-the-large-kernel", 1, tuple((k, i, o) for _, i, o in self._layers)),
        ):
            yield self._counted(tag, step, layers)

    def _counted(self, tag: str, step: int, layers: Sequence[Sizes]) -> WrongTurn:
        """The wrong turn of counting other layers, with their biases if there are any."""
        value = sum(conv_param_count(i, o, (k, k), 1, self.bias) for k, i, o in layers)
        return WrongTurn(tag, value, step, f"{_sum(layers)}{self._biases(layers)} = {value}")

    def _biases(self, layers: Sequence[Sizes]) -> str:
        return "".join(f" + {out}" for _, _, out in layers) if self.bias else ""

    def arithmetic(self) -> str:
        return f"{_sum(self._layers)}{self._biases(self._layers)} = {self.answer()}"

    def steps(self) -> list[Step]:
        weights = [_weights(layer) for layer in self._layers]
        total = sum(weights)
        biases = r" + 2\, C_\text{mid} + C_\text{out}" if self.bias else ""
        walk = [
            Step(
                Text("The formula: each layer reads what the one before it has written"),
                r"C_\text{in} C_\text{mid} + K^2\, C_\text{mid}^2 + C_\text{mid} C_\text{out}" + biases,
            ),
            Step(
                Text("The first 1×1: one weight for each pair of channels"),
                f"{_product(self._layers[0])} = {weights[0]}",
            ),
            Step(
                Text("The large kernel works on the channels in the middle only"),
                f"{_product(self._layers[1])} = {weights[1]}",
            ),
            Step(
                Text("The second 1×1, and all weights together"),
                f"{_product(self._layers[2])} = {weights[2]}, \\quad {' + '.join(map(str, weights))} = {total}",
            ),
        ]
        if self.bias:
            walk.append(Step(Text("One bias per filter"), f"{total}{self._biases(self._layers)} = {self.answer()}"))
        return walk


def _weights(layer: Sizes) -> int:
    kernel_size, in_channels, out_channels = layer
    return kernel_size**2 * in_channels * out_channels


def _product(layer: Sizes) -> str:
    kernel_size, in_channels, out_channels = layer
    kernel = "" if kernel_size == 1 else rf"{kernel_size}^2 \cdot "
    return rf"{kernel}{in_channels} \cdot {out_channels}"


def _sum(layers: Sequence[Sizes]) -> str:
    return " + ".join(map(_product, layers))


def _block(in_channels: int, mid_channels: int, out_channels: int, kernel_size: int) -> dict[str, object]:
    channels = {"in_channels": in_channels, "mid_channels": mid_channels, "out_channels": out_channels}
    return {**channels, "kernel_size": kernel_size}
