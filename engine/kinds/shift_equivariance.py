"""Does the output of a strided convolution shift when its input does?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from engine.answers import Heading, Ledger, Table
from engine.answers import Row as RowReply
from engine.boards import refuse_tiny_numbers
from engine.dice import Dice
from engine.givens import BadGivens, Count, Exact, Row, Whole
from engine.numeric.signals import circular_correlate, rolled
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

_row = RowReply().tex


@dataclass(frozen=True)
class ShiftEquivariance(Problem):
    signal: Row
    kernel: Row
    shift: Whole
    stride: Count = 1

    topic = "equivariance"
    title = Text("Does the output shift too?")
    reply = Ledger()
    tags = (
        "moved-the-output-as-far",
        "said-a-stride-ends-equivariance",
        "called-a-convolution-invariant",
        "counted-to-the-left",
        "rounded-the-shift-down",
        "overlooked-the-period",
    )
    seconds = (60, 90, 120)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        while True:
            if level == 1:  # stride 1: whatever the shift, the output follows
                signal, stride = dice.row(dice.whole(4, 6), 0, 5), 1
            elif level == 2:  # with a stride it follows whole strides only
                stride, outputs = dice.pick(((2, 3), (2, 4), (3, 3)))
                signal = dice.row(stride * outputs, 0, 5)
            else:  # the signal repeats itself, so a smaller roll does as well
                stride, length, times = dice.pick(((1, 2, 3), (1, 3, 2), (2, 4, 2), (2, 2, 4), (2, 2, 3)))
                signal = dice.row(length, 0, 5) * times
            kernel = tuple(dice.pick((-1, 1, 2)) for _ in range(dice.whole(2, 3)))
            problem = cls(signal, kernel, dice.whole(1, len(signal) - 1), stride)
            if len(set(signal)) > 1 and (len(set(problem._outputs[0])) > 1 or (level == 3 and dice.chance(0.2))):
                return problem

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        ramp = {"signal": [1, 2, 3, 4, 5, 6], "kernel": [1, -1]}
        edge = {"signal": [0, 1, 3, 1, 0, 0], "kernel": [1, 2], "stride": 2}
        twice = {"signal": [1, 2, 4, 3, 1, 2, 4, 3], "kernel": [1, 1], "stride": 2}
        return (
            Example(ramp | {"shift": 2}, [[1], [2]], 1),
            Example(edge | {"shift": 2}, [[1], [1]], 2),
            Example(edge | {"shift": 1}, [[0], [0]], 2),
            Example(twice | {"shift": 6}, [[1], [1]], 3),
            Example(twice | {"shift": 4}, [[1], [0]], 3),
        )

    def check(self) -> None:
        refuse_tiny_numbers(signal=(self.signal,), kernel=(self.kernel,))
        if len(self.signal) % self.stride:
            text = Text(
                "stride must divide the signal's length, which is {length}, but stride is {stride}.",
                length=len(self.signal),
                stride=self.stride,
            )
            raise BadGivens("stride", text)

    def prompt(self) -> Text:
        return Text(
            "A layer slides {kernel}, unflipped and with stride {stride}, over {signal}; after its end the signal goes "
            "on at its beginning. Shift the signal {shift:place|places} to the right, in a circle. Is the new output "
            "the old one rolled to the right (1 if so, 0 if not), and by how many places at least (0 if not)?",
            kernel=f"${{g = {_row(self.kernel)}}}$",
            stride=self.stride,
            signal=f"${{f = {_row(self.signal)}}}$",
            shift=self.shift,
        )

    def rows(self) -> tuple[Heading, ...]:
        return Heading("shifts", Text("rolled? (1 or 0)")), Heading("by", Text("by how many places"))

    def columns(self) -> tuple[Heading, ...]:
        return (Heading("value", Text("value")),)

    @cached_property
    def _outputs(self) -> tuple[tuple[Exact, ...], tuple[Exact, ...]]:
        """The output of the signal and that of the shifted signal."""
        before, after = (
            circular_correlate(signal, self.kernel, self.stride)
            for signal in (self.signal, rolled(self.signal, self.shift))
        )
        return before, after

    @property
    def _by(self) -> int | None:
        """The smallest roll that turns the old output into the new one, where there is any."""
        before, after = self._outputs
        return next((places for places in range(len(before)) if rolled(before, places) == after), None)

    def answer(self) -> Table:
        return _table(self._by)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        by, outputs = self._by, len(self._outputs[0])
        shift, stride = self.shift % len(self.signal), self.stride
        if stride > 1:
            yield _turn("moved-the-output-as-far", shift, rf"r = s = {shift}")
            yield _turn("said-a-stride-ends-equivariance", None, rf"S = {stride} > 1")
        yield _turn("called-a-convolution-invariant", 0, "h' = h")
        if by:
            yield _turn("counted-to-the-left", outputs - by, rf"r = {outputs} - {by}")
        places, rest = divmod(shift, stride)
        line = rf"r = \left\lfloor\frac{{{shift}}}{{{stride}}}\right\rfloor = {places}"
        yield _turn("rounded-the-shift-down" if rest else "overlooked-the-period", places, line)

    def arithmetic(self) -> str:
        before, after = self._outputs
        return rf"h = {_row(before)},\quad h' = {_row(after)} \Rightarrow {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        n, by, (before, after) = len(self.signal), self._by, self._outputs
        if by is None:
            words = Text(
                "No roll of the first output gives the second: the shift is no whole number of strides, so the windows "
                "lie on other values"
            )
        elif self.shift % self.stride:
            words = Text(
                "The shift is no whole number of strides, but on these numbers a roll fits: try them from 0 up"
            )
        else:
            words = Text("A stride in the input is one place in the output; the smallest roll that fits counts")
        return [
            Step(
                Text("The formula: window $i$ begins $S$ places after the one before, on a circle of $N$ values"),
                r"h[i] = \sum_{j} g[j]\; f[(S i + j) \bmod N]",
            ),
            Step(
                Text("How many outputs there are, and the output before the shift"),
                rf"\frac{{N}}{{S}} = \frac{{{n}}}{{{self.stride}}} = {len(before)},\quad h = {_row(before)}",
            ),
            Step(
                Text("The shifted signal and its output"),
                rf"f' = {_row(rolled(self.signal, self.shift))},\quad h' = {_row(after)}",
            ),
            Step(words, self.arithmetic()),
        ]

    def figure(self) -> Picture:
        spell = RowReply().spell
        rows = {"signal": spell(self.signal, None), "kernel": spell(self.kernel, None)}
        shift = self.shift % len(self.signal)
        return Picture("equivariance", {**rows, "shift": shift, "stride": self.stride, "border": "circular"})


def _table(by: int | None) -> Table:
    return ((0,), (0,)) if by is None else ((1,), (by,))


def _turn(tag: str, by: int | None, line: str) -> WrongTurn:
    return WrongTurn(tag, _table(by), 3, rf"{line} \Rightarrow {Ledger().tex(_table(by))}")
