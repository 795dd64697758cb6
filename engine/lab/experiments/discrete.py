"""What does the convolution of two short signals compute, window by window and as a product of polynomials?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from engine import boards
from engine.answers import Number, Row, tex_number
from engine.givens import BadGivens
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import Board, BoardGrid, Frame
from engine.lab.rows import typed_row
from engine.lab.settings import Between, Longest
from engine.lab.windows import Windows, windows_of_mode
from engine.numeric.exact import Exact, simplest
from engine.numeric.grids import Mode, cut, slide, taps
from engine.reading import Unread
from engine.text import Text, typeset

LONGEST_SIGNAL, LONGEST_KERNEL, MOST_PLACES = 8, 6, 12
Typed = Annotated[str, Longest(80)]
RAMP = {"signal": "1 2 4 7 11", "kernel": "1 -1", "mode": "valid"}
PICK = {"signal": "2 0 1 3", "kernel": "0 0 1"}
DICE = {"signal": "1 1 1 1 1 1", "kernel": "1 1 1 1 1 1", "view": "polynomials"}
LABELS = {
    "signal": Text("f, the signal"),
    "kernel": Text("g, the kernel"),
    "mode": Text("What is kept of the result"),
    "view": Text("View"),
    "flip": Text("Flip g: convolution, not cross-correlation"),
}
CHOICES = {"windows": Text("windows"), "polynomials": Text("polynomials")}
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Discrete(Experiment):
    signal: Typed = "1 2 3"
    kernel: Typed = "4 5"
    mode: Mode = "full"
    view: Literal["windows", "polynomials"] = "windows"
    flip: bool = True
    cell: Annotated[int, Between(1, MOST_PLACES)] = 1
    yours: Annotated[str, Longest(200)] = ""

    order = 4
    title = Text("Discrete convolution")
    about = Text("Slide a short kernel over a short signal, or multiply them as polynomials: the numbers are the same.")
    labels = LABELS
    choices = CHOICES
    beside = ("signal", "kernel", "mode", "view", "flip")
    cards = ("discrete-convolution", "valid-same-full", "cross-correlation-in-cnns", "when-the-flip-does-not-show")
    kinds = ("convolution-1d",)

    def position(self) -> str:
        return "cell"

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        product = {"view": "polynomials"}
        even = {"signal": "1 2 3", "kernel": "1 -1", "mode": "same"}
        mirrored = {"signal": "3 0 1 2", "kernel": "1 2 1", "flip": False}
        return (
            Preset(Text("Three numbers with two"), {}, ("discrete-convolution",)),
            Preset(Text("The same as a product of polynomials"), product, ("discrete-convolution",)),
            Preset(Text("Without the flip the numbers change"), {"flip": False}, ("cross-correlation-in-cnns",)),
            Preset(Text("A kernel that hides the flip"), mirrored, ("when-the-flip-does-not-show",)),
            Preset(Text("A kernel that moves the signal by two"), PICK, ("discrete-convolution",)),
            Preset(Text("Valid: the difference of neighbours"), RAMP, ("valid-same-full",)),
            Preset(Text("Same, where an even kernel has no middle"), even, ("valid-same-full",)),
            Preset(Text("The sum of two dice"), DICE, ("discrete-convolution",)),
        )

    def check(self) -> None:
        n, k = len(self._f), len(self._g)
        if n + k - 1 > MOST_PLACES:
            text = Text("The full result has {n} places; the lab shows at most {most}.", n=n + k - 1, most=MOST_PLACES)
            raise BadGivens("kernel", text)
        if self.mode == "valid" and k > n:
            text = Text("With mode valid the kernel must fit into the signal: it has {k}, the signal {n}.", k=k, n=n)
            raise BadGivens("mode", text)

    @cached_property
    def _f(self) -> tuple[Exact, ...]:
        return typed_row("signal", self.signal, 1, LONGEST_SIGNAL)

    @cached_property
    def _typed_g(self) -> tuple[Exact, ...]:
        return typed_row("kernel", self.kernel, 1, LONGEST_KERNEL)

    @cached_property
    def _g(self) -> tuple[Exact, ...]:
        """The kernel as it lies on the signal."""
        return self._typed_g[::-1] if self.flip else self._typed_g

    @cached_property
    def _axis(self) -> Windows:
        return windows_of_mode(len(self._f), len(self._g), 1, self.mode, 1)

    @cached_property
    def result(self) -> tuple[Exact, ...]:
        """What comes out, exactly."""
        return slide((self._f,), (self._g,), range(1), self._axis.starts)[0]

    @property
    def _first(self) -> int:
        """Which place of the full result is the first that is kept."""
        return self._axis.starts[0] + len(self._g) - 1

    def _name(self, index: int) -> int:
        """The n of a result: the sum of two places where g is flipped, a shift where it is not."""
        return self._axis.starts[index] + (len(self._g) - 1 if self.flip else 0)

    def prediction(self) -> Prediction | None:
        n, k, right = len(self._f), len(self._g), len(self.result)
        lengths = sorted({right, *(length for length in (n - k + 1, n, n + k - 1, n + k) if length > 0)})
        question = Text(
            "{n:number|numbers} in :red[$f$], {k} in :blue[$g$], mode {mode}: how many numbers come out?",
            n=n,
            k=k,
            mode=self.mode,
        )
        because = {
            "full": Text("Full: {n} + {k} − 1 = {count}, from the first touch to the last.", n=n, k=k, count=right),
            "same": Text("Same: {count}, as many as f has.", count=right),
            "valid": Text("Valid: {n} − {k} + 1 = {count} windows lie inside f.", n=n, k=k, count=right),
        }[self.mode]
        return Prediction(question, tuple(Text("{n}", n=length) for length in lengths), lengths.index(right), because)

    def formula(self) -> tuple[str, ...]:
        if self.view == "polynomials":
            product = rf"({_tex(self._f)})({_tex(self._scattered)}) = {_tex(self._full)}"
            return (product, *([] if self.mode == "full" else [self._length_tex()]))
        n, k = r"(f * g)[n] = \sum_{m} f[m]\; g[n - m]", r"(f \star g)[n] = \sum_{m} f[n + m]\; g[m]"
        return (n if self.flip else k, self._length_tex())

    def _length_tex(self) -> str:
        n, k, count = len(self._f), len(self._g), len(self.result)
        said = {"full": f"N + K - 1 = {n} + {k} - 1", "same": "N", "valid": f"N - K + 1 = {n} - {k} + 1"}[self.mode]
        return rf"N_\text{{{self.mode}}} = {said} = {count}"

    def look(self) -> tuple[Text, ...]:
        return self._about_the_view(), self._about_the_flip(), self._about_the_mode()

    def _about_the_view(self) -> Text:
        if self.view == "windows":
            return Text(
                "Under the window the numbers above each other are multiplied, and their sum is one :green[number]."
            )
        return Text(
            "Row $m$ is :blue[$g$] times $f[m]$, moved $m$ places, and each column adds up to one :green[coefficient]."
        )

    def _about_the_flip(self) -> Text:
        if self._g == self._g[::-1]:
            return Text("This kernel reads the same from both ends, so the flip does not show.")
        if self.view == "polynomials":
            if self.flip:
                return Text("The products at one power of $x$ are those whose places add up: this is why g is flipped.")
            return Text("Without the flip it is the product with g read backwards.")
        if self.flip:
            return Text("g lies flipped under f. Switch the flip off and compare: which numbers change?")
        return Text("g lies as it is written: cross-correlation, which a convolution layer computes.")

    def _about_the_mode(self) -> Text:
        n, k = len(self._f), len(self._g)
        if self.mode != "same" and self.view == "polynomials":
            return Text(
                "In {n:column|columns} every number of g takes part; these are what valid keeps.", n=max(0, n - k + 1)
            )
        if self.mode == "valid":
            return Text("No window hangs over the end, so {n:number is|numbers are} lost.", n=k - 1)
        if self.mode == "full":
            inside = max(0, n - k + 1)
            return Text("{n:window lies|windows lie} inside f; the others hang over into zeros.", n=inside)
        if k % 2 and self.view == "windows":
            return Text("The window stands with its middle on each number of f.")
        if k % 2:
            return Text("Same keeps the middle of the full result, from place {n} on.", n=self._first)
        return Text("An even kernel has no middle: SciPy keeps the part that begins at place {n}.", n=self._first)

    @property
    def _scattered(self) -> tuple[Exact, ...]:
        """What each number of the signal puts down: the kernel itself where sliding flips it."""
        return self._g[::-1]

    @cached_property
    def _full(self) -> tuple[Exact, ...]:
        places = range(1 - len(self._g), len(self._f))
        return slide((self._f,), (self._g,), range(1), places)[0]

    def figure(self) -> Board:
        operator: Literal["⋆", "∗"] = "∗" if self.flip else "⋆"
        spoken = Text("convolved with") if self.flip else Text("cross-correlated with")
        alt = Text(
            "{f} {operator} {g} in mode {mode} is {result}: {n:number|numbers}.",
            f=_said(self._f),
            operator=operator,
            g=_said(self._typed_g),
            mode=self.mode,
            result=_said(self.result),
            n=len(self.result),
        )
        above, shown, at = self._windows() if self.view == "windows" else self._polynomials()
        result = BoardGrid("result", Text("result, {mode}", mode=self.mode), [shown], grows=True, at=at)
        frames = tuple(map(self._window if self.view == "windows" else self._column, range(len(self.result))))
        start = min(self.cell, len(frames)) - 1
        return Board(alt, (*above, result, *self._yours(at)), operator, spoken, frames, start, stacked=True)

    def _windows(self) -> tuple[list[BoardGrid], list[str], int]:
        """The signal with its zeros, the kernel under the window, and the result under place n of the signal."""
        axis, places = self._axis, range(-self._axis.before, len(self._f) + self._axis.after)
        around = [_shown(cut((self._f,), range(1), places)[0])] if axis.before or axis.after else None
        heads = [typeset(place) for place in places]
        sides = 0, axis.after, 0, axis.before
        f = BoardGrid("f", Text("signal"), [_shown(self._f)], sides, around, heads=heads)
        g = BoardGrid("g", self._kernel_name(self.flip), [_shown(self._g)], follows=True)
        return [f, g], _shown(self.result), axis.before + self._name(0)

    def _window(self, index: int) -> Frame:
        start = self._axis.starts[index]
        work = boards.products_work(taps((self._f,), (self._g,), 0, start))
        terms, _, value = work.expression.rpartition("= ")
        window = tuple((row, column, "") for row, column, *_ in work.window)
        n = typeset(self._name(index))
        return self._frame(index, Text("n = {n}", n=n), f"{terms}= r{{{value}}}", window)

    def _polynomials(self) -> tuple[list[BoardGrid], list[str], int]:
        """The coefficients, what each of the signal's puts down, and their sums, column under column."""
        g, count = self._scattered, len(self._full)
        powers = list(map(_power, range(count)))
        rows = [
            [*[""] * m, *_shown([simplest(number * factor) for factor in g]), *[""] * (count - m - len(g))]
            for m, number in enumerate(self._f)
        ]
        grids = [
            BoardGrid("f", Text("signal"), [_shown(self._f)], heads=powers[: len(self._f)]),
            BoardGrid("g", self._kernel_name(not self.flip), [_shown(g)], heads=powers[: len(g)]),
            BoardGrid("result", Text("f[m] · g, moved m places"), rows, heads=powers),
        ]
        return grids, _shown(self.result), self._first

    def _column(self, index: int) -> Frame:
        place, g = self._first + index, self._scattered
        used = range(max(0, place - len(g) + 1), min(place, len(self._f) - 1) + 1)
        terms = " + ".join(f"f{{{typeset(self._f[m])}}}·g{{{typeset(g[place - m])}}}" for m in used)
        window = tuple(cell for m in used for cell in ((0, m, "", 0), (0, place - m, "", 1), (m, place, "", 2)))
        power = _power(place)
        line = f"{power}:  {terms} = r{{{typeset(self.result[index])}}}"
        return self._frame(index, Text("{power}", power=power), line, window)

    def _frame(
        self,
        index: int,
        label: Text,
        line: str,
        window: tuple[tuple[int, int, str] | tuple[int, int, str, int], ...],
    ) -> Frame:
        words = Text("{where}: the products add up to {value}.", where=label, value=self.result[index])
        return Frame(f"{index + 1}", label, words, line, window=window, cell=(0, index))

    def _kernel_name(self, turned: bool) -> Text:
        return Text("kernel, flipped") if turned else Text("kernel")

    def _yours(self, at: int) -> list[BoardGrid]:
        """The learner's own answer, where it is a row, with the numbers to look at again."""
        try:
            yours = Row().read(self.yours) if self.yours else ()
        except Unread:
            return []
        if not 0 < len(yours) <= 2 * MOST_PLACES:
            return []
        marks = Row().marks(yours, self.result, None)  # none where the lengths differ
        wrong = [[not right for right in marks]] if marks else None
        return [BoardGrid("result", Text("your answer"), [_shown(yours)], wrong=wrong, at=at)]


def _shown(row: Sequence[Number]) -> list[str]:
    return [typeset(number) for number in row]


def _said(row: Sequence[Number]) -> str:
    return f"[{', '.join(_shown(row))}]"


def _power(place: int) -> str:
    return "1" if place == 0 else "x" if place == 1 else f"x{str(place).translate(SUPERSCRIPTS)}"


def _tex(row: Sequence[Exact]) -> str:
    """The polynomial with these coefficients, the constant first."""
    terms = ""
    for place, number in enumerate(row):
        if number:
            power = "" if place == 0 else "x" if place == 1 else f"x^{{{place}}}"
            size = "" if abs(number) == 1 and place else tex_number(max(number, -number))
            terms += f" {'-' if number < 0 else '+' if terms else ''} {size}{power}"
    return terms.strip() or "0"
