"""What does pooling make of a small map, where did it stand, and what do the ways back make of it?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from engine.numeric.exact import simplest
from engine.numeric.grids import Matrix, covered, cut, pool_avg, pool_max, pool_places, pool_starts
from engine.numeric.upsampling import Place, bed_of_nails, nearest, scattered

Method = Literal["max", "avg"]
Way = Literal["places", "nearest", "bed-of-nails"]


@dataclass(frozen=True)
class Pooled:
    """A map and the pooling of it, as PyTorch does it; windows are counted in reading order from 0."""

    image: Matrix
    method: Method
    kernel_size: int
    stride: int
    padding: int
    ceil_mode: bool
    count_include_pad: bool

    @property
    def sides(self) -> tuple[int, int]:
        return len(self.image), len(self.image[0])

    @cached_property
    def tops(self) -> range:
        return pool_starts(self.sides[0], self.kernel_size, self.stride, self.padding, self.ceil_mode)

    @cached_property
    def lefts(self) -> range:
        return pool_starts(self.sides[1], self.kernel_size, self.stride, self.padding, self.ceil_mode)

    @property
    def count(self) -> int:
        return len(self.tops) * len(self.lefts)

    @cached_property
    def result(self) -> Matrix:
        """What the pooling makes of the image, exactly."""
        windows = self.image, self.kernel_size, self.tops, self.lefts
        return pool_max(*windows) if self.method == "max" else pool_avg(*windows, self._divisor)

    def _divisor(self, top: int, left: int) -> int:
        return len(self._cells(top, left, self.padding if self.count_include_pad else 0))

    def _cells(self, top: int, left: int, padding: int) -> list[Place]:
        rows = covered(top, self.kernel_size, self.sides[0], padding)
        columns = covered(left, self.kernel_size, self.sides[1], padding)
        return [(row, column) for row in rows for column in columns]

    def cells(self, index: int, padding: int = 0) -> list[Place]:
        """The cells of the image, with so much padding, in a window."""
        i, j = divmod(index, len(self.lefts))
        return self._cells(self.tops[i], self.lefts[j], padding)

    def divisor(self, index: int) -> int:
        """How many cells of a window count in its average."""
        i, j = divmod(index, len(self.lefts))
        return self._divisor(self.tops[i], self.lefts[j])

    @cached_property
    def places(self) -> dict[Place, Place]:
        """Where each maximum stood."""
        return pool_places(self.image, self.kernel_size, self.tops, self.lefts)

    def flat_places(self) -> list[list[str]]:
        """The places of the maxima as PyTorch counts them: through the image, row by row, from 0."""
        rows, columns = range(len(self.tops)), range(len(self.lefts))
        width = self.sides[1]
        return [[str(self.places[i, j][0] * width + self.places[i, j][1]) for j in columns] for i in rows]

    def unpooled(self, way: Way) -> Matrix:
        """A map as large as the image, made of the result."""
        height, width = self.sides
        if way == "places":
            return scattered(self.result, self.places, height, width)
        whole = (nearest if way == "nearest" else bed_of_nails)(self.result, self.stride)
        return cut(whole, range(self.padding, self.padding + height), range(self.padding, self.padding + width))

    def lost(self, way: Way) -> Matrix:
        """What is to be added to the way back to have the image again."""
        pairs = zip(self.image, self.unpooled(way), strict=True)
        return tuple(tuple(simplest(f - u) for f, u in zip(*rows, strict=True)) for rows in pairs)

    def written(self, index: int, way: Way) -> list[Place]:
        """The cells of the way back that belong to a window: its own, or its block."""
        if way == "places":
            return self.cells(index)
        i, j = divmod(index, len(self.lefts))
        rows, columns = (
            covered(self.tops[i], self.stride, self.sides[0]),
            covered(self.lefts[j], self.stride, self.sides[1]),
        )
        return [(row, column) for row in rows for column in columns]

    @property
    def unreached(self) -> tuple[int, int]:
        """How many rows and columns at the far end come under no window."""
        ends = self.tops[-1] + self.kernel_size, self.lefts[-1] + self.kernel_size
        return max(0, self.sides[0] - ends[0]), max(0, self.sides[1] - ends[1])

    @property
    def hangs_over(self) -> bool:
        """Whether a window reaches beyond the image and its padding."""
        ends = self.tops[-1] + self.kernel_size, self.lefts[-1] + self.kernel_size
        return any(end > side + self.padding for end, side in zip(ends, self.sides, strict=True))

    def settled(self, way: Way) -> list[list[int]]:
        """After which window each cell of the way back is known; the last of all where none writes it."""
        steps = {place: index for index in range(self.count) for place in self.written(index, way)}
        if way == "places":  # a maximum is known as soon as a window has found it
            steps |= {place: index for index, place in reversed([*enumerate(self.places.values())])}
        height, width = self.sides
        return [[steps.get((y, x), self.count - 1) for x in range(width)] for y in range(height)]
