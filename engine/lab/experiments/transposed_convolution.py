"""How does a transposed convolution fill its output stamp by stamp, and where does a checkerboard come from?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from engine.answers import Row
from engine.givens import BadGivens
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import Board, Chart, Frame, Label, Mark, Panel
from engine.lab.grid_stamping import MOST_STAMPS, GridStamping, squared
from engine.lab.grids import grid_in
from engine.lab.points import GAP, Point, at, columns
from engine.lab.rows import LARGEST_NUMBER, typed_row
from engine.lab.settings import Between, Longest
from engine.lab.stamping import Stamping, heights
from engine.numeric.exact import Exact, simplest
from engine.reading import Unread
from engine.text import Text, typeset

MOST_INPUTS, MOST_TAPS, MOST_CELLS = 16, 12, 64
FEW = 26  # cells whose counts are written under them
ONES = "1 1 1 1 1 1"
Typed = Annotated[str, Longest(300)]  # a row, or a grid with ` / ` between its rows
LABELS = {
    "kernel": Text("Kernel g"),
    "stride": Text("Stride"),
    "padding": Text("Padding, cut off each end"),
    "output_padding": Text("Output padding"),
    "values": Text("Input f"),
    "view": Text("Drawn"),
}
CHOICES = {"row": Text("along one axis"), "grid": Text("in two dimensions")}


@dataclass(frozen=True)
class TransposedConvolution(Experiment):
    values: Typed = ONES
    kernel: Typed = "1 1 1"
    stride: Annotated[int, Between(1, 7)] = 2
    padding: Annotated[int, Between(0, 6)] = 0
    output_padding: Annotated[int, Between(0, 6)] = 0
    view: Literal["row", "grid"] = "row"
    stamp: Annotated[int, Between(0, MOST_STAMPS)] = MOST_STAMPS  # more stamps than inputs: all of them
    yours: Annotated[str, Longest(300)] = ""

    order = 9
    title = Text("Transposed convolution and checkerboards")
    about = Text("Watch every input stamp the kernel into the output, count the overlaps, and compare with resizing.")
    labels = LABELS
    choices = CHOICES
    beside = ("view", "kernel", "stride", "padding", "output_padding")
    cards = ("checkerboard-artifacts", "transposed-convolution-size", "subsampling-and-upsampling")
    kinds = ("overlap-count", "transposed-conv-output-size", "transposed-conv-grid")

    def position(self) -> str:
        return "stamp"

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        checkerboard, size = ("checkerboard-artifacts",), ("transposed-convolution-size",)
        doubled = {"values": "1 2 3 4", "kernel": "1 2 1", "padding": 1, "output_padding": 1}
        exact = {"values": "1 2 3 4", "kernel": "1 3 3 1", "padding": 1}
        return (
            Preset(Text("Kernel 3, stride 2: once and twice in turn"), {}, checkerboard),
            Preset(Text("Kernel 4, stride 2: even inside"), {"kernel": "1 1 1 1"}, checkerboard),
            Preset(Text("Equal counts, unequal sums"), {"kernel": "1 2 3 4"}, checkerboard),
            Preset(Text("A kernel whose sums are equal, too"), {"kernel": "1 3 3 1"}, checkerboard),
            Preset(Text("Kernel 2, stride 3: cells that nothing reaches"), {"kernel": "1 1", "stride": 3}),
            Preset(Text("Output padding: one more cell at the end"), doubled, size),
            Preset(Text("Exactly double without output padding"), exact, size),
            Preset(Text("In two dimensions: a checkerboard"), {"view": "grid"}, checkerboard),
            Preset(
                Text("Kernel 4, stride 2: even in two dimensions"), {"view": "grid", "kernel": "1 1 1 1"}, checkerboard
            ),
            Preset(Text("Four stamps by hand"), {"values": "0 1 / 2 3", "kernel": "0 1 / 2 3", "stride": 1}, size),
        )

    def check(self) -> None:
        if self.output_padding >= self.stride:
            text = Text("Output padding must be below the stride, {n}.", n=self.stride)
            raise BadGivens("output_padding", text)
        if self._grid:
            self._grid.check()
        else:
            self._check_row()

    def _check_row(self) -> None:
        stamped = self.stamping
        if stamped.length < 1:
            text = Text("Padding {n} on each side cuts the whole output away.", n=self.padding)
            raise BadGivens("padding", text)
        if stamped.uncut > MOST_CELLS:
            text = Text("That makes {n} cells; the lab draws at most {most}.", n=stamped.uncut, most=MOST_CELLS)
            raise BadGivens("stride", text)

    def idle(self) -> frozenset[str]:
        return frozenset({"view"}) if self._is_typed_as_grid else frozenset()

    @property
    def _is_typed_as_grid(self) -> bool:
        return " / " in self.values or " / " in self.kernel  # without spaces it is a fraction

    @cached_property
    def _grid(self) -> GridStamping | None:
        """The view in two dimensions; a row stands there for the grid of its products with itself."""
        if self._is_typed_as_grid:
            f, g = grid_in("values", self.values, MOST_INPUTS), grid_in("kernel", self.kernel, MOST_TAPS)
        elif self.view == "grid":
            f, g = squared(self.stamping.f), squared(self.stamping.g)
        else:
            return None
        return GridStamping(f, g, self.stride, self.padding, self.output_padding, self.yours)

    @cached_property
    def stamping(self) -> Stamping:
        f = typed_row("values", self.values, 1, MOST_INPUTS)
        g = typed_row("kernel", self.kernel, 1, MOST_TAPS)
        return Stamping(f, g, self.stride, self.padding, self.output_padding)

    def prediction(self) -> Prediction | None:
        if self._grid:
            return self._grid.prediction()
        if self.padding or self.output_padding:
            return self._ask_length()
        stamped = self.stamping
        if stamped.fewest == stamped.most and self.stride > 1 and len(set(stamped.g)) > 1:
            question = Text("Let every input be 1. Do all inner outputs come out the same?")
            because = Text("The taps that fall on the inner cells in turn add up to {sums}.", sums=self._sums)
            right = 0 if len(set(stamped.sums)) == 1 else 1
            return Prediction(question, (Text("the same"), Text("not the same")), right, because)
        k, s, low, high = len(stamped.g), self.stride, stamped.fewest, stamped.most
        question = Text("Kernel {k}, stride {s}: how many stamps write one inner output?", k=k, s=s)
        if low == high:
            choices = [Text("{n} everywhere", n=n) for n in dict.fromkeys((low, k, low + 1))]
            choices.append(Text("{a} or {b}, in turn", a=low, b=low + 1))
            return Prediction(question, tuple(choices), 0, Text("Each is written by {n:stamp|stamps}.", n=low))
        choices = [
            Text("{n} everywhere", n=low),
            Text("{a} or {b}, in turn", a=low, b=high),
            Text("{n} everywhere", n=high),
        ]
        return Prediction(question, tuple(choices), 1, Text("Some by {a}, some by {b}.", a=low, b=high))

    def _ask_length(self) -> Prediction:
        stamped, n, right = self.stamping, len(self.stamping.f), self.stamping.length
        slips = (n * self.stride, right - self.output_padding, stamped.uncut, stamped.uncut - self.padding, right + 2)
        wrong = [size for size in dict.fromkeys(slips) if size > 0 and size != right][:3]
        choices = sorted([right, *wrong])
        question = Text(
            "{n:input|inputs}, kernel {k}, stride {s}, padding {p}, output padding {o}: how long is the output?",
            n=n,
            k=len(stamped.g),
            s=self.stride,
            p=self.padding,
            o=self.output_padding,
        )
        because = Text("It is {n} long.", n=right)
        return Prediction(question, tuple(Text("{n}", n=size) for size in choices), choices.index(right), because)

    @property
    def _sums(self) -> str:
        return ", ".join(map(typeset, self.stamping.sums))

    def formula(self) -> tuple[str, ...]:
        if self._grid:
            return self._grid.formula()
        n, k = len(self.stamping.f), len(self.stamping.g)
        s, p, o = self.stride, self.padding, self.output_padding
        back = f" - {p}" if p else ""
        return (
            rf"h[{s} i + m{back}] \mathrel{{+}}= f[i]\, g[m]",
            r"N_\text{out} = (N - 1) S + K - 2P + P_\text{out}"
            rf" = {{({n} - 1) \cdot {s}}} + {k} - 2 \cdot {p} + {o} = {self.stamping.length}",
        )

    def look(self) -> tuple[Text, ...]:
        if self._grid:
            return self._grid.look()
        stamps = Text("Every input stamps the :blue[kernel], times its value, a stride apart; overlaps add up.")
        extra = Text("Output padding keeps {n:cell|cells} more, at the end only.", n=self.output_padding)
        resized = Text("Below, resized first: every inner cell uses every tap, so equal inputs stay equal.")
        return (stamps, self._about_the_counts(), *([extra] if self.output_padding else []), resized)

    def _about_the_counts(self) -> Text:
        a, b = self.stamping.fewest, self.stamping.most
        if not a:
            return Text("The kernel is shorter than the stride: between the stamps nothing is written.")
        if a != b and len(set(self.stamping.sums)) == 1:
            total = typeset(self.stamping.sums[0])
            return Text(
                "Inner cells are written {a} or {b} times, and yet the taps on each add up to {n}.", a=a, b=b, n=total
            )
        if a != b:
            return Text(
                "Inner cells are written {a} or {b} times; in two dimensions {aa}, {ab} or {bb} times: a checkerboard.",
                a=a,
                b=b,
                aa=a * a,
                ab=a * b,
                bb=b * b,
            )
        if len(set(self.stamping.sums)) > 1:
            return Text("Inner cells are all written {n} times, but their taps add up to {sums}.", n=a, sums=self._sums)
        return Text("The stride divides the kernel: inner cells are all written {n} times, with equal sums.", n=a)

    def figure(self) -> Chart | Board:
        if self._grid:
            return self._grid.board(self.stamp, f"{MOST_STAMPS}")
        stamped, total = self.stamping, len(self.stamping.f)
        alt = Text(
            "{n:input|inputs}, kernel {k}, stride {s}: the {size} outputs are written {counts} times.",
            n=total,
            k=len(stamped.g),
            s=self.stride,
            size=stamped.length,
            counts=" ".join(map(str, stamped.written(total))),
        )
        sums = [number for count in range(total + 1) for number in stamped.output(count)]
        panels = (
            Panel(self._rows[-1] - 0.7 * self._unit, 1.1 * self._unit, 1.6, names=tuple(self._names())),
            _room([*sums, *self._cells], 0.8),
            _room(stamped.resized, 0.7),
        )
        frames = tuple(self._frame(count) for count in range(total + 1))
        marks = (*self._still(panels), *self._moving())
        start = min(self.stamp, total)
        return Chart(alt, self._x_range, Text("output cell"), panels, marks, frames, start, whole=True)

    @cached_property
    def _yours(self) -> tuple[float, ...]:
        """The learner's own answer: one number is a length, several are the cells."""
        try:
            numbers = tuple(float(number) for number in Row().read(self.yours)) if self.yours.strip() else ()
        except Unread:
            return ()
        is_length = len(numbers) == 1 and 0 < numbers[0] <= 2 * MOST_CELLS
        are_cells = 1 < len(numbers) <= MOST_CELLS and max(map(abs, numbers)) <= LARGEST_NUMBER**2
        return numbers if is_length or are_cells else ()

    @property
    def _length(self) -> tuple[float, ...]:
        return self._yours if len(self._yours) == 1 else ()

    @property
    def _cells(self) -> tuple[float, ...]:
        return self._yours if len(self._yours) > 1 else ()

    @cached_property
    def _x_range(self) -> tuple[float, float]:
        stamped = self.stamping
        longest = max(
            stamped.uncut - self.padding, stamped.length, len(stamped.resized), len(self._cells), *self._length, 0
        )
        return -self.padding - 1.0, longest

    @property
    def _shows_counts(self) -> bool:
        low, high = self._x_range
        return high - low <= FEW

    @property
    def _unit(self) -> float:
        """The height of a row of figures, in rows of stamps: as readable under many stamps as under few."""
        return max(1.0, len(self.stamping.f) / 5)

    @cached_property
    def _rows(self) -> list[float]:
        """Where the output, the counts and the learner's length stand, under the stamps."""
        shown = 1 + self._shows_counts + bool(self._length)
        return [-len(self.stamping.f) - (1 + 1.2 * row) * self._unit for row in range(shown)]

    def _names(self) -> Iterator[tuple[float, Label]]:
        names = [Text("output"), *([Text("written")] if self._shows_counts else []), Text("your answer")]
        yield 0.4 * self._unit, Text("input")
        yield -(len(self.stamping.f) + 1) / 2, Text("stamps")
        yield from zip(self._rows, names, strict=False)

    def _still(self, panels: Sequence[Panel]) -> Iterator[Mark]:
        stamped, output, (low, high) = self.stamping, self._rows[0], self._x_range
        middles = [stamped.begin(index) + (len(stamped.g) - 1) / 2 for index in range(len(stamped.f))]
        yield Mark("line", "quiet", **at(stamped.lines(len(stamped.f))), thin=True)
        row = [0.4 * self._unit] * len(middles)
        yield Mark("label", "f", middles, row, text=[typeset(number) for number in stamped.f])
        yield Mark("label", "quiet", stamped.lost, [output] * len(stamped.lost), text=["✕"] * len(stamped.lost))
        yield Mark("squares", "result", range(stamped.length), [output] * stamped.length)
        if self._length:
            ends = [-0.5, self._length[0] - 0.5]
            yield Mark("line", "ink", ends, [self._rows[-1]] * 2, Text("your answer"), dashed=True)
        other = Text("resized by {n}, then convolved", n=self.stride)
        resized = at(columns(heights(stamped.resized)))
        yield Mark("area", "result", **resized, panel=2, steps=True)
        yield Mark("line", "result", **resized, name=other, panel=2, thin=True, steps=True)
        for panel, name in ((1, Text("output")), (2, other)):
            yield Mark("label", "result", [low], [_top(panels[panel])], panel=panel, anchor="start", text=[name])
        if self._cells:
            places, said = list(range(len(self._cells))), Text("your answer")
            yield Mark("label", "ink", [high], [_top(panels[1])], panel=1, anchor="end", text=[said])
            yield Mark("dots", "ink", places, self._cells, said, panel=1, thin=True)

    def _moving(self) -> Iterator[Mark]:
        size = self.stamping.length
        yield Mark("line", "ink", [], [], key="edges", thin=True)
        yield Mark("line", "g", [], [], key="stamps")
        yield Mark("dots", "g", [], [], key="taps", thin=True)
        yield Mark("squares", "result", [], [], key="reached", filled=True)
        if self._shows_counts:
            rows = [self._rows[1]] * size
            yield Mark("label", "ink", range(size), rows, key="written", thin=True, text=[])
        yield Mark("area", "result", [], [], key="earlier", panel=1, steps=True)
        yield Mark("area", "g", [], [], key="latest", panel=1)
        yield Mark("line", "result", [], [], Text("output"), key="output", panel=1, thin=True, steps=True)

    def _frame(self, count: int) -> Frame:
        stamped, total = self.stamping, len(self.stamping.f)
        cells, counts = stamped.output(count), stamped.written(count)
        label = Text("stamp {n} of {count}", n=count, count=total) if count else Text("no stamp yet")
        words = Text("{where}: the output is {cells}.", where=label, cells=" ".join(map(typeset, cells)))
        taps = [(stamped.begin(index) + tap, -index - 1) for index in range(count) for tap in range(len(stamped.g))]
        reached = [(cell, self._rows[0]) for cell, times in enumerate(counts) if times]
        moves: dict[str, dict[str, Any]] = {
            "edges": at(self._edges(count)),
            "stamps": at(stamped.lines(count)),
            "taps": at(taps),
            "reached": at(reached),
            "earlier": at(columns(heights(stamped.output(max(0, count - 1))))),
            "latest": at(stamped.latest(count)),
            "output": at(columns(heights(cells))),
        }
        if self._shows_counts:
            moves["written"] = {"text": [str(times) for times in counts]}
        return Frame(f"{MOST_STAMPS if count == total else count}", label, words, self._line(count), moves)

    def _line(self, count: int) -> str:
        kernel = " ".join(map(typeset, self.stamping.g))
        if not count:
            return f"g{{{kernel}}}"
        value = self.stamping.f[count - 1]
        products = " ".join(typeset(simplest(value * tap)) for tap in self.stamping.g)
        return f"f{{{typeset(value)}}} · g{{{kernel}}} = r{{{products}}}"

    def _edges(self, count: int) -> list[Point]:
        """From the input that stamps down to the ends of its stamp, and on to the output."""
        if not count:
            return []
        left = self.stamping.begin(count - 1) - 0.2
        right = left + len(self.stamping.g) - 0.6
        sides: list[list[Point]] = [
            [((left + right) / 2, 0.0), (end, -count), (end, self._rows[0]), GAP] for end in (left, right)
        ]
        return [*sides[0], *sides[1]]


def _room(numbers: Sequence[float | Exact], share: float) -> Panel:
    """A panel from the lowest number or 0 to the highest, with room for a name above."""
    low, high = float(min(0, *numbers, 0)), float(max(0, *numbers, 0))
    spread = high - low or 1.0
    return Panel(low - (0.08 * spread if low < 0 else 0), high + 0.6 * spread, share)


def _top(panel: Panel) -> float:
    """Where a name stands in the room above."""
    return panel.high - 0.14 * (panel.high - panel.low)
