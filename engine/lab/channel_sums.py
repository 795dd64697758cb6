"""How does one filter of a layer add up the channels of a small image, on a board?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from engine import boards
from engine.answers import Grid, Stack
from engine.lab.experiment import Prediction
from engine.lab.figure import Board, BoardGrid, Frame
from engine.lab.grids import shown, size
from engine.numeric.channels import places_seen, shuffle
from engine.numeric.counts import conv_param_count
from engine.numeric.exact import magnitude
from engine.numeric.grids import Matrix, Number, cross_correlate, cross_correlate_channels, starts, taps
from engine.reading import Unread
from engine.text import Text, typeset

Layer = Literal["standard", "depthwise", "grouped", "shuffled"]
COLOURS = (Text("red"), Text("green"), Text("blue"))


@dataclass(frozen=True)
class ChannelSums:
    """A layer on an image, with a kernel of each filter for each channel, and the filter that is looked at.

    A depthwise layer takes the kernels of that filter and no bias; a grouped one leaves out those of other groups.
    """

    layer: Layer
    image: tuple[Matrix, ...]
    filters: tuple[tuple[Matrix, ...], ...]
    biases: tuple[Number, ...]
    filter: int
    groups: int
    stride: int
    padding: int
    yours: str

    @cached_property
    def places(self) -> tuple[range, range]:
        """Where the windows begin along the rows and along the columns."""
        image, kernel = self.image[0], self.filters[0][0]
        rows = starts(len(image), len(kernel), self.stride, self.padding)
        return rows, starts(len(image[0]), len(kernel[0]), self.stride, self.padding)

    def _seen(self, filter: int) -> tuple[int, ...]:
        """The channels that a filter sums over."""
        channels = len(self.image)
        order = shuffle(channels, self.groups) if self.layer == "shuffled" else range(channels)
        return tuple(sorted(order[at] for at in places_seen(filter, channels, len(self.filters), self.groups)))

    @cached_property
    def maps(self) -> dict[int, Matrix]:
        """The map of each channel that the chosen filter sees, exactly."""
        kernels = self.filters[self.filter]
        seen = self._seen(self.filter)
        return {c: cross_correlate(self.image[c], kernels[c], self.stride, self.padding) for c in seen}

    @cached_property
    def outputs(self) -> tuple[Matrix, ...]:
        """The channels that come out, exactly."""
        if self.layer == "depthwise":
            return tuple(self.maps.values())
        return tuple(map(self._output, range(len(self.filters))))

    def _output(self, filter: int) -> Matrix:
        seen, kernels = self._seen(filter), self.filters[filter]
        image, weights = [self.image[c] for c in seen], [kernels[c] for c in seen]
        return cross_correlate_channels(image, weights, self.biases[filter], self.stride, self.padding)

    def prediction(self) -> Prediction | None:
        ins, outs, right = len(self.image), len(self.filters), len(self.outputs)
        counts = sorted({1, ins, outs, ins * outs})
        if len(counts) < 2:
            return None
        depthwise = self.layer == "depthwise"
        question = (
            Text("{n:channel|channels} under a depthwise layer: how many channels come out?", n=ins)
            if depthwise
            else Text("{n:channel|channels} and {m:filter|filters}: how many channels come out?", n=ins, m=outs)
        )
        because = (
            Text("{n:channel comes|channels come} out: without the sum each channel keeps its own map.", n=right)
            if depthwise
            else Text("{n:channel comes|channels come} out: each filter adds its maps up to one.", n=right)
        )
        return Prediction(
            question, tuple(Text("{n:channel|channels}", n=n) for n in counts), counts.index(right), because
        )

    def formula(self) -> tuple[str, ...]:
        ins, outs, number = len(self.image), len(self.filters), self.filter + 1
        s, by = f"{self.stride} " if self.stride > 1 else "", f" - {self.padding}" if self.padding else ""
        products = rf"\sum_{{m, n}} f_c[{s}i + m{by},\, {s}j + n{by}]\; g"
        kernel = self.filters[0][0]
        cells = rf"{len(kernel)} \cdot {len(kernel[0])}"
        sides = len(kernel), len(kernel[0])
        if self.layer == "depthwise":
            weights = conv_param_count(ins, ins, sides, ins, bias=False)
            return rf"h_c[i,\, j] = {products}_c[m,\, n]", rf"C_\text{{in}} K_H K_W = {ins} \cdot {cells} = {weights}"
        params = conv_param_count(ins, outs, sides, self.groups)
        among = ",".join(str(c + 1) for c in self._seen(self.filter))
        return (
            rf"h_{number}[i,\, j] = b_{number} + \sum_{{c \in \{{{among}\}}}} {products}_{{{number} c}}[m,\, n]",
            rf"C_\text{{out}} \frac{{C_\text{{in}}}}{{G}} K_H K_W + C_\text{{out}}"
            rf" = {outs} \cdot {ins // self.groups} \cdot {cells} + {outs} = {params}",
        )

    def look(self) -> tuple[Text, ...]:
        ins, outs = len(self.image), len(self.filters)
        each = Text("Each channel of :red[$f$] lies under a kernel of its own, which gives one map for each channel.")
        if self.layer == "depthwise":
            apart = Text("The maps are not added up: {n} go in, {n} come out, and no channel meets another.", n=ins)
            return each, apart
        sums = Text("The maps and one bias are added up to :green[one output channel].")
        if self.groups > 1:
            named = ", ".join(str(c + 1) for c in self._seen(self.filter))
            sees = Text(
                "Filter {k} sees channels {list} only; for the others it has no kernel.", k=self.filter + 1, list=named
            )
            mixed = Text("After the shuffle the groups read {list}.", list=self._order_words())
            return each, sums, (mixed if self.layer == "shuffled" else sees)
        if len(self.filters[0][0]) == len(self.filters[0][0][0]) == 1:
            return sums, Text("A 1×1 kernel has no neighbours: it mixes the channels of one pixel.")
        kernels = Text(
            "{n:filter makes|filters make} {n} of them, with {n} × {m} = {k} kernels.", n=outs, m=ins, k=ins * outs
        )
        return each, sums, kernels

    def _order_words(self) -> str:
        order, width = shuffle(len(self.image), self.groups), len(self.image) // self.groups
        parts = (order[at : at + width] for at in range(0, len(order), width))
        return " | ".join(", ".join(str(c + 1) for c in part) for part in parts)

    def board(self, cell: int) -> Board:
        kernels, seen, sides = self.filters[self.filter], self.maps, (self.padding,) * 4
        grids: list[BoardGrid] = []
        places: dict[int, int] = {}
        for c, channel in enumerate(self.image):
            places[c] = len(grids)
            name = COLOURS[c] if len(self.image) == len(COLOURS) else Text("channel {n}", n=c + 1)
            grids.append(BoardGrid("f", name, shown(channel), sides, sign="none", fresh=c > 0))
            if c in seen:
                out = Text("output channel {n}", n=c + 1) if self.layer == "depthwise" else Text("map")
                grids.append(BoardGrid("g", Text("kernel"), shown(kernels[c]), sign="⋆"))
                grids.append(BoardGrid("result", out, shown(seen[c]), grows=True, sign="="))
        if self.layer != "depthwise":
            grids += self._sums()
        alt = Text(
            "Filter {k} multiplies {n:channel|channels} by a kernel each; what comes out begins with {first}.",
            k=self.filter + 1,
            n=len(seen),
            first=self.outputs[0 if self.layer == "depthwise" else self.filter][0][0],
        )
        spoken = Text("cross-correlated with")
        count = len(self.places[0]) * len(self.places[1])
        frames = tuple(self._frame(index, places) for index in range(count))
        return Board(alt, (*grids, *self._yours()), "⋆", spoken, frames, min(cell, count) - 1, "small")

    def _sums(self) -> list[BoardGrid]:
        """The output of the chosen filter, then those of the others."""
        order = sorted(range(len(self.filters)), key=lambda o: o != self.filter)
        return [
            BoardGrid(
                "result",
                Text("output channel {n}", n=o + 1),
                shown(self.outputs[o]),
                grows=at == 0,
                sign="Σ" if at == 0 else "",
                fresh=at == 0,
                notes=(Text("bias {b}", b=self.biases[o]),),
            )
            for at, o in enumerate(order)
        ]

    def _frame(self, index: int, places: dict[int, int]) -> Frame:
        rows, columns = self.places
        row, column = divmod(index, len(columns))
        kernels = self.filters[self.filter]
        corner = rows[row], columns[column]
        works = {c: boards.products_work(taps(self.image[c], kernels[c], *corner)) for c in self.maps}
        window = tuple((y, x, by, places[c]) for c, work in works.items() for y, x, by, *_ in work.window)
        parts = [work.expression.rpartition(" = ") for work in works.values()]
        where = Text("Row {row}, column {column}", row=row + 1, column=column + 1)
        if self.layer == "depthwise":
            values = ", ".join(value for *_, value in parts)
            words = Text("{where}: the channels give {values}.", where=where, values=values)
            line = ";  ".join(f"{terms} = r{{{value}}}" for terms, _, value in parts)
        else:
            total = typeset(self.outputs[self.filter][row][column])
            words = Text("{where}: the channels and the bias add up to {value}.", where=where, value=total)
            line = self._sum(parts, total)
        label = Text("cell {n} of {count}", n=index + 1, count=len(rows) * len(columns))
        return Frame(f"{index + 1}", label, words, line, window=window, cell=(row, column))

    def _sum(self, parts: list[tuple[str, str, str]], total: str) -> str:
        """The products of each channel, then what they add up to with the bias."""
        number = self.biases[self.filter]
        bias = f" {'−' if number < 0 else '+'} {typeset(magnitude(number))}" if number else ""
        if len(parts) == 1 or all("+" not in terms for terms, *_ in parts):
            return " + ".join(terms for terms, *_ in parts) + f"{bias} = r{{{total}}}"
        terms = " + ".join(f"({terms})" for terms, *_ in parts)
        sums = " + ".join(f"r{{{value}}}" for *_, value in parts)
        return f"{terms}{bias} = {sums}{bias} = r{{{total}}}"

    def _yours(self) -> list[BoardGrid]:
        """The learner's own answer beside the channels that come out, with the cells to look at again."""
        try:
            yours = Stack().read(self.yours) if self.yours else ()
        except Unread:
            return []
        outputs = self.outputs if self.layer == "depthwise" else (self.outputs[self.filter],)
        if len(yours) == 1 and size(outputs[0]) == "1×1":  # one pixel: a row of its channels
            outputs = ((tuple(grid[0][0] for grid in self.outputs),),)
        grids = []
        for at, (mine, right) in enumerate(zip(yours, outputs, strict=False)):
            marks = Grid().marks(mine, right, None)  # none where the sizes differ
            wrong = [[not right for right in row] for row in marks] if marks else None
            grids.append(BoardGrid("result", Text("your answer"), shown(mine), wrong=wrong, fresh=at == 0))
        return grids
