"""What does batch normalization make of the values of one channel in training?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Self

from engine import boards
from engine.answers import Row as RowReply
from engine.answers import tex_number
from engine.boards import signed
from engine.dice import Dice
from engine.givens import BadGivens, Exact, Positive, Row
from engine.numeric.exact import root, simplest
from engine.numeric.normalization import mean, scale_and_shift, variance
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text, typeset

Number = int | Fraction | float
Values = tuple[Number, ...]

USUAL_EPS = Fraction(1, 100_000)
SCALES: tuple[Exact, ...] = (-2, -1, 2, 3, Fraction(1, 2))
# Deviations from the mean whose variance is a square, and such whose variance is one short of a square
SQUARE = ((-1, -1, 1, 1), (5, -3, -1, -1), (-5, 3, 1, 1), (-3, -1, 0, 1, 3), (4, -1, -1, -1, -1))
ONE_SHORT = ((-4, 0, 0, 4), (3, -1, -1, -1), (-3, 1, 1, 1))


@dataclass(frozen=True)
class BatchNormValues(Problem):
    values: Row
    gamma: Exact
    beta: Exact
    eps: Positive

    topic = "batch-normalization"
    title = Text("Batch normalization by hand")
    reply = RowReply()
    tags = (
        "divided-by-the-variance",
        "used-the-unbiased-variance",
        "did-not-center",
        "forgot-gamma-and-beta",
        "swapped-gamma-and-beta",
        "shifted-before-scaling",
        "forgot-epsilon",
        "added-epsilon-outside-the-root",
    )
    seconds = (75, 120, 120)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # only mean and variance, and the root is a whole number
            pattern, scale, middle = dice.pick(SQUARE), dice.whole(1, 3), dice.whole(-3, 9)
            deviations = dice.sample(pattern, len(pattern))
            return cls(tuple(middle + scale * deviation for deviation in deviations), 1, 0, USUAL_EPS)
        gamma, beta = dice.pick(SCALES), dice.pick((-3, -2, -1, 1, 2, 4, 5))
        if level == 2:  # scaled and shifted again, and the root is none
            while True:
                values = dice.row(4, -4, 9)
                if not isinstance(root(variance(values)), int):
                    return cls(values, gamma, beta, USUAL_EPS)
        if dice.chance(0.15):  # a channel without any variance
            return cls((dice.whole(-9, 9),) * dice.whole(3, 5), gamma, beta, USUAL_EPS)
        unit, middle = dice.pick((Fraction(1, 10), Fraction(1, 100))), dice.whole(-9, 9)  # epsilon counts
        deviations = dice.sample(dice.pick(ONE_SHORT), 4)
        return cls(tuple(simplest((middle + deviation) * unit) for deviation in deviations), gamma, beta, unit**2)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        almost = 0.9999950000374997
        return (
            Example(_channel([1, 1, 3, 3], 1, 0, 1e-5), [-almost, -almost, almost, almost], 1),
            Example(_channel([9, 5, 1, 5], 3, 2, 1), [6, 2, -2, 2], 2),
            Example(_channel([0.5, 0.5, 0.1, 0.9], 3, -1, 0.01), [-1, -1, -5, 3], 3),
            Example(_channel([7, 7, 7], 3, -1, 1e-5), [-1, -1, -1], 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(values=(self.values,), gamma=((self.gamma,),), beta=((self.beta,),))
        if len(self.values) == 1:
            text = Text("values has one entry: in training batch norm takes at least 2, as in PyTorch.")
            raise BadGivens("values", text)

    def prompt(self) -> Text:
        question = Text(
            "In this batch one channel holds the values {values}. What does batch norm in training mode make of them, "
            "with {parameters}? It takes the biased variance, divided by the count.",
            values=", ".join(map(typeset, self.values)),
            parameters=rf"${{\gamma = {tex_number(self.gamma)}}}$, ${{\beta = {tex_number(self.beta)}}}$, "
            rf"${{\epsilon = {tex_number(self.eps)}}}$",
        )
        return boards.asked(question, self.tolerance)

    @cached_property
    def _mean(self) -> Exact:
        return mean(self.values)

    @cached_property
    def _variance(self) -> Exact:
        return variance(self.values)

    @cached_property
    def _root(self) -> Number:
        return root(self._variance + self.eps)

    def answer(self) -> Values:
        return self._answer

    @cached_property
    def _answer(self) -> Values:
        return self._normalized(self._mean, self._root)

    def _normalized(self, center: Exact, divisor: Number) -> Values:
        return tuple(scale_and_shift(self.gamma * (value - center), divisor, self.beta) for value in self.values)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        var, eps, n = self._variance, self.eps, len(self.values)
        value = self._normalized(self._mean, var + eps)
        yield self._divided("divided-by-the-variance", value, 3, f"{tex_number(var)} + {tex_number(eps)}")
        unbiased = simplest(Fraction(var) * n / (n - 1))
        value = self._normalized(self._mean, root(unbiased + eps))
        yield self._divided("used-the-unbiased-variance", value, 2, _root_tex(unbiased, eps))
        value = self._normalized(0, self._root)
        line = self._line(self.reply.tex(self.values), _root_tex(var, eps))
        yield WrongTurn("did-not-center", value, 1, f"{line} = {self.reply.tex(value)}")
        yield from self.instead("forgot-gamma-and-beta", replace(self, gamma=1, beta=0), 4)
        yield from self.instead("swapped-gamma-and-beta", replace(self, gamma=self.beta, beta=self.gamma), 4)
        yield from self.instead("shifted-before-scaling", replace(self, beta=self.gamma * self.beta), 4)
        if var:
            value = self._normalized(self._mean, root(var))
            yield self._divided("forgot-epsilon", value, 3, rf"\sqrt{{{tex_number(var)}}}")
            value = self._normalized(self._mean, root(var) + eps)
            line = rf"\sqrt{{{tex_number(var)}}} + {tex_number(eps)}"
            yield self._divided("added-epsilon-outside-the-root", value, 3, line)

    def _divided(self, tag: str, value: Values, step: int, divisor: str) -> WrongTurn:
        """The wrong turn of another divisor."""
        return WrongTurn(tag, value, step, f"{self._line(self._deviations(), divisor)} = {self.reply.tex(value)}")

    def _deviations(self) -> str:
        return rf"{self.reply.tex(self.values)} - {signed(self._mean)}"

    def _line(self, top: str, bottom: str) -> str:
        factor = rf"{tex_number(self.gamma)} \cdot " if self.gamma != 1 else ""
        return rf"{factor}\frac{{{top}}}{{{bottom}}}" + (f" + {signed(self.beta)}" if self.beta else "")

    def arithmetic(self) -> str:
        line = self._line(self._deviations(), _root_tex(self._variance, self.eps))
        return f"{line} = {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        n, middle, var = len(self.values), self._mean, self._variance
        total = " + ".join(map(signed, self.values))
        equals = r"\approx" if isinstance(self._root, float) else "="
        squares = " + ".join(rf"{signed(simplest(value - middle))}^2" for value in self.values)
        return [
            Step(
                Text("The formula: mean 0 and variance 1, then scaled and shifted"),
                r"y = \gamma\, \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta",
            ),
            Step(Text("The mean of the values"), rf"\mu = \frac{{{total}}}{{{n}}} = {tex_number(middle)}"),
            Step(
                Text("The variance: the squared deviations, divided by their count"),
                rf"\sigma^2 = \frac{{{squares}}}{{{n}}} = {tex_number(var)}",
            ),
            Step(
                Text("What is divided by: epsilon joins the variance under the root, so that it is never 0"),
                rf"{_root_tex(var, self.eps)} {equals} {tex_number(self._root)}",
            ),
            Step(Text("Each deviation divided by it, times gamma, plus beta"), self.arithmetic()),
        ]


def _channel(values: list[float], gamma: float, beta: float, eps: float) -> dict[str, object]:
    return {"values": values, "gamma": gamma, "beta": beta, "eps": eps}


def _root_tex(var: Exact, eps: Exact) -> str:
    return rf"\sqrt{{{tex_number(var)} + {tex_number(eps)}}}"
