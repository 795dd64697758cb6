"""How long is the output of a pooling along one axis?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from engine.answers import Integer
from engine.dice import Dice
from engine.givens import Amount, BadGivens, Count, refuse_wide_pooling
from engine.numeric.grids import pool_starts
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

LEFT_OUT = 0


@dataclass(frozen=True)
class PoolOutputSize(Problem):
    size: Count
    kernel_size: Count
    stride: Count = LEFT_OUT  # then it is the kernel size, see completed
    padding: Amount = 0
    ceil_mode: bool = False

    topic = "pooling"
    title = Text("Pooling output size")
    reply = Integer()
    tags = (
        "rounded-up",
        "forgot-ceil-mode",
        "counted-a-window-in-the-far-padding",
        "forgot-plus-one",
        "padded-one-side",
        "forgot-padding",
        "forgot-stride",
        "moved-by-the-kernel-size",
    )
    seconds = (30, 60, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # the stride divides
            kernel_size, stride, padding = dice.pick(((2, 2, 0), (3, 3, 0), (3, 2, 0), (2, 1, 0), (3, 1, 1), (5, 2, 2)))
            return cls(kernel_size + stride * dice.whole(5, 60) - 2 * padding, kernel_size, stride, padding)
        if level == 2:  # the stride leaves a rest
            kernel_size, stride, padding = dice.pick(((2, 2, 0), (3, 2, 0), (3, 2, 1), (3, 3, 1), (5, 3, 2), (2, 3, 0)))
            fitting = kernel_size + stride * dice.whole(5, 60) - 2 * padding
            return cls(fitting + dice.whole(1, stride - 1), kernel_size, stride, padding)
        # rounded up: the last window hangs over, or begins where none may
        kernel_size, stride, padding = dice.pick(((3, 2, 0), (3, 2, 1), (5, 3, 1), (2, 2, 1), (3, 3, 1), (2, 3, 0)))
        return cls(dice.whole(12, 120), kernel_size, stride, padding, True)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"size": 28, "kernel_size": 2}, 14, 1),
            Example({"size": 55, "kernel_size": 3, "stride": 2}, 27, 1),
            Example({"size": 112, "kernel_size": 3, "stride": 2, "padding": 1}, 56, 2),
            Example({"size": 7, "kernel_size": 2}, 3, 2),
            Example({"size": 112, "kernel_size": 3, "stride": 2, "ceil_mode": True}, 56, 3),
            Example({"size": 3, "kernel_size": 2, "stride": 2, "padding": 1, "ceil_mode": True}, 2, 3),
        )

    @classmethod
    def completed(cls, givens: Mapping[str, Any]) -> Mapping[str, Any]:
        if "stride" in givens or "kernel_size" not in givens:
            return givens
        return {**givens, "stride": givens["kernel_size"]}

    def check(self) -> None:
        refuse_wide_pooling(self.padding, self.kernel_size)
        if self.answer() < 1:
            text = Text(
                "kernel_size is {kernel_size}: "
                "the window must fit into the input, which is {padded} wide with padding.",
                kernel_size=self.kernel_size,
                padded=self.size + 2 * self.padding,
            )
            raise BadGivens("kernel_size", text)

    def prompt(self) -> Text:
        padding = Text("padding {padding} on both sides", padding=self.padding) if self.padding else Text("no padding")
        question = Text(
            "An input {size} wide goes through a pooling: window {kernel_size}, stride {stride}, {padding}. "
            "How wide is the output, by PyTorch's rule?",
            size=self.size,
            kernel_size=self.kernel_size,
            stride=self.stride,
            padding=padding,
        )
        if self.ceil_mode:
            return Text("{question} Round the size up (ceil_mode).", question=question)
        return Text("{question} Round down.", question=question)

    def figure(self) -> Picture | None:
        layer = {name: getattr(self, name) for name in ("size", "kernel_size", "stride", "padding")}
        return None if self.ceil_mode else Picture("output-size", layer)

    def answer(self) -> int:
        return len(pool_starts(self.size, self.kernel_size, self.stride, self.padding, self.ceil_mode))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        tag = "forgot-ceil-mode" if self.ceil_mode else "rounded-up"
        yield from self.instead(tag, replace(self, ceil_mode=not self.ceil_mode), 2)
        yield from self._miscounted("counted-a-window-in-the-far-padding", 2, 1)
        yield from self.instead("forgot-padding", replace(self, padding=0), 1)
        yield from self._miscounted("padded-one-side", 1, 1)
        yield from self._miscounted("forgot-plus-one", 2, 0)
        yield from self.instead("forgot-stride", replace(self, stride=1), 2)
        yield from self.instead("moved-by-the-kernel-size", replace(self, stride=self.kernel_size), 2)

    def _miscounted(self, tag: str, sides: int, start: int) -> Iterator[WrongTurn]:
        """The wrong turn of counting other places: the padding on one side, or the start left out."""
        line, value = self._places(sides, start)
        if value >= 1:
            step = 1 if sides == 1 else 3 if self.ceil_mode and start else 2
            yield WrongTurn(tag, value, step, f"{line} = {value}")

    def _places(self, sides: int = 2, start: int = 1) -> tuple[str, int]:
        """The places of the window in TeX, and their number, before any is left out."""
        n, k, s, p = self.size, self.kernel_size, self.stride, self.padding
        bracket, slack = self._bracket, n + sides * p - k
        strides = -(-slack // s) if self.ceil_mode else slack // s
        fraction = rf"\frac{{{n} + {sides} \cdot {p} - {k}}}{{{s}}}"
        return rf"\left\l{bracket}{fraction}\right\r{bracket}" + (" + 1" if start else ""), strides + start

    @property
    def _bracket(self) -> str:
        return "ceil" if self.ceil_mode else "floor"

    def arithmetic(self) -> str:
        line, count = self._places()
        return f"{line} = {count}" + (rf" \;\to\; {self.answer()}" if count != self.answer() else "")

    def steps(self) -> list[Step]:
        n, k, s, p = self.size, self.kernel_size, self.stride, self.padding
        slack, count, out = n + 2 * p - k, self._places()[1], self.answer()
        left, right = rf"\left\l{self._bracket}", rf"\right\r{self._bracket}"
        words = (
            Text("The formula: count the places of the window, and with ceil_mode one that hangs over")
            if self.ceil_mode
            else Text("The formula: count the places where the whole window fits")
        )
        walk = [
            Step(words, rf"N_\text{{out}} = {left}\frac{{N + 2P - K}}{{S}}{right} + 1"),
            Step(
                Text("How far the window can move in the input with padding on both sides"),
                rf"N + 2P - K = {n} + 2 \cdot {p} - {k} = {slack}",
            ),
            Step(
                Text("Strides in that distance, and one for the place where it starts"),
                rf"{left}\frac{{{slack}}}{{{s}}}{right} + 1 = {count - 1} + 1 = {count}",
            ),
        ]
        if self.ceil_mode:
            words = Text("No window may begin in the far padding or beyond it, so check where the last one begins")
            sign, kept = ("<", str(out)) if out == count else (r"\ge", f"{count} - 1 = {out}")
            last = (count - 1) * s
            walk.append(Step(words, rf"({count} - 1) \cdot {s} = {last} {sign} N + P = {n + p} \;\to\; {kept}"))
        return walk
