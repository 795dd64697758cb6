"""Which shape does the weight of a convolution layer have?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Self, TypeVar

from engine.answers import Shape
from engine.dice import Dice
from engine.givens import Count, Most, refuse_uneven_groups
from engine.numeric.counts import weight_shape
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text

T = TypeVar("T")
SIDES = {1: ("K",), 2: ("K_H", "K_W"), 3: ("K_D", "K_H", "K_W")}


@dataclass(frozen=True)
class WeightShape(Problem):
    in_channels: Count
    out_channels: Count
    kernel_size: Annotated[tuple[Count, ...], Most(3)]
    transposed: bool
    groups: Count = 1

    topic = "channels-and-feature-maps"
    title = Text("Shape of the weight")
    reply = Shape()
    tags = (
        "used-the-layout-of-a-convolution",
        "swapped-in-and-out-channels",
        "put-the-kernel-first",
        "forgot-in-channels",
        "ignored-groups",
        "divided-the-other-channels",
        "counted-one-group",
        "swapped-height-and-width",
    )
    seconds = (30, 45, 60)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # one layer as it stands in every network
            in_channels, out_channels = dice.sample((1, 3, 6, 8, 16, 24, 32, 48, 64, 96, 128, 256), 2)
            return cls(in_channels, out_channels, (dice.pick((3, 5, 7)),) * 2, False)
        groups = dice.pick((2, 4, 8))
        if level == 2:  # the filters see a part of the channels, or the kernel is no square
            if dice.chance(0.6):
                in_channels, out_channels = (groups * dice.pick((1, 2, 3, 4, 8)) for _ in range(2))
                return cls(in_channels, out_channels, (dice.pick((3, 5)),) * 2, False, groups)
            in_channels, out_channels = dice.sample((16, 24, 32, 48, 64, 96), 2)
            return cls(in_channels, out_channels, dice.pick(((1, 7), (7, 1), (3, 1), (3, 5), (3, 7, 5), (5,))), False)
        factors = dice.sample((1, 2, 3, 4, 6, 8), 2)  # the layer goes the other way
        in_channels, out_channels = (groups * factor for factor in factors)
        kernel_size = dice.pick(((2, 2), (3, 3), (4, 4), (4, 4), (1, 4), (2, 4)))
        return cls(in_channels, out_channels, kernel_size, True, groups if dice.chance(0.5) else 1)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example(_layer(3, 64, 7), [64, 3, 7, 7], 1),
            Example(_layer(96, 256, 5) | {"groups": 2}, [256, 48, 5, 5], 2),
            Example(_layer(64, 64, 3) | {"groups": 64}, [64, 1, 3, 3], 2),
            Example(_layer(64, 128, 2) | {"kernel_size": [3, 1, 5]}, [128, 64, 3, 1, 5], 2),
            Example(_layer(128, 64, 4) | {"transposed": True}, [128, 64, 4, 4], 3),
            Example(_layer(8, 32, 3) | {"transposed": True, "groups": 4}, [8, 8, 3, 3], 3),
        )

    def check(self) -> None:
        refuse_uneven_groups(self.groups, in_channels=self.in_channels, out_channels=self.out_channels)

    def prompt(self) -> Text:
        return Text(
            "A {layer} has {in_channels:input channel|input channels}, {out_channels:output channel|output channels} "
            "and kernel size {kernel_size}{grouped}. What is the shape of its weight in PyTorch?",
            layer=Text("transposed convolution layer") if self.transposed else Text("convolution layer"),
            in_channels=self.in_channels,
            out_channels=self.out_channels,
            kernel_size="×".join(map(str, self.kernel_size)),
            grouped=Text(", in {groups} groups", groups=self.groups) if self.groups > 1 else "",
        )

    def answer(self) -> tuple[int, ...]:
        return weight_shape(self.in_channels, self.out_channels, self.kernel_size, self.groups, self.transposed)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        first, second, *kernel = self.answer()
        ahead, behind, *sides = self._symbols()
        g, share, undivided = self.groups, self._share, behind.removesuffix(self._share)
        last = len(self.steps()) - 1
        if self.transposed:
            yield from self.instead("used-the-layout-of-a-convolution", replace(self, transposed=False))
        for tag, step, value, symbols in (
            ("swapped-in-and-out-channels", last, (second, first, *kernel), (behind, ahead, *sides)),
            ("put-the-kernel-first", last, (*kernel, second, first), (*sides, behind, ahead)),
            ("swapped-height-and-width", last, (first, second, *_turned(kernel)), (ahead, behind, *_turned(sides))),
            ("divided-the-other-channels", 1, (first // g, second * g, *kernel), (ahead + share, undivided, *sides)),
            ("counted-one-group", 1, (first // g, second, *kernel), (ahead + share, behind, *sides)),
        ):
            yield WrongTurn(tag, value, step, self._line(symbols, value))
        yield from self.instead("ignored-groups", replace(self, groups=1))
        if not self.transposed:
            yield from self.instead("forgot-in-channels", replace(self, in_channels=g))

    @property
    def _share(self) -> str:
        return "/G" if self.groups > 1 else ""

    def _symbols(self) -> tuple[str, ...]:
        """What stands at each place of the shape, in TeX."""
        first, second = ("in", "out") if self.transposed else ("out", "in")
        return rf"C_\text{{{first}}}", rf"C_\text{{{second}}}{self._share}", *SIDES[len(self.kernel_size)]

    def _line(self, symbols: Sequence[str], value: tuple[int, ...]) -> str:
        return rf"{_listed(symbols)} \;\to\; {self.reply.tex(value)}"

    def arithmetic(self) -> str:
        return self._line(self._symbols(), self.answer())

    def steps(self) -> list[Step]:
        if self.transposed:
            layout = Text(
                "The formula: it is stored as the convolution that it transposes, whose outputs are its inputs"
            )
            shared = Text("An input channel writes only to the output channels of its own group")
        else:
            layout = Text(
                "The formula: so many filters, each as deep as the input channels that it sees, then the kernel"
            )
            shared = Text("A filter reads only the input channels of its own group")
        walk = [Step(layout, _listed(self._symbols()))]
        if self.groups > 1:
            divided = self.out_channels if self.transposed else self.in_channels
            walk.append(Step(shared, rf"\frac{{{divided}}}{{{self.groups}}} = {divided // self.groups}"))
        return [*walk, Step(Text("All of it in this order"), self.arithmetic())]


def _turned(sides: Sequence[T]) -> tuple[T, ...]:
    """Height and width swapped."""
    return *sides[:-2], *sides[-2:][::-1]


def _listed(symbols: Sequence[str]) -> str:
    return "(" + r",\ ".join(symbols) + ")"


def _layer(in_channels: int, out_channels: int, kernel_size: int) -> dict[str, object]:
    layer = {"in_channels": in_channels, "out_channels": out_channels, "kernel_size": [kernel_size] * 2}
    return layer | {"transposed": False}
