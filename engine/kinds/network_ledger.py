"""What does each layer of a network put out, learn and compute, and what is the total?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from engine import networks
from engine.answers import Cell, Heading, Ledger, Table
from engine.dice import Dice
from engine.givens import BadGivens
from engine.layered import (
    Slip,
    biases_of,
    cell_of,
    changed,
    count_tex,
    row_headings,
    size_tex,
    walk_with,
    weights_of,
    without_bias,
    without_groups,
    without_padding,
)
from engine.layers import (
    BatchNorm,
    Branches,
    Conv,
    Cost,
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

LENET_5 = """6x28x28 156 117600 / 6x14x14 0 0 / 16x10x10 2416 240000 / 16x5x5 0 0 / 400 0 0 / 120 48120 48000 /
    84 10164 10080 / 10 850 840 / - 61706 416520"""
ALEXNET = """96x55x55 34944 105415200 / 96x27x27 0 0 / 256x27x27 307456 223948800 / 256x13x13 0 0 /
    384x13x13 885120 149520384 / 384x13x13 663936 112140288 / 256x13x13 442624 74760192 / 256x6x6 0 0 / 9216 0 0 /
    4096 37752832 37748736 / 4096 16781312 16777216 / 1000 4097000 4096000 / - 60965224 724406816"""
TORCHVISION_ALEXNET = """64x55x55 23296 70276800 / 64x27x27 0 0 / 192x27x27 307392 223948800 / 192x13x13 0 0 /
    384x13x13 663936 112140288 / 256x13x13 884992 149520384 / 256x13x13 590080 99680256 / 256x6x6 0 0 / 256x6x6 0 0 /
    9216 0 0 / 4096 37752832 37748736 / 4096 16781312 16777216 / 1000 4097000 4096000 / - 61100840 714188480"""
VGG_STEM = """64x224x224 1792 86704128 / 64x224x224 36928 1849688064 / 64x112x112 0 0 / 128x112x112 73856 924844032 /
    - 112576 2861236224"""
RESNET_STEM = """64x112x112 9408 118013952 / 64x112x112 128 0 / 64x112x112 0 0 / 64x56x56 0 0 /
    64x56x56 73984 231211008 / - 83520 349224960"""
MOBILENET_BLOCK = """64x56x56 576 1806336 / 64x56x56 128 0 / 64x56x56 0 0 / 128x56x56 8192 25690112 / 128x56x56 256 0 /
    - 9152 27496448"""


@dataclass(frozen=True)
class NetworkLedger(Problem):
    input_shape: InputShape
    layers: Layers

    topic = "compute-and-memory"
    title = Text("Ledger of a network")
    reply = Ledger()
    tags = (
        "forgot-padding",
        "forgot-bias",
        "ignored-groups",
        "forgot-in-channels",
        "put-the-image-size-into-the-count",
        "counted-one-place",
        "counted-the-running-statistics",
    )
    seconds = (240, 300, 420)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        return first_good(lambda: cls(*_DRAWN[level](dice)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            _example(networks.LENET_5, LENET_5, 1),
            _example(networks.VGG_STEM, VGG_STEM, 1),
            _example(networks.ALEXNET, ALEXNET, 2),
            _example(networks.TORCHVISION_ALEXNET, TORCHVISION_ALEXNET, 2),
            _example(networks.RESNET_STEM, RESNET_STEM, 3),
            _example(networks.MOBILENET_BLOCK, MOBILENET_BLOCK, 3),
        )

    def check(self) -> None:
        walk(self.layers, self.input_shape)

    def prompt(self) -> Text:
        return Text(
            "An input of shape {shape}, channels first, goes through the layers of this table. For each: the shape "
            "that comes out (a flat one is one number), the parameters and the multiply-accumulates (MACs). A bias is "
            "a parameter but no MAC; batch norm learns two numbers a channel and counts no MACs. Then the totals.",
            shape=shape_words(self.input_shape),
        )

    def rows(self) -> tuple[Heading, ...]:
        return (*row_headings(self.layers), Heading("total", Text("total")))

    def columns(self) -> tuple[Heading, ...]:
        return (
            Heading("shape", Text("shape")),
            Heading("params", Text("parameters")),
            Heading("macs", Text("MACs")),
        )

    def answer(self) -> Table:
        return _table(walk(self.layers, self.input_shape))

    def marks(self, value: Table) -> list[list[bool]] | None:
        """With the error carried forward: a cell is right too when it follows from the learner's own row before it."""
        marks = self.reply.marks(value, self.answer(), None)
        if marks is None:
            return None
        *rows, total = value
        for n, layer in enumerate(self.layers):
            follows = self._behind(layer, rows[n - 1][0] if n else cell_of(self.input_shape))
            marks[n] = [right or cell in own for right, cell, own in zip(marks[n], rows[n], follows, strict=True)]
        for column in (1, 2):
            numbers = [row[column] for row in rows]
            if all(isinstance(number, int) for number in numbers):
                marks[-1][column] |= total[column] == sum(numbers)  # type: ignore[arg-type]
        return marks

    def off(self, value: Table) -> Text:
        marks = self.marks(value)
        if marks is None:
            return super().off(value)
        off = self.reply.first_wrong(marks, self.answer())
        return Text("{off} What follows from your own row before it counts as right.", off=off)

    def _behind(self, layer: Layer, cell: Cell) -> Sequence[tuple[Cell, ...]]:
        """What the row of a layer may hold when the row before it has this shape; nothing when it is none."""
        shape = (cell,) if isinstance(cell, int) else cell
        nothing: Sequence[tuple[Cell, ...]] = ((), (), ())
        if not isinstance(shape, tuple) or len(shape) > 4 or min(shape) < 1:
            return nothing
        try:
            cost = layer.cost(shape, "layers")
        except BadGivens:
            return nothing
        return (cell_of(cost.shape),), (cost.params,), (cost.macs,)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        yield from self.instead("forgot-padding", replace(self, layers=changed(self.layers, without_padding)), 1)
        yield from self.instead("forgot-bias", replace(self, layers=changed(self.layers, without_bias)), 2)
        yield from self.instead("ignored-groups", replace(self, layers=changed(self.layers, without_groups)), 2)
        for tag, (slip, step, formula) in _SLIPS.items():
            value = _table(walk_with(self.layers, self.input_shape, slip))
            yield WrongTurn(tag, value, step, rf"{formula}:\quad {self.reply.tex(value)}")

    def arithmetic(self) -> str:
        shapes = [self.input_shape, *(cost.shape for cost in walk(self.layers, self.input_shape))]
        lines = r" \\ ".join(" & ".join(count_tex(*pair)) for pair in zip(self.layers, shapes, strict=False))
        return rf"\begin{{array}}{{rr}} {lines} \end{{array}} \;\to\; {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        behind = [cost.shape for cost in walk(self.layers, self.input_shape)]
        sizes = r" \\ ".join(map(size_tex, self.layers, [self.input_shape, *behind]))
        shapes = tuple((cell_of(shape),) for shape in behind)
        return [
            Step(
                Text("The shapes first, because the counts are taken from them"),
                r"N_\text{out} = \left\lfloor\frac{N + 2P - D(K - 1) - 1}{S}\right\rfloor + 1",
            ),
            Step(
                Text("Layer by layer, each from the shape before it"),
                rf"\begin{{array}}{{r}} {sizes} \end{{array}} \;\to\; {self.reply.tex(shapes)}",
            ),
            Step(
                Text("Parameters: a kernel per pair of channels in a group, a bias per output channel; batch norm 2C"),
                r"K^2 \cdot \frac{C_\text{in}}{G} \cdot C_\text{out} + C_\text{out}",
            ),
            Step(
                Text("MACs: every weight once at each place of the output; pooling, batch norm and ReLU count as 0"),
                r"K^2 \cdot \frac{C_\text{in}}{G} \cdot C_\text{out} \cdot H_\text{out} \cdot W_\text{out}",
            ),
            Step(Text("Parameters and MACs layer by layer, and their sums"), self.arithmetic()),
        ]


def _table(costs: Sequence[Cost]) -> Table:
    total = (None, sum(cost.params for cost in costs), sum(cost.macs for cost in costs))
    return (*((cell_of(cost.shape), cost.params, cost.macs) for cost in costs), total)


def _example(network: dict[str, Any], spelled: str, level: Level) -> Example:
    ledger = Ledger()
    return Example(network, ledger.json(ledger.read(spelled.replace("\n", " "))), level)


def _one_channel_deep(layer: Layer, shape: Shape, cost: Cost) -> Cost:
    if not isinstance(layer, Conv):
        return cost
    depth = shape[0] // layer.groups
    return Cost(cost.shape, weights_of(layer, shape) // depth + biases_of(layer), cost.macs // depth)


def _with_the_image(layer: Layer, shape: Shape, cost: Cost) -> Cost:
    return replace(cost, params=cost.macs + biases_of(layer)) if isinstance(layer, Conv) else cost


def _at_one_place(layer: Layer, shape: Shape, cost: Cost) -> Cost:
    return replace(cost, macs=weights_of(layer, shape)) if isinstance(layer, Conv) else cost


def _with_the_statistics(layer: Layer, shape: Shape, cost: Cost) -> Cost:
    return replace(cost, params=2 * cost.params) if isinstance(layer, BatchNorm) else cost


_SLIPS: dict[str, tuple[Slip, int, str]] = {
    "forgot-in-channels": (_one_channel_deep, 2, r"K^2 \cdot C_\text{out} + C_\text{out}"),
    "put-the-image-size-into-the-count": (
        _with_the_image,
        2,
        r"K^2 \cdot \tfrac{C_\text{in}}{G} \cdot C_\text{out} \cdot H_\text{out} \cdot W_\text{out} + C_\text{out}",
    ),
    "counted-one-place": (_at_one_place, 3, r"K^2 \cdot \tfrac{C_\text{in}}{G} \cdot C_\text{out}"),
    "counted-the-running-statistics": (_with_the_statistics, 2, r"2C + 2C"),
}


def _plain(dice: Dice) -> tuple[Shape, tuple[Layer, ...]]:
    """A small network as in a first course."""
    channels, kernel_size, size = dice.pick((2, 4, 5, 6, 8, 10)), dice.pick((3, 5)), dice.pick((8, 10, 12, 14, 16))
    first = Conv("conv", channels, kernel_size, padding=dice.pick((0, kernel_size // 2)))
    end = (Flatten("flatten"), Linear("linear", dice.pick((2, 4, 10, 20))))
    return (dice.pick((1, 3)), size, size), (first, Pool("pool", "max", 2, 2), *end)


def _stem(dice: Dice) -> tuple[Shape, tuple[Layer, ...]]:
    """The first layers of a large network: strides that leave a rest, batch norm in place of a bias, groups."""
    channels, size = dice.pick((8, 16, 20, 32)), dice.pick((28, 30, 32, 40, 56))
    kernel_size = dice.pick((3, 5, 7))
    first = Conv("conv", channels, kernel_size, 2, kernel_size // 2, bias=False)
    pool = Pool("pool", "max", 3, 2, dice.whole(0, 1))
    last = Conv("conv", dice.pick((10, 20, 40, 64)), 3, padding=1, groups=dice.pick((1, 2, 2)))
    return (3, size, size), (first, BatchNorm("batch-norm"), pool, last)


def _block(dice: Dice) -> tuple[Shape, tuple[Layer, ...]]:
    """A depthwise separable block, or one with a way around it."""
    channels, size = dice.pick((8, 10, 16, 20, 32)), dice.pick((7, 8, 10, 14))
    norm = BatchNorm("batch-norm")
    if dice.chance(0.5):
        wide = Conv("conv", channels, 3, dice.whole(1, 2), 1, groups=channels, bias=False)
        return (channels, size, size), (wide, norm, Relu("relu"), Conv("conv", 2 * channels, 1, bias=False), norm)
    inside = (Conv("conv", channels, 3, padding=1, bias=False), norm)
    around = Branches("branches", (inside, ()), "add")
    return (3, size, size), (Conv("conv", channels, 3, padding=1), Relu("relu"), around, Pool("pool", "avg", 2, 2))


_DRAWN = {1: _plain, 2: _stem, 3: _block}
