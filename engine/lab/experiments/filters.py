"""What does a filter make of a whole picture, and what do the greys of the answer mean?"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import gcd
from typing import Annotated, Any, Literal, Self

import numpy as np

from engine import boards
from engine.answers import Row as RowReply
from engine.givens import BadGivens
from engine.lab.drawings import SIDE, Drawing, Grey, drawing
from engine.lab.experiment import Experiment, Prediction, Preset
from engine.lab.figure import MOST_FRAMES, BoardGrid, Frame, Photo, Pictures
from engine.lab.grids import grid_in
from engine.lab.grids import shown as board_cells
from engine.lab.settings import Between, Cells, Longest, shown
from engine.numeric.filters import FILTERS, LARGER_FILTERS
from engine.numeric.grids import Matrix, each, flip, in_parts, taps
from engine.numeric.matrices import Row, common_row, factors, multiples, outer
from engine.numeric.padding import Filling
from engine.numeric.pictures import Pixels, filtered, window
from engine.text import Text, typeset

Filter = Literal[
    "sobel-x", "sobel-y", "laplacian", "sharpen", "emboss", "box", "box-7", "gaussian", "gaussian-7", "own"
]
LARGEST_KERNEL = 7
MOST_TERMS = 9
FLAT = 200
EXACT = 2**52  # sums of products stay below, so that 64 bits hold them exactly
ASYMMETRIC = {"picture": "dot", "filter": "own", "kernel": "0 0 1 / 0 2 3 / 4 0 0", "row": 8}
LABELS = {
    "picture": Text("Picture"),
    "filter": Text("Filter"),
    "flip": Text("Turn g by 180°: convolution, not cross-correlation"),
    "separable": Text("In two passes: a column, then a row"),
    "clip": Text("Clip to 0 … 255, as 8 bits do"),
    "border": Text("What stands beyond the border"),
    "kernel": Text("kernel"),
}
CHOICES = {
    "scene": Text("house"),
    "shapes": Text("shapes"),
    "rings": Text("rings"),
    "noise": Text("noisy edge"),
    "dot": Text("one bright pixel"),
    "sobel-x": Text("Sobel in x"),
    "sobel-y": Text("Sobel in y"),
    "laplacian": Text("Laplacian"),
    "sharpen": Text("sharpen"),
    "emboss": Text("emboss"),
    "box": Text("box blur 3×3"),
    "box-7": Text("box blur 7×7"),
    "gaussian": Text("Gaussian blur 3×3"),
    "gaussian-7": Text("Gaussian blur 7×7"),
    "own": Text("a kernel of your own"),
    "zeros": Text("zeros"),
    "reflect": Text("f mirrored"),
    "replicate": Text("its border repeated"),
    "circular": Text("its other side"),
}


@dataclass(frozen=True)
class Filters(Experiment):
    picture: Drawing = "scene"
    filter: Filter = "sobel-x"
    kernel: Annotated[str, Cells()] = "0 1 2 / -1 0 1 / -2 -1 0"
    flip: bool = False
    separable: bool = False
    clip: bool = False
    border: Filling = "reflect"
    row: Annotated[int, Between(1, SIDE)] = 64
    yours: Annotated[str, Longest(10)] = ""
    own: Grey | None = field(default=None, init=False)  # a learner's picture, which no address carries

    order = 6
    title = Text("Filters on a picture")
    about = Text("Blur, sharpen and find edges in a drawing or a picture of your own, and read what the greys mean.")
    labels = LABELS
    choices = CHOICES
    beside = ("picture", "filter", "flip", "separable", "clip")
    cards = ("fixed-filters", "separable-kernels", "flip-along-both-axes", "when-the-flip-does-not-show", "why-padding")
    kinds = ("fixed-filter", "is-separable")

    @classmethod
    def presets(cls) -> tuple[Preset, ...]:
        passes = {"filter": "gaussian-7", "separable": True}
        hidden = {"filter": "gaussian", "flip": True}
        dark = {"filter": "box-7", "border": "zeros", "row": 2}
        return (
            Preset(Text("Sobel in x: mid grey is no change"), {}, ("fixed-filters",)),
            Preset(Text("Sharpened and clipped"), {"filter": "sharpen", "clip": True}, ("fixed-filters",)),
            Preset(
                Text("A derivative amplifies noise"), {"picture": "noise", "filter": "laplacian"}, ("fixed-filters",)
            ),
            Preset(Text("A wide blur in two passes"), passes, ("separable-kernels",)),
            Preset(Text("One bright pixel shows the kernel turned"), ASYMMETRIC, ("flip-along-both-axes",)),
            Preset(
                Text("… and as it is written, after the flip"), ASYMMETRIC | {"flip": True}, ("flip-along-both-axes",)
            ),
            Preset(Text("A blur hides the flip"), hidden, ("when-the-flip-does-not-show",)),
            Preset(Text("Zeros darken the border"), dark, ("why-padding",)),
            Preset(Text("A box blur turns fine rings inside out"), {"picture": "rings", "filter": "box-7"}),
        )

    def position(self) -> str:
        return "row"

    def idle(self) -> frozenset[str]:
        return frozenset(
            ({"kernel"} if self.filter != "own" else set())
            | ({"separable"} if self._passes is None else set())
            | ({"picture"} if self.own else set())
        )

    def with_settings(self, typed: Mapping[str, str]) -> Self:
        """A kernel of one's own begins as the filter that was chosen before."""
        if typed.get("filter") == "own" != self.filter:
            typed = {"kernel": boards.spell_grid(self._kernel), **typed}
        return super().with_settings(typed)

    def with_picture(self, own: Grey | None) -> Self:
        """The same on a learner's picture."""
        experiment = type(self)(**{name: value for name, value in vars(self).items() if name in _SETTINGS})
        object.__setattr__(experiment, "own", own)
        return experiment

    def check(self) -> None:
        if 255 * self._weight >= EXACT or self._whole[1] >= EXACT:
            raise BadGivens("kernel", Text("The numbers of the kernel have no common denominator of a sensible size."))

    @cached_property
    def _kernel(self) -> Matrix:
        """As it is written."""
        if self.filter == "own":
            return grid_in("kernel", self.kernel, LARGEST_KERNEL)
        weights, divisor = (FILTERS | LARGER_FILTERS)[self.filter]
        return each(weights, lambda weight: Fraction(weight) / divisor)

    @cached_property
    def _whole(self) -> tuple[Matrix, int]:
        """As it is laid on: whole weights, and what their sum of products is divided by."""
        weights, parts = in_parts(self._kernel)
        return flip(weights) if self.flip else weights, parts

    @cached_property
    def _passes(self) -> tuple[tuple[Matrix, int], tuple[Matrix, int]] | None:
        """A column and a row whose product is the kernel, each with its divisor; None where there are none."""
        weights, parts = self._whole
        row = common_row(weights)
        column: Row | None = multiples(weights, row)
        if column is None or min(len(weights), len(row)) == 1:
            return None
        share = gcd(parts, sum(map(int, column))) or 1
        return (tuple((factor,) for factor in column), share), ((row,), parts // share)

    @property
    def _weight(self) -> int:
        """Of the whole weights together, their signs apart."""
        return sum(abs(int(weight)) for row in self._whole[0] for weight in row)

    @property
    def _sum(self) -> Fraction:
        """Of the weights: what a flat area is multiplied by."""
        weights, parts = self._whole
        return Fraction(sum(map(sum, weights))) / parts

    @property
    def _grey(self) -> Grey:
        return self.own or drawing(self.picture)

    @cached_property
    def _totals(self) -> Pixels:
        """The sums of products before they are divided."""
        weights, _ = self._whole
        if self.separable and self._passes:
            (column, _), (row, _) = self._passes
            return filtered(filtered(self._grey.pixels, column, self.border), row, self.border)
        return filtered(self._grey.pixels, weights, self.border)

    @cached_property
    def response(self) -> Any:
        """What comes out at every pixel, as floats."""
        return self._totals / self._whole[1]

    def _greys(self, values: Any, weights: Matrix) -> tuple[float, float, float]:
        """Which values are black, mid grey and white."""
        low, high = float(values.min()), float(values.max())
        if sum(map(sum, weights)) == 0:
            reach = max(-low, high) or 1.0
            return -reach, 0.0, reach
        low, high = min(0.0, low), max(255.0, high)
        return low, (low + high) / 2, high

    @property
    def _shown_greys(self) -> tuple[float, float, float]:
        return (0.0, 127.5, 255.0) if self.clip else self._greys(self.response, self._whole[0])

    def prediction(self) -> Prediction:
        if self.picture == "dot" and not self.own and self._whole[0] != flip(self._whole[0]):
            return self._stamp()
        value = self._sum * FLAT
        heaviest = Fraction(FLAT * self._weight, self._whole[1])
        values = sorted({Fraction(0), Fraction(FLAT), value, heaviest, Fraction(FLAT, 2)})
        return Prediction(
            Text(
                "A flat area where every pixel is {n}: what becomes of it under this filter, {filter}?",
                filter=self._name,
                n=FLAT,
            ),
            tuple(Text("{n}", n=shown(float(n))) for n in values),
            values.index(value),
            Text(
                "The weights add up to {sum}, so it becomes {value}.", sum=typeset(self._sum), value=shown(float(value))
            ),
        )

    def _stamp(self) -> Prediction:
        return Prediction(
            Text("One bright pixel in the dark: what does the result show around it?"),
            (Text("the kernel as it is written"), Text("the kernel turned by 180°"), Text("the pixel alone")),
            0 if self.flip else 1,
            Text("The result turns what is laid on, and the flip had turned it before: it stands as it is written.")
            if self.flip
            else Text("Each weight meets the pixel at the opposite offset, so the kernel comes out turned by 180°."),
        )

    @property
    def _name(self) -> Text:
        return self.choices[self.filter]

    def formula(self) -> tuple[str, ...]:
        weights, parts = self._whole
        height, width = len(weights), len(weights[0])
        back = [f" - {size // 2}" if size > 1 else "" for size in (height, width)]
        factor, operator = (f"g[{height - 1} - m,\\, {width - 1} - n]", "*") if self.flip else (r"g[m,\, n]", r"\star")
        sums = rf"(f {operator} g)[i,\, j] = \sum_{{m, n}} f[i + m{back[0]},\, j + n{back[1]}]\; {factor}"
        equal = []
        if max(height, width) <= 5:
            equal.append(boards.tex_grid(flip(weights) if self.flip else weights))
        if self._passes:
            (column, _), (row, _) = self._passes
            column, row = (flip(column), flip(row)) if self.flip else (column, row)
            equal.append(f"{boards.tex_grid(column)} {boards.tex_grid(row)}")
        share = rf"\tfrac{{1}}{{{parts}}} " if parts > 1 else ""
        return (sums, "g = " + " = ".join(share + piece for piece in equal)) if equal else (sums,)

    @cached_property
    def _product(self) -> Matrix:
        """A column times a row: the kernel, where one gives it, else what shares a row and a column with it."""
        row = common_row(self._kernel)
        return outer(factors(self._kernel, row), row)

    @property
    def _differing(self) -> list[list[bool]]:
        """Which cells of the kernel that product does not give."""
        rows = zip(self._kernel, self._product, strict=True)
        return [[a != b for a, b in zip(*pair, strict=True)] for pair in rows]

    def _claim(self) -> Text | None:
        """What a learner's answer to whether the kernel is separable would need, and what is."""
        row, n = RowReply().spell(common_row(self._kernel), None), sum(map(sum, self._differing))
        texts = {
            ("yes", True): Text("You said yes: every row is a multiple of ({row}).", row=row),
            ("yes", False): Text(
                "You said yes: then every row would be a multiple of ({row}); {n:cell differs|cells differ}.",
                row=row,
                n=n,
            ),
            ("no", True): Text(
                "You said no: then a cell would differ from a column times ({row}); none does.", row=row
            ),
            ("no", False): Text(
                "You said no: {n:cell differs|cells differ} from a column times ({row}).", row=row, n=n
            ),
        }
        return texts.get((self.yours, n == 0))

    def look(self) -> tuple[Text, ...]:
        if claim := self._claim():
            return claim, self._about_the_passes(), self._greys_in_words(self._shown_greys)
        return (
            self._greys_in_words(self._shown_greys),
            self._about_the_sum(),
            self._about_the_passes(),
            self._about_the_rest(),
        )

    def _greys_in_words(self, greys: tuple[float, float, float]) -> Text:
        low, middle, high = map(shown, greys)
        return Text(
            "The :green[result] shows {low} black, {middle} mid grey, {high} white; below is its row, white on top.",
            low=low,
            middle=middle,
            high=high,
        )

    def _about_the_sum(self) -> Text:
        if self._sum == 0:
            return Text("The weights add up to 0: a flat area becomes 0, and only changes are left.")
        if self._sum == 1:
            return Text("The weights add up to 1: a flat area keeps its brightness.")
        return Text("The weights add up to {sum}: a flat area is multiplied by that.", sum=typeset(self._sum))

    def _about_the_passes(self) -> Text:
        weights, _ = self._whole
        height, width = len(weights), len(weights[0])
        if self._passes:
            return Text(
                "The kernel is a column times a row: two passes give the same with {few} products a pixel, not {many}.",
                few=height + width,
                many=height * width,
            )
        if min(height, width) == 1:
            return Text("The kernel is a single line already: {n:product|products} a pixel.", n=height * width)
        return Text(
            "No column times a row gives this kernel: it takes all {n:product|products} a pixel at once.",
            n=height * width,
        )

    def _about_the_rest(self) -> Text:
        lost = int(((self.response < 0) | (self.response > 255)).sum())
        if self.clip and lost:
            return Text(
                "{n} of {all} pixels leave 0 … 255 and are cut off: what they said is lost.",
                n=lost,
                all=self.response.size,
            )
        if not self.own and self.picture == "rings" and self.filter == "box-7":
            return Text(
                "Some of the finer rings come out with bright and dark exchanged; under a Gaussian they only fade."
            )
        if not self.own and self.picture == "noise" and self._sum == 0:
            return Text("Noise is change as well: the filter brings it out together with the edge.")
        if self.border == "zeros" and self._sum and len(self._kernel) > 1:
            return Text("Beyond the border everything is 0, so the outermost pixels are drawn towards 0.")
        weights, _ = self._whole
        if weights == flip(weights):
            return Text("Turned by 180° this kernel is itself, so the flip changes nothing.")
        if weights == each(flip(weights), lambda weight: -weight):
            return Text("Turned by 180° this kernel changes its sign: with the flip black and white change places.")
        return Text("Turned by 180° this is another kernel: switch the flip and compare.")

    def figure(self) -> Pictures:
        low, middle, high = map(shown, self._shown_greys)
        alt = Text(
            "The response ({filter}) runs from {least} to {most}; black is {low}, mid grey {middle} and white {high}.",
            filter=self._name,
            least=shown(self.response.min()),
            most=shown(self.response.max()),
            low=low,
            middle=middle,
            high=high,
        )
        if claim := self._claim():
            alt = Text("{first} {then}", first=claim, then=alt)
        rows = self._rows()
        row = min(self.row, self._grey.height)
        frames = tuple(map(self._frame, rows))
        spoken = Text("convolved with") if self.flip else Text("cross-correlated with")
        return Pictures(
            alt, (*self._parts(), *self._compared()), "∗" if self.flip else "⋆", spoken, frames, rows.index(row)
        )

    def _rows(self) -> list[int]:
        """The rows that the line steps through, the one asked for among them."""
        height = self._grey.height
        step = -(-height // (MOST_FRAMES - 1))
        return sorted({*range(1, height + 1, step), min(self.row, height)})

    def _parts(self) -> tuple[Photo | BoardGrid, ...]:
        grey = self._grey
        source = Text("your picture") if self.own else self.choices[self.picture]
        levels = base64.b64encode(grey.levels).decode()
        greys = Text("0 is black and 255 is white.")
        f = Photo("f", source, grey.width, grey.height, levels, 0, 127.5, 255, greys, whole=True)
        result = self._photo(Text("result"), self.response, self._shown_greys)
        if not (self.separable and self._passes):
            return f, self._grid(*self._whole, Text("turned") if self.flip else Text("kernel")), result
        (column, share), (row, rest) = self._passes
        values = filtered(grey.pixels, column, self.border) / share
        between = self._photo(Text("after the column"), values, self._greys(values, column))
        steps = self._grid(column, share, Text("column")), self._grid(row, rest, Text("row"))
        return f, steps[0], between, steps[1], result

    def _compared(self) -> tuple[BoardGrid, ...]:
        """After an answer, the kernel beside the product of a column and a row."""
        if self._claim() is None:
            return ()
        differing = self._differing
        n = sum(map(sum, differing))
        note = Text("{n:cell differs|cells differ} from g", n=n) if n else Text("the same as g")
        said = Text("your answer: {n}", n=Text("Yes") if self.yours == "yes" else Text("No"))
        kernel = BoardGrid("g", Text("kernel"), board_cells(self._kernel), sign="none", fresh=True, notes=(said,))
        product = BoardGrid(
            "ink",
            Text("column × row"),
            board_cells(self._product),
            wrong=differing if n else None,
            sign="none",
            notes=(note,),
        )
        return kernel, product

    def _photo(self, name: Text, values: Any, greys: tuple[float, float, float]) -> Photo:
        height, width = values.shape
        data = base64.b64encode(values.astype("<f4").tobytes()).decode()
        low, middle, high = map(shown, greys)
        words = Text("{low} is black, {middle} mid grey and {high} white.", low=low, middle=middle, high=high)
        return Photo("result", name, width, height, data, *greys, words)

    def _grid(self, weights: Matrix, parts: int, name: Text) -> BoardGrid:
        """A kernel as it is laid on, in whole weights."""
        named = name if parts == 1 else Text("{name} ÷ {n}", name=name, n=parts)
        return BoardGrid("g", named, [[typeset(weight) for weight in row] for row in weights])

    def _frame(self, row: int) -> Frame:
        values = self.response[row - 1]
        change = values if self._sum == 0 else values - self._grey.pixels[row - 1]
        column = int(np.abs(change).argmax())
        words = Text(
            "Row {row}: the response runs from {least} to {most}.",
            row=row,
            least=shown(values.min()),
            most=shown(values.max()),
        )
        label = Text("row {n}", n=row)
        return Frame(f"{row}", label, words, self._line(row - 1, column), cell=(row - 1, column))

    def _line(self, row: int, column: int) -> Text:
        """The sum of products of one pixel, written out where it is not too long."""
        weights, parts = self._whole
        under = window(self._grey.pixels, (len(weights), len(weights[0])), self.border, row, column)
        products = [tap for tap in taps(under, weights, 0, 0) if tap[3]]
        value = Fraction(int(self._totals[row, column]), parts)
        rounded = shown(float(value))
        outcome = f"{'=' if rounded == typeset(value) else '≈'} r{{{rounded}}}"
        if not 1 <= len(products) <= MOST_TERMS:
            text = Text("{n:product|products} {outcome}", n=len(products), outcome=outcome)
            return Text("Row {row}, column {column}: {sum}", row=row + 1, column=column + 1, sum=text)
        terms = boards.products_work(products).expression.rpartition(" = ")[0]
        written = f"({terms}) / {parts} {outcome}" if parts > 1 else f"{terms} {outcome}"
        return Text("Row {row}, column {column}: {sum}", row=row + 1, column=column + 1, sum=written)


_SETTINGS = tuple(name for name in Filters.__dataclass_fields__ if name != "own")
