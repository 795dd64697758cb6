"""How many zeros does TensorFlow's SAME put before and after an input?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from engine.answers import Row
from engine.dice import Dice
from engine.givens import Count
from engine.numeric.same import halves, same_output_size, same_padding_total
from engine.numeric.sizes import span
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text


@dataclass(frozen=True)
class SamePadding(Problem):
    size: Count
    kernel_size: Count
    stride: Count = 1
    dilation: Count = 1

    topic = "padding"
    title = Text("SAME padding")
    reply = Row()
    tags = (
        "put-the-larger-half-first",
        "padded-as-at-stride-one",
        "same-size-at-any-stride",
        "rounded-down",
        "padded-below-zero",
        "padded-half-the-kernel",
        "padded-each-side-with-the-total",
        "forgot-dilation",
        "multiplied-kernel-by-dilation",
    )
    seconds = (45, 75, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # stride 1; an even kernel has no middle
            return cls(dice.whole(8, 64), dice.pick((2, 3, 4, 4, 5, 6, 7, 8)))
        if level == 2:  # the last window decides
            stride = dice.whole(2, 4)
            return cls(stride * dice.whole(5, 60) - dice.whole(0, stride - 1), dice.pick((3, 4, 5, 7, 11)), stride)
        if dice.chance(0.5):  # the kernel is dilated
            return cls(dice.whole(12, 64), dice.whole(2, 5), 1, dice.whole(2, 4))
        kernel_size = dice.whole(1, 3)  # the windows leave gaps, so that perhaps nothing is missing
        stride = kernel_size + dice.whole(1, 2)
        return cls(stride * dice.whole(5, 30) - dice.whole(0, stride - 1), kernel_size, stride)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"size": 5, "kernel_size": 3}, [1, 1], 1),
            Example({"size": 32, "kernel_size": 4}, [1, 2], 1),
            Example({"size": 224, "kernel_size": 3, "stride": 2}, [0, 1], 2),
            Example({"size": 224, "kernel_size": 7, "stride": 2}, [2, 3], 2),
            Example({"size": 224, "kernel_size": 11, "stride": 4}, [3, 4], 2),
            Example({"size": 32, "kernel_size": 4, "dilation": 2}, [3, 3], 3),
            Example({"size": 10, "kernel_size": 1, "stride": 2}, [0, 0], 3),
        )

    def prompt(self) -> Text:
        if self.dilation == 1:
            return Text(
                "An input {size} wide goes through a convolution with kernel size {kernel_size} and stride {stride}, "
                "padded by TensorFlow's SAME. How many zeros does it put before the input, and how many after it?",
                **self.givens(),
            )
        return Text(
            "An input {size} wide goes through a dilated convolution: kernel size {kernel_size}, dilation {dilation}, "
            "stride {stride}, padded by TensorFlow's SAME. "
            "How many zeros does it put before the input, and how many after it?",
            **self.givens(),
        )

    def answer(self) -> tuple[int, int]:
        return halves(same_padding_total(self.size, self.kernel_size, self.stride, self.dilation))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        before, after = self.answer()
        total = before + after
        yield WrongTurn("put-the-larger-half-first", (after, before), 3, self._split(total, (after, before)))
        yield from self.instead("padded-as-at-stride-one", replace(self, stride=1), 1)
        yield self._sized("same-size-at-any-stride", self.size)
        yield self._sized("rounded-down", self.size // self.stride)
        missing = (same_output_size(self.size, self.stride) - 1) * self.stride + self._reach - self.size
        yield WrongTurn("padded-below-zero", halves(missing), 2, self._split(missing, halves(missing)))
        half = self._reach // 2
        line = rf"P = \left\lfloor\frac{{{self._reach}}}{{2}}\right\rfloor \;\to\; {self.reply.tex((half, half))}"
        yield WrongTurn("padded-half-the-kernel", (half, half), 1, line)
        yield WrongTurn("padded-each-side-with-the-total", (total, total), 3, self._split(total, (total, total)))
        yield from self.instead("forgot-dilation", replace(self, dilation=1), 2)
        undilated = replace(self, kernel_size=self.kernel_size * self.dilation, dilation=1)
        yield from self.instead("multiplied-kernel-by-dilation", undilated, 2)

    def _sized(self, tag: str, out: int) -> WrongTurn:
        """The wrong turn of padding for an output of another size."""
        total = max(0, (out - 1) * self.stride + self._reach - self.size)
        return WrongTurn(tag, halves(total), 1, rf"{self._total(out)} = {self._split(total, halves(total))}")

    @property
    def _reach(self) -> int:
        return span(self.kernel_size, self.dilation)

    def _total(self, out: int) -> str:
        return rf"\max\bigl(({out} - 1) \cdot {self.stride} + {self._reach} - {self.size},\; 0\bigr)"

    def _split(self, total: int, value: tuple[int, int]) -> str:
        return rf"{total} \;\to\; {self.reply.tex(value)}"

    def arithmetic(self) -> str:
        out = same_output_size(self.size, self.stride)
        return f"{self._total(out)} = {self._split(sum(self.answer()), self.answer())}"

    def steps(self) -> list[Step]:
        n, k, s, d = self.size, self.kernel_size, self.stride, self.dilation
        out, total = same_output_size(n, s), sum(self.answer())
        return [
            Step(
                Text("The formula: SAME fixes the output first, then adds what its last window still needs"),
                r"N_\text{out} = \left\lceil\frac{N}{S}\right\rceil,\quad "
                r"P_\text{total} = \max\bigl((N_\text{out} - 1)S + D(K - 1) + 1 - N,\; 0\bigr)",
            ),
            Step(
                Text("The output: within the input a window begins at every stride"),
                rf"\left\lceil\frac{{{n}}}{{{s}}}\right\rceil = {out}",
            ),
            Step(
                Text("Where the last window ends, less the input that there is; nothing is ever cut off"),
                rf"D(K - 1) + 1 = {d} \cdot ({k} - 1) + 1 = {self._reach},\quad {self._total(out)} = {total}",
            ),
            Step(
                Text("Half of it before, rounded down, and the rest after: an odd zero goes to the end"),
                self._split(total, self.answer()),
            ),
        ]
