"""When the input shifts, does the output shift with it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from engine.answers import Ledger, Number, tex_number
from engine.givens import BadGivens
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import Chart, Frame, Mark, Panel
from engine.lab.rows import typed_row
from engine.lab.settings import Between, Longest, shown
from engine.lab.windows import windows, windows_of_mode
from engine.numeric.exact import Exact
from engine.numeric.grids import cut, pool_avg, pool_max, pool_starts, slide
from engine.numeric.signals import circular_correlate, rolled
from engine.reading import Unread
from engine.text import Text, typeset

LONGEST_SIGNAL, LONGEST_KERNEL = 24, 7
NUMBERED = 10  # so many outputs have room for their numbers
Values = tuple[Exact, ...]
Typed = Annotated[str, Longest(160)]
LABELS = {
    "signal": Text("f, the signal"),
    "kernel": Text("g, the kernel"),
    "stride": Text("Stride"),
    "border": Text("Beyond the ends"),
    "then": Text("After the convolution"),
}
CHOICES = {
    "none": Text("no padding"),
    "zeros": Text("zero padding"),
    "circular": Text("on a circle"),
    "nothing": Text("nothing"),
    "max": Text("max pooling"),
    "average": Text("average pooling"),
    "global": Text("global average"),
}
MOVES, CHANGES, STAYS = Text("It moves along"), Text("It changes"), Text("It stays the same")


@dataclass(frozen=True)
class Equivariance(Experiment):
    signal: Typed = "0 0 0 1 0 0 0 0"
    kernel: Typed = "1 2 3"
    stride: Annotated[int, Between(1, 4)] = 1
    border: Literal["none", "zeros", "circular"] = "none"
    then: Literal["nothing", "max", "average", "global"] = "nothing"
    shift: Annotated[int, Between(0, LONGEST_SIGNAL - 1)] = 1
    yours: Annotated[str, Longest(40)] = ""

    order = 7
    title = Text("Equivariance")
    about = Text("Shift the input and see whether the output shifts with it: stride, borders, pooling, global average.")
    labels = LABELS
    choices = CHOICES
    beside = ("stride", "border", "then")
    cards = (
        "equivariance-and-invariance",
        "pooling-or-stride",
        "why-pooling",
        "global-average-pooling",
        "inductive-bias",
    )
    kinds = ("shift-equivariance",)

    def position(self) -> str:
        return "shift"

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        card = ("equivariance-and-invariance",)
        end = {"signal": "0 0 0 0 1 1 1 1", "border": "zeros"}
        blurred = {"kernel": "1 2 1", "stride": 2, "then": "global"}
        return (
            Preset(Text("Stride 1: the output moves along"), {}, (*card, "inductive-bias")),
            Preset(Text("Stride 2: only every other shift"), {"stride": 2}, (*card, "pooling-or-stride")),
            Preset(Text("Over the end: what leaves is lost"), {"shift": 3}, card),
            Preset(Text("Zero padding shows where the end is"), end, card),
            Preset(Text("On a circle nothing is lost"), {"border": "circular", "shift": 6}, card),
            Preset(Text("Max pooling: similar, not equal"), {"then": "max"}, (*card, "why-pooling")),
            Preset(Text("Global average: the place is forgotten"), {"then": "global"}, ("global-average-pooling",)),
            Preset(Text("After stride 2 even the average changes"), {"stride": 2, "then": "global"}, card),
            Preset(Text("Blurred before the stride: the average stays"), blurred, card),
        )

    def check(self) -> None:
        n, k = len(self._f), len(self._g)
        if self.border == "circular" and n % self._jump:
            text = Text(
                "On a circle of {n} places the steps must fit: {n} is no multiple of {jump}.", n=n, jump=self._jump
            )
            raise BadGivens("stride" if self.stride > 1 else "then", text)
        if k > n:
            raise BadGivens("kernel", Text("kernel has {k} numbers and does not fit into the signal's {n}.", k=k, n=n))
        if self._is_pooled and len(self._starts) < 2:
            raise BadGivens("then", Text("One output is too few to pool by 2."))
        if self.shift >= n:
            text = Text("shift is at most {most}: the signal has {n} places, not more.", most=n - 1, n=n)
            raise BadGivens("shift", text)

    @cached_property
    def _f(self) -> Values:
        return typed_row("signal", self.signal, 2, LONGEST_SIGNAL)

    @cached_property
    def _g(self) -> Values:
        return typed_row("kernel", self.kernel, 1, LONGEST_KERNEL)

    @property
    def _is_pooled(self) -> bool:
        return self.then in ("max", "average")

    @property
    def _jump(self) -> int:
        """How many places of the input lie between two outputs."""
        return self.stride * (2 if self._is_pooled else 1)

    @cached_property
    def _starts(self) -> range:
        """Where windows begin, in places of the signal."""
        n, k = len(self._f), len(self._g)
        if self.border == "circular":
            return range(0, n, self.stride)
        if self.border == "zeros":
            return windows_of_mode(n, k, self.stride, "same", 1).starts
        return windows(n, k, self.stride, 0, 1).starts

    @cached_property
    def _places(self) -> list[float]:
        """Where an output stands over the signal: at the middle of what it has seen, half a place to the left."""
        middle = (len(self._g) - 1) // 2 + (self.stride / 2 if self._is_pooled else 0)
        starts = self._starts[::2][: len(self._starts) // 2] if self._is_pooled else self._starts
        return [self._around(start + middle) for start in starts]

    def _around(self, place: float) -> float:
        return place % len(self._f) if self.border == "circular" else place

    def shifted(self, shift: int) -> Values:
        """The signal moved to the right; off a circle zeros come in, and what passes the end is lost."""
        if self.border == "circular":
            return rolled(self._f, shift)
        return cut((self._f,), range(1), range(-shift, len(self._f) - shift))[0]

    def output(self, shift: int) -> Values:
        """What the layer, with its pooling, makes of the shifted signal."""
        f = self.shifted(shift)
        circular = self.border == "circular"
        h = (
            circular_correlate(f, self._g, self.stride)
            if circular
            else slide((f,), (self._g,), range(1), self._starts)[0]
        )
        pairs = pool_starts(len(h), 2, 2)
        if self.then == "max":
            return pool_max((h,), 2, range(1), pairs)[0]
        return pool_avg((h,), 2, range(1), pairs, lambda *_: 2)[0] if self.then == "average" else h

    def mean(self, shift: int) -> Exact:
        """The average of all outputs."""
        h = self.output(shift)
        return pool_avg((h,), len(h), range(1), range(1), lambda *_: len(h))[0][0]

    def moved_by(self, shift: int) -> int | None:
        """By how many places the output has moved as a whole; none where it is no moved copy.

        On a circle the fewest places; else what passes the end does not count, nor what comes in.
        """
        before, after = self.output(0), self.output(shift)
        if self.border == "circular":
            return next((by for by in range(len(before)) if rolled(before, by) == after), None)
        by, rest = divmod(shift, self._jump)
        return by if not rest and after[by:] == before[: max(0, len(before) - by)] else None

    def prediction(self) -> Prediction | None:
        if not self.shift or not any(self.output(self.shift)):
            return None
        after = Text("then {pooling}, ", pooling=CHOICES[self.then]) if self.then != "nothing" else ""
        asks = Text("what does the average do?") if self.then == "global" else Text("what does the output do?")
        question = Text(
            ":red[f] is {f}, :blue[g] is {g}, stride {stride}, {after}{border}. "
            "f moves {n:place|places} to the right: {asks}",
            f=_said(self._f),
            g=_said(self._g),
            stride=self.stride,
            n=self.shift,
            after=after,
            border=CHOICES[self.border],
            asks=asks,
        )
        if self.then == "global":
            changes = self.mean(0) != self.mean(self.shift)
            return Prediction(question, (STAYS, CHANGES), int(changes), self._verdict(self.shift))
        by = self.moved_by(self.shift)
        right = 2 if by is None else 0 if by else 1
        return Prediction(question, (MOVES, STAYS, CHANGES), right, self._verdict(self.shift))

    def formula(self) -> tuple[str, ...]:
        start = self._starts[0]
        at = f"{'' if self.stride == 1 else self.stride}i + j" + (f" - {-start}" if start < 0 else "")
        place = rf"({at}) \bmod {len(self._f)}" if self.border == "circular" else at
        h = rf"h[i] = \sum_j g[j]\; f[{place}]"
        if self.then == "global":
            total = tex_number(self.mean(self.shift))
            return h, rf"\frac{{1}}{{{len(self._starts)}}} \sum_i h[i] = {total}"
        jump = rf"\text{{stride}} = {self.stride}" + (rf" \cdot 2 = {self._jump}" if self._is_pooled else "")
        return h, jump

    def look(self) -> tuple[Text, ...]:
        if self.then == "global":
            heights = Text(
                "The :green[line] is the average of all outputs, the dashed one that of the unshifted signal."
            )
            return heights, *self._about_the_average()
        squares = Text(
            "A square is where an old output would stand if it moved as far as f. Where every square holds a "
            ":green[dot], the output has moved along: equivariance."
        )
        return squares, self._about_the_jump(), *self._about_the_border()

    def _about_the_average(self) -> tuple[Text, ...]:
        if self.stride == 1:
            stays = Text("The outputs move, their average stays: invariance, until a value leaves over the end.")
            return (stays if self.border != "circular" else Text("The outputs move, their average stays: invariance."),)
        parts = {sum(self._g[first :: self.stride]) for first in range(self.stride)}
        if len(parts) == 1:
            return (Text("Whichever numbers of g the stride lets a value meet, their sum is the same."),)
        return (Text("With a stride a value meets only some numbers of g, and others after a shift."),)

    def _about_the_jump(self) -> Text:
        if self._jump == 1:
            return Text("The same weights stand at every place, so one place of the input is one of the output.")
        return Text(
            "Outputs lie {n} places apart, so a shift that is no multiple of {n} falls between them.", n=self._jump
        )

    def _about_the_border(self) -> tuple[Text, ...]:
        if self.border == "circular":
            return ()
        return (Text("Play to the end: what passes the end of f is lost, and zeros come in."),)

    def _verdict(self, shift: int) -> Text:
        """What has become of the output, in a sentence."""
        if self.then == "global":
            old, new = self.mean(0), self.mean(shift)
            if old == new:
                return Text("The average stays {value}.", value=_said([new]))
            return Text("The average changes from {before} to {after}.", before=_said([old]), after=_said([new]))
        before, by = self.output(0), self.moved_by(shift)
        if not shift:
            return Text("Not shifted yet.")
        if not any(self.output(shift)):
            return Text("Nothing of f is left to see: all outputs are 0.")
        if by is None and shift % self._jump:
            return Text("{shift} is no multiple of {jump}: no moved copy, other numbers.", shift=shift, jump=self._jump)
        if by is None:
            return Text("At the end the copy is not the old one: the windows there see zeros.")
        if by == 0:
            return Text("The output is the same as before.")
        if self.border != "circular" and any(before[max(0, len(before) - by) :]):
            return Text("The output has moved along by {n:place|places}, and a part has left over the end.", n=by)
        return Text("The output has moved along by {n:place|places}.", n=by)

    def figure(self) -> Chart:
        n, shifts = len(self._f), range(len(self._f))
        alt = Text(
            "The signal is shifted by {n:place|places}. {verdict}", n=self.shift, verdict=self._verdict(self.shift)
        )
        upper, lower = _panel(self._f), self._lower
        frames = tuple(map(self._frame, shifts))
        marks = self._marks(upper, lower)
        x = -0.6, n - 0.4
        return Chart(alt, x, Text("place, counted from 0"), (upper, lower), marks, frames, self.shift, whole=True)

    def _marks(self, upper: Panel, lower: Panel) -> tuple[Mark, ...]:
        x, out, left, right = list(range(len(self._f))), self._places, -0.5, len(self._f) - 0.5
        heights = [panel.high - 0.06 * (panel.high - panel.low) for panel in (upper, lower)]
        outputs = self._stems_of(self.output(0))
        marks = [
            Mark("stems", "f", x, list(map(float, self._f)), Text("f, shifted"), key="f", text=_numbers(self._f)),
            Mark("label", "f", [left], [heights[0]], anchor="start", text=[Text("f, shifted")]),
        ]
        if self.then == "global":
            mean = [float(self.mean(0))] * 2
            key = "mean" if self._mean_moves else ""
            marks += [
                Mark("line", "ink", [left, right], mean, Text("average before"), panel=1, dashed=True, thin=True),
                Mark("line", "result", [left, right], mean, Text("average"), key=key, panel=1),
                Mark("stems", "result", out, outputs["y"], Text("h, the output"), key="h", panel=1, thin=True),
                Mark("label", "result", [right], key=key and "said", panel=1, anchor="end", **self._label_of(0)),
            ]
        else:
            marks += [
                Mark("squares", "ink", out, outputs["y"], Text("h of f, moved as far"), key="old", panel=1),
                Mark("stems", "result", out, outputs["y"], Text("h, the output"), "h", 1, text=outputs["text"]),
            ]
        called = Mark("label", "result", [left], [heights[1]], panel=1, anchor="start", text=[CALLED[self.then]])
        return (*marks, called, *self._yours(right, heights[1]))

    def _yours(self, right: float, height: float) -> list[Mark]:
        """The learner's own answer, where it is one to the problem: was the output rolled, and by how many places?"""
        try:
            (is_rolled,), (by,) = Ledger().read(self.yours) if self.yours else ((), ())
        except (Unread, ValueError):
            return []
        if not isinstance(by, int) or is_rolled not in (0, 1):
            return []
        said = Text("■ your answer: by {n}", n=by) if is_rolled else Text("your answer: no moved copy")
        label = Mark("label", "quiet", [right], [height], panel=1, anchor="end", text=[said])
        claimed = list(map(float, rolled(self.output(0), by)))
        small = Mark("squares", "quiet", self._places, claimed, Text("your answer"), panel=1, thin=True, filled=True)
        return [label, small] if is_rolled else [label]

    @cached_property
    def _lower(self) -> Panel:
        return _panel([value for shift in range(len(self._f)) for value in self.output(shift)])

    def _label_of(self, shift: int) -> dict[str, Any]:
        """The average, written above its line."""
        mean, room = self.mean(shift), self._lower.high - self._lower.low
        return {"y": [float(mean) + 0.07 * room], "text": [_said([mean])]}

    @cached_property
    def _mean_moves(self) -> bool:
        return len({self.mean(shift) for shift in range(len(self._f))}) > 1

    def _stems_of(self, values: Values) -> dict[str, Any]:
        return {"y": list(map(float, values)), "text": _numbers(values)}

    def _frame(self, shift: int) -> Frame:
        before, after, verdict = self.output(0), self.output(shift), self._verdict(shift)
        moves: dict[str, dict[str, Any]] = {"f": self._stems_of(self.shifted(shift)), "h": self._stems_of(after)}
        if self.then == "global":
            del moves["h"]["text"]
            if self._mean_moves:
                mean = float(self.mean(shift))
                moves |= {"mean": {"y": [mean] * 2}, "said": self._label_of(shift)}
        else:
            last = len(self._f) - 1 if self.border == "circular" else self._places[-1]
            there = [(self._around(x + shift), float(y)) for x, y in zip(self._places, before, strict=True)]
            seen = [(x, y) for x, y in there if x <= last or self.border == "circular"]
            moves["old"] = {"x": [x for x, _ in seen], "y": [y for _, y in seen]}
        line = Text("{before} → {after}. {verdict}", before=_result(before), after=_result(after), verdict=verdict)
        line = line if len(after) <= NUMBERED else verdict
        label = Text("shifted by {n}", n=shift)
        words = Text("Shifted by {n}: the output is {after}. {verdict}", n=shift, after=_said(after), verdict=verdict)
        return Frame(str(shift), label, words, line, moves)


CALLED = {
    "nothing": Text("h, the output"),
    "max": Text("h, the output, max pooled by 2"),
    "average": Text("h, the output, average pooled by 2"),
    "global": Text("h, the output, and its average"),
}


def _panel(values: Sequence[Number]) -> Panel:
    low, high = float(min(0, *values)), float(max(0, *values))
    room = (high - low) or 1.0
    return Panel(low - (0.25 * room if low < 0 else 0.04 * room), high + 0.5 * room)


def _numbers(values: Values) -> list[str]:
    """The numbers to write at the stems; a zero says nothing, and more than there is room for are left out."""
    return [shown(float(value)) if value and len(values) <= NUMBERED else "" for value in values]


def _said(values: Sequence[Exact]) -> str:
    return " ".join(map(typeset, values))


def _result(values: Values) -> str:
    return f"r{{{_said(values)}}}"
