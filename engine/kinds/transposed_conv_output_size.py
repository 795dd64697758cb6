"""How long is the output of a transposed convolution along one axis?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from engine.answers import Integer
from engine.dice import Dice
from engine.givens import Amount, BadGivens, Count
from engine.numeric.sizes import conv_output_size, span, transposed_conv_output_size
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

_MOST_STAMPS = 16  # of a picture


@dataclass(frozen=True)
class TransposedConvOutputSize(Problem):
    size: Count
    kernel_size: Count
    stride: Count = 1
    padding: Amount = 0
    output_padding: Amount = 0
    dilation: Count = 1

    topic = "transposed-convolution"
    title = Text("Transposed convolution output size")
    reply = Integer()
    tags = (
        "used-the-forward-formula",
        "multiplied-size-by-stride",
        "counted-one-stride-too-many",
        "added-the-padding",
        "padded-one-side",
        "forgot-padding",
        "forgot-output-padding",
        "forgot-dilation",
        "multiplied-kernel-by-dilation",
    )
    seconds = (45, 60, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # stride, kernel size and perhaps padding
            kernel_size = dice.whole(2, 5)
            return cls(dice.whole(4, 32), kernel_size, dice.pick((2, 2, 3)), dice.whole(0, kernel_size // 2))
        if level == 2:  # the output padding picks one of the sizes that a strided convolution maps to this one
            kernel_size, stride = dice.pick((3, 4, 5, 7)), dice.whole(2, 4)
            output_padding = dice.whole(1, stride - 1)
            return cls(dice.whole(4, 64), kernel_size, stride, dice.whole(1, kernel_size // 2), output_padding)
        stride, dilation = dice.whole(1, 3), dice.whole(2, 3)  # the kernel is dilated
        output_padding = dice.whole(0, max(stride, dilation) - 1)
        kernel_size = dice.whole(2, 5)
        padding = dice.whole(1, min(3, dilation * (kernel_size - 1)))
        return cls(dice.whole(6, 64), kernel_size, stride, padding, output_padding, dilation)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"size": 2, "kernel_size": 3}, 4, 1, "dumoulin-2016"),
            Example({"size": 2, "kernel_size": 3, "stride": 2}, 5, 1, "dumoulin-2016"),
            Example({"size": 3, "kernel_size": 3, "stride": 2, "padding": 1}, 5, 1, "dumoulin-2016"),
            Example(
                {"size": 3, "kernel_size": 3, "stride": 2, "padding": 1, "output_padding": 1}, 6, 2, "dumoulin-2016"
            ),
            Example({"size": 7, "kernel_size": 3, "stride": 2, "padding": 1, "dilation": 2}, 15, 3),
        )

    def check(self) -> None:
        limit = max(self.stride, self.dilation)
        if self.output_padding >= limit:
            text = Text(
                "output_padding must be below the larger of stride and dilation, {limit}, but it is {output_padding}.",
                limit=limit,
                output_padding=self.output_padding,
            )
            raise BadGivens("output_padding", text)
        if self.answer() < 1:
            text = Text(
                "padding is {padding}, which makes the output {size} wide; the output must be at least 1 wide.",
                padding=self.padding,
                size=self.answer(),
            )
            raise BadGivens("padding", text)

    def prompt(self) -> Text:
        grown = (
            Text(", output padding {output_padding}", output_padding=self.output_padding) if self.output_padding else ""
        )
        dilated = Text(", dilation {dilation}", dilation=self.dilation) if self.dilation > 1 else ""
        return Text(
            "An input {size} wide goes through a transposed convolution: kernel size {kernel_size}, stride {stride}, "
            "padding {padding}{grown}{dilated}. How wide is the output, by PyTorch's rule?",
            size=self.size,
            kernel_size=self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            grown=grown,
            dilated=dilated,
        )

    def answer(self) -> int:
        n, k, s, p = self.size, self.kernel_size, self.stride, self.padding
        return transposed_conv_output_size(n, k, s, p, self.output_padding, self.dilation)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        n, k, s, p, d = self.size, self.kernel_size, self.stride, self.padding, self.dilation
        reach, extra = span(k, d), self.output_padding
        stamped = (n - 1) * s + reach + extra
        if (forward := conv_output_size(n, k, s, p, d)) >= 1:
            line = rf"\left\lfloor\frac{{{n} + 2 \cdot {p} - {reach}}}{{{s}}}\right\rfloor + 1 = {forward}"
            yield WrongTurn("used-the-forward-formula", forward, 1, line)
        yield WrongTurn("multiplied-size-by-stride", n * s, 1, rf"{n} \cdot {s} = {n * s}")
        ends = rf"{reach} - 2 \cdot {p} + {extra}"
        line = rf"{n} \cdot {s} + {ends} = {self.answer() + s}"
        yield WrongTurn("counted-one-stride-too-many", self.answer() + s, 1, line)
        start = rf"({n} - 1) \cdot {s} + {reach}"
        line = rf"{start} + 2 \cdot {p} + {extra} = {stamped + 2 * p}"
        yield WrongTurn("added-the-padding", stamped + 2 * p, 3, line)
        yield WrongTurn("padded-one-side", stamped - p, 3, rf"{start} - {p} + {extra} = {stamped - p}")
        yield from self.instead("forgot-padding", replace(self, padding=0), 3)
        yield from self.instead("forgot-output-padding", replace(self, output_padding=0), 3)
        yield from self.instead("forgot-dilation", replace(self, dilation=1), 2)
        yield from self.instead("multiplied-kernel-by-dilation", replace(self, kernel_size=k * d, dilation=1), 2)

    def arithmetic(self) -> str:
        n, k, s, p, d = self.size, self.kernel_size, self.stride, self.padding, self.dilation
        reach = rf"{d} \cdot ({k} - 1) + 1"
        return rf"({n} - 1) \cdot {s} - 2 \cdot {p} + {reach} + {self.output_padding} = {self.answer()}"

    def figure(self) -> Picture | None:
        if self.size > _MOST_STAMPS or self.dilation > 1:
            return None
        ones = {"values": " ".join("1" * self.size), "kernel": " ".join("1" * self.kernel_size)}
        paddings = {"padding": self.padding, "output_padding": self.output_padding}
        return Picture("transposed-convolution", ones | {"stride": self.stride} | paddings)

    def steps(self) -> list[Step]:
        n, k, s, p, d = self.size, self.kernel_size, self.stride, self.padding, self.dilation
        last, reach = (n - 1) * s, span(k, d)
        return [
            Step(
                Text("The formula: the convolution's, solved for its input"),
                r"N_\text{out} = (N - 1)S + D(K - 1) + 1 - 2P + P_\text{out}",
            ),
            Step(
                Text("Every input stamps the kernel, a stride apart: how far the last stamp lies from the first"),
                rf"(N - 1)S = ({n} - 1) \cdot {s} = {last}",
            ),
            Step(Text("How many outputs one stamp spans"), rf"D(K - 1) + 1 = {d} \cdot ({k} - 1) + 1 = {reach}"),
            Step(
                Text("The padding is cut off both ends, the output padding is added at one end"),
                rf"{last} + {reach} - 2 \cdot {p} + {self.output_padding} = {self.answer()}",
            ),
        ]
