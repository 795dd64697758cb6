"""What is a box function, and how is the stretch that it stands on written out?"""

from __future__ import annotations

from dataclasses import dataclass

from engine.answers import tex_number
from engine.givens import Exact, Positive
from engine.numeric.continuous import Interval


@dataclass(frozen=True)
class Box:
    """A function that has this height on [start, start + width] and is 0 elsewhere."""

    start: Exact
    width: Positive
    height: Exact

    @property
    def interval(self) -> Interval:
        return self.start, self.start + self.width

    def at(self, t: Exact) -> Exact:
        return self.height if self.start <= t <= self.start + self.width else 0

    def numbers(self, name: str) -> dict[str, Exact]:
        """Its numbers by the name of their field."""
        return {f"{name}.{key}": number for key, number in vars(self).items()}


def interval_tex(interval: Interval) -> str:
    return rf"[{tex_number(interval[0])},\ {tex_number(interval[1])}]"
