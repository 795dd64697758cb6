"""What is counted of a layer, and what does a learner's number stand for among the ways to build it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

from engine.answers import Decimal, Ledger, Table
from engine.lab.bars import brief, three_digits
from engine.lab.layer_costs import Work, macs, params, weights
from engine.numeric.exact import Exact
from engine.reading import Unread
from engine.text import Text

Count = Literal["macs", "flops", "weights", "params", "saving"]
Ways = Mapping[str, tuple[Work, ...]]
LARGEST = 10**15  # a number beyond it is not drawn
TITLES: dict[Count, Text] = {
    "macs": Text("MACs, and weights alike"),
    "flops": Text("FLOPs: two for each MAC"),
    "weights": Text("weights, and MACs alike"),
    "params": Text("parameters, with biases"),
    "saving": Text("times fewer MACs"),
}


def cost(count: Count, way: tuple[Work, ...]) -> int:
    """What a way costs; a saving is one of MACs."""
    if count == "weights":
        return weights(way)
    return params(way) if count == "params" else macs(way) * (2 if count == "flops" else 1)


def said(count: Count, way: tuple[Work, ...], ways: Ways) -> str:
    """The number beside its bar."""
    whole = cost(count, ways["standard"])
    return f"{three_digits(whole / cost(count, way))}×" if count == "saving" else brief(cost(count, way))


@dataclass(frozen=True)
class Answered:
    """A learner's number for one of the ways; or those for the standard layer and for both steps of another way.

    `parts` are the numbers by way, in the order of its steps.
    """

    count: Count
    ways: Ways
    names: Mapping[str, Text]
    parts: Mapping[str, tuple[Exact, ...]]

    @property
    def asked(self) -> str:
        """The way whose cost was asked for."""
        return list(self.parts)[-1]

    def shares(self, way: str) -> list[float]:
        """The learner's numbers for a way in percent of the standard layer."""
        if self.count == "saving":
            return [100 / float(self.parts[way][0])]
        return [100 * float(part) / cost(self.count, self.ways["standard"]) for part in self.parts[way]]

    def brief(self, way: str) -> str:
        total = sum(self.parts[way])
        if self.count == "saving":
            return f"{three_digits(float(total))}×"
        return brief(total) if isinstance(total, int) else three_digits(float(total))

    @property
    def is_right(self) -> bool:
        if len(self.parts) > 1:
            return [*self.parts.values()] == self._right_parts
        return self._is(self._right)

    @cached_property
    def same_as(self) -> str:
        """Another way that takes just what was answered, if there is one."""
        if len(self.parts) > 1 or self.is_right:
            return ""
        others = (name for name in self.ways if name != self.asked)
        return next((name for name in others if self._is(self._number(self.ways[name]))), "")

    def words(self) -> tuple[Text, ...]:
        """The answer beside the right one, and what it stands for where that is known."""
        return tuple(filter(None, (self._beside(), self._meaning())))

    def _beside(self) -> Text:
        if len(self.parts) > 1:
            standard, summed = map(_sum, self.parts.values())
            right, steps = map(_sum, self._right_parts)
            return Text(
                "Your {count}: {standard} for standard and {summed} for {layer}; right: {right} and {steps}.",
                count=self.names[self.count],
                standard=standard,
                summed=summed,
                layer=self.names[self.asked],
                right=right,
                steps=steps,
            )
        (number,), way = self.parts[self.asked], self.ways[self.asked]
        yours = _spelled(number)
        if self.count == "params":
            return Text(
                "Your answer: {yours}; right: {right}, of which {n:bias|biases}.",
                yours=yours,
                right=f"{params(way):,}",
                n=params(way) - weights(way),
            )
        return Text("Your answer: {yours}; right: {right}.", yours=yours, right=_spelled(self._right))

    @property
    def _right_parts(self) -> list[tuple[Exact, ...]]:
        return [tuple(cost(self.count, (step,)) for step in self.ways[way]) for way in self.parts]

    def _meaning(self) -> Text | None:
        if len(self.parts) > 1:
            return next(self._slips_of_steps(), None)
        if self.is_right:
            return None
        found = self._savings() if self.count == "saving" else self._slips()
        known = next((words for number, words in found if self._is(number)), None)
        if known or not self.same_as:
            return known
        return Text("That is what the {layer} layer takes: its bar is marked.", layer=self.names[self.same_as])

    @property
    def _right(self) -> Exact:
        return self._number(self.ways[self.asked])

    def _number(self, way: tuple[Work, ...]) -> Exact:
        whole, part = cost(self.count, self.ways["standard"]), cost(self.count, way)
        return Fraction(whole, part) if self.count == "saving" else part

    def _is(self, number: Exact) -> bool:
        """Whether that was answered; a quotient may be rounded as the right one is."""
        usual = Decimal().tolerance(self._right, (), lambda usual: usual) if self.count == "saving" else None
        return Decimal().same(self.parts[self.asked][0], number, usual)

    def _savings(self) -> Iterator[tuple[Exact, Text]]:
        depthwise, pointwise = self.ways["separable"]
        size, outs = depthwise.kernel[0], pointwise.out_channels
        yield self._number((depthwise,)), Text("That leaves out the pointwise step.")
        yield self._number((pointwise,)), Text("That leaves out the depthwise step.")
        yield 1 / Fraction(self._right), Text("That is the share that is left, not how many times fewer.")
        yield (
            Fraction(outs * size, outs + size),
            Text("That takes a kernel of {k} cells; it has {cells}.", k=size, cells=size**2),
        )
        yield Fraction(size, 2), Text("That is what a column and a row save, where the channels stay.")

    def _slips(self) -> Iterator[tuple[Exact, Text]]:
        way = self.ways[self.asked]
        if self.count == "params":
            yield weights(way), Text("That is the weights alone, without the biases.")
        if self.count == "weights":
            yield params(way), Text("That counts a bias for each filter; there is none.")
        if self.count == "macs":
            yield 2 * macs(way), Text("That counts a multiplication and an addition apart: FLOPs, not MACs.")
        if self.count == "flops":
            yield macs(way), Text("That is the MACs; each is two FLOPs.")
        yield from self._slips_of_one(way[0]) if len(way) == 1 else self._slips_of_a_bottleneck(way)

    def _slips_of_one(self, layer: Work) -> Iterator[tuple[Exact, Text]]:
        groups, outs, whole = layer.groups, layer.out_channels, cost(self.count, (layer,))
        seen = layer.in_channels // groups
        narrow = replace(layer, in_channels=groups)
        yield cost(self.count, (narrow,)), Text("That is for filters that see one channel each; they see {n}.", n=seen)
        yield Fraction(whole, outs), Text("That is one filter of {n}.", n=outs)
        yield Fraction(whole, groups), Text("That is one group of {n}.", n=groups)
        if self.count == "params":
            each = weights((layer,)) + seen * outs
            yield each, Text("That counts a bias for each channel that a filter reads; a filter has one.")
        if self.count in ("macs", "flops"):
            yield Fraction(whole, layer.side**2), Text("That is one place of the map; it has {n}.", n=layer.side**2)
            yield Fraction(whole, layer.side), Text("That is one row of the map; it has {n}.", n=layer.side)
            point = cost(self.count, (replace(narrow, kernel=(1, 1)),))
            yield point, Text("That takes each window for one operation; it has {n} cells.", n=layer.weights // outs)

    def _slips_of_a_bottleneck(self, way: tuple[Work, ...]) -> Iterator[tuple[Exact, Text]]:
        first, middle, last = way
        ins = first.in_channels
        unchained = first, replace(middle, in_channels=ins), replace(last, in_channels=ins)
        large = tuple(replace(layer, kernel=middle.kernel) for layer in way)
        if self.count == "params":
            yield weights(way) + len(way), Text("That counts one bias a layer; there is one for each filter.")
        yield cost(self.count, (middle,)), Text("That is the middle one of the three layers.")
        yield cost(self.count, (first, middle)), Text("That is the first two of the three layers.")
        yield (
            cost(self.count, unchained),
            Text("Every layer in it reads the channels in, not what the one before wrote."),
        )
        yield cost(self.count, large), Text("All three layers in it have the large kernel.")

    def _slips_of_steps(self) -> Iterator[Text]:
        (standard,), (first, second) = self.ways["standard"], self.ways[self.asked]
        side, ins, outs = standard.side, standard.in_channels, standard.out_channels
        cells: list[Exact] = [part for parts in self.parts.values() for part in parts]
        right: list[Exact] = [part for parts in self._right_parts for part in parts]
        if self.count == "macs" and [cell * side for cell in cells] == right:
            yield Text("Those are the MACs of one row of the map; it has {n}.", n=side)
        narrow = Text("Your standard filters see one channel; they see all {n}.", n=ins)
        slips = [(0, replace(standard, in_channels=1), narrow)]
        if self.asked == "separable":
            slips += [
                (
                    1,
                    replace(first, groups=1),
                    Text("Your depthwise filters see every channel; each should see its own only."),
                ),
                (
                    1,
                    replace(first, out_channels=outs, groups=1, in_channels=1),
                    Text("You have a depthwise filter for each channel out; there is one for each channel in."),
                ),
                (
                    2,
                    replace(second, in_channels=1),
                    Text("Your pointwise filters see one map; they see all {n}.", n=ins),
                ),
            ]
        else:
            slips += [
                (1, standard, Text("Your column is as wide as the square kernel.")),
                (
                    1,
                    replace(first, out_channels=ins),
                    Text("Your column keeps the channels; it should write the channels out."),
                ),
                (
                    2,
                    replace(second, in_channels=ins),
                    Text("Your row reads the channels in; it should read what the column wrote."),
                ),
            ]
        for at, layer, words in slips:
            if cells[at] == cost(self.count, (layer,)) != right[at]:
                yield words


def table_in(reply: str) -> tuple[tuple[Exact, ...], ...] | None:
    """The number, or the numbers of three layers, that were answered; None where that cannot be drawn."""
    try:
        table: Table = ((Decimal().read(reply),),)
    except Unread:
        try:
            table = Ledger().read(reply)
        except Unread:
            return None
    exact = tuple(tuple(cell for cell in row if isinstance(cell, int | Fraction)) for row in table)
    sizes = {len(row) for row in (*exact, *table)}
    if sizes not in ({1}, {2}) or (len(exact), *sizes) not in ((1, 1), (3, 1), (3, 2)):
        return None
    return exact if all(0 <= cell <= LARGEST for row in exact for cell in row) else None


def _spelled(number: Exact) -> str:
    return f"{number:,}" if isinstance(number, int) else three_digits(float(number))


def _sum(parts: tuple[Exact, ...]) -> str:
    return " + ".join(map(_spelled, parts))
