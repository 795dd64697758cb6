"""How many parameters does a convolution layer have?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod
from typing import Annotated, Self

from engine.answers import Integer
from engine.dice import Dice
from engine.givens import Count, Most, refuse_uneven_groups
from engine.numeric.counts import conv_param_count
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text


@dataclass(frozen=True)
class ConvParamCount(Problem):
    in_channels: Count
    out_channels: Count
    kernel_size: Annotated[tuple[Count, ...], Most(3)]
    groups: Count = 1
    bias: bool = True

    topic = "parameter-count"
    title = Text("Convolution parameter count")
    reply = Integer()
    tags = (
        "forgot-bias",
        "counted-a-bias",
        "forgot-in-channels",
        "counted-one-filter",
        "ignored-groups",
        "counted-one-group",
        "added-a-bias-per-input-channel",
        "took-the-kernel-for-square",
    )
    seconds = (45, 60, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # a first layer, with bias
            kernel_size, out_channels = dice.pick((2, 3, 3, 5)), dice.pick((4, 6, 7, 8, 10, 16, 20, 32, 64))
            return cls(dice.pick((1, 2, 3, 3, 4)), out_channels, (kernel_size,) * 2)
        if level == 2:  # deep inside a network, with or without bias
            kernel_size, bias = dice.pick((1, 3, 3, 5)), dice.chance(0.5)
            in_channels, out_channels = (dice.pick((16, 24, 32, 48, 64, 96, 128, 192, 256)) for _ in range(2))
            return cls(in_channels, out_channels, (kernel_size,) * 2, bias=bias)
        bias = dice.chance(0.5)
        if dice.chance(0.6):  # grouped, down to one channel a group
            groups = dice.pick((2, 4, 8, 16, 32))
            in_channels, out_channels = (groups * dice.pick((1, 2, 3, 4, 6, 8)) for _ in range(2))
            return cls(in_channels, out_channels, (dice.pick((3, 5)),) * 2, groups, bias)
        in_channels, out_channels = (dice.pick((16, 32, 48, 64, 96)) for _ in range(2))  # the kernel is no square
        return cls(in_channels, out_channels, dice.pick(((1, 7), (7, 1), (3, 1), (1, 5), (3, 5), (3, 7, 7))), bias=bias)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example(_layer(3, 7, 3) | {"bias": False}, 189, 1),
            Example(_layer(3, 7, 3), 196, 1),
            Example(_layer(1, 64, 3), 640, 1),
            Example(_layer(3, 4, 5) | {"bias": False}, 300, 1),
            Example(_layer(3, 4, 5), 304, 1),
            # AlexNet's five convolutions, weights only
            Example(_layer(3, 96, 11) | {"bias": False}, 34848, 2),
            Example(_layer(96, 256, 5) | {"groups": 2, "bias": False}, 307200, 3),
            Example(_layer(256, 384, 3) | {"bias": False}, 884736, 2),
            Example(_layer(384, 384, 3) | {"groups": 2, "bias": False}, 663552, 3),
            Example(_layer(384, 256, 3) | {"groups": 2, "bias": False}, 442368, 3),
        )

    def check(self) -> None:
        refuse_uneven_groups(self.groups, in_channels=self.in_channels, out_channels=self.out_channels)

    def prompt(self) -> Text:
        layer = {"in_channels": self.in_channels, "out_channels": self.out_channels, "groups": self.groups}
        kernel_size = "×".join(map(str, self.kernel_size))
        bias = Text("with bias") if self.bias else Text("without bias")
        if self.groups == 1:
            return Text(
                "A convolution layer has {in_channels:input channel|input channels}, "
                "{out_channels:output channel|output channels} and kernel size {kernel_size}, {bias}. "
                "How many parameters does it learn?",
                kernel_size=kernel_size,
                bias=bias,
                **layer,
            )
        return Text(
            "A grouped convolution layer has {in_channels:input channel|input channels}, "
            "{out_channels:output channel|output channels}, {groups} groups and kernel size {kernel_size}, {bias}. "
            "How many parameters does it learn?",
            kernel_size=kernel_size,
            bias=bias,
            **layer,
        )

    def figure(self) -> Picture | None:
        """Beside the standard layer, where the kernel is a square."""
        if len(self.kernel_size) != 2 or len({*self.kernel_size}) > 1:
            return None
        layer = "grouped" if self.groups > 1 else "separable"
        channels = {name: getattr(self, name) for name in ("in_channels", "out_channels", "groups")}
        counted = {"kernel_size": self.kernel_size[0], "count": "params" if self.bias else "weights"}
        return Picture("layer-cost", {**channels, **counted, "layer": layer})

    def answer(self) -> int:
        return conv_param_count(self.in_channels, self.out_channels, self.kernel_size, self.groups, self.bias)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        kernel, last = _kernel(self.kernel_size), 3 if self.bias else 2
        per_filter = prod(self.kernel_size) * (self.in_channels // self.groups)
        tag = "forgot-bias" if self.bias else "counted-a-bias"
        yield from self.instead(tag, replace(self, bias=not self.bias), last)
        yield from self.instead("forgot-in-channels", replace(self, in_channels=self.groups))
        one = replace(self, in_channels=self.in_channels // self.groups, out_channels=1, groups=1)
        yield from self.instead("counted-one-filter", one, 2)
        yield from self.instead("ignored-groups", replace(self, groups=1))
        share = replace(one, out_channels=self.out_channels // self.groups)
        yield from self.instead("counted-one-group", share, 2)
        if self.bias:
            i, o = self.in_channels // self.groups, self.out_channels
            value = per_filter * o + i * o
            line = rf"({kernel} + 1) \cdot {i} \cdot {o} = {value}"
            yield WrongTurn("added-a-bias-per-input-channel", value, last, line)
        square = (max(self.kernel_size),) * len(self.kernel_size)
        yield from self.instead("took-the-kernel-for-square", replace(self, kernel_size=square))

    def arithmetic(self) -> str:
        weights = rf"{_kernel(self.kernel_size)} \cdot {self._seen()} \cdot {self.out_channels}"
        return f"{weights} + {self.out_channels} = {self.answer()}" if self.bias else f"{weights} = {self.answer()}"

    def steps(self) -> list[Step]:
        sides = {1: "K", 2: r"K_H \cdot K_W", 3: r"K_D \cdot K_H \cdot K_W"}[len(self.kernel_size)]
        share = self.in_channels // self.groups
        per_filter = prod(self.kernel_size) * share
        weights = per_filter * self.out_channels
        seen = r"C_\text{in}" if self.groups == 1 else r"\frac{C_\text{in}}{G}"
        walk = [
            Step(
                Text("The formula: the weights, and a bias per output channel if there is one"),
                rf"{sides} \cdot {seen} \cdot C_\text{{out}}" + (r" + C_\text{out}" if self.bias else ""),
            ),
            Step(
                Text("One filter: its kernel over every input channel that it sees"),
                rf"{_kernel(self.kernel_size)} \cdot {self._seen()} = {per_filter}",
            ),
            Step(Text("One filter per output channel"), rf"{per_filter} \cdot {self.out_channels} = {weights}"),
        ]
        if self.bias:
            walk.append(Step(Text("One bias per filter"), f"{weights} + {self.out_channels} = {self.answer()}"))
        return walk

    def _seen(self) -> str:
        return str(self.in_channels) if self.groups == 1 else rf"\frac{{{self.in_channels}}}{{{self.groups}}}"


def _kernel(kernel_size: tuple[int, ...]) -> str:
    return r" \cdot ".join(map(str, kernel_size))


def _layer(in_channels: int, out_channels: int, kernel_size: int) -> dict[str, object]:
    return {"in_channels": in_channels, "out_channels": out_channels, "kernel_size": [kernel_size] * 2}
