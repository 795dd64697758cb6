"""How often does a transposed convolution write each of its outputs?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from engine.answers import Row
from engine.boards import refuse_too_many_cells
from engine.dice import Dice
from engine.givens import Count
from engine.numeric.sizes import transposed_conv_output_size
from engine.numeric.upsampling import overlap_counts
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

_SHOWN = 8


@dataclass(frozen=True)
class OverlapCount(Problem):
    size: Count
    kernel_size: Count
    stride: Count = 1

    topic = "transposed-convolution"
    title = Text("Overlaps of a transposed convolution")
    reply = Row()
    tags = (
        "overwrote-the-overlaps",
        "forgot-the-ends",
        "forgot-stride",
        "multiplied-size-by-stride",
        "used-the-forward-formula",
    )
    seconds = (40, 50, 60)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        while True:
            size, kernel_size, stride = dice.whole(3, 9), dice.whole(2, 11), dice.whole(1, 7)
            if level == 1:  # the stride divides the kernel: even in the middle
                fits = kernel_size > stride and kernel_size % stride == 0
            elif level == 2:  # it does not: one and two in turn
                fits = stride < kernel_size < 2 * stride
            else:  # three in turn, or outputs that nothing reaches
                fits = (kernel_size > 2 * stride and kernel_size % stride > 0) or kernel_size < stride
            if fits and transposed_conv_output_size(size, kernel_size, stride) <= 24:
                return cls(size, kernel_size, stride)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"size": 3, "kernel_size": 4, "stride": 2}, [1, 1, 2, 2, 2, 2, 1, 1], 1),
            Example({"size": 4, "kernel_size": 3, "stride": 2}, [1, 1, 2, 1, 2, 1, 2, 1, 1], 2),
            Example({"size": 3, "kernel_size": 5, "stride": 2}, [1, 1, 2, 2, 3, 2, 2, 1, 1], 3),
            Example({"size": 3, "kernel_size": 2, "stride": 3}, [1, 1, 0, 1, 1, 0, 1, 1], 3),
        )

    def check(self) -> None:
        field = max(self.givens(), key=self.givens().__getitem__)
        refuse_too_many_cells(field, getattr(self, field), 1, self._length)

    @property
    def _length(self) -> int:
        return transposed_conv_output_size(self.size, self.kernel_size, self.stride)

    def prompt(self) -> Text:
        return Text(
            "{size:input goes|inputs go} through a 1-D transposed convolution with kernel size {kernel_size} and "
            "stride {stride}, without padding. How often is each output written, from left to right?",
            size=self.size,
            kernel_size=self.kernel_size,
            stride=self.stride,
        )

    def answer(self) -> tuple[int, ...]:
        return overlap_counts(self.size, self.kernel_size, self.stride)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        n, k, s, counts = self.size, self.kernel_size, self.stride, self.answer()
        yield self._turn("overwrote-the-overlaps", tuple(min(count, 1) for count in counts), 3)
        endless = tuple(place // s - (place - k) // s for place in range(len(counts)))
        yield self._turn("forgot-the-ends", endless, 3)
        yield from self.instead("forgot-stride", replace(self, stride=1), 2)
        if n * s <= len(counts):
            yield self._turn("multiplied-size-by-stride", counts[: n * s], 1)
        if n >= k:
            starts = range(0, n - k + 1, s)
            reads = tuple(sum(start <= place < start + k for start in starts) for place in range(n))
            yield self._turn("used-the-forward-formula", reads, 1)

    def _turn(self, tag: str, value: tuple[int, ...], step: int) -> WrongTurn:
        return WrongTurn(tag, value, step, self._line(value))

    def _line(self, value: tuple[int, ...]) -> str:
        return rf"N = {self.size},\; K = {self.kernel_size},\; S = {self.stride} \Rightarrow {self.reply.tex(value)}"

    def arithmetic(self) -> str:
        return self._line(self.answer())

    def figure(self) -> Picture:
        ones = {"values": " ".join("1" * self.size), "kernel": " ".join("1" * self.kernel_size)}
        return Picture("transposed-convolution", ones | {"stride": self.stride})

    def steps(self) -> list[Step]:
        n, k, s = self.size, self.kernel_size, self.stride
        stamps = [rf"{s * i} \ldots {s * i + k - 1}" for i in range(n)]
        if n > _SHOWN:
            stamps = [*stamps[:3], r"\ldots", stamps[-1]]
        return [
            Step(
                Text("The formula: output $r$ is written by every input $i$ whose stamp covers it"),
                r"c[r] = \#\{\, i : S i \le r \le S i + K - 1,\; 0 \le i \le N - 1 \,\}",
            ),
            Step(
                Text("How many outputs there are: the last stamp's start and its length"),
                rf"(N - 1)S + K = ({n} - 1) \cdot {s} + {k} = {self._length}",
            ),
            Step(Text("The outputs that each stamp covers, counted from 0"), r",\quad ".join(stamps)),
            Step(Text("For each output the stamps that cover it; at the two ends there are fewer"), self.arithmetic()),
        ]
