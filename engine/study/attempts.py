"""What did the learner answer, and what does a log of answers say?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

Verdict = Literal["right", "wrong", "gave-up"]


@dataclass(frozen=True)
class Attempt:
    """One checked reply to one problem.

    `id` is made where the learner answers, so that a reply sent twice is one attempt. `reply` is what was typed,
    "" for "I don't know". `seconds` is None where the time is not known, `quiz` names one run of a quiz or an
    interview. A `choice` was picked among four answers instead of worked out.
    """

    id: str
    kind: str
    version: int
    seed: int | None
    level: int | None
    givens: dict[str, Any]
    reply: str
    verdict: Verdict
    tag: str | None
    seconds: float | None
    quiz: str | None
    at: datetime
    choice: bool = False

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("an attempt needs an id")
        if self.verdict not in get_args(Verdict):
            raise ValueError(f"verdict {self.verdict!r} is none of {', '.join(get_args(Verdict))}")
        if self.at.utcoffset() is None:
            raise ValueError(f"at {self.at} has no time zone")


def right(log: Sequence[Attempt]) -> int:
    """How many attempts were right."""
    return sum(attempt.verdict == "right" for attempt in log)


def slips(log: Sequence[Attempt]) -> list[tuple[str, int]]:
    """Each misconception in the log and how often it came up, most often first."""
    return Counter(attempt.tag for attempt in log if attempt.tag is not None).most_common()


def seconds_known(log: Sequence[Attempt]) -> tuple[float, int]:
    """The seconds of those attempts whose time is known, together, and how many they are."""
    known = [attempt.seconds for attempt in log if attempt.seconds is not None]
    return sum(known), len(known)
