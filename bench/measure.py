"""What was measured, and what was aimed at?"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Measure:
    """One line of the table; without an aim it is only watched. `why` names what the value is made of.

    An aim is not to be exceeded, or, with `at_least`, to be reached.
    """

    what: str
    value: float
    aim: float | None
    unit: str = "x"
    why: str = ""
    at_least: bool = False

    @property
    def met(self) -> bool:
        if self.aim is None:
            return True
        return self.value >= self.aim if self.at_least else round(self.value, 2) <= self.aim


def alternating(*jobs: Callable[[], object], times: int, pause: float = 0.0) -> list[float]:
    """The median seconds of each job, taken in turns so that a busy moment of the machine meets them all."""
    seconds: list[list[float]] = [[] for _ in jobs]
    for _ in range(times):
        for job, taken in zip(jobs, seconds, strict=True):
            time.sleep(pause)
            begun = time.perf_counter()
            job()
            taken.append(time.perf_counter() - begun)
    return [median(taken) for taken in seconds]
