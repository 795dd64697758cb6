"""What is the convolution of two sums of boxes, some of them negative, at one moment t?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Annotated, Self

from engine.answers import Decimal, tex_number
from engine.boards import refuse_tiny, signed
from engine.boxes import Box, interval_tex
from engine.dice import Dice
from engine.givens import LONGEST_ROW, Exact, Most
from engine.numeric.continuous import convolve_box_sums, flip_and_shift, overlap
from engine.numeric.exact import magnitude, simplest
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.stack import listed
from engine.text import Text

Boxes = Annotated[tuple[Box, ...], Most(LONGEST_ROW)]


@dataclass(frozen=True)
class SignedOverlap(Problem):
    f: Boxes
    g: Boxes
    t: Exact

    topic = "convolution-mathematics"
    title = Text("Convolution of boxes with signs")
    reply = Decimal()
    tags = (
        "did-not-flip",
        "did-not-shift",
        "dropped-the-sign",
        "left-out-the-negative-parts",
        "forgot-the-heights",
        "forgot-one-height",
        "paired-the-boxes-in-order",
        "multiplied-at-one-point",
    )
    seconds = (90, 150, 180)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # an edge detector: its two halves cancel where f is flat
            half, height = dice.whole(1, 3), dice.pick((1, 2, 3))
            g = _in_a_row(0, (half, half), (height, -height))
            f = _in_a_row(dice.whole(0, 2), (dice.whole(2, 5),), (dice.pick((1, 2, 3, 4, 5)),))
            return cls(f, g, _moment(dice, f, g, 1))
        if level == 2:  # heights of both signs in f and in g, all anywhere
            f = _in_a_row(dice.whole(-3, 3), _sizes(dice, 2, 1), dice.sample((-3, -2, -1, 1, 2, 3, 4), 2))
            g = _in_a_row(dice.whole(-3, 3), _sizes(dice, 2, 1), dice.sample((-2, -1, 1, 2, 3), 2))
            return cls(f, g, _moment(dice, f, g, 1))
        f = _in_a_row(dice.whole(-2, 2), _sizes(dice, 2, 2), dice.sample((-2, -1, 1, 2, 3, 4), 2))
        side, centre = dice.pick((1, 2)), dice.whole(1, 4)  # three pieces, and numbers that are not whole
        g = _in_a_row(0, _sizes(dice, 3, 2), (-side, centre, -side))
        return cls(f, g, _moment(dice, f, g, 2))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        flat = [{"start": 0, "width": 1, "height": 1}]
        edge = [{"start": 0, "width": 0.5, "height": 1}, {"start": 0.5, "width": 0.5, "height": -1}]
        steps = [{"start": 0, "width": 2, "height": 1}, {"start": 3, "width": 0.5, "height": 6}]
        return (
            Example({"f": flat, "g": edge, "t": 0.5}, 0.5, 1),
            Example({"f": flat, "g": edge, "t": 1}, 0, 1),
            Example({"f": flat, "g": edge, "t": 1.5}, -0.5, 1),
            Example({"f": steps, "g": flat, "t": 3.25}, 1.5, 2),
            Example({"f": steps, "g": edge, "t": 3.75}, 0, 3),
        )

    def check(self) -> None:
        numbers: dict[str, Exact] = {"t": self.t}
        for name, boxes in (("f", self.f), ("g", self.g)):
            for index, box in enumerate(boxes):
                numbers |= box.numbers(f"{name}[{index}]")
        refuse_tiny(numbers)

    def prompt(self) -> Text:
        return Text(
            "$f$ is the sum of these boxes: {f}. $g$ is the sum of these: {g}. Outside of its stretch a box is 0. What "
            "is the convolution {moment}, as mathematics defines it? Give three significant digits.",
            f=_in_words(self.f),
            g=_in_words(self.g),
            moment=f"${{{self._at()}}}$",
        )

    def figure(self) -> Picture:
        boxes = {f"{name}_boxes": ", ".join(map(_typed, getattr(self, name))) for name in "fg"}
        return Picture("continuous", {"f": "boxes", "g": "boxes", **boxes, "t": self.t})

    def answer(self) -> Exact:
        f, g = ([(box.interval, box.height) for box in boxes] for boxes in (self.f, self.g))
        return simplest(convolve_box_sums(f, g, self.t))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        f, g, t = self.f, self.g, self.t
        pairs = self._pairs()
        unflipped = [
            (one.height, other.height, overlap(one.interval, (t + other.start, t + other.start + other.width)))
            for one, other in product(f, g)
        ]
        yield _turn("did-not-flip", unflipped, 1, r"\int f(\tau)\, g(\tau - t)\, d\tau = ")
        yield from self.instead("did-not-shift", replace(self, t=0))
        f_plain, g_plain = (tuple(replace(box, height=magnitude(box.height)) for box in boxes) for boxes in (f, g))
        yield from self.instead("dropped-the-sign", replace(self, f=f_plain, g=g_plain), 3)
        positive = [factors for factors in pairs if factors[0] * factors[1] > 0]
        yield _turn("left-out-the-negative-parts", positive, 3)
        yield _turn("forgot-the-heights", [factors[2:] for factors in pairs], 3)
        yield _turn("forgot-one-height", [(factors[0], factors[2]) for factors in pairs], 3)
        if min(len(f), len(g)) > 1:
            in_order = [
                (one.height, other.height, overlap(one.interval, flip_and_shift(other.interval, t)))
                for one, other in zip(f, g, strict=False)
            ]
            yield _turn("paired-the-boxes-in-order", in_order, 2)
        here, there = (simplest(sum((box.at(t) for box in boxes), Fraction(0))) for boxes in (f, g))
        at = tex_number(t)
        yield _turn("multiplied-at-one-point", [(here, there)], 1, rf"f({at}) \cdot g({at}) = ")

    def arithmetic(self) -> str:
        return _turn("", self._pairs(), 3, f"{self._at()} = ").line

    def steps(self) -> list[Step]:
        stretches = [interval_tex(flip_and_shift(box.interval, self.t)) for box in self.g]
        shared = [
            f"L_{{{i + 1},{j + 1}}} = {tex_number(overlap(one.interval, flip_and_shift(other.interval, self.t)))}"
            for (i, one), (j, other) in product(enumerate(self.f), enumerate(self.g))
        ]
        return [
            Step(
                Text("The formula: every box of $f$ meets every box of the flipped and shifted $g$"),
                r"(f * g)(t) = \int_{-\infty}^{\infty} f(\tau)\, g(t - \tau)\, d\tau"
                r" = \sum_i \sum_j h_i\, k_j\, L_{i,j}(t)",
            ),
            Step(
                Text("Where the boxes of $g$ stand after the flip and the shift, in the order in which they are given"),
                listed(stretches, r",\quad "),
            ),
            Step(
                Text("How long a stretch each box of $f$ (the first index) shares with each of them"),
                listed(shared, r",\quad "),
            ),
            Step(Text("Both heights times the length, signs and all, added up over the pairs"), self.arithmetic()),
        ]

    def _at(self) -> str:
        return f"(f * g)({tex_number(self.t)})"

    def _pairs(self) -> list[tuple[Exact, ...]]:
        """Both heights and the shared length of every box of f with every box of g."""
        return [
            (one.height, other.height, simplest(overlap(one.interval, flip_and_shift(other.interval, self.t))))
            for one, other in product(self.f, self.g)
        ]


def _sizes(dice: Dice, count: int, parts: int) -> tuple[Exact, ...]:
    return tuple(simplest(Fraction(dice.whole(1, 3 * parts), parts)) for _ in range(count))


def _in_a_row(start: Exact, widths: Sequence[Exact], heights: Sequence[Exact]) -> tuple[Box, ...]:
    """Boxes side by side."""
    boxes: list[Box] = []
    for width, height in zip(widths, heights, strict=True):
        boxes.append(Box(simplest(start), width, height))
        start += width
    return tuple(boxes)


def _moment(dice: Dice, f: tuple[Box, ...], g: tuple[Box, ...], parts: int) -> Exact:
    """A moment at which the two touch."""
    first, last = f[0].start + g[0].start, f[-1].interval[1] + g[-1].interval[1]
    return simplest(first + Fraction(dice.whole(1, int(parts * (last - first)) - 1), parts))


def _in_words(boxes: Sequence[Box]) -> Text:
    """The boxes as a list."""
    words = [
        Text("height {height} on {interval}", height=box.height, interval=f"${{{interval_tex(box.interval)}}}$")
        for box in boxes
    ]
    return reduce(lambda left, right: Text("{left}, {right}", left=left, right=right), words)


def _turn(tag: str, products: Sequence[Sequence[Exact]], step: int, left: str = "") -> WrongTurn:
    """The wrong turn to a sum of products, those that are 0 left out."""
    terms, total = [], Fraction(0)
    for factors in products:
        value = reduce(lambda one, other: one * other, factors, Fraction(1))
        total += value
        if value:
            terms.append(r" \cdot ".join(map(signed, factors)))
    sum_of_terms, value_of_sum = listed(terms), tex_number(simplest(total))
    line = value_of_sum if sum_of_terms in ("", value_of_sum) else f"{sum_of_terms} = {value_of_sum}"
    return WrongTurn(tag, simplest(total), step, left + line)


def _typed(box: Box) -> str:
    """As the lab reads a box."""
    return " ".join(f"{float(number):.6g}" for number in (box.start, box.width, box.height))
