"""How long is the output of a convolution along one axis?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from engine.answers import Integer
from engine.axis import SLIPS, Axis, places
from engine.dice import Dice
from engine.givens import Amount, BadGivens, Count
from engine.numeric.sizes import conv_output_size, span
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text


@dataclass(frozen=True)
class ConvOutputSize(Problem):
    size: Count
    kernel_size: Count
    stride: Count = 1
    padding: Amount = 0
    dilation: Count = 1

    topic = "output-size"
    title = Text("Convolution output size")
    reply = Integer()
    tags = (
        "padded-one-side",
        "forgot-padding",
        "forgot-plus-one",
        "rounded-up",
        "forgot-dilation",
        "multiplied-kernel-by-dilation",
        "forgot-stride",
    )
    seconds = (45, 60, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # the stride divides
            kernel_size, stride = dice.pick((3, 5, 7)), dice.pick((1, 1, 2))
            padding = dice.whole(1, kernel_size // 2)
            return cls(kernel_size + stride * dice.whole(5, 60) - 2 * padding, kernel_size, stride, padding)
        if level == 2:  # the stride leaves a rest, and the kernel may be even
            kernel_size, stride = dice.pick((2, 3, 4, 5, 7, 11)), dice.whole(2, 4)
            padding = dice.whole(1, kernel_size // 2)
            fitting = kernel_size + stride * dice.whole(8, 60) - 2 * padding
            return cls(fitting + dice.whole(1, stride - 1), kernel_size, stride, padding)
        kernel_size, dilation = dice.pick((2, 3, 5)), dice.whole(2, 4)  # the kernel is dilated
        return cls(dice.whole(28, 128), kernel_size, dice.whole(1, 3), dice.whole(1, 4), dilation)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"size": 5, "kernel_size": 3, "stride": 2, "padding": 1}, 3, 1, "dumoulin-2016"),
            Example({"size": 227, "kernel_size": 11, "stride": 4}, 55, 1),
            Example({"size": 6, "kernel_size": 3, "stride": 2, "padding": 1}, 3, 2, "dumoulin-2016"),
            Example({"size": 224, "kernel_size": 7, "stride": 2, "padding": 3}, 112, 2),
            Example({"size": 7, "kernel_size": 3, "dilation": 2}, 3, 3, "dumoulin-2016"),
        )

    def check(self) -> None:
        padded, reach = self.size + 2 * self.padding, span(self.kernel_size, self.dilation)
        if reach > padded:
            raise BadGivens(
                "kernel_size",
                Text(
                    "{field} is {kernel_size}: the kernel spans {reach} inputs, "
                    "but with its padding the input has {padded}.",
                    field="kernel_size",
                    kernel_size=self.kernel_size,
                    reach=reach,
                    padded=padded,
                ),
            )

    def prompt(self) -> Text:
        values = self.givens()
        if self.dilation == 1:
            return Text(
                "An input {size} wide goes through a convolution with kernel size {kernel_size}, stride {stride} and "
                "padding {padding} on each side. How wide is the output? Round down, as PyTorch does.",
                **values,
            )
        return Text(
            "An input {size} wide goes through a dilated convolution: kernel size {kernel_size}, dilation {dilation}, "
            "stride {stride}, padding {padding} on each side. How wide is the output? Round down, as PyTorch does.",
            **values,
        )

    def figure(self) -> Picture:
        against = "dilation" if self.dilation > 1 else "stride"
        return Picture("output-size", {**self.givens(), "against": against})

    def answer(self) -> int:
        return conv_output_size(*self._axis)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        for tag, slip in SLIPS.items():
            line, value = places(self._axis, *slip)
            if value >= 1:
                yield WrongTurn(tag, value, 2 if tag == "padded-one-side" else 3, f"{line} = {value}")
        yield from self.instead("forgot-padding", replace(self, padding=0), 2)
        yield from self.instead("forgot-dilation", replace(self, dilation=1), 1)
        undilated = replace(self, kernel_size=self.kernel_size * self.dilation, dilation=1)
        yield from self.instead("multiplied-kernel-by-dilation", undilated, 1)
        yield from self.instead("forgot-stride", replace(self, stride=1), 3)

    @property
    def _axis(self) -> Axis:
        return self.size, self.kernel_size, self.stride, self.padding, self.dilation

    def arithmetic(self) -> str:
        return f"{places(self._axis)[0]} = {self.answer()}"

    def steps(self) -> list[Step]:
        n, k, s, p, d = self._axis
        reach, slack = span(k, d), n + 2 * p - span(k, d)
        return [
            Step(
                Text("The formula: count the places where the kernel fits"),
                r"N_\text{out} = \left\lfloor\frac{N + 2P - D(K - 1) - 1}{S}\right\rfloor + 1",
            ),
            Step(Text("How many inputs the kernel spans"), rf"D(K - 1) + 1 = {d} \cdot ({k} - 1) + 1 = {reach}"),
            Step(
                Text("How far it can move in the input with padding on both sides"),
                rf"N + 2P - {reach} = {n} + 2 \cdot {p} - {reach} = {slack}",
            ),
            Step(
                Text("Whole strides in that distance, and one for the place where it starts"),
                rf"\left\lfloor\frac{{{slack}}}{{{s}}}\right\rfloor + 1 = {slack // s} + 1 = {self.answer()}",
            ),
        ]
