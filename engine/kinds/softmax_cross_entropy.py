"""Which probabilities does softmax make of some logits, and what is the cross-entropy loss?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from engine.answers import Heading, Ledger, Number, Table, tex_number
from engine.boards import refuse_tiny
from engine.classes import check_target, drawn_logits, softmax_steps, tex_row
from engine.dice import Dice
from engine.givens import Amount, Row
from engine.numeric.classification import cross_entropy, softmax, softmax_loss
from engine.numeric.exact import simplest
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text


@dataclass(frozen=True)
class SoftmaxCrossEntropy(Problem):
    logits: Row
    target: Amount

    topic = "loss"
    title = Text("Softmax and cross-entropy")
    reply = Ledger()
    tags = (
        "skipped-the-exponential",
        "applied-softmax-twice",
        "used-the-decimal-logarithm",
        "forgot-the-minus",
        "averaged-over-the-classes",
        "took-the-likeliest-class",
        "counted-classes-from-one",
    )
    seconds = (120, 150, 150)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        logits = drawn_logits(dice, level)
        return cls(logits, dice.whole(0, len(logits) - 1))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"logits": [1, 1], "target": 0}, [[0.5], [0.5], [math.log(2)]], 1),
            Example({"logits": [5], "target": 0}, [[1], [0]], 1),
            Example({"logits": [-0.5, -0.5], "target": 1}, [[0.5], [0.5], [math.log(2)]], 2),
            Example({"logits": [1000, 0, 0], "target": 1}, [[1], [0], [0], [1000]], 3),
        )

    def check(self) -> None:
        refuse_tiny({f"logits[{index}]": logit for index, logit in enumerate(self.logits)})
        check_target(self.target, len(self.logits))

    def prompt(self) -> Text:
        return Text(
            "A classifier gives the logits {logits}; the right class is number {target}, counted from 0. Which "
            "probabilities does softmax make of them, and what is the cross-entropy loss (natural logarithm)? Use a "
            "calculator. Give three significant digits of each.",
            logits=f"${{z = {tex_row(self.logits)}}}$",
            target=self.target,
        )

    def rows(self) -> tuple[Heading, ...]:
        classes = (Heading(f"p{index}", Text("p{index}", index=index)) for index in range(len(self.logits)))
        return *classes, Heading("loss", Text("loss"))

    def columns(self) -> tuple[Heading, ...]:
        return (Heading("value", Text("value")),)

    def answer(self) -> Table:
        return _table(softmax(self.logits), softmax_loss(self.logits, self.target))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        probabilities, loss = softmax(self.logits), softmax_loss(self.logits, self.target)
        total, last = Fraction(sum(self.logits)), len(self.steps()) - 2
        shares = [simplest(Fraction(logit) / total) for logit in self.logits] if total else [0] * len(self.logits)
        if 0 < shares[self.target] <= 1:
            left = rf"p = \tfrac{{1}}{{{tex_number(simplest(total))}}} {tex_row(self.logits)} = {tex_row(shares)}"
            yield _turn("skipped-the-exponential", shares, cross_entropy(shares[self.target]), 2, left)
        exact = [Fraction(p) for p in probabilities]
        again = rf"L = -\ln \mathrm{{softmax}}{tex_row(probabilities)}_{{{self.target}}}"
        yield _turn("applied-softmax-twice", probabilities, softmax_loss(exact, self.target), last, again)
        right = f"p_{{{self.target}}}"
        decimal = rf"L = -\log_{{10}} {right}"
        yield _turn("used-the-decimal-logarithm", probabilities, loss / math.log(10), last, decimal)
        yield _turn("forgot-the-minus", probabilities, 0.0 - loss, last, rf"L = \ln {right}")
        count = len(self.logits)
        mean = rf"L = \frac{{1}}{{{count}}} \cdot (-\ln {right})"
        yield _turn("averaged-over-the-classes", probabilities, loss / count, last, mean)
        likeliest = self.logits.index(max(self.logits))
        best = rf"L = -\ln p_{{{likeliest}}}"
        yield _turn("took-the-likeliest-class", probabilities, softmax_loss(self.logits, likeliest), last, best)
        if self.target:
            before = self.target - 1
            early = rf"L = -\ln p_{{{before}}}"
            yield _turn("counted-classes-from-one", probabilities, softmax_loss(self.logits, before), last, early)

    def steps(self) -> list[Step]:
        right, loss = f"p_{{{self.target}}}", softmax_loss(self.logits, self.target)
        gap = simplest(max(self.logits) - self.logits[self.target])
        total = tex_number(1 / max(softmax(self.logits)))
        return [
            Step(
                Text("The formulas: softmax, and minus the logarithm of the right class's probability"),
                r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}, \qquad L = -\ln p_y",
            ),
            *softmax_steps(self.logits),
            Step(
                Text("The loss: how far the right logit lies below the largest, plus the logarithm of the sum"),
                rf"L = -\ln {right} = {tex_number(gap)} + \ln {total} = {tex_number(loss)}",
            ),
            Step(Text("All of it, the loss last"), self.reply.tex(self.answer())),
        ]


def _table(probabilities: Sequence[Number], loss: Number) -> Table:
    return *((p,) for p in probabilities), (loss,)


def _turn(tag: str, probabilities: Sequence[Number], loss: float, step: int, left: str) -> WrongTurn:
    table = _table(probabilities, loss)
    return WrongTurn(tag, table, step, rf"{left}, \qquad {Ledger().tex(table)}")
