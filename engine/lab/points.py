"""How do points, columns and lines with gaps become the x and y of a mark?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Point = tuple[float | None, float | None]
GAP: Point = None, None


def at(points: Iterable[Point]) -> dict[str, Any]:
    """The fields `x` and `y` of a mark."""
    points = list(points)
    return {"x": [x for x, _ in points], "y": [y for _, y in points]}


def pieces(ends: Iterable[tuple[Point, Point]]) -> list[Point]:
    """Lines with gaps between them."""
    return [point for first, last in ends for point in (first, last, GAP)]


def columns(heights: Mapping[int, float]) -> list[Point]:
    """Their tops, with the ground before the first and after the last: for a mark that goes in `steps`."""
    tops: list[Point] = [(x, round(y, 3)) for x, y in heights.items()]
    return [(min(heights) - 1, 0), *tops, (max(heights) + 1, 0)] if tops else []


def lifted(heights: Mapping[int, float], feet: Mapping[int, float]) -> list[Point]:
    """The outline of columns side by side, each from its foot to its height."""
    tops: list[Point] = [(x + side, round(y, 3)) for x, y in heights.items() for side in (-0.5, 0.5)]
    return [*tops, *[(x + side, round(feet[x], 3)) for x in reversed(list(heights)) for side in (0.5, -0.5)]]
