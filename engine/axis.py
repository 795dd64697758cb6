"""How is the output length along one axis written out, and how is it miscounted?"""

from __future__ import annotations

from engine.numeric.sizes import span

Axis = tuple[int, int, int, int, int]  # size, kernel size, stride, padding, dilation

# On how many sides the padding counts, which way the division rounds, and whether the start is counted
SLIPS = {"padded-one-side": (1, "floor", 1), "forgot-plus-one": (2, "floor", 0), "rounded-up": (2, "ceil", 1)}


def places(axis: Axis, sides: int = 2, brackets: str = "floor", start: int = 1) -> tuple[str, int]:
    """The places of the kernel along an axis in TeX, and their number; a slip changes one of the three."""
    n, k, s, p, d = axis
    slack = n + sides * p - span(k, d)
    strides = slack // s if brackets == "floor" else -(-slack // s)
    fraction = rf"\frac{{{n} + {sides} \cdot {p} - {d} \cdot ({k} - 1) - 1}}{{{s}}}"
    return rf"\left\l{brackets}{fraction}\right\r{brackets}" + (" + 1" if start else ""), strides + start
