"""What is the convolution of two functions at one moment?

An interval is a pair (low, high) of exact numbers.
"""

import math
from collections.abc import Sequence

from engine.numeric.exact import Exact, root, simplest

Interval = tuple[Exact, Exact]

_UNIT_PEAK = 0.3989422804014327  # 1 / sqrt(2 pi)


def flip_and_shift(interval: Interval, t: Exact) -> Interval:
    """Where tau must be for t - tau to lie in the interval.

    >>> flip_and_shift((1, 3), t=4)
    (1, 3)
    """
    low, high = interval
    return t - high, t - low


def overlap(one: Interval, other: Interval) -> Exact:
    """How long a stretch two intervals share.

    >>> overlap((0, 3), (2, 7))
    1
    """
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def support_of_convolution(f: Interval, g: Interval) -> Interval:
    """Where the convolution of two functions that are 0 outside of these intervals can be different from 0.

    >>> support_of_convolution((-3, 1), (2, 7))
    (-1, 8)
    """
    return simplest(f[0] + g[0]), simplest(f[1] + g[1])


def convolve_boxes(f: Interval, f_height: Exact, g: Interval, g_height: Exact, t: Exact) -> Exact:
    """The integral of f(tau) g(t - tau) over tau, where f and g have their height on the interval and are 0 elsewhere.

    >>> convolve_boxes((0, 2), 3, (0, 4), 1, t=1)
    3
    """
    return f_height * g_height * overlap(f, flip_and_shift(g, t))


def convolve_box_sums(f: Sequence[tuple[Interval, Exact]], g: Sequence[tuple[Interval, Exact]], t: Exact) -> Exact:
    """The same for sums of boxes, each an interval and its height: every box of f meets every box of g.

    >>> convolve_box_sums([((0, 2), 1)], [((0, 1), 3), ((1, 2), -3)], t=1)
    3
    """
    return sum(
        convolve_boxes(one, height, other, other_height, t) for one, height in f for other, other_height in g
    )


def convolve_exponentials(f_rate: Exact, g_rate: Exact, t: Exact) -> Exact | float:
    """The integral of f(tau) g(t - tau), where f and g are e^(-rate t) from t = 0 on and 0 before; rate 0 is a step.

    >>> convolve_exponentials(0, 0, t=3), round(convolve_exponentials(1, 2, t=1), 4)
    (3, 0.2325)
    """
    if t <= 0:
        return 0
    low, high = sorted((f_rate, g_rate))
    if high == 0:
        return t
    gap = float((high - low) * t)
    mean = -math.expm1(-gap) / gap if gap else 1.0  # of e^(-(high - low) tau) over [0, t]; holds for close rates too
    return float(t) * math.exp(-float(low * t)) * mean


def convolve_gaussians(f: tuple[Exact, Exact], g: tuple[Exact, Exact]) -> tuple[Exact, Exact | float]:
    """Mean and standard deviation of the convolution of two Gaussians of area 1, each given by its own two.

    >>> convolve_gaussians((1, 3), (2, 4))
    (3, 5)
    """
    (f_mean, f_sigma), (g_mean, g_sigma) = f, g
    return simplest(f_mean + g_mean), root(f_sigma * f_sigma + g_sigma * g_sigma)


def gaussian_peak(sigma: Exact | float) -> float:
    """The value at its mean of a Gaussian of area 1.

    >>> round(gaussian_peak(1), 4)
    0.3989
    """
    return _UNIT_PEAK / float(sigma)
