"""What is a review, of which item, and how is a checked answer rated?

An item is what is scheduled: an interview question, or a skill, which is a kind of problem at a level.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from engine.problem import Level
from engine.study.attempts import Verdict

Rating = Literal[1, 2, 3, 4]
AGAIN: Rating = 1
HARD: Rating = 2
GOOD: Rating = 3
EASY: Rating = 4
RATINGS: tuple[Rating, ...] = (AGAIN, HARD, GOOD, EASY)
ALL_STEPS = 3  # the hint that shows the whole solution


@dataclass(frozen=True)
class Review:
    """One row of the log that schedules: a rating of an item, or (`rating` None) the undoing of one, `voids`.

    `retention` is the recall that the learner asked for at that time; `day` is the study day it was on.
    """

    id: str
    item: str
    rating: Rating | None
    retention: float
    at: datetime
    day: date
    voids: str | None = None


def question_item(key: str) -> str:
    return f"question:{key}"


def skill_item(kind: str, level: int) -> str:
    return f"skill:{kind}@{level}"


def question_of(item: str) -> str | None:
    """The key of the question that an item is."""
    return item.removeprefix("question:") if item.startswith("question:") else None


def skill_of(item: str) -> tuple[str, Level] | None:
    """The kind and the level that an item is."""
    kind, _, level = item.removeprefix("skill:").partition("@")
    levels: dict[str, Level] = {"1": 1, "2": 2, "3": 3}
    return (kind, levels[level]) if item.startswith("skill:") and level in levels else None


def grade(item: str, rows: int, rating: Rating, retention: float, at: datetime, day: date) -> Review:
    """A learner's grade of a question; `rows` is how many rows the log has of it: a grade given twice is one."""
    return Review(f"{item}#{rows}", item, rating, retention, at, day)


def first_of_day(item: str, rating: Rating, retention: float, at: datetime, day: date) -> Review:
    """What an answer rates, a skill or an interview's question; only the first in a study day has a free id."""
    return Review(f"{item}#{day}", item, rating, retention, at, day)


def undoing(review: Review, at: datetime, day: date) -> Review:
    """The row that undoes another."""
    return Review(f"void:{review.id}", review.item, None, review.retention, at, day, voids=review.id)


def rating_of(verdict: Verdict, hints: int, seconds: float | None, budget: int, choice: bool = False) -> Rating:
    """The rating that a checked answer gives a skill.

    Wrong, "I don't know" or the whole solution shown: again. Right with a hint, over the budget or by choice: hard.
    Right in half the budget: easy; a time that is not known is neither over it nor half of it.
    """
    if verdict != "right" or hints >= ALL_STEPS:
        return AGAIN
    if hints or choice or (seconds is not None and seconds > budget):
        return HARD
    return EASY if seconds is not None and seconds <= budget / 2 else GOOD


def proposed(ticked: int, points: int) -> Rating:
    """The grade that the points a learner made speak for: all of them good, at least half hard, fewer again."""
    return GOOD if ticked == points else HARD if 2 * ticked >= points else AGAIN
