"""Which examples of a classifier with one weight were typed?"""

from __future__ import annotations

import math
from fractions import Fraction

from engine.answers import Grid
from engine.givens import BadGivens
from engine.lab.rows import typed_column
from engine.numeric.exact import Exact, magnitude
from engine.numeric.one_weight import Example
from engine.reading import Unread
from engine.text import Text

MOST, MOST_CLASSES = 12, 6
LEAST = Fraction(1, 10**6)


def of_points(inputs: str, labels: str, bias: Exact) -> tuple[Example, ...]:
    """Examples whose class 1 has the logit weight x input + bias, and class 0 the logit 0. Raises BadGivens."""
    row = typed_column("inputs", inputs, 1, MOST)
    return tuple(((0, bias), (0, x), label) for x, label in zip(row, typed_labels(labels, len(row), 2), strict=True))


def of_a_step(before: str, after: str, labels: str) -> tuple[Example, ...]:
    """Examples with these probabilities at weight 0 and at weight 1; between them their logits move evenly.

    Raises BadGivens.
    """
    rows = [typed_shares("before", before), typed_shares("after", after)]
    if [*map(len, rows[0])] != [*map(len, rows[1])]:
        raise BadGivens("after", Text("after takes as many rows and columns as before."))
    found = []
    for first, last, label in zip(*rows, typed_labels(labels, len(rows[0]), len(rows[0][0])), strict=True):
        start, end = ([Fraction(math.log(share)) for share in row] for row in (first, last))
        found.append((start, [there - here for here, there in zip(start, end, strict=True)], label))
    return tuple(found)


def typed_labels(text: str, count: int, classes: int) -> list[int]:
    """A class, counted from 0, for each of the examples. Raises BadGivens."""
    row = typed_column("classes", text, 1, MOST)
    if len(row) != count:
        raise BadGivens("classes", Text("classes takes {n:number|numbers}, one for each example.", n=count))
    if any(label not in range(classes) for label in row):
        raise BadGivens("classes", Text("classes takes whole numbers from 0 to {n}.", n=classes - 1))
    return [int(label) for label in row]


def typed_shares(field: str, text: str) -> list[list[Fraction]]:
    """A row of probabilities for each example, all of them above 0. Raises BadGivens."""
    try:
        rows = [[Fraction(str(share)) for share in row] for row in Grid().read(text)]
    except Unread as unread:
        raise BadGivens(field, Text("{field}: {why}", field=field, why=unread.text)) from None
    if len(rows) > MOST or not 2 <= len(rows[0]) <= MOST_CLASSES:
        fault = Text(
            "{field} takes up to {n} rows, each of 2 to {m} probabilities.", field=field, n=MOST, m=MOST_CLASSES
        )
        raise BadGivens(field, fault)
    if any(share < LEAST for row in rows for share in row) or any(
        magnitude(sum(row, Fraction(-1))) > LEAST for row in rows
    ):
        raise BadGivens(field, Text("{field} takes rows of probabilities above 0 that add up to 1.", field=field))
    return rows
