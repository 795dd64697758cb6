"""What is the integral of f(tau) g(t - tau), piece by piece between all places where a value changes?"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

Boxes = list[dict[str, Any]]


def _value(boxes: Boxes, place: Any) -> Any:
    return sum(box["height"] for box in boxes if box["start"] <= place <= box["start"] + box["width"])


def by_definition(f: Boxes, g: Boxes, t: float) -> float:
    f, g = ([{name: Fraction(str(number)) for name, number in box.items()} for box in boxes] for boxes in (f, g))
    moment = Fraction(str(t))
    breaks = {box["start"] + part * box["width"] for box in f for part in (0, 1)}
    breaks |= {moment - box["start"] - part * box["width"] for box in g for part in (0, 1)}
    total = Fraction(0)
    for low, high in pairwise(sorted(breaks)):
        middle = (low + high) / 2
        total += (high - low) * _value(f, middle) * _value(g, moment - middle)
    return float(total)
