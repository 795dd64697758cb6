"""Which convolution is a fully connected layer, and what does it give on a larger map?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Self

from engine.answers import Heading, Ledger, Table
from engine.dice import Dice
from engine.givens import BadGivens, Count, Most
from engine.numeric.sizes import conv_output_size
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text

MapShape = Annotated[tuple[Count, ...], Most(4)]


@dataclass(frozen=True)
class DenseAsConv(Problem):
    input_shape: MapShape
    larger_shape: MapShape
    out_features: Count

    topic = "dense-as-convolution"
    title = Text("A fully connected layer as a convolution")
    reply = Ledger()
    tags = (
        "took-a-pointwise-kernel",
        "dropped-the-channels",
        "expected-one-output",
        "moved-by-the-kernel-size",
        "forgot-plus-one",
    )
    seconds = (60, 75, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        channels, out_features = dice.pick((16, 32, 64, 128, 256, 512)), dice.pick((10, 20, 100, 120, 1000, 4096))
        if level == 1:  # a square map
            side = dice.pick((4, 5, 6, 7))
            larger = side + dice.whole(2, 9)
            return cls((channels, side, side), (channels, larger, larger), out_features)
        if level == 2:  # the larger map is wide, as in segmentation
            side = dice.pick((5, 6, 7, 8))
            return cls(
                (channels, side, side), (channels, side + dice.whole(1, 6), side + dice.whole(7, 14)), out_features
            )
        if dice.chance(0.5):  # the map is not square, and one side stays
            height, width = dice.pick(((4, 6), (6, 5), (7, 10), (5, 8)))
            return cls((channels, height, width), (channels, height, width + dice.whole(3, 20)), out_features)
        length = dice.pick((8, 10, 16, 25))  # a signal has one axis
        return cls((channels, length), (channels, length * dice.whole(2, 6) + dice.whole(1, 5)), out_features)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        vgg = {"input_shape": [512, 7, 7], "larger_shape": [512, 14, 14], "out_features": 4096}
        wide = {"input_shape": [256, 6, 6], "larger_shape": [256, 7, 14], "out_features": 4096}
        signal = {"input_shape": [32, 10], "larger_shape": [32, 25], "out_features": 5}
        return (
            Example(vgg, [[[4096, 512, 7, 7]], [[4096, 8, 8]]], 1),
            Example(wide, [[[4096, 256, 6, 6]], [[4096, 2, 9]]], 2),
            Example(signal, [[[5, 32, 10]], [[5, 16]]], 3),
        )

    def check(self) -> None:
        (channels, *sides), (larger_channels, *larger) = self.input_shape, self.larger_shape
        if not sides:
            rule = Text("{field} takes the channels and then 1 to 3 sizes, but it has one entry.", field="input_shape")
            raise BadGivens("input_shape", rule)
        if len(larger) != len(sides):
            text = Text(
                "{field} takes as many entries as input_shape, {n}, but it has {count}.",
                field="larger_shape",
                n=len(self.input_shape),
                count=len(self.larger_shape),
            )
            raise BadGivens("larger_shape", text)
        if larger_channels != channels:
            text = Text(
                "{field} has {m:channel|channels}, but input_shape has {n}: they must be equal.",
                field="larger_shape",
                m=larger_channels,
                n=channels,
            )
            raise BadGivens("larger_shape", text)
        for index, (side, whole) in enumerate(zip(sides, larger, strict=True), start=1):
            if whole < side:
                field = f"larger_shape[{index}]"
                text = Text(
                    "{field} must be at least {bound}, but it is {value}.", field=field, bound=side, value=whole
                )
                raise BadGivens(field, text)

    def prompt(self) -> Text:
        return Text(
            "A fully connected layer with {out_features:output|outputs} stands on a flattened map of {shape}, channels "
            "first. Written as a convolution, stride 1, no padding: which shape has its weight, in PyTorch's order? "
            "And which shape comes out when the map is {larger}?",
            out_features=self.out_features,
            shape=_words(self.input_shape),
            larger=_words(self.larger_shape),
        )

    def rows(self) -> tuple[Heading, ...]:
        return Heading("kernel", Text("the weight")), Heading("outputs", Text("the output"))

    def columns(self) -> tuple[Heading, ...]:
        return (Heading("shape", Text("shape")),)

    def answer(self) -> Table:
        return self._table(self.input_shape, lambda whole, side: conv_output_size(whole, side))

    def _table(self, kernel: tuple[int, ...], size_of: Callable[[int, int], int]) -> Table:
        sizes = map(size_of, self.larger_shape[1:], kernel[1:])
        return ((self.out_features, *kernel),), ((self.out_features, *sizes),)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        channels, *sides = self.input_shape
        right = self.answer()
        pointwise = self._table((channels, *(1 for _ in sides)), lambda whole, side: whole)
        yield self._turn("took-a-pointwise-kernel", pointwise, 1, r"K = 1")
        yield self._turn(
            "dropped-the-channels", (((self.out_features, *sides),), right[1]), 1, r"C_\text{out} \times K"
        )
        one = ((self.out_features, *(1 for _ in sides)),)
        yield self._turn("expected-one-output", (right[0], one), 2, r"N_\text{out} = 1")
        tiles = self._table(self.input_shape, lambda whole, side: whole // side)
        yield self._turn("moved-by-the-kernel-size", tiles, 2, r"\lfloor N / K \rfloor")
        if all(whole > side for whole, side in zip(self.larger_shape[1:], sides, strict=True)):
            short = self._table(self.input_shape, lambda whole, side: whole - side)
            yield self._turn("forgot-plus-one", short, 2, r"N_\text{out} = N - K")

    def _turn(self, tag: str, value: Table, step: int, formula: str) -> WrongTurn:
        return WrongTurn(tag, value, step, rf"{formula}:\quad {self.reply.tex(value)}")

    def arithmetic(self) -> str:
        pairs = zip(self.larger_shape[1:], self.input_shape[1:], strict=True)
        sizes = r",\ ".join(f"{whole} - {side} + 1 = {conv_output_size(whole, side)}" for whole, side in pairs)
        return rf"{sizes}:\quad {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        weight = r" \times ".join(map(str, (self.out_features, *self.input_shape)))
        return [
            Step(
                Text("The formula: a kernel as large as the map fits in one place, and holds every weight"),
                r"N_\text{out} = N - K + 1 = N - N + 1 = 1",
            ),
            Step(Text("A filter for each output, over all channels and the whole map"), weight),
            Step(Text("On the larger map the same kernel fits in more places"), self.arithmetic()),
        ]


def _words(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape))
