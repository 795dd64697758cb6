"""How does a quadratic surface look from above: its contours, and its gradient as a field of arrows?

The coefficients (a, b, c) stand for a x0² + b x0 x1 + c x1². Points are those of a mark, with gaps between pieces.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.answers import Row, tex_number
from engine.lab.points import GAP, Point
from engine.lab.settings import shown
from engine.numeric.calculus import on_contour, principal_axes, quadratic, quadratic_gradient
from engine.numeric.exact import Exact, magnitude, simplest
from engine.reading import Unread

WIDE = 2.4  # so many times as far as up, for a map is wider than high
ROWS = 4  # of arrows, above the axis and below it
TURNS = 72
RINGS = 9
FAR = 2 * WIDE
HEAD = 0.4  # radians between an arrow and each side of its head


@dataclass(frozen=True)
class Surface:
    """A quadratic surface, seen from `reach` below 0 to `reach` above it."""

    coefficients: Sequence[Exact]
    reach: float

    def contours(self, through: float) -> list[Point]:
        """Contours at such levels that those of a round bowl are evenly apart; one has the level `through`, if
        that is not 0, where a contour is a point or two crossing lines."""
        level, highest = abs(through), self._highest()
        while 0 < level < highest / 36:  # close to 0 the contours would crowd
            level *= 4
        level = level or highest / 9
        rings = {sign * level * (n / 2) ** 2 for sign in (1, -1) for n in range(1, RINGS + 1)}
        return [point for ring in sorted({*rings, through}) for point in self.contour(ring)]

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

    def contour(self, level: float) -> list[Point]:
        """One contour as far as it is seen, each branch with a gap behind it."""
        first, second, _ = principal_axes(self.coefficients)
        if first * second > 0:
            return self._branch(level, 0, 2 * math.pi)
        almost = math.pi / 2 * (1 - 1 / TURNS)  # a branch ends at infinity
        return [point for turn in (0, math.pi) for point in self._branch(level, turn - almost, turn + almost)]

    def _branch(self, level: float, start: float, end: float) -> list[Point]:
        """A contour from one angle to another; of what is out of sight only the points next to what is in sight."""
        turns = [start + (end - start) * n / TURNS for n in range(TURNS + 1)]
        points = [on_contour(self.coefficients, level, turn) if level else None for turn in turns]
        seen = [point is not None and height([point]) < FAR * self.reach for point in points]
        near = [any(seen[max(0, n - 1) : n + 2]) for n in range(len(points))]
        drawn = [point if point and close else GAP for point, close in zip(points, near, strict=True)]
        return [*drawn, GAP] if any(near) else []


def arrow(tail: tuple[float, float], by: tuple[float, float], head: float) -> list[Point]:
    """An arrow and a gap behind it; the head is no longer than half of it. One of length 0 is a point."""
    (x, y), (u, v) = tail, by
    tip, size = (x + u, y + v), min(head, math.hypot(u, v) / 2)
    back = math.atan2(-v, -u)
    barbs = [(tip[0] + size * math.cos(back + turn), tip[1] + size * math.sin(back + turn)) for turn in (-HEAD, HEAD)]
    return [tail, tip, GAP, barbs[0], tip, barbs[1], GAP]


def height(points: Iterable[tuple[Exact | float, Exact | float]]) -> float:
    """How high a map must be so that the points stand on it; it is a little wider than high, at the least."""
    return max((max(abs(float(y)), 0.85 * abs(float(x))) for x, y in points), default=0.0)


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


def gradient_tex(coefficients: Sequence[Exact]) -> str:
    """The gradient with its numbers."""
    a, b, c = coefficients
    return rf"\nabla f = ({_linear((2 * a, 'x_0'), (b, 'x_1'))},\ {_linear((b, 'x_0'), (2 * c, 'x_1'))})"


def _linear(*terms: tuple[Exact, str]) -> str:
    """A sum of multiples as TeX, without those that are 0."""
    found = ""
    for number, letter in terms:
        if number:
            sign = (" - " if number < 0 else " + ") if found else ("-" if number < 0 else "")
            size = magnitude(number)
            found += f"{sign}{'' if size == 1 else tex_number(simplest(size))} {letter}"
    return found or "0"
