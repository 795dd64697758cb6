"""Which function of one variable do its settings mean: a box, a Gaussian, or what was typed?"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from engine.givens import BadGivens
from engine.numeric.functions import Bell, Decay, Function, Line, Piece, drawn, moments, through, triangle
from engine.text import Quoted, Text

Name = Literal["box", "triangle", "gauss", "exp", "step", "boxes", "points"]
TYPED = ("boxes", "points")
MOST_TYPED = 12
LARGEST_TYPED = 20
NAMES = {
    "box": Text("box"),
    "triangle": Text("triangle"),
    "gauss": Text("Gaussian"),
    "exp": Text("decay"),
    "step": Text("step"),
    "boxes": Text("boxes, typed"),
    "points": Text("points, typed"),
}


@dataclass(frozen=True)
class Shape:
    """One of the functions, called `letter`. A Gaussian has its mean at `start` and `width` as its deviation."""

    letter: str
    name: Name
    start: float
    width: float
    height: float
    boxes: str
    points: str

    def function(self) -> Function:
        """Its pieces. Raises BadGivens where what was typed is no function."""
        low, high = self.start, self.start + self.width
        if self.name == "triangle":
            return triangle(self.start, self.width, self.height)
        if self.name in TYPED:
            return self._typed_boxes() if self.name == "boxes" else self._typed_points()
        one_piece: dict[str, Piece] = {
            "box": Line(low, high, self.height),
            "gauss": Bell(self.start, self.width, self.height),
            "exp": Decay(self.start, self.width, self.height),
            "step": Line(low, math.inf, self.height),
        }
        return (one_piece[self.name],)

    def idle(self) -> set[str]:
        """The settings, by their last word, that change nothing."""
        if self.name in TYPED:
            return {"start", "width", "height", *TYPED} - {self.name}
        return {*TYPED, "width"} if self.name == "step" else set(TYPED)

    def label(self, part: str) -> Text | None:
        """What a setting is called where it means something else than for a box."""
        return {
            ("gauss", "start"): Text("{name}: mean", name=self.letter),
            ("gauss", "width"): Text("{name}: standard deviation", name=self.letter),
            ("exp", "width"): Text("{name}: time constant", name=self.letter),
        }.get((self.name, part))

    def tex(self) -> str:
        """The function with its numbers; nothing for one that was typed."""
        numbers = (self.height, self.start, self.start + self.width, self.width)
        h, a, b, w = (f"{number:.4g}" for number in numbers)
        x = r"\tau" if self.start == 0 else rf"(\tau {'-' if self.start > 0 else '+'} {abs(self.start):.4g})"
        factor = "" if self.height == 1 else rf"{h} \cdot "
        said = {
            "box": rf"{h},\ \tau \in [{a},\, {b}]",
            "exp": rf"{factor}e^{{-{x if self.width == 1 else f'{x} / {w}'}}},\ \tau \ge {a}",
            "gauss": rf"{factor}e^{{-{x}^2 / (2 \cdot {w}^2)}}",
            "step": rf"{h},\ \tau \ge {a}",
        }.get(self.name)
        return rf"{self.letter}(\tau) = {said}" if said else ""

    def _typed_boxes(self) -> Function:
        boxes = self._groups(self.boxes, 3)
        if any(width <= 0 for _, width, _ in boxes):
            raise BadGivens(self._field, Text("Each box is a start, a width above 0 and a height."))
        return tuple(Line(start, start + width, height) for start, width, height in boxes)

    def _typed_points(self) -> Function:
        points = [(x, y) for x, y in self._groups(self.points, 2)]
        if len(points) < 2 or any(b <= a for (a, _), (b, _) in pairwise(points)):
            raise BadGivens(self._field, Text("Points are at least two, with x growing from each to the next."))
        return through(points)

    @property
    def _field(self) -> str:
        return f"{self.letter}_{self.name}"

    def _groups(self, text: str, size: int) -> list[tuple[float, ...]]:
        """Groups of so many numbers, with commas, semicolons or lines between them."""
        typed = [group.split() for group in re.split(r"[,;\n]", text) if group.strip()]
        if not 1 <= len(typed) <= MOST_TYPED:
            fault = Text("Type 1 to {n} groups of numbers, with a comma between them.", n=MOST_TYPED)
            raise BadGivens(self._field, fault)
        return [self._group(group, size) for group in typed]

    def _group(self, typed: list[str], size: int) -> tuple[float, ...]:
        numbers = tuple(number for number in map(number_in, typed) if number is not None)
        if len(typed) != size or len(numbers) != size or any(abs(number) > LARGEST_TYPED for number in numbers):
            fault = Text(
                "“{typed}” is not {n} numbers from −{limit} to {limit}.",
                typed=Quoted(" ".join(typed)),
                n=size,
                limit=LARGEST_TYPED,
            )
            raise BadGivens(self._field, fault)
        return numbers


def seen(function: Function) -> tuple[float, float]:
    """Where a function is worth looking at; without an end for a step."""
    lows = [piece.mean - 3.5 * piece.sigma if isinstance(piece, Bell) else piece.low for piece in function]
    return min(lows), max(map(_seen_until, function))


def has_both_signs(function: Function) -> bool:
    _, y = drawn(function, min(moments(function)) - 1, max(moments(function)) + 1)
    return min(y) < 0 < max(y)


def number_in(text: str) -> float | None:
    """The number that a text is, if it is one."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    return float(plain) if re.fullmatch(r"[+-]?([0-9]{1,6}(\.[0-9]{0,9})?|\.[0-9]{1,9})", plain, re.ASCII) else None


def _seen_until(piece: Line | Decay | Bell) -> float:
    if isinstance(piece, Bell):
        return piece.mean + 3.5 * piece.sigma
    return piece.low + 4 * piece.width if isinstance(piece, Decay) else piece.high
