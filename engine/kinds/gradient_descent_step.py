"""Where does gradient descent arrive after some steps on a quadratic function?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Self

from engine.answers import Row, tex_number
from engine.boards import asked, refuse_tiny
from engine.dice import Dice
from engine.givens import BadGivens, Called, Count, Exact, Positive
from engine.numeric.calculus import descend, quadratic_gradient
from engine.numeric.exact import magnitude, simplest
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.quadratics import check_quadratic, function_tex, partials_tex
from engine.text import Text, spell

_MOST_STEPS = 20
_SHOWN = 4
_LARGEST = 10**300  # that a float holds


@dataclass(frozen=True)
class GradientDescentStep(Problem):
    coefficients: tuple[Exact, ...]
    point: tuple[Exact, ...]
    learning_rate: Positive
    count: Annotated[Count, Called("steps")]

    topic = "gradient"
    title = Text("Gradient descent step")
    reply = Row()
    tags = (
        "went-uphill",
        "forgot-the-learning-rate",
        "gave-the-step-alone",
        "forgot-the-factor-two",
        "forgot-the-cross-term",
        "updated-in-place",
        "kept-the-first-gradient",
        "stopped-one-step-early",
    )
    seconds = (60, 90, 150)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # one step, no cross term
            a, c = dice.sample((1, 2, 3, 4, 5), 2)
            return cls((a, 0, c), dice.sample((-3, -2, -1, 1, 2, 3, 4), 2), _tenths(dice.pick((1, 2, 5))), 1)
        if level == 2:  # a cross term: both partials need the old point
            a, c = dice.sample((1, 2, 3, 4), 2)
            b = dice.pick((-3, -2, -1, 1, 2, 3))
            return cls((a, b, c), dice.sample((-3, -2, -1, 1, 2, 3), 2), _tenths(dice.pick((1, 2, 5))), 1)
        a, c = dice.sample((1, 2, 3, 4, 5), 2)  # the gradient changes from step to step, and a large rate overshoots
        b = dice.pick((0, 1, -1, 2))
        rate = _tenths(dice.pick((1, 2, 4)))
        return cls((a, b, c), dice.sample((-2, -1, 1, 2, 3), 2), rate, dice.pick((2, 2, 3) if b == 0 else (2,)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        bowl = {"coefficients": [1, 0, 1], "point": [3, 4]}
        return (
            Example(bowl | {"learning_rate": 0.1, "steps": 1}, [2.4, 3.2], 1),
            Example(bowl | {"learning_rate": 1.1, "steps": 1}, [-3.6, -4.8], 1),
            Example({"coefficients": [1, 3, 2], "point": [1, -2], "learning_rate": 0.1, "steps": 1}, [1.4, -1.5], 2),
            Example(bowl | {"learning_rate": 1, "steps": 10}, [3, 4], 3),
            Example(bowl | {"learning_rate": 0.1, "steps": 2}, [1.92, 2.56], 3),
        )

    def check(self) -> None:
        check_quadratic(self.coefficients, self.point)
        refuse_tiny({"learning_rate": self.learning_rate})
        if self.count > _MOST_STEPS:
            text = Text(
                "{field} takes numbers up to {limit}, but it is {value}.",
                field="steps",
                limit=_MOST_STEPS,
                value=self.count,
            )
            raise BadGivens("steps", text)

    def prompt(self) -> Text:
        question = Text(
            "Let {function}. Gradient descent starts at {point} and takes {n:step|steps} with learning rate {rate}, "
            "both variables updated at once. Which point does it reach?",
            function=f"${{{function_tex(self.coefficients)}}}$",
            point=f"${{(x_0, x_1) = {self.reply.tex(self.point)}}}$",
            n=self.count,
            rate=f"${{\\eta = {tex_number(self.learning_rate)}}}$",
        )
        return asked(question, self.tolerance)

    def figure(self) -> Picture:
        x0, x1 = self.point
        surface, rate = " ".join(map(spell, self.coefficients)), spell(self.learning_rate)
        return Picture("descent", {"coefficients": surface, "x0": x0, "x1": x1, "rates": rate, "step": self.count})

    def answer(self) -> tuple[Exact, ...]:
        return self._walk()[-1]

    def wrong_turns(self) -> Iterator[WrongTurn]:
        (a, b, c), rate = self.coefficients, self.learning_rate
        yield from self.instead("went-uphill", replace(self, learning_rate=-rate))
        yield from self.instead("forgot-the-learning-rate", replace(self, learning_rate=1))
        *_, before, after = self._walk()
        step = tuple(simplest(there - here) for here, there in zip(before, after, strict=True))
        line = rf"-{tex_number(rate)} \cdot {self._gradient(before)} = {self.reply.tex(step)}"
        yield WrongTurn("gave-the-step-alone", step, self._last, line)
        half = simplest(Fraction(a) / 2), b, simplest(Fraction(c) / 2)
        yield from self.instead("forgot-the-factor-two", replace(self, coefficients=half))
        yield from self.instead("forgot-the-cross-term", replace(self, coefficients=(a, 0, c)))
        yield from self._in_place()
        if self.count > 1:
            by_x0, by_x1 = quadratic_gradient(self.coefficients, self.point)
            x0, x1 = (x - self.count * rate * by for x, by in zip(self.point, (by_x0, by_x1), strict=True))
            far = simplest(x0), simplest(x1)
            step_tex = rf"{self.count} \cdot {tex_number(rate)} \cdot {self._gradient(self.point)}"
            line = f"{self.reply.tex(self.point)} - {step_tex} = {self.reply.tex(far)}"
            yield WrongTurn("kept-the-first-gradient", far, min(3, self._last), line)
            yield from self.instead("stopped-one-step-early", replace(self, count=self.count - 1), self._last)

    def arithmetic(self) -> str:
        before, after = self._walk()[-2:]
        return self._line(before, after)

    def steps(self) -> list[Step]:
        rule = r"x \gets x - \eta\, \nabla f(x), \qquad \nabla f = (2 a x_0 + b x_1,\ b x_0 + 2 c x_1)"
        steps = [Step(Text("The formula, for {function}", function=r"$f = a x_0^2 + b x_0 x_1 + c x_1^2$"), rule)]
        for index, (before, after) in enumerate(pairwise(self._walk())):
            if index < _SHOWN - 1 or index == self.count - 1:
                first, second = partials_tex(self.coefficients, before)
                line = rf"\nabla f{self.reply.tex(before)} = ({first},\ {second}) = {self._gradient(before)}"
                steps.append(Step(Text("The gradient where step {n} begins", n=index + 1), line))
                words = Text("Step {n}: against the gradient, by the learning rate", n=index + 1)
                steps.append(Step(words, self._line(before, after)))
        return steps

    @property
    def _last(self) -> int:
        """The step of the solution that arrives."""
        return 2 * min(self.count, _SHOWN)

    def _walk(self) -> list[tuple[Exact, Exact]]:
        return descend(self.coefficients, self.point, self.learning_rate, self.count)

    def _in_place(self) -> Iterator[WrongTurn]:
        """The slip of moving x0 first and using its new value for x1."""
        (a, b, c), rate, (x0, x1) = self.coefficients, self.learning_rate, self.point
        line = ""
        for _ in range(self.count):
            moved = simplest(x0 - rate * (2 * a * x0 + b * x1))
            by_x0, by_x1 = (partials_tex(self.coefficients, point) for point in ((x0, x1), (moved, x1)))
            eta = tex_number(rate)
            line = rf"({tex_number(x0)} - {eta} \cdot ({by_x0[0]}),\ {tex_number(x1)} - {eta} \cdot ({by_x1[1]}))"
            x0, x1 = moved, simplest(x1 - rate * (b * moved + 2 * c * x1))
        if magnitude(x1) < _LARGEST:
            yield WrongTurn("updated-in-place", (x0, x1), 2, f"{line} = {self.reply.tex((x0, x1))}")

    def _line(self, before: tuple[Exact, ...], after: tuple[Exact, ...]) -> str:
        sign, rate = ("+", -self.learning_rate) if self.learning_rate < 0 else ("-", self.learning_rate)
        step = rf"{tex_number(rate)} \cdot {self._gradient(before)}"
        return rf"{self.reply.tex(before)} {sign} {step} = {self.reply.tex(after)}"

    def _gradient(self, point: tuple[Exact, ...]) -> str:
        return self.reply.tex(tuple(map(simplest, quadratic_gradient(self.coefficients, point))))


def _tenths(count: int) -> Exact:
    return simplest(Fraction(count, 10))
