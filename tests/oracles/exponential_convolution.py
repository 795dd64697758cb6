"""What is the integral of f(tau) g(t - tau), by SciPy and by sums over finer and finer steps?"""

from __future__ import annotations

import math
from typing import Any


def _value(function: dict[str, Any], place: float) -> float:
    if place < 0:
        return 0.0
    return math.exp(-function["rate"] * place) if function["type"] == "exponential" else 1.0


def by_scipy(f: dict[str, Any], g: dict[str, Any], t: float) -> float:
    from scipy.integrate import quad

    if t <= 0:
        return 0.0
    area, _ = quad(lambda tau: _value(f, tau) * _value(g, t - tau), 0, t, epsabs=1e-12)
    return float(area)


def by_definition(f: dict[str, Any], g: dict[str, Any], t: float) -> float:
    """Simpson's rule on 400 strips."""
    if t <= 0:
        return 0.0
    strips = 400
    width = t / strips
    total = sum(
        (1 if index in (0, strips) else 4 if index % 2 else 2) * _value(f, index * width) * _value(g, t - index * width)
        for index in range(strips)
    )
    return (total + _value(f, t) * _value(g, 0.0)) * width / 3
