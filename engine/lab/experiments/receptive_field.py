"""How does what one output sees grow from layer to layer, and which of it counts?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from math import ceil, floor
from typing import Annotated, Any, Literal

from engine.answers import Row
from engine.givens import BadGivens
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import Chart, Frame, Mark, Panel
from engine.lab.points import Point, at, columns, pieces
from engine.lab.settings import Between, Longest, shown
from engine.lab.stacks import MOST_LAYERS, MOST_PIXELS, StackLayer, View, read_layers
from engine.reading import Unread
from engine.text import Text

FEW = 48  # pixels whose cells are drawn one by one
MOST_NAMES = 9
MOST_TERMS = 8
ALEXNET = "conv 11 s4, pool 3 s2, conv 5 p2, pool 3 s2, 3 x conv 3 p1, pool 3 s2"
LABELS = {
    "layers": Text("Layers: kernel, s stride, d dilation, p padding"),
    "output": Text("Which output, from 0"),
}
FIELD, NEXT, YOURS = 1.0, 2.5, 4.0  # how far below the input these stand
BELL_STEPS = 60


@dataclass(frozen=True)
class ReceptiveField(Experiment):
    layers: Annotated[str, Longest(400)] = "conv 3, conv 3, pool 2 s2, conv 3"
    output: Annotated[int, Between(0, 60)] = 0
    after: Annotated[int, Between(0, MOST_LAYERS)] = MOST_LAYERS  # more layers than there are: all of them
    yours: Annotated[str, Longest(60)] = ""

    order = 10
    title = Text("Receptive field")
    about = Text("Build a stack of layers and watch what one output sees of the input, and how much each pixel counts.")
    labels = LABELS
    beside = ("layers", "output")
    cards = ("receptive-field", "strides-multiply-reach", "effective-receptive-field", "dilated-kernel-span")
    kinds = ("receptive-field", "jump-and-start", "effective-kernel")

    def position(self) -> str:
        return "after"

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        early, late = "conv 3 s2, 3 x conv 3", "3 x conv 3, conv 3 s2"
        effective, dilated = ("effective-receptive-field",), ("effective-receptive-field", "dilated-kernel-span")
        return (
            Preset(Text("Three convolutions and a pooling"), {}, ("receptive-field",)),
            Preset(Text("A stride at the start: 15 pixels"), {"layers": early}, ("strides-multiply-reach",)),
            Preset(Text("The same stride at the end: 9 pixels"), {"layers": late}, ("strides-multiply-reach",)),
            Preset(Text("AlexNet up to its last pooling"), {"layers": ALEXNET, "output": 2}, ("receptive-field",)),
            Preset(Text("Padding moves the centre, not the size"), {"layers": "conv 7 s2 p3, pool 3 s2 p1"}),
            Preset(Text("Ten equal layers: nearly a Gaussian"), {"layers": "10 x conv 3"}, effective),
            Preset(Text("Dilation 2 three times: every second pixel"), {"layers": "3 x conv 3 d2"}, dilated),
            Preset(Text("Dilations 1, 2, 3 leave no hole"), {"layers": "conv 3, conv 3 d2, conv 3 d3"}, dilated),
        )

    def check(self) -> None:
        whole = View(self._layers, self.output)
        if whole.size > MOST_PIXELS:
            text = Text("One output sees {n} pixels; the lab draws at most {most}.", n=whole.size, most=MOST_PIXELS)
            raise BadGivens("layers", text)
        if not whole.rows[0]:
            text = Text("Output {n} sees nothing but padding.", n=self.output)
            raise BadGivens("output" if self.output else "layers", text)

    @cached_property
    def _layers(self) -> tuple[StackLayer, ...]:
        return read_layers("layers", self.layers)

    @cached_property
    def views(self) -> list[View]:
        """What one output sees after no layer, after the first, and so on: of each map the cell nearest the centre."""
        whole = View(self._layers, self.output)
        nearest = [
            min(cells, key=lambda cell: abs(whole.at(row, cell) - whole.centre))
            for row, cells in enumerate(whole.alive)
        ]
        return [View(self._layers[:row], cell) for row, cell in enumerate(nearest)]

    @property
    def _whole(self) -> View:
        return self.views[-1]

    def prediction(self) -> Prediction:
        whole, layers = self._whole, self._layers
        if whole.skipped:
            size, right = whole.size, len(whole.rows[0])
            question = Text("The field of one output spans {n} pixels. How many of them can change it?", n=size)
            because = Text("{n:pixel changes|pixels change} it; the others are skipped.", n=right)
            return _asked(question, right, (size, right - 1, right + 2, size - 1), because)
        if len(layers) >= MOST_TERMS and len(set(layers)) == 1:
            size, right = whole.size, whole.middle
            question = Text("One output sees {n} pixels. How many in the middle carry 95% of the influence?", n=size)
            because = Text("The middle {n} pixels carry 95% of it.", n=right)
            return _asked(question, right, (size, size - 2, right // 2, (right + size) // 2), because)
        plain = View(tuple(replace(layer, stride=1) for layer in layers), 0).size
        narrow = View(tuple(replace(layer, dilation=1) for layer in layers), 0).size
        right, added = whole.size, sum(layer.kernel_size for layer in layers)
        question = Text("How many input pixels wide is what one output of the last layer sees?")
        because = Text("It sees {n:pixel|pixels}.", n=right)
        return _asked(question, right, (plain, narrow, added, right - 1, right + whole.jump, right + 2), because)

    def formula(self) -> tuple[str, ...]:
        terms = [
            rf"({layer.kernel_size} - 1)" + rf" \cdot {layer.dilation}" * (layer.dilation > 1) + rf" \cdot {view.jump}"
            for layer, view in zip(self._layers, self.views, strict=False)
        ]
        runs = [(term, len(list(same))) for term, same in groupby(terms)]
        added = [rf"{{{n} \cdot {term}}}" if n > 1 else f"{{{term}}}" for term, n in runs]
        if len(added) > MOST_TERMS:
            added[MOST_TERMS - 1 : -1] = [r"\dots"]
        return (
            r"r \gets r + (K - 1) \cdot D \cdot j,\quad j \gets j \cdot S",
            rf"r = 1 + {' + '.join(added)} = {self._whole.size},\quad j = {self._whole.jump}",
        )

    def look(self) -> tuple[Text, ...]:
        whole = self._whole
        grows = Text("Each layer adds its kernel size minus one, in steps of dilation times jump.")
        return (grows, *self._point(), Text("The next output sees the same field, {n:pixel|pixels} on.", n=whole.jump))

    def _point(self) -> Iterator[Text]:
        """What this stack shows that others do not."""
        whole = self._whole
        if whole.field.start < 0:
            yield Text("Padding (dots) makes no field wider; near the border a part of the field lies in it.")
        elif any(layer.stride > 1 for layer in self._layers[:-1]):
            yield Text("After a stride the cells lie further apart, so every later layer adds more.")
        if whole.skipped:
            skipped = whole.skipped
            yield Text("{n:pixel|pixels} of the field cannot change this output: dilation steps over them.", n=skipped)
        elif any(layer.dilation > 1 for layer in self._layers):
            yield Text("No pixel of the field is skipped: these dilations fill each other's holes.")
        elif self._is_bell:
            yield Text(
                "Not all count alike: the middle {n} of {size} carry 95% of the :blue[influence]; "
                "dashed, a Gaussian of the same spread.",
                n=whole.middle,
                size=whole.size,
            )

    def figure(self) -> Chart:
        whole = self._whole
        alt = Text(
            "One output after {n:layer|layers} sees {size} input pixels around {centre}; the next one looks {jump} on.",
            n=len(self._layers),
            size=whole.size,
            centre=shown(whole.centre),
            jump=whole.jump,
        )
        low, high = self._x_range
        rows = len(self._layers)
        bottom = -self._unit * ((YOURS if self._yours else NEXT + 0.7) + 0.6)
        panels = (
            Panel(bottom, rows + 0.4 * self._unit, 1.5, names=tuple(self._names())),
            Panel(0, 1.42, 0.7),
        )
        frames = tuple(self._frame(view) for view in self.views)
        start = min(self.after, rows)
        marks = (*self._still(), *self._moving())
        return Chart(alt, (low, high), Text("input pixel"), panels, marks, frames, start, whole=True)

    @property
    def _unit(self) -> float:
        """The height of a row under the input, in rows above it: as readable in a tall stack as in a low one."""
        return max(1.0, len(self._layers) / 7)

    @cached_property
    def _x_range(self) -> tuple[float, float]:
        field, yours = self._whole.field, self._yours
        return min(field.start, *yours, field.stop) - 1.5, max(field.stop - 1 + self._whole.jump, *yours, 0) + 1.5

    @property
    def _is_small(self) -> bool:
        low, high = self._x_range
        return high - low <= FEW

    @property
    def _is_bell(self) -> bool:
        """Whether the influence comes near a Gaussian: inside the input, without holes, densest in the middle."""
        whole = self._whole
        dilated = any(layer.dilation > 1 for layer in self._layers)
        return not dilated and whole.field.start >= 0 and whole.middle < whole.size

    @property
    def _yours(self) -> tuple[float, ...]:
        """From where to where the learner's own answer reaches: a field of that size, or from centre to centre."""
        try:
            numbers = [float(number) for number in Row().read(self.yours)] if self.yours.strip() else []
        except Unread:
            return ()
        if not 1 <= len(numbers) <= 2 or numbers[0] <= 0 or max(map(abs, numbers)) > MOST_PIXELS:
            return ()
        if len(numbers) == 2:
            jump, start = numbers
            return start, start + jump
        return self._whole.centre - numbers[0] / 2, self._whole.centre + numbers[0] / 2

    def _names(self) -> Iterator[tuple[float, Text | str]]:
        every = -(-len(self._layers) // MOST_NAMES)
        yield 0, Text("input")
        for row, layer in enumerate(self._layers, 1):
            if (len(self._layers) - row) % every == 0:
                yield row, layer.spelled
        yield -FIELD * self._unit, Text("field")
        yield -NEXT * self._unit, Text("next field")
        if self._yours:
            yield -YOURS * self._unit, Text("your answer")

    def _still(self) -> Iterator[Mark]:
        """The maps with their padding, and the learner's own answer."""
        low, high = self._x_range
        real: list[Point] = []
        padding: list[Point] = []
        for row, (jump, start) in enumerate(self._whole.places):
            above = self._layers[row].padding if row < len(self._layers) else 0
            cells = range(max(-above, ceil((low - start) / jump)), floor((high - 0.6 - start) / jump) + 1)
            padding += [(float(start + cell * jump), row) for cell in cells if cell < 0]
            inside = [(float(start + cell * jump), row) for cell in cells if cell >= 0]
            real += inside if self._is_small else pieces([(inside[0], inside[-1])])
        yield Mark("squares" if self._is_small else "line", "quiet", **at(real), thin=True)
        if self._is_small:
            yield Mark("dots", "quiet", **at(padding), thin=True)
        if self._yours:
            y = -YOURS * self._unit
            yield Mark("line", "ink", self._yours, [y, y], Text("your answer"), dashed=True)

    def _moving(self) -> Iterator[Mark]:
        _, high = self._x_range
        cells: Literal["squares", "line"] = "squares" if self._is_small else "line"
        influence = Text("influence, the strongest pixel being 1")
        yield Mark("line", "quiet" if self._is_small else "ink", [], [], key="edges", thin=True)
        yield Mark("line", "ink", [], [], key="centre-above", dashed=True, thin=True)
        yield Mark(cells, "ink", [], [], key="between", filled=True)
        yield Mark(cells, "f", [], [], key="seen", filled=True)
        yield Mark("squares", "result", [], [], key="output", filled=True)
        yield Mark("line", "f", [], [], Text("field"), key="field")
        yield Mark("line", "f", [], [], Text("next field"), key="next", dashed=True)
        yield Mark("label", "f", [0], [-(FIELD + 0.7) * self._unit], key="field-size", text=[""])
        yield Mark("label", "f", [0], [-(NEXT + 0.7) * self._unit], key="next-jump", text=[""])
        yield Mark("area", "g", [], [], key="area", panel=1, steps=self._is_small)
        yield Mark("line", "g", [], [], influence, key="influence", panel=1, thin=True, steps=self._is_small)
        if self._is_bell:
            yield Mark("line", "ink", [], [], key="bell", panel=1, dashed=True, thin=True)
        yield Mark("line", "ink", [0, 0], [0, 1.1], key="centre", panel=1, thin=True)
        yield Mark("label", "g", [high], [1.3], panel=1, anchor="end", text=[Text("influence")])
        yield Mark("label", "ink", [0], [1.3], key="centre-label", panel=1, text=[""])

    def _frame(self, view: View) -> Frame:
        row, rows = len(view.layers), len(self._layers)
        label = Text("layer {n} of {count}", n=row, count=rows) if row else Text("no layer yet")
        words = Text(
            "{where}: one output sees {size:pixel|pixels} around {centre}, and the jump is {jump}.",
            where=label,
            size=view.size,
            centre=shown(view.centre),
            jump=view.jump,
        )
        return Frame(f"{MOST_LAYERS if row == rows else row}", label, words, self._line(view), self._moves(view))

    def _line(self, view: View) -> str:
        if not view.layers:
            return "r = f{1}, j = 1"
        layer, before = view.layers[-1], self.views[len(view.layers) - 1]
        added = f"(g{{{layer.kernel_size}}} − 1)·{layer.dilation}·{before.jump}"
        jump = f"j = {before.jump}·{layer.stride} = {view.jump}"
        return f"{layer.spelled}: r = f{{{before.size}}} + {added} = f{{{view.size}}}, {jump}"

    def _moves(self, view: View) -> dict[str, dict[str, Any]]:
        row, unit, centre = len(view.layers), self._unit, view.centre
        ends = view.field.start - 0.5, view.field.stop - 0.5
        influence = at(columns(view.influence) if self._is_small else _peaks(view))
        low, high = self._x_range
        inset = (high - low) / 6
        if self._is_small:
            seen: list[Point] = [(view.at(0, cell), 0) for cell in view.rows[0]]
            between: list[Point] = [(view.at(up, cell), up) for up in range(1, row) for cell in view.rows[up]]
        else:
            seen, between = view.runs([0]), view.runs(range(1, row))
        return {
            "edges": at(view.edges() if self._is_small else view.outline()),
            "centre-above": {"x": [centre] * 2, "y": [-FIELD * unit, row]},
            "between": at(between),
            "seen": at(seen),
            "output": at([(centre, row)] if row else []),
            "field": {"x": ends, "y": [-FIELD * unit] * 2},
            "next": {"x": [end + view.jump for end in ends], "y": [-NEXT * unit] * 2},
            "field-size": {"x": [centre], "text": [f"r = {view.size}"]},
            "next-jump": {"x": [centre + view.jump], "text": [f"j = {view.jump}"]},
            "area": influence,
            "influence": influence,
            **({"bell": at(_bell(view) if row > 1 else [])} if self._is_bell else {}),
            "centre": {"x": [centre] * 2},
            "centre-label": {
                "x": [min(max(centre, low + 2.5 * inset), high - inset)],
                "text": [Text("centre {x}", x=shown(centre))],
            },
        }


def _asked(question: Text, right: int, others: Sequence[int], because: Text) -> Prediction:
    """The right number among up to three others, in order."""
    wrong = [n for n in dict.fromkeys(others) if n > 0 and n != right][:3]
    choices = sorted([right, *wrong])
    return Prediction(question, tuple(Text("{n}", n=n) for n in choices), choices.index(right), because)


def _peaks(view: View) -> list[Point]:
    """The influence of more pixels than columns have room for, as a line through their tops."""
    first, last = view.field.start, view.field.stop - 1
    return [(first, 0), *[(pixel, round(y, 3)) for pixel, y in view.influence.items()], (last, 0)]


def _bell(view: View) -> list[Point]:
    low, high = view.field.start - 0.5, view.field.stop - 0.5
    xs = [low + (high - low) * step / BELL_STEPS for step in range(BELL_STEPS + 1)]
    return [(round(x, 2), round(view.bell(x), 3)) for x in xs]
