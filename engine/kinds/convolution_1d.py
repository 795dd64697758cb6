"""What is the convolution, in the sense of mathematics, of two short signals?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from engine import boards
from engine.answers import Row as RowReply
from engine.dice import Dice
from engine.givens import BadGivens, Exact, Row
from engine.numeric.exact import simplest
from engine.numeric.grids import Mode, convolve, cut, starts_of_mode, taps
from engine.problem import DrawnGrid, Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

PARTS = {"valid": "dropped-the-border", "same": "kept-the-image-size", "full": "went-past-the-border"}


@dataclass(frozen=True)
class Convolution1d(Problem):
    signal: Row
    kernel: Row
    mode: Mode

    topic = "hand-computation"
    title = Text("Convolution of two signals")
    reply = RowReply()
    tags = ("did-not-flip", "multiplied-place-by-place", "cut-the-wrong-middle", *PARTS.values())
    seconds = (45, 75, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # only the flip
            return cls(dice.row(dice.whole(4, 5), 0, 5), boards.lopsided_kernel(dice, 1, dice.whole(2, 3))[0], "valid")
        if level == 2:  # zeros around the signal
            return cls(dice.row(dice.whole(3, 4), 0, 5), boards.lopsided_kernel(dice, 1, dice.whole(2, 3))[0], "full")
        if dice.chance(0.6):  # an even kernel has no middle
            return cls(
                dice.row(dice.whole(4, 5), -2, 5), boards.lopsided_kernel(dice, 1, dice.pick((2, 2, 4)))[0], "same"
            )
        return cls(
            dice.row(dice.whole(2, 3), -2, 4), boards.lopsided_kernel(dice, 1, dice.whole(4, 5))[0], "full"
        )  # the kernel is longer

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        ramp = {"signal": [1, 2, 3], "kernel": [0, 1, 0.5]}
        return (
            Example({"signal": [1, 2, 3, 4], "kernel": [1, -1], "mode": "valid"}, [1, 1, 1], 1),
            Example(ramp | {"mode": "full"}, [0, 1, 2.5, 4, 1.5], 2, "numpy-convolve"),
            Example(ramp | {"mode": "same"}, [1, 2.5, 4], 3, "numpy-convolve"),
            Example({"signal": [1, 2, 3, 4], "kernel": [2, 1], "mode": "same"}, [2, 5, 8, 11], 3),
            Example({"signal": [1, 2], "kernel": [1, 0, 2, -1], "mode": "full"}, [1, 2, 2, 3, -2], 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(signal=(self.signal,), kernel=(self.kernel,))
        if self.mode == "valid" and len(self.kernel) > len(self.signal):
            text = Text(
                "kernel has {n:number|numbers}: with mode valid it must fit into the signal, which has {m}.",
                n=len(self.kernel),
                m=len(self.signal),
            )
            raise BadGivens("kernel", text)

    @property
    def _starts(self) -> range:
        return starts_of_mode(len(self.signal), len(self.kernel), self.mode)

    def prompt(self) -> Text:
        if self.mode == "valid":
            question = Text(
                "Convolve $f$ with $g$ as in mathematics, which **flips $g$**. "
                "Mode valid: $g$ stays inside $f$. What comes out?"
            )
        elif self.mode == "same":
            question = Text(
                "Convolve $f$ with $g$ as in mathematics, which **flips $g$**. Mode same, as in SciPy: of the full "
                "result, with zeros around $f$, the part as long as $f$ that starts at place {start}, counted from 0. "
                "What comes out?",
                start=(len(self.kernel) - 1) // 2,
            )
        else:
            question = Text(
                "Convolve $f$ with $g$ as in mathematics, which **flips $g$**. "
                "Mode full: zeros around $f$, and every place where $g$ touches $f$. What comes out?"
            )
        return boards.asked(question, self.tolerance)

    def answer(self) -> tuple[Exact, ...]:
        return self._answer

    @cached_property
    def _answer(self) -> tuple[Exact, ...]:
        return convolve((self.signal,), (self.kernel,), self.mode)[0]

    def wrong_turns(self) -> Iterator[WrongTurn]:
        yield from self.instead("did-not-flip", replace(self, kernel=self.kernel[::-1]))
        if self.mode == "same":
            k, starts = len(self.kernel), self._starts
            (seen,) = cut((self.signal,), range(1), range(starts.start + 1 - k % 2, starts.stop + k - k % 2))
            yield from self.instead("cut-the-wrong-middle", replace(self, signal=seen, mode="valid"), 3)
        modes: tuple[Mode, ...] = ("valid", "same", "full")
        for mode in modes:
            yield from self.instead(PARTS[mode], replace(self, mode=mode), 3)
        pairs = list(zip(self.signal, self.kernel, strict=False))
        value = tuple(simplest(a * b) for a, b in pairs)
        line = r",\ ".join(rf"{boards.signed(a)} \cdot {boards.signed(b)}" for a, b in pairs)
        yield WrongTurn("multiplied-place-by-place", value, 1, f"({line}) = {self.reply.tex(value)}")

    def arithmetic(self) -> str:
        f, g, result = map(self.reply.tex, (self.signal, self.kernel[::-1], self.answer()))
        operator = r"\star" if self.mode == "valid" else rf"\underset{{\mathrm{{{self.mode}}}}}{{\star}}"
        return f"{f} {operator} {g} = {result}"

    def steps(self) -> list[Step]:
        starts, flipped = self._starts, self.kernel[::-1]
        inside = self.mode == "valid"
        first = Text("The first window") if inside else Text("The first window, with 0 outside $f$")
        return [
            Step(
                Text("The formula: read the kernel backwards, multiply place by place, and add"),
                r"(f * g)[i] = \sum_{m} f[i + m]\; g[K - 1 - m]",
            ),
            Step(
                Text("The kernel of K numbers, flipped end for end"),
                rf"{self.reply.tex(self.kernel)} \to {self.reply.tex(flipped)}",
            ),
            Step(
                Text("The places of $f$, counted from 0, where a window begins, and how many"),
                rf"{starts.start} \le i \le {starts.stop - 1}: {len(starts)}",
            ),
            Step(first, boards.products_tex(taps((self.signal,), (flipped,), 0, starts[0]))),
            Step(Text("The same in every window"), self.arithmetic()),
        ]

    def equation(self) -> Equation:
        f = DrawnGrid("f", Text("signal"), (self.signal,))
        return Equation((f, boards.drawn_kernel((self.kernel,))), "∗", Text("convolved with"))

    def figure(self) -> Picture:
        signal, kernel = self.reply.spell(self.signal, None), self.reply.spell(self.kernel, None)
        return Picture("discrete", {"signal": signal, "kernel": kernel, "mode": self.mode})
