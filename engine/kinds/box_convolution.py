"""What is the convolution of two boxes at one moment t?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from engine.answers import Decimal, tex_number
from engine.boards import refuse_tiny, signed
from engine.boxes import Box, interval_tex
from engine.dice import Dice
from engine.givens import Exact
from engine.numeric.continuous import convolve_boxes, flip_and_shift, overlap
from engine.numeric.exact import magnitude, simplest
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text


@dataclass(frozen=True)
class BoxConvolution(Problem):
    f: Box
    g: Box
    t: Exact

    topic = "convolution-mathematics"
    title = Text("Convolution of two boxes")
    reply = Decimal()
    tags = (
        "did-not-flip",
        "did-not-shift",
        "forgot-the-heights",
        "forgot-one-height",
        "took-the-full-overlap",
        "added-the-heights",
        "dropped-the-sign",
        "multiplied-at-one-point",
    )
    seconds = (60, 90, 120)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # both start at 0
            f, g = (Box(0, dice.whole(2, 6), height) for height in dice.sample((1, 2, 3, 4), 2))
            return cls(f, g, dice.whole(1, int(f.width + g.width) - 1))
        if level == 2:  # they start anywhere, so the flip moves g
            heights = dice.sample((1, 2, 3, 4, 5), 2)
            f, g = (Box(dice.whole(-3, 3), dice.whole(2, 7), height) for height in heights)
            return cls(f, g, f.start + g.start + dice.whole(1, int(f.width + g.width) - 1))
        heights = dice.sample((2, 3, 4, 5), 2)  # a sign, and numbers that are not whole
        signed = dice.sample((heights[0], -heights[1]), 2)
        f, g = (
            Box(_part(dice.whole(-6, 6), 2), _part(dice.whole(2, 9), 2), _part(height, dice.whole(1, 2)))
            for height in signed
        )
        inside = Fraction(dice.whole(1, int(10 * (f.width + g.width)) - 1), 10)
        return cls(f, g, simplest(f.start + g.start + inside))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        unit = {"start": 0, "width": 1, "height": 1}
        late = {"start": 1, "width": 3, "height": 2}
        negative = {"start": -0.5, "width": 2, "height": -1.5}
        return (
            Example({"f": unit, "g": unit, "t": 0.5}, 0.5, 1),
            Example({"f": unit, "g": unit, "t": 1}, 1, 1),
            Example({"f": {"start": 0, "width": 4, "height": 1}, "g": late, "t": 3}, 4, 2),
            Example({"f": unit, "g": negative, "t": 0.2}, -1.05, 3),
        )

    def check(self) -> None:
        numbers: dict[str, Exact] = {"t": self.t}
        for name, box in (("f", self.f), ("g", self.g)):
            numbers |= box.numbers(name)
        refuse_tiny(numbers)

    def prompt(self) -> Text:
        return Text(
            "The box $f$ has height {f_height} on {f_interval}, the box $g$ has height {g_height} on {g_interval}, and "
            "both are 0 elsewhere. What is their convolution {moment}, as mathematics defines it? "
            "Give three significant digits.",
            f_height=self.f.height,
            f_interval=f"${{{interval_tex(self.f.interval)}}}$",
            g_height=self.g.height,
            g_interval=f"${{{interval_tex(self.g.interval)}}}$",
            moment=f"${{(f * g)({tex_number(self.t)})}}$",
        )

    def answer(self) -> Exact:
        f, g = self.f, self.g
        return simplest(convolve_boxes(f.interval, f.height, g.interval, g.height, self.t))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        f, g, t, length = self.f, self.g, self.t, self._overlap()
        heights = f.height * g.height
        unflipped = overlap(f.interval, (t + g.start, t + g.start + g.width))
        moved = rf"\int f(\tau)\, g(\tau - {signed(t)})\, d\tau"
        yield self._product("did-not-flip", (f.height, g.height, unflipped), 1, f"{moved} = ")
        yield from self.instead("did-not-shift", replace(self, t=0), 1)
        yield WrongTurn("forgot-the-heights", length, 3, self._length())
        yield self._product("forgot-one-height", (f.height, length), 3)
        shorter: Exact = min(f.width, g.width)
        yield self._product("took-the-full-overlap", (f.height, g.height, shorter), 2)
        total = simplest((f.height + g.height) * length)
        line = rf"({tex_number(f.height)} + {signed(g.height)}) \cdot {tex_number(length)} = {tex_number(total)}"
        yield WrongTurn("added-the-heights", total, 3, line)
        if heights < 0:
            yield self._product("dropped-the-sign", (magnitude(f.height), magnitude(g.height), length), 3)
        at = tex_number(t)
        yield self._product("multiplied-at-one-point", (f.at(t), g.at(t)), 1, rf"f({at}) \cdot g({at}) = ")

    def arithmetic(self) -> str:
        factors = (self.f.height, self.g.height, self._overlap())
        return self._product("", factors, 3, f"(f * g)({tex_number(self.t)}) = ").line

    def steps(self) -> list[Step]:
        t, (start, end) = tex_number(self.t), self.g.interval
        flipped, own = interval_tex(flip_and_shift(self.g.interval, self.t)), f"${{{interval_tex(self.f.interval)}}}$"
        return [
            Step(
                Text("The formula: flip $g$, shift it by $t$, multiply, integrate"),
                r"(f * g)(t) = \int_{-\infty}^{\infty} f(\tau)\, g(t - \tau)\, d\tau",
            ),
            Step(
                Text("Where the flipped and shifted $g$ stands"),
                rf"\tau \in [{t} - {signed(end)},\ {t} - {signed(start)}] = {flipped}",
            ),
            Step(
                Text("How long a stretch it shares with $f$, which stands on {interval}", interval=own),
                self._length(),
            ),
            Step(Text("On that stretch the product is constant: its height times its length"), self.arithmetic()),
        ]

    def figure(self) -> Picture:
        boxes = {f"{name}_{part}": number for name in "fg" for part, number in vars(getattr(self, name)).items()}
        return Picture("continuous", {"f": "box", "g": "box", **boxes, "t": self.t})

    def _overlap(self) -> Exact:
        return simplest(overlap(self.f.interval, flip_and_shift(self.g.interval, self.t)))

    def _length(self) -> str:
        """How long the overlap is, as TeX."""
        (f_low, f_high), (g_low, g_high) = self.f.interval, flip_and_shift(self.g.interval, self.t)
        line = rf"\min({tex_number(f_high)},\ {tex_number(g_high)}) - \max({tex_number(f_low)},\ {tex_number(g_low)})"
        if min(f_high, g_high) < max(f_low, g_low):
            line = rf"\max(0,\ {line})"
        return f"{line} = {tex_number(self._overlap())}"

    @staticmethod
    def _product(tag: str, factors: tuple[Exact, ...], step: int, left: str = "") -> WrongTurn:
        """The wrong turn to a product, written out."""
        value: Exact = 1
        for factor in factors:
            value = value * factor
        shown = r" \cdot ".join([tex_number(factors[0]), *map(signed, factors[1:])])
        return WrongTurn(tag, simplest(value), step, f"{left}{shown} = {tex_number(simplest(value))}")


def _part(numerator: int, denominator: int) -> Exact:
    return simplest(Fraction(numerator, denominator))
