"""What do accuracy and loss do as one weight of a classifier moves?"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal

from engine.answers import Grid, tex_number
from engine.lab.examples import of_a_step, of_points
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import Chart, Frame, Mark, Panel
from engine.lab.points import GAP, at
from engine.lab.settings import Between, Longest, Table, shown, write
from engine.numeric.exact import Exact, magnitude, simplest
from engine.numeric.one_weight import Example, accuracy_at, jumps, label_probability, loss_at, loss_slope
from engine.reading import Unread
from engine.text import Text

Data = Literal["points", "step"]

LOW, HIGH, STRIDE = -1.0, 4.0, 0.1  # of the weight
BEFORE, AFTER, PART = -0.5, 1.5, 0.05  # of a step, which leads from 0 to 1
POINTS = 100
NUDGE = Fraction(1, 100)
OUT_OF_SIGHT = -9.0  # where there is no slope: a line without points could not come back
TICKS = ((0, "0"), (0.5, "0.5"), (1, "1"))
ROOM = 6  # so many examples can be named above their probabilities
LABELS = {
    "data": Text("Examples"),
    "inputs": Text("Inputs x"),
    "classes": Text("Right classes, from 0"),
    "bias": Text("Bias b"),
    "before": Text("Probabilities before"),
    "after": Text("and after"),
}
CHOICES = {"points": Text("points, one weight"), "step": Text("before and after a step")}
SURE = " / ".join(["0.9 0.1"] * 9 + ["0.4 0.6"])
SURER = " / ".join(["0.99 0.01"] * 9 + ["0.01 0.99"])


@dataclass(frozen=True)
class AccuracyAndLoss(Experiment):
    data: Data = "points"
    inputs: Annotated[str, Table(80)] = "1 / 2 / 3 / 4"
    bias: Annotated[float, Between(-10, 10, 0.5)] = -2.5
    classes: Annotated[str, Table(60)] = "0 / 1 / 1 / 1"
    before: Annotated[str, Table(240)] = "0.6 0.4 / 0.6 0.4 / 0.3 0.7 / 0.2 0.8"
    after: Annotated[str, Table(240)] = "0.8 0.2 / 0.55 0.45 / 0.2 0.8 / 0.1 0.9"
    w: Annotated[float, Between(LOW, HIGH)] = 1.0
    yours: Annotated[str, Longest(60)] = ""

    order = 16
    title = Text("Accuracy and loss")
    about = Text("Move one weight of a classifier: the loss has a slope everywhere, the accuracy only jumps.")
    labels = LABELS
    choices = CHOICES
    beside = ("data",)
    cards = ("loss-not-accuracy",)
    kinds = ("loss-or-accuracy",)

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        surer = {"data": "step", "classes": " / ".join("0" * 10), "before": SURE, "after": SURER, "w": 0.0}
        return (
            Preset(Text("Flat for the accuracy, a slope for the loss"), {}, cls.cards),
            Preset(Text("w = 1.25: here an example changes sides"), {"w": 1.25}),
            Preset(Text("Labels that no weight can get right"), {"classes": "0 / 1 / 0 / 1", "w": 0.5}),
            Preset(Text("The loss rises while the accuracy stands still"), surer, cls.cards),
        )

    def position(self) -> str:
        return "w"

    def idle(self) -> frozenset[str]:
        return frozenset({"before", "after"} if self.data == "points" else {"inputs", "bias"})

    def check(self) -> None:
        assert self._examples

    @cached_property
    def _examples(self) -> tuple[Example, ...]:
        if self.data == "points":
            return of_points(self.inputs, self.classes, simplest(Fraction(write(self.bias))))
        return of_a_step(self.before, self.after, self.classes)

    @cached_property
    def _jumps(self) -> list[Exact]:
        return jumps(self._examples)

    @cached_property
    def _range(self) -> tuple[float, float, float]:
        """The lowest weight, the highest, and what a step of the slider adds."""
        on_a_step = self.data == "step" and BEFORE <= self.w <= AFTER
        return (BEFORE, AFTER, PART) if on_a_step else (LOW, HIGH, STRIDE)

    @property
    def _weights(self) -> list[float]:
        """Every weight of the slider, its own among them."""
        low, high, apart = self._range
        return sorted({self.w, *(round(low + n * apart, 9) for n in range(round((high - low) / apart) + 1))})

    def _loss(self, w: float) -> float:
        return loss_at(self._examples, _exact(w))

    def _slope(self, w: float) -> float:
        return loss_slope(self._examples, _exact(w))

    def _accuracy(self, w: float) -> Exact:
        return accuracy_at(self._examples, _exact(w))

    def prediction(self) -> Prediction:
        here, there = _exact(self.w), _exact(self.w) + NUDGE
        rise = loss_at(self._examples, there) - loss_at(self._examples, here)
        jump = accuracy_at(self._examples, there) - accuracy_at(self._examples, here)
        question = Text("w grows from {here} to {there}. What changes?", here=shown(self.w), there=shown(float(there)))
        choices = Text("only the loss"), Text("only the accuracy"), Text("both"), Text("neither")
        right = (2 if jump else 0) if abs(rise) > 1e-9 else (1 if jump else 3)
        because = Text(
            "The loss changes by {rise}, for its slope is {slope}; the accuracy by {jump}.",
            rise=_brief(rise),
            slope=_brief(self._slope(self.w)),
            jump=_brief(float(jump)),
        )
        return Prediction(question, choices, right, because)

    def formula(self) -> tuple[str, ...]:
        loss, slope = tex_number(self._loss(self.w)), tex_number(self._slope(self.w))
        count = len(self._examples)
        hits = int(self._accuracy(self.w) * count)
        model = rf"p_i = \sigma(w x_i {_plus(self.bias)})"
        if self.data == "step":
            model = r"z(w) = (1 - w)\, z_0 + w\, z_1"
        return (
            model,
            rf"L = -\tfrac{{1}}{{{count}}} \sum \ln p_y = {loss}",
            rf"\frac{{dL}}{{dw}} = {slope}",
            rf"A = \tfrac{{{hits}}}{{{count}}} = {tex_number(float(self._accuracy(self.w)))}",
        )

    def look(self) -> tuple[Text, ...]:
        stairs = Text(
            "The :red[accuracy] is a staircase: it jumps where an example changes sides, and between the jumps its "
            "slope is 0."
        )
        smooth = Text(
            "The :green[loss] moves with every probability: its slope here is {slope}, and gradient descent moves w "
            "against it.",
            slope=_brief(self._slope(self.w)),
        )
        if self.data == "points":
            return stairs, smooth
        rise, jump = self._loss(1) - self._loss(0), simplest(self._accuracy(1) - self._accuracy(0))
        step = Text(
            "From before to after the accuracy changes by {jump} and the loss by {rise}.",
            jump=_brief(float(jump)),
            rise=_brief(rise),
        )
        return stairs, smooth, step

    def figure(self) -> Chart:
        alt = Text(
            "At w = {w} the slope of the cross-entropy is {slope}, and the accuracy is {accuracy} with {flat}.",
            w=shown(self.w),
            slope=_brief(self._slope(self.w)),
            accuracy=_brief(float(self._accuracy(self.w))),
            flat=self._flat(self.w),
        )
        low, high, _ = self._range
        xs = [low + (high - low) * n / POINTS for n in range(POINTS + 1)]
        ys = [self._loss(x) for x in xs]
        top = 1.35 * max(ys)
        ends = sorted({low, high, *(float(jump) for jump in self._jumps if low < jump < high)})
        stairs = [
            point
            for before, after in pairwise(ends)
            for height in [float(self._accuracy((before + after) / 2))]
            for point in ((before, height), (after, height), GAP)
        ]
        marks = (
            *self._shares(),
            Mark("line", "result", xs, ys, Text("cross-entropy"), panel=1),
            Mark("line", "f", **at(stairs), name=Text("accuracy"), panel=2),
            *self._moving(low, top),
            *self._step(top),
        )
        panels = (
            Panel(0, 1.6, 0.9, x=(0.4, len(self._examples) + 0.6), names=TICKS),
            Panel(0, top, 1.2),
            Panel(-0.05, 1.5, 0.9, names=TICKS),
        )
        weights = self._weights
        frames = tuple(map(self._frame, weights))
        return Chart(alt, (low, high), self._across(), panels, marks, frames, weights.index(self.w), tall=True)

    def _across(self) -> Text:
        return Text("weight w") if self.data == "points" else Text("w: 0 before the step, 1 after it")

    def _shares(self) -> list[Mark]:
        """A stem for each example: the probability of its class, and whether the classifier is right."""
        count = len(self._examples)
        places = range(1, count + 1)
        title = Text("probability of the right class")
        marks = [
            Mark("label", "ink", [0.4], [1.53], text=[title], anchor="start"),
            Mark("line", "ink", [0.4, count + 0.6], [0, 0], thin=True),
            Mark("stems", "ink", places, [], title, "shares", thin=True),
            Mark("label", "ink", places, [], key="verdicts", thin=True),
        ]
        if len(self._examples[0][0]) == 2:
            marks.append(Mark("line", "quiet", [0.4, count + 0.6], [0.5, 0.5], dashed=True, thin=True))
        if count <= ROOM and self.data == "points":
            names = [f"x = {shown(float(one[1][1]))} → {one[2]}" for one in self._examples]
            marks.append(Mark("label", "quiet", places, [1.31] * count, text=names, thin=True))
        return marks

    def _moving(self, low: float, top: float) -> list[Mark]:
        """What stands at the weight: a line, the two values, their slopes."""
        return [
            Mark("line", "ink", [0, 0], [0, 0.82 * top], key="rule", panel=1, thin=True),
            Mark("line", "ink", [0, 0], [0, 1.15], key="rule", panel=2, thin=True),
            Mark("line", "g", [], [], key="tangent", panel=1, dashed=True),
            Mark("line", "g", [], [], key="flat", panel=2, dashed=True),
            Mark("dots", "result", [], [], key="loss", panel=1),
            Mark("dots", "f", [], [], key="accuracy", panel=2),
            Mark("label", "result", [low], [0.92 * top], key="loss-said", panel=1, anchor="start"),
            Mark("label", "f", [low], [1.38], key="accuracy-said", panel=2, anchor="start"),
        ]

    def _step(self, top: float) -> list[Mark]:
        """Where a step begins and ends, and where the learner's own changes would end it."""
        if self.data == "points":
            return []
        losses, accuracies = ([float(value(w)) for w in (0, 1)] for value in (self._loss, self._accuracy))
        marks = [
            Mark("dots", "ink", [0, 1], losses, panel=1, thin=True),
            Mark("dots", "ink", [0, 1], accuracies, panel=2, thin=True),
        ]
        yours = _changes_in(self.yours)
        if yours:
            jump, rise = yours
            marks += [*_answered(1, losses[0] + rise, top), *_answered(2, accuracies[0] + jump, 1.15)]
        return marks

    def _frame(self, w: float) -> Frame:
        loss, slope, accuracy = self._loss(w), self._slope(w), float(self._accuracy(w))
        low, high, _ = self._range
        around = [w - 0.14 * (high - low), w + 0.14 * (high - low)]
        shares = [label_probability(one, _exact(w)) for one in self._examples]
        hits = [accuracy_at([one], _exact(w)) for one in self._examples]
        jumps_here = _exact(w) in self._jumps
        moves: dict[str, dict[str, Any]] = {
            "shares": {"y": shares},
            "verdicts": {"y": [share + 0.13 for share in shares], "text": ["✓" if hit else "✕" for hit in hits]},
            "rule": {"shift": w},
            "tangent": {"x": around, "y": [loss + slope * (x - w) for x in around]},
            "flat": {"x": around, "y": [OUT_OF_SIGHT if jumps_here else accuracy] * 2},
            "loss": {"x": [w], "y": [loss]},
            "accuracy": {"x": [w], "y": [accuracy]},
            "loss-said": {"text": [Text("cross-entropy {n}, slope {slope}", n=_brief(loss), slope=_brief(slope))]},
            "accuracy-said": {"text": [Text("accuracy {n}, {flat}", n=_brief(accuracy), flat=self._flat(w))]},
        }
        label = Text("w = {w}", w=shown(w))
        words = Text(
            "{label}: the cross-entropy is {loss} with slope {slope}, the accuracy {accuracy} with {flat}.",
            label=label,
            loss=_brief(loss),
            slope=_brief(slope),
            accuracy=_brief(accuracy),
            flat=self._flat(w),
        )
        logarithms = " + ".join(f"ln {_brief(share)}" for share in shares[:ROOM])
        more = " + …" if len(shares) > ROOM else ""
        return Frame(write(w), label, words, f"−({logarithms}{more}) / {len(shares)} = r{{{_brief(loss)}}}", moves)

    def _flat(self, w: float) -> Text:
        return Text("no slope, as it jumps here") if _exact(w) in self._jumps else Text("slope 0")


def _answered(panel: int, y: float, top: float) -> list[Mark]:
    """Where a step would end by the learner's answer, as far as that can be seen."""
    if not 0 <= y <= top:
        return []
    beside = y + (0.14 if y < 0.4 * top else -0.14) * top
    label = Mark("label", "ink", [1], [beside], panel=panel, anchor="end", text=[Text("your answer")], thin=True)
    return [Mark("squares", "ink", [1], [y], panel=panel), label]


def _exact(w: float) -> Exact:
    return simplest(Fraction(write(w)))


def _changes_in(text: str) -> tuple[float, float] | None:
    """The change of the accuracy and of the loss that a learner answered, if that is what it is."""
    try:
        rows = Grid().read(text)
    except Unread:
        return None
    return (float(rows[0][0]), float(rows[1][0])) if [*map(len, rows)] == [1, 1] else None


def _plus(number: float) -> str:
    exact = _exact(number)
    return "" if not exact else ("- " if exact < 0 else "+ ") + tex_number(magnitude(exact))


def _brief(value: float) -> str:
    return shown(float(f"{value:.3g}"))
