"""How do the windows along one axis stand as a strip: the input on top, a line a window, the output below?

Cells are counted from the first cell of the padding; of an input that is too long to tell them apart the end is drawn,
where what is left over shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.lab.figure import Mark
from engine.lab.windows import Windows
from engine.text import Text

DRAWN = 40
DEPTH = 8.0  # how far down the windows reach
ROOM = 4.0  # cells wide: the "…" before an input of which only the end is drawn
FEW = 12  # windows that still show each tap
INPUT, OUTPUT = 0.0, -DEPTH - 1.6
STRIP_NAMES = ((INPUT, Text("input")), (-DEPTH / 2 - 1, Text("windows")), (OUTPUT, Text("output")))


def strip_marks(panel: int = 0) -> tuple[Mark, ...]:
    """The marks of the strip; every frame moves them all (`strip_moves`)."""
    return (
        Mark("squares", "quiet", [], [], key="strip-padding", panel=panel, filled=True),
        Mark("squares", "f", [], [], key="strip-input", panel=panel),
        Mark("label", "ink", [], [], key="strip-lost", panel=panel),
        Mark("line", "g", [], [], key="strip-windows", panel=panel),
        Mark("dots", "g", [], [], key="strip-taps", panel=panel, thin=True),
        Mark("squares", "result", [], [], key="strip-output", panel=panel, filled=True),
        Mark("label", "quiet", [], [], key="strip-before", panel=panel, anchor="end"),
    )


def strip_moves(windows: Windows, *, allowed: bool = True) -> dict[str, dict[str, Any]]:
    """What stands where for these windows; without any where they are not `allowed`."""
    first = max(0, windows.padded - DRAWN)
    cells = range(first, windows.padded)
    inside = range(windows.before, windows.before + windows.size)
    begins = [start for start in windows.from_padding if start >= first] if allowed else []
    step = min(2.0, DEPTH / max(1, len(begins)))
    rows = [(start - first, INPUT - 1 - step * index) for index, start in enumerate(begins)]
    reach = windows.reach
    lost = cells[len(cells) - windows.lost :] if allowed and windows.count else range(0)
    taps = [(x + tap, y) for x, y in rows for tap in range(0, reach, windows.dilation)] if len(rows) <= FEW else []
    return {
        "strip-padding": _points([(cell - first, INPUT) for cell in cells if cell not in inside]),
        "strip-input": _points([(cell - first, INPUT) for cell in cells if cell in inside]),
        "strip-lost": _points([(cell - first, INPUT) for cell in lost]) | {"text": ["✕"] * len(lost)},
        "strip-windows": {
            "x": [x for at, _ in rows for x in (at, at + reach - 1, None)],
            "y": [y for _, at in rows for y in (at, at, None)],
        },
        "strip-taps": _points(taps),
        "strip-output": _points([(x + (reach - 1) / 2, OUTPUT) for x, _ in rows]),
        "strip-before": {"x": [-0.4], "y": [INPUT], "text": ["…" if first else ""]},
    }


def _points(points: Sequence[tuple[float, float]]) -> dict[str, Any]:
    return {"x": [x for x, _ in points], "y": [y for _, y in points]}
