"""Which Gaussian is the convolution of two?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from engine.answers import Heading, Ledger, Number, Table, tex_number
from engine.boards import refuse_tiny, signed
from engine.dice import Dice
from engine.givens import Exact, Positive
from engine.numeric.continuous import convolve_gaussians, gaussian_peak
from engine.numeric.exact import root, simplest
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

_TRIPLES = ((3, 4), (4, 3), (5, 12), (12, 5), (6, 8), (8, 6), (8, 15), (15, 8))


@dataclass(frozen=True)
class Gaussian:
    """A Gaussian of area 1."""

    mean: Exact
    sigma: Positive


@dataclass(frozen=True)
class GaussianConvolution(Problem):
    f: Gaussian
    g: Gaussian

    topic = "convolution-mathematics"
    title = Text("Convolution of two Gaussians")
    reply = Ledger()
    tags = (
        "added-standard-deviations",
        "gave-the-variance",
        "multiplied-the-gaussians",
        "did-not-flip",
        "averaged-the-means",
        "multiplied-the-peaks",
        "took-the-peak-of-sigma-one",
    )
    seconds = (60, 90, 120)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        f_sigma: Exact
        g_sigma: Exact
        f_mean, g_mean = dice.sample((-4, -3, -2, -1, 1, 2, 3, 4, 5, 6), 2)
        if level == 1:  # the root comes out even
            f_sigma, g_sigma = dice.pick(_TRIPLES)
            return cls(Gaussian(f_mean, f_sigma), Gaussian(g_mean, g_sigma))
        if level == 2:  # it does not
            f_sigma, g_sigma = dice.sample((1, 2, 3, 4, 5, 6, 7), 2)
            return cls(Gaussian(f_mean, f_sigma), Gaussian(g_mean, g_sigma))
        widths = dice.sample((dice.whole(1, 6), dice.whole(7, 15)), 2)  # below 1 a square is the smaller number
        f_sigma, g_sigma = map(_tenths, widths)
        return cls(Gaussian(_tenths(5 * f_mean), f_sigma), Gaussian(_tenths(5 * g_mean), g_sigma))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        unit = 0.3989422804014327  # 1 / sqrt(2 pi)
        return (
            Example(_pair(1, 3, 2, 4), [[3], [5], [unit / 5]], 1),
            Example(_pair(0, 1, 0, 1), [[0], [2**0.5], [0.28209479177387814]], 2),
            Example(_pair(-1, 0.3, 0.5, 0.4), [[-0.5], [0.5], [unit * 2]], 3),
        )

    def check(self) -> None:
        for name, gaussian in (("f", self.f), ("g", self.g)):
            refuse_tiny({f"{name}.mean": gaussian.mean, f"{name}.sigma": gaussian.sigma})

    def prompt(self) -> Text:
        return Text(
            "Two Gaussians of area 1 are convolved: $f$ has mean {f_mean} and standard deviation {f_sigma}, $g$ has "
            "mean {g_mean} and standard deviation {g_sigma}. Which mean, which standard deviation and which peak (the "
            "value at the mean) does the result have? Use a calculator. Give three significant digits.",
            f_mean=self.f.mean,
            f_sigma=self.f.sigma,
            g_mean=self.g.mean,
            g_sigma=self.g.sigma,
        )

    def rows(self) -> tuple[Heading, ...]:
        return (
            Heading("mean", Text("mean")),
            Heading("sigma", Text("standard deviation")),
            Heading("peak", Text("peak")),
        )

    def columns(self) -> tuple[Heading, ...]:
        return (Heading("value", Text("value")),)

    def figure(self) -> Picture:
        """Both in place, the result traced up to its mean."""
        both, (mean, _) = {"f": self.f, "g": self.g}, self._result()
        shapes = dict.fromkeys(both, "gauss")
        starts = {f"{name}_start": float(gaussian.mean) for name, gaussian in both.items()}
        widths = {f"{name}_width": float(gaussian.sigma) for name, gaussian in both.items()}
        heights = {f"{name}_height": gaussian_peak(gaussian.sigma) for name, gaussian in both.items()}
        return Picture("continuous", {**shapes, **starts, **widths, **heights, "t": float(mean)})

    def answer(self) -> Table:
        mean, sigma = self._result()
        return _table(mean, sigma, gaussian_peak(sigma))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        f, g, (mean, sigma) = self.f, self.g, self._result()
        peak = gaussian_peak(sigma)
        one, other = tex_number(f.sigma), tex_number(g.sigma)
        wide = simplest(f.sigma + g.sigma)
        yield _turn("added-standard-deviations", (mean, wide, gaussian_peak(wide)), 2, rf"\sigma = {one} + {other}")
        variance = simplest(f.sigma**2 + g.sigma**2)
        line = rf"\sigma = {one}^2 + {other}^2"
        yield _turn("gave-the-variance", (mean, variance, gaussian_peak(variance)), 2, line)
        share = Fraction(f.sigma**2) / Fraction(variance)
        between = simplest(f.mean + share * (g.mean - f.mean))
        narrow = root(share * g.sigma**2)
        line = r"f(t) \cdot g(t)"
        yield _turn("multiplied-the-gaussians", (between, narrow, gaussian_peak(narrow)), 1, line)
        apart = simplest(f.mean - g.mean)
        line = rf"\mu = {tex_number(f.mean)} - {signed(g.mean)}"
        yield _turn("did-not-flip", (apart, sigma, peak), 1, line)
        middle = simplest(Fraction(f.mean + g.mean) / 2)
        line = rf"\mu = \frac{{{tex_number(f.mean)} + {signed(g.mean)}}}{{2}}"
        yield _turn("averaged-the-means", (middle, sigma, peak), 1, line)
        peaks = gaussian_peak(f.sigma), gaussian_peak(g.sigma)
        line = rf"{tex_number(peaks[0])} \cdot {tex_number(peaks[1])}"
        yield _turn("multiplied-the-peaks", (mean, sigma, peaks[0] * peaks[1]), 3, line)
        yield _turn("took-the-peak-of-sigma-one", (mean, sigma, gaussian_peak(1)), 3, r"\frac{1}{\sqrt{2 \pi}}")

    def steps(self) -> list[Step]:
        (mean, sigma), one, other = self._result(), tex_number(self.f.sigma), tex_number(self.g.sigma)
        variance = tex_number(simplest(self.f.sigma**2 + self.g.sigma**2))
        return [
            Step(
                Text("The formulas: means add, variances add, and the area stays 1"),
                r"\mu = \mu_f + \mu_g, \qquad \sigma^2 = \sigma_f^2 + \sigma_g^2, \qquad "
                r"\text{peak} = \frac{1}{\sigma \sqrt{2 \pi}}",
            ),
            Step(
                Text("The mean: like a sum of independent random variables"),
                rf"\mu = {tex_number(self.f.mean)} + {signed(self.g.mean)} = {tex_number(mean)}",
            ),
            Step(
                Text("The standard deviation: the root of the sum of the squares, as in a right triangle"),
                rf"\sigma = \sqrt{{{one}^2 + {other}^2}} = \sqrt{{{variance}}} = {tex_number(sigma)}",
            ),
            Step(
                Text("The peak: the wider the Gaussian, the lower, since its area is 1"),
                rf"\frac{{1}}{{{tex_number(sigma)} \cdot \sqrt{{2 \pi}}}} = {tex_number(gaussian_peak(sigma))}",
            ),
            Step(Text("Mean, standard deviation and peak"), self.reply.tex(self.answer())),
        ]

    def _result(self) -> tuple[Exact, Exact | float]:
        return convolve_gaussians((self.f.mean, self.f.sigma), (self.g.mean, self.g.sigma))


def _tenths(count: int) -> Exact:
    return simplest(Fraction(count, 10))


def _pair(f_mean: float, f_sigma: float, g_mean: float, g_sigma: float) -> dict[str, dict[str, float]]:
    return {"f": {"mean": f_mean, "sigma": f_sigma}, "g": {"mean": g_mean, "sigma": g_sigma}}


def _table(*values: Number) -> Table:
    return tuple((value,) for value in values)


def _turn(tag: str, values: tuple[Number, ...], step: int, left: str) -> WrongTurn:
    table = _table(*values)
    return WrongTurn(tag, table, step, rf"{left}, \qquad {Ledger().tex(table)}")
