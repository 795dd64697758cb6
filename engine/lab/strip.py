"""How do the windows along one axis stand as a strip: the input on top, a line a window, the output below?

Cells are counted from the first cell of the padding; of an input that is too long to tell them apart the end is drawn,
where what is left over shows.
"""

from __future__ import annotations

from typing import Any

from engine.lab.figure import Mark
from engine.lab.points import at, pieces
from engine.lab.windows import Windows
from engine.text import Text

DRAWN = 40
DEPTH = 8.0  # how far down the windows reach
ROOM = 4.0  # cells wide: the "…" before an input of which only the end is drawn
FEW = 12  # windows that still show each tap
INPUT, OUTPUT = 0.0, -DEPTH - 1.6
STRIP_NAMES = ((INPUT, Text("input")), (-DEPTH / 2 - 1, Text("windows")), (OUTPUT, Text("output")))


def strip_marks() -> tuple[Mark, ...]:
    """The marks of the strip; every frame moves them all (`strip_moves`)."""
    return (
        Mark("squares", "quiet", [], [], key="strip-padding", filled=True),
        Mark("squares", "f", [], [], key="strip-input"),
        Mark("label", "ink", [], [], key="strip-lost"),
        Mark("line", "g", [], [], key="strip-windows"),
        Mark("dots", "g", [], [], key="strip-taps", thin=True),
        Mark("squares", "result", [], [], key="strip-output", filled=True),
        Mark("label", "quiet", [], [], key="strip-before", anchor="end"),
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
        "strip-padding": at([(cell - first, INPUT) for cell in cells if cell not in inside]),
        "strip-input": at([(cell - first, INPUT) for cell in cells if cell in inside]),
        "strip-lost": at([(cell - first, INPUT) for cell in lost]) | {"text": ["✕"] * len(lost)},
        "strip-windows": at(pieces(((x, y), (x + reach - 1, y)) for x, y in rows)),
        "strip-taps": at(taps),
        "strip-output": at([(x + (reach - 1) / 2, OUTPUT) for x, _ in rows]),
        "strip-before": {"x": [-0.4], "y": [INPUT], "text": ["…" if first else ""]},
    }
