"""What do the stamps of a transposed convolution make of a grid? The view of the experiment in two dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from engine.givens import BadGivens
from engine.lab.experiment import Prediction
from engine.lab.figure import Board, BoardGrid, Frame, Window, room_for
from engine.lab.grids import answered, shown, size
from engine.numeric.exact import Exact, simplest
from engine.numeric.grids import Matrix, each, slide
from engine.numeric.sizes import transposed_conv_output_size
from engine.numeric.upsampling import nearest, transposed_conv
from engine.text import Text, typeset

MOST_STAMPS, MOST_SIDE, MOST_SUMS = 36, 16, 6
FEW, SHORT = 9, 2  # longer sides and no longer numbers: drawn in tiny cells, without what a stamp adds


@dataclass(frozen=True)
class GridStamping:
    f: Matrix
    g: Matrix
    stride: int
    padding: int
    output_padding: int
    yours: str

    @property
    def total(self) -> int:
        """How many inputs there are, which stamp in reading order."""
        return len(self.f) * len(self.f[0])

    @property
    def _sides(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Along the rows and along the columns: how many inputs, and how long the kernel."""
        return (len(self.f), len(self.g)), (len(self.f[0]), len(self.g[0]))

    @cached_property
    def lengths(self) -> tuple[int, int]:
        """The size of the output."""
        rows, columns = (
            transposed_conv_output_size(n, k, self.stride, self.padding, self.output_padding) for n, k in self._sides
        )
        return rows, columns

    def check(self) -> None:
        """Raise BadGivens when there is nothing to draw, or too much."""
        if min(self.lengths) < 1:
            text = Text("Padding {n} on each side cuts the whole output away.", n=self.padding)
            raise BadGivens("padding", text)
        if max(self.lengths) > MOST_SIDE:
            text = Text(
                "That makes {n} cells a side; the lab draws at most {most}.", n=max(self.lengths), most=MOST_SIDE
            )
            raise BadGivens("stride", text)
        if self.total > MOST_STAMPS:
            text = Text("{n} inputs are too many; the lab stamps at most {most}.", n=self.total, most=MOST_STAMPS)
            raise BadGivens("values", text)

    def output(self, count: int) -> Matrix:
        """What the first `count` stamps make of the output."""
        return self._stamped(self.f, self.g, count)

    def written(self, count: int) -> Matrix:
        """How often the first `count` stamps write each cell of the output."""
        return self._stamped(each(self.f, lambda cell: 1), each(self.g, lambda cell: 1), count)

    def _stamped(self, f: Matrix, g: Matrix, count: int) -> Matrix:
        width = len(f[0])
        first = tuple(tuple(v if i * width + j < count else 0 for j, v in enumerate(row)) for i, row in enumerate(f))
        rows, columns = (range(self.padding, self.padding + length) for length in self.lengths)
        return transposed_conv(first, g, self.stride, rows, columns)

    @cached_property
    def resized(self) -> Matrix:
        """The other way: every input repeated over a block, then the same kernel at stride 1, zeros around."""
        longer = nearest(self.f, self.stride)
        tops, lefts = (range(-((k - 1) // 2), n * self.stride - (k - 1) // 2) for n, k in self._sides)
        return slide(longer, self.g, tops, lefts)

    @property
    def counts(self) -> list[int]:
        """How often inner cells are written: every number there is."""
        along = [(k // self.stride, -(-k // self.stride)) for _, k in self._sides]
        return sorted({row * column for row in along[0] for column in along[1]})

    @property
    def sums(self) -> list[Exact]:
        """What the taps that fall on an inner cell add up to: every number there is."""
        s = self.stride
        phases = ((self.g[i::s], j) for i in range(s) for j in range(s))
        return sorted({simplest(sum(sum(row[j::s]) for row in rows)) for rows, j in phases})

    def prediction(self) -> Prediction | None:
        k, right, taps = len(self.g), self.counts, len(self.g) * len(self.g[0])
        if len(self.g[0]) != k:
            return None
        along = sorted({k // self.stride, -(-k // self.stride)})
        wrong = [other for other in (along, [right[-1]], [taps], [1]) if other != right]
        choices = [right, *[other for at, other in enumerate(wrong) if other not in wrong[:at]][:2]]
        if len(choices) == 1:
            return None
        question = Text(
            "Kernel {k}, stride {s}, in two dimensions: how many stamps write one inner output?",
            k=size(self.g),
            s=self.stride,
        )
        because = Text(
            "Along each axis {along}; both together multiply: {counts}.", along=_listed(along), counts=_listed(right)
        )
        choices.sort()
        return Prediction(question, tuple(map(_everywhere, choices)), choices.index(right), because)

    def formula(self) -> tuple[str, ...]:
        s, p = "" if self.stride == 1 else f"{self.stride} ", f" - {self.padding}" if self.padding else ""
        stamp = rf"h[{s}i + m{p},\, {s}j + n{p}] \mathrel{{+}}= f[i,\, j]\, g[m,\, n]"
        rows, columns = self._sides
        if rows == columns:
            return stamp, self._length_tex("H = W", *rows, self.lengths[0])
        return stamp, *(
            self._length_tex(*side) for side in (("H", *rows, self.lengths[0]), ("W", *columns, self.lengths[1]))
        )

    def _length_tex(self, letter: str, n: int, k: int, length: int) -> str:
        less = rf" - 2 \cdot {self.padding}" if self.padding else ""
        more = f" + {self.output_padding}" if self.output_padding else ""
        return rf"{letter} = ({n} - 1) \cdot {self.stride} + {k}{less}{more} = {length}"

    def look(self) -> tuple[Text, ...]:
        stamps = Text("Every input stamps the :blue[kernel], times its value, a stride apart; overlaps add up.")
        extra = Text("Output padding keeps {n:cell|cells} more, at the end only.", n=self.output_padding)
        resized = Text("Resized first, every inner cell uses every tap, so equal inputs stay equal.")
        told = (extra, self.output_padding), (resized, self.stride > 1)
        return (stamps, self._about_the_counts(), *(text for text, applies in told if applies))

    def _about_the_counts(self) -> Text:
        counts, sums = self.counts, ", ".join(map(typeset, self.sums[:MOST_SUMS]))
        sums += ", …" if len(self.sums) > MOST_SUMS else ""
        if not counts[0]:
            return Text("The kernel is shorter than the stride: between the stamps nothing is written.")
        if len(counts) > 1 and len(self.sums) == 1:
            return Text(
                "Inner cells are written {counts} times, and yet the taps on each add up to {n}.",
                counts=_listed(counts),
                n=sums,
            )
        if len(counts) > 1:
            return Text("Inner cells are written {counts} times, which makes a checkerboard.", counts=_listed(counts))
        if len(self.sums) > 1:
            return Text(
                "Inner cells are all written {n} times, but their taps add up to {sums}.", n=counts[0], sums=sums
            )
        return Text(
            "The stride divides the kernel: inner cells are all written {n} times, with equal sums.", n=counts[0]
        )

    def board(self, stamp: int, everything: str) -> Board:
        """The board at so many stamps; `everything` is the position of all of them."""
        output, counts = self.output(self.total), self.written(self.total)
        alt = Text(
            "{n:input|inputs} stamp a kernel of {k} into {size} outputs, which are written {counts} times inside.",
            n=self.total,
            k=size(self.g),
            size=size(counts),
            counts=_listed(self.counts),
        )
        name = Text("resized by {n}, then convolved", n=self.stride)
        resized = BoardGrid("result", name, shown(self.resized), sign="none", heat=_heat(self.resized))
        grids = (
            BoardGrid("f", Text("input"), shown(self.f)),
            BoardGrid("g", Text("kernel"), shown(self.g)),
            BoardGrid("result", Text("output"), shown(output), sign="=", key="output", heat=_heat(output)),
            *answered(self.yours, output),
            BoardGrid(
                "ink", Text("written"), shown(counts), sign="none", fresh=True, key="written", heat=_heat(counts)
            ),
            *([resized] if self.stride > 1 else []),
        )
        longest = max(len(cell) for row in (*shown(output), *shown(self.f), *shown(self.g)) for cell in row)
        large = max(self.lengths) <= FEW or longest > SHORT
        frames = tuple(
            self._frame(count, everything if count == self.total else f"{count}", large)
            for count in range(self.total + 1)
        )
        return Board(
            alt, grids, "⊗", Text("stamped with"), frames, min(stamp, self.total), room_for(grids) if large else "tiny"
        )

    def _frame(self, count: int, at: str, large: bool) -> Frame:
        counts = shown(self.written(count))
        blank = [["" if times == "0" else times for times in row] for row in counts]
        pairs = zip(shown(self.output(count)), counts, strict=True)
        output = [["" if times == "0" else cell for cell, times in zip(*rows, strict=True)] for rows in pairs]
        label = Text("stamp {n} of {count}", n=count, count=self.total) if count else Text("no stamp yet")
        moves = {"output": {"cells": output}, "written": {"cells": blank}} if count < self.total else {}
        line = _rows(self.g, "g")
        window: Window = ()
        if count:
            i, j = divmod(count - 1, len(self.f[0]))
            value = self.f[i][j]
            line = f"f{{{typeset(value)}}} · {line} = {_rows(each(self.g, lambda tap: value * tap), 'r')}"
            window = ((i, j, ""), *self._stamp(i, j, large))
        words = Text(
            "{where}: the output adds up to {n}.", where=label, n=typeset(simplest(sum(map(sum, self.output(count)))))
        )
        return Frame(at, label, words, line, moves, window)

    def _stamp(self, i: int, j: int, large: bool) -> list[tuple[int, int, str, int]]:
        """The cells of the output that an input's stamp writes, and what it adds there, where there is room for it."""
        top, left = self.stride * i - self.padding, self.stride * j - self.padding
        cells = [(top + m, left + n, self.f[i][j] * tap) for m, row in enumerate(self.g) for n, tap in enumerate(row)]
        inside = [cell for cell in cells if 0 <= cell[0] < self.lengths[0] and 0 <= cell[1] < self.lengths[1]]
        return [(y, x, f"+{typeset(simplest(part))}" if large else "", 2) for y, x, part in inside]


def squared(row: tuple[Exact, ...]) -> Matrix:
    """The grid of a row's products with itself.

    >>> squared((1, 2))
    ((1, 2), (2, 4))
    """
    return tuple(tuple(simplest(a * b) for b in row) for a in row)


def _everywhere(counts: list[int]) -> Text:
    return Text("{n} everywhere", n=counts[0]) if len(counts) == 1 else _listed(counts)


def _listed(counts: list[int]) -> Text:
    *some, last = map(str, counts)
    return Text("{some} or {last}", some=", ".join(some), last=last) if some else Text("{n}", n=last)


def _heat(grid: Matrix) -> int:
    """The number that a grid's cells are tinted by; none where one is negative or not whole."""
    whole = all(isinstance(cell, int) and cell >= 0 for row in grid for cell in row)
    return int(max(max(row) for row in grid)) if whole else 0


def _rows(grid: Matrix, role: str) -> str:
    """A small grid in a line, row after row."""
    return f"{role}{{{' / '.join(' '.join(map(typeset, row)) for row in grid)}}}"
