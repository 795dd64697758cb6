"""How are a classifier's logits and probabilities drawn, its right class checked, and softmax worked out?"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise

from engine.answers import Row, tex_number
from engine.dice import Dice
from engine.givens import BadGivens, Exact
from engine.numeric.classification import softmax
from engine.numeric.exact import simplest
from engine.problem import Level, Step
from engine.stack import listed
from engine.text import Text

tex_row = Row().tex


def drawn_logits(dice: Dice, level: Level) -> tuple[Exact, ...]:
    """The logits of three classes, from level 2 on of four."""
    if level == 1:  # three small whole ones
        return dice.sample((0, 1, 2, 3, 4), 3)
    if level == 2:  # four, some negative, halves
        return tuple(simplest(Fraction(half, 2)) for half in dice.sample(range(-4, 7), 4))
    top = dice.pick((100, 500, 800, 1000))  # their powers overflow unless the largest is taken off; two are equal
    below = dice.whole(1, 3)
    return dice.sample((top, top - below, top - below, top - dice.whole(0, 3)), 4)


def drawn_shares(dice: Dice, classes: int, parts: int) -> tuple[Exact, ...]:
    """Probabilities in whole parts, none of them 0, that add up to 1."""
    cuts = (0, *sorted(dice.sample(range(1, parts), classes - 1)), parts)
    return tuple(_share(high - low, parts) for low, high in pairwise(cuts))


@cache
def _share(part: int, parts: int) -> Exact:
    """Kept, because some problems draw many times before one is good."""
    return simplest(Fraction(part, parts))


def check_target(target: int, classes: int) -> None:
    """Raise BadGivens when there is no class of this number, counted from 0."""
    if target >= classes:
        text = Text(
            "target is {target}, but with {n:class|classes}, counted from 0, the last is {last}.",
            target=target,
            n=classes,
            last=classes - 1,
        )
        raise BadGivens("target", text)


def softmax_steps(logits: tuple[Exact, ...]) -> list[Step]:
    """From the logits to their probabilities."""
    largest, probabilities = max(logits), softmax(logits)
    shifted = [simplest(logit - largest) for logit in logits]
    powers = [f"e^{{{tex_number(logit)}}}" for logit in shifted]
    off = f"({tex_number(largest)})" if largest < 0 else tex_number(largest)
    return [
        Step(
            Text("Take the largest logit off each: softmax stays the same, and no power overflows"),
            rf"z - {off} = {tex_row(shifted)}",
        ),
        Step(Text("The sum of the powers of $e$"), f"{listed(powers)} = {tex_number(1 / max(probabilities))}"),
        Step(
            Text("Each power over the sum gives the probabilities, which add up to 1"),
            f"p = {tex_row(probabilities)}",
        ),
    ]
