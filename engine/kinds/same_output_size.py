"""How long is the output of a convolution padded by TensorFlow's SAME?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from engine.answers import Integer
from engine.dice import Dice
from engine.givens import Count
from engine.numeric.same import same_output_size, same_padding_total
from engine.numeric.sizes import span
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text


@dataclass(frozen=True)
class SameOutputSize(Problem):
    size: Count
    kernel_size: Count
    stride: Count = 1
    dilation: Count = 1

    topic = "output-size"
    title = Text("Output size with SAME")
    reply = Integer()
    tags = (
        "same-size-at-any-stride",
        "rounded-down",
        "forgot-padding",
        "padded-half-the-kernel",
        "padded-the-undilated-kernel",
        "forgot-plus-one",
    )
    seconds = (30, 45, 60)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # the stride divides
            stride = dice.pick((1, 2, 2, 4))
            return cls(stride * dice.whole(7, 56), dice.pick((3, 5, 7)), stride)
        if level == 2:  # the stride leaves a rest
            stride = dice.whole(2, 5)
            return cls(stride * dice.whole(5, 56) - dice.whole(1, stride - 1), dice.pick((3, 5, 7, 11)), stride)
        if dice.chance(0.5):  # the kernel is even: no padding is the same on both sides
            stride = dice.whole(1, 4)
            return cls(stride * dice.whole(7, 56), dice.pick((2, 4, 6, 8)), stride)
        return cls(dice.whole(24, 128), dice.pick((2, 3, 4, 5)), 1, dice.whole(2, 4))  # the kernel is dilated

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"size": 5, "kernel_size": 3}, 5, 1),
            Example({"size": 224, "kernel_size": 3, "stride": 2}, 112, 1),
            Example({"size": 5, "kernel_size": 3, "stride": 2}, 3, 2),
            Example({"size": 75, "kernel_size": 7, "stride": 4}, 19, 2),
            Example({"size": 32, "kernel_size": 4}, 32, 3),
            Example({"size": 32, "kernel_size": 4, "dilation": 2}, 32, 3),
        )

    def prompt(self) -> Text:
        if self.dilation == 1:
            return Text(
                "An input {size} wide goes through a convolution with kernel size {kernel_size} and stride {stride}, "
                "padded by TensorFlow's SAME. How wide is the output?",
                **self.givens(),
            )
        return Text(
            "An input {size} wide goes through a dilated convolution: kernel size {kernel_size}, dilation {dilation}, "
            "stride {stride}, padded by TensorFlow's SAME. How wide is the output?",
            **self.givens(),
        )

    def figure(self) -> Picture:
        return Picture("output-size", {**self.givens(), "rule": "same-tensorflow"})

    def answer(self) -> int:
        return same_output_size(self.size, self.stride)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        n, s, reach = self.size, self.stride, span(self.kernel_size, self.dilation)
        yield WrongTurn("same-size-at-any-stride", n, 1, rf"N_\text{{out}} = N = {n}")
        line = rf"\left\lfloor\frac{{{n}}}{{{s}}}\right\rfloor = {n // s}"
        yield WrongTurn("rounded-down", n // s, 1, line)
        halves = ("padded-half-the-kernel", 2 * (reach // 2)), ("padded-the-undilated-kernel", self.kernel_size - 1)
        for tag, padding in (("forgot-padding", 0), *halves):
            if n + padding >= reach:
                yield self._padded(tag, padding)
        if n > s:
            slack = rf"\left\lfloor\frac{{{n} - 1}}{{{s}}}\right\rfloor"
            yield WrongTurn("forgot-plus-one", (n - 1) // s, 2, f"{slack} = {(n - 1) // s}")

    def _padded(self, tag: str, padding: int) -> WrongTurn:
        """The wrong turn of another padding, both sides together."""
        value = (self.size + padding - span(self.kernel_size, self.dilation)) // self.stride + 1
        return WrongTurn(tag, value, 2, f"{self._places(padding)} = {value}")

    def _places(self, padding: int) -> str:
        slack = f"{self.size} + {padding} - {span(self.kernel_size, self.dilation)}"
        return rf"\left\lfloor\frac{{{slack}}}{{{self.stride}}}\right\rfloor + 1"

    def arithmetic(self) -> str:
        return rf"\left\lceil\frac{{{self.size}}}{{{self.stride}}}\right\rceil = {self.answer()}"

    def steps(self) -> list[Step]:
        n, k, s, d = self.size, self.kernel_size, self.stride, self.dilation
        out, total = self.answer(), same_padding_total(n, k, s, d)
        return [
            Step(
                Text("The formula: within the input a window begins at every stride; the kernel has no say in it"),
                r"N_\text{out} = \left\lceil\frac{N}{S}\right\rceil",
            ),
            Step(Text("Divide by the stride and round up"), self.arithmetic()),
            Step(
                Text("The check: how many zeros SAME adds for it, both sides together"),
                rf"P_\text{{total}} = \max\bigl(({out} - 1) \cdot {s} + {span(k, d)} - {n},\; 0\bigr) = {total}",
            ),
            Step(Text("With them the kernel has as many places"), f"{self._places(total)} = {out}"),
        ]
