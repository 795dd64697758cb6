"""What is the slope of the line through two points of a polynomial, its values added up power by power?"""

from __future__ import annotations

from fractions import Fraction


def by_definition(coefficients: list[float], x: float, h: float, scheme: str) -> float:
    at, step = Fraction(str(x)), Fraction(str(h))
    ahead = 0 if scheme == "backward" else step
    behind = 0 if scheme == "forward" else step

    def f(place: Fraction) -> Fraction:
        return sum((Fraction(str(c)) * place**power for power, c in enumerate(coefficients)), Fraction(0))

    return float((f(at + ahead) - f(at - behind)) / (ahead + behind))
