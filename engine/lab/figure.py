"""What is drawn in an experiment: a chart of marks, a board of grids or pictures, and how it moves?

A figure says what stands where and in which role; how a role looks is the screen's matter. Of a frame only what
moves is kept, so that it can be played in the browser.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from engine.text import Language, Text

if TYPE_CHECKING:
    from engine.lab.experiment import Experiment

Role = Literal["f", "g", "result", "ink", "quiet"]
Label = Text | str
Window = tuple[tuple[int, int, str] | tuple[int, int, str, int], ...]

MOST_FRAMES = 60
MOST_BYTES = 300 * 1024
_KEPT = 64  # figures, so at most 19 MiB
_DIGITS = 5
_SMALL_DIGITS = 4


@dataclass(frozen=True)
class Mark:
    """Something drawn in a panel, in data coordinates.

    line: through the points; dashed where g or an alternative is meant; in steps, as columns one unit of x wide
    area: hatched, or solid when it is `filled`, within the outline; in steps as a line; a gap begins another outline
    dots: a dot a point, with `text` at its right; small ones with `thin`
    stems: a dot a point on a line from zero, with `text` beyond it
    squares: a square a point, one unit of x wide; open, unless it is `filled`
    label: only `text`, with its `anchor` at the points; small with `thin`
    `key` names a mark that moves; `name` is what it is called in the table of numbers, without one it is left out.
    """

    kind: Literal["line", "area", "dots", "stems", "squares", "label"]
    role: Role
    x: Sequence[float | None]  # None is a gap in a line
    y: Sequence[float | None]
    name: Label = ""
    key: str = ""
    panel: int = 0
    dashed: bool = False
    thin: bool = False
    filled: bool = False
    steps: bool = False
    anchor: Literal["start", "middle", "end"] = "middle"
    text: Sequence[Label] = ()


@dataclass(frozen=True)
class Panel:
    """One of the panels on the common x axis, from the top; `share` is its part of the height.

    A panel with an `x` has an axis of its own, which is not drawn; `names` stand at heights in place of numbers.
    On a map, which `across` names, a unit across is as long as one up: of its `x` the middle holds, and the axis is
    drawn under that name.
    """

    low: float
    high: float
    share: float = 1.0
    whole: bool = False  # ticks at whole numbers only
    x: tuple[float, float] | None = None
    names: tuple[tuple[float, Label], ...] = ()
    across: Label = ""


@dataclass(frozen=True)
class Frame:
    """One position: its value in the address and its label, and what has moved.

    `moves` gives a mark or a grid by its key the fields that changed; `shift` moves its x as a whole, `until` shows
    only its first points. On a board `window` is the cells under the kernel and `cell` the one computed (as in
    `CellWork`); a window's cells name their grid where it is not the first. On pictures `cell` is the pixel that `line`
    computes, and its row is drawn as a profile under each. `line` is the sum of this moment, with f{...}, g{...} and
    r{...} in the colours of f, g and the result; `words` say to those who do not see the figure what it shows.
    """

    at: str
    label: Label
    words: Text
    line: Label = ""
    moves: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    window: Window = ()
    cell: tuple[int, int] | None = None


@dataclass(frozen=True)
class Chart:
    """Panels on one x axis. `alt` is one sentence with the point of the figure and its number.

    A map, or a third panel, makes it `tall`.
    """

    alt: Text
    x: tuple[float, float]
    x_title: Label
    panels: tuple[Panel, ...]
    marks: tuple[Mark, ...]
    frames: tuple[Frame, ...]
    start: int = 0
    whole: bool = False  # ticks of x at whole numbers only
    tall: bool = False


@dataclass(frozen=True)
class BoardGrid:
    """A grid of an equation. `sides` counts its padding above, right, below, left; `around` is the whole padded grid.

    `wrong` are the cells to look at again. Of a grid that `grows` only the cells that were reached are shown; which
    frame reaches a cell says `since`, where it is not the one that computes the cell of that place. `sign` stands
    before it in place of the equation's own, or none; with `fresh` it begins a line, and `notes` stand under it.
    `heads` stand above its columns. Only every `spread`th row and column has cells of its own; the zeros between are
    drawn as padding. `key` names a grid that moves; with `heat` its cells are tinted by their share of that number. On
    a stacked board it begins `at` so many cells from the left, or, when it `follows`, under the window.
    """

    role: Literal["f", "g", "result", "ink"]
    name: Label
    cells: Sequence[Sequence[str]]
    sides: tuple[int, int, int, int] = (0, 0, 0, 0)
    around: Sequence[Sequence[str]] | None = None
    wrong: Sequence[Sequence[bool]] | None = None
    grows: bool = False
    since: Sequence[Sequence[int]] | None = None
    sign: Literal["", "=", "→", "⋆", "Σ", "none"] = ""
    fresh: bool = False
    notes: tuple[Label, ...] = ()
    heads: Sequence[str] = ()
    spread: int = 1
    key: str = ""
    heat: int = 0
    at: int = 0
    follows: bool = False


CellSize = Literal["usual", "small", "tiny"]


def room_for(grids: Sequence[BoardGrid]) -> CellSize:
    """Small cells, unless numbers are so long that their digits would be too small to read in them."""
    longest = max(len(cell) for grid in grids for row in grid.cells for cell in row)
    return "small" if longest <= _SMALL_DIGITS else "usual"


@dataclass(frozen=True)
class Board:
    """An equation of grids: f, the operator, g, an equals sign, and the grids of results.

    On one that is `stacked` they stand below each other, so that what belongs to one place shares a column.
    """

    alt: Text
    grids: tuple[BoardGrid, ...]
    operator: Literal["⋆", "∗", "⊗", "→", ""]
    spoken: Text | str
    frames: tuple[Frame, ...]
    start: int = 0
    cells: CellSize = "usual"
    stacked: bool = False


@dataclass(frozen=True)
class Photo:
    """A picture in grey: its values, row by row, and which of them are black, mid grey and white.

    `values` are base64 of bytes from 0 to 255 where it is `whole`, else of little-endian 32-bit floats.
    """

    role: Literal["f", "result"]
    name: Label
    width: int
    height: int
    values: str
    low: float
    middle: float
    high: float
    greys: Text  # the same in words
    whole: bool = False


@dataclass(frozen=True)
class Pictures:
    """An equation of pictures and kernels: f, the operator and a kernel, an equals sign and what comes out."""

    alt: Text
    parts: tuple[Photo | BoardGrid, ...]
    operator: Literal["⋆", "∗"]
    spoken: Text
    frames: tuple[Frame, ...]
    start: int = 0


Figure = Chart | Board | Pictures


@lru_cache(maxsize=_KEPT)
def ready(experiment: Experiment, lang: Language) -> bytes:
    """The experiment's figure as JSON, at most 300 KiB; the same settings are drawn once."""
    return as_json(experiment, lang)


def as_json(experiment: Experiment, lang: Language) -> bytes:
    """As `ready`, and not kept: for a figure that shows what a learner uploaded."""
    figure = experiment.figure()
    figure = replace(figure, **_settled(figure)) if isinstance(figure, Chart) else figure
    data = _plain(figure, lang) | {"kind": type(figure).__name__.lower(), "position": experiment.position()}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _settled(chart: Chart) -> dict[str, Any]:
    """Marks and frames in which what is the same at every position stands in the mark, not in the frames."""
    keys = {key for frame in chart.frames for key in frame.moves}
    first = chart.frames[0].moves
    still = {key for key in keys if all(frame.moves.get(key) == first.get(key) for frame in chart.frames)}
    return {
        "marks": tuple(replace(mark, **first[mark.key]) if mark.key in still else mark for mark in chart.marks),
        "frames": tuple(
            replace(frame, moves={key: moved for key, moved in frame.moves.items() if key not in still})
            for frame in chart.frames
        ),
    }


def _plain(value: Any, lang: Language) -> Any:
    """Plain values: texts in the language, numbers with five digits, and nothing that is left at its default."""
    if isinstance(value, Text):
        return value.render(lang)
    if isinstance(value, bool | str | int) or value is None:
        return value
    if isinstance(value, Mapping):
        return {name: _plain(part, lang) for name, part in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        parts = {name: (getattr(value, name), part.default) for name, part in value.__dataclass_fields__.items()}
        return {
            name: _plain(part, lang) for name, (part, default) in parts.items() if part is not default and part != {}
        }
    if isinstance(value, float):
        return _short(value)
    return [_plain(part, lang) for part in value]


def _short(number: float) -> float | int:
    rounded = float(f"{number:.{_DIGITS}g}")
    if abs(rounded) < 1e-9:
        return 0
    return int(rounded) if rounded == int(rounded) else rounded
