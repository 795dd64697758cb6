"""What does a normalization need to know of its numbers?"""

from collections.abc import Sequence
from fractions import Fraction

from engine.numeric.exact import Exact, simplest


def mean(values: Sequence[Exact]) -> Exact:
    """
    >>> mean((2, 4, 6, 8))
    5
    """
    return simplest(Fraction(sum(values)) / len(values))


def variance(values: Sequence[Exact]) -> Exact:
    """The biased variance: the mean square of the deviations, divided by their count.

    >>> variance((2, 4, 6, 8))
    5
    """
    middle = mean(values)
    return mean([(value - middle) ** 2 for value in values])


def scale_and_shift(top: Exact, divisor: Exact | float, shift: Exact = 0) -> Exact | float:
    """top / divisor + shift, exact wherever the divisor is or nothing is divided.

    >>> scale_and_shift(1, 3), scale_and_shift(0, 2**0.5, 4), scale_and_shift(1, 0.5, 4)
    (Fraction(1, 3), 4, 6.0)
    """
    if isinstance(divisor, float) and top:
        return float(top) / divisor + float(shift)
    return simplest(Fraction(top) / Fraction(divisor) + shift)
