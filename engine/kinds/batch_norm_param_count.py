"""How many numbers does a batch norm learn, and how many does it only keep?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from engine.answers import Heading, Ledger, Table
from engine.dice import Dice
from engine.givens import Count
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text

Factors = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class BatchNormParamCount(Problem):
    channels: Count

    topic = "batch-normalization"
    title = Text("Batch norm parameter count")
    reply = Ledger()
    tags = (
        "counted-the-running-statistics",
        "forgot-the-shift",
        "forgot-the-running-variance",
        "shared-one-scale-for-all-channels",
    )
    seconds = (30, 30, 45)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # a small layer
            return cls(dice.whole(3, 99))
        if level == 2:  # the widths of real networks
            return cls(8 * dice.whole(8, 128))
        return cls(24 * dice.whole(48, 120) + dice.pick((0, 0, 8, 16)))  # where a block has widened

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"channels": 64}, [[128], [128]], 1),
            Example({"channels": 512}, [[1024], [1024]], 2),
            Example({"channels": 2048}, [[4096], [4096]], 3),
        )

    def prompt(self) -> Text:
        return Text(
            "A batch norm in a CNN follows a layer with {channels:output channel|output channels}. How many numbers "
            "does it learn, and how many does it keep as running statistics, num_batches_tracked left out?",
            channels=self.channels,
        )

    def rows(self) -> tuple[Heading, ...]:
        return Heading("trainable", Text("learned")), Heading("running", Text("running statistics"))

    def columns(self) -> tuple[Heading, ...]:
        return (Heading("params", Text("numbers")),)

    def answer(self) -> Table:
        return _values(self._factors)

    @property
    def _factors(self) -> Factors:
        return (2, self.channels), (2, self.channels)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        c = self.channels
        for tag, step, factors in (
            ("counted-the-running-statistics", 1, ((4, c), (2, c))),
            ("forgot-the-shift", 1, ((1, c), (2, c))),
            ("forgot-the-running-variance", 2, ((2, c), (1, c))),
            ("shared-one-scale-for-all-channels", 1, ((2, 1), (2, 1))),
        ):
            yield WrongTurn(tag, _values(factors), step, _line(factors))

    def arithmetic(self) -> str:
        return _line(self._factors)

    def steps(self) -> list[Step]:
        c = self.channels
        return [
            Step(
                Text("The formula: every channel has a scale and a shift of its own, the same at every place"),
                r"y = \gamma\, \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta",
            ),
            Step(
                Text("Learned by gradients: gamma and beta of each channel"),
                rf"\gamma, \beta: \; 2 \cdot {c} = {2 * c}",
            ),
            Step(
                Text("Kept for inference, without a gradient: the mean and the variance of each channel"),
                rf"\mu, \sigma^2: \; 2 \cdot {c} = {2 * c}",
            ),
            Step(Text("Both numbers"), self.arithmetic()),
        ]


def _values(factors: Factors) -> Table:
    return tuple((times * channels,) for times, channels in factors)


def _line(factors: Factors) -> str:
    products = r" \\ ".join(rf"{times} \cdot {channels}" for times, channels in factors)
    return rf"\begin{{bmatrix}} {products} \end{{bmatrix}} = {Ledger().tex(_values(factors))}"
