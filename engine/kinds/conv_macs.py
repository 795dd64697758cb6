"""How many multiply-accumulates does a convolution layer take?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod
from typing import Annotated, Literal, Self

from engine.answers import Integer
from engine.dice import Dice
from engine.givens import BadGivens, Count, Most, refuse_uneven_groups
from engine.numeric.costs import conv_macs
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

KERNEL = {1: "K", 2: r"K_H K_W", 3: r"K_D K_H K_W"}
PLACES = {1: r"N_\text{out}", 2: r"H_\text{out} W_\text{out}", 3: r"D_\text{out} H_\text{out} W_\text{out}"}


@dataclass(frozen=True)
class ConvMacs(Problem):
    in_channels: Count
    out_channels: Count
    kernel_size: Annotated[tuple[Count, ...], Most(3)]
    output_size: Annotated[tuple[Count, ...], Most(3)]
    count: Literal["macs", "flops"]
    groups: Count = 1

    topic = "compute-and-memory"
    title = Text("Convolution MAC count")
    reply = Integer()
    tags = (
        "gave-macs-for-flops",
        "doubled-the-macs",
        "counted-one-place",
        "counted-a-window-as-one-operation",
        "forgot-in-channels",
        "counted-one-filter",
        "ignored-groups",
        "counted-one-group",
        "forgot-one-side",
        "took-the-kernel-for-square",
    )
    seconds = (60, 90, 120)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # one layer, in multiply-accumulates
            side, kernel_size = dice.pick((4, 5, 6, 7, 8, 10, 12, 14, 20)), dice.pick((2, 3, 3, 5))
            in_channels, out_channels = dice.pick((1, 2, 3, 3, 4, 8)), dice.pick((4, 5, 6, 8, 10, 16, 20))
            return cls(in_channels, out_channels, (kernel_size,) * 2, (side,) * 2, "macs")
        if level == 2:  # deep inside a network, in operations or in multiply-accumulates
            side, kernel_size = dice.pick((7, 8, 10, 14, 16, 20, 28)), dice.pick((1, 1, 3, 3, 5))
            in_channels, out_channels = (dice.pick((16, 20, 32, 40, 50, 64, 100)) for _ in range(2))
            count: Literal["macs", "flops"] = "flops" if dice.chance(0.7) else "macs"
            return cls(in_channels, out_channels, (kernel_size,) * 2, (side,) * 2, count)
        count = "flops" if dice.chance(0.4) else "macs"
        if dice.chance(0.6):  # grouped, down to one channel a group
            groups, side = dice.pick((2, 4, 8, 16, 32)), dice.pick((7, 8, 10, 14, 20))
            in_channels, out_channels = (groups * dice.pick((1, 1, 2, 4)) for _ in range(2))
            return cls(in_channels, out_channels, (dice.pick((3, 5)),) * 2, (side,) * 2, count, groups)
        in_channels, out_channels = (dice.pick((8, 10, 16, 20, 32)) for _ in range(2))  # the sides differ
        kernel, sides = dice.pick(((1, 7), (7, 1), (3, 1), (1, 5), (3, 5))), dice.sample((5, 8, 10, 14, 20, 25), 2)
        return cls(in_channels, out_channels, kernel, sides, count)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example(_layer(3, 8, 3, 30), 194400, 1),
            Example(_layer(3, 64, 7, 112), 118013952, 1),
            Example(_layer(256, 64, 1, 56) | {"count": "flops"}, 102760448, 2),
            # AlexNet's second convolution
            Example(_layer(96, 256, 5, 27) | {"groups": 2}, 223948800, 3),
            Example(_layer(64, 64, 3, 56) | {"groups": 64, "count": "flops"}, 3612672, 3),
        )

    def check(self) -> None:
        if (axes := len(self.kernel_size)) != (count := len(self.output_size)):
            text = Text(
                "output_size takes one entry per entry of kernel_size, which has {n}, but it has {count}.",
                n=axes,
                count=count,
            )
            raise BadGivens("output_size", text)
        refuse_uneven_groups(self.groups, in_channels=self.in_channels, out_channels=self.out_channels)

    def prompt(self) -> Text:
        layer = Text(
            "A convolution from {in_channels} to {out_channels:channel|channels} with kernel size {kernel_size}"
            "{grouped} gives a map of size {output_size}.",
            in_channels=self.in_channels,
            out_channels=self.out_channels,
            kernel_size="×".join(map(str, self.kernel_size)),
            grouped=Text(" and {groups} groups", groups=self.groups) if self.groups > 1 else "",
            output_size="×".join(map(str, self.output_size)),
        )
        if self.count == "macs":
            return Text(
                "{layer} How many multiply-accumulates (MACs) does it take for one image? Leave out the bias.",
                layer=layer,
            )
        return Text(
            "{layer} How many FLOPs does it take for one image? "
            "A multiply-accumulate counts as two; leave out the bias.",
            layer=layer,
        )

    def figure(self) -> Picture | None:
        """Beside the standard layer, where kernel and map are squares."""
        if len(self.kernel_size) != 2 or len({*self.kernel_size}) > 1 or len({*self.output_size}) > 1:
            return None
        sizes = {"kernel_size": self.kernel_size[0], "output_size": self.output_size[0]}
        layer = "grouped" if self.groups > 1 else "separable"
        channels = {name: getattr(self, name) for name in ("in_channels", "out_channels", "groups")}
        return Picture("layer-cost", {**channels, **sizes, "layer": layer, "count": self.count})

    def answer(self) -> int:
        macs = conv_macs(self.in_channels, self.out_channels, self.kernel_size, self.output_size, self.groups)
        return macs if self.count == "macs" else 2 * macs

    def wrong_turns(self) -> Iterator[WrongTurn]:
        k, size, last = self.kernel_size, self.output_size, len(self.steps()) - 1
        if self.count == "flops":
            yield from self.instead("gave-macs-for-flops", replace(self, count="macs"), last)
        else:
            yield from self.instead("doubled-the-macs", replace(self, count="flops"), last)
        point = replace(self, kernel_size=(1,) * len(k), in_channels=self.groups)
        yield from self.instead("counted-a-window-as-one-operation", point)
        yield from self.instead("counted-one-place", replace(self, output_size=(1,) * len(size)), 2)
        yield from self.instead("forgot-in-channels", replace(self, in_channels=self.groups))
        share = replace(self, in_channels=self.in_channels // self.groups, groups=1)
        yield from self.instead("counted-one-filter", replace(share, out_channels=1), 2)
        yield from self.instead("ignored-groups", replace(self, groups=1))
        yield from self.instead("counted-one-group", replace(share, out_channels=self.out_channels // self.groups), 2)
        yield from self.instead("forgot-one-side", replace(self, output_size=(*size[:-1], 1)), 2)
        yield from self.instead("took-the-kernel-for-square", replace(self, kernel_size=(max(k),) * len(k)))

    def arithmetic(self) -> str:
        operations = (2,) if self.count == "flops" else ()
        return f"{_product((*operations, *self._window(), self.out_channels, *self.output_size))} = {self.answer()}"

    def steps(self) -> list[Step]:
        axes, places = len(self.kernel_size), prod(self.output_size)
        seen = r"C_\text{in}" if self.groups == 1 else r"\frac{C_\text{in}}{G}"
        window = prod(self.kernel_size) * (self.in_channels // self.groups)
        outputs = self.out_channels * places
        walk = [
            Step(
                Text("The formula: every weight is used once at every place of the output"),
                rf"{KERNEL[axes]} \cdot {seen} \cdot C_\text{{out}} \cdot {PLACES[axes]}",
            ),
            Step(
                Text("One number of the output: a multiply-accumulate for each weight of one filter"),
                f"{_product(self._window())} = {window}",
            ),
            Step(
                Text("So many numbers are computed: every channel at every place"),
                f"{_product((self.out_channels, *self.output_size))} = {outputs}",
            ),
            Step(Text("Each of them costs as much"), rf"{window} \cdot {outputs} = {window * outputs}"),
        ]
        if self.count == "flops":
            words = Text("A multiply-accumulate is a multiplication and an addition: two operations")
            walk.append(Step(words, rf"2 \cdot {window * outputs} = {self.answer()}"))
        return walk

    def _window(self) -> tuple[str, ...]:
        seen = rf"\frac{{{self.in_channels}}}{{{self.groups}}}" if self.groups > 1 else str(self.in_channels)
        return *map(str, self.kernel_size), seen


def _product(factors: tuple[int | str, ...]) -> str:
    return r" \cdot ".join(map(str, factors))


def _layer(in_channels: int, out_channels: int, kernel_size: int, output_size: int) -> dict[str, object]:
    layer = {"in_channels": in_channels, "out_channels": out_channels, "kernel_size": [kernel_size] * 2}
    return layer | {"output_size": [output_size] * 2, "count": "macs"}
