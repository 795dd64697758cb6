"""Which kernels do the variants of one layer have, and what do they cost, side by side?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from engine.answers import Row
from engine.lab.experiment import Prediction
from engine.lab.figure import Board, BoardGrid, Frame
from engine.numeric.channels import places_seen, shuffle
from engine.numeric.costs import conv_macs
from engine.numeric.counts import conv_param_count
from engine.reading import Unread
from engine.text import Text

NAMES = {
    "standard": Text("standard"),
    "pointwise": Text("pointwise"),
    "depthwise": Text("depthwise"),
    "grouped": Text("grouped"),
    "shuffled": Text("shuffled"),
}
Sees = tuple[tuple[bool, ...], ...]


@dataclass(frozen=True)
class Variant:
    """A layer at stride 1 that keeps the size; for each of its filters, whether it has a kernel for each channel."""

    name: Text
    kernel_size: int
    groups: int
    sees: Sees

    @property
    def _channels(self) -> tuple[int, int]:
        return len(self.sees[0]), len(self.sees)

    @property
    def params(self) -> int:
        return conv_param_count(*self._channels, (self.kernel_size,) * 2, self.groups)

    def macs(self, size: int) -> int:
        """Multiply-accumulates on a map as high and wide as this."""
        return conv_macs(*self._channels, (self.kernel_size,) * 2, (size, size), self.groups)

    def cells(self) -> list[list[str]]:
        """A row for each filter, a column for each input channel: the weights of the kernel there."""
        return [[str(self.kernel_size**2) if sees else "" for sees in row] for row in self.sees]


def variants(in_channels: int, out_channels: int, kernel_size: int, groups: int) -> dict[str, Variant]:
    """The five of them by name; the depthwise layer puts out as many channels as it takes in."""
    everything = ((True,) * in_channels,) * out_channels
    own = tuple(tuple(out == channel for channel in range(in_channels)) for out in range(in_channels))
    made = {
        "standard": (kernel_size, 1, everything),
        "pointwise": (1, 1, everything),
        "depthwise": (kernel_size, in_channels, own),
        "grouped": (kernel_size, groups, grouped(out_channels, tuple(range(in_channels)), groups)),
        "shuffled": (kernel_size, groups, grouped(out_channels, shuffle(in_channels, groups), groups)),
    }
    return {name: Variant(NAMES[name], *layer) for name, layer in made.items()}


def grouped(out_channels: int, order: tuple[int, ...], groups: int) -> Sees:
    """Which channels each filter of a grouped layer sees after they were put in this order."""
    channels = range(len(order))
    seen = [
        {order[at] for at in places_seen(filter, len(order), out_channels, groups)} for filter in range(out_channels)
    ]
    return tuple(tuple(channel in those for channel in channels) for those in seen)


@dataclass(frozen=True)
class SideBySide:
    """The five variants of one layer on a map as high and wide as `size`; `yours` is a learner's shuffle."""

    in_channels: int
    out_channels: int
    kernel_size: int
    groups: int
    size: int
    yours: str

    @cached_property
    def layers(self) -> dict[str, Variant]:
        return variants(self.in_channels, self.out_channels, self.kernel_size, self.groups)

    def prediction(self) -> Prediction | None:
        asked = ("standard", "pointwise", "depthwise", "grouped")
        macs = [self.layers[name].macs(self.size) for name in asked]
        least = min(macs)
        if macs.count(least) > 1:
            return None
        question = Text(
            "From {n:channel|channels} to {m}: which layer takes the fewest multiply-accumulates?",
            n=self.in_channels,
            m=self.out_channels,
        )
        right = macs.index(least)
        because = Text("The {name} layer takes {n}.", name=NAMES[asked[right]], n=f"{least:,}")
        return Prediction(question, tuple(NAMES[name] for name in asked), right, because)

    def formula(self) -> tuple[str, ...]:
        ins, outs, k, s, g = self.in_channels, self.out_channels, self.kernel_size, self.size, self.groups
        macs = {name: f"{layer.macs(s):,}".replace(",", "{,}") for name, layer in self.layers.items()}
        return (
            rf"\frac{{K^2\, C_\text{{in}}\, C_\text{{out}}}}{{G}}\, H W"
            rf" = \frac{{{k}^2 \cdot {ins} \cdot {outs}}}{{{g}}} \cdot {s}^2 = {macs['grouped']}",
            rf"G = C_\text{{in}}:\; {k}^2 \cdot {ins} \cdot {s}^2 = {macs['depthwise']}",
            rf"K = 1:\; {ins} \cdot {outs} \cdot {s}^2 = {macs['pointwise']}",
        )

    def look(self) -> tuple[Text, ...]:
        names = ("standard", "pointwise", "depthwise")
        standard, pointwise, depthwise = (self.layers[name].macs(self.size) for name in names)
        times = f"{standard / (depthwise + pointwise):.3g}"
        return (
            Text("A row is a filter, a column an input channel; a cell is a kernel with its number of weights."),
            Text("Depthwise and pointwise after each other take {n} times fewer than the standard layer.", n=times)
            if standard > depthwise + pointwise
            else Text("Here depthwise and pointwise after each other save nothing over the standard layer."),
            Text("The shuffle costs nothing: the grouped layer then reads channels from several groups."),
        )

    def board(self, cell: int) -> Board:
        grids = [BoardGrid("g", layer.name, layer.cells(), notes=self._costs(layer)) for layer in self.layers.values()]
        alt = Text(
            "From {n:channel|channels} to {m}, the standard layer takes {all} multiply-accumulates, the depthwise "
            "layer {own}.",
            n=self.in_channels,
            m=self.out_channels,
            all=f"{self.layers['standard'].macs(self.size):,}",
            own=f"{self.layers['depthwise'].macs(self.size):,}",
        )
        frames = tuple(map(self._frame, range(self.out_channels)))
        start = min(cell, self.out_channels) - 1
        return Board(alt, (*grids, *self._your_order()), "", "", frames, start, "tiny")

    def _costs(self, layer: Variant) -> tuple[Text, ...]:
        macs = f"{layer.macs(self.size):,}"
        return Text("{n} parameters", n=f"{layer.params:,}"), Text("{n} MACs", n=macs)

    def _frame(self, filter: int) -> Frame:
        rows = {name: layer.sees[filter] for name, layer in self.layers.items() if filter < len(layer.sees)}
        places = {name: at for at, name in enumerate(self.layers)}
        window = tuple(
            (filter, c, "", places[name]) for name, row in rows.items() for c, sees in enumerate(row) if sees
        )
        line = Text(
            "Output channel {o}: the standard layer reads {all:channel|channels}, the grouped one channels {list}, "
            "after the shuffle {mixed}.",
            o=filter + 1,
            all=self.in_channels,
            list=_numbered(rows["grouped"]),
            mixed=_numbered(rows["shuffled"]),
        )
        return Frame(f"{filter + 1}", Text("output channel {n}", n=filter + 1), line, line, window=window)

    def _your_order(self) -> list[BoardGrid]:
        """The grouped layer after the learner's own shuffle, where that is an order of the channels."""
        try:
            order = tuple(int(number) for number in Row().read(self.yours)) if self.yours else ()
        except Unread:
            return []
        if sorted(order) != list(range(self.in_channels)):
            return []
        sees = grouped(self.out_channels, order, self.groups)
        yours = Variant(Text("your answer"), self.kernel_size, self.groups, sees)
        return [BoardGrid("g", yours.name, yours.cells())]


def _numbered(row: tuple[bool, ...]) -> str:
    return ", ".join(str(c + 1) for c, sees in enumerate(row) if sees)
