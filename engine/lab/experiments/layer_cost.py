"""What does a layer cost in weights, multiply-accumulates and memory, and where does a network pay?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from math import lcm
from typing import Annotated, Any, Literal

from engine.givens import BadGivens
from engine.lab.bars import box, brief_bytes, outline, paid_line, percent, tex, three_digits
from engine.lab.counted import TITLES, Answered, Count, cost, said, table_in
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import MOST_FRAMES, Chart, Frame, Mark, Panel
from engine.lab.layer_costs import (
    Work,
    bottleneck,
    in_space,
    macs,
    memory,
    product,
    separable,
    standard,
    weights,
)
from engine.lab.network_costs import NetworkCosts
from engine.lab.points import Point
from engine.lab.settings import Between, Longest, settings_of, shown
from engine.text import Text

View = Literal["one-layer", "alexnet", "alexnet-note", "vgg-16", "resnet-18", "mobilenet"]
Layer = Literal["grouped", "separable", "in-space", "bottleneck", "pointwise"]
Moving = Literal["in_channels", "out_channels", "kernel_size", "output_size"]
Channels = Annotated[int, Between(1, 2048)]
MOST_PERCENT = 320.0  # a longer bar is cut, and its number says so
MOST_LAYERS = 28
NOWHERE = {"x": [None], "y": [None]}  # without any point Plotly would leave what was drawn before
LABELS = {
    "view": Text("What is counted"),
    "layer": Text("Beside the standard layer"),
    "count": Text("What the bars count"),
    "against": Text("What moves"),
    "in_channels": Text("Channels in"),
    "out_channels": Text("Channels out"),
    "kernel_size": Text("Kernel size"),
    "output_size": Text("Side of the map"),
    "groups": Text("Groups"),
    "mid_channels": Text("Channels inside the bottleneck"),
    "at": Text("Layer"),
}
CHOICES = {
    "one-layer": Text("one layer"),
    "alexnet": Text("AlexNet"),
    "alexnet-note": Text("AlexNet, fc6 before the pooling"),
    "vgg-16": Text("VGG-16"),
    "resnet-18": Text("ResNet-18"),
    "mobilenet": Text("MobileNet"),
    "standard": Text("standard"),
    "grouped": Text("grouped"),
    "separable": Text("depthwise separable"),
    "in-space": Text("spatially separable"),
    "bottleneck": Text("bottleneck"),
    "pointwise": Text("1×1"),
    "macs": Text("MACs"),
    "flops": Text("FLOPs"),
    "weights": Text("weights"),
    "params": Text("weights and biases"),
    "saving": Text("how many times fewer"),
    "in_channels": Text("channels in"),
    "out_channels": Text("channels out"),
    "kernel_size": Text("kernel size"),
    "output_size": Text("side of the map"),
}
FORMULAS: dict[Layer, str] = {
    "grouped": r"K^2\, \tfrac{C_\text{in}}{G}\, C_\text{out}",
    "separable": r"K^2 C_\text{in} + C_\text{in} C_\text{out}",
    "in-space": r"K C_\text{in} C_\text{out} + K C_\text{out}^2",
    "bottleneck": r"C_\text{in} C_\text{mid} + K^2 C_\text{mid}^2 + C_\text{mid} C_\text{out}",
    "pointwise": r"C_\text{in} C_\text{out}",
}


@dataclass(frozen=True)
class LayerCost(Experiment):
    view: View = "one-layer"
    layer: Layer = "separable"
    against: Moving = "out_channels"
    in_channels: Channels = 64
    out_channels: Channels = 128
    kernel_size: Annotated[int, Between(1, 15)] = 3
    output_size: Annotated[int, Between(1, 224)] = 56
    groups: Channels = 4
    mid_channels: Channels = 32
    at: Annotated[int, Between(1, MOST_LAYERS)] = 1
    count: Count = "macs"
    yours: Annotated[str, Longest(200)] = ""

    order = 11
    title = Text("What a layer costs")
    about = Text("Compare ways to build one layer, and see in which layers famous networks pay.")
    labels = LABELS
    choices = CHOICES
    beside = ("view", "layer", "against")
    cards = (
        "compute-and-memory",
        "depthwise-separable",
        "grouped-convolution",
        "separable-kernels",
        "pointwise-convolution",
        "alexnet-ledger",
        "fully-connected-parameters",
        "vgg",
        "residual-networks",
    )
    kinds = (
        "separable-conv-cost",
        "separable-saving",
        "spatially-separable-cost",
        "bottleneck-param-count",
        "conv-macs",
        "conv-param-count",
    )

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        few = {"out_channels": 4, "kernel_size": 7}
        narrow = {"layer": "in-space", "in_channels": 4, "out_channels": 32}
        inside = {"layer": "bottleneck", "in_channels": 256, "out_channels": 256, "mid_channels": 64}
        dense = ("alexnet-ledger", "fully-connected-parameters")
        return (
            Preset(Text("Depthwise separable: an eighth of the work"), {}, ("depthwise-separable",)),
            Preset(Text("Few channels out: less is saved"), few, ("depthwise-separable",)),
            Preset(Text("Groups divide the work"), {"layer": "grouped", "groups": 8}, ("grouped-convolution",)),
            Preset(Text("A column and a row that cost more"), narrow, ("separable-kernels",)),
            Preset(Text("A bottleneck of ResNet-50"), inside, ("pointwise-convolution", "residual-networks")),
            Preset(Text("AlexNet: weights at the end, work at the start"), {"view": "alexnet", "at": 6}, dense),
            Preset(Text("AlexNet with fc6 of 177 million"), {"view": "alexnet-note", "at": 6}, dense),
            Preset(Text("VGG-16: one layer of 103 million"), {"view": "vgg-16", "at": 14}, ("vgg",)),
            Preset(Text("ResNet-18: no large dense layer"), {"view": "resnet-18", "at": 21}, ("residual-networks",)),
            Preset(Text("MobileNet: the 1×1 kernels pay"), {"view": "mobilenet", "at": 27}, ("depthwise-separable",)),
        )

    def position(self) -> str:
        return self.against if self.view == "one-layer" else "at"

    def idle(self) -> frozenset[str]:
        if self.view != "one-layer":
            return frozenset(LABELS) - {"view"}
        return frozenset({"at", self.against})

    def check(self) -> None:
        for name in ("in_channels", "out_channels"):
            if self.view == "one-layer" and getattr(self, name) % self.groups:
                text = Text(
                    "{groups:group|groups} do not divide {channels:channel|channels}.",
                    groups=self.groups,
                    channels=getattr(self, name),
                )
                raise BadGivens(name if self.groups == LayerCost.groups else "groups", text)

    @property
    def ways(self) -> dict[str, tuple[Work, ...]]:
        """The convolutions of each way to build the layer."""
        sizes = self.in_channels, self.out_channels, self.kernel_size, self.output_size
        found = {
            "standard": standard(*sizes),
            "grouped": standard(*sizes, self.groups),
            "separable": separable(*sizes),
            "in-space": in_space(*sizes),
            "bottleneck": bottleneck(sizes[0], self.mid_channels, *sizes[1:]),
            "pointwise": standard(*sizes[:2], 1, self.output_size),
        }
        return {name: way for name, way in found.items() if name != "grouped" or self.groups > 1 or name == self.layer}

    @cached_property
    def answered(self) -> Answered | None:
        """The learner's answer, where it is one to a question about this layer."""
        table = table_in(self.yours) if self.view == "one-layer" else None
        if table is None:
            return None
        if len(table) == 1:
            asked = "standard" if self.layer == "separable" and self.count != "saving" else self.layer
            answered = Answered(self.count, self.ways, CHOICES, {asked: table[0]})
            return answered if table[0][0] or self.count != "saving" else None
        if self.count not in ("macs", "weights") or len(self.ways[self.layer]) != 2:
            return None
        columns: list[tuple[Count, int]] = [("weights", 0)]
        if len(table[0]) == 2:
            columns.insert(0 if self.count == "macs" else 1, ("macs", 1))
        first, *others = (
            Answered(count, self.ways, CHOICES, {"standard": (table[0][at],), self.layer: (table[1][at], table[2][at])})
            for count, at in columns
        )
        return next((answered for answered in (first, *others) if not answered.is_right), first)

    @property
    def _counted(self) -> Count:
        """Of an answer with weights and MACs, that which went wrong."""
        return self.answered.count if self.answered else self.count

    @cached_property
    def moved(self) -> dict[int, LayerCost]:
        """The layer with each value of what moves, its own among them; channels in steps that the groups divide."""
        limits = settings_of(LayerCost)[self.against].limits
        assert limits
        here: int = getattr(self, self.against)
        step = lcm(self.groups, 8) if "channels" in self.against else 1
        first = max(1, here // step - MOST_FRAMES // 2)
        values = {n * step for n in range(first, first + MOST_FRAMES - 1) if n * step <= limits.high}
        return {value: self._with(value) for value in sorted(values | {here})}

    def _with(self, value: int) -> LayerCost:
        changed: dict[str, Any] = {self.against: value}
        return replace(self, **changed)

    @property
    def ledger(self) -> NetworkCosts | None:
        """The network that is counted, if it is one."""
        return None if self.view == "one-layer" else NetworkCosts(self.view, CHOICES[self.view])

    def prediction(self) -> Prediction | None:
        if self.ledger:
            return self.ledger.prediction()
        mine, whole = macs(self.ways[self.layer]), macs(self.ways["standard"])
        sizes = {"ins": self.in_channels, "outs": self.out_channels, "k": self.kernel_size}
        because = Text("It takes {macs} MACs, the standard layer {whole}.", macs=f"{mine:,}", whole=f"{whole:,}")
        if self.layer == "in-space" or mine >= whole:
            question = Text(
                "From {ins} to {outs} channels, kernel {k}×{k}: does a {layer} layer take fewer MACs than the "
                "standard one?",
                layer=CHOICES[self.layer],
                **sizes,
            )
            answers = Text("fewer"), Text("as many"), Text("more")
            return Prediction(question, answers, 0 if mine < whole else 1 if mine == whole else 2, because)
        question = Text(
            "From {ins} to {outs} channels, kernel {k}×{k}: how many times fewer MACs does a {layer} layer take than "
            "the standard one?",
            layer=CHOICES[self.layer],
            **sizes,
        )
        factors = whole / mine, self.kernel_size**2, self.out_channels, self.kernel_size / 2, 2.0
        named = {three_digits(factor): factor for factor in factors if factor > 1}
        order = sorted(named, key=named.__getitem__)
        choices = tuple(Text("{n} times", n=name) for name in order)
        return Prediction(question, choices, order.index(three_digits(whole / mine)), because)

    def formula(self) -> tuple[str, ...]:
        if self.ledger:
            return self.ledger.formula()
        whole, way = self.ways["standard"], self.ways[self.layer]
        return (
            rf"W_\text{{standard}} = K^2 C_\text{{in}} C_\text{{out}} = {tex(weights(whole))}",
            rf"W = {FORMULAS[self.layer]} = {tex(weights(way))}",
            rf"M = W \cdot N^2 = {tex(macs(way))}",
        )

    def look(self) -> tuple[Text, ...]:
        if self.ledger:
            return (*self.ledger.look(), Text("Weights only: biases and batch norm are left out."))
        same = Text("Every weight is used once at each place of the map, so weights and MACs take the same share.")
        if self.answered:
            return (*self.answered.words(), self._about_the_layer() if self.answered.asked == self.layer else same)
        kept = Text("Training keeps every output: two or three layers in place of one keep more of them.")
        return same, kept, self._about_the_layer()

    def _about_the_layer(self) -> Text:
        texts: dict[Layer, Text] = {
            "grouped": Text("A filter reads the channels of its own group only: {n} times fewer.", n=self.groups),
            "separable": Text(
                "What is left is 1/{outs} + 1/{cells}: with many channels out, the cells of the kernel decide.",
                outs=self.out_channels,
                cells=self.kernel_size**2,
            ),
            "in-space": Text("The row reads what the column wrote: with few channels in, it is the dear one."),
            "bottleneck": Text("The {k}×{k} kernel meets only the channels inside.", k=self.kernel_size),
            "pointwise": Text("A 1×1 kernel saves the cells of the kernel, and sees no neighbours."),
        }
        return texts[self.layer]

    def figure(self) -> Chart:
        return self.ledger.figure(self.at) if self.ledger else self._compared()

    @property
    def _rows(self) -> tuple[dict[str, Text], dict[str, Text]]:
        """What each row of the two panels is called; in the first a learner's answer stands under the right one."""
        ways = {way: Text("{n:group|groups}", n=self.groups) if way == "grouped" else CHOICES[way] for way in self.ways}
        parts = self.answered.parts if self.answered else {}
        with_answers: dict[str, Text] = {}
        for way, name in ways.items():
            with_answers |= {way: name} | ({f"{way}-yours": Text("your answer")} if way in parts else {})
        return with_answers, ways

    def _compared(self) -> Chart:
        """A bar for each way, in percent of the standard layer."""
        answered, moved = self.answered, self.moved.values()
        drawn = [share for one in moved for each in (self._cost, memory) for share in _shares(one.ways, each)]
        if answered:
            drawn += [sum(answered.shares(way)) for way in answered.parts]
        end = (2.2 if answered and answered.same_as else 1.6) * min(max(drawn), MOST_PERCENT)
        panels, marks = [], list[Mark]()
        titles = TITLES[self._counted], Text("memory of the outputs")
        for at, (title, rows) in enumerate(zip(titles, self._rows, strict=True)):
            edges = 0.5 - len(rows), 0.5
            names = tuple((-float(row), name) for row, name in enumerate(rows.values()))
            panels.append(Panel(edges[0], 1.3, share=len(rows) + 0.8, names=names))
            marks += [
                Mark("area", "quiet", [], [], key=f"bars{at}", panel=at, filled=True),
                Mark("area", "ink", [], [], key=f"now{at}", panel=at, filled=True),
                Mark("line", "ink", [0, 0], edges, panel=at, thin=True),
                Mark("line", "quiet", [100, 100], edges, panel=at, thin=True, dashed=True),
                Mark("label", "ink", [0], [0.9], panel=at, anchor="start", text=[title]),
            ]
            for row, (way, name) in enumerate(rows.items()):
                saved = Text("{name}: {title}", name=name, title=title)
                marks.append(Mark("label", "ink", [], [-row], "", f"{way}{at}", at, anchor="start"))
                marks.append(Mark("label", "ink", [], [], saved, f"{way}{at}-saved", at, text=[""]))
        if answered:
            marks += [
                Mark("area", "ink", [], [], key="yours"),
                Mark("line", "ink", [], [], key="yours-edges", thin=True),
            ]
        frames = tuple(self._bars(value, one) for value, one in self.moved.items())
        start = list(self.moved).index(getattr(self, self.against))
        axis = Text("% of the standard layer")
        return Chart(self._alt(), (0, end), axis, tuple(panels), tuple(marks), frames, start, tall=answered is not None)

    def _alt(self) -> Text:
        share = percent(macs(self.ways[self.layer]), macs(self.ways["standard"]))
        alt = Text(
            "The standard layer takes {whole} MACs; {layer}: {share}% of that.",
            whole=f"{macs(self.ways['standard']):,}",
            layer=CHOICES[self.layer],
            share=shown(share),
        )
        for words in reversed(self.answered.words() if self.answered else ()):
            alt = Text("{first} {then}", first=words, then=alt)
        return alt

    def _cost(self, way: tuple[Work, ...]) -> int:
        return cost(self._counted, way)

    def _bars(self, value: int, one: LayerCost) -> Frame:
        moves: dict[str, dict[str, Any]] = {}
        asked = self.answered.asked if self.answered else self.layer
        for at, (each, rows) in enumerate(zip((self._cost, memory), self._rows, strict=True)):
            shares = dict(zip(one.ways, _shares(one.ways, each), strict=True))
            bars = {way: _bar(list(rows).index(way), 0, share) for way, share in shares.items()}
            moves[f"bars{at}"] = outline([bar for way, bar in bars.items() if way != asked])
            moves[f"now{at}"] = outline([bars[asked]])
            for name, way in one.ways.items():
                number: Text | str = brief_bytes(memory(way)) if at else said(self._counted, way, one.ways)
                if self.answered and name == self.answered.same_as and not at and one == self:
                    number = Text("{n} = yours", n=number)
                moves |= _numbered(f"{name}{at}", shares[name], number, each(way))
        if self.answered:
            moves |= self._yours(self.answered, is_asked=one == self)
        way, whole = one.ways[self.layer], one.ways["standard"]
        label = Text("{name} {value}", name=CHOICES[self.against], value=value)
        words = Text(
            "{label}: {macs} MACs in place of {whole}, {share}%.",
            label=label,
            macs=f"{macs(way):,}",
            whole=f"{macs(whole):,}",
            share=shown(percent(macs(way), macs(whole))),
        )
        way = one.ways[asked]
        terms = " + ".join(map(product, way))
        return Frame(f"{value}", label, words, paid_line(terms, weights(way), macs(way), one.output_size), moves)

    def _yours(self, answered: Answered, is_asked: bool) -> dict[str, dict[str, Any]]:
        """The answer as hatched bars, in as many pieces as it has parts; of no other layer than was asked about."""
        moves: dict[str, dict[str, Any]] = {}
        if not is_asked:
            for way in answered.parts:
                moves |= {f"{way}-yours0": {"x": [None], "text": [""]}, f"{way}-yours0-saved": NOWHERE}
            return moves | {"yours": NOWHERE, "yours-edges": NOWHERE}
        pieces, edges = [], []
        for way in answered.parts:
            row, shares = list(self._rows[0]).index(f"{way}-yours"), answered.shares(way)
            ends = [0.0, *accumulate(shares)]
            pieces.append(_bar(row, 0, ends[-1]))
            edges += [_bar(row, left, right) for left, right in pairwise(ends) if left < MOST_PERCENT]
            moves |= _numbered(f"{way}-yours0", ends[-1], answered.brief(way), float(sum(answered.parts[way])))
        moves |= {"yours": outline(pieces), "yours-edges": outline(edges)}
        return moves


def _bar(row: int, left: float, right: float) -> list[Point]:
    return box(min(left, MOST_PERCENT), min(right, MOST_PERCENT), -row - 0.3, -row + 0.3)


def _numbered(key: str, share: float, number: Text | str, exact: float) -> dict[str, dict[str, Any]]:
    """The number of a bar, clear of the bar and of the line at 100; and whole, as it is saved."""
    clear = min(max(share, 100.0), MOST_PERCENT)
    text = number if share <= MOST_PERCENT else Text("{n}▸", n=number)
    return {
        key: {"x": [clear], "text": [text]},
        f"{key}-saved": {"x": [share], "y": [exact]},
    }


def _shares(ways: dict[str, tuple[Work, ...]], cost: Callable[[tuple[Work, ...]], int]) -> list[float]:
    whole = cost(ways["standard"])
    return [percent(cost(way), whole) for way in ways.values()]
