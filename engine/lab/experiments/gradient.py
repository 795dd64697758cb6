"""Where does the gradient of a quadratic surface point, seen from above?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from engine.answers import Row
from engine.givens import BadGivens
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import Chart, Frame, Mark, Panel, Role
from engine.lab.points import Point, at
from engine.lab.rows import typed_row
from engine.lab.settings import Between, Longest, shown, write
from engine.lab.surface import Surface, arrow, gradient_tex, height, point_in, spelled
from engine.numeric.calculus import on_contour, quadratic, quadratic_gradient, turn_on_contour
from engine.numeric.exact import Exact, simplest
from engine.quadratics import function_tex, partials_tex
from engine.text import Text

TURN, WHOLE = 8, 360  # degrees from one position on a contour to the next
LONGEST = 0.3  # of the height of the map above 0: the longest gradient that is met
HEAD = 0.07
LABELS = {
    "x0": Text("Point: x₀"),
    "x1": Text("Point: x₁"),
    "coefficients": Text("Surface: a, b, c of a·x₀² + b·x₀x₁ + c·x₁²"),
}


@dataclass(frozen=True)
class Gradient(Experiment):
    coefficients: Annotated[str, Longest(60)] = "1 0 3"
    x0: Annotated[float, Between(-10, 10, 0.5)] = 4.0
    x1: Annotated[float, Between(-10, 10, 0.5)] = 2.0
    turn: Annotated[int, Between(0, WHOLE - 1)] = 0
    yours: Annotated[str, Longest(80)] = ""

    order = 14
    title = Text("Gradient and contours")
    about = Text("Walk along a contour with the gradient: it stands at a right angle and points uphill.")
    labels = LABELS
    beside = ("x0", "x1")
    cards = ("gradient-vector", "partial-derivative")
    kinds = ("gradient",)

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        bowl, cross = {"coefficients": "1 0 1", "x0": 3.0, "x1": 4.0}, {"coefficients": "1 1 1", "x0": 3.0, "x1": -1.0}
        return (
            Preset(Text("Across the contour, not away from the minimum"), {}, cls.cards[:1]),
            Preset(Text("x₀² + x₁² at (3, 4): the gradient is (6, 8)"), bowl, cls.cards),
            Preset(Text("A cross term stands in both partials"), cross, cls.cards[1:]),
            Preset(Text("A saddle"), {"coefficients": "1 0 -1", "x0": 3.0, "x1": 1.0}),
            Preset(Text("x₁ does not matter: its partial is 0"), {"coefficients": "1 0 0", "x0": 2.0, "x1": 1.0}),
        )

    def position(self) -> str:
        return "turn"

    def check(self) -> None:
        if not any(self._f):
            raise BadGivens("coefficients", Text("With coefficients that are all 0 there are no contours."))
        if self.turn not in self._walk:
            raise BadGivens("turn", Text("At {n}° the contour is out of the picture.", n=self.turn))

    @cached_property
    def _f(self) -> tuple[Exact, ...]:
        return typed_row("coefficients", self.coefficients, 3, 3)

    @cached_property
    def _point(self) -> tuple[Exact, Exact]:
        return simplest(Fraction(write(self.x0))), simplest(Fraction(write(self.x1)))

    @cached_property
    def _level(self) -> float:
        return float(quadratic(self._f, self._point))

    @cached_property
    def _surface(self) -> Surface:
        """So much of the surface that the point stands on it, and all of its contour where that does not dwarf it."""
        turns = [self._at_turn(turn) for turn in range(0, WHOLE, TURN)] if self._level else []
        base = _far([self._point]) or 1.0
        whole = _far(filter(None, turns))
        return Surface(self._f, 1.6 * (max(base, whole) if whole < 3 * base else base))

    def _at_turn(self, turn: int) -> tuple[float, float] | None:
        """The point of the contour so many degrees on from the given one."""
        here = float(self._point[0]), float(self._point[1])
        if not (turn and self._level):
            return None if turn else here
        start = turn_on_contour(self._f, self._level, here)
        return on_contour(self._f, self._level, start + math.radians(turn))

    @cached_property
    def _walk(self) -> Mapping[int, tuple[float, float]]:
        """The points along the contour, as far as they are in the picture, by their degrees."""
        reach = self._surface.reach
        places = {turn: self._at_turn(turn) for turn in sorted({self.turn, *range(0, WHOLE, TURN)})}
        return {turn: place for turn, place in places.items() if place and height([place]) <= reach}

    def _slope(self, place: tuple[float, float]) -> tuple[float, float]:
        by_x0, by_x1 = quadratic_gradient(self._f, tuple(map(Fraction, place)))
        return float(by_x0), float(by_x1)

    @cached_property
    def _slopes(self) -> Mapping[int, tuple[float, float]]:
        return {turn: self._slope(place) for turn, place in self._walk.items()}

    @property
    def _is_flat(self) -> bool:
        """Whether there is no gradient to draw: the whole contour is then flat."""
        return not any(self._slopes[self.turn])

    @cached_property
    def _scale(self) -> float:
        """How long one unit of the gradient is drawn."""
        yours = point_in(self.yours)
        longest = max(math.hypot(*slope) for slope in self._slopes.values())
        most = max(longest, min(math.hypot(*yours) / 1.5, 3 * longest) if yours else 0.0)
        return LONGEST * self._surface.reach / (most or 1.0)

    def prediction(self) -> Prediction | None:
        a, b, c = self._f
        (x0, x1), (by_x0, by_x1) = self._point, quadratic_gradient(self._f, self._point)
        if not (a > 0 and 4 * a * c > b * b and any(self._point)):
            return None
        question = Text(
            "Does the gradient at {point} point straight away from the minimum?", point=spelled(self._point)
        )
        straight = x0 * by_x1 == x1 * by_x0
        values = {"slope": spelled((by_x0, by_x1)), "point": spelled(self._point)}
        because = (
            Text("The gradient is {slope}, a multiple of {point}.", **values)
            if straight
            else Text(
                "The gradient is {slope}, no multiple of {point}: it knows only the contour that it stands on.",
                **values,
            )
        )
        return Prediction(question, (Text("yes"), Text("no")), 0 if straight else 1, because)

    def formula(self) -> tuple[str, ...]:
        first, second = partials_tex(self._f, self._point)
        slope = Row().tex([simplest(part) for part in quadratic_gradient(self._f, self._point)])
        here = rf"\nabla f{Row().tex(self._point)} = ({first},\ {second}) = {slope}"
        return function_tex(self._f), gradient_tex(self._f), here

    def look(self) -> tuple[Text, ...]:
        right = Text("The :green[gradient] stands at a right angle to the contour and points uphill.")
        parts = Text("Its parts are the partial derivatives, by :red[x₀] and by :blue[x₁].")
        if self._is_flat:
            return Text("Here the gradient is 0: at this point the surface is flat, so no arrow is drawn."), parts
        lengths = {turn: math.hypot(*slope) for turn, slope in self._slopes.items()}
        longest = max(lengths, key=lengths.__getitem__)
        if lengths[longest] < 1.05 * min(lengths.values()):
            return right, parts
        steep = Text(
            "It is longest where the contours are closest: {length} at {point}.",
            length=_brief(lengths[longest]),
            point=spelled(self._walk[longest]),
        )
        return right, parts, steep

    def figure(self) -> Chart:
        surface, reach, (low, high) = self._surface, self._surface.reach, self._heights
        here = {"point": spelled(self._walk[self.turn]), "slope": spelled(self._slopes[self.turn])}
        alt = (
            Text("At {point} the gradient is {slope}: the surface is flat there, and no arrow is drawn.", **here)
            if self._is_flat
            else Text(
                "At {point} the gradient is {slope}: it crosses the contour f = {level} at a right angle.",
                level=_brief(self._level),
                **here,
            )
        )
        marks = (
            Mark("line", "quiet", **at(surface.contours(self._level)), thin=True),
            Mark("line", "quiet", **at(surface.field()), thin=True),
            Mark("line", "ink", **at(surface.contour(self._level))),
            Mark("line", "f", [], [], key="by-x0", thin=True),
            Mark("line", "g", [], [], key="by-x1", dashed=True, thin=True),
            Mark("line", "result", [], [], key="gradient"),
            Mark("dots", "ink", [], [], key="point"),
            *self._answered(),
            Mark("label", "ink", [0], [0.93 * reach], text=["x₁"], anchor="start"),
            *self._parts(0.86 * high),
            Mark("line", "ink", [], [low, 0.7 * high], key="rule", panel=1, thin=True),
        )
        panels = Panel(-reach, reach, 2.6, x=(-reach, reach), across="x₀"), Panel(low, high)
        turns = list(self._walk)
        frames, title = tuple(map(self._frame, turns)), Text("degrees along the contour")
        return Chart(alt, (0, WHOLE), title, panels, marks, frames, turns.index(self.turn), tall=True)

    @cached_property
    def _heights(self) -> tuple[float, float]:
        """Between which numbers the partial derivatives are drawn, with room for their names above."""
        numbers = [0.0, *(number for slope in self._slopes.values() for number in (*slope, math.hypot(*slope)))]
        low, high = min(numbers), max(numbers) or 1.0
        return 1.1 * low, high + 0.5 * (high - low)

    def _parts(self, top: float) -> list[Mark]:
        """Both partial derivatives and the length of the gradient, all along the contour."""
        turns = sorted({*self._walk, *range(0, WHOLE, TURN)})
        slopes = [self._slopes.get(turn) for turn in turns]
        curves: tuple[tuple[Role, str, list[float | None]], ...] = (
            ("f", "∂f/∂x₀", [slope and slope[0] for slope in slopes]),
            ("g", "∂f/∂x₁", [slope and slope[1] for slope in slopes]),
            ("result", "|∇f|", [slope and math.hypot(*slope) for slope in slopes]),
        )
        marks = []
        for place, (role, name, y) in enumerate(curves):
            marks.append(Mark("line", role, [*turns, WHOLE], [*y, y[0]], name, panel=1, dashed=role == "g"))
            x = [WHOLE * (0.02 + place / 3)]
            marks.append(Mark("label", role, x, [top], panel=1, anchor="start", text=[name]))
        return marks

    def _answered(self) -> list[Mark]:
        """The gradient that the learner answered, from the given point and on the same scale."""
        yours = point_in(self.yours)
        if yours is None or not any(yours):
            return []
        here = self._walk[0]
        said = Text("your answer: {n}", n=spelled(yours))
        tip = self._tip(here, yours)
        below = -0.1 if yours[1] < 0 else 0.1
        anchor: Literal["start", "end"] = "end" if tip[0] > 0 else "start"
        return [
            Mark("line", "ink", **at(self._arrow(here, yours)), dashed=True),
            Mark("label", "ink", [tip[0]], [tip[1] + below * self._surface.reach], text=[said], anchor=anchor),
        ]

    def _tip(self, here: tuple[float, float], slope: tuple[float, float]) -> tuple[float, float]:
        return here[0] + self._scale * slope[0], here[1] + self._scale * slope[1]

    def _arrow(self, here: tuple[float, float], slope: tuple[float, float]) -> list[Point]:
        by = self._scale * slope[0], self._scale * slope[1]
        return arrow(here, by, HEAD * self._surface.reach)

    def _frame(self, turn: int) -> Frame:
        here, slope = self._walk[turn], self._slopes[turn]
        corner = self._tip(here, (slope[0], 0.0))
        moves: dict[str, dict[str, Any]] = {
            "by-x0": at(self._arrow(here, (slope[0], 0.0))),
            "by-x1": at(self._arrow(corner, (0.0, slope[1]))),
            "gradient": at(self._arrow(here, slope)),
            "point": {"x": [here[0]], "y": [here[1]]},
            "rule": {"x": [turn, turn]},
        }
        length = _length(slope)
        words = Text(
            "At {point} the gradient is {slope}, of length {length}.",
            point=spelled(here),
            slope=spelled(slope),
            length=length,
        )
        by_x0, by_x1 = (_brief(number) for number in slope)
        line = f"∇f{spelled(here)} = (f{{{by_x0}}}, g{{{by_x1}}}),  |∇f| = r{{{length}}}"
        return Frame(str(turn), spelled(here), words, line, moves)


def _far(points: Iterable[tuple[Exact | float, Exact | float]]) -> float:
    """The largest coordinate."""
    return max((abs(float(number)) for x0, x1 in points for number in (x0, x1)), default=0.0)


def _length(slope: tuple[float, float]) -> str:
    return _brief(math.hypot(*slope))


def _brief(number: float) -> str:
    return shown(float(f"{number:.3g}"))
