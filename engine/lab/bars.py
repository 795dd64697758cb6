"""How are costs drawn as bars, and how are their numbers said beside them?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.lab.points import GAP, Point, at
from engine.lab.settings import shown
from engine.text import Text

MEBIBYTE = 2**20


def brief(number: int) -> str:
    """A count in three digits and a letter for its thousands.

    >>> brief(231_211_008), brief(1_806), brief(45), brief(999_950)
    ('231M', '1.81k', '45', '1M')
    """
    for unit, letter in ((10**12, "T"), (10**9, "G"), (10**6, "M"), (10**3, "k")):
        if float(f"{number:.3g}") >= unit:
            return f"{three_digits(number / unit)}{letter}"
    return f"{number}"


def brief_bytes(number: int) -> str:
    unit, name = (MEBIBYTE, "MiB") if number >= MEBIBYTE else (2**10, "KiB")
    return f"{three_digits(number / unit)} {name}"


def three_digits(number: float) -> str:
    return shown(float(f"{number:.3g}"))


def percent(part: int, whole: int) -> float:
    return 100 * part / whole


def paid_line(terms: str, count: int, work: int, side: int) -> Text:
    """What a layer pays: its weights as the product `terms`, and its MACs on a map of side x side."""
    paid = {"terms": terms, "weights": f"g{{{count:,}}}", "macs": f"r{{{work:,}}}"}
    if side == 1:
        return Text("{terms} = {weights} weights, {macs} MACs", **paid)
    return Text("{terms} = {weights} weights, × {side}² = {macs} MACs", side=side, **paid)


def tex(number: int) -> str:
    return f"{number:,}".replace(",", "{,}")


def box(left: float, right: float, low: float, high: float) -> list[Point]:
    """The corners of one bar, round to the first, and a gap."""
    return [(left, low), (right, low), (right, high), (left, high), (left, low), GAP]


def outline(boxes: Sequence[list[Point]]) -> dict[str, Any]:
    """Boxes beside each other as one outline with gaps."""
    return at([corner for box in boxes for corner in box][:-1])
