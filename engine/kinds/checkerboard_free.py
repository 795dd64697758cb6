"""Which transposed convolutions write every output equally often?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Self

from engine import boards
from engine.answers import LETTERS, Option, SeveralOf, lettered
from engine.dice import Dice
from engine.givens import Count, Most
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text


@dataclass(frozen=True)
class Candidate:
    kernel_size: Count
    stride: Count = 1


@dataclass(frozen=True)
class CheckerboardFree(Problem):
    candidates: Annotated[tuple[Candidate, ...], Most(len(LETTERS))]

    topic = "transposed-convolution"
    title = Text("Free of checkerboards")
    reply = SeveralOf()
    tags = (
        "only-avoided-gaps",
        "went-by-odd-and-even",
        "divided-the-wrong-way",
        "called-only-stride-one-free",
        "stopped-at-the-first",
    )
    seconds = (40, 50, 60)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        strides = {1: (2, 2, 3), 2: (1, 2, 3, 4), 3: (1, 2, 3, 4, 5, 6)}[level]
        kernels = {1: (2, 3, 4, 5, 6), 2: (1, 2, 3, 4, 5, 6, 7, 8), 3: (2, 3, 4, 5, 6, 8, 9, 10, 12, 15)}[level]
        while True:
            candidates = tuple(Candidate(dice.pick(kernels), dice.pick(strides)) for _ in range(3 + level))
            problem = cls(candidates)
            if len(set(candidates)) == len(candidates) and 1 <= len(problem.answer()) < len(candidates):
                return problem

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        usual = [{"kernel_size": 3, "stride": 2}, {"kernel_size": 4, "stride": 2}, {"kernel_size": 2, "stride": 2}]
        hidden = [{"kernel_size": 5}, {"kernel_size": 5, "stride": 2}, {"kernel_size": 2, "stride": 4}]
        large = [{"kernel_size": 9, "stride": 3}, {"kernel_size": 8, "stride": 3}, {"kernel_size": 10, "stride": 4}]
        return (
            Example({"candidates": usual}, ["B", "C"], 1),
            Example({"candidates": hidden}, ["A"], 2),
            Example({"candidates": large}, ["A"], 3),
            Example({"candidates": [{"kernel_size": 3, "stride": 2}]}, [], 1),
        )

    def prompt(self) -> Text:
        return Text(
            "A decoder upsamples with one transposed convolution. With which of these is every output, away from the "
            "border, written equally often, so that the overlaps leave no checkerboard? Choose all, or none of them."
        )

    def options(self) -> tuple[Option, ...]:
        return lettered(
            Text("kernel {kernel_size}, stride {stride}", kernel_size=one.kernel_size, stride=one.stride)
            for one in self.candidates
        )

    def answer(self) -> tuple[str, ...]:
        return self._chosen(lambda one: one.kernel_size % one.stride == 0)

    def _chosen(self, fits: Callable[[Candidate], bool]) -> tuple[str, ...]:
        return tuple(letter for letter, one in zip(LETTERS, self.candidates, strict=False) if fits(one))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        yield self._turn("only-avoided-gaps", self._chosen(lambda one: one.kernel_size >= one.stride), r"K \ge S")
        odd = self._chosen(lambda one: one.kernel_size % 2 == 1)
        yield self._turn("went-by-odd-and-even", odd, r"K \bmod 2 = 1")
        turned = self._chosen(lambda one: one.stride % one.kernel_size == 0)
        yield self._turn("divided-the-wrong-way", turned, r"S \bmod K = 0")
        yield self._turn("called-only-stride-one-free", self._chosen(lambda one: one.stride == 1), "S = 1")
        yield self._turn("stopped-at-the-first", self.answer()[:1], r"K \bmod S = 0", step=2)

    def _turn(self, tag: str, value: tuple[str, ...], rule: str, step: int = 1) -> WrongTurn:
        return WrongTurn(tag, value, step, rf"{rule}:\quad {self.reply.tex(value)}")

    def arithmetic(self) -> str:
        return rf"K \bmod S = 0:\quad {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        lines = (
            rf"\text{{{letter}}} &: {one.kernel_size} \bmod {one.stride} = {one.kernel_size % one.stride}"
            for letter, one in zip(LETTERS, self.candidates, strict=False)
        )
        return [
            Step(
                Text("The rule: an output is written K / S times, equally often only when that is a whole number"),
                r"K \bmod S = 0",
            ),
            Step(Text("What is left over of each kernel"), boards.aligned(lines)),
            Step(Text("Those with nothing left over"), self.arithmetic()),
        ]
