"""What is the convolution of two exponentials, or of one with a step, at one moment t?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Self

from engine.answers import Decimal, Number, tex_number
from engine.boards import refuse_tiny
from engine.dice import Dice
from engine.givens import BadGivens, Exact, Positive
from engine.numeric.continuous import convolve_exponentials
from engine.numeric.exact import simplest
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

_TAU, _FROM_TAU_TO_T = r"\tau", r"(t - \tau)"


@dataclass(frozen=True)
class Function:
    """From t = 0 on e to the minus rate times t, or 1 for a step; 0 before."""

    type: Literal["exponential", "step"]
    rate: Positive | None = None

    @property
    def falls(self) -> Exact:
        """Its rate; a step falls at rate 0."""
        return self.rate or 0

    def at(self, place: str) -> str:
        """Its value at a place from 0 on, as TeX."""
        if not self.rate:
            return "1"
        return f"e^{{-{place}}}" if self.rate == 1 else rf"e^{{-{tex_number(self.rate)} {place}}}"


@dataclass(frozen=True)
class ExponentialConvolution(Problem):
    f: Function
    g: Function
    t: Exact

    topic = "convolution-mathematics"
    title = Text("Convolution of exponentials")
    reply = Decimal()
    tags = (
        "did-not-flip",
        "multiplied-at-one-point",
        "integrated-the-plain-product",
        "integrated-past-t",
        "forgot-to-divide-by-the-rate",
        "turned-the-difference-around",
        "took-the-integrand-for-the-integral",
    )
    seconds = (90, 120, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # an exponential with a step: one term only
            f, g = dice.sample((Function("exponential", _rate(dice)), Function("step")), 2)
            return cls(f, g, _moment(dice))
        if level == 2:  # two rates, whose difference divides
            rates = (simplest(Fraction(n, 4)) for n in dice.sample((1, 2, 3, 4, 5, 6, 8, 10), 2))
            f, g = (Function("exponential", rate) for rate in rates)
            return cls(f, g, _moment(dice))
        same = Function("exponential", _rate(dice))  # equal rates: the formula of level 2 would divide by 0
        return cls(same, same, _moment(dice))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        fast, slow, step = _exponential(2), _exponential(1), {"type": "step"}
        return (
            Example({"f": slow, "g": step, "t": 1}, 1 - math.exp(-1), 1),
            Example({"f": step, "g": step, "t": 2.5}, 2.5, 1),
            Example({"f": slow, "g": fast, "t": 1}, math.exp(-1) - math.exp(-2), 2),
            Example({"f": slow, "g": fast, "t": -1}, 0, 2),
            Example({"f": fast, "g": fast, "t": 1}, math.exp(-2), 3),
        )

    def check(self) -> None:
        for name, function in (("f", self.f), ("g", self.g)):
            field = f"{name}.rate"
            if function.type == "exponential" and function.rate is None:
                raise BadGivens(field, Text("{field} is missing.", field=field))
            if function.type == "step" and function.rate is not None:
                text = Text("{field} is {rate}, but a step has no rate.", field=field, rate=function.rate)
                raise BadGivens(field, text)
        refuse_tiny({"f.rate": self.f.falls, "g.rate": self.g.falls, "t": self.t})

    def prompt(self) -> Text:
        return Text(
            "For $t \\ge 0$ let {f} and {g}; before $t = 0$ both are 0. What is their convolution {moment}, as "
            "mathematics defines it? Use a calculator for powers of $e$. Give three significant digits.",
            f=f"${{f(t) = {self.f.at('t')}}}$",
            g=f"${{g(t) = {self.g.at('t')}}}$",
            moment=f"${{{self._at()}}}$",
        )

    def figure(self) -> Picture:
        shapes = {name: "exp" if getattr(self, name).rate else "step" for name in "fg"}
        widths = {f"{name}_width": 1 / float(getattr(self, name).falls) for name in "fg" if getattr(self, name).rate}
        return Picture("continuous", {**shapes, **widths, "t": self.t})

    def answer(self) -> Number:
        return convolve_exponentials(self.f.falls, self.g.falls, self.t)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        a, b, t = self.f.falls, self.g.falls, self.t
        if t <= 0:
            return
        both = a + b
        if both:
            line = r"\int_t^{\infty} f(\tau)\, g(\tau - t)\, d\tau = "
            line += rf"\frac{{{_power(a, t)}}}{{{tex_number(both)}}}"
            yield _turn("did-not-flip", _exp(a, t) / float(both), 2, line)
        here = tex_number(t)
        line = rf"f({here}) \cdot g({here})" + (f" = {_power(both, t)}" if both else "")
        yield _turn("multiplied-at-one-point", _exp(both, t), 1, line)
        line = r"\int_0^t f(\tau)\, g(\tau)\, d\tau"
        if both:
            line += rf" = \frac{{1 - {_power(both, t)}}}{{{tex_number(both)}}}"
        yield _turn("integrated-the-plain-product", convolve_exponentials(0, both, t), 1, line)
        if a > b:
            line = rf"\int_0^{{\infty}} f(\tau)\, g(t - \tau)\, d\tau = \frac{{{_power(b, t)}}}{{{_gap(a, b)}}}"
            yield _turn("integrated-past-t", _exp(b, t) / float(a - b), 2, line)
        if a == b:
            yield _turn("took-the-integrand-for-the-integral", _exp(a, t), 3, _power(a, t))
        else:
            low, high = sorted((a, b))
            difference = f"{_power(low, t)} - {_power(high, t)}"
            value = float(self.answer()) * float(high - low)
            yield _turn("forgot-to-divide-by-the-rate", value, 3, difference)
            line = rf"\frac{{{difference}}}{{{_gap(low, high)}}}"
            yield _turn("turned-the-difference-around", -self.answer(), 3, line)

    def arithmetic(self) -> str:
        a, b, t = self.f.falls, self.g.falls, self.t
        low, high = sorted((a, b))
        if t <= 0 or not high:
            return f"{self._at()} = {tex_number(self.answer())}"
        if low == high:
            return rf"{self._at()} = {tex_number(t)} \cdot {_power(low, t)} = {tex_number(self.answer())}"
        quotient = rf"\frac{{{_power(low, t)} - {_power(high, t)}}}{{{_gap(high, low)}}}"
        return f"{self._at()} = {quotient} = {tex_number(self.answer())}"

    def steps(self) -> list[Step]:
        words = Text("The formula: both functions are 0 before 0, so only $\\tau$ from 0 to $t$ counts")
        formula = Step(words, r"(f * g)(t) = \int_0^t f(\tau)\, g(t - \tau)\, d\tau")
        if self.t <= 0:
            return [formula, Step(Text("There is no $\\tau$ between 0 and this $t$"), self.arithmetic())]
        a, b = self.f.falls, self.g.falls
        product = rf"f(\tau)\, g(t - \tau) = {self.f.at(_TAU)} \cdot {self.g.at(_FROM_TAU_TO_T)}"
        if a == b:
            product += f" = {self.f.at('t')}"
            words = Text("The product does not depend on $\\tau$, so the integral is its value times the length $t$")
            integral = "t" if not a else f"t {self.f.at('t')}"
        else:
            slow, fast = (self.f, self.g) if a < b else (self.g, self.f)
            words = (
                Text(
                    "Integrate: what depends on $\\tau$ is an exponential whose rate is the difference of the two, "
                    "so one divides by it"
                )
                if a and b
                else Text("Integrate the exponential: its antiderivative is itself over minus its rate")
            )
            integral = rf"\frac{{{slow.at('t')} - {fast.at('t')}}}{{{_gap(fast.falls, slow.falls)}}}"
        return [
            formula,
            Step(Text("Flip and shift $g$, and multiply"), product),
            Step(words, rf"\int_0^t f(\tau)\, g(t - \tau)\, d\tau = {integral}"),
            Step(Text("At this moment"), self.arithmetic()),
        ]

    def _at(self) -> str:
        return f"(f * g)({tex_number(self.t)})"


def _rate(dice: Dice) -> Exact:
    return simplest(Fraction(dice.pick((1, 2, 3, 4, 5, 6, 8, 10, 12, 15)), 10))


def _moment(dice: Dice) -> Exact:
    return simplest(Fraction(dice.whole(1, 8), 2))


def _exponential(rate: int) -> dict[str, object]:
    return {"type": "exponential", "rate": rate}


def _exp(rate: Exact, t: Exact) -> float:
    return math.exp(-float(rate * t))


def _power(rate: Exact, t: Exact) -> str:
    return rf"e^{{-{tex_number(rate)} \cdot {tex_number(t)}}}" if rate else "1"


def _gap(one: Exact, other: Exact) -> str:
    """The difference of two rates as TeX; that of a step is left out."""
    if not other:
        return tex_number(one)
    return f"{tex_number(one)} - {tex_number(other)}" if one else f"-{tex_number(other)}"


def _turn(tag: str, value: Number, step: int, left: str) -> WrongTurn:
    return WrongTurn(tag, value, step, f"{left} = {tex_number(value)}")
