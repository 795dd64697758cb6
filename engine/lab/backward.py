"""What goes back through a convolution layer, and which products make each cell of it?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from engine.lab.grids import fitted
from engine.lab.windows import Windows, windows
from engine.numeric.grids import Matrix, Tap, flip, slide, taps
from engine.numeric.upsampling import spread, stamps

Wanted = Literal["kernel", "input", "bias"]


@dataclass(frozen=True)
class Backward:
    """A layer without dilation, and the gradient `typed` for its outputs, which is cut or repeated to their size."""

    x: Matrix
    k: Matrix
    typed: Matrix
    stride: int
    padding: int

    @cached_property
    def axes(self) -> tuple[Windows, Windows]:
        """The windows of the forward pass along the rows and along the columns."""
        pairs = (len(self.x), len(self.k)), (len(self.x[0]), len(self.k[0]))
        rows, columns = (windows(*sides, self.stride, self.padding, 1) for sides in pairs)
        return rows, columns

    @cached_property
    def output(self) -> Matrix:
        """What the layer computed, without its bias."""
        rows, columns = self.axes
        return slide(self.x, self.k, rows.starts, columns.starts)

    @cached_property
    def upstream(self) -> Matrix:
        """A number for each output."""
        return fitted(self.typed, *(axis.count for axis in self.axes))

    @cached_property
    def spread(self) -> Matrix:
        """The upstream gradient as far apart as the windows were, zeros between."""
        return spread(self.upstream, self.stride)

    @cached_property
    def full(self) -> tuple[Windows, Windows]:
        """Where the turned kernel lies on the spread upstream gradient for each row and each column of the input."""
        sides = len(self.spread), len(self.spread[0])
        rows, columns = (self._turned(axis, side) for axis, side in zip(self.axes, sides, strict=True))
        return rows, columns

    def _turned(self, axis: Windows, side: int) -> Windows:
        first = self.padding + 1 - axis.kernel_size
        after = axis.size + self.padding - side
        return Windows(
            side, axis.kernel_size, 1, range(first, first + axis.size), before=max(0, -first), after=max(0, after)
        )

    def gradient(self, wanted: Wanted) -> Matrix:
        """Exactly; of the bias it is a single cell."""
        if wanted == "kernel":
            tops, lefts = (range(-self.padding, axis.kernel_size - self.padding) for axis in self.axes)
            return slide(self.x, self.spread, tops, lefts)
        if wanted == "input":
            rows, columns = self.full
            return slide(self.spread, flip(self.k), rows.starts, columns.starts)
        return slide(self.upstream, tuple((1,) * len(row) for row in self.upstream), range(1), range(1))

    def products(self, wanted: Wanted, row: int, column: int) -> list[Tap]:
        """What adds up to one cell of the gradient: where it lies on the input or on the spread upstream gradient,
        what stands there and what it is multiplied by. Zeros between and around the upstream gradient are left out.
        """
        if wanted == "kernel":
            return taps(self.x, self.upstream, row - self.padding, column - self.padding, self.stride)
        if wanted == "input":
            place = row + self.padding, column + self.padding
            used = stamps(self.upstream, self.k, self.stride, *place)
            return [(self.stride * i, self.stride * j, value, weight) for i, j, value, weight in used]
        return [(i, j, value, 1) for i, values in enumerate(self.upstream) for j, value in enumerate(values)]
