"""How ready is the learner, what raises it most, and what do the next days hold?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine import catalog
from engine.cards import topics
from engine.links import MIXED
from engine.problem import Level
from engine.study.attempts import Attempt
from engine.study.clock import Clock
from engine.study.items import Item, items
from engine.study.memory import Memory
from engine.study.preferences import Preferences
from engine.study.reviews import GOOD, Review, skill_item
from engine.study.store import Record
from engine.text import Text

SECONDS_A_REVIEW = 40  # of a question that was learned before
FARTHEST = 90  # days that a plan looks ahead


@dataclass(frozen=True)
class TopicRecall:
    """A topic's expected recall, and by how much readiness would rise if it were 1."""

    topic: str
    recall: float
    gain: float


@dataclass(frozen=True)
class Readiness:
    """Expected recall over all topics, each weighted by how many of the surveyed lists ask about it."""

    value: float
    topics: tuple[TopicRecall, ...]

    @property
    def best_gains(self) -> tuple[TopicRecall, ...]:
        """The three topics that would raise it most."""
        return tuple(sorted(self.topics, key=lambda topic: -topic.gain)[:3])


def readiness(record: Record, clock: Clock) -> Readiness:
    """What share of the questions and skills would be recalled now, if topics came up as often as in the survey."""
    recalls: dict[str, list[float]] = defaultdict(list)
    for item in items().values():
        if item.id not in record.suspended:
            memory = record.memories.get(item.id)
            recalls[item.topic].append(memory.recall(clock.at) if memory else 0.0)
    weights = {slug: topic.asked for slug, topic in topics().items() if slug in recalls}
    total = sum(weights.values()) or 1
    found = []
    for slug, weight in weights.items():
        recall = sum(recalls[slug]) / len(recalls[slug])
        found.append(TopicRecall(slug, recall, weight * (1 - recall) / total))
    return Readiness(sum(weights[topic.topic] * topic.recall for topic in found) / total, tuple(found))


def streak(days: Mapping[date, int], today: date) -> int:
    """How many study days in a row hold a review, up to today, or up to yesterday while today is still open."""
    day = today if today in days else today - timedelta(days=1)
    length = 0
    while day in days:
        day, length = day - timedelta(days=1), length + 1
    return length


def forecast(record: Record, clock: Clock, ahead: int = 7) -> list[tuple[date, int]]:
    """How many items come due on each of the next study days; what is overdue counts for today."""
    counts: dict[date, int] = defaultdict(int)
    for id, memory in record.memories.items():
        if memory.due and id in items() and id not in record.suspended:
            counts[max(clock.day_of(memory.due), clock.day)] += 1
    return [(day, counts[day]) for day in (clock.day + timedelta(days=n) for n in range(ahead))]


@dataclass(frozen=True)
class PlannedDay:
    """What one day holds until the interview: reviews, the new items by topic, and the minutes of both."""

    day: date
    reviews: int
    new: tuple[Item, ...]
    minutes: int


@dataclass(frozen=True)
class InterviewPlan:
    """The days until the interview, and what does not fit into them; `minutes_needed` a day would do."""

    days: tuple[PlannedDay, ...]
    left_over: int
    minutes_needed: int


def interview_plan(record: Record, chosen: Preferences, clock: Clock) -> InterviewPlan | None:
    """A plan day by day: first what is due, then new questions and skills, the most asked topics first.

    Every review is taken to succeed. The last day is the eve of the interview. None without a date ahead.
    """
    if chosen.interview is None or chosen.interview <= clock.day:
        return None
    length = min((chosen.interview - clock.day).days, FARTHEST)
    planned, left = _planned(record, chosen, clock, length, chosen.minutes_a_day)
    minutes = chosen.minutes_a_day
    if left:
        low, high = minutes, 24 * 60
        while low < high:
            minutes = (low + high) // 2
            low, high = (minutes + 1, high) if _planned(record, chosen, clock, length, minutes)[1] else (low, minutes)
        minutes = low
    return InterviewPlan(tuple(planned), left, minutes)


def _planned(
    record: Record, chosen: Preferences, clock: Clock, length: int, minutes: int
) -> tuple[list[PlannedDay], int]:
    active = [item for item in items().values() if item.id not in record.suspended]
    new = [item for item in active if item.id not in record.memories or record.memories[item.id].is_new]
    dues = {memory.item: memory for memory in record.memories.values() if memory.due and memory.item in items()}
    agenda: dict[int, list[Memory]] = defaultdict(list)
    for memory in dues.values():
        if memory.due and memory.item not in record.suspended:
            agenda[max(0, (clock.day_of(memory.due) - clock.day).days)].append(memory)
    days, taken = [], 0
    for offset in range(length):
        day, at = clock.day + timedelta(days=offset), clock.at + timedelta(days=offset)
        reviews = agenda.pop(offset, [])
        seconds = sum(_review_seconds(memory) for memory in reviews)
        fresh: list[Item] = []
        while taken < len(new) and seconds + new[taken].seconds <= 60 * minutes:
            seconds += new[taken].seconds
            fresh.append(new[taken])
            taken += 1
        for memory in [*reviews, *(Memory(item.id) for item in fresh)]:
            after = memory.after(Review("", memory.item, GOOD, chosen.retention, at, day))
            if after.due:
                agenda[max(offset + 1, (clock.day_of(after.due) - clock.day).days)].append(after)
        days.append(PlannedDay(day, len(reviews), tuple(fresh), -(-seconds // 60)))
    return days, len(new) - taken


def _review_seconds(memory: Memory) -> int:
    item = items()[memory.item]
    return SECONDS_A_REVIEW if item.card else item.seconds


def most_needed(
    record: Record, latest: Sequence[Attempt], clock: Clock, mix: str, level: Level
) -> tuple[list[str], Text]:
    """The kinds of a topic, or of all (`mixed`), of which one should come next at this level, and why.

    What was never tried comes first, then mistakes not made good since, then what is due, then what is recalled least.
    """
    kinds = [slug for slug, kind in catalog.kinds().items() if mix in (MIXED, kind.topic)]
    memories = {slug: record.memories.get(skill_item(slug, level)) for slug in kinds}
    tried = {attempt.kind for attempt in latest if attempt.level == level}
    if never := [slug for slug in kinds if memories[slug] is None and slug not in tried]:
        return never, Text("You have not tried this at level {level} yet.", level=level)
    if missed := [slug for slug in _missed(latest, level) if slug in kinds]:
        return missed[:1], Text("You missed one of these recently.")
    if due := [slug for slug in kinds if (memory := memories[slug]) and memory.is_due(clock)]:
        return due, Text("This is due for review.")
    recalls = {slug: memory.recall(clock.at) if (memory := memories[slug]) else 0.0 for slug in kinds}
    return sorted(kinds, key=lambda slug: recalls[slug])[:3], Text("Of these you remember the least.")


def _missed(latest: Iterable[Attempt], level: Level) -> list[str]:
    """Kinds whose last answer at the level was not right, the latest first; the very last one may rest a moment."""
    last: dict[str, Attempt] = {}
    for attempt in latest:
        if attempt.level == level:
            last.setdefault(attempt.kind, attempt)
    missed = [slug for slug, attempt in last.items() if attempt.verdict != "right"]
    return missed[1:] or missed


def starting_levels(log: Sequence[Attempt]) -> dict[str, Level]:
    """The level at which to begin each topic of a placement at level 2: up after right in time, down after wrong."""
    levels: dict[str, list[Level]] = defaultdict(list)
    for attempt in log:
        kind = catalog.kinds().get(attempt.kind)
        if kind is None:
            continue
        in_time = attempt.seconds is not None and attempt.seconds <= kind.seconds[1]
        levels[kind.topic].append(1 if attempt.verdict != "right" else 3 if in_time else 2)
    return {topic: min(found) for topic, found in levels.items()}
