"""Where along one axis do the windows of a kernel begin, what is around the input, and what does no window reach?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.numeric.grids import Mode, starts, starts_of_mode
from engine.numeric.sizes import span

Part = Literal["number", "valid", "same", "full"]


@dataclass(frozen=True)
class Windows:
    """`starts` are counted from the first cell of the input; `before` and `after` are cells of padding."""

    size: int
    kernel_size: int
    dilation: int
    starts: range
    before: int
    after: int

    @property
    def reach(self) -> int:
        """From the first tap of a window to its last, both included."""
        return span(self.kernel_size, self.dilation)

    @property
    def count(self) -> int:
        return len(self.starts)

    @property
    def padded(self) -> int:
        return self.before + self.size + self.after

    @property
    def from_padding(self) -> range:
        """Where windows begin, counted from the first cell of the padding."""
        return range(self.starts.start + self.before, self.starts.stop + self.before, self.starts.step)

    @property
    def lost(self) -> int:
        """How many cells at the far end come under no window, because the division is rounded down."""
        return self.padded - (self.from_padding[-1] + self.reach) if self.count else self.padded

    def taps(self, index: int) -> range:
        """The cells under a window, counted from the first cell of the input."""
        first = self.starts[index]
        return range(first, first + self.dilation * self.kernel_size, self.dilation)

    def uses(self, place: int) -> int:
        """How many windows have a tap on a cell of the input."""
        return sum(place in self.taps(index) for index in range(self.count))


def windows(size: int, kernel_size: int, stride: int, padding: int, dilation: int) -> Windows:
    """The windows of a layer with so much padding on each side; none where the kernel does not fit."""
    return Windows(size, kernel_size, dilation, starts(size, kernel_size, stride, padding, dilation), padding, padding)


def windows_of_mode(size: int, kernel_size: int, stride: int, mode: Mode, dilation: int) -> Windows:
    """Those of every `stride`th window that a mode keeps, and as much padding as the mode needs."""
    reach = span(kernel_size, dilation)
    every = starts_of_mode(size, reach, mode)
    before = max(0, -every[0]) if every else 0
    after = max(0, every[-1] + reach - size) if every else 0
    return Windows(size, kernel_size, dilation, every[::stride], before, after)
