"""How many parameters does a fully connected layer on a flattened feature map have?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod
from typing import Annotated, Self

from engine.answers import Integer
from engine.dice import Dice
from engine.givens import Count, Most
from engine.numeric.counts import linear_param_count
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text


@dataclass(frozen=True)
class LinearParamCount(Problem):
    input_shape: Annotated[tuple[Count, ...], Most(4)]
    out_features: Count
    bias: bool = True

    topic = "parameter-count"
    title = Text("Fully connected parameter count")
    reply = Integer()
    tags = (
        "forgot-bias",
        "counted-a-bias",
        "flattened-only-channels",
        "dropped-the-channels",
        "forgot-one-side",
        "added-a-bias-per-input",
        "took-the-map-for-square",
    )
    seconds = (30, 45, 75)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # a small square map, with bias
            side = dice.whole(2, 5)
            return cls((dice.pick((2, 4, 8, 10, 16, 20)), side, side), dice.pick((2, 5, 10, 10)))
        if level == 2:  # the end of a real network, with or without bias
            side, channels = dice.pick((4, 5, 6, 7, 8, 14)), dice.pick((16, 32, 64, 128, 256, 512))
            return cls((channels, side, side), dice.pick((10, 64, 100, 128, 256)), dice.chance(0.5))
        # a spectrogram or a clip: the sides differ
        sides = dice.sample((2, 3, 4, 5, 6, 7, 8, 10, 12), dice.pick((2, 2, 3)))
        return cls((dice.pick((16, 32, 64, 96)), *sides), dice.pick((10, 20, 50, 100, 128)), dice.chance(0.5))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"input_shape": [4096], "out_features": 1000, "bias": False}, 4096000, 1),
            Example({"input_shape": [64, 14, 14], "out_features": 10, "bias": False}, 125440, 2),
            Example({"input_shape": [64, 14, 14], "out_features": 10}, 125450, 2),
            # AlexNet's fc6 stands on the map after pool5; on the one before it there would be 177,209,344 weights
            Example({"input_shape": [256, 6, 6], "out_features": 4096, "bias": False}, 37748736, 2),
            Example({"input_shape": [256, 13, 13], "out_features": 4096, "bias": False}, 177209344, 2),
            Example({"input_shape": [32, 4, 3, 5], "out_features": 20}, 38420, 3),
        )

    def prompt(self) -> Text:
        bias = Text("with bias") if self.bias else Text("without bias")
        if len(self.input_shape) == 1:
            return Text(
                "A vector of {n:number|numbers} goes into a fully connected layer with "
                "{out_features:output|outputs}, {bias}. How many parameters does the layer learn?",
                n=self.input_shape[0],
                out_features=self.out_features,
                bias=bias,
            )
        return Text(
            "A feature map of shape {input_shape}, channels first, is flattened and goes into a fully connected layer "
            "with {out_features:output|outputs}, {bias}. How many parameters does the layer learn?",
            input_shape="×".join(map(str, self.input_shape)),
            out_features=self.out_features,
            bias=bias,
        )

    def answer(self) -> int:
        return linear_param_count(self.input_shape, self.out_features, self.bias)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        channels, *sides = self.input_shape
        inputs, outputs = prod(self.input_shape), self.out_features
        tag = "forgot-bias" if self.bias else "counted-a-bias"
        yield from self.instead(tag, replace(self, bias=not self.bias), 3 if self.bias else 2)
        if sides:
            yield from self.instead("flattened-only-channels", replace(self, input_shape=(channels,)))
            yield from self.instead("dropped-the-channels", replace(self, input_shape=tuple(sides)))
            yield from self.instead("forgot-one-side", replace(self, input_shape=(channels, *sides[:-1])))
            square = (channels, *(max(sides) for _ in sides))
            yield from self.instead("took-the-map-for-square", replace(self, input_shape=square))
        if self.bias:
            value = inputs * outputs + inputs
            line = rf"{inputs} \cdot {outputs} + {inputs} = {value}"
            yield WrongTurn("added-a-bias-per-input", value, 3, line)

    def arithmetic(self) -> str:
        weights = " ".join(rf"{size} \cdot" for size in self.input_shape) + f" {self.out_features}"
        return f"{weights} + {self.out_features} = {self.answer()}" if self.bias else f"{weights} = {self.answer()}"

    def steps(self) -> list[Step]:
        inputs, outputs = prod(self.input_shape), self.out_features
        flat = r" \cdot ".join(map(str, self.input_shape))
        walk = [
            Step(
                Text("The formula: a weight for every pair of input and output, and a bias per output if there is one"),
                r"N_\text{in} \cdot N_\text{out}" + (r" + N_\text{out}" if self.bias else ""),
            ),
            Step(
                Text("How many inputs there are after flattening: the product of the whole shape"),
                rf"N_\text{{in}} = {flat}" + (f" = {inputs}" if len(self.input_shape) > 1 else ""),
            ),
            Step(Text("Every output weighs every input"), rf"{inputs} \cdot {outputs} = {inputs * outputs}"),
        ]
        if self.bias:
            walk.append(Step(Text("One bias per output"), f"{inputs * outputs} + {outputs} = {self.answer()}"))
        return walk
