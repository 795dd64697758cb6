"""Which weights does a convolution have after the batch norm behind it was folded in?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Self

from engine import boards
from engine.answers import Heading, Ledger, Table, tex_number
from engine.boards import signed
from engine.dice import Dice
from engine.givens import LARGEST_GRID, BadGivens, Exact, Grid, Least, Most
from engine.numeric.exact import root
from engine.numeric.normalization import scale_and_shift
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text

Number = int | Fraction | float
NotNegative = Annotated[Exact, Least(0)]
PerChannel = Annotated[tuple[Exact, ...], Most(LARGEST_GRID)]

PER_CHANNEL = ("bias", "gamma", "beta", "mean", "variance")
HUNDREDTH = Fraction(1, 100)
# Variances that have a decimal root, and such as have one with 0.01 added
SQUARES: tuple[Exact, ...] = (1, 4, 4, 16, 25, Fraction(1, 4))
SHORT_OF_SQUARES: tuple[Exact, ...] = (0, 3 * HUNDREDTH, 15 * HUNDREDTH, 24 * HUNDREDTH)


@dataclass(frozen=True)
class Channel:
    """One output channel: its filter and what batch norm does to it."""

    weights: tuple[Exact, ...]
    bias: Exact
    gamma: Exact
    beta: Exact
    mean: Exact
    variance: Exact


@dataclass(frozen=True)
class FoldBatchNorm(Problem):
    kernel: Grid
    bias: PerChannel
    gamma: PerChannel
    beta: PerChannel
    mean: PerChannel
    variance: Annotated[tuple[NotNegative, ...], Most(LARGEST_GRID)]
    eps: NotNegative

    topic = "batch-normalization"
    title = Text("Folding a batch norm")
    reply = Ledger()
    tags = (
        "folded-by-the-variance",
        "left-the-weights-unscaled",
        "left-the-bias-unscaled",
        "dropped-the-bias-of-the-convolution",
        "forgot-the-running-mean",
        "scaled-along-the-wrong-axis",
        "forgot-epsilon",
    )
    seconds = (75, 150, 180)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # one channel
            return cls._drawn(dice, 1, dice.whole(2, 3), SQUARES, 0)
        if level == 2:  # each channel has a scale of its own
            return cls._drawn(dice, 2, 3, SQUARES, 0)
        return cls._drawn(dice, 2, 2, SHORT_OF_SQUARES, HUNDREDTH)  # epsilon counts, and either axis would fit

    @classmethod
    def _drawn(cls, dice: Dice, channels: int, length: int, variances: tuple[Exact, ...], eps: Exact) -> Self:
        return cls(
            dice.grid(channels, length, -3, 4),
            tuple(dice.pick((-3, -2, -1, 1, 2, 3, 4)) for _ in range(channels)),
            dice.sample((-2, -1, 1, 2, 3, 4), channels),
            dice.row(channels, -3, 5),
            tuple(dice.pick((-3, -2, -1, 1, 2, 3, 5)) for _ in range(channels)),
            dice.sample(variances, channels),
            eps,
        )

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        one = {"kernel": [[1, -2]], "bias": [0.5], "gamma": [3], "beta": [2], "mean": [1], "variance": [4], "eps": 0}
        two = {"kernel": [[1, 0, -2], [2, 3, 1]], "bias": [1, -1], "gamma": [2, -1], "beta": [0, 5], "mean": [3, 1]}
        square = {"kernel": [[1, 2], [-1, 4]], "bias": [1, 2], "gamma": [1, -2], "beta": [0, 1], "mean": [2, -1]}
        return (
            Example(one, [[1.5, -3, 1.25]], 1),
            Example(two | {"variance": [1, 4], "eps": 0}, [[2, 0, -4, -4], [-1, -1.5, -0.5, 6]], 2),
            Example(square | {"variance": [0.03, 0.24], "eps": 0.01}, [[5, 10, -5], [4, -16, -11]], 3),
        )

    def check(self) -> None:
        rows = {name: (getattr(self, name),) for name in PER_CHANNEL}
        boards.refuse_tiny_numbers(kernel=self.kernel, **rows)
        for field in PER_CHANNEL:
            if len(getattr(self, field)) != len(self.kernel):
                text = Text(
                    "{field} takes one number for each row of kernel, {n}, but it has {m}.",
                    field=field,
                    n=len(self.kernel),
                    m=len(getattr(self, field)),
                )
                raise BadGivens(field, text)
        if not self.eps and 0 in self.variance:
            raise BadGivens("eps", Text("eps is 0 and so is a variance: one would divide by 0."))

    @cached_property
    def _channels(self) -> list[Channel]:
        columns = self.kernel, self.bias, self.gamma, self.beta, self.mean, self.variance
        return [Channel(*channel) for channel in zip(*columns, strict=True)]

    def prompt(self) -> Text:
        channels = "; ".join(
            rf"$w{i} = {_listed(channel.weights)}$, $b{i} = {tex_number(channel.bias)}$, "
            rf"$\mu{i} = {tex_number(channel.mean)}$, $\sigma{i}^2 = {tex_number(channel.variance)}$, "
            rf"$\gamma{i} = {tex_number(channel.gamma)}$, $\beta{i} = {tex_number(channel.beta)}$"
            for i, channel in zip(self._indices, self._channels, strict=True)
        )
        question = Text(
            "Batch norm follows a convolution with {n:filter|filters} and is folded into it for inference. "
            "With the running mean $\\mu$ and variance $\\sigma^2$: {channels}; {eps}. "
            "Which weights and which bias does each filter have afterwards?",
            n=len(self.kernel),
            channels=channels,
            eps=rf"$\epsilon = {tex_number(self.eps)}$",
        )
        return boards.asked(question, self.tolerance)

    @property
    def _indices(self) -> list[str]:
        """The channels from 1, as TeX writes them below a letter; nothing where there is one only."""
        count = len(self.kernel)
        return [f"_{i}" if i < 10 else f"_{{{i}}}" for i in range(1, count + 1)] if count > 1 else [""]

    def rows(self) -> tuple[Heading, ...]:
        return tuple(Heading(str(n), Text("channel {n}", n=n)) for n in range(1, len(self.kernel) + 1))

    def columns(self) -> tuple[Heading, ...]:
        weights = (Heading(f"w{n}", Text("weight {n}", n=n)) for n in range(1, len(self.kernel[0]) + 1))
        return *weights, Heading("bias", Text("bias"))

    def answer(self) -> Table:
        return self._answer

    @cached_property
    def _answer(self) -> tuple[tuple[Number, ...], ...]:
        return self._folded(self._divisor)

    def _divisor(self, channel: Channel) -> Number:
        return root(channel.variance + self.eps)

    def _folded(
        self,
        divisor: Callable[[Channel], Number],
        weights: Callable[[Channel], tuple[Number, ...]] | None = None,
        bias: Callable[[Channel], Number] | None = None,
    ) -> tuple[tuple[Number, ...], ...]:
        """Weights and bias of every channel, the bias last; a slip changes one of the three."""

        def scaled(channel: Channel) -> tuple[Number, ...]:
            return tuple(scale_and_shift(channel.gamma * w, divisor(channel)) for w in channel.weights)

        def shifted(channel: Channel) -> Number:
            return scale_and_shift(channel.gamma * (channel.bias - channel.mean), divisor(channel), channel.beta)

        return tuple((*(weights or scaled)(channel), (bias or shifted)(channel)) for channel in self._channels)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        by_variance = self._folded(lambda channel: channel.variance + self.eps)
        yield self._turn("folded-by-the-variance", by_variance, 1, r"\frac{\gamma}{\sigma^2 + \epsilon}")
        value = self._folded(self._divisor, weights=lambda channel: channel.weights)
        yield self._turn("left-the-weights-unscaled", value, 2, r"w,\; s\,(b - \mu) + \beta")
        value = self._folded(self._divisor, bias=self._with_its_bias_unscaled)
        yield self._turn("left-the-bias-unscaled", value, 3, r"s\, w,\; b - s\, \mu + \beta")
        none = (0,) * len(self.kernel)
        yield from self.instead("dropped-the-bias-of-the-convolution", replace(self, bias=none), 3)
        yield from self.instead("forgot-the-running-mean", replace(self, mean=none), 3)
        if len(self.kernel) == len(self.kernel[0]) > 1:
            scales = [(channel.gamma, self._divisor(channel)) for channel in self._channels]
            value = self._folded(self._divisor, weights=lambda channel: _along(channel.weights, scales))
            yield self._turn("scaled-along-the-wrong-axis", value, 2, r"w[o, n]\, s[n]")
        yield from self.instead("forgot-epsilon", replace(self, eps=0), 1)

    def _with_its_bias_unscaled(self, channel: Channel) -> Number:
        shift = channel.bias + channel.beta
        return scale_and_shift(-channel.gamma * channel.mean, self._divisor(channel), shift)

    def _turn(self, tag: str, value: Table, step: int, left: str) -> WrongTurn:
        return WrongTurn(tag, value, step, rf"{left} \;\to\; {self.reply.tex(value)}")

    def arithmetic(self) -> str:
        return rf"s\, w,\; s\,(b - \mu) + \beta \;\to\; {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        first, (*weights, bias) = self._channels[0], self._answer[0]
        scale = tex_number(scale_and_shift(first.gamma, self._divisor(first)))
        scales = r",\quad ".join(
            rf"s{i} = \frac{{{tex_number(channel.gamma)}}}"
            rf"{{\sqrt{{{tex_number(channel.variance)} + {tex_number(self.eps)}}}}}"
            rf" = {tex_number(scale_and_shift(channel.gamma, self._divisor(channel)))}"
            for i, channel in zip(self._indices, self._channels, strict=True)
        )
        return [
            Step(
                Text("The formula: batch norm in inference is a factor and a shift for each channel"),
                r"s = \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}},\quad w' = s\, w,\quad b' = s\,(b - \mu) + \beta",
            ),
            Step(Text("The factor of each channel"), scales),
            Step(
                Text("The weights of channel 1: the output is linear in them, so each takes the factor"),
                rf"{scale} \cdot {_listed(first.weights)} = {_listed(weights)}",
            ),
            Step(
                Text("The bias of channel 1: it passes through the batch norm like any output"),
                rf"{scale} \cdot ({tex_number(first.bias)} - {signed(first.mean)}) + {signed(first.beta)}"
                f" = {tex_number(bias)}",
            ),
            Step(Text("The same for every channel: a row each, the bias last"), self.arithmetic()),
        ]


def _along(weights: tuple[Exact, ...], scales: list[tuple[Exact, Number]]) -> tuple[Number, ...]:
    return tuple(scale_and_shift(gamma * w, divisor) for w, (gamma, divisor) in zip(weights, scales, strict=True))


def _listed(numbers: tuple[Number, ...] | list[Number]) -> str:
    return f"({', '.join(map(tex_number, numbers))})"
