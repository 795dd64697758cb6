"""What does pooling keep of a map, what does unpooling make of it, and what is lost between the two?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from engine.answers import Grid
from engine.givens import BadGivens, refuse_wide_pooling
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import MOST_FRAMES, Board, BoardGrid, Frame
from engine.lab.grids import grid_in, shown, size
from engine.lab.pool_gradient import PoolGradient
from engine.lab.pooled import Method, Pooled, Way
from engine.lab.settings import Between, Cells, Longest
from engine.numeric.grids import Matrix
from engine.reading import Unread
from engine.text import Text, typeset

LARGEST_IMAGE, LARGEST_WINDOW = 10, 4
NEAR = Fraction(1, 200)  # a learner's average may be rounded
CHOICES = {
    "max": Text("maximum"),
    "avg": Text("average"),
    "places": Text("max unpooling"),
    "nearest": Text("nearest neighbour"),
    "bed-of-nails": Text("bed of nails"),
    "gradient": Text("the gradient"),
}
Back = Literal[Way, "gradient"]
LABELS = {
    "method": Text("Pooling by"),
    "kernel_size": Text("Window"),
    "stride": Text("Stride"),
    "back": Text("Way back"),
    "image": Text("image"),
    "upstream": Text("upstream gradient"),
    "padding": Text("Padding"),
    "ceil_mode": Text("Round the size up (ceil_mode)"),
    "count_include_pad": Text("The padding counts in the average"),
}
FIVE = {"image": "1 3 2 1 6 / 4 2 0 1 7 / 5 1 3 3 2 / 0 2 2 4 8 / 9 3 1 5 6"}
NEGATIVE = {"image": "-1 -3 -2 -5 / -4 -2 -6 -1 / -5 -1 -3 -3 / -7 -2 -2 -4", "padding": 1}
TIED = {"image": "0 0 3 3 / 0 0 1 3 / 2 0 0 5 / 2 1 5 0", "back": "gradient"}
FLAT = {"image": "4 4 1 1 / 4 4 1 1 / 0 0 3 3 / 0 0 3 3", "back": "nearest"}


@dataclass(frozen=True)
class Pooling(Experiment):
    image: Annotated[str, Cells()] = "1 3 2 1 / 4 2 0 1 / 5 1 3 3 / 0 2 2 4"
    method: Method = "max"
    kernel_size: Annotated[int, Between(1, LARGEST_WINDOW)] = 2
    stride: Annotated[int, Between(1, LARGEST_WINDOW)] = 2
    back: Back = "places"
    padding: Annotated[int, Between(0, LARGEST_WINDOW // 2)] = 0
    ceil_mode: bool = False
    count_include_pad: bool = True
    upstream: Annotated[str, Cells()] = "1 2 / 3 4"
    cell: Annotated[int, Between(1, MOST_FRAMES)] = 1
    yours: Annotated[str, Longest(600)] = ""

    order = 8
    title = Text("Pooling and unpooling")
    about = Text("Pool a map, go back by places, copies or nails and see what is lost; or send a gradient back.")
    labels = LABELS
    choices = CHOICES
    beside = ("method", "kernel_size", "stride", "back")
    cards = (
        "max-and-average-pooling",
        "pooling-at-the-border",
        "unpooling",
        "subsampling-and-upsampling",
        "why-pooling",
    )
    kinds = ("pooling-grid", "unpooling-grid", "which-unpooling", "max-pool-backward")

    def position(self) -> str:
        return "cell"

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        averaged, around = {"method": "avg", "back": "nearest"}, ("pooling-at-the-border",)
        both, winner = ("subsampling-and-upsampling",), ("why-pooling",)
        overlapping = {"kernel_size": 3, "stride": 1, "back": "gradient"}
        return (
            Preset(Text("The maximum, and back to its place"), {}, ("unpooling",)),
            Preset(Text("Bed of nails: every maximum in the corner"), {"back": "bed-of-nails"}, ("unpooling",)),
            Preset(Text("The average, and copies of it"), averaged, ("max-and-average-pooling",)),
            Preset(Text("Flat blocks come back whole"), FLAT, both),
            Preset(Text("Windows that overlap"), {"kernel_size": 3, "stride": 1}, ("max-and-average-pooling",)),
            Preset(Text("Padding never wins a maximum"), NEGATIVE, around),
            Preset(Text("A row and a column that no window reaches"), FIVE, around),
            Preset(Text("Rounded up, the windows hang over"), FIVE | {"ceil_mode": True}, around),
            Preset(Text("The gradient goes to the maximum"), {"back": "gradient"}, winner),
            Preset(Text("Of equal maxima the first gets the gradient"), TIED, winner),
            Preset(Text("Overlapping windows: gradients add up"), overlapping, winner),
            Preset(Text("An average deals the gradient out evenly"), {"method": "avg", "back": "gradient"}, winner),
        )

    def idle(self) -> frozenset[str]:
        counted = set() if self.method == "avg" and self.padding else {"count_include_pad"}
        return frozenset(counted | (set() if self.back == "gradient" else {"upstream"}))

    def check(self) -> None:
        refuse_wide_pooling(self.padding, self.kernel_size)
        if not self._pooled.count:
            text = Text(
                "kernel_size is {kernel_size}: the window must fit into the image, "
                "which is {size} with padding {padding}.",
                kernel_size=self.kernel_size,
                size=f"{len(self._image) + 2 * self.padding}×{len(self._image[0]) + 2 * self.padding}",
                padding=self.padding,
            )
            raise BadGivens("kernel_size", text)
        n, most = self._pooled.count, MOST_FRAMES
        if n > most:
            text = Text("That makes {n} windows; the lab steps through at most {most}.", n=n, most=most)
            raise BadGivens("stride" if self.stride == 1 else "image", text)
        grid_in("upstream", self.upstream, LARGEST_IMAGE)

    @cached_property
    def _image(self) -> Matrix:
        return grid_in("image", self.image, LARGEST_IMAGE)

    @cached_property
    def _pooled(self) -> Pooled:
        settings = self.method, self.kernel_size, self.stride, self.padding, self.ceil_mode, self.count_include_pad
        return Pooled(self._image, *settings)

    @property
    def _way(self) -> Way:
        """The way back of the values; an average has no place, so its values are repeated instead."""
        return "nearest" if self.back == "gradient" or (self.method, self.back) == ("avg", "places") else self.back

    @cached_property
    def _gradient(self) -> PoolGradient | None:
        """The view of what comes back from the loss, where that is wanted."""
        upstream = grid_in("upstream", self.upstream, LARGEST_IMAGE)
        return PoolGradient(self._pooled, upstream, self._around(), self.yours) if self.back == "gradient" else None

    @property
    def _kept(self) -> tuple[int, int]:
        """How many cells come back as they were, and how many there are."""
        cells = [cell for row in self._pooled.lost(self._way) for cell in row]
        return cells.count(0), len(cells)

    def prediction(self) -> Prediction | None:
        if self._gradient:
            return self._gradient.prediction()
        kept, count = self._kept
        others = [n for n in (self._pooled.count, count, 0, count // 2, kept + 1) if n != kept]
        choices = sorted({kept, *others[:3]})
        question = Text(
            "{method}, then {way}: how many of the {count} cells are as they were in :red[$f$]?",
            method=self._names[0],
            way=self._names[1],
            count=count,
        )
        because = Text("{n:cell comes|cells come} back as they were; {m} are lost.", n=kept, m=count - kept)
        return Prediction(question, tuple(Text("{n:cell|cells}", n=n) for n in choices), choices.index(kept), because)

    @property
    def _names(self) -> tuple[Text, Text]:
        pooling = Text("Max pooling") if self.method == "max" else Text("Average pooling")
        return pooling, CHOICES[self._way]

    def formula(self) -> tuple[str, ...]:
        return (*(self._gradient.formula() if self._gradient else ()), *self._pooling_formula())

    def _pooling_formula(self) -> tuple[str, ...]:
        s, by = "" if self.stride == 1 else f"{self.stride} ", f" - {self.padding}" if self.padding else ""
        operator = r"\max" if self.method == "max" else r"\frac{1}{A} \sum"
        window = rf"{operator}_{{m, n < {self.kernel_size}}} f[{s}i + m{by},\, {s}j + n{by}]"
        rows, columns = zip(self._pooled.sides, (len(self._pooled.tops), len(self._pooled.lefts)), strict=True)
        if rows == columns:
            return rf"h[i,\, j] = {window}", self._size_tex(r"H_\text{out} = W", *rows)
        return rf"h[i,\, j] = {window}", self._size_tex("H", *rows), self._size_tex("W", *columns)

    def _size_tex(self, letter: str, n: int, out: int) -> str:
        side, slack = "ceil" if self.ceil_mode else "floor", n + 2 * self.padding - self.kernel_size
        count = (-(-slack // self.stride) if self.ceil_mode else slack // self.stride) + 1
        padding = rf" + 2 \cdot {self.padding}" if self.padding else ""
        room = rf"\frac{{{n}{padding} - {self.kernel_size}}}{{{self.stride}}}"
        dropped = rf" \to {out}" if count != out else ""
        return rf"{letter}_\text{{out}} = \left\l{side}{room}\right\r{side} + 1 = {count}{dropped}"

    def look(self) -> tuple[Text, ...]:
        if self._gradient:
            return self._gradient.look()
        keeps = (
            Text("The maximum keeps the strongest value of each window; the others are forgotten.")
            if self.method == "max"
            else Text("The average keeps what a window adds up to, and forgets how it was spread.")
        )
        border = filter(None, [self._about_the_border()])
        return (*border, keeps, self._about_the_way(), self._what_is_lost(*self._kept))

    def _about_the_border(self) -> Text | None:
        if self.padding and self.method == "max":
            return Text("Padding counts as minus infinity, so it never wins, even among negative values.")
        if self.padding and self.count_include_pad:
            return Text("The zeros of the padding are in the average and pull the border towards 0.")
        if self._pooled.hangs_over:
            return Text("A window that hangs over the edge counts only the cells that it has.")
        rows, columns = self._pooled.unreached
        if rows or columns:
            return Text(
                "The division leaves a rest: {rows:row|rows} and {columns:column|columns} are under no window.",
                rows=rows,
                columns=columns,
            )
        return None

    def _about_the_way(self) -> Text:
        if self.method == "avg" and self.back == "places":
            return Text("An average stood at no place, so there is no max unpooling: here each value is repeated.")
        return {
            "places": Text("The recorded :blue[places] $g$ put each maximum back where it stood; the rest is 0."),
            "nearest": Text("Each value is repeated over its block: no holes, but steps."),
            "bed-of-nails": Text("Each value goes to the upper left of its block, wherever it stood before."),
        }[self._way]

    @staticmethod
    def _what_is_lost(kept: int, count: int) -> Text:
        if kept == count:
            return Text("Here all {count} cells come back: the map held nothing else.", count=count)
        return Text("{n} of {count} cells come back; the last grid says what the others lack.", n=kept, count=count)

    def figure(self) -> Board:
        if self._gradient:
            return self._gradient.board(self.padding, self.cell)
        pooled, way = self._pooled, self._way
        kept, count = self._kept
        grids = [
            BoardGrid("f", Text("image"), shown(self._image), (self.padding,) * 4, self._around()),
            BoardGrid("result", Text("pooled"), shown(pooled.result), grows=True),
        ]
        if way == "places":
            grids.append(BoardGrid("g", Text("places"), pooled.flat_places(), grows=True, sign="none"))
        frames = tuple(self._frame(index, len(grids)) for index in range(pooled.count))
        back, lost, since = shown(pooled.unpooled(way)), shown(pooled.lost(way)), pooled.settled(way)
        grids += [
            BoardGrid("result", self._names[1], back, grows=True, since=since, sign="→", fresh=True),
            BoardGrid("ink", Text("what is lost"), lost, grows=True, since=since, sign="none"),
        ]
        alt = Text(
            "{method} makes {small} of {large}; on the way back {kept} of {count} cells are as they were.",
            method=self._names[0],
            small=size(pooled.result),
            large=size(self._image),
            kept=kept,
            count=count,
        )
        start = min(self.cell, pooled.count) - 1
        return Board(alt, (*grids, *self._yours()), "→", Text("becomes"), frames, start)

    def _around(self) -> list[list[str]] | None:
        """The image with its padding: minus infinity for a maximum, nothing where it does not count."""
        if not self.padding:
            return None
        rows, columns = (range(-self.padding, side + self.padding) for side in self._pooled.sides)
        edge = "−∞" if self.method == "max" else "0" if self.count_include_pad else ""
        inside = range(len(self._image)), range(len(self._image[0]))
        return [
            [typeset(self._image[y][x]) if y in inside[0] and x in inside[1] else edge for x in columns] for y in rows
        ]

    def _frame(self, index: int, back: int) -> Frame:
        """A window, and what it writes on the way back, which is the grid of that number."""
        pooled = self._pooled
        i, j = divmod(index, len(pooled.lefts))
        values = [f"f{{{typeset(self._image[y][x])}}}" for y, x in pooled.cells(index)]
        value = typeset(pooled.result[i][j])
        line: Text | str = f"({' + '.join(values)}) / {pooled.divisor(index)} = r{{{value}}}"
        if self.method == "max":
            line = f"max({', '.join(values)}) = r{{{value}}}"
        if self._way == "places":
            line = Text("{work}, at place {place}", work=line, place=f"g{{{pooled.flat_places()[i][j]}}}")
        under = [(y, x, "", 0) for y, x in pooled.cells(index, self.padding)]
        written = [(y, x, "", back) for y, x in pooled.written(index, self._way)]
        where = Text("Row {row}, column {column}", row=i + 1, column=j + 1)
        words = Text("{where}: the window becomes {value}.", where=where, value=value)
        label = Text("cell {n} of {count}", n=index + 1, count=pooled.count)
        return Frame(f"{index + 1}", label, words, line, window=(*under, *written), cell=(i, j))

    def _yours(self) -> list[BoardGrid]:
        """The learner's own answer: a pooled map, a way back, or the name of one."""
        pooled, back = self._pooled, self._pooled.unpooled(self._way)
        ways: dict[str, Way] = {"max": "places", "nearest": "nearest", "bed-of-nails": "bed-of-nails"}
        named = pooled.unpooled(ways[self.yours]) if self.yours in ways else None
        try:
            grid = named or (Grid().read(self.yours) if self.yours else ())
        except Unread:
            return []
        if not grid:
            return []
        right = back if named or size(grid) == size(self._image) != size(pooled.result) else pooled.result
        marks = Grid().marks(grid, right, NEAR if self.method == "avg" else None)  # none where the sizes differ
        wrong = [[not right for right in row] for row in marks] if marks else None
        return [BoardGrid("result", Text("your answer"), shown(grid), wrong=wrong, fresh=True)]
