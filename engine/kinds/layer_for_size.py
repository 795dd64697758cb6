"""Which of these layers make one given size out of another?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Self

from engine import boards, givens
from engine.answers import LETTERS, Option, SeveralOf, lettered
from engine.dice import Dice
from engine.givens import Amount, Count, Most
from engine.numeric.sizes import conv_output_size
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text


@dataclass(frozen=True)
class Candidate:
    kernel_size: Count
    stride: Count = 1
    padding: Amount = 0

    def output_size(self, size: int) -> int:
        """Below 1 where it does not fit."""
        return conv_output_size(size, self.kernel_size, self.stride, self.padding)


@dataclass(frozen=True)
class LayerForSize(Problem):
    size: Count
    wanted: Count
    candidates: Annotated[tuple[Candidate, ...], Most(len(LETTERS))]

    topic = "output-size"
    title = Text("A layer for a size")
    reply = SeveralOf()
    tags = (
        "rounded-up",
        "forgot-plus-one",
        "padded-one-side",
        "forgot-padding",
        "forgot-stride",
        "stopped-at-the-first",
    )
    seconds = (90, 120, 150)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        while True:
            problem = cls(*_drawn(dice, level))
            some = 1 <= len(problem.answer()) < len(problem.candidates)
            if some and len(set(problem.candidates)) == len(problem.candidates):
                return problem

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        same = [{"kernel_size": 3, "padding": 1}, {"kernel_size": 3}, {"kernel_size": 5, "padding": 2}]
        half = [
            {"kernel_size": 2, "stride": 2},
            {"kernel_size": 3, "stride": 2, "padding": 1},
            {"kernel_size": 3, "stride": 2},
            {"kernel_size": 7, "stride": 2, "padding": 3},
        ]
        wide = [{"kernel_size": 11, "stride": 4, "padding": 2}, {"kernel_size": 11, "stride": 4}, {"kernel_size": 300}]
        return (
            Example({"size": 32, "wanted": 32, "candidates": same}, ["A", "C"], 1),
            Example({"size": 224, "wanted": 112, "candidates": half}, ["A", "B", "D"], 2),
            Example({"size": 224, "wanted": 55, "candidates": wide}, ["A"], 3),
            Example({"size": 7, "wanted": 5, "candidates": [{"kernel_size": 9}]}, [], 3),
        )

    def prompt(self) -> Text:
        return Text(
            "A map {size} wide is to become {wanted} wide. Which of these convolutions do that? The padding is on each "
            "side; round down, as PyTorch does. Choose all that do it, or none of them.",
            size=self.size,
            wanted=self.wanted,
        )

    def options(self) -> tuple[Option, ...]:
        return lettered(
            Text("kernel {kernel_size}, stride {stride}, padding {padding}", **givens.dump(layer))
            for layer in self.candidates
        )

    def answer(self) -> tuple[str, ...]:
        return self._chosen(lambda layer: layer.output_size(self.size))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        for tag, (size_of, line) in _SLIPS.items():
            value = self._chosen(lambda layer, size_of=size_of: size_of(layer, self.size))  # type: ignore[misc]
            yield WrongTurn(tag, value, 1, rf"{line} = {self.wanted}:\quad {self.reply.tex(value)}")
        first = self.answer()[:1]
        yield WrongTurn(
            "stopped-at-the-first", first, 2, rf"N_\text{{out}} = {self.wanted}:\quad {self.reply.tex(first)}"
        )

    def _chosen(self, size_of: Callable[[Candidate], int]) -> tuple[str, ...]:
        return tuple(
            letter
            for letter, layer in zip(LETTERS, self.candidates, strict=False)
            if layer.output_size(self.size) >= 1 and size_of(layer) == self.wanted
        )

    def arithmetic(self) -> str:
        return rf"N_\text{{out}} = {self.wanted}:\quad {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        return [
            Step(
                Text("The formula: count the places where the kernel fits"),
                r"N_\text{out} = \left\lfloor\frac{N + 2P - K}{S}\right\rfloor + 1",
            ),
            Step(
                Text("Each layer; one whose kernel does not fit is none"),
                boards.aligned(map(self._line, LETTERS, self.candidates)),
            ),
            Step(Text("Those that give the wanted size"), self.arithmetic()),
        ]

    def _line(self, letter: str, layer: Candidate) -> str:
        out, slack = layer.output_size(self.size), rf"{self.size} + 2 \cdot {layer.padding} - {layer.kernel_size}"
        if out < 1:
            return rf"\text{{{letter}}} &: {slack} < 0"
        return rf"\text{{{letter}}} &: \left\lfloor\frac{{{slack}}}{{{layer.stride}}}\right\rfloor + 1 = {out}"


def _rounded_up(layer: Candidate, size: int) -> int:
    return -(-(size + 2 * layer.padding - layer.kernel_size) // layer.stride) + 1


# What each slip takes for the output size, and its formula
_SLIPS: dict[str, tuple[Callable[[Candidate, int], int], str]] = {
    "rounded-up": (_rounded_up, r"\left\lceil\frac{N + 2P - K}{S}\right\rceil + 1"),
    "forgot-plus-one": (
        lambda layer, size: layer.output_size(size) - 1,
        r"\left\lfloor\frac{N + 2P - K}{S}\right\rfloor",
    ),
    "padded-one-side": (
        lambda layer, size: layer.output_size(size - layer.padding),
        r"\left\lfloor\frac{N + P - K}{S}\right\rfloor + 1",
    ),
    "forgot-padding": (
        lambda layer, size: layer.output_size(size - 2 * layer.padding),
        r"\left\lfloor\frac{N - K}{S}\right\rfloor + 1",
    ),
    "forgot-stride": (
        lambda layer, size: conv_output_size(size, layer.kernel_size, 1, layer.padding),
        "N + 2P - K + 1",
    ),
}


def _drawn(dice: Dice, level: Level) -> tuple[int, int, tuple[Candidate, ...]]:
    if level == 1:  # stride 1: the padding must fit the kernel
        size = dice.pick((14, 16, 24, 28, 32))
        wanted = size - dice.pick((0, 0, 2, 4))
        return size, wanted, tuple(_near(dice, size, wanted, 1) for _ in range(4))
    if level == 2:  # an even size is halved: the division leaves a rest
        wanted = dice.pick((7, 8, 14, 16, 28, 32, 56, 112))
        return 2 * wanted, wanted, tuple(_near(dice, 2 * wanted, wanted, 2) for _ in range(4))
    size = dice.whole(40, 240)  # larger strides, an odd size, kernels of every kind
    stride = dice.whole(2, 4)
    wanted = conv_output_size(size, dice.pick((4, 5, 7, 8, 11)), stride, dice.whole(0, 3))
    return size, wanted, tuple(_near(dice, size, wanted, stride) for _ in range(5))


def _near(dice: Dice, size: int, wanted: int, stride: int) -> Candidate:
    """A layer that gives the wanted size or, as often, one that misses it by little."""
    kernel_size = dice.pick((1, 2, 3, 3, 4, 5, 5, 7, 8, 11))
    twice = (wanted - 1) * stride + kernel_size - size  # the padding that just reaches it, on both sides together
    padding = min(max(0, -(-twice // 2) + dice.pick((0, 0, 0, 1, -1))), kernel_size - 1)
    return Candidate(kernel_size, dice.pick((stride, stride, stride, stride + 1)), padding)
