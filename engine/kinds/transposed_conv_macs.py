"""How many multiply-accumulates does a transposed convolution take?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod
from typing import Annotated, Self

from engine.answers import Integer
from engine.dice import Dice
from engine.givens import BadGivens, Count, Most
from engine.numeric.costs import transposed_conv_macs
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text

KERNEL = {1: "K", 2: r"K_H K_W", 3: r"K_D K_H K_W"}
CELLS = {1: "N", 2: r"H W", 3: r"D H W"}


@dataclass(frozen=True)
class TransposedConvMacs(Problem):
    in_channels: Count
    out_channels: Count
    kernel_size: Annotated[tuple[Count, ...], Most(3)]
    input_size: Annotated[tuple[Count, ...], Most(3)]

    topic = "transposed-convolution"
    title = Text("Transposed convolution MAC count")
    reply = Integer()
    tags = (
        "counted-the-cells-of-the-output",
        "counted-the-places-of-a-convolution",
        "counted-a-window-as-one-operation",
        "forgot-in-channels",
        "counted-one-filter",
        "counted-one-place",
        "forgot-one-side",
        "doubled-the-macs",
        "took-the-kernel-for-square",
    )
    seconds = (45, 75, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # one channel, or a few of one
            side, kernel_size = dice.whole(3, 12), dice.pick((2, 3, 4))
            return cls(1, dice.pick((1, 2, 3, 4)), (kernel_size,) * 2, (side,) * 2)
        if level == 2:  # the channels shrink while the map grows, as in a decoder
            out_channels, side = dice.pick((4, 8, 10, 16, 20, 32)), dice.pick((4, 5, 7, 8, 10, 14, 16, 20))
            in_channels = out_channels * dice.pick((2, 2, 4))
            return cls(in_channels, out_channels, (dice.pick((2, 3, 4)),) * 2, (side,) * 2)
        in_channels, out_channels = (dice.pick((2, 4, 8, 10, 16)) for _ in range(2))  # the sides differ
        kernel = dice.pick(((4,), (5,), (1, 4), (4, 2), (2, 3), (2, 4, 4)))
        sizes = {1: (20, 25, 40, 50, 64, 100), 2: (4, 5, 7, 8, 10, 12, 16), 3: (2, 3, 4, 5, 6)}
        return cls(in_channels, out_channels, kernel, dice.sample(sizes[len(kernel)], len(kernel)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example(_layer(1, 1, [3, 3], [2, 2]), 36, 1),
            Example(_layer(128, 64, [4, 4], [7, 7]), 6422528, 2),
            Example(_layer(64, 32, [2, 2], [14, 14]), 1605632, 2),
            Example(_layer(2, 3, [2, 4, 4], [2, 3, 5]), 5760, 3),
            Example(_layer(8, 4, [5], [100]), 16000, 3),
        )

    def check(self) -> None:
        if (axes := len(self.kernel_size)) != (count := len(self.input_size)):
            text = Text(
                "input_size takes one entry per entry of kernel_size, which has {n}, but it has {count}.",
                n=axes,
                count=count,
            )
            raise BadGivens("input_size", text)

    def prompt(self) -> Text:
        return Text(
            "A transposed convolution from {in_channels} to {out_channels:channel|channels} with kernel size "
            "{kernel_size} reads a map of size {input_size}. How many multiply-accumulates (MACs) does it take for one "
            "image, counting also those whose results the padding cuts off? Leave out the bias.",
            in_channels=self.in_channels,
            out_channels=self.out_channels,
            kernel_size="×".join(map(str, self.kernel_size)),
            input_size="×".join(map(str, self.input_size)),
        )

    def answer(self) -> int:
        return transposed_conv_macs(self.in_channels, self.out_channels, self.kernel_size, self.input_size)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        k, size = self.kernel_size, self.input_size
        ones, pairs = (1,) * len(k), tuple(zip(size, k, strict=True))
        longer = replace(self, input_size=tuple(n + side - 1 for n, side in pairs))
        yield from self.instead("counted-the-cells-of-the-output", longer, 2)
        if all(n >= side for n, side in pairs):
            shorter = replace(self, input_size=tuple(n - side + 1 for n, side in pairs))
            yield from self.instead("counted-the-places-of-a-convolution", shorter, 2)
        yield from self.instead("counted-a-window-as-one-operation", replace(self, kernel_size=ones), 1)
        yield from self.instead("forgot-in-channels", replace(self, in_channels=1), 2)
        yield from self.instead("counted-one-filter", replace(self, out_channels=1), 1)
        yield from self.instead("counted-one-place", replace(self, input_size=ones), 2)
        yield from self.instead("forgot-one-side", replace(self, input_size=(*size[:-1], 1)), 2)
        double = 2 * self.answer()
        yield WrongTurn("doubled-the-macs", double, 3, rf"2 \cdot {self.answer()} = {double}")
        yield from self.instead("took-the-kernel-for-square", replace(self, kernel_size=(max(k),) * len(k)), 1)

    def arithmetic(self) -> str:
        factors = (*self.kernel_size, self.out_channels, self.in_channels, *self.input_size)
        return f"{_product(factors)} = {self.answer()}"

    def steps(self) -> list[Step]:
        stamp = prod(self.kernel_size) * self.out_channels
        cells = self.in_channels * prod(self.input_size)
        axes = len(self.kernel_size)
        return [
            Step(
                Text("The formula: every input cell is multiplied with the whole kernel once"),
                rf"{KERNEL[axes]} \cdot C_\text{{out}} \cdot C_\text{{in}} \cdot {CELLS[axes]}",
            ),
            Step(
                Text("One input cell stamps its kernel into every output channel"),
                f"{_product((*self.kernel_size, self.out_channels))} = {stamp}",
            ),
            Step(
                Text("So many input cells there are; the larger output does not count"),
                f"{_product((self.in_channels, *self.input_size))} = {cells}",
            ),
            Step(Text("Each of them costs as much"), rf"{stamp} \cdot {cells} = {self.answer()}"),
        ]


def _product(factors: tuple[int, ...]) -> str:
    return r" \cdot ".join(map(str, factors))


def _layer(in_channels: int, out_channels: int, kernel_size: list[int], input_size: list[int]) -> dict[str, object]:
    layer = {"in_channels": in_channels, "out_channels": out_channels}
    return layer | {"kernel_size": kernel_size, "input_size": input_size}
