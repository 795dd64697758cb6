"""How many input pixels does one output of a stack of layers depend on, and where do they lie?"""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from engine.numeric.exact import Exact, simplest


def growth(layers: Iterable[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Receptive field and jump after each layer, in input pixels; the layer nearest the input first.

    A layer is (kernel_size, stride, dilation). The jump is the distance between two neighbouring outputs.
    Source: araujo-2019, the recurrence for single-path networks, with the dilated kernel's span.

    >>> growth([(11, 4, 1), (3, 2, 1), (5, 1, 1)])
    [(11, 4), (19, 8), (51, 8)]
    """
    receptive_field, jump = 1, 1
    grown = []
    for kernel_size, stride, dilation in layers:
        receptive_field += (kernel_size - 1) * dilation * jump
        jump *= stride
        grown.append((receptive_field, jump))
    return grown


def receptive_field(layers: Iterable[tuple[int, int, int]]) -> int:
    """Length in input pixels, along one axis, of what one output of the last layer depends on.

    >>> receptive_field([(3, 1, 1), (3, 1, 1)])
    5
    """
    return growth(layers)[-1][0]


def centres(layers: Iterable[tuple[int, int, int, int]]) -> list[tuple[int, Exact]]:
    """Jump and start after each layer, in input pixels; the layer nearest the input first.

    A layer is (kernel_size, stride, padding, dilation). The start is the centre of the first output's field, where the
    centre of the first input pixel is 0; the others follow a jump apart. Source: araujo-2019.

    >>> centres([(11, 4, 0, 1), (3, 2, 0, 1)])
    [(4, 5), (8, 9)]
    """
    jump, start = 1, Fraction(0)
    found = []
    for kernel_size, stride, padding, dilation in layers:
        start += (Fraction((kernel_size - 1) * dilation, 2) - padding) * jump
        jump *= stride
        found.append((jump, simplest(start)))
    return found


def paths(layers: Sequence[tuple[int, int, int, int]], output: int) -> list[dict[int, int]]:
    """How many paths lead from each cell to one output of the last layer: the input's cells first, the output's last.

    A layer is (kernel_size, stride, padding, dilation); cells are counted from 0, without end. No path leads through
    padding. With all weights 1 and no activation this is the derivative of the output. Source: luo-2016.

    >>> paths([(3, 1, 0, 1), (3, 1, 0, 1)], output=0)[0]
    {0: 1, 1: 2, 2: 3, 3: 2, 4: 1}
    """
    found = [{output: 1}]
    for kernel_size, stride, padding, dilation in reversed(layers):
        below: dict[int, int] = {}
        for cell, count in found[0].items():
            for tap in range(kernel_size):
                place = cell * stride - padding + tap * dilation
                if place >= 0:
                    below[place] = below.get(place, 0) + count
        found.insert(0, dict(sorted(below.items())))
    return found


def moments(counts: Mapping[int, int]) -> tuple[float, float]:
    """Mean and standard deviation of places that count so much each, in pixels.

    >>> moments({0: 1, 1: 2, 2: 1})
    (1.0, 0.7071067811865476)
    """
    total = sum(counts.values())
    mean = Fraction(sum(place * count for place, count in counts.items()), total)
    return float(mean), math.sqrt(sum(count * (place - mean) ** 2 for place, count in counts.items()) / total)
