"""What is the convolution of two boxes at one moment?

An interval is a pair (low, high) of exact numbers.
"""

from engine.numeric.exact import Exact, simplest

Interval = tuple[Exact, Exact]


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
