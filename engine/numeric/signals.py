"""What does a layer make of a signal that goes on at its beginning after its end?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from engine.numeric.exact import Exact, simplest

T = TypeVar("T")


def rolled(signal: Sequence[T], places: int) -> tuple[T, ...]:
    """The signal moved to the right by so many places; what leaves at the end comes in at the beginning.

    >>> rolled((1, 2, 3, 4), 1)
    (4, 1, 2, 3)
    """
    start = -places % len(signal)
    return (*signal[start:], *signal[:start])


def circular_correlate(signal: Sequence[Exact], kernel: Sequence[Exact], stride: int = 1) -> tuple[Exact, ...]:
    """The sums of products for each place that the kernel, unflipped, takes on the circle.

    >>> circular_correlate((1, 2, 3, 4), (1, 10))
    (21, 32, 43, 14)
    """
    size = len(signal)
    return tuple(
        simplest(sum(factor * signal[(start + place) % size] for place, factor in enumerate(kernel)))
        for start in range(0, size, stride)
    )
