"""What does the average rate of a table become as the time over which it is taken shrinks?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any

from engine.answers import tex_number
from engine.boards import signed
from engine.givens import BadGivens
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import Chart, Frame, Mark, Panel
from engine.lab.points import GAP, at
from engine.lab.rows import LARGEST_NUMBER, typed_column
from engine.lab.settings import Between, Longest, Table, shown, write
from engine.lab.shapes import number_in
from engine.numeric.calculus import average_rate, reading_at
from engine.numeric.exact import Exact, simplest
from engine.text import Text

MOST, STEPS = 12, 40
LABELS = {
    "times": Text("minutes"),
    "distances": Text("km"),
    "start": Text("From minute"),
    "end": Text("To minute"),
}


@dataclass(frozen=True)
class AverageRate(Experiment):
    times: Annotated[str, Table(160)] = "0 / 2 / 4 / 6 / 8 / 9 / 10"
    distances: Annotated[str, Table(160)] = "0 / 0.24 / 0.56 / 0.96 / 1.44 / 1.71 / 2"
    start: Annotated[float, Between(-LARGEST_NUMBER, LARGEST_NUMBER)] = 0.0
    end: Annotated[float, Between(-LARGEST_NUMBER, LARGEST_NUMBER)] = 10.0
    yours: Annotated[str, Longest(20)] = ""

    order = 12
    title = Text("Average rate")
    about = Text("Shorten the time over which a rate is averaged: the secant turns towards the rate at an instant.")
    labels = LABELS
    beside = ("start", "end")
    cards = ("average-and-instantaneous-rate",)
    kinds = ("average-rate",)

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        back = {"times": "0 / 1 / 4 / 6", "distances": "0 / 3 / 6 / 2", "end": 6.0}
        uneven = {"times": "0 / 1 / 4", "distances": "0 / 2 / 4", "end": 4.0}
        return (
            Preset(Text("A runner gets faster: 0.2 on average, more at the end"), {}, cls.cards),
            Preset(Text("The last minute: 0.29 km per minute"), {"start": 9.0}, cls.cards),
            Preset(Text("Rates of unequal stretches have no plain mean"), uneven),
            Preset(Text("Partly back: a rate has a sign"), back | {"start": 4.0}),
        )

    def position(self) -> str:
        return "start"

    def check(self) -> None:
        if any(before >= after for before, after in pairwise(self._times)):
            raise BadGivens("times", Text("Each time must be later than the one before it."))
        if len(self._distances) != len(self._times):
            text = Text("distances takes {n:number|numbers}, one for each time.", n=len(self._times))
            raise BadGivens("distances", text)
        if not self._times[0] < _exact(self.end) <= self._times[-1]:
            raise BadGivens("end", Text("The end is after the first time and not after the last."))
        if not self._times[0] <= _exact(self.start) < _exact(self.end):
            raise BadGivens("start", Text("The start is one of the times or between them, and before the end."))

    @cached_property
    def _times(self) -> tuple[Exact, ...]:
        return typed_column("times", self.times, 2, MOST)

    @cached_property
    def _distances(self) -> tuple[Exact, ...]:
        return typed_column("distances", self.distances, 2, MOST)

    def _distance(self, time: float) -> Exact:
        return reading_at(self._times, self._distances, _exact(time))

    def _rate(self, start: float) -> Exact:
        """The average rate from a time to the end."""
        return average_rate(self._times, self._distances, _exact(start), _exact(self.end))

    @cached_property
    def _starts(self) -> list[float]:
        """Every start of the slider, its own and the readings among them."""
        first, last = float(self._times[0]), self.end
        evenly = (round(first + (last - first) * n / STEPS, 3) for n in range(STEPS))
        readings = (round(float(time), 9) for time in self._times)
        return sorted({self.start, *(start for start in (*evenly, *readings) if first <= start < last)})

    def prediction(self) -> Prediction | None:
        later = [float(time) for time in self._times if self.start < time < self.end]
        if not later:
            return None
        over, under = self._rate(self.start), self._rate(later[-1])
        question = Text(
            "From minute {start} to {end} the average rate is {rate} km per minute. And from {late} to {end}?",
            start=shown(self.start),
            end=shown(self.end),
            rate=_brief(over),
            late=shown(later[-1]),
        )
        choices = Text("higher"), Text("lower"), Text("the same")
        right = 0 if under > over else 1 if under < over else 2
        because = Text("It is {rate} km per minute.", rate=_brief(under))
        return Prediction(question, choices, right, because)

    def formula(self) -> tuple[str, ...]:
        near, far = self._distance(self.start), self._distance(self.end)
        start, end = _exact(self.start), _exact(self.end)
        top, bottom = f"{tex_number(far)} - {signed(near)}", f"{tex_number(end)} - {signed(start)}"
        rate = tex_number(self._rate(self.start))
        return (
            rf"\frac{{s(t_1) - s(t_0)}}{{t_1 - t_0}} = \frac{{{top}}}{{{bottom}}} = {rate}",
            r"s'(t) = \lim_{h \to 0} \frac{s(t + h) - s(t)}{h}",
        )

    def look(self) -> tuple[Text, ...]:
        secant = Text("The slope of the :green[secant] is the average rate: the way over the time that it took.")
        only = Text("Only its two ends count; what lies between them does not matter.")
        below = Text(
            "Below stand the rates of the single stretches: the average lies among them, and a longer one counts more."
        )
        return secant, only, below

    def figure(self) -> Chart:
        alt = Text(
            "From minute {start} to minute {end} the average rate is {rate} km per minute.",
            start=shown(self.start),
            end=shown(self.end),
            rate=_brief(self._rate(self.start)),
        )
        x, y = [float(time) for time in self._times], [float(distance) for distance in self._distances]
        room, wide = (max(y) - min(y)) or 1.0, x[-1] - x[0]
        stretches = list(zip(pairwise(x), pairwise(y), strict=True))
        rates = [(far - near) / (late - early) for (early, late), (near, far) in stretches]
        stairs = [
            point
            for (early, late), rate in zip(pairwise(x), rates, strict=True)
            for point in ((early, rate), (late, rate), GAP)
        ]
        low, high = min(0.0, *rates), max(0.0, *rates)
        top = high + 0.45 * ((high - low) or 1.0)
        head = max(y) + 0.3 * room
        marks = (
            Mark("line", "f", x, y),
            Mark("dots", "f", x, y, Text("distance"), thin=True),
            Mark("line", "g", [], [], key="legs", dashed=True, thin=True),
            Mark("line", "result", [], [], key="secant"),
            Mark("dots", "result", [], [], key="ends", thin=True),
            Mark("label", "f", [x[0]], [head], anchor="start", text=[Text("distance in km")]),
            *self._answered(head - 0.17 * room),
            Mark("line", "result", [], [], Text("average"), "average", panel=1),
            Mark("line", "f", **at(stairs), name=Text("rate of each stretch"), panel=1),
            Mark(
                "label", "f", [x[0]], [top - 0.1 * (top - low)], panel=1, anchor="start", text=[Text("km per minute")]
            ),
            Mark("label", "result", [x[-1]], [top - 0.1 * (top - low)], key="rate", panel=1, anchor="end"),
        )
        panels = Panel(min(y) - 0.08 * room, head + 0.1 * room, 1.5), Panel(1.1 * low, top)
        across = x[0] - 0.02 * wide, x[-1] + 0.03 * wide
        frames = tuple(map(self._frame, self._starts))
        return Chart(alt, across, Text("minutes"), panels, marks, frames, self._starts.index(self.start))

    def _answered(self, height: float) -> list[Mark]:
        """A secant as steep as the learner's answer."""
        yours = number_in(self.yours)
        if yours is None:
            return []
        near = float(self._distance(self.start))
        line = [near, near + yours * (self.end - self.start)]
        said = Text("your answer: {n}", n=self.yours.strip())
        return [
            Mark("line", "ink", [self.start, self.end], line, dashed=True, thin=True),
            Mark("label", "ink", [float(self._times[0])], [height], anchor="start", text=[said]),
        ]

    def _frame(self, start: float) -> Frame:
        near, far, rate = float(self._distance(start)), float(self._distance(self.end)), self._rate(start)
        moves: dict[str, dict[str, Any]] = {
            "legs": {"x": [start, self.end, self.end], "y": [near, near, far]},
            "secant": {"x": [start, self.end], "y": [near, far]},
            "ends": {"x": [start, self.end], "y": [near, far]},
            "average": {"x": [start, self.end], "y": [float(rate), float(rate)]},
            "rate": {"text": [Text("average {rate}", rate=_brief(rate))]},
        }
        label = Text("from {start}", start=shown(start))
        words = Text(
            "From minute {start} to minute {end} the average rate is {rate} km per minute.",
            start=shown(start),
            end=shown(self.end),
            rate=_brief(rate),
        )
        way, time = f"({shown(far)} − {_in_brackets(near)})", f"({shown(self.end)} − {_in_brackets(start)})"
        return Frame(write(start), label, words, f"{way} / {time} = r{{{_brief(rate)}}}", moves)


def _exact(number: float) -> Exact:
    return simplest(Fraction(write(number)))


def _in_brackets(number: float) -> str:
    return f"({shown(number)})" if number < 0 else shown(number)


def _brief(number: Exact) -> str:
    return shown(float(f"{float(number):.3g}"))
