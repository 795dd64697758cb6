"""How many parameters does a layer learn?"""

from collections.abc import Sequence
from math import prod


def conv_param_count(
    in_channels: int, out_channels: int, kernel_size: Sequence[int], groups: int = 1, bias: bool = True
) -> int:
    """Weights of a convolution, and a bias per output channel; `kernel_size` has an entry per spatial axis.

    A filter sees only the in_channels / groups input channels of its own group. Source: pytorch-conv2d.

    >>> conv_param_count(3, 7, (3, 3))
    196
    """
    one_filter = prod(kernel_size) * (in_channels // groups)
    return out_channels * one_filter + (out_channels if bias else 0)


def linear_param_count(input_shape: Sequence[int], out_features: int, bias: bool = True) -> int:
    """Weights of a fully connected layer on a flattened input, and a bias per output. Source: pytorch-linear.

    >>> linear_param_count((256, 6, 6), 4096, bias=False)
    37748736
    """
    return prod(input_shape) * out_features + (out_features if bias else 0)


def weight_shape(
    in_channels: int, out_channels: int, kernel_size: Sequence[int], groups: int = 1, transposed: bool = False
) -> tuple[int, ...]:
    """Shape of a convolution's weight; a transposed one is laid out as the convolution that it transposes.

    Sources: pytorch-conv2d, pytorch-conv-transpose2d.

    >>> weight_shape(8, 32, (3, 3), groups=4), weight_shape(8, 32, (3, 3), groups=4, transposed=True)
    ((32, 2, 3, 3), (8, 8, 3, 3))
    """
    first, second = (in_channels, out_channels) if transposed else (out_channels, in_channels)
    return first, second // groups, *kernel_size


def bottleneck_layers(
    in_channels: int, mid_channels: int, out_channels: int, kernel_size: int
) -> tuple[tuple[int, int, int], ...]:
    """The three convolutions of a bottleneck as (kernel_size, in_channels, out_channels). Source: he-2015.

    >>> bottleneck_layers(256, 64, 256, kernel_size=3)
    ((1, 256, 64), (3, 64, 64), (1, 64, 256))
    """
    return (1, in_channels, mid_channels), (kernel_size, mid_channels, mid_channels), (1, mid_channels, out_channels)
