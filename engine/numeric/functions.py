"""What is the convolution of two functions of one variable, as numbers to draw?

A function is a sum of pieces, each smooth on [low, high] and 0 elsewhere. Numbers are floats: these are the
lab's arrays, and exponentials have no exact values.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(12)
LONG_TAIL = 30.0  # time constants after which a decay is below 1e-13 of its height
WIDE_BELL = 8  # standard deviations after which a bell is below 1e-13 of its height
_CURVED_POINTS = 9  # of a curved stretch, enough for a smooth look
_OUTLINE_POINTS = 90  # of a product in one frame


@dataclass(frozen=True)
class Line:
    """From `height` at `low` with a constant slope; `high` may be infinite."""

    low: float
    high: float
    height: float
    slope: float = 0.0

    def at(self, x: Array) -> Array:
        return self.height + self.slope * (x - self.low)

    @property
    def breaks(self) -> tuple[float, ...]:
        return self.low, self.high


@dataclass(frozen=True)
class Decay:
    """height · e^(-(x - low) / width) from `low` on."""

    low: float
    width: float
    height: float

    @property
    def high(self) -> float:
        return self.low + LONG_TAIL * self.width

    def at(self, x: Array) -> Array:
        return self.height * np.exp(-(x - self.low) / self.width)

    @property
    def breaks(self) -> tuple[float, ...]:
        return tuple(self.low + self.width * step for step in (0, 1, 2, 3, 4, 5, 7, 10, 14, 20, LONG_TAIL))


@dataclass(frozen=True)
class Bell:
    """A Gaussian with its peak at `mean`."""

    mean: float
    sigma: float
    height: float

    @property
    def low(self) -> float:
        return self.mean - WIDE_BELL * self.sigma

    @property
    def high(self) -> float:
        return self.mean + WIDE_BELL * self.sigma

    def at(self, x: Array) -> Array:
        return self.height * np.exp(-0.5 * ((x - self.mean) / self.sigma) ** 2)

    @property
    def breaks(self) -> tuple[float, ...]:
        return tuple(self.mean + self.sigma * step for step in range(-WIDE_BELL, WIDE_BELL + 1))


Piece = Line | Decay | Bell
Function = tuple[Piece, ...]
Curve = tuple[list[float], list[float]]  # x, y


def triangle(low: float, width: float, height: float) -> Function:
    """Up to `height` in the middle of [low, low + width], and down again."""
    half = width / 2
    return Line(low, low + half, 0.0, height / half), Line(low + half, low + width, height, -height / half)


def through(points: Sequence[tuple[float, float]]) -> Function:
    """Straight lines through points in order of x, 0 before the first and after the last.

    >>> through([(0, 1), (2, 5)])
    (Line(low=0, high=2, height=1, slope=2.0),)
    """
    return tuple(Line(x, next_x, y, (next_y - y) / (next_x - x)) for (x, y), (next_x, next_y) in pairwise(points))


def moments(function: Function) -> list[float]:
    """Where the function begins, ends or bends, in order; an infinite end is left out."""
    return sorted({at for piece in function for at in piece.breaks if math.isfinite(at)})


def drawn(function: Function, low: float, high: float) -> Curve:
    """The curve between two places, with both ends of every jump."""
    stretches = _stretches([low, *(at for at in moments(function) if low < at < high), high])
    xs = [np.linspace(a, b, _points(function, a, b)) for a, b in stretches]
    ys = [_on(function, a, b, x) for (a, b), x in zip(stretches, xs, strict=True)]
    return [float(x) for x in np.concatenate(xs)], [float(y) for y in np.concatenate(ys)]


def ends(function: Function) -> bool:
    """Whether the function is 0 from some place on."""
    return all(math.isfinite(piece.high) for piece in function)


def convolve_at(f: Function, g: Function, t: float, *, flip: bool = True) -> float:
    """The integral over tau of f(tau) g(t - tau), or, without the flip, of f(tau) g(tau - t).

    >>> round(convolve_at((Line(0, 1, 1),), (Line(0, 1, 1),), t=0.75), 12)
    0.75

    Raises ValueError where both functions never end and the integral is infinite.
    """
    if not flip and not ends(f) and not ends(g):
        raise ValueError("neither function ends, so the integral is infinite")
    stretches = _shared(f, g, t, flip)
    if not len(stretches):
        return 0.0
    half = (stretches[:, 1:] - stretches[:, :1]) / 2
    taus = stretches[:, :1] + half * (1 + _NODES)
    return float(np.sum(half * _WEIGHTS * _product(f, g, t, taus, flip)))


def area(function: Function) -> float:
    """The integral of a function that ends, what lies below the axis counted as negative.

    >>> round(area(triangle(0, 2, 3)), 12)
    3.0
    """
    stretches = np.array(_stretches(moments(function)))
    half = (stretches[:, 1:] - stretches[:, :1]) / 2
    return float(np.sum(half * _WEIGHTS * _values(function, stretches[:, :1] + half * (1 + _NODES))))


def product_drawn(f: Function, g: Function, t: float, low: float, high: float, flip: bool) -> Curve:
    """The curve of f(tau) g(t - tau) (or f(tau) g(tau - t)) where it is not 0, as an outline down to the axis."""
    xs: list[float] = []
    ys: list[float] = []
    shared = _shared(f, g, t, flip)
    points = min(_CURVED_POINTS, max(3, _OUTLINE_POINTS // max(1, len(shared))))
    for a, b in shared:
        a, b = max(float(a), low), min(float(b), high)
        if a >= b:
            continue
        curved = any(not isinstance(piece, Line) for piece in (*f, *g)) or _both_slope(f, g, t, a, b, flip)
        inner = np.linspace(a, b, points if curved else 2)
        nudge = (b - a) * 1e-9  # both ends from inside the stretch, where jumps are no matter
        here = np.clip(inner, a + nudge, b - nudge)
        heights = _product(f, g, t, here, flip)
        if np.any(heights):
            xs += [a, *map(float, inner), b]
            ys += [0.0, *map(float, heights), 0.0]
    return xs, ys


def result_moments(f: Function, g: Function, flip: bool = True) -> list[float]:
    """The moments t at which an end of one function passes an end of the other: there the result may bend."""
    sign = 1 if flip else -1
    corners = [[at for piece in function for at in (piece.low, piece.high) if math.isfinite(at)] for function in (f, g)]
    return sorted({a + sign * b for a in corners[0] for b in corners[1]})


def _shared(f: Function, g: Function, t: float, flip: bool) -> Array:
    """The stretches between neighbouring moments of either function on which neither is known to be 0."""
    own, other = moments(f), [t - at if flip else t + at for at in moments(g)]
    cuts = np.unique(np.array([*own, *other], dtype=float))
    stretches = np.stack([cuts[:-1], cuts[1:]], axis=1)
    middles = stretches.mean(axis=1)
    alive = _inside(f, middles) & _inside(g, t - middles if flip else middles - t)
    return stretches[alive & (stretches[:, 1] > stretches[:, 0])]


def _inside(function: Function, x: Array) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = np.any([(piece.low < x) & (x < piece.high) for piece in function], axis=0)
    return inside


def _product(f: Function, g: Function, t: float, taus: Array, flip: bool) -> Array:
    return _values(f, taus) * _values(g, t - taus if flip else taus - t)


def _values(function: Function, x: Array) -> Array:
    """The values at places that are no jumps."""
    total = np.zeros_like(x)
    for piece in function:
        inside = (piece.low < x) & (x < piece.high)
        total[inside] += piece.at(x[inside])
    return total


def _stretches(cuts: Sequence[float]) -> list[tuple[float, float]]:
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def _on(function: Function, low: float, high: float, x: Array) -> Array:
    """The values on a stretch without jumps inside, both ends as seen from within."""
    middle = (low + high) / 2
    total = np.zeros_like(x)
    for piece in function:
        if piece.low < middle < piece.high:
            total += piece.at(x)
    return total


def _points(function: Function, low: float, high: float) -> int:
    middle = (low + high) / 2
    curved = any(not isinstance(piece, Line) and piece.low < middle < piece.high for piece in function)
    return _CURVED_POINTS if curved else 2


def _both_slope(f: Function, g: Function, t: float, low: float, high: float, flip: bool) -> bool:
    middle = (low + high) / 2
    other = t - middle if flip else middle - t
    slopes = [
        any(isinstance(piece, Line) and piece.slope and piece.low < at < piece.high for piece in function)
        for function, at in ((f, middle), (g, other))
    ]
    return all(slopes)
