"""Which shape comes out of a convolution layer?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Self

from engine.answers import Shape
from engine.axis import SLIPS, Axis, places
from engine.dice import Dice
from engine.givens import Amount, BadGivens, Count, Most
from engine.numeric.sizes import conv_output_size, span
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text

Counts = Annotated[tuple[Count, ...], Most(3)]
Amounts = Annotated[tuple[Amount, ...], Most(3)]

PER_AXIS = ("kernel_size", "stride", "padding", "dilation")
LETTERS = {1: "L", 2: "HW", 3: "DHW"}
AXES = {"L": Text("Length"), "D": Text("Depth"), "H": Text("Height"), "W": Text("Width")}


@dataclass(frozen=True)
class ConvOutputShape(Problem):
    input_shape: Annotated[tuple[Count, ...], Most(4)]
    out_channels: Count
    kernel_size: Counts
    stride: Counts = ()
    padding: Amounts = ()
    dilation: Counts = ()

    topic = "output-size"
    title = Text("Convolution output shape")
    reply = Shape()
    tags = (
        "kept-in-channels",
        "did-not-sum-channels",
        "put-channels-last",
        "swapped-height-and-width",
        "took-the-other-axis",
        "forgot-padding",
        "forgot-dilation",
        "forgot-stride",
        "padded-one-side",
        "forgot-plus-one",
        "rounded-up",
    )
    seconds = (60, 90, 150)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        channels, filters = dice.pick((1, 3, 3, 16, 32)), dice.pick((8, 16, 32, 64, 128))
        if level == 3:  # every axis has its own numbers, and the kernel is dilated
            axes = dice.pick((1, 2, 2, 3))
            low, high, widest = {1: (100, 999, 7), 2: (20, 128, 5), 3: (8, 40, 3)}[axes]
            sides, kernels, strides = dice.row(axes, low, high), dice.row(axes, 2, widest), dice.row(axes, 1, 3)
            return cls((channels, *sides), filters, kernels, strides, dice.row(axes, 0, 2), dice.row(axes, 1, 3))
        kernel_size = dice.pick((3, 5, 7))
        padding = dice.whole(1, kernel_size // 2)
        if level == 1:  # a square image, and the stride divides
            stride = dice.pick((1, 1, 2))
            height = width = kernel_size + stride * dice.whole(5, 60) - 2 * padding
        else:  # height and width differ, and the stride leaves a rest
            stride = dice.pick((2, 2, 4))
            height, width = dice.sample((24, 28, 32, 48, 56, 64, 96, 112, 128, 160, 224), 2)
        kernels, strides, paddings = ((value, value) for value in (kernel_size, stride, padding))
        return cls((channels, height, width), filters, kernels, strides, paddings, (1, 1))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        resnet = {"kernel_size": [7, 7], "stride": [2, 2], "padding": [3, 3]}
        alexnet = {"input_shape": [3, 227, 227], "out_channels": 96, "kernel_size": [11, 11], "stride": [4, 4]}
        seven = {"input_shape": [3, 4, 4], "out_channels": 7, "kernel_size": [3, 3]}
        return (
            Example(seven, [7, 2, 2], 1),
            Example(seven | {"padding": [1, 1]}, [7, 4, 4], 1),
            Example(alexnet, [96, 55, 55], 1),
            Example({"input_shape": [3, 224, 224], "out_channels": 64} | resnet, [64, 112, 112], 2),
            Example({"input_shape": [1, 7], "out_channels": 2, "kernel_size": [3], "dilation": [2]}, [2, 3], 3),
            Example({"input_shape": [1, 16, 64, 48], "out_channels": 8, "kernel_size": [2, 3, 5]}, [8, 15, 62, 44], 3),
        )

    @classmethod
    def completed(cls, givens: Mapping[str, Any]) -> Mapping[str, Any]:
        shape = givens.get("input_shape")
        axes = len(shape) - 1 if isinstance(shape, (list, tuple)) else 0
        if axes not in LETTERS:
            return givens
        return {"stride": [1] * axes, "padding": [0] * axes, "dilation": [1] * axes, **givens}

    def check(self) -> None:
        axes = len(self.input_shape) - 1
        if not axes:
            rule = Text("{field} takes the channels and then 1 to 3 sizes, but it has one entry.", field="input_shape")
            raise BadGivens("input_shape", rule)
        for field in PER_AXIS:
            if (count := len(getattr(self, field))) != axes:
                text = Text(
                    "{field} takes one entry per spatial axis of input_shape, which has {n}, but it has {count}.",
                    field=field,
                    n=axes,
                    count=count,
                )
                raise BadGivens(field, text)
        for index, (n, k, _, p, d) in enumerate(self._axes()):
            if span(k, d) > n + 2 * p:
                text = Text(
                    "{field} is {kernel_size}: the kernel spans {reach} inputs, "
                    "but with its padding the input has {padded}.",
                    field=f"kernel_size[{index}]",
                    kernel_size=k,
                    reach=span(k, d),
                    padded=n + 2 * p,
                )
                raise BadGivens("kernel_size", text)

    def prompt(self) -> Text:
        dilated = Text(", dilation {dilation}", dilation=_listed(self.dilation)) if max(self.dilation) > 1 else ""
        return Text(
            "An input of shape {input_shape}, channels first, goes through a convolution layer: "
            "{out_channels:filter|filters}, kernel size {kernel_size}, stride {stride}, padding {padding} "
            "on each side{dilated}. What is the shape of the output, channels first? Round down, as PyTorch does.",
            input_shape="×".join(map(str, self.input_shape)),
            out_channels=self.out_channels,
            kernel_size="×".join(map(str, self.kernel_size)),
            stride=_listed(self.stride),
            padding=_listed(self.padding),
            dilated=dilated,
        )

    def answer(self) -> tuple[int, ...]:
        return self.out_channels, *(conv_output_size(*axis) for axis in self._axes())

    def wrong_turns(self) -> Iterator[WrongTurn]:
        axes, in_channels, last = self._axes(), self.input_shape[0], len(self.input_shape)
        channels, *sizes = self.answer()
        letters, ones = LETTERS[len(axes)], (1,) * len(axes)
        yield from self.instead("kept-in-channels", replace(self, out_channels=in_channels), last)
        every_pair = replace(self, out_channels=in_channels * channels)
        yield from self.instead("did-not-sum-channels", every_pair, last)
        for tag, order, value in (
            ("put-channels-last", letters + "C", (*sizes, channels)),
            (
                "swapped-height-and-width",
                "C" + letters[:-2] + letters[-2:][::-1],
                (channels, *sizes[:-2], *sizes[-2:][::-1]),
            ),
        ):
            yield WrongTurn(tag, value, last, f"{_symbols(order)} = {self.reply.tex(value)}")
        turned = {field: getattr(self, field)[::-1] for field in PER_AXIS}
        yield from self.instead("took-the-other-axis", replace(self, **turned))
        yield from self.instead("forgot-padding", replace(self, padding=(0,) * len(axes)))
        yield from self.instead("forgot-dilation", replace(self, dilation=ones))
        yield from self.instead("forgot-stride", replace(self, stride=ones))
        for tag, slip in SLIPS.items():
            parts = [places(axis, *slip) for axis in axes]
            value = (channels, *(size for _, size in parts))
            if min(value) >= 1:
                yield WrongTurn(tag, value, 1, self._line([tex for tex, _ in parts], value))

    def arithmetic(self) -> str:
        return self._line([places(axis)[0] for axis in self._axes()], self.answer())

    def steps(self) -> list[Step]:
        letters = LETTERS[len(self.kernel_size)]
        formula = r"N_\text{out} = \left\lfloor\frac{N + 2P - D(K - 1) - 1}{S}\right\rfloor + 1"
        return [
            Step(Text("The formula, for each spatial axis with its own numbers"), formula),
            *(
                Step(
                    Text("{axis}: whole strides in the padded input, and one for the start", axis=AXES[letter]),
                    rf"{letter}_\text{{out}} = {places(axis)[0]} = {conv_output_size(*axis)}",
                )
                for letter, axis in zip(letters, self._axes(), strict=True)
            ),
            Step(
                Text("Every filter sums over all input channels and gives one output channel"),
                f"{_symbols('C' + letters)} = {self.reply.tex(self.answer())}",
            ),
        ]

    def _axes(self) -> list[Axis]:
        return list(zip(self.input_shape[1:], self.kernel_size, self.stride, self.padding, self.dilation, strict=True))

    def _line(self, parts: Sequence[str], value: tuple[int, ...]) -> str:
        factors = (str(self.out_channels), *(rf"\left({part}\right)" for part in parts))
        return r" \times ".join(factors) + f" = {self.reply.tex(value)}"


def _symbols(letters: str) -> str:
    return r" \times ".join(rf"{letter}_\text{{out}}" for letter in letters)


def _listed(values: Sequence[int]) -> str:
    """One number where all axes share it, else PyTorch's tuple."""
    return str(values[0]) if len(set(values)) == 1 else f"({', '.join(map(str, values))})"
