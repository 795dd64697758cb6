"""What is the gradient of the cross-entropy loss by the logits?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from engine import answers
from engine.answers import Number, tex_number
from engine.boards import refuse_tiny
from engine.classes import check_target, drawn_logits, softmax_steps
from engine.dice import Dice
from engine.givens import Amount, Row
from engine.numeric.classification import one_hot, softmax, softmax_gradient
from engine.numeric.exact import simplest
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text


@dataclass(frozen=True)
class SoftmaxGradient(Problem):
    logits: Row
    target: Amount

    topic = "loss"
    title = Text("Gradient of softmax and cross-entropy")
    reply = answers.Row()
    tags = (
        "gave-the-probabilities",
        "subtracted-the-other-way",
        "counted-classes-from-one",
        "skipped-the-exponential",
        "moved-the-right-class-only",
        "differentiated-by-the-probability",
    )
    seconds = (120, 150, 150)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        logits = drawn_logits(dice, level)
        return cls(logits, dice.whole(0, len(logits) - 1))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"logits": [1, 1], "target": 0}, [-0.5, 0.5], 1),
            Example({"logits": [5], "target": 0}, [0], 1),
            Example({"logits": [-0.5, -0.5, -0.5, -0.5], "target": 3}, [0.25, 0.25, 0.25, -0.75], 2),
            Example({"logits": [1000, 1000, 0, 0], "target": 1}, [0.5, -0.5, 0, 0], 3),
        )

    def check(self) -> None:
        refuse_tiny({f"logits[{index}]": logit for index, logit in enumerate(self.logits)})
        check_target(self.target, len(self.logits))

    def prompt(self) -> Text:
        return Text(
            "A classifier gives the logits {logits}; the right class is number {target}, counted from 0. What is the "
            "gradient of the cross-entropy loss (softmax, natural logarithm) with respect to the logits? Use a "
            "calculator for powers of $e$. Give three significant digits.",
            logits=f"${{z = {self.reply.tex(self.logits)}}}$",
            target=self.target,
        )

    def answer(self) -> tuple[Number, ...]:
        return tuple(softmax_gradient(self.logits, self.target))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        probabilities, gradient, last = softmax(self.logits), self.answer(), 4
        label = self.reply.tex(one_hot(self.target, len(self.logits)))
        yield self._turn("gave-the-probabilities", probabilities, last, "p")
        turned = [0.0 - float(slope) for slope in gradient]
        yield self._turn("subtracted-the-other-way", turned, last, f"{label} - {self.reply.tex(probabilities)}")
        if self.target:
            early = softmax_gradient(self.logits, self.target - 1)
            wrong = self.reply.tex(one_hot(self.target - 1, len(self.logits)))
            yield self._turn("counted-classes-from-one", early, last, f"{self.reply.tex(probabilities)} - {wrong}")
        total = sum(self.logits)
        if total:
            shares = [Fraction(logit) / total for logit in self.logits]
            value = [share - (index == self.target) for index, share in enumerate(shares)]
            left = rf"\tfrac{{1}}{{{tex_number(simplest(Fraction(total)))}}} {self.reply.tex(self.logits)} - {label}"
            yield self._turn("skipped-the-exponential", value, 2, left)
        alone = [slope if index == self.target else 0 for index, slope in enumerate(gradient)]
        yield self._turn("moved-the-right-class-only", alone, last, r"(p_y - 1)\, y")
        right = probabilities[self.target]
        if right > 1e-300:
            inverse = [-1 / right if index == self.target else 0 for index in range(len(self.logits))]
            left = rf"-\frac{{1}}{{{tex_number(right)}}} \cdot {label}"
            yield self._turn("differentiated-by-the-probability", inverse, 1, left)

    def steps(self) -> list[Step]:
        label = self.reply.tex(one_hot(self.target, len(self.logits)))
        return [
            Step(
                Text("The formula: softmax minus the label, which is 1 for the right class and 0 for the others"),
                r"\frac{\partial L}{\partial z_i} = p_i - y_i, \qquad p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}",
            ),
            *softmax_steps(self.logits),
            Step(
                Text("Take 1 off at the right class; the gradient adds up to 0"),
                f"p - y = {self.reply.tex(softmax(self.logits))} - {label} = {self.reply.tex(self.answer())}",
            ),
        ]

    def _turn(self, tag: str, value: Sequence[Number], step: int, left: str) -> WrongTurn:
        row = tuple(number if isinstance(number, float) else simplest(number) for number in value)
        return WrongTurn(tag, row, step, f"{left} = {self.reply.tex(row)}")
