"""How many multiply-accumulates does a layer take, and how much memory do its outputs?"""

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from engine.numeric.exact import Exact, simplest


def conv_macs(
    in_channels: int, out_channels: int, kernel_size: Sequence[int], output_size: Sequence[int], groups: int = 1
) -> int:
    """Multiply-accumulates of a convolution: every weight once at every place of the output; no bias.

    >>> conv_macs(3, 64, (7, 7), (112, 112))
    118013952
    """
    return in_channels // groups * out_channels * prod(kernel_size) * prod(output_size)


def transposed_conv_macs(
    in_channels: int, out_channels: int, kernel_size: Sequence[int], input_size: Sequence[int]
) -> int:
    """Multiply-accumulates of a transposed convolution: every input cell times every cell of the kernel.

    >>> transposed_conv_macs(2, 3, (4, 4), (5, 5))
    2400
    """
    return in_channels * out_channels * prod(kernel_size) * prod(input_size)


def separable_saving(out_channels: int, kernel_size: int) -> Exact:
    """How many times fewer multiply-accumulates a depthwise separable convolution takes. Source: howard-2017.

    >>> separable_saving(64, kernel_size=3)
    Fraction(576, 73)
    """
    return simplest(1 / (Fraction(1, out_channels) + Fraction(1, kernel_size**2)))
