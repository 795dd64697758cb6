"""Which points of the rubric does a spoken answer make, and with which words?

Every point and every red flag collects support by itself. Then they are weighed together: other points that are made
speak for a point, because the answer is on the subject, and a red flag speaks against it. A red flag needs the more
support the better the points are supported, and yields to a point that rests on the same words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from engine.cards import Question
from engine.speech.matching import Heard
from engine.speech.support import Support, support, wishes

BAR, RED_BAR = -0.35, -2.3  # log of odds
OTHERS = 0.34  # how much the mean support of the other points adds
AGAINST, DOUBTFUL = 0.4, -1.0  # how much a red flag takes, and from which support on
PER_SUPPORT = 3.0  # by how much the bar of a red flag is higher for what supports the points
MOST = 3.0  # support that one point can lend to another


@dataclass(frozen=True)
class Evidence:
    """The words of the answer that make a point: where each stretch of them begins and ends."""

    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Scored:
    """What an answer makes of a rubric: evidence, or None, for every point and every red flag."""

    points: tuple[Evidence | None, ...]
    red_flags: tuple[Evidence | None, ...]


def score(question: Question, answer: str) -> Scored:
    """Tick the points that an answer makes, in either language or in both mixed.

    Spelling, inflection, other words for the same, another order and words in between are forgiven; a denial is not.
    """
    heard = Heard(answer)
    wished, shunned = wishes(question)
    points = [support(wish, heard) for wish in wished]
    red_flags = [support(wish, heard, strict=True) for wish in shunned]
    made = [_weighed(at, points, red_flags) >= BAR for at in range(len(points))]
    bar = RED_BAR + PER_SUPPORT * sum(max(0.0, min(MOST, point.value)) for point in points) / len(points)
    raised = [flag.value >= bar and not any(flag.yields_to(point) for point in points) for flag in red_flags]
    return Scored(_evidence(points, made, heard, answer), _evidence(red_flags, raised, heard, answer))


def _weighed(at: int, points: Sequence[Support], red_flags: Sequence[Support]) -> float:
    """The support of a point in the light of the others and of the worst red flag."""
    others = [max(-MOST, min(MOST, point.value)) for place, point in enumerate(points) if place != at]
    worst = max((flag.value for flag in red_flags), default=DOUBTFUL)
    lent = OTHERS * sum(others) / len(others) if others else 0.0
    return points[at].value + lent - AGAINST * max(0.0, worst - DOUBTFUL)


def _evidence(
    supports: Sequence[Support], ticked: Sequence[bool], heard: Heard, answer: str
) -> tuple[Evidence | None, ...]:
    return tuple(
        Evidence(_ranges(one.plainest, heard, answer)) if tick and one.plainest else None
        for one, tick in zip(supports, ticked, strict=True)
    )


def _ranges(places: Collection[int], heard: Heard, answer: str) -> tuple[tuple[int, int], ...]:
    """Words with nothing but space between them as one stretch."""
    joined: list[tuple[int, int]] = []
    for place in sorted(places):
        start, end = heard.words[place].start, heard.words[place].end
        if joined and not answer[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
