"""How many inputs does a dilated kernel reach over?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from engine.answers import Integer
from engine.dice import Dice
from engine.givens import Count
from engine.numeric.sizes import span
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text


@dataclass(frozen=True)
class EffectiveKernel(Problem):
    kernel_size: Count
    dilation: Count = 1

    topic = "dilated-convolution"
    title = Text("Effective kernel size")
    reply = Integer()
    tags = (
        "forgot-dilation",
        "multiplied-kernel-by-dilation",
        "took-dilation-for-the-gap",
        "stretched-one-gap-only",
        "forgot-the-first-tap",
    )
    seconds = (30, 30, 45)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # an odd kernel with small gaps: its taps can be drawn
            return cls(2 * dice.whole(1, 7) + 1, dice.whole(2, 8))
        if level == 2:  # an even kernel, and gaps wider than the kernel itself
            kernel_size = 2 * dice.whole(1, 6)
            return cls(kernel_size, kernel_size + dice.whole(1, 20))
        return cls(dice.whole(9, 64), 2 ** dice.whole(4, 9))  # audio: too long to draw

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"kernel_size": 3, "dilation": 2}, 5, 1),
            Example({"kernel_size": 3}, 3, 1),
            Example({"kernel_size": 2, "dilation": 8}, 9, 2),
            Example({"kernel_size": 16, "dilation": 256}, 3841, 3),
        )

    def prompt(self) -> Text:
        return Text(
            "A kernel of size {kernel_size} has dilation {dilation}. How many inputs does it span along one axis, from "
            "its first tap to its last, both included?",
            **self.givens(),
        )

    def figure(self) -> Picture | None:
        """As one layer, where its taps can be drawn."""
        if max(self.kernel_size, self.dilation) > 31:
            return None
        return Picture("receptive-field", {"layers": f"conv {self.kernel_size} d{self.dilation}"})

    def answer(self) -> int:
        return span(self.kernel_size, self.dilation)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        k, d = self.kernel_size, self.dilation
        yield from self.instead("forgot-dilation", replace(self, dilation=1))
        yield WrongTurn("multiplied-kernel-by-dilation", k * d, 1, rf"{k} \cdot {d} = {k * d}")
        yield from self.instead("took-dilation-for-the-gap", replace(self, dilation=d + 1))
        yield WrongTurn("stretched-one-gap-only", k + d - 1, 1, f"{k} + ({d} - 1) = {k + d - 1}")
        yield WrongTurn("forgot-the-first-tap", d * (k - 1), 2, rf"{d} \cdot ({k} - 1) = {d * (k - 1)}")

    def steps(self) -> list[Step]:
        k, d = self.kernel_size, self.dilation
        return [
            Step(Text("The formula: a step of D inputs from each tap to the next, and the first tap"), r"D(K - 1) + 1"),
            Step(
                Text("How far the last tap lies from the first: there is one step fewer than there are taps"),
                rf"{d} \cdot ({k} - 1) = {d * (k - 1)}",
            ),
            Step(
                Text("The first tap stands on an input of its own, which counts too"),
                rf"{d} \cdot ({k} - 1) + 1 = {self.answer()}",
            ),
        ]
