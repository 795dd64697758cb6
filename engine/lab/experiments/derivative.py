"""How does a secant become the tangent, and where does a numerical derivative break?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import log10
from typing import Annotated, Any

from engine.answers import Row, tex_number
from engine.givens import BadGivens
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import Chart, Frame, Mark, Panel, Role
from engine.lab.settings import Between, Longest, shown, write
from engine.lab.shapes import number_in
from engine.numeric.calculus import Scheme, polynomial, polynomial_slope, rounded_quotient
from engine.numeric.exact import Exact, magnitude, simplest
from engine.reading import Unread
from engine.text import Text

MOST_COEFFICIENTS, LARGEST = 8, 1000
STEPS = tuple(float(f"{digit}e-{power}") for power in range(17) for digit in (3, 1))[1:]
POINTS = 60
FLOOR, LEFT = -16.0, -16.4  # where the axes of the two logarithms begin, of the error and of h
LABELS = {
    "scheme": Text("Difference"),
    "x": Text("x"),
    "coefficients": Text("Coefficients of f, the constant first"),
}
CHOICES: dict[str, Text] = {"forward": Text("forward"), "backward": Text("backward"), "central": Text("central")}


@dataclass(frozen=True)
class Derivative(Experiment):
    coefficients: Annotated[str, Longest(80)] = "0 0 0 1"
    x: Annotated[float, Between(-10, 10, 0.5)] = 1.0
    scheme: Scheme = "forward"
    h: Annotated[float, Between(1e-16, 4)] = 1.0
    yours: Annotated[str, Longest(20)] = ""

    order = 13
    title = Text("Numerical derivative")
    about = Text("Let a secant become the tangent, and make h so small that the numerical derivative breaks.")
    labels = LABELS
    choices = CHOICES
    beside = ("scheme", "x")
    cards = ("numerical-differentiation", "average-and-instantaneous-rate")
    kinds = ("numerical-derivative",)

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        broken, dead = {"h": 1e-12, "scheme": "central"}, {"h": 1e-16}
        return (
            Preset(Text("From the secant to the tangent"), {}, ("average-and-instantaneous-rate",)),
            Preset(Text("Central: the error falls twice as fast"), {"h": 0.01, "scheme": "central"}, cls.cards[:1]),
            Preset(Text("h = 1e-12: twelve digits are gone"), broken, cls.cards[:1]),
            Preset(Text("h = 1e-16: 1 + h is 1, and the slope 0"), dead, cls.cards[:1]),
            Preset(Text("Central is exact for a parabola, until rounding"), {"coefficients": "0 0 1", **broken}),
        )

    def position(self) -> str:
        return "h"

    def check(self) -> None:
        if len(self._f) > MOST_COEFFICIENTS or max(map(magnitude, self._f)) > LARGEST:
            text = Text("f takes at most {n} coefficients, each at most {most}.", n=MOST_COEFFICIENTS, most=LARGEST)
            raise BadGivens("coefficients", text)

    @cached_property
    def _f(self) -> tuple[Exact, ...]:
        try:
            return Row().read(self.coefficients)
        except Unread as unread:
            raise BadGivens("coefficients", unread.text) from None

    @cached_property
    def slope(self) -> Exact:
        """The derivative itself, exactly."""
        return simplest(Fraction(polynomial_slope(self._f, Fraction(write(self.x)))))

    def quotient(self, h: float, scheme: Scheme) -> float:
        """What float64 makes of the derivative."""
        return rounded_quotient(tuple(map(float, self._f)), self.x, h, scheme)

    def error(self, h: float, scheme: Scheme) -> float:
        return float(magnitude(Fraction(self.quotient(h, scheme)) - self.slope))

    @cached_property
    def steps(self) -> tuple[float, ...]:
        """Every h that is tried, from large to small, its own among them."""
        return tuple(sorted({*STEPS, self.h}, reverse=True))

    def prediction(self) -> Prediction | None:
        errors = [self.error(h, self.scheme) for h in STEPS]
        if not errors[0] or errors[-1] <= min(errors):
            return None
        question = Text("h shrinks from 1 to 1e-16 in float64. What becomes of the error?")
        choices = Text("it falls all the way"), Text("it falls, then grows"), Text("it stays as it is")
        best = min(STEPS, key=lambda h: self.error(h, self.scheme))
        because = Text(
            "It is least near h = {h}, {least}; at 1e-16 it is {last}.",
            h=f"{best:.0e}",
            least=_brief(min(errors)),
            last=_brief(errors[-1]),
        )
        return Prediction(question, choices, 1, because)

    def formula(self) -> tuple[str, ...]:
        quotients = {
            "forward": r"\frac{f(x + h) - f(x)}{h}",
            "backward": r"\frac{f(x) - f(x - h)}{h}",
            "central": r"\frac{f(x + h) - f(x - h)}{2h}",
        }
        at = tex_number(simplest(Fraction(write(self.x))))
        order = "h^2" if self.scheme == "central" else "h"
        return (
            rf"f'(x) = {quotients[self.scheme]} + O({order})",
            rf"f(x) = {_polynomial_tex(self._f)}",
            rf"f'({at}) = {tex_number(self.slope)}",
        )

    def look(self) -> tuple[Text, ...]:
        first, last = (self.error(h, self.scheme) for h in (STEPS[0], STEPS[-1]))
        falls = Text(
            "From right to left the error falls, as a rule by 10 for each 10 of h, for the central difference by 100."
        )
        exact = Text("Without rounding this difference would be exact.")
        grows = Text(
            "Then it grows: two nearly equal values are subtracted, and dividing by h magnifies their rounding."
        )
        lost = Text("In the end h no longer changes x, and the difference is 0.")
        found = [Text("The :blue[secant] turns into the :green[tangent]."), falls if first else exact]
        if last > min(self.error(h, self.scheme) for h in STEPS):
            found.append(grows)
        if self.slope and not self.quotient(STEPS[-1], self.scheme):
            found.append(lost)
        return tuple(found)

    def figure(self) -> Chart:
        value = self.quotient(self.h, self.scheme)
        alt = Text(
            "At h = {h} the {scheme} difference gives {value}, the derivative is {slope}.",
            h=write(self.h),
            scheme=CHOICES[self.scheme],
            value=_digits(value),
            slope=_digits(float(self.slope)),
        )
        room = max(self.h, 1.0) * 1.4
        low, high = self.x - room, self.x + room
        xs = [low + (high - low) * n / POINTS for n in range(POINTS + 1)]
        ys = [self._at(x) for x in xs]
        spread = (max(ys) - min(ys)) or 1.0
        bottom, top = min(ys) - 0.1 * spread, max(ys) + 0.1 * spread
        marks = (*self._curve(xs, ys, top - 0.1 * (top - bottom)), *self._errors())
        frames = tuple(self._frame(h, low, high) for h in self.steps)
        panels = Panel(bottom, top, 1.2, x=(low, high)), Panel(FLOOR - 1, 5, whole=True)
        start = self.steps.index(self.h)
        return Chart(alt, (LEFT, 0.9), Text("h as a power of ten"), panels, marks, frames, start, whole=True)

    def _at(self, x: float) -> float:
        return float(polynomial(self._f, Fraction(x)))

    def _curve(self, xs: list[float], ys: list[float], high: float) -> list[Mark]:
        ends, here = [xs[0], xs[-1]], self._at(self.x)
        tangent = [here + float(self.slope) * (x - self.x) for x in ends]
        marks = [
            Mark("line", "f", xs, ys, Text("f")),
            Mark("line", "result", ends, tangent, Text("tangent"), dashed=True),
            Mark("line", "g", ends, tangent, Text("secant"), key="secant"),
            Mark("dots", "ink", [self.x], [here], thin=True),
            Mark("dots", "g", [], [], key="ends", thin=True),
            Mark("label", "g", [xs[0]], [high], key="slope", anchor="start"),
        ]
        yours = number_in(self.yours)
        if yours is not None:
            said = Text("your answer: {n}", n=self.yours.strip())
            line = [here + yours * (x - self.x) for x in ends]
            marks.append(Mark("line", "ink", ends, line, dashed=True, thin=True))
            marks.append(Mark("label", "ink", [xs[0]], [high - 0.16 * (high - min(ys))], anchor="start", text=[said]))
        return marks

    def _errors(self) -> list[Mark]:
        """The logarithm of both errors against that of h; where there is no error, a gap."""
        one: Scheme = "forward" if self.scheme == "central" else self.scheme
        marks = []
        curves: tuple[tuple[Scheme, Role], ...] = ((one, "f"), ("central", "result"))
        for scheme, role in curves:
            errors = [self.error(h, scheme) for h in STEPS]
            x, y = [log10(h) for h in STEPS], [log10(error) if error else None for error in errors]
            name = Text("error, {scheme}", scheme=CHOICES[scheme])
            marks += [
                Mark("line", role, x, y, panel=1, thin=True, dashed=role == "f"),
                Mark("dots", role, x, y, name, panel=1, thin=True),
                Mark(
                    "label",
                    role,
                    [LEFT],
                    [-10.5 if role == "f" else -14],
                    panel=1,
                    anchor="start",
                    text=[CHOICES[scheme]],
                ),
            ]
        axis = Text("error as a power of ten")
        marks.append(Mark("label", "ink", [LEFT], [4], panel=1, anchor="start", text=[axis]))
        return [*marks, Mark("line", "ink", [0, 0], [FLOOR - 1, 2], key="rule", panel=1, thin=True)]

    def _frame(self, h: float, low: float, high: float) -> Frame:
        value = self.quotient(h, self.scheme)
        earlier = self.x if self.scheme == "forward" else self.x - h
        later = self.x if self.scheme == "backward" else self.x + h
        base = self._at(earlier)
        moves: dict[str, dict[str, Any]] = {
            "secant": {"y": [base + value * (x - earlier) for x in (low, high)]},
            "ends": {"x": [earlier, later], "y": [base, self._at(later)]},
            "slope": {"text": [Text("slope {value}", value=_digits(value))]},
            "rule": {"shift": log10(h)},
        }
        label = Text("h = {h}", h=_power(h))
        words = Text(
            "{label}: the slope is {value}, the error {error}.",
            label=label,
            value=_digits(value),
            error=_brief(self.error(h, self.scheme)),
        )
        at, by = shown(self.x), _power(h)
        before = f"f({at})" if self.scheme == "forward" else f"f({at} − {by})"
        after = f"f({at})" if self.scheme == "backward" else f"f({at} + {by})"
        below = f"(2·{by})" if self.scheme == "central" else by
        return Frame(write(h), label, words, f"({after} − {before}) / {below} = g{{{_digits(value)}}}", moves)


def _digits(value: float) -> str:
    return f"{value:.10g}".replace("-", "\N{MINUS SIGN}")


def _brief(error: float) -> str:
    return f"{error:.2g}".replace("-", "\N{MINUS SIGN}")


def _power(h: float) -> str:
    return write(h).replace("e-0", "e-").replace("-", "\N{MINUS SIGN}")


def _polynomial_tex(coefficients: Sequence[Exact]) -> str:
    terms = []
    for power, number in reversed([*enumerate(coefficients)]):
        if number:
            letter = ("", "x")[power > 0] + (f"^{power}" if power > 1 else "")
            size = magnitude(number)
            factor = "" if size == 1 and letter else tex_number(size)
            terms.append(("-" if number < 0 else "+") + f" {factor} {letter}")
    return " ".join(terms).removeprefix("+") or "0"
