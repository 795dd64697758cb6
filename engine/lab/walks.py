"""Where does gradient descent with one learning rate go on a surface, and how is that drawn and said?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.lab.figure import Mark, Role
from engine.lab.settings import shown
from engine.lab.surface import Surface, height, spelled
from engine.numeric.calculus import quadratic, quadratic_gradient
from engine.numeric.exact import Exact
from engine.text import Text

DEEPEST, HIGHEST = 10, 5  # powers of ten below and above the start that are drawn
OUT_OF_SIGHT = 4.0  # times as high as the map: a mark without points could not come back
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_COLOURED = {"f": "f{%s}", "g": "g{%s}", "result": "r{%s}", "ink": "%s"}


@dataclass(frozen=True)
class Walk:
    """The points that a learning rate comes by on a surface, the start included."""

    surface: Surface
    rate: Exact
    points: Sequence[tuple[Exact, Exact]]
    role: Role
    dashed: bool

    @property
    def eta(self) -> Text:
        return Text("η = {rate}", rate=plain(self.rate))

    @cached_property
    def values(self) -> list[float]:
        """What f is at each point."""
        return [float(quadratic(self.surface.coefficients, point)) for point in self.points]

    @cached_property
    def leaves(self) -> int | None:
        """The first step after which it stands outside the map."""
        return next((step for step, point in enumerate(self.points) if height([point]) > self.surface.reach), None)

    def path(self) -> list[Mark]:
        """Its way over the map, as far as the step that leaves it."""
        seen = self.points if self.leaves is None else self.points[: self.leaves + 1]
        x, y = [float(x) for x, _ in seen], [float(y) for _, y in seen]
        key, name = f"path-{self.rate}", Text("path, {rate}", rate=self.eta)
        return [
            Mark("line", self.role, x, y, key=key, dashed=self.dashed),
            Mark("dots", self.role, x, y, name, key=key, thin=True),
            Mark("dots", self.role, [], [], key=f"at-{self.rate}"),
        ]

    def fall(self, low: float) -> Mark:
        """The power of ten of |f| after each step, below the bottom where f is 0."""
        y = [math.log10(abs(value)) if value else low - 1 for value in self.values]
        name = Text("power of ten of |f|, {rate}", rate=self.eta)
        return Mark("line", self.role, range(len(y)), y, name, f"fall-{self.rate}", 1, self.dashed)

    def moves(self, step: int) -> dict[str, dict[str, Any]]:
        out = self._is_out(step)
        x, y = (0.0, OUT_OF_SIGHT * self.surface.reach) if out else map(float, self.points[step])
        return {
            f"path-{self.rate}": {"until": (self.leaves or 0) + 1 if out else step + 1},
            f"at-{self.rate}": {"x": [x], "y": [y]},
            f"fall-{self.rate}": {"until": step + 1},
        }

    def told(self, step: int) -> Text:
        """Where it stands after a step."""
        if self._is_out(step):
            return Text("{rate} has left the picture at step {n}", rate=self.eta, n=self.leaves or 0)
        point, value = spelled(self.points[step]), brief(self.values[step])
        return Text("{rate} is at {point}, where f is {value}", rate=self.eta, point=point, value=value)

    def line(self, step: int) -> str:
        """Where it stands, in its colour."""
        told = f"η = {plain(self.rate)}: {spelled(self.points[step])}"
        return _COLOURED[self.role] % told.replace(" ", "\N{NO-BREAK SPACE}")

    def update(self, step: int) -> str:
        """The arithmetic of a step."""
        here = f"r{{{spelled(self.points[step])}}}"
        if not step:
            return here
        before = self.points[step - 1]
        slope = quadratic_gradient(self.surface.coefficients, before)
        return f"{spelled(before)} − {plain(self.rate)} · {spelled(slope)} = {here}"

    def _is_out(self, step: int) -> bool:
        return self.leaves is not None and step >= self.leaves


def powers(walks: Sequence[Walk]) -> tuple[float, float]:
    """The powers of ten between which the values of f are drawn."""
    found = [math.log10(abs(value)) for walk in walks for value in walk.values if value] or [0.0]
    start = math.log10(abs(walks[0].values[0]) or 10 ** max(found))
    return max(min(found), start - DEEPEST) - 0.5, min(max(found), start + HIGHEST) + 0.7


def powers_of_ten(low: float, high: float) -> tuple[tuple[float, str], ...]:
    """The marks of an axis of powers of ten, at most six of them."""
    apart = next(apart for apart in (1, 2, 3, 5, 10, 20, 50, 100, 200) if (high - low) / apart <= 6)
    marks = range(math.ceil(low / apart) * apart, math.floor(high) + 1, apart)
    return tuple((power, "10" + str(power).translate(_RAISED) if power else "1") for power in marks)


def plain(rate: Exact) -> str:
    return shown(float(rate))


def brief(value: float) -> str:
    """A value to read, of three significant digits."""
    return f"{value:.3g}".replace("-", "\N{MINUS SIGN}").replace("e+", "e")
