"""Which gradient does a convolution layer hand to its kernel, which to its input and which to its bias?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from engine import boards
from engine.answers import tex_number
from engine.givens import BadGivens
from engine.lab.backward import Backward, Wanted
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import Board, BoardGrid, Frame, Window, room_for
from engine.lab.grids import answered, grid_in, shown, size
from engine.lab.settings import Between, Cells, Longest
from engine.lab.windows import Windows
from engine.numeric.grids import Matrix, flip, taps
from engine.text import Text, typeset

LARGEST_IMAGE, LARGEST_UPSTREAM, LARGEST_PADDING = 7, 11, 2
Typed = Annotated[str, Cells()]
LABELS = {
    "wanted": Text("Gradient of"),
    "stride": Text("Stride"),
    "padding": Text("Padding"),
    "image": Text("input"),
    "kernel": Text("kernel"),
    "upstream": Text("upstream gradient"),
}
CHOICES = {"kernel": Text("the kernel"), "input": Text("the input"), "bias": Text("the bias")}
NAMES = {
    "kernel": Text("kernel gradient"),
    "input": Text("input gradient"),
    "bias": Text("bias gradient"),
}
ROW = {"image": "1 2 3 4", "kernel": "2 1", "upstream": "1 2 -1", "wanted": "input"}
FIVE = {"image": "1 0 2 1 3 / 0 2 1 0 1 / 2 1 0 3 0 / 1 0 1 2 1 / 0 3 2 0 1", "stride": 2}
HALVED = FIVE | {"kernel": "1 0 -1 / 2 1 0 / 0 1 3", "padding": 1}
ABOVE = r"\frac{\partial L}{\partial y[i,\, j]}"


@dataclass(frozen=True)
class ConvolutionBackward(Experiment):
    wanted: Wanted = "kernel"
    image: Typed = "1 2 0 1 / 0 3 1 2 / 2 1 0 1 / 1 0 2 3"
    kernel: Typed = "1 2 / 3 -1"
    upstream: Typed = "1 2 0 / -1 3 1 / 0 2 -2"
    stride: Annotated[int, Between(1, 2)] = 1
    padding: Annotated[int, Between(0, LARGEST_PADDING)] = 0
    cell: Annotated[int, Between(1, LARGEST_IMAGE**2)] = 1
    yours: Annotated[str, Longest(600)] = ""

    order = 17
    title = Text("Backward pass of a convolution")
    about = Text("Follow the upstream gradient back to kernel, input and bias, cell by cell, and see which one flips.")
    labels = LABELS
    choices = CHOICES
    beside = ("wanted", "stride", "padding")
    cards = ("convolution-backward",)
    kinds = ("conv-backward",)

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        card, strided = ("convolution-backward",), {"wanted": "input", "stride": 2}
        return (
            Preset(Text("The kernel: a correlation, nothing turned"), {}, card),
            Preset(Text("The input: a full correlation with the turned kernel"), {"wanted": "input"}, card),
            Preset(Text("The bias: one sum"), {"wanted": "bias"}, card),
            Preset(Text("The row of the card, back to its input"), ROW, card),
            Preset(Text("Stride 2: zeros between the upstream gradients"), strided, card),
            Preset(Text("Padding 1 cuts the border off the full result"), {"wanted": "input", "padding": 1}, card),
            Preset(Text("Kernel 3, stride 2, padding 1, as networks halve a map"), HALVED),
            Preset(Text("A row that no window reached gets 0"), FIVE | {"wanted": "input"}),
        )

    def position(self) -> str:
        return "cell"

    def check(self) -> None:
        for axis in self._layer.axes:
            if not axis.count:
                n = axis.kernel_size
                text = Text("The kernel spans {n} cells and does not fit into the input with its padding.", n=n)
                raise BadGivens("kernel", text)

    @cached_property
    def _layer(self) -> Backward:
        return Backward(
            grid_in("image", self.image, LARGEST_IMAGE),
            grid_in("kernel", self.kernel, LARGEST_IMAGE),
            grid_in("upstream", self.upstream, LARGEST_UPSTREAM),
            self.stride,
            self.padding,
        )

    @cached_property
    def _gradient(self) -> Matrix:
        return self._layer.gradient(self.wanted)

    @property
    def _outputs(self) -> int:
        return self._layer.axes[0].count * self._layer.axes[1].count

    def prediction(self) -> Prediction | None:
        return {"kernel": self._ask_products, "input": self._ask_turn, "bias": self._ask_sum}[self.wanted]()

    def _ask_products(self) -> Prediction:
        layer, n = self._layer, self._outputs
        others = len(layer.k) * len(layer.k[0]), len(layer.x) * len(layer.x[0]), 1, n + 1
        choices = sorted([n, *[m for m in dict.fromkeys(others) if m != n][:2]])
        question = Text(
            "Input {image}, kernel {kernel}, output {output}: how many products make the gradient of one weight?",
            image=size(layer.x),
            kernel=size(layer.k),
            output=size(layer.upstream),
        )
        because = Text("Every output used the weight once: {n:product|products}.", n=n)
        return Prediction(
            question, tuple(Text("{n:product|products}", n=m) for m in choices), choices.index(n), because
        )

    def _ask_turn(self) -> Prediction | None:
        if self._layer.k == flip(self._layer.k):
            return None
        question = Text("The layer laid its kernel as it is written. How does it lie for the gradient of the input?")
        choices = [Text("as it is written"), Text("turned by 180°")]
        if tuple(zip(*self._layer.k, strict=True)) != flip(self._layer.k):
            choices.append(Text("rows and columns exchanged"))
        because = Text(
            "As the windows move on over a cell of the input, it meets the weights from the last to the first."
        )
        return Prediction(question, tuple(choices), 1, because)

    def _ask_sum(self) -> Prediction:
        total, n = self._gradient[0][0], self._outputs
        choices = sorted([total, *[m for m in dict.fromkeys((n, 1, 0, n + 1)) if m != total][:3]])
        question = Text(
            "What is the gradient of the bias, when this comes back: {rows}?", rows=_rows(self._layer.upstream)
        )
        because = Text("The bias went into every output once, so its gradient is the sum, {n}.", n=typeset(total))
        return Prediction(question, tuple(Text("{n}", n=typeset(m)) for m in choices), choices.index(total), because)

    def formula(self) -> tuple[str, ...]:
        s, p = f"{self.stride} " if self.stride > 1 else "", self.padding
        if self.wanted == "bias":
            return (rf"\frac{{\partial L}}{{\partial b}} = \sum_{{i, j}} {ABOVE} = {tex_number(self._gradient[0][0])}",)
        if self.wanted == "kernel":
            back = f" - {p}" if p else ""
            cell, met = r"\partial k[m,\, n]", rf"x[{s}i + m{back},\, {s}j + n{back}]"
        else:
            on = f" + {p}" if p else ""
            cell, met = r"\partial x[p,\, q]", rf"k[p{on} - {s}i,\, q{on} - {s}j]"
        total = rf"\frac{{\partial L}}{{{cell}}} = \sum_{{i, j}} {ABOVE}\; {met}"
        rows, columns = self._layer.axes
        if rows == columns:
            return total, self._size_tex("H = W", rows)
        return total, self._size_tex("H", rows), self._size_tex("W", columns)

    def _size_tex(self, letter: str, axis: Windows) -> str:
        """How the size of the gradient follows from that of the upstream gradient."""
        between = rf"({self.stride} \cdot ({axis.count} - 1) + 1)" if self.stride > 1 else f"{axis.count}"
        if self.wanted == "kernel":
            padded = f"{axis.size} + 2 \\cdot {self.padding}" if self.padding else f"{axis.size}"
            return rf"{letter} = {padded}{_rest(axis, '-')} - {between} + 1 = {axis.kernel_size}"
        cut = rf" - 2 \cdot {self.padding}" if self.padding else ""
        return rf"{letter} = {between} + {axis.kernel_size} - 1{cut}{_rest(axis, '+')} = {axis.size}"

    def look(self) -> tuple[Text, ...]:
        said = {
            "kernel": (
                Text("Every output used every weight once: it sends the weight its gradient times the input they met."),
                Text("So the upstream gradient lies on the input as it is: a cross-correlation, nothing turned."),
            ),
            "input": (
                Text("Every window that an input was in sends it the output's gradient, times the weight it met."),
                Text(
                    "They met it with the last weight first, so the kernel lies turned by 180°: the full convolution."
                ),
            ),
            "bias": (
                Text("The bias was added to every output, so each output sends it its gradient as it is."),
                Text("Neither the input nor the kernel matters; over a batch the sums of all examples add up."),
            ),
        }[self.wanted]
        return (*said, *filter(None, [self._about_the_layer(), self._about_the_upstream()]))

    def _about_the_layer(self) -> Text | None:
        rows, columns = (axis.lost for axis in self._layer.axes)
        if self.wanted == "bias":
            return None
        if (rows or columns) and self.wanted == "input":
            return Text(
                "{rows:row|rows} and {columns:column|columns} of the input are under no window and get 0.",
                rows=rows,
                columns=columns,
            )
        if rows or columns:
            return Text(
                "{rows:row|rows} and {columns:column|columns} of the input are under no window and take no part.",
                rows=rows,
                columns=columns,
            )
        if self.stride > 1:
            return Text(
                "The windows lay {n} cells apart, so zeros stand between the upstream gradients.", n=self.stride
            )
        if self.padding and self.wanted == "input":
            return Text(
                "The padding has a gradient too, but nobody needs it: {n:ring is|rings are} cut off.", n=self.padding
            )
        if self.padding:
            return Text("Where a weight met the padding, its product is with 0 and adds nothing.")
        return None

    def _about_the_upstream(self) -> Text | None:
        layer = self._layer
        if layer.typed == layer.upstream:
            return None
        return Text(
            "The upstream gradient was cut or repeated to the size of the output, {size}.", size=size(layer.upstream)
        )

    def figure(self) -> Board:
        layer, result = self._layer, shown(self._gradient)
        alt = Text(
            "{name}: {size}, made of an upstream gradient of {upstream}; it begins with {first}.",
            name=NAMES[self.wanted],
            size=size(self._gradient),
            upstream=size(layer.upstream),
            first=result[0][0],
        )
        forward = (
            BoardGrid("ink", Text("input"), shown(layer.x), (self.padding,) * 4, sign="none", fresh=True),
            BoardGrid("ink", Text("kernel"), shown(layer.k), sign="⋆"),
            BoardGrid("ink", Text("output"), shown(layer.output), sign="="),
        )
        gradient = BoardGrid("result", NAMES[self.wanted], result, grows=True, sign="=")
        grids = (*self._factors(), gradient, *answered(self.yours, self._gradient), *forward)
        columns = range(len(result[0]))
        frames = tuple(self._frame(row, column, len(grids) - 3) for row in range(len(result)) for column in columns)
        start = min(self.cell, len(frames)) - 1
        return Board(alt, grids, "⋆", Text("cross-correlated with"), frames, start, room_for(grids))

    def _factors(self) -> Iterator[BoardGrid]:
        """What is combined: the two grids of the backward pass, or the one that is added up."""
        layer, s = self._layer, self.stride
        if self.wanted == "kernel":
            yield BoardGrid("f", Text("input"), shown(layer.x), (self.padding,) * 4)
            yield BoardGrid("g", LABELS["upstream"], shown(layer.spread), spread=s)
        elif self.wanted == "input":
            rows, columns = layer.full
            sides = rows.before, columns.after, rows.after, columns.before
            yield BoardGrid("f", LABELS["upstream"], shown(layer.spread), sides, spread=s)
            yield BoardGrid("g", Text("kernel, turned"), shown(flip(layer.k)))
        else:
            yield BoardGrid("f", LABELS["upstream"], shown(layer.upstream), sign="Σ")

    def _frame(self, row: int, column: int, forward: int) -> Frame:
        """One cell of the gradient; the forward pass begins with the grid of that number."""
        layer, value = self._layer, typeset(self._gradient[row][column])
        products = layer.products(self.wanted, row, column)
        n, count = row * len(self._gradient[0]) + column + 1, len(self._gradient) * len(self._gradient[0])
        terms = boards.products_work(products).expression.rpartition(" = ")[0]
        if self.wanted == "bias":
            terms = " + ".join(f"f{{{typeset(number)}}}" for *_, number, _ in products)
        line: Text | str = (
            f"{terms} = r{{{value}}}" if terms else Text("no window used it: {value}", value=f"r{{{value}}}")
        )
        words = Text(
            "Row {row}, column {column}: {n:term adds|terms add} up to {value}.",
            row=row + 1,
            column=column + 1,
            n=len(products),
            value=value,
        )
        window: Window = (*self._under(row, column), *self._met(row, column, forward))
        return Frame(
            f"{n}", Text("cell {n} of {count}", n=n, count=count), words, line, window=window, cell=(row, column)
        )

    def _under(self, row: int, column: int) -> Iterator[tuple[int, int, str]]:
        """The cells of the first grid that a cell of the gradient is made of, and by what they are multiplied."""
        layer = self._layer
        found = layer.products(self.wanted, row, column)
        if self.wanted == "input":  # zeros take part, too
            tops, lefts = layer.full
            found = taps(layer.spread, flip(layer.k), tops.starts[row], lefts.starts[column])
        for y, x, _, factor in found:
            yield y, x, "" if self.wanted == "bias" else f"×{typeset(factor)}"

    def _met(self, row: int, column: int, forward: int) -> Iterator[tuple[int, int, str, int]]:
        """Who met whom on the way forward: cells of the input, of the kernel and of the output."""
        s, p, products = self.stride, self.padding, self._layer.products(self.wanted, row, column)
        x, k, y = forward, forward + 1, forward + 2
        if self.wanted == "kernel":
            yield row, column, "", k
            yield from ((i, j, "", x) for i, j, *_ in products)
        elif self.wanted == "input":
            yield row, column, "", x
            yield from ((row + p - i, column + p - j, "", k) for i, j, *_ in products)
            yield from ((i // s, j // s, "", y) for i, j, *_ in products)
        else:
            yield from ((i, j, "", y) for i, j, *_ in products)


def _rest(axis: Windows, sign: str) -> str:
    return f" {sign} {axis.lost}" if axis.lost else ""


def _rows(grid: Matrix) -> str:
    return ", ".join(" ".join(map(typeset, row)) for row in grid)
