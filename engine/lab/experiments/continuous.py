"""How does the convolution of two functions come about: flip, slide, multiply, integrate?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any

from engine.givens import BadGivens
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import MOST_FRAMES, Chart, Frame, Mark, Panel
from engine.lab.settings import Between, Longest, shown
from engine.lab.shapes import NAMES, Name, Shape, has_both_signs, number_in, seen
from engine.numeric.functions import Decay, Function, area, convolve_at, drawn, ends, product_drawn, result_moments
from engine.text import Text

Place = Annotated[float, Between(-10, 10, 0.5)]
Width = Annotated[float, Between(0.1, 15, 0.5)]
Height = Annotated[float, Between(-5, 5, 0.5)]
Typed = Annotated[str, Longest(200)]
FEW_BENDS = 9
MOST_ANSWERED = 4.0  # how much higher than the result a Gaussian that was answered is shown
BOXES = {"f": "box", "g": "box", "f_width": 1.0, "g_width": 1.0, "t": 1.0}
LABELS = {
    "f": Text("Shape of f"),
    "f_start": Text("f begins at"),
    "f_width": Text("Width of f"),
    "f_height": Text("Height of f"),
    "f_boxes": Text("Boxes of f: start, width, height"),
    "f_points": Text("Points of f: x and y"),
    "g": Text("Shape of g"),
    "g_start": Text("g begins at"),
    "g_width": Text("Width of g"),
    "g_height": Text("Height of g"),
    "g_boxes": Text("Boxes of g: start, width, height"),
    "g_points": Text("Points of g: x and y"),
    "flip": Text("Flip g: convolution, not cross-correlation"),
}
BELLS = {"f": "gauss", "g": "gauss", "f_width": 0.3, "g_width": 0.4, "f_height": 1.3298, "g_height": 0.9974, "t": 0.5}


@dataclass(frozen=True)
class Continuous(Experiment):
    f: Name = "box"
    f_start: Place = 0.0
    f_width: Width = 2.0
    f_height: Height = 1.0
    f_boxes: Typed = "0 1 1, 2 0.5 3"
    f_points: Typed = "0 0, 1 1, 3 0"
    g: Name = "exp"
    g_start: Place = 0.0
    g_width: Width = 1.0
    g_height: Height = 1.0
    g_boxes: Typed = "0 0.5 1, 0.5 0.5 -1"
    g_points: Typed = "0 1, 1 1, 2 0"
    t: Annotated[float, Between(-300, 300, 0.1)] = 1.4  # as far as the widest of them meet
    flip: bool = True
    yours: Annotated[str, Longest(40)] = ""

    order = 1
    title = Text("Continuous convolution")
    about = Text("Flip g, slide it over f, and watch the area of the product become the result.")
    labels = LABELS
    choices = NAMES
    beside = ("f", "g", "flip")
    cards = ("convolution-integral", "convolution-of-boxes", "gaussian-convolution", "overlap-is-not-area")
    kinds = ("box-convolution", "signed-overlap", "exponential-convolution", "gaussian-convolution")

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        return (
            Preset(Text("A box and a decay"), {}, ("convolution-integral",)),
            Preset(Text("Equal boxes make a triangle"), BOXES, ("convolution-of-boxes",)),
            Preset(Text("Unequal boxes make a trapezoid"), BOXES | {"f_width": 2.5}, ("convolution-of-boxes",)),
            Preset(Text("Two Gaussians make a Gaussian"), BELLS, ("gaussian-convolution",)),
            Preset(Text("Full overlap, result zero"), BOXES | {"g": "boxes"}, ("overlap-is-not-area",)),
            Preset(Text("Without the flip"), {"flip": False, "t": 0.2}),
        )

    def label(self, name: str) -> Text:
        letter, _, part = name.partition("_")
        return (self._shape(letter).label(part) if part else None) or self.labels[name]

    def position(self) -> str:
        return "t"

    def idle(self) -> frozenset[str]:
        return frozenset(f"{letter}_{part}" for letter in "fg" for part in self._shape(letter).idle())

    def check(self) -> None:
        f_ends, g_ends = ends(self._f), ends(self._g)  # each raises where what was typed is no function
        if not self.flip and not f_ends and not g_ends:
            raise BadGivens("flip", Text("The cross-correlation of two steps is infinite: neither of them ends."))

    def _shape(self, letter: str) -> Shape:
        if letter == "f":
            return Shape("f", self.f, self.f_start, self.f_width, self.f_height, self.f_boxes, self.f_points)
        return Shape("g", self.g, self.g_start, self.g_width, self.g_height, self.g_boxes, self.g_points)

    @cached_property
    def _f(self) -> Function:
        return self._shape("f").function()

    @cached_property
    def _g(self) -> Function:
        return self._shape("g").function()

    def value(self, t: float) -> float:
        """The result at t."""
        return convolve_at(self._f, self._g, t, flip=self.flip)

    @cached_property
    def _seen(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Where f and g are worth looking at; a step half as long again as the other function."""
        f, g = seen(self._f), seen(self._g)
        longest = max(1.0, *(high - low for low, high in (f, g) if math.isfinite(high)), 0.0)
        f, g = ((low, high if math.isfinite(high) else low + 1.5 * longest) for low, high in (f, g))
        return f, g

    @cached_property
    def _ts(self) -> list[float]:
        """The moments of the frames: from before the functions meet until they part, in round steps.

        Those at which the result bends, where they are few, and t are among them.
        """
        (f_low, f_high), (g_low, g_high) = self._seen
        low, high = (f_low + g_low, f_high + g_high) if self.flip else (f_low - g_high, f_high - g_low)
        low, high = low - (high - low) * 0.08, high + (high - low) * 0.08
        step = _round_step((high - low) / (MOST_FRAMES - FEW_BENDS - 4))
        first, last = math.floor(low / step), math.ceil(high / step)
        bends = result_moments(self._f, self._g, self.flip)
        among = {round(t, 6) for t in bends if low < t < high} if len(bends) <= FEW_BENDS else set()
        return sorted({round(index * step, 6) for index in range(first, last + 1)} | among | {self.t})

    @cached_property
    def _result(self) -> dict[float, float]:
        """The result at the moments of the frames, where it bends, and in between."""
        bends = result_moments(self._f, self._g, self.flip)
        between = [(a + b) / 2 for a, b in pairwise(self._ts)]
        ts = {*self._ts, *between, *(t for t in bends if self._ts[0] <= t <= self._ts[-1])}
        return {t: self.value(t) for t in sorted(ts)}

    def prediction(self) -> Prediction | None:
        ts = self._candidates()
        if len(ts) < 2:
            return None
        values = [self.value(t) for t in ts]
        right = values.index(max(values))
        return Prediction(
            Text("Before you play: at which of these $t$ is the result largest?"),
            tuple(Text("t = {t}", t=shown(t)) for t in ts),
            right,
            Text("Of these, t = {t} gives the largest result: {value}.", t=shown(ts[right]), value=shown(max(values))),
        )

    def _candidates(self) -> list[float]:
        """Up to four moments, the largest result among them and no other as large."""
        largest = max(self._result.values())
        if largest <= 1e-9:
            return []
        low, high = self._ts[0], self._ts[-1]
        chosen = [next(t for t, value in self._result.items() if value > largest * (1 - 1e-6))]
        corners = [t for t in result_moments(self._f, self._g, self.flip) if low <= t <= high]
        parts = [round(low + (high - low) * part, 1) for part in (0.2, 0.35, 0.5, 0.65, 0.8)]
        for t in (*(corners if len(corners) < 8 else ()), *parts):
            apart = all(abs(t - other) > (high - low) * 0.07 for other in chosen)
            if len(chosen) < 4 and apart and self.value(t) < 0.97 * largest:
                chosen.append(t)
        return sorted(chosen)

    def formula(self) -> tuple[str, ...]:
        inner, operator = (r"g(t - \tau)", "*") if self.flip else (r"g(\tau - t)", r"\star")
        integral = rf"(f {operator} g)(t) = \int_{{-\infty}}^{{\infty}} f(\tau)\, {inner}\, d\tau"
        return (integral, *filter(None, (self._shape("f").tex(), self._shape("g").tex())))

    def look(self) -> tuple[Text, ...]:
        height = Text("At every $t$ the :green[green area] above is the :green[green height] below.")
        return (height, *filter(None, [self._point(), self._what_stays()]))

    def _what_stays(self) -> Text:
        """What the flip changes, and what it does not."""
        if not ends(self._f) or not ends(self._g):
            return Text("Without the flip g comes in with its other end: only a mirror image of itself hides that.")
        f, g = area(self._f), area(self._g)
        return Text(
            "With the flip or without, the area under the result is that of f times that of g: {f} · {g} = {product}.",
            f=shown(f),
            g=shown(g) if g >= 0 else f"({shown(g)})",
            product=shown(f * g),
        )

    def _point(self) -> Text | None:
        """What these two functions show that others do not."""
        if self.f == self.g == "box":
            if abs(self.f_width - self.g_width) < 1e-9:
                return Text("The boxes are equally wide, so the result has a peak and no flat top.")
            flat = shown(abs(self.f_width - self.g_width))
            return Text("While the narrow box lies within the wide one nothing changes: a flat top {n} wide.", n=flat)
        if self.f == self.g == "gauss":
            f, g, sigma = map(shown, (self.f_width, self.g_width, math.hypot(self.f_width, self.g_width)))
            return Text("The result is a Gaussian again, and the variances add: {f}² + {g}² = {s}².", f=f, g=g, s=sigma)
        if has_both_signs(self._f) or has_both_signs(self._g):
            return Text("What lies below the axis counts against the rest: where equal parts are covered they cancel.")
        if self.g == "exp" and self.f not in ("exp", "step"):
            if self.flip:
                return Text("The result grows while more comes in, and dies away as the decay itself does.")
            return Text("The tail of g comes in first, so the result creeps up as the mirrored decay does.")
        return None

    def figure(self) -> Chart:
        low, high = self._x_range()
        panels = self._panels(low, high)
        value = shown(self._result[self.t])
        alt = Text(
            "f stands still and g slides over it: at t = {t} the area of their product, and so the result, is {value}.",
            t=shown(self.t),
            value=value,
        )
        frames = tuple(self._frame(t, low, high) for t in self._ts)
        marks = self._marks(low, high, *panels)
        return Chart(alt, (low, high), "t, τ", panels, marks, frames, self._ts.index(self.t))

    def _x_range(self) -> tuple[float, float]:
        """From where g comes in, as far as it is worth seeing, to where it leaves."""
        (f_low, f_high), (g_low, g_high) = self._seen
        most = 0.4 * (self._ts[-1] - self._ts[0])
        before, after = (g_high, -g_low) if self.flip else (-g_low, g_high)  # how far g reaches from t
        low = min(f_low, self._ts[0] - min(max(before, 0.0), most))
        high = max(f_high, self._ts[-1] + min(max(after, 0.0), most))
        if not ends(self._f):  # then all that g covers counts
            high = max(high, self._ts[-1] - g_low if self.flip else self._ts[-1] + g_high)
        return low, high

    def _panels(self, low: float, high: float) -> tuple[Panel, Panel]:
        heights = [0.0, *drawn(self._f, low, high)[1], *drawn(self._g, *self._seen[1])[1]]
        bottom, top = min(heights), max(*heights, 0.1)
        room = top - bottom
        yours, bell = number_in(self.yours), self._answered_bell
        values = [0.0, *self._result.values(), *([] if yours is None else [yours])]
        if bell:
            most = MOST_ANSWERED * max(map(abs, values))
            values += [max(-most, min(height, most)) for height in drawn(bell, low, high)[1]]
        spread = max(values) - min(values) or 1.0
        upper = Panel(bottom - (0.08 * room if bottom < 0 else 0), top + 0.42 * room)
        return upper, Panel(min(values) - (0.08 * spread if min(values) < 0 else 0), max(values) + 0.3 * spread, 0.8)

    def _marks(self, low: float, high: float, upper: Panel, lower: Panel) -> tuple[Mark, ...]:
        names = ("g(t − τ)", "(f ∗ g)(t)") if self.flip else ("g(τ − t)", "(f ⋆ g)(t)")
        g_low, g_high = self._seen[1]
        u, v = drawn(self._g, g_low - 2 * (high - low), g_high + 2 * (high - low))
        u, v = ([-x for x in reversed(u)], v[::-1]) if self.flip else (u, v)
        rows = (upper.high - 0.22 * (upper.high - upper.low), upper.high - 0.07 * (upper.high - upper.low))
        under = lower.high - 0.1 * (lower.high - lower.low)
        marks = [
            Mark("area", "result", [], [], key="area"),
            Mark("line", "f", *drawn(self._f, low, high), "f(τ)"),
            Mark("line", "g", u, v, names[0], key="g", dashed=True),
            Mark("line", "ink", [0, 0], [upper.low, upper.high], key="upper-t", thin=True),
            Mark("label", "f", [_middle(self._f, *self._seen[0])], [rows[0]], text=["f(τ)"]),
            Mark("label", "g", [0], [rows[1]], key="g-label", text=[names[0]]),
            Mark("line", "result", list(self._result), list(self._result.values()), names[1], key="result", panel=1),
            Mark("line", "ink", [0, 0], [lower.low, lower.high], key="lower-t", panel=1, thin=True),
            Mark("dots", "result", [0], [0], key="dot", panel=1, text=[""]),
            Mark("label", "result", [low], [under], panel=1, anchor="start", text=[names[1]]),
        ]
        return (*marks, *self._answered(low, high, lower))

    def _answered(self, low: float, high: float, lower: Panel) -> list[Mark]:
        """The learner's own answer: a value as a line, a Gaussian as a curve."""
        yours, bell = number_in(self.yours), self._answered_bell
        marks = []
        if bell:
            x, y = drawn(bell, low, high)
            top = lower.high - 0.1 * (lower.high - lower.low)
            marks.append(Mark("line", "ink", x, y, Text("your answer"), panel=1, dashed=True, thin=True))
            marks.append(Mark("label", "ink", [high], [top], panel=1, anchor="end", text=[Text("your answer")]))
        if yours is not None:
            said, above = Text("your answer: {n}", n=shown(yours)), yours + 0.09 * (lower.high - lower.low)
            marks.append(Mark("line", "ink", [low, high], [yours, yours], panel=1, dashed=True, thin=True))
            marks.append(Mark("label", "ink", [high], [above], panel=1, anchor="end", text=[said]))
        return marks

    @cached_property
    def _answered_bell(self) -> Function | None:
        """The Gaussian of a learner's mean, deviation and peak, where f and g are Gaussians."""
        numbers = [number_in(part) for part in self.yours.split("/")]
        if self.f != "gauss" or self.g != "gauss" or len(numbers) != 3 or None in numbers:
            return None
        mean, sigma, peak = (number or 0.0 for number in numbers)
        return Shape("", "gauss", mean, sigma, peak, "", "").function() if sigma > 0 else None

    def _frame(self, t: float, low: float, high: float) -> Frame:
        value = self._result[t]
        x, y = product_drawn(self._f, self._g, t, low, high, self.flip)
        moves: dict[str, dict[str, Any]] = {
            "area": {"x": x, "y": y},
            "g": {"shift": t},
            "upper-t": {"shift": t},
            "g-label": {"x": [self._label_at(t, low, high)]},
            "result": {"until": list(self._result).index(t) + 1},
            "lower-t": {"shift": t},
            "dot": {"x": [t], "y": [value], "text": [shown(value)]},
        }
        words = Text("At t = {t} the result is {value}.", t=shown(t), value=shown(value))
        return Frame(f"{t:.6g}", f"t = {shown(t)}", words, self._line(t, value), moves)

    def _label_at(self, t: float, low: float, high: float) -> float:
        """Where g is named: over its middle, inside the panel, and not across the line at t."""
        middle, inset, clear = _middle(self._g, *self._seen[1]), 0.07 * (high - low), 0.1 * (high - low)
        x = min(max(t - middle if self.flip else t + middle, low + inset), high - inset)
        if abs(x - t) >= clear:
            return x
        right = t + clear <= high - inset and (x >= t or t - clear < low + inset)
        return t + clear if right else t - clear

    def _line(self, t: float, value: float) -> str:
        unflipped = f"τ − {shown(t)}" if t >= 0 else f"τ + {shown(-t)}"
        inside, sign = (f"{shown(t)} − τ", "∗") if self.flip else (unflipped, "⋆")
        return f"(f {sign} g)({shown(t)}) = ∫ f{{f(τ)}} g{{g({inside})}} dτ = r{{{shown(value)}}}"


def _middle(function: Function, low: float, high: float) -> float:
    """Where the function's label belongs: over its middle, or beside the peak of a decay."""
    first = function[0]
    return first.low + 0.6 * first.width if isinstance(first, Decay) else (low + high) / 2


def _round_step(least: float) -> float:
    """The smallest round number that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    steps = (factor * power for factor in (1, 2, 2.5, 5, 10))
    return next(step for step in steps if step >= least * (1 - 1e-9))
