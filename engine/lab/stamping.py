"""What do the stamps of a transposed convolution add up to, one after the other, along one axis?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.lab.points import Point, lifted, pieces
from engine.numeric.exact import Exact, simplest
from engine.numeric.grids import slide
from engine.numeric.sizes import transposed_conv_output_size
from engine.numeric.upsampling import nearest, stamps, transposed_conv


@dataclass(frozen=True)
class Stamping:
    f: tuple[Exact, ...]
    g: tuple[Exact, ...]
    stride: int
    padding: int
    output_padding: int

    @property
    def uncut(self) -> int:
        """How many cells the stamps reach over, before anything is cut off."""
        return transposed_conv_output_size(len(self.f), len(self.g), self.stride)

    @property
    def length(self) -> int:
        n, k, s = len(self.f), len(self.g), self.stride
        return transposed_conv_output_size(n, k, s, self.padding, self.output_padding)

    @property
    def lost(self) -> list[int]:
        """The cells that are cut off, counted from the first cell of the output."""
        return [cell for cell in range(-self.padding, self.uncut - self.padding) if not 0 <= cell < self.length]

    @property
    def fewest(self) -> int:
        """How often an inner cell is written at least."""
        return len(self.g) // self.stride

    @property
    def most(self) -> int:
        return -(-len(self.g) // self.stride)

    @property
    def sums(self) -> list[Exact]:
        """For inner cells in turn: what the taps that fall on one add up to."""
        return [simplest(sum(self.g[phase :: self.stride])) for phase in range(self.stride)]

    def begin(self, index: int) -> int:
        """The first cell of a stamp, counted from the first cell of the output."""
        return self.stride * index - self.padding

    def output(self, count: int) -> tuple[Exact, ...]:
        """What the first `count` stamps make of the output."""
        stamped = (*self.f[:count], *[0] * (len(self.f) - count))
        return transposed_conv((stamped,), (self.g,), self.stride, range(1), self._columns)[0]

    def written(self, count: int) -> list[int]:
        """How often the first `count` stamps write each cell of the output."""
        taps = (stamps((self.f,), (self.g,), self.stride, 0, column) for column in self._columns)
        return [sum(index < count for _, index, *_ in cell) for cell in taps]

    @property
    def _columns(self) -> range:
        return range(self.padding, self.padding + self.length)

    @cached_property
    def resized(self) -> tuple[Exact, ...]:
        """The other way: every input repeated a stride long, then the same kernel at stride 1, zeros around."""
        longer, before = nearest((self.f,), self.stride)[:1], (len(self.g) - 1) // 2
        return slide(longer, (self.g,), range(1), range(-before, len(longer[0]) - before))[0]

    def lines(self, count: int) -> list[Point]:
        """The first stamps, each in a row of its own under the last."""
        reach = len(self.g) - 0.6
        begins = [self.begin(index) - 0.2 for index in range(count)]
        return pieces(((x, -row), (x + reach, -row)) for row, x in enumerate(begins, 1))

    def latest(self, count: int) -> list[Point]:
        """What the last of the first `count` stamps adds to the output, on top of the others."""
        if not count:
            return []
        first = self.begin(count - 1)
        cells = range(max(0, first), min(self.length, first + len(self.g)))
        before, after = heights(self.output(count - 1)), heights(self.output(count))
        return lifted({cell: after[cell] for cell in cells}, before)


def heights(cells: Sequence[Exact]) -> dict[int, float]:
    return {cell: float(number) for cell, number in enumerate(cells)}
