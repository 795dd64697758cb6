"""How many input pixels does one output of a stack of layers depend on, and where do they lie?"""

from collections.abc import Iterable
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
