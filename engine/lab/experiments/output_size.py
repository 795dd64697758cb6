"""How long is the output, and how does it change with stride, padding, dilation, kernel and input?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Any, Literal

from engine.axis import SLIPS, places
from engine.givens import BadGivens
from engine.lab.axis_layer import AxisLayer, Rule
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import MOST_FRAMES, Chart, Frame, Mark, Panel
from engine.lab.settings import Between, Longest, settings_of
from engine.lab.shapes import number_in
from engine.lab.strip import DEPTH, DRAWN, ROOM, STRIP_NAMES, strip_marks, strip_moves
from engine.numeric.sizes import conv_output_size
from engine.text import Text

Moving = Literal["stride", "padding", "dilation", "kernel_size", "size"]
LETTERS = {"size": "N", "kernel_size": "K", "stride": "S", "padding": "P", "dilation": "D"}
ANCHORS: tuple[Literal["start"], Literal["end"]] = "start", "end"
LABELS = {
    "against": Text("What moves"),
    "rule": Text("Padding rule"),
    "size": Text("Input size"),
    "kernel_size": Text("Kernel size"),
    "stride": Text("Stride"),
    "padding": Text("Padding on each side"),
    "dilation": Text("Dilation"),
}
CHOICES = {
    "size": Text("input size"),
    "kernel_size": Text("kernel size"),
    "stride": Text("stride"),
    "padding": Text("padding"),
    "dilation": Text("dilation"),
    "number": Text("a number"),
    "same-pytorch": Text("same, as PyTorch"),
    "same-tensorflow": Text("SAME, as TensorFlow"),
}


@dataclass(frozen=True)
class OutputSize(Experiment):
    size: Annotated[int, Between(1, 512)] = 12
    kernel_size: Annotated[int, Between(1, 15)] = 3
    stride: Annotated[int, Between(1, 12)] = 2
    padding: Annotated[int, Between(0, 12)] = 0
    dilation: Annotated[int, Between(1, 8)] = 1
    against: Moving = "stride"
    rule: Rule = "number"
    yours: Annotated[str, Longest(20)] = ""

    order = 3
    title = Text("Output size explorer")
    about = Text("Watch the windows take their places, and the size of the output fall in steps.")
    labels = LABELS
    choices = CHOICES
    beside = ("against", "rule")
    cards = ("output-size", "stride-and-what-it-drops", "same-padding", "dilated-kernel-span")
    kinds = ("conv-output-size", "pool-output-size", "same-output-size")

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        rest = {"size": 6, "padding": 1, "against": "size"}
        alexnet = {"size": 227, "kernel_size": 11, "stride": 4, "against": "size"}
        dilated = {"size": 15, "stride": 1, "dilation": 2, "against": "dilation"}
        pytorch = {"size": 7, "stride": 1, "rule": "same-pytorch"}
        tensorflow = {"size": 7, "rule": "same-tensorflow"}
        return (
            Preset(Text("A larger stride, step by step"), {}, ("output-size", "stride-and-what-it-drops")),
            Preset(Text("One more input changes nothing"), rest, ("output-size",)),
            Preset(Text("Why AlexNet takes 227, not 224"), alexnet, ("output-size",)),
            Preset(Text("SAME in TensorFlow, at every stride"), tensorflow, ("same-padding",)),
            Preset(Text("'same' in PyTorch, at stride 1 only"), pytorch, ("same-padding",)),
            Preset(Text("A dilated kernel spans more"), dilated, ("dilated-kernel-span",)),
        )

    def position(self) -> str:
        return self.against

    def idle(self) -> frozenset[str]:
        return frozenset({self.against} | ({"padding"} if self.rule != "number" else set()))

    def check(self) -> None:
        if self.rule == "same-pytorch" and self.stride > 1 and self.against != "stride":
            raise BadGivens("rule", Text("PyTorch refuses padding='same' with stride {n}.", n=self.stride))
        if self.rule != "number" and self.against == "padding":
            raise BadGivens("against", Text("'same' sets the padding itself, so the padding cannot move."))
        if not any(layer.output for layer in self.moved.values()):
            text = Text("The kernel spans {n} cells and fits nowhere.", n=self.layer.reach)
            raise BadGivens("dilation" if self.dilation > 1 else "kernel_size", text)

    @cached_property
    def layer(self) -> AxisLayer:
        return AxisLayer(self.size, self.kernel_size, self.stride, self.padding, self.dilation, self.rule)

    @cached_property
    def moved(self) -> dict[int, AxisLayer]:
        """The layer with each value of what moves, its own among them."""
        limits = settings_of(OutputSize)[self.against].limits
        assert limits
        low, high, here = int(limits.low), int(limits.high), getattr(self, self.against)
        first = min(max(low, here - MOST_FRAMES // 2), max(low, high - MOST_FRAMES + 1))
        values = range(first, min(high, first + MOST_FRAMES - 1) + 1)
        return {value: _with(self.layer, self.against, value) for value in values}

    def prediction(self) -> Prediction | None:
        right = self.layer.output
        if right is None:
            return None
        unpadded = conv_output_size(self.size, self.kernel_size, self.stride, 0, self.dilation)
        slips = [places(self._axis, *slip)[1] for slip in SLIPS.values()] if self.rule == "number" else [self.size]
        others = [n for n in (*slips, unpadded, right + 1, right - 1, right + 2) if n >= 1 and n != right]
        choices = sorted({right, *list(dict.fromkeys(others))[:3]})
        question = Text(
            "Input {size}, kernel {kernel_size}, stride {stride}, dilation {dilation}, padding: {padding}. "
            "How long is the output?",
            size=self.size,
            kernel_size=self.kernel_size,
            stride=self.stride,
            dilation=self.dilation,
            padding=self.padding if self.rule == "number" else self.choices[self.rule],
        )
        because = Text("The kernel fits at {n:place|places}.", n=right)
        return Prediction(question, tuple(Text("{n}", n=n) for n in choices), choices.index(right), because)

    @property
    def _axis(self) -> tuple[int, int, int, int, int]:
        return self.size, self.kernel_size, self.stride, self.padding, self.dilation

    @property
    def _out(self) -> int:
        """The length as it is drawn: 0 where there is no output."""
        return self.layer.output or 0

    def formula(self) -> tuple[str, ...]:
        """The rule, and the numbers that stay; those that move stand in the line under the figure."""
        rules = {
            "number": (r"\left\lfloor\frac{N + 2P - D(K - 1) - 1}{S}\right\rfloor + 1", ""),
            "same-pytorch": ("N", r"P_\text{total} = D(K - 1)"),
            "same-tensorflow": (
                r"\left\lceil\frac{N}{S}\right\rceil",
                r"P_\text{total} = \max(0,\, (N_\text{out} - 1)\, S + D(K - 1) + 1 - N)",
            ),
        }
        rule, total = rules[self.rule]
        stay = [f"{LETTERS[name]} = {getattr(self, name)}" for name in LETTERS if name not in self.idle()]
        return rf"N_\text{{out}} = {rule}", *filter(None, [total]), r",\; ".join(stay)

    def look(self) -> tuple[Text, ...]:
        count = Text("Each :blue[window] makes one cell of the :green[output]: count the places where it fits.")
        return (count, *self._about_the_rule())

    def _about_the_rule(self) -> tuple[Text, ...]:
        if self.rule == "same-tensorflow":
            return (
                Text("At stride 1 the size is kept; at a larger one it is divided by the stride and rounded up."),
                Text("Zeros are added as far as the last window needs them, the larger half after the input."),
            )
        if self.rule == "same-pytorch":
            return (Text("PyTorch keeps the size at stride 1; at a larger stride it refuses padding='same'."),)
        return (
            Text("The dashed line is the quotient before it is rounded down."),
            Text("Where it is not whole, cells at the end come under no window; they are marked ✕."),
        )

    def figure(self) -> Chart:
        here, name, yours = getattr(self, self.against), self.choices[self.against], number_in(self.yours)
        drawn = [layer.output or 0 for layer in self.moved.values()] + ([] if yours is None else [int(yours)])
        shortest, longest = min(drawn), max(drawn)
        bottom = shortest - 1 if 2 * shortest > longest else 0
        top, low, high = longest + 0.2 * (longest - bottom) + 0.6, min(self.moved) - 0.6, max(self.moved) + 0.6
        longest_input = max(layer.windows.padded for layer in self.moved.values())
        x = (-ROOM if longest_input > DRAWN else -1.2, min(DRAWN, longest_input) + 0.2)
        strip = Panel(-DEPTH - 2.6, 1, 1.1, x=x, names=STRIP_NAMES)
        alt = Text("The output against the {name}: at {value} it is {out} long.", name=name, value=here, out=self._out)
        marks = (*strip_marks(), *self._curves(bottom, top), *self._labels(low, high, bottom, top, yours))
        frames = tuple(self._frame(value, layer) for value, layer in self.moved.items())
        panels = (strip, Panel(bottom, top, whole=True))
        return Chart(alt, (low, high), name, panels, marks, frames, list(self.moved).index(here), whole=True)

    def _curves(self, bottom: float, top: float) -> list[Mark]:
        """The sizes as stairs, the quotient before it is rounded, and what shows the present value."""
        fits = {value: layer for value, layer in self.moved.items() if layer.output}
        sizes = [layer.output or 0 for layer in fits.values()]
        x = [at for value in fits for at in (value - 0.5, value + 0.5, None)]
        y = [at for size in sizes for at in (size, size, None)]
        curves = [
            Mark("line", "result", x, y, panel=1, thin=True),
            Mark("dots", "result", list(fits), sizes, Text("output size"), panel=1, thin=True),
            Mark("line", "ink", [0, 0], [bottom, top], key="rule", panel=1, thin=True),
            Mark("dots", "result", [0], [0], key="dot", panel=1, text=[""]),
        ]
        if self.rule == "number":
            quotients, name = [layer.quotient for layer in fits.values()], Text("before rounding down")
            curves.append(Mark("line", "quiet", list(fits), quotients, name, panel=1, dashed=True, thin=True))
        return curves

    def _labels(self, low: float, high: float, bottom: float, top: float, yours: float | None) -> list[Mark]:
        """The curve's name in the corner that it leaves free, and the learner's own answer as a line."""
        step = 0.07 * (top - bottom)
        grows = self.against in ("size", "padding")
        at, anchor = (low, ANCHORS[0]) if grows else (high, ANCHORS[1])
        labels = [Mark("label", "result", [at], [top - step], panel=1, anchor=anchor, text=[Text("output size")])]
        if yours is not None:
            said = Text("your answer: {n}", n=self.yours.strip())
            labels.append(Mark("line", "ink", [low, high], [yours, yours], panel=1, dashed=True, thin=True))
            labels.append(Mark("label", "ink", [at], [yours + step], panel=1, anchor=anchor, text=[said]))
        return labels

    def _frame(self, value: int, layer: AxisLayer) -> Frame:
        out = layer.output
        moves: dict[str, dict[str, Any]] = {
            **strip_moves(layer.windows, allowed=out is not None),
            "rule": {"shift": value},
            "dot": {"x": [value], "y": [out or 0], "text": [f"{out}" if out else Text("no output")]},
        }
        label = Text("{name} {value}", name=self.choices[self.against], value=value)
        words = Text("{label}: the output is {out} long.", label=label, out=out or 0)
        if out is None:
            refused = Text("{label}: PyTorch refuses padding='same'.", label=label)
            too_long = Text("{label}: the kernel spans {n} cells and does not fit.", label=label, n=layer.reach)
            words = too_long if self.rule == "number" else refused
        return Frame(f"{value}", label, words, _line(layer), moves)


def _with(layer: AxisLayer, name: Moving, value: int) -> AxisLayer:
    changed: dict[str, Any] = {name: value}
    return replace(layer, **changed)


def _line(layer: AxisLayer) -> str:
    n, k, s, p, d = layer.size, layer.kernel_size, layer.stride, layer.padding, layer.dilation
    if layer.output is None:
        return f"N = f{{{n}}}, K = g{{{k}}}, S = {s}, D = {d}"
    if layer.rule == "same-pytorch":
        return f"f{{{n}}} = r{{{n}}}"
    if layer.rule == "same-tensorflow":
        return f"⌈f{{{n}}} / {s}⌉ = r{{{layer.output}}}"
    return f"⌊(f{{{n}}} + 2·{p} − {d}·(g{{{k}}} − 1) − 1) / {s}⌋ + 1 = r{{{layer.output}}}"
