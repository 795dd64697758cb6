"""How are the numbers of a problem drawn, the same on every machine and in every year?"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A stream of chance for one problem.

    Only `random.Random.random()` is used: of all of Python's generators it is the one whose
    values are promised never to change.
    """

    def __init__(self, *name: str | int) -> None:
        digest = hashlib.sha256("/".join(map(str, name)).encode()).digest()
        self._random = random.Random(int.from_bytes(digest)).random

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + math.floor(self._random() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.whole(0, len(choices) - 1)]

    def chance(self, probability: float) -> bool:
        return self._random() < probability

    def row(self, length: int, low: int, high: int) -> tuple[int, ...]:
        return tuple(self.whole(low, high) for _ in range(length))

    def grid(self, rows: int, columns: int, low: int, high: int) -> tuple[tuple[int, ...], ...]:
        return tuple(self.row(columns, low, high) for _ in range(rows))

    def sample(self, choices: Sequence[T], count: int) -> tuple[T, ...]:
        """`count` different ones of the choices, in the order drawn."""
        left = list(choices)
        return tuple(left.pop(self.whole(0, len(left) - 1)) for _ in range(count))
