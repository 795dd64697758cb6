"""What do softmax and the losses of a classifier come to?

Logits are exact numbers; results are floats where a function is transcendental, and exact elsewhere.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from math import prod

from engine.numeric.exact import Exact, simplest

_SMALLEST = Fraction(1, 10**300)  # within reach of a float, as its inverse is


def softmax(logits: Sequence[Exact]) -> list[float]:
    """The probabilities: e to each logit, over their sum; the largest logit is taken off first.

    >>> [round(p, 3) for p in softmax((1002, 1001, 1000))]
    [0.665, 0.245, 0.09]

    Source: pytorch-cross-entropy.
    """
    largest = max(logits)
    powers = [math.exp(float(logit - largest)) for logit in logits]
    total = math.fsum(powers)
    return [power / total for power in powers]


def one_hot(target: int, classes: int) -> list[int]:
    """The label as a row: 1 for the target, 0 for the others.

    >>> one_hot(1, classes=3)
    [0, 1, 0]
    """
    return [int(index == target) for index in range(classes)]


def softmax_gradient(logits: Sequence[Exact], target: int) -> list[float]:
    """The derivative of the cross-entropy loss by each logit: softmax minus the one-hot label.

    >>> [round(slope, 3) for slope in softmax_gradient((2, 1, 0), target=0)]
    [-0.335, 0.245, 0.09]
    """
    probabilities = softmax(logits)
    others = math.fsum(p for index, p in enumerate(probabilities) if index != target)
    return [0.0 - others if index == target else p for index, p in enumerate(probabilities)]


def cross_entropy(probability: Exact) -> float:
    """Minus the natural logarithm of the probability that the right class got.

    >>> round(cross_entropy(Fraction(1, 2)), 3)
    0.693
    """
    near_one = 2 * probability > 1  # there a float of the probability would lose digits
    return 0.0 - (math.log1p(float(probability - 1)) if near_one else math.log(float(probability)))


def softmax_loss(logits: Sequence[Exact], target: int) -> float:
    """The cross-entropy of softmax, in one go: finite where the probability itself is rounded to 0.

    >>> softmax_loss((1000, 0, 0), target=1)
    1000.0
    """
    largest = max(logits)
    first = logits.index(largest)
    others = math.fsum(math.exp(float(logit - largest)) for index, logit in enumerate(logits) if index != first)
    return float(largest - logits[target]) + math.log1p(others)


def squared_distance(probabilities: Sequence[Exact], target: int) -> Exact:
    """The sum over the classes of the squared difference from the one-hot label.

    >>> squared_distance((Fraction(1, 2), Fraction(1, 2)), target=0)
    Fraction(1, 2)
    """
    label = one_hot(target, len(probabilities))
    return simplest(sum(((p - y) ** 2 for p, y in zip(probabilities, label, strict=True)), Fraction(0)))


def predicted(probabilities: Sequence[Exact]) -> int:
    """The likeliest class, the first of those that tie.

    >>> predicted((Fraction(1, 4), Fraction(1, 4)))
    0
    """
    return max(range(len(probabilities)), key=probabilities.__getitem__)


def accuracy(labels: Sequence[int], probabilities: Sequence[Sequence[Exact]]) -> Exact:
    """The share of the examples whose likeliest class is the label.

    >>> accuracy((0, 1), ((1, 0), (1, 0)))
    Fraction(1, 2)
    """
    hits = sum(predicted(row) == label for label, row in zip(labels, probabilities, strict=True))
    return simplest(Fraction(hits, len(labels)))


def mean_cross_entropy(labels: Sequence[int], probabilities: Sequence[Sequence[Exact]]) -> float:
    """The mean of the losses of the examples, with the natural logarithm.

    >>> round(mean_cross_entropy((0, 1), ((Fraction(1, 2), Fraction(1, 2)), (0, 1))), 4)
    0.3466
    """
    losses = [cross_entropy(row[label]) for label, row in zip(labels, probabilities, strict=True)]
    return math.fsum(losses) / len(losses)


def loss_change(labels: Sequence[int], before: Sequence[Sequence[Exact]], after: Sequence[Sequence[Exact]]) -> float:
    """By how much the mean cross-entropy changes, after minus before: the logarithm of one exact quotient.

    >>> round(loss_change((0,), ((Fraction(1, 2),),), ((Fraction(1, 4),),)), 4)
    0.6931
    >>> loss_change((0, 0), ((Fraction(9, 10),), (Fraction(2, 5),)), ((Fraction(3, 5),), (Fraction(3, 5),)))
    0.0
    """
    pairs = [(old[label], new[label]) for label, old, new in zip(labels, before, after, strict=True)]
    top = prod(old.numerator * new.denominator for old, new in pairs)
    bottom = prod(old.denominator * new.numerator for old, new in pairs)
    return _logarithm(Fraction(top, bottom)) / len(labels)


def _logarithm(number: Fraction) -> float:
    """The natural logarithm, also near 1, where a float of the number would lose digits, and beyond all floats."""
    if 1 < 2 * number < 4:
        return math.log1p(float(number - 1))
    if _SMALLEST < number < 1 / _SMALLEST:
        return math.log(float(number))
    return math.log(number.numerator) - math.log(number.denominator)
