"""How does a quadratic surface look from above: its contours, and its gradient as a field of arrows?

The coefficients (a, b, c) stand for a x0² + b x0 x1 + c x1². Points are those of a mark, with gaps between pieces.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.answers import Row
from engine.lab.points import GAP, Point
from engine.lab.settings import shown
from engine.numeric.calculus import on_contour, quadratic, quadratic_gradient
from engine.numeric.exact import Exact
from engine.reading import Unread

WIDE = 2.4  # so many times as far as up, for a map is wider than high
ROWS = 4  # of arrows, above the axis and below it
TURNS = 96
RINGS = 9
HEAD = 0.4  # of an arrow's head the angle, in radians


@dataclass(frozen=True)
class Surface:
    """A quadratic surface, seen from `reach` below 0 to `reach` above it."""

    coefficients: Sequence[Exact]
    reach: float

    def contours(self, through: float) -> list[Point]:
        """Contours at such levels that those of a round bowl are evenly apart; one has the level `through`."""
        level = abs(through) or self._highest() / 4
        rings = [sign * level * (n / 2) ** 2 for sign in (1, -1) for n in range(1, RINGS + 1)]
        return [point for ring in rings for point in self._contour(ring)]

    def field(self) -> list[Point]:
        """The gradient as arrows: they point uphill, and the longest fills its place."""
        step = Fraction(self.reach) / ROWS
        half, across = Fraction(1, 2), round(WIDE * ROWS)
        places = [((i + half) * step, (j + half) * step) for i in range(-across, across) for j in range(-ROWS, ROWS)]
        slopes = [tuple(map(float, quadratic_gradient(self.coefficients, place))) for place in places]
        longest = max(math.hypot(*slope) for slope in slopes) or 1.0
        by = 1.6 * float(step) / longest
        found: list[Point] = []
        for (x, y), (u, v) in zip(places, slopes, strict=True):
            found += arrow((float(x) - by * u / 2, float(y) - by * v / 2), (by * u, by * v), 0.15 * float(step))
        return found

    def _highest(self) -> float:
        corners = (self.reach, 0), (0, self.reach), (self.reach, self.reach), (self.reach, -self.reach)
        return max(abs(float(quadratic(self.coefficients, tuple(map(Fraction, corner))))) for corner in corners)

    def _contour(self, level: float) -> Iterable[Point]:
        """One contour as far as it is seen; the directions are closest where an ellipse bends most."""
        a, _, c = (math.sqrt(abs(float(number))) or 1.0 for number in self.coefficients)
        turns = (2 * math.pi * (n + 0.5) / TURNS for n in range(TURNS + 1))
        points = [on_contour(self.coefficients, level, (math.cos(turn) / a, math.sin(turn) / c)) for turn in turns]
        if not any(points):
            return []
        far = 2 * WIDE * self.reach
        return [point if point and max(map(abs, point)) < far else GAP for point in points] + [GAP]


def arrow(tail: tuple[float, float], by: tuple[float, float], head: float) -> list[Point]:
    """An arrow and a gap behind it; the head is no longer than half of it."""
    (x, y), (u, v) = tail, by
    length = math.hypot(u, v)
    if not length:
        return []
    tip, size = (x + u, y + v), min(head, length / 2)
    back = math.atan2(-v, -u)
    barbs = [(tip[0] + size * math.cos(back + turn), tip[1] + size * math.sin(back + turn)) for turn in (-HEAD, HEAD)]
    return [tail, tip, GAP, barbs[0], tip, barbs[1], GAP]


def point_in(text: str) -> tuple[float, float] | None:
    """The point that a learner answered, if it is one."""
    try:
        row = Row().read(text)
    except Unread:
        return None
    return (float(row[0]), float(row[1])) if len(row) == 2 else None


def spelled(point: Iterable[Exact | float]) -> str:
    """A point to read, of three significant digits each."""
    return f"({', '.join(shown(float(f'{float(number):.3g}')) for number in point)})"
