"""Which shape comes out of each layer of a network?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from engine.answers import Heading, Ledger, Table
from engine.dice import Dice
from engine.givens import BadGivens
from engine.layered import cell_of, changed, row_headings, size_tex, without_padding, without_stride
from engine.layers import (
    AdaptiveAvgPool,
    Branches,
    Conv,
    Flatten,
    InputShape,
    Layer,
    Layers,
    Linear,
    Pool,
    Relu,
    Shape,
    shape_words,
    walk,
)
from engine.problem import Example, Level, Problem, Step, WrongTurn, first_good
from engine.text import Text

LENET = [
    {"type": "conv", "out_channels": 6, "kernel_size": 5},
    {"type": "pool", "method": "avg", "kernel_size": 2},
    {"type": "conv", "out_channels": 16, "kernel_size": 5},
    {"type": "pool", "method": "avg", "kernel_size": 2},
    {"type": "flatten"},
]
RESNET = [
    {"type": "conv", "out_channels": 64, "kernel_size": 7, "stride": 2, "padding": 3, "bias": False},
    {"type": "batch-norm"},
    {"type": "pool", "method": "max", "kernel_size": 3, "stride": 2, "padding": 1},
]
INCEPTION = [
    {
        "type": "branches",
        "branches": [
            [{"type": "conv", "out_channels": 64, "kernel_size": 1}],
            [{"type": "conv", "out_channels": 128, "kernel_size": 3, "padding": 1}],
            [{"type": "pool", "method": "max", "kernel_size": 3, "stride": 1, "padding": 1}],
        ],
        "join": "concat",
    },
    {"type": "pool", "method": "max", "kernel_size": 3, "stride": 2, "ceil_mode": True},
    {"type": "adaptive-avg-pool", "output_size": 1},
]


@dataclass(frozen=True)
class ShapeWalk(Problem):
    input_shape: InputShape
    layers: Layers

    topic = "output-size"
    title = Text("Shapes through a network")
    reply = Ledger()
    tags = (
        "forgot-padding",
        "padded-one-side",
        "forgot-stride",
        "rounded-up",
        "kept-in-channels",
        "flattened-only-channels",
    )
    seconds = (120, 150, 180)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        return first_good(lambda: cls(*_DRAWN[level](dice)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        lenet = [[6, 28, 28], [6, 14, 14], [16, 10, 10], [16, 5, 5], 400]
        resnet = [[64, 112, 112], [64, 112, 112], [64, 56, 56]]
        inception = [[384, 28, 28], [384, 14, 14], [384, 1, 1]]
        signal = [{"type": "conv", "out_channels": 4, "kernel_size": 3, "stride": 2}, {"type": "relu"}]
        return (
            _example([1, 32, 32], LENET, lenet, 1),
            _example([3, 224, 224], RESNET, resnet, 2),
            _example([192, 28, 28], INCEPTION, inception, 3),
            _example([2, 16], signal, [[4, 7], [4, 7]], 2),
        )

    def check(self) -> None:
        walk(self.layers, self.input_shape)

    def prompt(self) -> Text:
        return Text(
            "An input of shape {shape}, channels first, goes through the layers of this table, one after the other. "
            "Which shape comes out of each? Sizes are rounded down where nothing else is said, as PyTorch does; "
            "a flat shape is one number.",
            shape=shape_words(self.input_shape),
        )

    def rows(self) -> tuple[Heading, ...]:
        return row_headings(self.layers)

    def columns(self) -> tuple[Heading, ...]:
        return (Heading("shape", Text("shape")),)

    def answer(self) -> Table:
        return tuple((cell_of(cost.shape),) for cost in walk(self.layers, self.input_shape))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        yield from self.instead("forgot-padding", replace(self, layers=changed(self.layers, without_padding)))
        yield from self._miscounted("padded-one-side", 1, _padded_one_side)
        yield from self.instead("forgot-stride", replace(self, layers=changed(self.layers, without_stride)))
        yield from self.instead("rounded-up", replace(self, layers=changed(self.layers, _rounded_up)))
        yield from self._miscounted("kept-in-channels", 2, _kept_in_channels)
        yield from self._miscounted("flattened-only-channels", 2, _flattened_channels)

    def _miscounted(self, tag: str, step: int, behind: Callable[[Layer, Shape], Shape]) -> Iterator[WrongTurn]:
        """The walk with one rule for the shape changed; none where a layer then does not fit."""
        shapes: list[Shape] = [self.input_shape]
        try:
            for layer in self.layers:
                shapes.append(behind(layer, shapes[-1]))
        except BadGivens:
            return
        value = tuple((cell_of(shape),) for shape in shapes[1:])
        yield WrongTurn(
            tag, value, step, rf"{self.reply.tex(((cell_of(self.input_shape),),))} \;\to\; {self.reply.tex(value)}"
        )

    def arithmetic(self) -> str:
        shapes = [self.input_shape, *(cost.shape for cost in walk(self.layers, self.input_shape))]
        lines = r" \\ ".join(map(size_tex, self.layers, shapes))
        return rf"\begin{{array}}{{r}} {lines} \end{{array}} \;\to\; {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        return [
            Step(
                Text("The formula for a convolution and a pooling: count the places where the kernel fits"),
                r"N_\text{out} = \left\lfloor\frac{N + 2P - D(K - 1) - 1}{S}\right\rfloor + 1",
            ),
            Step(
                Text("A convolution has a channel per filter, and flattening multiplies; all others keep the channels"),
                r"C_\text{out},\quad C \cdot H \cdot W",
            ),
            Step(Text("Layer by layer, each from the shape before it"), self.arithmetic()),
        ]


def _padded_one_side(layer: Layer, shape: Shape) -> Shape:
    if isinstance(layer, Conv | Pool) and min(shape[1:]) > layer.padding:
        shape = (shape[0], *(side - layer.padding for side in shape[1:]))
    return layer.cost(shape, "layers").shape


def _kept_in_channels(layer: Layer, shape: Shape) -> Shape:
    behind = layer.cost(shape, "layers").shape
    return (shape[0], *behind[1:]) if isinstance(layer, Conv) else behind


def _flattened_channels(layer: Layer, shape: Shape) -> Shape:
    return shape[:1] if isinstance(layer, Flatten) else layer.cost(shape, "layers").shape


def _rounded_up(layer: Layer) -> Layer:
    return replace(layer, ceil_mode=True) if isinstance(layer, Pool) else layer


def _example(shape: list[int], layers: Sequence[Any], shapes: Sequence[Any], level: Level) -> Example:
    return Example({"input_shape": shape, "layers": layers}, [[shape] for shape in shapes], level)


def _plain(dice: Dice) -> tuple[Shape, tuple[Layer, ...]]:
    """A small network as in a first course: everything divides."""
    kernel_size, channels = dice.pick((3, 5)), dice.pick((4, 6, 8, 16))
    first = Conv("conv", channels, kernel_size, padding=dice.pick((0, kernel_size // 2)))
    second = Conv("conv", 2 * channels, 3, padding=dice.pick((0, 1)))
    size = dice.pick((12, 16, 20, 28, 32))
    return (dice.pick((1, 3)), size, size), (first, Pool("pool", "max", 2, 2), second, Flatten("flatten"))


def _strided(dice: Dice) -> tuple[Shape, tuple[Layer, ...]]:
    """The first layers of a large network: strides that leave a rest, and a pooling whose windows overlap."""
    kernel_size, stride = dice.pick(((7, 2), (11, 4), (5, 2), (3, 2)))
    channels, size = dice.pick((32, 48, 64, 96)), dice.pick((112, 128, 160, 192, 224, 227))
    stem = Conv("conv", channels, kernel_size, stride, dice.whole(0, kernel_size // 2))
    pool = Pool("pool", dice.pick(("max", "avg")), 3, 2, dice.whole(0, 1))
    last = Conv("conv", 2 * channels, dice.pick((3, 5)), dice.whole(1, 2), dice.whole(0, 2))
    return (3, size, size), (stem, Relu("relu"), pool, last)


def _branched(dice: Dice) -> tuple[Shape, tuple[Layer, ...]]:
    """Branches whose channels add up, a dilated layer, and an end that does not ask for the size."""
    channels, size = dice.pick((16, 24, 32, 64)), dice.pick((14, 15, 17, 28, 35))
    side = [Conv("conv", dice.pick((8, 16, 24, 32)), 1), Conv("conv", dice.pick((16, 32, 48)), 3, padding=1)]
    branches = Branches("branches", ((side[0],), (side[1],), (Pool("pool", "max", 3, 1, 1),)), "concat")
    dilated = Conv("conv", dice.pick((32, 48, 64)), 3, dice.whole(1, 2), dice.whole(0, 2), dilation=2)
    end: tuple[Layer, ...] = (Flatten("flatten"), Linear("linear", dice.pick((10, 100))))
    if dice.chance(0.5):
        end = (AdaptiveAvgPool("adaptive-avg-pool", dice.whole(2, 4)), Flatten("flatten"))
    return (channels, size, size), (branches, Pool("pool", "max", 3, 2), dilated, *end)


_DRAWN = {1: _plain, 2: _strided, 3: _branched}
