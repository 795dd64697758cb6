"""What does a kernel compute as it slides over a grid, window by window?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated

from engine import boards
from engine.givens import BadGivens
from engine.lab.compared import Compared
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import MOST_FRAMES, Board, BoardGrid, Frame
from engine.lab.grids import answered, grid_in, shown, size
from engine.lab.settings import Between, Cells, Longest, Table
from engine.lab.windows import Part, Windows, windows, windows_of_mode
from engine.numeric.grids import Matrix, flip, slide, taps
from engine.numeric.padding import Filling, pad_sources
from engine.text import Text

LARGEST_IMAGE, LARGEST_KERNEL = 10, 7
Typed = Annotated[str, Cells()]
BLUR = {"kernel": "1 2 1 / 2 4 2 / 1 2 1", "flip": True}
GAPS = {"image": "1 0 2 1 0 / 0 1 1 0 2 / 2 0 1 1 0 / 1 1 0 2 1 / 0 2 1 0 1", "kernel": "1 2 / 0 -1", "dilation": 2}
FULL = {"kernel": "1 2 / 0 -1", "part": "full", "flip": True}
LABELS = {
    "stride": Text("Stride"),
    "padding": Text("Padding"),
    "dilation": Text("Dilation"),
    "flip": Text("Turn g by 180°: convolution, not cross-correlation"),
    "image": Text("image"),
    "kernel": Text("kernel"),
    "mode": Text("What stands in the padding"),
    "part": Text("How much padding"),
    "h": Text("result to compare"),
}
CHOICES = {
    "zeros": Text("zeros"),
    "reflect": Text("f mirrored"),
    "replicate": Text("its border repeated"),
    "circular": Text("its other side"),
    "number": Text("as above"),
}


@dataclass(frozen=True)
class Sliding(Experiment):
    image: Typed = "1 2 3 0 / 0 1 2 3 / 3 0 1 2 / 2 3 0 1"
    kernel: Typed = "2 0 1 / 0 1 2 / 1 0 2"
    stride: Annotated[int, Between(1, 4)] = 1
    padding: Annotated[int, Between(0, 3)] = 0
    dilation: Annotated[int, Between(1, 3)] = 1
    flip: bool = False
    mode: Filling = "zeros"
    part: Part = "number"
    cell: Annotated[int, Between(1, MOST_FRAMES)] = 1
    h: Annotated[str, Table()] = ""
    yours: Annotated[str, Longest(600)] = ""

    order = 2
    title = Text("Sliding kernel")
    about = Text("Slide a kernel over a grid: each window with its sum, and what stride, padding and dilation change.")
    labels = LABELS
    choices = CHOICES
    beside = ("stride", "padding", "dilation", "flip")
    cards = (
        "sum-of-products",
        "cross-correlation-in-cnns",
        "when-the-flip-does-not-show",
        "why-padding",
        "stride-and-what-it-drops",
        "dilated-kernel-span",
        "valid-same-full",
    )
    kinds = ("cross-correlation-grid", "convolution-grid", "convolution-or-cross-correlation", "fixed-filter")

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        strided, mirrored = {"padding": 1, "stride": 2}, {"padding": 1, "mode": "reflect"}
        return (
            Preset(Text("The textbook's grid"), {}, ("sum-of-products",)),
            Preset(Text("Padding 1 keeps the size"), {"padding": 1}, ("why-padding",)),
            Preset(Text("Stride 2 takes every other window"), strided, ("stride-and-what-it-drops",)),
            Preset(Text("A kernel with gaps"), GAPS, ("dilated-kernel-span",)),
            Preset(Text("The kernel turned: a true convolution"), {"flip": True}, ("cross-correlation-in-cnns",)),
            Preset(Text("A kernel that hides the turn"), BLUR, ("when-the-flip-does-not-show",)),
            Preset(Text("Every window that touches f"), FULL, ("valid-same-full",)),
            Preset(Text("A mirrored border instead of zeros"), mirrored, ("why-padding",)),
        )

    def position(self) -> str:
        return "cell"

    def idle(self) -> frozenset[str]:
        by_number = {"padding"} if self.part != "number" else set()
        return frozenset(by_number | (set() if self._is_padded else {"mode"}) | (set() if self.h else {"h"}))

    def check(self) -> None:
        _ = self._h
        changed = "padding" if self.padding else "dilation" if self.dilation > 1 else "kernel"
        for axis in self._axes:
            if not axis.count:
                text = Text("The kernel spans {n} cells and does not fit into f with its padding.", n=axis.reach)
                raise BadGivens(changed, text)
            limit = {"reflect": axis.size - 1, "circular": axis.size}.get(self.mode)
            if limit is not None and max(axis.before, axis.after) > limit:
                text = Text(
                    "f is {size} cells long, so this border takes at most {most} of padding, not {padding}.",
                    size=axis.size,
                    most=limit,
                    padding=max(axis.before, axis.after),
                )
                raise BadGivens("mode", text)
        if self._count > MOST_FRAMES:
            most = MOST_FRAMES
            text = Text("That makes {n} windows; the lab steps through at most {most}.", n=self._count, most=most)
            raise BadGivens("padding" if self.padding else "image", text)

    @cached_property
    def _image(self) -> Matrix:
        return grid_in("image", self.image, LARGEST_IMAGE)

    @cached_property
    def _g(self) -> Matrix:
        """The kernel as it lies on the image."""
        kernel = grid_in("kernel", self.kernel, LARGEST_KERNEL)
        return flip(kernel) if self.flip else kernel

    @cached_property
    def _h(self) -> Matrix | None:
        """A result of which it is asked what gave it."""
        return grid_in("h", self.h, LARGEST_IMAGE) if self.h else None

    @cached_property
    def _axes(self) -> tuple[Windows, Windows]:
        """The windows along the rows and along the columns."""

        def along(size: int, kernel_size: int) -> Windows:
            if self.part == "number":
                return windows(size, kernel_size, self.stride, self.padding, self.dilation)
            return windows_of_mode(size, kernel_size, self.stride, self.part, self.dilation)

        return along(len(self._image), len(self._g)), along(len(self._image[0]), len(self._g[0]))

    @property
    def _is_padded(self) -> bool:
        return any(axis.before or axis.after for axis in self._axes)

    @property
    def _count(self) -> int:
        return self._axes[0].count * self._axes[1].count

    @cached_property
    def _padded(self) -> Matrix:
        rows, columns = (self._sources(axis) for axis in self._axes)
        return tuple(tuple(0 if y is None or x is None else self._image[y][x] for x in columns) for y in rows)

    def _sources(self, axis: Windows) -> tuple[int | None, ...]:
        """Which of the image's rows or columns stands at each place of the padded one."""
        amount = max(axis.before, axis.after)
        sources = pad_sources(axis.size, self.mode, amount)
        return sources[amount - axis.before : amount + axis.size + axis.after]

    @cached_property
    def result(self) -> Matrix:
        """What comes out, exactly."""
        rows, columns = self._axes
        return slide(self._padded, self._g, rows.from_padding, columns.from_padding, self.dilation)

    @cached_property
    def _compared(self) -> Compared | None:
        """Both results beside the one in question, if there is one."""
        if self._h is None:
            return None
        here, turned = self.result, replace(self, flip=not self.flip).result
        correlation, convolution = (turned, here) if self.flip else (here, turned)
        return Compared(self._h, correlation, convolution, self.yours)

    def prediction(self) -> Prediction | None:
        rows, columns = self._axes
        row, column = rows.size // 2, columns.size // 2
        uses = rows.uses(row) * columns.uses(column)
        others = [n for n in (1, self._count, rows.kernel_size * columns.kernel_size, uses + 1, uses + 2) if n != uses]
        choices = sorted({uses, *others[:3]})
        question = Text(
            "Stride {stride}, padding {padding}: how many windows use row {row}, column {column} of :red[$f$]?",
            stride=self.stride,
            padding=self.padding if self.part == "number" else self.part,
            row=row + 1,
            column=column + 1,
        )
        because = Text("It lies under {uses} of the {n:window|windows}.", uses=uses, n=self._count)
        named = tuple(Text("{n:window|windows}", n=n) for n in choices)
        return Prediction(question, named, choices.index(uses), because)

    def formula(self) -> tuple[str, ...]:
        s, d = ("" if n == 1 else f"{n} " for n in (self.stride, self.dilation))
        back = [f" - {axis.before}" if axis.before else "" for axis in self._axes]
        place = r",\, ".join(f"{s}{i} + {d}{m}{by}" for i, m, by in zip("ij", "mn", back, strict=True))
        turned = r",\, ".join(f"{axis.kernel_size - 1} - {m}" for m, axis in zip("mn", self._axes, strict=True))
        factor, operator = (f"g[{turned}]", "*") if self.flip else (r"g[m,\, n]", r"\star")
        rows, columns = self._axes
        sizes = [self._size_tex("H", rows), self._size_tex("W", columns)]
        if rows == columns:
            sizes = [self._size_tex(r"H_\text{out} = W", rows)]
        return rf"(f {operator} g)[i,\, j] = \sum_{{m, n}} f[{place}]\; {factor}", *sizes

    def _size_tex(self, letter: str, axis: Windows) -> str:
        room = rf"\frac{{{axis.padded} - {axis.reach}}}{{{self.stride}}}"
        return rf"{letter}_\text{{out}} = \left\lfloor{room}\right\rfloor + 1 = {axis.count}"

    def look(self) -> tuple[Text, ...]:
        products = Text("Each window multiplies cell by cell and adds: that is one cell of the :green[result].")
        if self._compared:
            return (*self._compared.words(), self._about_the_turn())
        return (products, self._about_the_turn(), *filter(None, [self._about_the_border()]))

    def _about_the_turn(self) -> Text:
        if self._g == flip(self._g):
            return Text("This kernel turned by 180° is itself, so convolution and cross-correlation agree.")
        if self.flip:
            return Text("The kernel is turned by 180° first: that is what mathematics calls convolution.")
        return Text("The kernel lies as it is written: that is cross-correlation, which a convolution layer computes.")

    def _about_the_border(self) -> Text | None:
        rows, columns = (axis.lost for axis in self._axes)
        if rows or columns:
            return Text(
                "The division leaves a rest: {rows:row|rows} and {columns:column|columns} are under no window.",
                rows=rows,
                columns=columns,
            )
        if self._is_padded and self.mode == "zeros":
            return Text("Where the window hangs over the border, its products are with 0 and say nothing.")
        if self._is_padded:
            return Text("The hatched cells repeat values of f, so the border does not fade as it does with zeros.")
        if self.dilation > 1:
            return Text("The kernel's values lie {n} cells apart; what is between them is not used.", n=self.dilation)
        return None

    def figure(self) -> Board:
        rows, columns = self._axes
        alt = Text(
            "A kernel of {kernel} slides over a grid of {image}; the result is {size} and begins with {first}.",
            kernel=size(self._g),
            image=size(self._image),
            size=size(self.result),
            first=self.result[0][0],
        )
        sides = rows.before, columns.after, rows.after, columns.before
        around = shown(self._padded) if self._is_padded else None
        grids = [
            BoardGrid("f", Text("image"), shown(self._image), sides, around),
            BoardGrid("g", Text("kernel, turned") if self.flip else Text("kernel"), shown(self._g)),
            BoardGrid("result", Text("result"), shown(self.result), grows=True),
        ]
        beside = answered(self.yours, self.result)
        if self._compared:
            beside = self._compared.grids()
            for words in reversed(self._compared.words()):
                alt = Text("{first} {then}", first=words, then=alt)
        spoken = Text("convolved with") if self.flip else Text("cross-correlated with")
        frames = tuple(self._frame(index) for index in range(self._count))
        start = min(self.cell, self._count) - 1
        return Board(alt, (*grids, *beside), "∗" if self.flip else "⋆", spoken, frames, start)

    def _frame(self, index: int) -> Frame:
        rows, columns = self._axes
        row, column = divmod(index, columns.count)
        top, left = rows.from_padding[row], columns.from_padding[column]
        work = boards.products_work(taps(self._padded, self._g, top, left, self.dilation))
        terms, _, value = work.expression.rpartition("= ")
        window = tuple((y - rows.before, x - columns.before, factor) for y, x, factor, *_ in work.window)
        where = Text("Row {row}, column {column}", row=row + 1, column=column + 1)
        words = Text("{where}: the window adds up to {value}.", where=where, value=value)
        label = Text("cell {n} of {count}", n=index + 1, count=self._count)
        return Frame(f"{index + 1}", label, words, f"{terms}= r{{{value}}}", window=window, cell=(row, column))
