"""How do the loss and the accuracy of a classifier move with one weight, on which its logits depend linearly?

An example is its logits at weight 0, by how much each of them grows with the weight, and its label.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from engine.numeric.classification import predicted, softmax, softmax_gradient, softmax_loss
from engine.numeric.exact import Exact, simplest

Example = tuple[Sequence[Exact], Sequence[Exact], int]


def logits_at(example: Example, weight: Exact) -> list[Exact]:
    """The logits at a weight.

    >>> logits_at(((0, -2), (0, 3), 1), weight=1)
    [0, 1]
    """
    start, growth, _ = example
    return [simplest(logit + weight * by) for logit, by in zip(start, growth, strict=True)]


def label_probability(example: Example, weight: Exact) -> float:
    """The probability that the label gets.

    >>> label_probability(((0, 0), (0, 1), 1), weight=0)
    0.5
    """
    return softmax(logits_at(example, weight))[example[2]]


def loss_at(examples: Sequence[Example], weight: Exact) -> float:
    """The mean cross-entropy.

    >>> round(loss_at([((0, 0), (0, 1), 1)], weight=0), 3)
    0.693
    """
    return math.fsum(softmax_loss(logits_at(one, weight), one[2]) for one in examples) / len(examples)


def loss_slope(examples: Sequence[Example], weight: Exact) -> float:
    """The derivative of the mean cross-entropy by the weight.

    >>> loss_slope([((0, 0), (0, 1), 1)], weight=0)
    -0.5
    """
    slopes = (
        by_logit * float(by)
        for one in examples
        for by_logit, by in zip(softmax_gradient(logits_at(one, weight), one[2]), one[1], strict=True)
    )
    return math.fsum(slopes) / len(examples)


def accuracy_at(examples: Sequence[Example], weight: Exact) -> Exact:
    """The share of the examples whose largest logit, the first of those that tie, is that of the label.

    >>> accuracy_at([((0, -2), (0, 3), 1), ((0, -2), (0, 1), 1)], weight=1)
    Fraction(1, 2)
    """
    hits = sum(predicted(logits_at(one, weight)) == one[2] for one in examples)
    return simplest(Fraction(hits, len(examples)))


def jumps(examples: Sequence[Example]) -> list[Exact]:
    """The weights at which the accuracy jumps, from low to high.

    >>> jumps([((0, -2), (0, 4), 1)])
    [Fraction(1, 2)]
    """
    ties = sorted({tie for start, growth, _ in examples for tie in _ties(start, growth)})
    if not ties:
        return []
    between = [ties[0] - 1, *(Fraction(low + high) / 2 for low, high in pairwise(ties)), ties[-1] + 1]
    heights = [accuracy_at(examples, weight) for weight in between]
    return [tie for tie, (before, after) in zip(ties, pairwise(heights), strict=True) if before != after]


def _ties(start: Sequence[Exact], growth: Sequence[Exact]) -> set[Exact]:
    """The weights at which two of the logits are equal."""
    lines = combinations(zip(start, growth, strict=True), 2)
    return {simplest(Fraction(b - a) / (by_a - by_b)) for (a, by_a), (b, by_b) in lines if by_a != by_b}
