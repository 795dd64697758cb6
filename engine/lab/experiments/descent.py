"""Where does gradient descent go on a quadratic surface, with several learning rates at once?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from engine.givens import BadGivens
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import Chart, Frame, Mark, Panel, Role
from engine.lab.points import at
from engine.lab.rows import typed_row
from engine.lab.settings import Between, Longest, shown, write
from engine.lab.surface import Surface, gradient_tex, height, point_in, spelled
from engine.lab.walks import Walk, brief, plain, powers, powers_of_ten
from engine.numeric.calculus import curvatures, descend
from engine.numeric.exact import Exact, simplest
from engine.quadratics import function_tex
from engine.text import Text

STEPS, MOST_RATES, LARGEST_RATE, MOST_SENTENCES = 20, 4, 10, 4
SAME = 1e-9  # a factor that is 1 but for rounding
ROLES: tuple[tuple[Role, bool], ...] = (("f", False), ("g", True), ("result", False), ("ink", True))  # and if dashed
ALONE: tuple[tuple[Role, bool], ...] = (("result", False),)
LABELS = {
    "rates": Text("Learning rates"),
    "coefficients": Text("Surface: a, b, c of a·x₀² + b·x₀x₁ + c·x₁²"),
    "x0": Text("Start: x₀"),
    "x1": Text("Start: x₁"),
}


@dataclass(frozen=True)
class Descent(Experiment):
    coefficients: Annotated[str, Longest(60)] = "1 0 1"
    x0: Annotated[float, Between(-10, 10, 0.5)] = 3.0
    x1: Annotated[float, Between(-10, 10, 0.5)] = 4.0
    rates: Annotated[str, Longest(60)] = "0.1 0.5 1 1.1"
    step: Annotated[int, Between(0, STEPS)] = 2
    yours: Annotated[str, Longest(80)] = ""

    order = 15
    title = Text("Gradient descent")
    about = Text("Let several learning rates descend a surface at once, and see which converge, oscillate or diverge.")
    labels = LABELS
    beside = ("rates",)
    cards = ("learning-rate-and-descent", "gradient-vector")
    kinds = ("gradient-descent-step",)

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        valley: dict[str, Any] = {"coefficients": "1 0 10", "x0": 8.0, "x1": 1.0}
        uneven = {"rates": "0.02 0.09 0.11", "step": 6}
        rate = cls.cards[:1]
        return (
            Preset(Text("A round bowl"), {}, cls.cards),
            Preset(Text("η = 1/L arrives in one step"), {"rates": "0.5", "step": 1}, rate),
            Preset(Text("A valley: 0.11 diverges, and only in x₁"), valley | uneven, rate),
            Preset(Text("η = 2/L oscillates for ever"), valley | {"rates": "0.05 0.1", "step": 9}, rate),
            Preset(Text("An oblique valley"), {"coefficients": "2 3 2", "rates": "0.05 0.25", "step": 4}),
            Preset(Text("A saddle"), {"coefficients": "1 0 -1", "x1": 0.1, "rates": "0.1 0.3", "step": 8}),
        )

    def position(self) -> str:
        return "step"

    def check(self) -> None:
        if not any(self._f):
            text = Text("With coefficients that are all 0 there is no surface to descend.")
            raise BadGivens("coefficients", text)
        if any(not 0 < rate <= LARGEST_RATE for rate in self._rates):
            raise BadGivens("rates", Text("A learning rate is above 0 and at most {n}.", n=LARGEST_RATE))

    @cached_property
    def _f(self) -> tuple[Exact, ...]:
        return typed_row("coefficients", self.coefficients, 3, 3)

    @cached_property
    def _rates(self) -> tuple[Exact, ...]:
        return tuple(dict.fromkeys(typed_row("rates", self.rates, 1, MOST_RATES)))

    @cached_property
    def _start(self) -> tuple[Exact, Exact]:
        return simplest(Fraction(write(self.x0))), simplest(Fraction(write(self.x1)))

    @cached_property
    def _walks(self) -> tuple[Walk, ...]:
        """The walks, those of the largest steps first: where they share a line the shorter ones lie on top."""
        ways = [descend(self._f, self._start, rate, STEPS) for rate in self._rates]
        yours = point_in(self.yours)
        wide = [height(way if height(way[-1:]) <= height(way[:1]) else way[:3]) for way in ways]
        wanted = 1.1 * max(*wide, height([yours] if yours else ()))
        base = height([self._start]) or 1.0
        surface = Surface(self._f, max(1.4 * base, min(wanted, 3 * base)))
        roles = ROLES if len(ways) > 1 else ALONE
        both = zip(self._rates, ways, roles[: len(ways)], strict=True)
        walks = (Walk(surface, rate, way, *look) for rate, way, look in both)
        return tuple(sorted(walks, key=lambda walk: walk.rate, reverse=True))

    @property
    def _is_bowl(self) -> bool:
        a, b, c = self._f
        return a > 0 and 4 * a * c > b * b

    @property
    def _falls_below_0(self) -> bool:
        return any(value < 0 for walk in self._walks for value in walk.values)

    def prediction(self) -> Prediction | None:
        if not self._is_bowl or not any(self._start):
            return None
        return self._fate() if len(self._rates) == 1 else self._first_to_arrive()

    def _first_to_arrive(self) -> Prediction | None:
        walks = sorted(self._walks, key=lambda walk: walk.rate)
        ends = [walk.values[-1] for walk in walks]
        if ends.count(min(ends)) > 1:
            return None
        question = Text("Which learning rate comes closest to the minimum in {n} steps?", n=STEPS)
        values = "; ".join(f"η = {plain(walk.rate)}: {brief(walk.values[-1])}" for walk in walks)
        because = Text("After {n} steps f has these values: {values}.", n=STEPS, values=values)
        return Prediction(question, tuple(walk.eta for walk in walks), ends.index(min(ends)), because)

    def _fate(self) -> Prediction:
        walk = self._walks[0]
        worst = max(abs(1 - float(walk.rate) * curvature) for curvature in curvatures(self._f))
        question = Text("What does gradient descent do with {rate}?", rate=walk.eta)
        choices = Text("it converges"), Text("it oscillates for ever"), Text("it diverges")
        right = 1 if abs(worst - 1) < SAME else 2 if worst > 1 else 0
        because = Text("Each step multiplies the distance by up to {factor}.", factor=shown(worst))
        return Prediction(question, choices, right, because)

    def formula(self) -> tuple[str, ...]:
        return r"x \gets x - \eta\, \nabla f(x)", function_tex(self._f), gradient_tex(self._f)

    def look(self) -> tuple[Text, ...]:
        arrows = Text("The arrows are the gradient: they cross each contour at a right angle and point uphill.")
        against = Text("Each step goes against the gradient where it begins, by η times its length.")
        return (*self._off_the_map(), arrows, against, *self._verdict(), *self._off_the_axis())[:MOST_SENTENCES]

    def _off_the_map(self) -> Iterable[Text]:
        point = point_in(self.yours)
        if point and height([point]) > self._walks[0].surface.reach:
            yield Text("Your answer, {n}, lies beyond the edge of the map.", n=spelled(point))

    def _verdict(self) -> Iterable[Text]:
        a, b, c = self._f
        bend = 4 * a * c - b * b
        low, high = curvatures(self._f)
        if bend < 0:
            yield Text("This is a saddle: f has no minimum, and every path that leaves its ridge diverges.")
        elif a + c < 0:
            yield Text("This surface bends downwards: f has no minimum, and every path off its top falls without end.")
        elif bend == 0:
            yield Text("Along one direction this surface is level: a path ends where it meets the floor of the valley.")
        else:
            limit = shown(2 / high)
            yield Text(
                "The largest curvature is L = {high}: below η = 2/L = {limit} a path converges, above it diverges.",
                high=shown(high),
                limit=limit,
            )
            if high > 3 * low:
                yield Text(
                    "The smallest is only {low}: a rate that is safe across the valley is slow along it.",
                    low=shown(low),
                )

    def _off_the_axis(self) -> Iterable[Text]:
        if self._falls_below_0:
            yield Text("The axis of f is logarithmic: where f is below 0, the curve shows |f|.")
        elif any(0 in walk.values for walk in self._walks):
            yield Text("Where f is 0 its curve leaves at the bottom, for 0 has no logarithm.")

    def figure(self) -> Chart:
        surface = self._walks[0].surface
        reach, (low, high) = surface.reach, powers(self._walks)
        alt = Text(
            "After {n:step|steps} from {start}: {where}.",
            n=self.step,
            start=spelled(self._start),
            where=self._where(self.step),
        )
        marks = (
            Mark("line", "quiet", **at(surface.contours(self._walks[0].values[0])), thin=True),
            Mark("line", "quiet", **at(surface.field()), thin=True),
            *(mark for walk in self._walks for mark in walk.path()),
            Mark("label", "ink", [0], [0.9 * reach], text=["x₁"], anchor="start"),
            *self._answered(reach),
            *(walk.fall(low) for walk in self._walks),
            *self._named(low, high),
        )
        panels = (
            Panel(-reach, reach, 2.6, x=(-reach, reach), across="x₀"),
            Panel(low, high, names=powers_of_ten(low, high)),
        )
        frames = tuple(map(self._frame, range(STEPS + 1)))
        across, title = (-0.4, STEPS * 1.2), Text("steps taken")
        return Chart(alt, across, title, panels, marks, frames, self.step, whole=True, tall=True)

    def _answered(self, reach: float) -> list[Mark]:
        """The learner's own answer, where it stands on the map."""
        point = point_in(self.yours)
        if point is None or height([point]) > reach:
            return []
        x, y = point
        said, beside = Text("your answer: {n}", n=spelled(point)), y + (0.12 if y <= 0 else -0.12) * reach
        anchor: Literal["start", "end"] = "end" if x > 0 else "start"
        return [
            Mark("squares", "ink", [x], [y]),
            Mark("label", "ink", [x], [beside], text=[said], anchor=anchor),
        ]

    def _named(self, low: float, high: float) -> list[Mark]:
        """The learning rates at the right of their curves, in the order in which those end."""
        row, middle = (high - low) / (MOST_RATES + 1), [STEPS / 2]
        ended = sorted(self._walks, key=lambda walk: abs(walk.values[-1]), reverse=True)
        rates: list[tuple[Role, str]] = [(walk.role, plain(walk.rate)) for walk in ended]
        marks = [Mark("label", "ink", middle, [high - row / 2], panel=1, text=["|f|" if self._falls_below_0 else "f"])]
        for place, (role, text) in enumerate([("ink", "η"), *rates]):
            y = [high - (place + 0.5) * row]
            marks.append(Mark("label", role, [STEPS + 0.3], y, panel=1, anchor="start", text=[text]))
        return marks

    def _frame(self, step: int) -> Frame:
        label = Text("step {n}", n=step)
        words = Text("{label}: {where}.", label=label, where=self._where(step))
        told = sorted(self._walks, key=lambda walk: walk.rate)
        line = told[0].update(step) if len(told) == 1 else "  ·  ".join(walk.line(step) for walk in told)
        moves = {key: moved for walk in self._walks for key, moved in walk.moves(step).items()}
        return Frame(str(step), label, words, line, moves)

    def _where(self, step: int) -> Text:
        """Where each walk stands after a step."""
        first, *others = sorted(self._walks, key=lambda walk: walk.rate)
        told = first.told(step)
        for walk in others:
            told = Text("{one}; {other}", one=told, other=walk.told(step))
        return told
