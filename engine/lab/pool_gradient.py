"""Where does the gradient go that comes back through a pooling? The view of the pooling experiment for it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from engine.lab.experiment import Prediction
from engine.lab.figure import Board, BoardGrid, Frame, Window
from engine.lab.grids import answered, fitted, shown, size
from engine.lab.pooled import Pooled
from engine.numeric.exact import simplest
from engine.numeric.grids import Matrix, Number
from engine.numeric.upsampling import Place, gathered
from engine.text import Text, typeset


@dataclass(frozen=True)
class PoolGradient:
    """A pooling and the gradient `typed` for its outputs, which is cut or repeated to their size.

    `around` is the image with its padding, as it is drawn.
    """

    pooled: Pooled
    typed: Matrix
    around: list[list[str]] | None
    yours: str

    @cached_property
    def upstream(self) -> Matrix:
        """A number for each window."""
        return fitted(self.typed, len(self.pooled.tops), len(self.pooled.lefts))

    def shares(self, index: int) -> list[tuple[Place, Number]]:
        """Which cells of the image get something from a window, and how much."""
        i, j = divmod(index, len(self.pooled.lefts))
        above = self.upstream[i][j]
        if self.pooled.method == "max":
            return [(self.pooled.places[i, j], above)]
        part = simplest(Fraction(above) / self.pooled.divisor(index))
        return [(place, part) for place in self.pooled.cells(index)]

    @cached_property
    def _given(self) -> list[tuple[int, Place, Number]]:
        """Every share, with the window that gives it."""
        return [(index, place, share) for index in range(self.pooled.count) for place, share in self.shares(index)]

    @cached_property
    def result(self) -> Matrix:
        """The gradient of the image, exactly."""
        return self._after(self.pooled.count)

    def _after(self, count: int) -> Matrix:
        """What the first `count` windows have given."""
        return gathered([(place, share) for index, place, share in self._given if index < count], *self.pooled.sides)

    @property
    def _reached(self) -> int:
        """How many cells get something from a window."""
        return len({place for _, place, _ in self._given})

    def prediction(self) -> Prediction:
        cells, windows, n = self.pooled.sides[0] * self.pooled.sides[1], self.pooled.count, self._reached
        others = [m for m in dict.fromkeys((windows, cells, self.pooled.kernel_size**2, n + 1)) if n != m <= cells]
        choices = sorted([n, *others[:3]])
        question = Text(
            "{windows:window|windows} of {k}×{k} on {cells:cell|cells}: how many cells get a part of the gradient?",
            windows=windows,
            k=self.pooled.kernel_size,
            cells=cells,
        )
        because = Text("Every cell under a window gets its part: {n} of {cells}.", n=n, cells=cells)
        if self.pooled.method == "max":
            because = Text(
                "Only the maximum of each window gets it: {windows:window|windows}, {n:cell|cells}.",
                windows=windows,
                n=n,
            )
        return Prediction(question, tuple(Text("{n:cell|cells}", n=m) for m in choices), choices.index(n), because)

    def formula(self) -> tuple[str, ...]:
        above, cell = r"\frac{\partial L}{\partial h[i,\, j]}", r"\frac{\partial L}{\partial f[p,\, q]}"
        if self.pooled.method == "max":
            return (rf"{cell} = \sum_{{(i, j)\, :\, \text{{argmax}} = (p, q)}} {above}",)
        return (rf"{cell} = \sum_{{(i, j)\, :\, (p, q) \in \text{{window}}}} \frac{{1}}{{A}}\, {above}",)

    def look(self) -> tuple[Text, ...]:
        if self.pooled.method == "max":
            route = Text("The cell that won its window gets the whole :blue[upstream gradient]; the others get 0.")
        else:
            route = Text("Each window deals its :blue[upstream gradient] out evenly to the cells that it averaged.")
        return (route, *filter(None, [self._about_ties(), self._about_overlaps(), self._about_the_upstream()]))

    def _about_ties(self) -> Text | None:
        tied = [self._values(index) for index in range(self.pooled.count)]
        if self.pooled.method == "max" and any(values.count(max(values)) > 1 for values in tied):
            return Text("Where the maximum stands twice, the first in reading order gets it all, as in PyTorch.")
        return None

    def _values(self, index: int) -> list[Number]:
        return [self.pooled.image[y][x] for y, x in self.pooled.cells(index)]

    def _about_overlaps(self) -> Text:
        if len(self._given) > self._reached:
            return Text("The windows overlap: what several of them give to one cell adds up.")
        return Text("Here no cell gets something from two windows, so nothing adds up.")

    def _about_the_upstream(self) -> Text | None:
        if self.typed == self.upstream:
            return None
        return Text(
            "The upstream gradient was cut or repeated to the size of the output, {size}.", size=size(self.upstream)
        )

    def board(self, padding: int, cell: int) -> Board:
        pooled = self.pooled
        grids = (
            BoardGrid("f", Text("image"), shown(pooled.image), (padding,) * 4, self.around),
            BoardGrid("ink", Text("pooled"), shown(pooled.result), sign="→"),
            BoardGrid("g", Text("upstream gradient"), shown(self.upstream), sign="none", fresh=True),
            BoardGrid("result", Text("input gradient"), shown(self.result), sign="→", key="gradient"),
        )
        alt = Text(
            "An upstream gradient of {upstream} goes back to {n} of the {count} cells of the image.",
            upstream=size(self.upstream),
            n=self._reached,
            count=pooled.sides[0] * pooled.sides[1],
        )
        frames = tuple(self._frame(index, padding) for index in range(pooled.count))
        return Board(
            alt, (*grids, *answered(self.yours, self.result)), "→", Text("becomes"), frames, min(cell, pooled.count) - 1
        )

    def _frame(self, index: int, padding: int) -> Frame:
        """A window, and which cells of the gradient get its part."""
        i, j = divmod(index, len(self.pooled.lefts))
        (row, column), share = self.shares(index)[0]
        at = {"n": index + 1, "count": self.pooled.count}
        window: Window = (
            *((y, x, "", 0) for y, x in self.pooled.cells(index, padding)),
            (i, j, "", 1),
            (i, j, "", 2),
            *((y, x, "", 3) for (y, x), _ in self.shares(index)),
        )
        if self.pooled.method == "max":
            place = {"row": row + 1, "column": column + 1}
            line = Text("row {row}, column {column} gets {sum}", sum=self._sum(index), **place)
            words = Text(
                "Window {n} of {count}: {value} goes to row {row}, column {column}.",
                value=typeset(share),
                **at,
                **place,
            )
        else:
            work = f"g{{{typeset(self.upstream[i][j])}}} / {self.pooled.divisor(index)} = r{{{typeset(share)}}}"
            cells = len(self.shares(index))
            line = Text("to each of {n:cell|cells}: {work}", n=cells, work=work)
            words = Text(
                "Window {n} of {count}: {value} goes to each of {m:cell|cells}.", value=typeset(share), m=cells, **at
            )
        label, moves = Text("window {n} of {count}", **at), {"gradient": {"cells": shown(self._after(index + 1))}}
        return Frame(f"{index + 1}", label, words, line, moves, window, (i, j))

    def _sum(self, index: int) -> str:
        """What the winner of a window has got up to now."""
        place = self.shares(index)[0][0]
        got = [share for given, other, share in self._given if other == place and given <= index]
        terms = " + ".join(f"g{{{typeset(share)}}}" for share in got)
        return f"{terms} = r{{{typeset(simplest(sum(got)))}}}" if len(got) > 1 else terms
