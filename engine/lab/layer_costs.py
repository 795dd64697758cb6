"""What does one layer cost, alone or in a famous network? Batch norm is left out; biases count as `params` only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from engine.numeric.costs import conv_macs
from engine.numeric.counts import bottleneck_layers, conv_param_count, linear_param_count
from engine.numeric.sizes import conv_output_size

Network = Literal["alexnet", "alexnet-note", "vgg-16", "resnet-18", "mobilenet"]
BYTES = 4  # of a 32-bit float


@dataclass(frozen=True)
class Work:
    """A layer without bias; a fully connected one has no kernel and a map of 1×1."""

    name: str
    in_channels: int
    out_channels: int
    kernel: tuple[int, ...]
    side: int
    groups: int = 1

    @property
    def weights(self) -> int:
        if not self.kernel:
            return linear_param_count((self.in_channels,), self.out_channels, bias=False)
        return conv_param_count(self.in_channels, self.out_channels, self.kernel, self.groups, bias=False)

    @property
    def params(self) -> int:
        """Its weights and a bias for each channel that goes out."""
        if not self.kernel:
            return linear_param_count((self.in_channels,), self.out_channels)
        return conv_param_count(self.in_channels, self.out_channels, self.kernel, self.groups)

    @property
    def macs(self) -> int:
        return conv_macs(self.in_channels, self.out_channels, self.kernel, (self.side,) * 2, self.groups)

    @property
    def memory(self) -> int:
        """Bytes of its outputs for one image."""
        return self.out_channels * self.side**2 * BYTES

    @property
    def factors(self) -> tuple[int, ...]:
        """What multiplies to its weights; a 1 before the channels that go out is left out."""
        each = *self.kernel, self.in_channels // self.groups
        return *(factor for factor in each if factor > 1), self.out_channels


def standard(ins: int, outs: int, kernel_size: int, side: int, groups: int = 1) -> tuple[Work, ...]:
    return (Work("conv", ins, outs, (kernel_size,) * 2, side, groups),)


def separable(ins: int, outs: int, kernel_size: int, side: int) -> tuple[Work, ...]:
    """A depthwise convolution, then a pointwise one."""
    return *standard(ins, ins, kernel_size, side, ins), *standard(ins, outs, 1, side)


def in_space(ins: int, outs: int, kernel_size: int, side: int) -> tuple[Work, ...]:
    """A column, which goes to the output channels, then a row."""
    return Work("conv", ins, outs, (kernel_size, 1), side), Work("conv", outs, outs, (1, kernel_size), side)


def bottleneck(ins: int, mid: int, outs: int, kernel_size: int, side: int) -> tuple[Work, ...]:
    return tuple(Work("conv", i, o, (k, k), side) for k, i, o in bottleneck_layers(ins, mid, outs, kernel_size))


@cache
def network(name: Network) -> tuple[Work, ...]:
    """Its layers with weights, in order, for one image of 224×224 (AlexNet: 227×227). alexnet-note flattens 13×13."""
    return {
        "alexnet": lambda: _alexnet(6),
        "alexnet-note": lambda: _alexnet(13),
        "vgg-16": _vgg,
        "resnet-18": _resnet,
        "mobilenet": _mobilenet,
    }[name]()


def _alexnet(flattened: int) -> tuple[Work, ...]:
    convolutions = ((3, 96, 11, 55, 1), (96, 256, 5, 27, 2), (256, 384, 3, 13, 1), (384, 384, 3, 13, 2))
    layers = [
        Work(f"conv{n}", i, o, (k, k), side, groups)
        for n, (i, o, k, side, groups) in enumerate((*convolutions, (384, 256, 3, 13, 2)), 1)
    ]
    return *layers, *_dense(6, 256 * flattened**2, 4096, 4096, 1000)


def _dense(first: int, *widths: int) -> tuple[Work, ...]:
    return tuple(Work(f"fc{n}", i, o, (), 1) for n, (i, o) in enumerate(pairwise(widths), first))


def _vgg() -> tuple[Work, ...]:
    layers, channels, side = [], 3, 224
    for stage, (width, count) in enumerate(((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)), 1):
        for n in range(1, count + 1):
            layers.append(Work(f"conv{stage}-{n}", channels, width, (3, 3), side))
            channels = width
        side //= 2
    return *layers, *_dense(14, channels * side**2, 4096, 4096, 1000)


def _resnet() -> tuple[Work, ...]:
    layers, channels, side = [Work("conv1", 3, 64, (7, 7), conv_output_size(224, 7, 2, 3, 1))], 64, 56
    for stage, width in enumerate((64, 128, 256, 512), 2):
        side = side if stage == 2 else conv_output_size(side, 3, 2, 1, 1)
        layers += [Work(f"conv{stage}-{n}", channels if n == 1 else width, width, (3, 3), side) for n in range(1, 5)]
        if width != channels:
            layers.insert(-2, Work(f"shortcut{stage}", channels, width, (1, 1), side))
        channels = width
    return *layers, *_dense(1, channels, 1000)


def _mobilenet() -> tuple[Work, ...]:
    layers, channels, side = [Work("conv1", 3, 32, (3, 3), 112)], 32, 112
    blocks = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *((512, 1),) * 5, (1024, 2), (1024, 1))
    for n, (width, stride) in enumerate(blocks, 2):
        side = conv_output_size(side, 3, stride, 1, 1)
        layers.append(Work(f"depthwise{n}", channels, channels, (3, 3), side, channels))
        layers.append(Work(f"pointwise{n}", channels, width, (1, 1), side))
        channels = width
    return *layers, *_dense(1, channels, 1000)


def weights(layers: tuple[Work, ...]) -> int:
    return sum(layer.weights for layer in layers)


def params(layers: tuple[Work, ...]) -> int:
    return sum(layer.params for layer in layers)


def macs(layers: tuple[Work, ...]) -> int:
    return sum(layer.macs for layer in layers)


def memory(layers: tuple[Work, ...]) -> int:
    """Bytes of all their outputs, as training keeps them."""
    return sum(layer.memory for layer in layers)


def product(layer: Work) -> str:
    return "·".join(map(str, layer.factors))
