"""What does a row become when it is padded by a mode?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from engine import boards
from engine.answers import Number, Tolerance, tex_number
from engine.answers import Row as RowReply
from engine.dice import Dice
from engine.givens import Amount, BadGivens, Row
from engine.numeric.padding import Filling, pad_sources
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text

BEFORE_AND_AFTER = {
    "zeros": ("0", "0"),
    "replicate": ("f_0", "f_{N - 1}"),
    "reflect": ("f_{-i}", "f_{2(N - 1) - i}"),
    "circular": ("f_{N + i}", "f_{i - N}"),
}
WORDS = {
    "zeros": Text("The formula: outside of the row everything counts as 0"),
    "replicate": Text("The formula: the value at the border goes on"),
    "reflect": Text("The formula: a mirror stands on the border cell, so that cell is not repeated"),
    "circular": Text("The formula: the row begins again where it ends"),
}


@dataclass(frozen=True)
class PaddingMode(Problem):
    signal: Row
    mode: Filling
    amount: Amount

    topic = "padding"
    title = Text("Padding modes by hand")
    reply = RowReply()
    tags = (
        "padded-with-zeros",
        "repeated-the-border",
        "mirrored-the-border-too",
        "kept-the-order",
        "wrapped-instead-of-mirroring",
        "mirrored-instead-of-wrapping",
        "swapped-the-ends",
        "padded-one-side",
    )
    seconds = (30, 45, 60)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        size = dice.whole(4, 6)
        signal = dice.sample((-5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8, 9), size)
        if level == 1:  # one value fills each side
            return cls(signal, "zeros" if dice.chance(0.3) else "replicate", dice.whole(1, 3))
        if level == 2:  # the padding is a mirror
            return cls(signal, "reflect", dice.whole(1, 2))
        if dice.chance(0.6):  # the row wraps around, perhaps once in full
            return cls(signal, "circular", dice.whole(2, size))
        return cls(signal, "reflect", size - 1)  # the mirror shows the whole row

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        row = [1, 2, 3, 4]
        return (
            Example({"signal": row, "mode": "zeros", "amount": 1}, [0, 1, 2, 3, 4, 0], 1),
            Example({"signal": row, "mode": "replicate", "amount": 2}, [1, 1, 1, 2, 3, 4, 4, 4], 1),
            Example({"signal": row, "mode": "reflect", "amount": 2}, [3, 2, 1, 2, 3, 4, 3, 2], 2),
            Example({"signal": row, "mode": "circular", "amount": 2}, [3, 4, 1, 2, 3, 4, 1, 2], 3),
            Example({"signal": [0.5, 2], "mode": "circular", "amount": 2}, [0.5, 2, 0.5, 2, 0.5, 2], 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(signal=(self.signal,))
        n, amount = len(self.signal), self.amount
        if self.mode == "reflect" and amount >= n:
            text = Text(
                "amount must be below the length of signal, {n}, in mode reflect, but it is {amount}.",
                n=n,
                amount=amount,
            )
            raise BadGivens("amount", text)
        if self.mode == "circular" and amount > n:
            text = Text(
                "amount is at most the length of signal, {n}, in mode circular, but it is {amount}.",
                n=n,
                amount=amount,
            )
            raise BadGivens("amount", text)
        boards.refuse_too_many_cells("amount", amount, 1, n + 2 * amount)

    def own_tolerance(self, usual: Fraction) -> Tolerance:
        return None

    def prompt(self) -> Text:
        return Text(
            "Pad {row} with {amount:cell|cells} on each side, padding_mode **{mode}** as in PyTorch. What comes out?",
            row=f"${{f = {self.reply.tex(self.signal)}}}$",
            amount=self.amount,
            mode=self.mode,
        )

    def answer(self) -> tuple[Number, ...]:
        return self._values(self._sources)

    @property
    def _sources(self) -> tuple[int | None, ...]:
        return pad_sources(len(self.signal), self.mode, self.amount)

    def _values(self, sources: Sequence[int | None]) -> tuple[Number, ...]:
        return tuple(0 if source is None else self.signal[source] for source in sources)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        n, p = len(self.signal), self.amount
        yield from self.instead("padded-with-zeros", replace(self, mode="zeros"))
        yield from self.instead("repeated-the-border", replace(self, mode="replicate"))
        if self.mode == "reflect":
            yield self._laid("mirrored-the-border-too", range(p - 1, -1, -1), range(n - 1, n - 1 - p, -1))
            yield self._laid("kept-the-order", range(1, p + 1), range(n - 1 - p, n - 1))
            yield from self.instead("wrapped-instead-of-mirroring", replace(self, mode="circular"))
        if self.mode == "circular":
            yield from self.instead("mirrored-instead-of-wrapping", replace(self, mode="reflect"))
            yield self._laid("swapped-the-ends", range(p), range(n - p, n))
        if p % 2 == 0:
            yield from self.instead("padded-one-side", replace(self, amount=p // 2))

    def _laid(self, tag: str, before: range, after: range) -> WrongTurn:
        """The wrong turn of laying other cells of the row on its two sides."""
        sources = (*before, *range(len(self.signal)), *after)
        return WrongTurn(tag, self._values(sources), 1, self._line(sources))

    def _line(self, sources: Sequence[int | None]) -> str:
        return f"({_names(sources)}) = {self.reply.tex(self._values(sources))}"

    def arithmetic(self) -> str:
        return self._line(self._sources)

    def steps(self) -> list[Step]:
        n, p = len(self.signal), self.amount
        before, after = self._sources[:p], self._sources[n + p :]
        first, last = BEFORE_AND_AFTER[self.mode]
        cases = rf"{first} & i < 0 \\ f_i & 0 \le i < N \\ {last} & i \ge N"
        walk = [Step(WORDS[self.mode], rf"h_i = \begin{{cases}} {cases} \end{{cases}} \qquad N = {n}")]
        for words, sources in (
            (Text("Before the row, the farthest cell first"), before),
            (Text("After the row, the nearest cell first"), after),
        ):
            if sources:
                values = r",\ ".join(map(tex_number, self._values(sources)))
                walk.append(Step(words, values if self.mode == "zeros" else f"{_names(sources)} = {values}"))
        return [*walk, Step(Text("The row stays as it is between them"), self.arithmetic())]


def _names(sources: Sequence[int | None]) -> str:
    """The cells by their place in the row, in TeX."""
    return r",\ ".join("0" if source is None else f"f_{{{source}}}" for source in sources)
