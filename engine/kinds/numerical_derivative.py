"""What does a difference quotient give for the derivative of a polynomial?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from engine.answers import Decimal, tex_number
from engine.boards import signed
from engine.dice import Dice
from engine.givens import BadGivens, Exact, Positive, Row
from engine.numeric.calculus import Scheme, difference_quotient, places_of, polynomial, polynomial_slope
from engine.numeric.exact import magnitude, simplest
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.stack import listed
from engine.text import Text

_MOST_DIGITS, _MOST_PLACES = 250, 1000  # before and after the point


@dataclass(frozen=True)
class NumericalDerivative(Problem):
    coefficients: Row
    x: Exact
    h: Positive
    scheme: Scheme

    topic = "gradient"
    title = Text("Numerical derivative")
    reply = Decimal()
    tags = (
        "stepped-to-the-other-side",
        "stepped-to-one-side-only",
        "divided-by-half-the-distance",
        "divided-by-twice-the-distance",
        "forgot-to-divide-by-the-distance",
        "gave-the-exact-derivative",
    )
    seconds = (60, 120, 150)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        coefficients: tuple[int, ...]
        if level == 1:  # one step ahead on a parabola
            coefficients = (dice.whole(-3, 3), dice.whole(-4, 4), dice.pick((1, 2, 3)))
            return cls(coefficients, dice.whole(1, 4), _tenths(dice.pick((2, 4, 5, 10, 20))), "forward")
        if level == 2:  # both sides of a cubic, where the distance is 2h, or one step back
            coefficients = (dice.whole(-2, 2), dice.whole(-4, 4), dice.whole(-2, 2), dice.pick((-2, -1, 1, 2)))
            both_or_back: Scheme = dice.pick(("central", "central", "backward"))
            return cls(coefficients, dice.whole(1, 3), _tenths(dice.pick((5, 10))), both_or_back)
        power = dice.whole(3, 4)  # left of 0, and a small step: the two values agree in their first digits
        coefficients = (dice.whole(-3, 3), dice.whole(-3, 3), *([0] * (power - 2)), dice.pick((-2, -1, 1, 2)))
        scheme: Scheme = dice.pick(("forward", "backward", "central"))
        return cls(coefficients, dice.whole(power - 6, -1), _tenths(dice.pick((1, 2))), scheme)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        cube = [0, 0, 0, 1]
        return (
            Example({"coefficients": [0, 0, 1], "x": 3, "h": 0.5, "scheme": "forward"}, 6.5, 1),
            Example({"coefficients": cube, "x": 1, "h": 0.1, "scheme": "forward"}, 3.31, 1),
            Example({"coefficients": cube, "x": 1, "h": 0.1, "scheme": "central"}, 3.01, 2),
            Example({"coefficients": cube, "x": 1, "h": 0.1, "scheme": "backward"}, 2.71, 2),
            Example({"coefficients": cube, "x": -1, "h": 1e-50, "scheme": "central"}, 3, 3),
        )

    def check(self) -> None:
        degree, reach = len(self.coefficients) - 1, Fraction(magnitude(self.x) + self.h)
        if reach**degree >= 10**_MOST_DIGITS:
            self._refuse("x" if magnitude(self.x) >= self.h else "h", _MOST_DIGITS)
        if degree * len(str(reach.denominator)) > _MOST_PLACES:
            finer = Fraction(self.x).denominator >= Fraction(self.h).denominator
            self._refuse("x" if finer else "h", _MOST_PLACES)

    def prompt(self) -> Text:
        schemes = {
            "forward": Text("the forward difference"),
            "backward": Text("the backward difference"),
            "central": Text("the central difference"),
        }
        return Text(
            "Let {function}. Approximate $f'$ at {place} by {scheme} with {step}, without rounding on the way. "
            "What comes out? Give three significant digits.",
            function=f"${{f(x) = {_polynomial(self.coefficients)}}}$",
            place=f"${{x = {tex_number(self.x)}}}$",
            scheme=schemes[self.scheme],
            step=f"${{h = {tex_number(self.h)}}}$",
        )

    def figure(self) -> Picture:
        coefficients = " ".join(map(str, self.coefficients))
        return Picture("derivative", {"coefficients": coefficients, "x": self.x, "h": self.h, "scheme": self.scheme})

    def answer(self) -> Exact:
        return difference_quotient(self.coefficients, self.x, self.h, self.scheme)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        h, answer, rise = tex_number(self.h), self.answer(), self._rise()
        if self.scheme == "central":
            yield from self.instead("stepped-to-one-side-only", replace(self, scheme="forward"))
            yield _turn("divided-by-half-the-distance", 2 * answer, rf"\frac{{{rise}}}{{{h}}}")
        else:
            other: Scheme = "backward" if self.scheme == "forward" else "forward"
            yield from self.instead("stepped-to-the-other-side", replace(self, scheme=other))
            yield _turn("divided-by-twice-the-distance", answer * Fraction(1, 2), rf"\frac{{{rise}}}{{2 \cdot {h}}}")
        yield _turn("forgot-to-divide-by-the-distance", answer * self._distance(), rise)
        slope = polynomial_slope(self.coefficients, self.x)
        yield _turn("gave-the-exact-derivative", slope, f"f'({tex_number(self.x)})", 1)

    def arithmetic(self) -> str:
        return rf"\frac{{{self._rise()}}}{{{tex_number(self._distance())}}} = {tex_number(self.answer())}"

    def steps(self) -> list[Step]:
        later, earlier = self._places()
        words, formula = {
            "forward": (Text("The formula: from $x$ one step ahead"), r"\frac{f(x + h) - f(x)}{h}"),
            "backward": (Text("The formula: from one step back up to $x$"), r"\frac{f(x) - f(x - h)}{h}"),
            "central": (
                Text("The formula: one step on either side, so the two places are $2h$ apart"),
                r"\frac{f(x + h) - f(x - h)}{2h}",
            ),
        }[self.scheme]
        return [
            Step(words, formula),
            Step(Text("The value at the later place"), self._value(later)),
            Step(Text("The value at the earlier place"), self._value(earlier)),
            Step(Text("Their difference over the distance of the two places"), self.arithmetic()),
        ]

    def _refuse(self, field: str, digits: int) -> None:
        text = Text(
            "{field} is {value}: with {n} coefficients its powers have more than {digits} digits.",
            field=field,
            value=f"{float(getattr(self, field)):.3g}",
            n=len(self.coefficients),
            digits=digits,
        )
        raise BadGivens(field, text)

    def _places(self) -> tuple[Exact, Exact]:
        return places_of(self.x, self.h, self.scheme)

    def _distance(self) -> Exact:
        later, earlier = self._places()
        return simplest(later - earlier)

    def _rise(self) -> str:
        """The difference of the two values as TeX."""
        later, earlier = (simplest(polynomial(self.coefficients, place)) for place in self._places())
        return f"{tex_number(later)} - {signed(earlier)}"

    def _value(self, place: Exact) -> str:
        """The function's value at a place, worked out."""
        terms = []
        for power, coefficient in reversed(list(enumerate(self.coefficients))):
            if coefficient and power:
                factor = "" if coefficient == 1 else rf"{signed(coefficient)} \cdot "
                terms.append(f"{factor}{signed(place)}" + _raised(power))
            elif coefficient:
                terms.append(signed(coefficient))
        value = tex_number(simplest(polynomial(self.coefficients, place)))
        return f"f({tex_number(place)}) = {listed(terms) or '0'} = {value}"


def _tenths(count: int) -> Exact:
    return simplest(Fraction(count, 10))


def _polynomial(coefficients: tuple[Exact, ...]) -> str:
    """The polynomial as TeX, the highest power first, without the terms that are 0."""
    shown = ""
    for power, coefficient in reversed(list(enumerate(coefficients))):
        if coefficient:
            sign = (" - " if coefficient < 0 else " + ") if shown else ("-" if coefficient < 0 else "")
            size = "" if power and coefficient in (1, -1) else tex_number(magnitude(coefficient))
            shown += f"{sign}{size}x{_raised(power)}" if power else sign + size
    return shown or "0"


def _raised(power: int) -> str:
    return "" if power == 1 else f"^{power}" if power < 10 else f"^{{{power}}}"


def _turn(tag: str, value: Exact, left: str, step: int = 3) -> WrongTurn:
    return WrongTurn(tag, simplest(value), step, f"{left} = {tex_number(simplest(value))}")
