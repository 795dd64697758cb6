"""How many bytes do the activations of a layer take?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod
from typing import Annotated, Self

from engine.answers import Integer
from engine.dice import Dice
from engine.givens import Count, Most
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text

FLOAT32 = 4


@dataclass(frozen=True)
class ActivationMemory(Problem):
    shape: Annotated[tuple[Count, ...], Most(4)]
    batch_size: Count
    bytes_per_value: Count

    topic = "compute-and-memory"
    title = Text("Memory of activations")
    reply = Integer()
    tags = (
        "counted-values-for-bytes",
        "took-every-number-for-float32",
        "gave-bits",
        "forgot-the-batch",
        "dropped-the-channels",
        "forgot-one-side",
        "took-the-map-for-square",
    )
    seconds = (45, 75, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # one image in float32
            side = dice.pick((5, 7, 8, 10, 14, 16, 20, 28, 32, 56))
            return cls((dice.pick((3, 6, 8, 10, 16, 20, 32, 64)), side, side), 1, FLOAT32)
        if level == 2:  # a batch, often in half precision
            side, batch_size = dice.pick((7, 8, 10, 14, 16, 20, 28)), dice.pick((2, 4, 8, 10, 16, 20, 32, 50, 64))
            return cls((dice.pick((8, 16, 32, 64, 100)), side, side), batch_size, dice.pick((2, 2, FLOAT32)))
        # a spectrogram or a clip: the sides differ, and so does the precision
        sides = dice.sample((4, 5, 8, 10, 14, 16, 20, 25), dice.pick((2, 2, 3)))
        return cls((dice.pick((4, 8, 10, 16, 32)), *sides), dice.pick((2, 4, 5, 8, 10)), dice.pick((1, 2, 2, 4, 8)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            # the first layer of VGG-16
            Example({"shape": [64, 224, 224], "batch_size": 1, "bytes_per_value": 4}, 12845056, 1),
            Example({"shape": [4096], "batch_size": 1, "bytes_per_value": 4}, 16384, 1),
            Example({"shape": [64, 112, 112], "batch_size": 32, "bytes_per_value": 2}, 51380224, 2),
            Example({"shape": [16, 8, 20, 25], "batch_size": 4, "bytes_per_value": 1}, 256000, 3),
        )

    def prompt(self) -> Text:
        return Text(
            "For each image a layer gives an output of shape {shape}. How many bytes do these activations take for "
            "{batch_size:image|images}, at {bytes_per_value:byte|bytes} a number?",
            shape="×".join(map(str, self.shape)),
            batch_size=self.batch_size,
            bytes_per_value=self.bytes_per_value,
        )

    def answer(self) -> int:
        return prod(self.shape) * self.batch_size * self.bytes_per_value

    def wrong_turns(self) -> Iterator[WrongTurn]:
        channels, *sides = self.shape
        yield from self.instead("counted-values-for-bytes", replace(self, bytes_per_value=1), 3)
        yield from self.instead("took-every-number-for-float32", replace(self, bytes_per_value=FLOAT32), 3)
        bits = 8 * self.answer()
        yield WrongTurn("gave-bits", bits, 3, rf"8 \cdot {self.answer()} = {bits}")
        yield from self.instead("forgot-the-batch", replace(self, batch_size=1), 2)
        if sides:
            yield from self.instead("dropped-the-channels", replace(self, shape=tuple(sides)))
            yield from self.instead("forgot-one-side", replace(self, shape=(channels, *sides[:-1])))
            square = (channels, *(max(sides) for _ in sides))
            yield from self.instead("took-the-map-for-square", replace(self, shape=square))

    def arithmetic(self) -> str:
        return f"{_product((*self.shape, self.batch_size, self.bytes_per_value))} = {self.answer()}"

    def steps(self) -> list[Step]:
        numbers = prod(self.shape)
        batch = numbers * self.batch_size
        sides = {1: "", 2: r" \cdot N", 3: r" \cdot H W", 4: r" \cdot D H W"}[len(self.shape)]
        return [
            Step(
                Text("The formula: every number of the output is stored, for every image"),
                rf"C{sides} \cdot B \cdot \text{{bytes}}",
            ),
            Step(
                Text("How many numbers one image gives: the product of the whole shape"),
                _product(self.shape) + (f" = {numbers}" if len(self.shape) > 1 else ""),
            ),
            Step(
                Text("Each image has its own; only the weights are shared"),
                rf"{numbers} \cdot {self.batch_size} = {batch}",
            ),
            Step(Text("So many bytes for each number"), rf"{batch} \cdot {self.bytes_per_value} = {self.answer()}"),
        ]


def _product(factors: tuple[int, ...]) -> str:
    return r" \cdot ".join(map(str, factors))
