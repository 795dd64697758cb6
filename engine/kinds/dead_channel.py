"""Which channels are dead behind a ReLU?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Self

from engine import boards
from engine.answers import LETTERS, Option, SeveralOf, lettered, tex_number
from engine.dice import Dice
from engine.givens import Exact, Most, Row
from engine.numeric.exact import simplest
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text, typeset

Values = tuple[Exact, ...]


@dataclass(frozen=True)
class DeadChannel(Problem):
    activations: Annotated[tuple[Row, ...], Most(len(LETTERS))]

    topic = "activation"
    title = Text("Dead channels")
    reply = SeveralOf()
    tags = (
        "called-sparse-channels-dead",
        "looked-at-the-sum",
        "overlooked-negative-channels",
        "looked-at-the-first-value",
        "stopped-at-the-first",
    )
    seconds = (40, 50, 60)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        while True:
            problem = cls(tuple(_channel(dice, level) for _ in range(3 + level)))
            if 1 <= len(problem.answer()) < len(problem.activations):
                return problem

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"activations": [[0, 0, 0], [1, 0, 2], [-1, -2, 0]]}, ["A", "C"], 1),
            Example({"activations": [[-5, -3, 1], [-1, -1, -2], [0, 3, 0]]}, ["B"], 2),
            Example({"activations": [[-0.2, 0, -0.1], [-4, 0.1, -3], [0.5, -0.5, 0]]}, ["A"], 3),
            Example({"activations": [[0.001]]}, [], 3),
        )

    def prompt(self) -> Text:
        return Text(
            "These are all the values of each channel in front of a ReLU, over a whole validation set. Of which "
            "channels does the ReLU let nothing through, so that they are dead? Choose all, or none of them."
        )

    def options(self) -> tuple[Option, ...]:
        return lettered(Text("{values}", values=",  ".join(map(typeset, values))) for values in self.activations)

    def answer(self) -> tuple[str, ...]:
        return self._chosen(lambda values: max(values) <= 0)

    def _chosen(self, is_dead: Callable[[Values], bool]) -> tuple[str, ...]:
        return tuple(letter for letter, one in zip(LETTERS, self.activations, strict=False) if is_dead(one))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        half = self._chosen(lambda values: 2 * sum(value <= 0 for value in values) >= len(values))
        yield self._turn("called-sparse-channels-dead", half, r"P(x \le 0) \ge \tfrac{1}{2}")
        yield self._turn("looked-at-the-sum", self._chosen(lambda values: sum(values) <= 0), r"\sum_i x_i \le 0")
        zeros = self._chosen(lambda values: not any(values))
        yield self._turn("overlooked-negative-channels", zeros, r"x_i = 0")
        yield self._turn("looked-at-the-first-value", self._chosen(lambda values: values[0] <= 0), r"x_1 \le 0")
        yield self._turn("stopped-at-the-first", self.answer()[:1], r"\max_i x_i \le 0", step=2)

    def _turn(self, tag: str, value: tuple[str, ...], rule: str, step: int = 1) -> WrongTurn:
        return WrongTurn(tag, value, step, rf"{rule}:\quad {self.reply.tex(value)}")

    def arithmetic(self) -> str:
        return rf"\max_i x_i \le 0:\quad {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        largest = (
            rf"\text{{{letter}}} &: \max_i x_i = {tex_number(max(one))}"
            for letter, one in zip(LETTERS, self.activations, strict=False)
        )
        return [
            Step(Text("The rule: ReLU lets through what is above 0, so one such value is enough"), r"\max(0, x)"),
            Step(
                Text("The largest value of each channel"),
                boards.aligned(largest),
            ),
            Step(Text("Those whose largest value is not above 0"), self.arithmetic()),
        ]


def _channel(dice: Dice, level: Level) -> Values:
    """Dead or alive; alive by little where the level asks for a closer look."""
    count, scale = (4, 1) if level == 1 else (5, 1) if level == 2 else (6, 10)
    low = {1: -2, 2: -6, 3: -30}[level]
    kind = dice.pick(("zero", "negative", "negative", "sparse", "sparse", "alive"))
    if kind == "zero":
        return (0,) * count
    values = list(dice.row(count, low, 0 if kind != "alive" else -low))
    if kind == "sparse":
        values[dice.whole(0, count - 1)] = dice.whole(1, 2)
    return tuple(simplest(Fraction(value, scale)) for value in values)
