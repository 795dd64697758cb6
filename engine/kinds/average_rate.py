"""How fast was something on average between two moments of a table?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Self

from engine.answers import Decimal, tex_number
from engine.boards import refuse_tiny, signed
from engine.dice import Dice
from engine.givens import BadGivens, Exact, Row
from engine.numeric.exact import magnitude, simplest
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.stack import listed
from engine.text import Text, spell, typeset


@dataclass(frozen=True)
class AverageRate(Problem):
    times: Row
    distances: Row
    interval: tuple[Exact, ...]

    topic = "gradient"
    title = Text("Average rate from a table")
    reply = Decimal()
    tags = (
        "forgot-to-divide-by-the-time",
        "turned-the-ratio-over",
        "averaged-from-the-start",
        "averaged-the-rates",
        "took-the-last-stretch-only",
        "added-up-the-ways",
    )
    seconds = (30, 60, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        times: tuple[Exact, ...]
        if level == 1:  # one stretch of the table, away from 0
            times = (0, *accumulate(dice.row(4, 2, 10)))
            start = dice.whole(1, 3)
            return cls(times, _added_up(dice.row(4, 2, 30)), times[start : start + 2])
        if level == 2:  # several stretches of different length: their rates have no plain mean
            times = (0, *accumulate(dice.sample((2, 3, 4, 5, 6, 8, 10, 12), 5)))
            start = dice.whole(1, 2)
            return cls(times, _added_up(dice.row(5, 2, 40)), (times[start], times[start + dice.whole(2, 3)]))
        times = _parts((0, *accumulate(dice.sample(range(2, 16), 5))), 2)
        ways = (*dice.row(2, 10, 20), -dice.whole(5, 15), dice.whole(-9, 9), -dice.whole(1, 15))
        end = dice.whole(4, 5)  # there and partly back: the rate has a sign
        return cls(times, _added_up(ways), (times[end - dice.whole(2, 3)], times[end]))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        runner = {"times": [0, 9, 10], "distances": [0, 1.71, 2]}
        return (
            Example(runner | {"interval": [0, 10]}, 0.2, 1),
            Example(runner | {"interval": [9, 10]}, 0.29, 1),
            Example({"times": [0, 1, 4], "distances": [0, 2, 4], "interval": [0, 4]}, 1, 2),
            Example({"times": [0.5, 2, 4.5], "distances": [3, 6, 2], "interval": [0.5, 4.5]}, -0.25, 3),
        )

    def check(self) -> None:
        if len(self.distances) != len(self.times):
            text = Text(
                "distances takes as many numbers as times, {n}, but it has {m}.",
                n=len(self.times),
                m=len(self.distances),
            )
            raise BadGivens("distances", text)
        for index, (before, after) in enumerate(pairwise(self.times), start=1):
            if before >= after:
                field = f"times[{index}]"
                text = Text("{field} must be later than the time before it, {before}.", field=field, before=before)
                raise BadGivens(field, text)
        if len(self.interval) != 2:
            field, count = "interval", len(self.interval)
            text = Text("{field} takes {n:number|numbers}, but it has {m}.", field=field, n=2, m=count)
            raise BadGivens(field, text)
        for index, moment in enumerate(self.interval):
            if moment not in self.times:
                field = f"interval[{index}]"
                text = Text("{field} is {value}, which is none of the times.", field=field, value=moment)
                raise BadGivens(field, text)
        if self.interval[0] >= self.interval[1]:
            text = Text("interval[1] must be later than interval[0], {before}.", before=self.interval[0])
            raise BadGivens("interval[1]", text)
        for name, numbers in (("times", self.times), ("distances", self.distances)):
            refuse_tiny({f"{name}[{index}]": number for index, number in enumerate(numbers)})

    def prompt(self) -> Text:
        start, end = self.interval
        return Text(
            "A car's distance from where it started is noted. At minute {times} it is {distances} km, in this order. "
            "What is the average rate of change of that distance from minute {start} to minute {end}, in km per "
            "minute? Give three significant digits.",
            times=", ".join(map(typeset, self.times)),
            distances=", ".join(map(typeset, self.distances)),
            start=start,
            end=end,
        )

    def figure(self) -> Picture:
        start, end = self.interval
        times, distances = (" / ".join(map(spell, numbers)) for numbers in (self.times, self.distances))
        return Picture("average-rate", {"times": times, "distances": distances, "start": start, "end": end})

    def answer(self) -> Exact:
        (first, last), (start, end) = self._readings(), self.interval
        return simplest(Fraction(last - first) / (end - start))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        (first, last), (start, end) = self._readings(), self.interval
        way, time = self._differences()
        yield _turn("forgot-to-divide-by-the-time", last - first, 1, way)
        if first != last:
            yield _turn("turned-the-ratio-over", Fraction(end - start) / Fraction(last - first), 3, _over(time, way))
        if end:
            line = _over(tex_number(last), tex_number(end))
            yield _turn("averaged-from-the-start", Fraction(last) / Fraction(end), 1, line)
        stretches = self._stretches()
        rates = [simplest(Fraction(way) / time) for way, time in stretches]
        line = _over(listed([signed(rate) for rate in rates]), str(len(rates)))
        yield _turn("averaged-the-rates", Fraction(sum(rates)) / len(rates), 3, line)
        yield from self.instead("took-the-last-stretch-only", replace(self, interval=self._last_stretch()), 1)
        ways = [magnitude(way) for way, _ in stretches]
        line = _over(listed([tex_number(way) for way in ways]), time)
        yield _turn("added-up-the-ways", Fraction(sum(ways)) / Fraction(end - start), 1, line)

    def arithmetic(self) -> str:
        way, time = self._differences()
        return f"{_over(way, time)} = {tex_number(self.answer())}"

    def steps(self) -> list[Step]:
        (first, last), (start, end) = self._readings(), self.interval
        way, time = self._differences()
        return [
            Step(
                Text("The formula: the change of the distance over the time that it took"),
                r"\frac{s(t_1) - s(t_0)}{t_1 - t_0}",
            ),
            Step(
                Text("How far the distance changed between the two moments; what lies between does not matter"),
                f"{way} = {tex_number(simplest(last - first))}",
            ),
            Step(Text("How long that took"), f"{time} = {tex_number(simplest(end - start))}"),
            Step(Text("The change per minute, in km per minute"), self.arithmetic()),
        ]

    def _readings(self) -> tuple[Exact, Exact]:
        """The distances at both ends of the interval."""
        start, end = (self.distances[self.times.index(moment)] for moment in self.interval)
        return start, end

    def _differences(self) -> tuple[str, str]:
        """The change of the distance and of the time as TeX."""
        (first, last), (start, end) = self._readings(), self.interval
        return f"{tex_number(last)} - {signed(first)}", f"{tex_number(end)} - {signed(start)}"

    def _stretches(self) -> Sequence[tuple[Exact, Exact]]:
        """Way and time from each reading of the interval to the next."""
        start, end = map(self.times.index, self.interval)
        readings = list(zip(self.distances, self.times, strict=True))[start : end + 1]
        return [(simplest(far - near), simplest(late - early)) for (near, early), (far, late) in pairwise(readings)]

    def _last_stretch(self) -> tuple[Exact, ...]:
        end = self.times.index(self.interval[1])
        return self.times[end - 1 : end + 1]


def _added_up(tenths: Sequence[int]) -> tuple[Exact, ...]:
    """Distances after these ways, in tenths of a km."""
    return _parts((0, *accumulate(tenths)), 10)


def _parts(numbers: Sequence[int], parts: int) -> tuple[Exact, ...]:
    return tuple(simplest(Fraction(number, parts)) for number in numbers)


def _over(top: str, bottom: str) -> str:
    return rf"\frac{{{top}}}{{{bottom}}}"


def _turn(tag: str, value: Exact, step: int, left: str) -> WrongTurn:
    return WrongTurn(tag, simplest(value), step, f"{left} = {tex_number(simplest(value))}")
