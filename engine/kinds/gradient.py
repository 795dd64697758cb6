"""What is the gradient of a quadratic function of two variables at a point?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from engine.answers import Row, tex_number
from engine.boards import signed
from engine.dice import Dice
from engine.givens import Exact
from engine.numeric.calculus import quadratic, quadratic_gradient
from engine.numeric.exact import simplest
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.quadratics import check_quadratic, function_tex, partials_tex, sum_tex
from engine.text import Text, spell


@dataclass(frozen=True)
class Gradient(Problem):
    coefficients: tuple[Exact, ...]
    point: tuple[Exact, ...]

    topic = "gradient"
    title = Text("Gradient at a point")
    reply = Row()
    tags = (
        "forgot-the-cross-term",
        "forgot-the-factor-two",
        "kept-the-other-term",
        "swapped-the-partials",
        "gave-the-descent-direction",
        "gave-the-value",
        "added-the-partials",
    )
    seconds = (45, 60, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # no cross term
            a, c = dice.sample((1, 2, 3, 4, 5), 2)
            return cls((a, 0, c), dice.sample((-2, -1, 1, 2, 3, 4, 5), 2))
        if level == 2:  # a cross term
            a, c = dice.sample((1, 2, 3, 4, 5), 2)
            return cls((a, dice.pick((-3, -2, -1, 1, 2, 3, 4)), c), dice.sample((-3, -2, -1, 1, 2, 3, 4), 2))
        a, b, c = dice.sample((-4, -3, -2, -1, 1, 2, 3, 4, 5), 3)  # signs, and numbers that are not whole
        point = tuple(simplest(Fraction(half, 2)) for half in dice.sample((-7, -5, -3, -1, 1, 2, 3, 5), 2))
        return cls((simplest(Fraction(a, 2)), b, c), point)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"coefficients": [1, 0, 1], "point": [3, 4]}, [6, 8], 1),
            Example({"coefficients": [1, 3, 2], "point": [1, -2]}, [-4, -5], 2),
            Example({"coefficients": [0.5, -1, 2], "point": [1.5, -0.5]}, [2, -3.5], 3),
        )

    def check(self) -> None:
        check_quadratic(self.coefficients, self.point)

    def prompt(self) -> Text:
        values = {"function": f"${{{function_tex(self.coefficients)}}}$", "point": f"${{(x_0, x_1) = {self._at()}}}$"}
        if self.tolerance is None:
            return Text("Let {function}. What is the gradient of $f$ at {point}?", **values)
        return Text(
            "Let {function}. What is the gradient of $f$ at {point}? Give three significant digits.",
            **values,
        )

    def figure(self) -> Picture:
        x0, x1 = self.point
        return Picture("gradient", {"coefficients": " ".join(map(spell, self.coefficients)), "x0": x0, "x1": x1})

    def answer(self) -> tuple[Exact, ...]:
        return tuple(map(simplest, quadratic_gradient(self.coefficients, self.point)))

    def wrong_turns(self) -> Iterator[WrongTurn]:
        (a, b, c), (x0, x1), (by_x0, by_x1) = self.coefficients, self.point, self.answer()
        yield from self.instead("forgot-the-cross-term", replace(self, coefficients=(a, 0, c)), 1)
        value: tuple[Exact, ...] = (a * x0 + b * x1, b * x0 + c * x1)
        line = rf"({sum_tex((a, x0), (b, x1))},\ {sum_tex((b, x0), (c, x1))})"
        yield self._turn("forgot-the-factor-two", value, 1, line)
        value = (by_x0 + c * x1 * x1, by_x1 + a * x0 * x0)
        line = rf"({sum_tex((2, a, x0), (b, x1), (c, x1, x1))},\ {sum_tex((a, x0, x0), (b, x0), (2, c, x1))})"
        yield self._turn("kept-the-other-term", value, 1, line)
        first, second = self._partials()
        yield self._turn("swapped-the-partials", (by_x1, by_x0), 3, rf"({second},\ {first})")
        yield self._turn("gave-the-descent-direction", (-by_x0, -by_x1), 3, rf"-\nabla f{self._at()}")
        line = rf"f{self._at()} = {sum_tex((a, x0, x0), (b, x0, x1), (c, x1, x1))}"
        yield self._turn("gave-the-value", (quadratic(self.coefficients, self.point),), 1, line)
        yield self._turn("added-the-partials", (by_x0 + by_x1,), 3, f"{tex_number(by_x0)} + {signed(by_x1)}")

    def arithmetic(self) -> str:
        first, second = self._partials()
        return rf"\nabla f{self._at()} = ({first},\ {second}) = {self.reply.tex(self.answer())}"

    def steps(self) -> list[Step]:
        (first, second), (by_x0, by_x1) = self._partials(), map(tex_number, self.answer())
        return [
            Step(
                Text("The formula, for {function}", function=r"$f = a x_0^2 + b x_0 x_1 + c x_1^2$"),
                r"\nabla f = \left(\frac{\partial f}{\partial x_0},\ \frac{\partial f}{\partial x_1}\right)"
                r" = (2 a x_0 + b x_1,\ b x_0 + 2 c x_1)",
            ),
            Step(
                Text("The partial derivative with respect to $x_0$: $x_1$ is held fixed"),
                rf"\frac{{\partial f}}{{\partial x_0}} = 2 a x_0 + b x_1 = {first} = {by_x0}",
            ),
            Step(
                Text("The partial derivative with respect to $x_1$: $x_0$ is held fixed"),
                rf"\frac{{\partial f}}{{\partial x_1}} = b x_0 + 2 c x_1 = {second} = {by_x1}",
            ),
            Step(Text("The gradient is both of them, in this order"), self.arithmetic()),
        ]

    def _turn(self, tag: str, value: tuple[Exact, ...], step: int, left: str) -> WrongTurn:
        whole = tuple(map(simplest, value))
        return WrongTurn(tag, whole, step, f"{left} = {self.reply.tex(whole)}")

    def _partials(self) -> tuple[str, str]:
        return partials_tex(self.coefficients, self.point)

    def _at(self) -> str:
        return self.reply.tex(self.point)
