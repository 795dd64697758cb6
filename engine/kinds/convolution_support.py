"""Outside which interval is the convolution of two functions zero?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Self

from engine.answers import Interval as IntervalReply
from engine.answers import Tolerance, tex_number
from engine.boards import signed
from engine.dice import Dice
from engine.givens import BadGivens, Exact, Most
from engine.numeric.continuous import Interval, support_of_convolution
from engine.numeric.exact import simplest
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text, typeset

Ends = Annotated[tuple[Exact, ...], Most(2)]

tex_interval = IntervalReply().tex


@dataclass(frozen=True)
class ConvolutionSupport(Problem):
    f: Ends
    g: Ends

    topic = "convolution-mathematics"
    title = Text("Support of a convolution")
    reply = IntervalReply()
    tags = ("did-not-flip", "took-the-union", "took-the-intersection", "kept-the-support-of-f", "began-at-zero")
    seconds = (45, 60, 75)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # both lie right of 0, as with signals that begin at some time
            return cls(*(_drawn(dice, dice.whole(0, 6), dice.whole(1, 6)) for _ in range(2)))
        if level == 2:  # one reaches left of 0, so a sum of ends is a difference
            return cls(*(_drawn(dice, dice.whole(-8, -1), dice.whole(2, 9)) for _ in range(2)))
        # halves, and one interval lies within the other
        low, length = Fraction(dice.whole(-13, -3), 2), Fraction(dice.whole(9, 19), 2)
        inner = low + Fraction(dice.whole(1, 4), 2)
        return cls(_drawn(dice, low, length), _drawn(dice, inner, Fraction(dice.whole(1, 4), 2)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"f": [0, 2], "g": [0, 3]}, [0, 5], 1),
            Example({"f": [1, 4], "g": [2, 3]}, [3, 7], 1),
            Example({"f": [-3, 1], "g": [2, 7]}, [-1, 8], 2),
            Example({"f": [-2.5, 4], "g": [-1, 0.5]}, [-3.5, 4.5], 3),
        )

    def check(self) -> None:
        for field, ends in (("f", self.f), ("g", self.g)):
            if len(ends) != 2:
                raise BadGivens(field, Text("{field} is an interval: two numbers, the low end first.", field=field))
            low, high = ends
            if low >= high:
                raise BadGivens(
                    field,
                    Text(
                        "{field} must begin below its end, but it is {low} to {high}.", field=field, low=low, high=high
                    ),
                )

    def prompt(self) -> Text:
        return Text(
            "$f$ is 0 outside of {f}, and $g$ is 0 outside of {g}. On which interval of $t$ can the convolution "
            "$(f * g)(t)$ be different from 0? Give its two ends exactly, the low one first.",
            f=_words(self._f),
            g=_words(self._g),
        )

    @property
    def _f(self) -> Interval:
        return self.f[0], self.f[1]

    @property
    def _g(self) -> Interval:
        return self.g[0], self.g[1]

    def own_tolerance(self, usual: Fraction) -> Tolerance:
        return None

    def answer(self) -> Interval:
        return support_of_convolution(self._f, self._g)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        (a, b), (c, d) = self._f, self._g
        yield _turn("did-not-flip", (a - d, b - c), 1, rf"[{_difference(a, d)},\ {_difference(b, c)}]")
        yield _turn("took-the-union", (min(a, c), max(b, d)), 1, f"{tex_interval(self.f)} \\cup {tex_interval(self.g)}")
        if max(a, c) < min(b, d):
            both = f"{tex_interval(self.f)} \\cap {tex_interval(self.g)}"
            yield _turn("took-the-intersection", (max(a, c), min(b, d)), 1, both)
        yield WrongTurn("kept-the-support-of-f", (a, b), 1, rf"t \in {tex_interval(self.f)}")
        lengths = rf"[0,\ ({_difference(b, a)}) + ({_difference(d, c)})]"
        yield _turn("began-at-zero", (0, b - a + d - c), 2, lengths)

    def arithmetic(self) -> str:
        (a, b), (c, d) = self._f, self._g
        return rf"[{_sum(a, c)},\ {_sum(b, d)}] = {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        (a, b), (c, d) = self._f, self._g
        low, high = self.answer()
        return [
            Step(
                Text("The formula: where the product under the integral can be different from 0"),
                r"(f * g)(t) = \int f(\tau)\, g(t - \tau)\, d\tau",
            ),
            Step(
                Text("Both factors: τ in the interval of f, and t − τ in that of g"),
                rf"\tau \in {tex_interval((a, b))},\quad t - \tau \in {tex_interval((c, d))}",
            ),
            Step(
                Text("t is the sum of the two, so it begins at the sum of the low ends"),
                f"{_sum(a, c)} = {tex_number(low)}",
            ),
            Step(Text("It ends at the sum of the high ends"), f"{_sum(b, d)} = {tex_number(high)}"),
            Step(Text("Together"), self.arithmetic()),
        ]


def _turn(tag: str, value: tuple[Exact, Exact], step: int, line: str) -> WrongTurn:
    low, high = map(simplest, value)
    return WrongTurn(tag, (low, high), step, f"{line} = {tex_interval((low, high))}")


def _drawn(dice: Dice, low: Exact, length: Exact) -> Interval:
    return simplest(low), simplest(low + length)


def _words(interval: Interval) -> str:
    return f"[{', '.join(map(typeset, interval))}]"


def _sum(one: Exact, other: Exact) -> str:
    return f"{tex_number(one)} + {signed(other)}"


def _difference(one: Exact, other: Exact) -> str:
    return f"{tex_number(one)} - {signed(other)}"
