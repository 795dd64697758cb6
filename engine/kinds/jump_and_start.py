"""How far apart do the outputs of a stack of layers look at the input, and where does the first one look?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from typing import Annotated, Self

from engine.answers import Row, tex_number
from engine.dice import Dice
from engine.givens import MOST_LAYERS, Amount, BadGivens, Count, Exact, Most
from engine.numeric.exact import magnitude, simplest
from engine.numeric.receptive import centres
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.stack import SHOWN, in_order, layer_words, listed, spelled
from engine.text import Text

_MOST_DIGITS = 200


@dataclass(frozen=True)
class Layer:
    """A convolution or a pooling, as far as the place of its outputs goes."""

    kernel_size: Count
    stride: Count = 1
    padding: Amount = 0
    dilation: Count = 1

    def words(self) -> Text:
        return layer_words(self.kernel_size, self.stride, self.dilation, self.padding)

    def moved(self, paddings: int = 1) -> Exact:
        """How far its first output lies from its first input, in its own inputs."""
        return simplest(Fraction((self.kernel_size - 1) * self.dilation, 2) - paddings * self.padding)


@dataclass(frozen=True)
class JumpAndStart(Problem):
    layers: Annotated[tuple[Layer, ...], Most(MOST_LAYERS)]

    topic = "receptive-field"
    title = Text("Jump and start")
    reply = Row()
    tags = (
        "forgot-the-jump",
        "multiplied-by-its-own-stride",
        "used-the-last-stride-only",
        "left-out-the-last-stride",
        "forgot-padding",
        "subtracted-both-paddings",
        "forgot-dilation",
        "gave-the-left-edge",
        "measured-from-the-edge",
    )
    seconds = (60, 120, 150)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # strides, no padding
            first = Layer(dice.pick((3, 5, 7, 11)), dice.whole(1, 4))
            return cls((first, Layer(dice.pick((3, 3, 5)), dice.pick((1, 2, 2, 3)))))
        if level == 2:  # padding moves the start back
            kernel_size, stride = dice.pick(((3, 2), (5, 2), (7, 2), (11, 4), (4, 2), (5, 1)))
            first = Layer(kernel_size, stride, dice.whole(1, (kernel_size - 1) // 2))
            pool = Layer(3, 2, dice.whole(0, 1))
            return cls((first, pool, Layer(dice.pick((3, 5)), dice.whole(1, 2), dice.whole(0, 2))))
        first = Layer(dice.pick((2, 3, 4, 5, 7)), 2, dice.whole(0, 2))  # even kernels: halves, and dilation
        pool = Layer(2, 2)
        dilation = dice.whole(2, 4)
        dilated = Layer(dice.pick((2, 3, 3)), 1, dice.pick((0, 1, dilation)), dilation)
        return cls(dice.pick(((first, pool, dilated), (first, dilated, pool))))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        conv1, pool = {"kernel_size": 11, "stride": 4}, {"kernel_size": 3, "stride": 2}
        resnet = [{"kernel_size": 7, "stride": 2, "padding": 3}, {"kernel_size": 3, "stride": 2, "padding": 1}]
        even = [{"kernel_size": 2, "stride": 2}, {"kernel_size": 3, "padding": 1, "dilation": 2}]
        return (
            Example({"layers": [conv1]}, [4, 5], 1),
            Example({"layers": [conv1, pool]}, [8, 9], 1),
            Example({"layers": resnet}, [4, 0], 2),
            Example({"layers": even}, [2, 2.5], 3),
        )

    def check(self) -> None:
        if max(magnitude(number) for number in self.answer()) >= 10**_MOST_DIGITS:
            text = Text("{field} lead to a number of more than {n} digits.", field="layers", n=_MOST_DIGITS)
            raise BadGivens("layers", text)

    def prompt(self) -> Text:
        return Text(
            "A network has these layers, the one nearest the input first: {layers}. Pooling counts as a layer; where "
            "no stride or dilation is named, it is 1, and where no padding is named, it is 0. Along one axis, in input "
            "pixels: how far apart are the centres of the receptive fields of two neighbouring outputs (the jump), and "
            "where is the centre of the first output's field (the start)? The centre of the first input pixel is 0. "
            "Give the jump first.",
            layers=in_order([layer.words() for layer in self.layers]),
        )

    def answer(self) -> tuple[int, Exact]:
        return self._walk()[-1]

    def own_tolerance(self, usual: Fraction) -> None:
        """Exact: the numbers are halves."""

    def wrong_turns(self) -> Iterator[WrongTurn]:
        layers, jumps, (jump, _) = self.layers, self._jumps(), self.answer()
        strides = [layer.stride for layer in layers]
        strided = self._step(lambda index: strides[index] > 1)
        yield self._turn("forgot-the-jump", strided, [1] * len(layers))
        yield self._turn("multiplied-by-its-own-stride", strided, [*jumps[1:], jump])
        yield self._turn("used-the-last-stride-only", strided, [1, *strides[:-1]], strides=strides[-1:])
        last = self._step(lambda index: index == len(layers) - 1)
        yield self._turn("left-out-the-last-stride", last, strides=strides[:-1])
        padded = self._step(lambda index: layers[index].padding > 0)
        yield from self.instead("forgot-padding", self._with(padding=0), padded)
        yield self._turn("subtracted-both-paddings", padded, paddings=2)
        dilated = self._step(lambda index: layers[index].dilation > 1)
        yield from self.instead("forgot-dilation", self._with(dilation=1), dilated)
        yield from self.instead("gave-the-left-edge", self._with(kernel_size=1))
        yield self._turn("measured-from-the-edge", 1, origin=Fraction(1, 2))

    def arithmetic(self) -> str:
        return self._turn("", 1).line

    def steps(self) -> list[Step]:
        rule = r"s \gets s + \left(\frac{(K - 1) \cdot D}{2} - P\right) \cdot j, \qquad j \gets j \cdot S"
        steps = [Step(Text("The formula, layer by layer. Start on the first pixel: $s = 0$ and $j = 1$"), rule)]
        walk: list[tuple[int, Exact]] = [(1, 0), *self._walk()]
        for index, layer in enumerate(self.layers):
            (before, at), (jump, start) = walk[index : index + 2]
            if index < SHOWN - 1 or index == len(self.layers) - 1:
                line = rf"s = {tex_number(at)} + {_term(layer, before)} = {tex_number(start)}, \qquad "
                line += rf"j = {before} \cdot {layer.stride} = {jump}"
                steps.append(Step(Text("Layer {n}: {layer}", n=index + 1, layer=layer.words()), line))
        last = Text("In one line: the strides multiply to the jump, and every layer moves the start")
        return [*steps, Step(last, self.arithmetic())]

    def figure(self) -> Picture:
        layers = [spelled(layer.kernel_size, layer.stride, layer.dilation, layer.padding) for layer in self.layers]
        return Picture("receptive-field", {"layers": ", ".join(layers)})

    def _walk(self) -> list[tuple[int, Exact]]:
        """Jump and start after each layer."""
        return centres((layer.kernel_size, layer.stride, layer.padding, layer.dilation) for layer in self.layers)

    def _jumps(self) -> list[int]:
        """The jump at which each layer works."""
        return [1, *(jump for jump, _ in self._walk()[:-1])]

    def _with(self, **changed: int) -> Self:
        return replace(self, layers=tuple(replace(layer, **changed) for layer in self.layers))

    def _turn(
        self,
        tag: str,
        step: int,
        jumps: Sequence[int] | None = None,
        strides: Sequence[int] | None = None,
        paddings: int = 1,
        origin: Exact = 0,
    ) -> WrongTurn:
        """What these strides multiply to, and where the start is for layers that work at these jumps."""
        strides = [layer.stride for layer in self.layers] if strides is None else strides
        pairs = list(zip(self.layers, jumps or self._jumps(), strict=True))
        start = origin + sum(Fraction(layer.moved(paddings)) * at for layer, at in pairs)
        value = prod(strides), simplest(start)
        left = listed([str(stride) for stride in strides], r" \cdot ") or "1"
        terms = [*([tex_number(origin)] if origin else []), *(_term(layer, at, paddings) for layer, at in pairs)]
        return WrongTurn(tag, value, step, rf"({left},\ {listed(terms)}) = {self.reply.tex(value)}")

    def _step(self, differs: Callable[[int], bool]) -> int:
        """The step of the first layer for which this holds."""
        first = next((index for index in range(len(self.layers)) if differs(index)), 0)
        return 1 + min(first, SHOWN - 1)


def _term(layer: Layer, jump: int, paddings: int = 1) -> str:
    """How far a layer that works at this jump moves the start, as TeX."""
    reach = f"{layer.kernel_size} - 1"
    if layer.dilation > 1:
        reach = rf"({reach}) \cdot {layer.dilation}"
    half = rf"\tfrac{{{reach}}}{{2}}"
    if not layer.padding:
        return rf"{half} \cdot {jump}"
    back = rf"{paddings} \cdot {layer.padding}" if paddings > 1 else str(layer.padding)
    return rf"\left({half} - {back}\right) \cdot {jump}"
