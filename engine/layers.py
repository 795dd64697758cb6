"""What does a layer make of a shape, how many parameters does it learn, and how much does it compute?

A shape is (channels, height, width) with one to three spatial axes, or (n,) when it is flat. Layers are PyTorch's of
that name; their sizes are the same on every spatial axis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod
from typing import Annotated, Any, Literal

from engine.givens import MOST_LAYERS, Amount, BadGivens, Count, Most, Spelled, refuse_wide_pooling
from engine.numeric.counts import conv_param_count
from engine.numeric.sizes import conv_output_size, pool_output_size, span
from engine.text import Text

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Cost:
    """The shape behind a layer, its parameters and its multiply-accumulates; a bias is not counted in those."""

    shape: Shape
    params: int = 0
    macs: int = 0


@dataclass(frozen=True)
class Conv:
    type: Literal["conv"]
    out_channels: Count
    kernel_size: Count
    stride: Count = 1
    padding: Amount = 0
    dilation: Count = 1
    groups: Count = 1
    bias: bool = True

    def cost(self, shape: Shape, field: str) -> Cost:
        channels, *sides = _map(self, shape, field)
        for name, count in (("in_channels", channels), ("out_channels", self.out_channels)):
            if count % self.groups:
                text = Text(
                    "{groups_field} must divide {field}, but it is {groups} and {field} is {channels}.",
                    groups_field=f"{field}.groups",
                    field=name,
                    groups=self.groups,
                    channels=count,
                )
                raise BadGivens(f"{field}.groups", text)
        reach = span(self.kernel_size, self.dilation)
        _refuse_too_large(reach, min(sides) + 2 * self.padding, self.kernel_size, field)
        out = [conv_output_size(side, self.kernel_size, self.stride, self.padding, self.dilation) for side in sides]
        kernel = (self.kernel_size,) * len(sides)
        weights = conv_param_count(channels, self.out_channels, kernel, self.groups, bias=False)
        biases = self.out_channels if self.bias else 0
        return Cost((self.out_channels, *out), weights + biases, weights * prod(out))

    def words(self) -> Text:
        return _listed(
            Text(
                "conv to {n:channel|channels}, kernel {kernel_size}", n=self.out_channels, kernel_size=self.kernel_size
            ),
            _unless(1, Text("stride {stride}", stride=self.stride), self.stride),
            _unless(0, Text("padding {padding}", padding=self.padding), self.padding),
            _unless(1, Text("dilation {dilation}", dilation=self.dilation), self.dilation),
            _unless(1, Text("{groups} groups", groups=self.groups), self.groups),
            _unless(True, Text("no bias"), self.bias),
        )


@dataclass(frozen=True)
class Pool:
    type: Literal["pool"]
    method: Literal["max", "avg"]
    kernel_size: Count
    stride: Count
    padding: Amount = 0
    ceil_mode: bool = False

    @staticmethod
    def completed(givens: Mapping[str, Any]) -> Mapping[str, Any]:
        """A pooling's stride is its kernel_size where none is given."""
        return {"stride": givens["kernel_size"], **givens} if "kernel_size" in givens else givens

    def cost(self, shape: Shape, field: str) -> Cost:
        channels, *sides = _map(self, shape, field)
        refuse_wide_pooling(self.padding, self.kernel_size, f"{field}.padding")
        if self.method == "avg" and len(sides) == 3 and self.kernel_size > min(sides):
            text = Text(
                "{field} is {kernel_size}: an average pooling over three axes takes no window larger than its input, "
                "which has {size}.",
                field=f"{field}.kernel_size",
                kernel_size=self.kernel_size,
                size=min(sides),
            )
            raise BadGivens(f"{field}.kernel_size", text)
        out = [pool_output_size(side, self.kernel_size, self.stride, self.padding, self.ceil_mode) for side in sides]
        if min(out) < 1:
            _refuse_too_large(self.kernel_size, min(sides) + 2 * self.padding, self.kernel_size, field)
        return Cost((channels, *out))

    def words(self) -> Text:
        method = Text("max pooling") if self.method == "max" else Text("average pooling")
        return _listed(
            Text("{method}, window {kernel_size}", method=method, kernel_size=self.kernel_size),
            _unless(self.kernel_size, Text("stride {stride}", stride=self.stride), self.stride),
            _unless(0, Text("padding {padding}", padding=self.padding), self.padding),
            _unless(False, Text("rounded up (ceil_mode)"), self.ceil_mode),
        )


@dataclass(frozen=True)
class AdaptiveAvgPool:
    type: Literal["adaptive-avg-pool"]
    output_size: Count

    def cost(self, shape: Shape, field: str) -> Cost:
        channels, *sides = _map(self, shape, field)
        return Cost((channels, *(self.output_size for _ in sides)))

    def words(self) -> Text:
        if self.output_size == 1:
            return Text("global average pooling")
        return Text("average pooling to size {size} (adaptive)", size=self.output_size)


@dataclass(frozen=True)
class BatchNorm:
    type: Literal["batch-norm"]

    def cost(self, shape: Shape, field: str) -> Cost:
        return Cost(shape, 2 * shape[0])

    def words(self) -> Text:
        return Text("batch norm")


@dataclass(frozen=True)
class Relu:
    type: Literal["relu"]

    def cost(self, shape: Shape, field: str) -> Cost:
        return Cost(shape)

    def words(self) -> Text:
        return Text("ReLU")


@dataclass(frozen=True)
class Flatten:
    type: Literal["flatten"]

    def cost(self, shape: Shape, field: str) -> Cost:
        return Cost((prod(_map(self, shape, field)),))

    def words(self) -> Text:
        return Text("flatten")


@dataclass(frozen=True)
class Linear:
    type: Literal["linear"]
    out_features: Count
    bias: bool = True

    def cost(self, shape: Shape, field: str) -> Cost:
        if len(shape) > 1:
            text = Text(
                "{field} is a linear layer, and its input is {shape}: it takes a flat one, so flatten first.",
                field=field,
                shape=shape_words(shape),
            )
            raise BadGivens(field, text)
        weights = shape[0] * self.out_features
        return Cost((self.out_features,), weights + (self.out_features if self.bias else 0), weights)

    def words(self) -> Text:
        layer = Text("linear to {n:output|outputs}", n=self.out_features)
        return _listed(layer, _unless(True, Text("no bias"), self.bias))


@dataclass(frozen=True)
class Branches:
    """Lists of layers side by side over one input; an empty list is the identity."""

    type: Literal["branches"]
    branches: tuple[tuple[Layer, ...], ...]
    join: Literal["add", "concat"]

    def cost(self, shape: Shape, field: str) -> Cost:
        _map(self, shape, field)
        if not self.branches:
            raise BadGivens(f"{field}.branches", Text("{field} is empty.", field=f"{field}.branches"))
        walks = [walk(layers, shape, f"{field}.branches[{n}]") for n, layers in enumerate(self.branches)]
        ends = [costs[-1].shape if costs else shape for costs in walks]
        return Cost(
            self._joined(ends, f"{field}.join"),
            sum(cost.params for costs in walks for cost in costs),
            sum(cost.macs for costs in walks for cost in costs),
        )

    def _joined(self, ends: Sequence[Shape], field: str) -> Shape:
        start = 0 if self.join == "add" else 1
        if len({(len(end), end[start:]) for end in ends}) > 1:
            values = {"field": field, "shapes": ", ".join(map(shape_words, ends))}
            if self.join == "add":
                raise BadGivens(
                    field, Text("{field} is add, but the branches end in unequal shapes: {shapes}.", **values)
                )
            raise BadGivens(field, Text("{field} is concat, but more than the channels differs: {shapes}.", **values))
        return ends[0] if self.join == "add" else (sum(end[0] for end in ends), *ends[0][1:])

    def words(self) -> Text:
        branches = (Text("[{branch}]", branch=_in_order(layers)) for layers in self.branches)
        listed = reduce(lambda left, right: Text("{left} and {right}", left=left, right=right), branches)
        if self.join == "add":
            return Text("side by side, then added: {branches}", branches=listed)
        return Text("side by side, then concatenated: {branches}", branches=listed)


Layer = Conv | Pool | AdaptiveAvgPool | BatchNorm | Relu | Flatten | Linear | Branches
Layers = Annotated[tuple[Layer, ...], Most(MOST_LAYERS), Spelled("layers")]
InputShape = Annotated[tuple[Count, ...], Most(4)]


def walk(layers: Sequence[Layer], shape: Shape, field: str = "layers") -> list[Cost]:
    """The cost of each layer in order. Raises BadGivens where one does not take what the one before it gives.

    >>> [cost.shape for cost in walk((Conv("conv", 8, 3), Flatten("flatten")), (3, 6, 6))]
    [(8, 4, 4), (128,)]
    """
    costs: list[Cost] = []
    for index, layer in enumerate(layers):
        costs.append(layer.cost(costs[-1].shape if costs else shape, f"{field}[{index}]"))
    return costs


def shape_words(shape: Shape) -> str:
    return "×".join(map(str, shape))


def _map(layer: Layer, shape: Shape, field: str) -> Shape:
    """The shape, when it has spatial axes. Raises BadGivens for a flat one."""
    if len(shape) == 1:
        text = Text(
            "{field} is {type}, and its input is flat, {n:number|numbers}: "
            "behind that only linear, relu and batch-norm are possible.",
            field=field,
            type=layer.type,
            n=shape[0],
        )
        raise BadGivens(field, text)
    return shape


def _refuse_too_large(reach: int, padded: int, kernel_size: int, field: str) -> None:
    if reach > padded:
        text = Text(
            "{field} is {kernel_size}: the kernel spans {reach} inputs, but with its padding the input has {padded}.",
            field=f"{field}.kernel_size",
            kernel_size=kernel_size,
            reach=reach,
            padded=padded,
        )
        raise BadGivens(f"{field}.kernel_size", text)


def _in_order(layers: Sequence[Layer]) -> Text:
    if not layers:
        return Text("the input itself")
    return reduce(lambda left, right: Text("{left} → {right}", left=left, right=right), (one.words() for one in layers))


def _unless(usual: object, words: Text, value: object) -> Text | None:
    """Words for a value that does not go without saying."""
    return None if value == usual else words


def _listed(first: Text, *more: Text | None) -> Text:
    parts = [part for part in more if part]
    return reduce(lambda left, right: Text("{left}, {right}", left=left, right=right), parts, first)
