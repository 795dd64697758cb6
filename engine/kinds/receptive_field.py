"""How many input pixels can one output of a stack of layers see along one axis?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Self

from engine.answers import Integer
from engine.dice import Dice
from engine.givens import MOST_LAYERS, Count, Most
from engine.numeric import receptive
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.stack import SHOWN, in_order, layer_words, listed, spelled
from engine.text import Text


@dataclass(frozen=True)
class Layer:
    """A convolution or a pooling, as far as the receptive field goes."""

    kernel_size: Count
    stride: Count = 1
    dilation: Count = 1

    def words(self) -> Text:
        return layer_words(self.kernel_size, self.stride, self.dilation)


@dataclass(frozen=True)
class ReceptiveField(Problem):
    layers: Annotated[tuple[Layer, ...], Most(MOST_LAYERS)]

    topic = "receptive-field"
    title = Text("Receptive field")
    reply = Integer()
    tags = (
        "forgot-the-jump",
        "forgot-dilation",
        "added-the-kernel-sizes",
        "multiplied-by-its-own-stride",
        "used-the-last-stride-only",
        "reversed-the-layers",
        "started-at-zero",
    )
    seconds = (45, 90, 120)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # one stride at most
            kernels = [dice.pick((3, 3, 5, 7)) for _ in range(dice.whole(2, 3))]
            strided = dice.whole(-1, len(kernels) - 2)
            return cls(tuple(Layer(k, 2 if index == strided else 1) for index, k in enumerate(kernels)))
        pool = Layer(dice.pick((2, 2, 3)), 2)
        if level == 2:  # strides multiply
            first = dice.pick((Layer(3, 2), Layer(5, 2), Layer(7, 2), Layer(11, 4), Layer(5), Layer(7)))
            middle = [Layer(dice.pick((3, 5))) for _ in range(dice.whole(1, 2))]
            end = [Layer(3)] * dice.whole(1, 2) + [pool] * dice.whole(0, 1)
            return cls((first, pool, *middle, pool, *end))
        start = (Layer(dice.pick((3, 5, 7)), dice.whole(1, 2)), pool, Layer(3, dice.whole(1, 2)))
        rates = dice.pick(((2,), (2, 2), (2, 4), (1, 2), (3,), (4,), (1, 2, 3)))  # strides and then dilation
        return cls((*start, *(Layer(3, 1, rate) for rate in rates)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        vgg_16 = [{"kernel_size": 3}] * 2 + [{"kernel_size": 2, "stride": 2}]
        vgg_16 = vgg_16 * 2 + ([{"kernel_size": 3}] * 3 + [{"kernel_size": 2, "stride": 2}]) * 3
        conv1, pool = {"kernel_size": 11, "stride": 4}, {"kernel_size": 3, "stride": 2}
        alexnet = [conv1, pool, {"kernel_size": 5}, pool, *[{"kernel_size": 3}] * 3, pool]
        dilated = [{"kernel_size": 3}, {"kernel_size": 3, "dilation": 2}, {"kernel_size": 3, "dilation": 4}]
        return (
            Example({"layers": [{"kernel_size": 3}, {"kernel_size": 3}]}, 5, 1, "d2l-vgg"),
            Example({"layers": alexnet[:2]}, 19, 1, "receptive-field-library"),
            Example({"layers": alexnet}, 195, 2, "receptive-field-library"),
            Example({"layers": vgg_16}, 212, 2, "receptive-field-library"),
            Example({"layers": dilated}, 15, 3),
        )

    def prompt(self) -> Text:
        return Text(
            "A network has these layers, the one nearest the input first: {layers}. Pooling counts as a layer; where "
            "no stride or dilation is named, it is 1. How many input pixels wide is the receptive field of one output "
            "of the last layer?",
            layers=in_order([layer.words() for layer in self.layers]),
        )

    def answer(self) -> int:
        return receptive.receptive_field(self._numbers())

    def wrong_turns(self) -> Iterator[WrongTurn]:
        layers = self.layers
        jumps = self._jumps()
        strided = self._step(lambda index: layers[index].stride > 1)
        yield from self.instead("forgot-the-jump", self._with(stride=1), strided)
        yield from self.instead("forgot-dilation", self._with(dilation=1), self._step(lambda i: layers[i].dilation > 1))
        sizes = [layer.kernel_size for layer in layers]
        yield WrongTurn("added-the-kernel-sizes", sum(sizes), 1, f"{listed(list(map(str, sizes)))} = {sum(sizes)}")
        yield self._at_jumps("multiplied-by-its-own-stride", [*jumps[1:], jumps[-1] * layers[-1].stride], strided)
        last = [1, *(layer.stride for layer in layers[:-1])]
        yield self._at_jumps("used-the-last-stride-only", last, self._step(lambda i: last[i] != jumps[i]))
        yield from self.instead("reversed-the-layers", replace(self, layers=layers[::-1]))
        line = f"{listed(self._terms(jumps))} = {self.answer() - 1}"
        yield WrongTurn("started-at-zero", self.answer() - 1, 1, line)

    def arithmetic(self) -> str:
        return f"1 + {listed(self._terms(self._jumps()))} = {self.answer()}"

    def steps(self) -> list[Step]:
        rule = r"r \gets r + (K - 1) \cdot D \cdot j, \qquad j \gets j \cdot S"
        steps = [Step(Text("The formula, layer by layer. Start with one pixel: $r = 1$ and $j = 1$"), rule)]
        field, jump = 1, 1
        grown = receptive.growth(self._numbers())
        terms = self._terms(self._jumps())
        for index, layer in enumerate(self.layers):
            (before, at), (field, jump) = (field, jump), grown[index]
            if index < SHOWN - 1 or index == len(self.layers) - 1:
                line = rf"r = {before} + {terms[index]} = {field}, \qquad j = {at} \cdot {layer.stride} = {jump}"
                steps.append(Step(Text("Layer {n}: {layer}", n=index + 1, layer=layer.words()), line))
        return [*steps, Step(Text("All in one line"), self.arithmetic())]

    def figure(self) -> Picture:
        layers = [spelled(layer.kernel_size, layer.stride, layer.dilation) for layer in self.layers]
        return Picture("receptive-field", {"layers": ", ".join(layers)})

    def _numbers(self) -> list[tuple[int, int, int]]:
        return [(layer.kernel_size, layer.stride, layer.dilation) for layer in self.layers]

    def _jumps(self) -> list[int]:
        """The jump at which each layer works."""
        return [1, *(jump for _, jump in receptive.growth(self._numbers())[:-1])]

    def _with(self, **changed: int) -> Self:
        return replace(self, layers=tuple(replace(layer, **changed) for layer in self.layers))

    def _terms(self, jumps: list[int]) -> list[str]:
        """What each layer adds to the receptive field, as TeX."""
        terms = []
        for layer, jump in zip(self.layers, jumps, strict=True):
            rate = rf"\cdot {layer.dilation} " if layer.dilation > 1 else ""
            terms.append(rf"({layer.kernel_size} - 1) {rate}\cdot {jump}")
        return terms

    def _at_jumps(self, tag: str, jumps: list[int], step: int) -> WrongTurn:
        """The wrong turn of layers that work at other jumps."""
        value = 1 + sum((k - 1) * d * jump for (k, _, d), jump in zip(self._numbers(), jumps, strict=True))
        return WrongTurn(tag, value, step, f"1 + {listed(self._terms(jumps))} = {value}")

    def _step(self, differs: Callable[[int], bool]) -> int:
        """The step of the first layer for which this holds."""
        first = next((index for index in range(len(self.layers)) if differs(index)), 0)
        return 1 + min(first, SHOWN - 1)
