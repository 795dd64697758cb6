"""What are the values and the slopes of polynomials, exactly?

Of two variables, the coefficients (a, b, c) stand for a x0² + b x0 x1 + c x1²; of one, they run from the constant up.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from engine.numeric.exact import Exact, simplest

Scheme = Literal["forward", "backward", "central"]


def quadratic(coefficients: Sequence[Exact], point: Sequence[Exact]) -> Exact:
    """The value at the point.

    >>> quadratic((1, 0, 1), (3, 4))
    25
    """
    (a, b, c), (x0, x1) = coefficients, point
    return a * x0 * x0 + b * x0 * x1 + c * x1 * x1


def quadratic_gradient(coefficients: Sequence[Exact], point: Sequence[Exact]) -> tuple[Exact, Exact]:
    """Both partial derivatives at the point, by x0 first.

    >>> quadratic_gradient((1, 0, 1), (3, 4))
    (6, 8)
    """
    (a, b, c), (x0, x1) = coefficients, point
    return 2 * a * x0 + b * x1, b * x0 + 2 * c * x1


def curvatures(coefficients: Sequence[Exact]) -> tuple[float, float]:
    """The least and the largest curvature of a quadratic function: the eigenvalues of its Hessian.

    >>> curvatures((1, 0, 10))
    (2.0, 20.0)
    """
    a, b, c = map(float, coefficients)
    spread = math.hypot(a - c, b)
    return a + c - spread, a + c + spread


def principal_axes(coefficients: Sequence[Exact]) -> tuple[float, float, float]:
    """The factors of the two squares that are left when the axes are turned, and the angle of that, in radians.

    >>> principal_axes((3, 0, 1))
    (3.0, 1.0, 0.0)
    """
    a, b, c = map(float, coefficients)
    low, high = (curvature / 2 for curvature in curvatures(coefficients))
    least = 1e-12 * max(abs(low), abs(high))
    return high if abs(high) > least else 0.0, low if abs(low) > least else 0.0, math.atan2(b, a - c) / 2


def on_contour(coefficients: Sequence[Exact], level: float, turn: float) -> tuple[float, float] | None:
    """The point of a contour at an angle in radians from the first principal axis; None where the level is not met.

    An ellipse is run through evenly; of a hyperbola or two lines each branch takes half a turn. The level is not 0.

    >>> on_contour((3, 0, 1), 12, turn=0)
    (2.0, 0.0)
    """
    first, second, angle = principal_axes(coefficients)
    along, across = _radii(level, first, second)
    cosine, sine = math.cos(turn), math.sin(turn)
    if level * first > 0 and level * second > 0:
        u, v = along * cosine, across * sine
    elif level * first > 0:
        u, v = along / cosine if second else math.copysign(along, cosine), across * sine / cosine
    elif level * second > 0:
        u, v = along * sine / cosine, across / cosine if first else math.copysign(across, cosine)
    else:
        return None
    return u * math.cos(angle) - v * math.sin(angle), u * math.sin(angle) + v * math.cos(angle)


def turn_on_contour(coefficients: Sequence[Exact], level: float, point: Sequence[float]) -> float:
    """The angle at which `on_contour` finds a point of that level.

    >>> turn_on_contour((3, 0, 1), 12, (2, 0))
    0.0
    """
    first, second, angle = principal_axes(coefficients)
    along, across = _radii(level, first, second)
    x0, x1 = point
    u, v = x0 * math.cos(angle) + x1 * math.sin(angle), x1 * math.cos(angle) - x0 * math.sin(angle)
    if level * first > 0 and level * second > 0:
        return math.atan2(v / across, u / along)
    if level * first > 0:
        return math.atan2(math.copysign(v / across, u * v), math.copysign(1, u))
    return math.atan2(math.copysign(u / along, u * v), math.copysign(1, v))


def _radii(level: float, first: float, second: float) -> tuple[float, float]:
    """How far a contour of these squares reaches along both axes, or would with the other sign."""
    along, across = (math.sqrt(abs(level / square)) if square else 0.0 for square in (first, second))
    return along or across, across or along


def descend(
    coefficients: Sequence[Exact], point: Sequence[Exact], learning_rate: Exact, steps: int
) -> list[tuple[Exact, Exact]]:
    """The points that gradient descent on a quadratic function comes by, the first one included.

    >>> descend((1, 0, 1), (3, 4), Fraction(1, 2), steps=1)
    [(3, 4), (0, 0)]
    """
    x0, x1 = point
    walk = [(x0, x1)]
    for _ in range(steps):
        by_x0, by_x1 = quadratic_gradient(coefficients, (x0, x1))
        x0, x1 = simplest(x0 - learning_rate * by_x0), simplest(x1 - learning_rate * by_x1)
        walk.append((x0, x1))
    return walk


def reading_at(times: Sequence[Exact], readings: Sequence[Exact], time: Exact) -> Exact:
    """What is read at a time, where between two readings it changes evenly; the time is within theirs.

    >>> reading_at((0, 10), (0, 2), 5)
    1
    """
    stretches = zip(pairwise(times), pairwise(readings), strict=True)
    (early, late), (near, far) = next(stretch for stretch in stretches if time <= stretch[0][1])
    return simplest(near + Fraction(far - near) * (time - early) / (late - early))


def average_rate(times: Sequence[Exact], readings: Sequence[Exact], start: Exact, end: Exact) -> Exact:
    """The change from one time to another over the time that it took.

    >>> average_rate((0, 9, 10), (0, 9, 12), 9, 10)
    3
    """
    change = reading_at(times, readings, end) - reading_at(times, readings, start)
    return simplest(Fraction(change) / (end - start))


def polynomial(coefficients: Sequence[Exact], x: Exact) -> Exact:
    """The value at x.

    >>> polynomial((1, 0, 2), 3)
    19
    """
    value: Exact = 0
    for coefficient in reversed(coefficients):
        value = value * x + coefficient
    return value


def polynomial_slope(coefficients: Sequence[Exact], x: Exact) -> Exact:
    """The derivative at x.

    >>> polynomial_slope((1, 0, 2), 3)
    12
    """
    return polynomial([power * coefficient for power, coefficient in enumerate(coefficients)][1:], x)


def places_of(x: Exact, h: Exact, scheme: Scheme) -> tuple[Exact, Exact]:
    """The two places whose values a difference compares, the later first.

    >>> places_of(2, 1, "central")
    (3, 1)
    """
    ahead, behind = simplest(x + h), simplest(x - h)
    return {"forward": (ahead, x), "backward": (x, behind), "central": (ahead, behind)}[scheme]


def difference_quotient(coefficients: Sequence[Exact], x: Exact, h: Exact, scheme: Scheme) -> Exact:
    """The numerical derivative of a polynomial at x, without rounding.

    >>> [difference_quotient((0, 0, 0, 1), 1, 1, scheme) for scheme in ("forward", "backward", "central")]
    [7, 1, 4]
    """
    later, earlier = places_of(x, h, scheme)
    rise = polynomial(coefficients, later) - polynomial(coefficients, earlier)
    return simplest(Fraction(rise) / (later - earlier))


def rounded_quotient(coefficients: Sequence[float], x: float, h: float, scheme: Scheme) -> float:
    """The numerical derivative as float64 computes it, rounding each sum, product and quotient.

    >>> rounded_quotient((0, 0, 0, 1), 1, 1e-20, "central")
    0.0
    """
    ahead, behind = (x if scheme == "backward" else x + h), (x if scheme == "forward" else x - h)
    rise = _polynomial(coefficients, ahead) - _polynomial(coefficients, behind)
    return rise / (2 * h if scheme == "central" else h)


def _polynomial(coefficients: Sequence[float], x: float) -> float:
    value = 0.0
    for coefficient in reversed(coefficients):
        value = value * x + coefficient
    return value
