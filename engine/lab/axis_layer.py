"""How long is the output of a layer along one axis, padded by a number or by one of the rules called same?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from engine.lab.windows import Windows
from engine.numeric.grids import starts
from engine.numeric.same import halves, same_output_size, same_padding_total
from engine.numeric.sizes import conv_output_size, span

Rule = Literal["number", "same-pytorch", "same-tensorflow"]


@dataclass(frozen=True)
class AxisLayer:
    """A layer along one axis; `padding` counts on each side, and only where the rule is a number."""

    size: int
    kernel_size: int
    stride: int
    padding: int
    dilation: int
    rule: Rule

    @property
    def reach(self) -> int:
        """How many inputs one window spans."""
        return span(self.kernel_size, self.dilation)

    @cached_property
    def around(self) -> tuple[int, int]:
        """The padding before and after."""
        if self.rule == "number":
            return self.padding, self.padding
        if self.rule == "same-pytorch":
            return halves(self.reach - 1)
        return halves(same_padding_total(self.size, self.kernel_size, self.stride, self.dilation))

    @cached_property
    def output(self) -> int | None:
        """The length of the output; none where the kernel does not fit or PyTorch refuses the stride."""
        if self.rule == "same-tensorflow":
            return same_output_size(self.size, self.stride)
        if self.rule == "same-pytorch":
            return self.size if self.stride == 1 else None
        length = conv_output_size(self.size, self.kernel_size, self.stride, self.padding, self.dilation)
        return length if length >= 1 else None

    @property
    def quotient(self) -> float:
        """What the formula gives before it is rounded down."""
        return (self.size + sum(self.around) - self.reach) / self.stride + 1

    @cached_property
    def windows(self) -> Windows:
        before, after = self.around
        begins = starts(before + self.size + after, self.kernel_size, self.stride, 0, self.dilation)
        shifted = range(begins.start - before, begins.stop - before, self.stride)
        return Windows(self.size, self.kernel_size, self.dilation, shifted, before, after)
