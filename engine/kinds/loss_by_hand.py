"""What is the loss of a classifier's probabilities on one example?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, Self

from engine.answers import Decimal, Number, tex_number
from engine.boards import signed
from engine.classes import check_target, drawn_shares, tex_row
from engine.dice import Dice
from engine.givens import Amount, BadGivens, Exact, Row
from engine.numeric.classification import cross_entropy, one_hot, squared_distance
from engine.numeric.exact import magnitude, simplest
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.stack import listed
from engine.text import Text

Loss = Literal["cross-entropy", "mean-squared", "half-sum-squared"]

@dataclass(frozen=True)
class LossByHand(Problem):
    probabilities: Row
    target: Amount
    loss: Loss

    topic = "loss"
    title = Text("A loss by hand")
    reply = Decimal()
    tags = (
        "used-the-decimal-logarithm",
        "forgot-the-minus",
        "averaged-over-the-classes",
        "took-the-likeliest-class",
        "counted-classes-from-one",
        "took-the-other-squared-loss",
        "gave-the-plain-sum",
        "looked-at-the-right-class-only",
    )
    seconds = (45, 90, 120)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # cross-entropy: one probability counts
            return cls(drawn_shares(dice, 3, 20), dice.whole(0, 2), "cross-entropy")
        squared: tuple[Loss, Loss] = ("mean-squared", "half-sum-squared")
        if level == 2:  # the squared losses: every class counts, and each has its own factor
            return cls(drawn_shares(dice, dice.whole(3, 4), 10), dice.whole(0, 2), dice.pick(squared))
        # confidently wrong, and a class with probability 0
        probabilities = dice.sample((*drawn_shares(dice, 4, 20), 0), 5)
        wrong = [index for index, p in enumerate(probabilities) if 0 < p < max(probabilities)]
        if not wrong:
            return cls.draw(dice, level)
        return cls(probabilities, dice.pick(wrong), dice.pick(("cross-entropy", *squared)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        confident = {"probabilities": [0.1, 0.05, 0.6, 0, 0.05, 0.1, 0, 0.1, 0, 0], "target": 2}
        even = {"probabilities": [0.5, 0.25, 0.25], "target": 0}
        return (
            Example(even | {"loss": "cross-entropy"}, math.log(2), 1),
            Example({"probabilities": [1, 0], "target": 0, "loss": "cross-entropy"}, 0, 1),
            Example(even | {"loss": "half-sum-squared"}, 0.1875, 2),
            Example(even | {"loss": "mean-squared"}, 0.125, 2),
            Example(confident | {"loss": "half-sum-squared"}, 0.0975, 3),
        )

    def check(self) -> None:
        for index, probability in enumerate(self.probabilities):
            if not 0 <= probability <= 1:
                field = f"probabilities[{index}]"
                text = Text("{field} must be from 0 to 1, but it is {value}.", field=field, value=probability)
                raise BadGivens(field, text)
        check_target(self.target, len(self.probabilities))
        if self.loss == "cross-entropy" and not self.probabilities[self.target]:
            field = f"probabilities[{self.target}]"
            raise BadGivens(field, Text("{field} is 0, and cross-entropy takes the logarithm of it.", field=field))

    def prompt(self) -> Text:
        asked = {
            "cross-entropy": Text("What is the cross-entropy loss (natural logarithm, use a calculator)?"),
            "mean-squared": Text("What is the mean squared error, averaged over the classes?"),
            "half-sum-squared": Text("What is half the sum of the squared errors over the classes?"),
        }
        return Text(
            "A classifier gives the probabilities {probabilities}; the right class is number {target}, counted from 0, "
            "and its label is one-hot. {question} Give three significant digits.",
            probabilities=f"${{p = {tex_row(self.probabilities)}}}$",
            target=self.target,
            question=asked[self.loss],
        )

    def answer(self) -> Number:
        if self.loss == "cross-entropy":
            return cross_entropy(self._right)
        return simplest(squared_distance(self.probabilities, self.target) * self._factor)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        answer, right = self.answer(), tex_number(self._right)
        likeliest = self.probabilities.index(max(self.probabilities))
        yield from self.instead("took-the-likeliest-class", replace(self, target=likeliest))
        if self.target:
            yield from self.instead("counted-classes-from-one", replace(self, target=self.target - 1))
        if self.loss == "cross-entropy":
            decimal, count = float(answer) / math.log(10), len(self.probabilities)
            yield _turn("used-the-decimal-logarithm", decimal, 2, rf"-\log_{{10}} {right}")
            yield _turn("forgot-the-minus", 0.0 - float(answer), 2, rf"\ln {right}")
            mean = rf"\frac{{1}}{{{count}}} \cdot (-\ln {right})"
            yield _turn("averaged-over-the-classes", float(answer) / count, 2, mean)
            return
        other: Loss = "half-sum-squared" if self.loss == "mean-squared" else "mean-squared"
        yield from self.instead("took-the-other-squared-loss", replace(self, loss=other), 3)
        yield _turn("gave-the-plain-sum", squared_distance(self.probabilities, self.target), 3, self._squares())
        alone = simplest((1 - self._right) ** 2 * self._factor)
        line = rf"{self._factor_tex()} (1 - {right})^2"
        yield _turn("looked-at-the-right-class-only", alone, 1, line)

    def arithmetic(self) -> str:
        if self.loss == "cross-entropy":
            return rf"-\ln {tex_number(self._right)} = {tex_number(self.answer())}"
        squares = self._squares()
        return rf"{self._factor_tex()} \left({squares}\right) = {tex_number(self.answer())}"

    def steps(self) -> list[Step]:
        label = one_hot(self.target, len(self.probabilities))
        if self.loss == "cross-entropy":
            return [
                Step(
                    Text("The formula: the label is 0 for every class but one, so one term is left"),
                    r"L = -\sum_i y_i \ln p_i = -\ln p_y",
                ),
                Step(
                    Text("The probability that the right class got, number {target} from 0", target=self.target),
                    f"p_{{{self.target}}} = {tex_number(self._right)}",
                ),
                Step(Text("Its logarithm is at most 0, and the minus makes a loss of it"), self.arithmetic()),
            ]
        differences = [simplest(p - y) for p, y in zip(self.probabilities, label, strict=True)]
        total = squared_distance(self.probabilities, self.target)
        words, formula = {
            "mean-squared": (
                Text("The formula: the mean over the N classes"),
                r"L = \frac{1}{N} \sum_i (p_i - y_i)^2",
            ),
            "half-sum-squared": (
                Text("The formula: half the sum; the half cancels the 2 of the derivative"),
                r"L = \frac{1}{2} \sum_i (p_i - y_i)^2",
            ),
        }[self.loss]
        return [
            Step(words, formula),
            Step(
                Text("The errors: take 1 off at the right class, every other class keeps its probability"),
                f"p - y = {tex_row(differences)}",
            ),
            Step(Text("Their squares added up"), f"{self._squares()} = {tex_number(total)}"),
            Step(Text("Times the factor of this loss"), self.arithmetic()),
        ]

    @property
    def _right(self) -> Exact:
        """The probability that the right class got."""
        return self.probabilities[self.target]

    @property
    def _factor(self) -> Fraction:
        return Fraction(1, len(self.probabilities) if self.loss == "mean-squared" else 2)

    def _factor_tex(self) -> str:
        return rf"\tfrac{{1}}{{{self._factor.denominator}}}"

    def _squares(self) -> str:
        """The squared errors as TeX, those of 0 left out."""
        label = one_hot(self.target, len(self.probabilities))
        errors = [magnitude(simplest(p - y)) for p, y in zip(self.probabilities, label, strict=True)]
        return listed([f"{signed(error)}^2" for error in errors if error]) or "0"


def _turn(tag: str, value: Number, step: int, left: str) -> WrongTurn:
    return WrongTurn(tag, value, step, f"{left} = {tex_number(value)}")
