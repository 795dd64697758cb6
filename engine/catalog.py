"""Which kinds of problem are there, and how is one made from a seed or from givens?"""

from __future__ import annotations

import pkgutil
import random
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from engine import kinds as folder
from engine.dice import Dice
from engine.problem import Level, Problem

LARGEST_SEED = 2_147_483_647
LEVELS: tuple[Level, ...] = (1, 2, 3)


@cache
def kinds() -> dict[str, type[Problem]]:
    """Every kind by its slug, which is its file's name."""
    found = {}
    for module in sorted(module.name for module in pkgutil.iter_modules(folder.__path__)):
        for value in vars(import_module(f"{folder.__name__}.{module}")).values():
            if isinstance(value, type) and issubclass(value, Problem) and value.__module__.endswith(f".{module}"):
                found[value.slug] = value
    return found


def draw(slug: str, level: Level, seed: int) -> Problem:
    """The problem that the seed means, on every machine and in every year."""
    kind = kinds()[slug]
    return kind.draw(Dice(slug, kind.version, level, seed), level)


def from_givens(slug: str, givens: Mapping[str, Any]) -> Problem:
    """The problem with these givens. Raises BadGivens."""
    return kinds()[slug].from_givens(givens)


def fresh_seed() -> int:
    return random.SystemRandom().randrange(LARGEST_SEED + 1)
