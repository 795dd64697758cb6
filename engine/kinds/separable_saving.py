"""How many times fewer multiply-accumulates does a depthwise separable convolution take?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from engine import boards
from engine.answers import Decimal, tex_number
from engine.dice import Dice
from engine.givens import Count
from engine.numeric.costs import separable_saving
from engine.numeric.exact import Exact, simplest
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text


@dataclass(frozen=True)
class SeparableSaving(Problem):
    out_channels: Count
    kernel_size: Count

    topic = "depthwise-separable"
    title = Text("What a depthwise separable convolution saves")
    reply = Decimal()
    tags = (
        "left-out-the-pointwise-step",
        "left-out-the-depthwise-step",
        "gave-the-share-that-is-left",
        "forgot-to-square-the-kernel",
        "separated-in-space",
    )
    seconds = (60, 75, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # many output channels: almost as many times as the kernel has cells
            return cls(8 * dice.whole(4, 64), 3)
        if level == 2:  # a large kernel: both steps weigh
            return cls(8 * dice.whole(2, 32), dice.pick((5, 7, 9, 11)))
        # few output channels: they decide, down to a loss
        return cls(dice.whole(1, 12), dice.pick((2, 3, 4, 5, 7)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"out_channels": 64, "kernel_size": 3}, 576 / 73, 1),
            Example({"out_channels": 128, "kernel_size": 3}, 1152 / 137, 1),
            Example({"out_channels": 25, "kernel_size": 5}, 12.5, 2),
            Example({"out_channels": 1, "kernel_size": 3}, 0.9, 3),
        )

    def prompt(self) -> Text:
        question = Text(
            "A convolution with {out_channels:output channel|output channels} and kernel size {kernel_size} "
            "is replaced by a depthwise separable one. "
            "By what factor do the multiply-accumulates fall, standard over separable?",
            out_channels=self.out_channels,
            kernel_size=f"{self.kernel_size}×{self.kernel_size}",
        )
        return boards.asked(question, self.tolerance)

    def figure(self) -> Picture:
        return Picture("layer-cost", {**self.givens(), "groups": 1, "count": "saving"})

    def answer(self) -> Exact:
        return separable_saving(self.out_channels, self.kernel_size)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        out, k = self.out_channels, self.kernel_size
        unsquared = rf"\frac{{{out} \cdot {k}}}{{{out} + {k}}}"
        for tag, step, line, value in (
            ("left-out-the-depthwise-step", 1, rf"{k}^2", Fraction(k * k)),
            ("left-out-the-pointwise-step", 1, r"C_\text{out}", Fraction(out)),
            ("gave-the-share-that-is-left", 2, self._share(), 1 / Fraction(self.answer())),
            ("forgot-to-square-the-kernel", 1, unsquared, Fraction(out * k, out + k)),
            ("separated-in-space", 1, rf"\frac{{{k}^2}}{{2 \cdot {k}}}", Fraction(k, 2)),
        ):
            yield WrongTurn(tag, simplest(value), step, f"{line} = {tex_number(simplest(value))}")

    def _share(self) -> str:
        return rf"\frac{{1}}{{{self.out_channels}}} + \frac{{1}}{{{self.kernel_size}^2}}"

    def arithmetic(self) -> str:
        out, cells = self.out_channels, self.kernel_size**2
        return rf"\frac{{{out} \cdot {cells}}}{{{out} + {cells}}} = {tex_number(self.answer())}"

    def steps(self) -> list[Step]:
        out, cells = self.out_channels, self.kernel_size**2
        rounded = rf"{self.spelled()} \approx " if "tfrac" in tex_number(self.answer()) else ""
        return [
            Step(
                Text("The formula: what is left is the depthwise and the pointwise step over the standard convolution"),
                r"\frac{K^2 C_\text{in} + C_\text{in} C_\text{out}}{K^2 C_\text{in} C_\text{out}} "
                r"= \frac{1}{C_\text{out}} + \frac{1}{K^2}",
            ),
            Step(
                Text("The share that is left; the input channels and the places of the map have canceled"),
                rf"{self._share()} = \frac{{{out + cells}}}{{{out * cells}}}",
            ),
            Step(Text("The factor is one over this share"), rounded + self.arithmetic()),
        ]
