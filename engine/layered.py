"""How does a network stand in a ledger, how is it counted out, and how is it changed?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from engine.answers import Cell, Heading
from engine.layers import AdaptiveAvgPool, BatchNorm, Branches, Conv, Cost, Flatten, Layer, Linear, Pool, Shape, walk
from engine.text import Text

Slip = Callable[[Layer, Shape, Cost], Cost]


def changed(layers: Sequence[Layer], change: Callable[[Layer], Layer]) -> tuple[Layer, ...]:
    """The layers with one thing changed in each, also within branches."""
    return tuple(
        replace(layer, branches=tuple(changed(one, change) for one in layer.branches))
        if isinstance(layer, Branches)
        else change(layer)
        for layer in layers
    )


def without_padding(layer: Layer) -> Layer:
    return replace(layer, padding=0) if isinstance(layer, Conv | Pool) else layer


def without_stride(layer: Layer) -> Layer:
    return replace(layer, stride=1) if isinstance(layer, Conv | Pool) else layer


def without_groups(layer: Layer) -> Layer:
    return replace(layer, groups=1) if isinstance(layer, Conv) else layer


def without_bias(layer: Layer) -> Layer:
    return replace(layer, bias=False) if isinstance(layer, Conv | Linear) else layer


def row_headings(layers: Sequence[Layer]) -> tuple[Heading, ...]:
    """A ledger's row for each layer."""
    return tuple(
        Heading(str(n), Text("{n} · {layer}", n=n, layer=layer.words())) for n, layer in enumerate(layers, start=1)
    )


def cell_of(shape: Shape) -> Cell:
    """A shape as a cell of a ledger: a flat one is a number."""
    return shape if len(shape) > 1 else shape[0]


def size_tex(layer: Layer, shape: Shape) -> str:
    """How the shape behind a layer comes about, for each side that differs from the others."""
    channels, *sides = shape
    if isinstance(layer, Conv | Pool):
        return r",\ ".join(_side_tex(layer, side) for side in dict.fromkeys(sides))
    if isinstance(layer, Flatten):
        return r" \cdot ".join(map(str, shape))
    if isinstance(layer, Branches) and layer.join == "concat":
        ends = [costs[-1].shape if (costs := walk(one, shape)) else shape for one in layer.branches]
        return " + ".join(str(end[0]) for end in ends)
    if isinstance(layer, AdaptiveAvgPool):
        return rf"N_\text{{out}} = {layer.output_size}"
    if isinstance(layer, Linear):
        return rf"{channels} \to {layer.out_features}"
    return "="


def count_tex(layer: Layer, shape: Shape) -> tuple[str, str]:
    """How the parameters and the multiply-accumulates of a layer on this shape come about."""
    cost = layer.cost(shape, "layers")
    if isinstance(layer, Conv):
        kernel = [layer.kernel_size] * (len(shape) - 1)
        weights = r" \cdot ".join(map(str, (*kernel, shape[0] // layer.groups, layer.out_channels)))
        places = r" \cdot ".join(map(str, cost.shape[1:]))
        bias = f" + {layer.out_channels}" if layer.bias else ""
        return weights + bias, rf"{weights_of(layer, shape)} \cdot {places}"
    if isinstance(layer, Linear):
        weights = rf"{shape[0]} \cdot {layer.out_features}"
        return weights + (f" + {layer.out_features}" if layer.bias else ""), weights
    if isinstance(layer, BatchNorm):
        return rf"2 \cdot {shape[0]}", "0"
    if isinstance(layer, Branches):
        costs = [cost for one in layer.branches for cost in walk(one, shape)]
        return _sum(cost.params for cost in costs), _sum(cost.macs for cost in costs)
    return "0", "0"


def weights_of(layer: Layer, shape: Shape) -> int:
    """A layer's parameters without the biases."""
    return layer.cost(shape, "layers").params - biases_of(layer)


def biases_of(layer: Layer) -> int:
    if isinstance(layer, Conv):
        return layer.out_channels if layer.bias else 0
    return layer.out_features if isinstance(layer, Linear) and layer.bias else 0


def walk_with(layers: Sequence[Layer], shape: Shape, slip: Slip) -> list[Cost]:
    """The costs as they are when each layer's is miscounted in one way, also within branches."""
    costs: list[Cost] = []
    for layer in layers:
        cost = layer.cost(shape, "layers")
        if isinstance(layer, Branches):
            inner = [one for branch in layer.branches for one in walk_with(branch, shape, slip)]
            cost = Cost(cost.shape, sum(one.params for one in inner), sum(one.macs for one in inner))
        else:
            cost = slip(layer, shape, cost)
        costs.append(cost)
        shape = cost.shape
    return costs


def _sum(numbers: Iterable[int]) -> str:
    return " + ".join(str(number) for number in numbers if number) or "0"


def _side_tex(layer: Conv | Pool, side: int) -> str:
    kernel = str(layer.kernel_size)
    if isinstance(layer, Conv) and layer.dilation > 1:
        kernel = rf"{layer.dilation} \cdot ({layer.kernel_size} - 1) - 1"
    padded = rf"{side} + 2 \cdot {layer.padding}" if layer.padding else str(side)
    brackets = "ceil" if isinstance(layer, Pool) and layer.ceil_mode else "floor"
    if layer.stride == 1:
        return f"{padded} - {kernel} + 1"
    return rf"\left\l{brackets}\frac{{{padded} - {kernel}}}{{{layer.stride}}}\right\r{brackets} + 1"
