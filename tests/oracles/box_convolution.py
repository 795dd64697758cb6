"""What is the integral of f(tau) g(t - tau), in pieces between the places where a box begins or ends, and by SciPy?"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any


def _value(box: dict[str, Any], place: Any) -> Any:
    return box["height"] if box["start"] <= place <= box["start"] + box["width"] else 0


def by_definition(f: dict[str, Any], g: dict[str, Any], t: float) -> float:
    f, g = ({name: Fraction(str(number)) for name, number in box.items()} for box in (f, g))
    moment = Fraction(str(t))
    breaks = {f["start"], f["start"] + f["width"], moment - g["start"], moment - g["start"] - g["width"]}
    places = sorted(breaks)
    total = Fraction(0)
    for low, high in pairwise(places):
        middle = (low + high) / 2
        total += (high - low) * _value(f, middle) * _value(g, moment - middle)
    return float(total)


def by_scipy(f: dict[str, Any], g: dict[str, Any], t: float) -> float:
    from scipy.integrate import quad

    low, high = f["start"], f["start"] + f["width"]
    edges = [edge for edge in (t - g["start"], t - g["start"] - g["width"]) if low < edge < high]
    area, _ = quad(lambda tau: _value(f, tau) * _value(g, t - tau), low, high, points=edges or None)
    return float(area)
