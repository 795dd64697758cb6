"""Which stack of layers was typed, and what of it does one output see?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import exp, pi, sqrt

from engine.givens import BadGivens
from engine.lab.points import GAP, Point, pieces
from engine.numeric.exact import Exact
from engine.numeric.receptive import centres, growth, moments, paths
from engine.text import Quoted, Text

MOST_LAYERS = 20
MOST_PIXELS = 512
LIMITS = {"kernel_size": (1, 31), "stride": (1, 8), "padding": (0, 64), "dilation": (1, 32)}
_LETTERS = {"s": "stride", "p": "padding", "d": "dilation"}
_LAYER = re.compile(r"(?:(\d{1,2})\s*[x×*]\s*)?(conv|pool)?\s*(\d{1,4})((?:\s*[sdp]\s*\d{1,4})*)", re.I | re.ASCII)


@dataclass(frozen=True)
class StackLayer:
    name: str
    kernel_size: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1

    @property
    def spelled(self) -> str:
        """As it stands beside its row; padding, which widens nothing, is left out."""
        stride = f" s{self.stride}" if self.stride > 1 else ""
        return f"{self.name} {self.kernel_size}{stride}" + (f" d{self.dilation}" if self.dilation > 1 else "")

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        return self.kernel_size, self.stride, self.padding, self.dilation

    def taps(self, cell: int) -> range:
        """The cells of its input that one of its own covers; those below 0 are padding."""
        first = cell * self.stride - self.padding
        return range(first, first + self.kernel_size * self.dilation, self.dilation)


def read_layers(field: str, text: str) -> tuple[StackLayer, ...]:
    """The layers that were typed, such as `conv 7 s2 p3, pool 3 s2, 4 x conv 3 d2`. Raises BadGivens."""
    layers = [layer for group in re.split(r"[,;\n]", text) if group.strip() for layer in _read(field, group.strip())]
    if not 1 <= len(layers) <= MOST_LAYERS:
        raise BadGivens(field, Text("A stack has 1 to {n} layers, not {count}.", n=MOST_LAYERS, count=len(layers)))
    return tuple(layers)


def _read(field: str, typed: str) -> list[StackLayer]:
    matched = _LAYER.fullmatch(typed)
    parts = re.findall(r"([sdp])\s*(\d+)", matched[4].lower()) if matched else []
    if not matched or len({letter for letter, _ in parts}) < len(parts):
        example = "conv 3 s2 d1 p0"
        fault = Text("“{typed}” is not read as a layer; write it as “{example}”.", typed=Quoted(typed), example=example)
        raise BadGivens(field, fault)
    values = {"kernel_size": int(matched[3])} | {_LETTERS[letter]: int(number) for letter, number in parts}
    for name, value in values.items():
        low, high = LIMITS[name]
        if not low <= value <= high:
            fault = Text(
                "{field} is between {low} and {high}, not “{value}”.", field=name, low=low, high=high, value=value
            )
            raise BadGivens(field, fault)
    return [StackLayer((matched[2] or "conv").lower(), **values)] * int(matched[1] or 1)


@dataclass(frozen=True)
class View:
    """What one output of the last of these layers sees. Rows are the maps, the input first; cells count from 0."""

    layers: tuple[StackLayer, ...]
    output: int

    @cached_property
    def rows(self) -> list[dict[int, int]]:
        """The cells of every map that lead to the output, and over how many paths."""
        return paths([layer.numbers for layer in self.layers], self.output)

    @cached_property
    def alive(self) -> list[list[int]]:
        """Of the cells that lead to the output those that see any of the input."""
        alive = [list(self.rows[0])]
        for layer, cells in zip(self.layers, self.rows[1:], strict=True):
            below = set(alive[-1])
            alive.append([cell for cell in cells if not below.isdisjoint(layer.taps(cell))])
        return alive

    @cached_property
    def places(self) -> list[tuple[int, Exact]]:
        """Of every map the jump and where its first cell stands, in input pixels."""
        return [(1, 0), *centres(layer.numbers for layer in self.layers)]

    def at(self, row: int, cell: int) -> float:
        """Where a cell stands over the input."""
        jump, start = self.places[row]
        return float(start + cell * jump)

    @property
    def centre(self) -> float:
        return self.at(len(self.layers), self.output)

    @property
    def jump(self) -> int:
        return self.places[-1][0]

    @property
    def size(self) -> int:
        """The receptive field, in input pixels."""
        numbers = [(layer.kernel_size, layer.stride, layer.dilation) for layer in self.layers]
        return growth(numbers)[-1][0] if numbers else 1

    @property
    def field(self) -> range:
        """Its pixels; those below 0 lie in the padding."""
        first = round(self.centre - (self.size - 1) / 2)
        return range(first, first + self.size)

    @property
    def skipped(self) -> int:
        """How many pixels of the input lie in the field and cannot change the output."""
        return sum(pixel >= 0 and pixel not in self.rows[0] for pixel in self.field)

    @cached_property
    def influence(self) -> dict[int, float]:
        """Of each pixel of the field, the strongest one being 1."""
        most = max(self.rows[0].values())
        return {pixel: self.rows[0].get(pixel, 0) / most for pixel in self.field}

    @property
    def middle(self) -> int:
        """How many pixels around the centre carry 95% of the influence."""
        total, size = sum(self.rows[0].values()), self.size % 2 or 2
        while self._within(size) * 100 < 95 * total:
            size += 2
        return min(size, self.size)

    def _within(self, size: int) -> int:
        return sum(count for pixel, count in self.rows[0].items() if abs(pixel - self.centre) <= (size - 1) / 2)

    @cached_property
    def moments(self) -> tuple[float, float]:
        """Mean and standard deviation of the influence, in pixels."""
        return moments(self.rows[0])

    def bell(self, x: float) -> float:
        """The Gaussian of the same mean, deviation and sum as the influence."""
        mean, sigma = self.moments
        return sum(self.influence.values()) * exp(-(((x - mean) / sigma) ** 2) / 2) / (sigma * sqrt(2 * pi))

    def edges(self) -> list[Point]:
        """A line from every cell to each one that its window covers."""
        ends = []
        for row, layer in enumerate(self.layers, 1):
            for cell in self.rows[row]:
                here, below = (self.at(row, cell), row), [place for place in layer.taps(cell) if place >= 0]
                ends += [(here, (self.at(row - 1, place), row - 1)) for place in below]
        return pieces(ends)

    def outline(self) -> list[Point]:
        """Of every map the first and the last cell that lead to the output, as two lines."""
        first, last = ([(self.at(row, end(cells)), row) for row, cells in enumerate(self.rows)] for end in (min, max))
        return [*first, GAP, *last]

    def runs(self, rows: Iterable[int]) -> list[Point]:
        """The cells of these maps that lead to the output, neighbours joined to one line."""
        return pieces(ends for row in rows for ends in self._runs_of(row))

    def _runs_of(self, row: int) -> Iterator[tuple[Point, Point]]:
        cells, half = list(self.rows[row]), self.places[row][0] / 2
        breaks = [index for index, (cell, after) in enumerate(pairwise(cells), 1) if after - cell > 1]
        for begin, end in pairwise([0, *breaks, len(cells)]):
            yield (self.at(row, cells[begin]) - half, row), (self.at(row, cells[end - 1]) + half, row)
