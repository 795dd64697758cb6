"""How ready is the learner, what raises it most, and what do the next days hold?"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from engine import catalog
from engine.cards import topics
from engine.links import MIXED
from engine.problem import Level
from engine.study.attempts import Attempt
from engine.study.clock import Clock
from engine.study.decks import begun_on, unseen
from engine.study.items import Item, items
from engine.study.memory import Memory
from engine.study.preferences import Preferences
from engine.study.reviews import GOOD, Review, skill_item
from engine.study.store import Record
from engine.text import Text

SECONDS_A_REVIEW = 40  # of a question that was learned before
FORECAST = 7  # days, today with them
FARTHEST = 90  # days that a plan shows
MOST_DAYS = 3650  # days that it looks ahead while something is new


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
    """What share of all that is not left out would be recalled now, if topics came up as often as in the survey."""
    recalls: dict[str, list[float]] = defaultdict(list)
    for item in items().values():
        if item.id not in record.suspended:
            memory = record.memories.get(item.id)
            recalls[item.topic].append(memory.recall(clock) if memory else 0.0)
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


def forecast(record: Record, clock: Clock) -> list[tuple[date, int]]:
    """How many items are asked again on each of the next study days; what is overdue counts for today."""
    counts = Counter(day for day, _ in _asked_again(record, clock))
    return [(day, counts[day]) for day in (clock.day + timedelta(days=n) for n in range(FORECAST))]


@dataclass(frozen=True)
class PlannedDay:
    """What one day holds until the interview: reviews, the new items by topic, and the minutes of both."""

    day: date
    reviews: int
    new: tuple[Item, ...]
    minutes: int


@dataclass(frozen=True)
class DaysAhead:
    """The days until the interview, and how many items do not fit into them.

    With `minutes_needed` and `new_needed` a day, where these are more than was chosen, all would fit.
    """

    days: tuple[PlannedDay, ...]
    left_over: int
    minutes_needed: int
    new_needed: int


def days_ahead(record: Record, chosen: Preferences, clock: Clock) -> DaysAhead | None:
    """A plan day by day: first what is due, then what is new, in the order of the rounds and no more than they deal.

    Every review is taken to succeed. The last day is the eve of the interview; where all is seen long before, the days
    end after three months. None without a date ahead.
    """
    if chosen.interview is None or chosen.interview <= clock.day:
        return None
    days, left = list[PlannedDay](), 0
    for day, left in _days(record, chosen, clock):
        days.append(day)
        if not left and len(days) >= FARTHEST:
            break
    if not left:
        return DaysAhead(tuple(days[:FARTHEST]), 0, chosen.minutes_a_day, chosen.new_a_day)
    to_see = len(begun_on(record, clock)) + len(unseen(record, chosen, clock))
    new_needed = max(chosen.new_a_day, -(-to_see // (chosen.interview - clock.day).days))

    def fits(minutes: int) -> bool:
        wider = replace(chosen, new_a_day=new_needed, minutes_a_day=minutes)
        return any(not left for _, left in _days(record, wider, clock))

    enough = chosen.minutes_a_day
    while not fits(enough):
        enough *= 2
    tried = range(chosen.minutes_a_day, enough)
    minutes_needed = chosen.minutes_a_day + bisect_left(tried, True, key=fits)
    return DaysAhead(tuple(days[:FARTHEST]), left, minutes_needed, new_needed)


def _days(record: Record, chosen: Preferences, clock: Clock) -> Iterator[tuple[PlannedDay, int]]:
    """Each day to the eve of the interview, as if all before it were lived through, and what is new still."""
    new = deque(unseen(record, chosen, clock))
    room = max(0, chosen.new_a_day - len(begun_on(record, clock)))
    agenda: dict[date, list[Memory]] = defaultdict(list)
    for day, memory in _asked_again(record, clock):
        agenda[day].append(memory)
    to_go = (chosen.interview - clock.day).days if chosen.interview else 0
    for ahead in map(timedelta, range(min(to_go, MOST_DAYS))):
        day, at = clock.day + ahead, clock.at + ahead
        reviews = agenda.pop(day, [])
        seconds = sum(_review_seconds(memory) for memory in reviews)
        fresh: list[Item] = []
        while new and len(fresh) < room and seconds + new[0].seconds <= 60 * chosen.minutes_a_day:
            fresh.append(new.popleft())
            seconds += fresh[-1].seconds
        for memory in [*reviews, *(Memory(item.id) for item in fresh)]:
            after = memory.after(Review("", memory.item, GOOD, chosen.retention, at, day))
            if after.due:
                agenda[max(clock.day_of(after.due), day + timedelta(days=1))].append(after)
        yield PlannedDay(day, len(reviews), tuple(fresh), -(-seconds // 60)), len(new)
        room = chosen.new_a_day


def _asked_again(record: Record, clock: Clock) -> Iterator[tuple[date, Memory]]:
    """What has been learned, each with its next day: two questions of a card never share one."""
    known = {item.id: item for item in items().values() if item.id not in record.suspended}
    kept = [memory for memory in record.memories.values() if memory.due and memory.item in known]
    taken = {
        (clock.day, items()[memory.item].card)
        for memory in record.memories.values()
        if memory.last_day == clock.day and memory.item in items()
    }
    for memory in sorted(kept, key=lambda memory: memory.due or clock.at):
        day, card = max(clock.day_of(memory.due or clock.at), clock.day), known[memory.item].card
        while card and (day, card) in taken and day != memory.last_day:
            day += timedelta(days=1)
        taken.add((day, card))
        yield day, memory


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
    if missed := _missed(latest, kinds, level):
        return missed[:1], Text("You missed one of these recently.")
    if due := [slug for slug in kinds if (memory := memories[slug]) and memory.is_due(clock)]:
        return due, Text("This is due for review.")
    recalls = {slug: memory.recall(clock) if (memory := memories[slug]) else 0.0 for slug in kinds}
    return sorted(kinds, key=lambda slug: recalls[slug])[:3], Text("Of these you remember the least.")


def _missed(latest: Sequence[Attempt], kinds: Collection[str], level: Level) -> list[str]:
    """Those kinds whose last answer at the level was not right, the latest first; one missed just now may rest."""
    last: dict[str, Attempt] = {}
    for attempt in latest:
        if attempt.level == level and attempt.kind in kinds:
            last.setdefault(attempt.kind, attempt)
    missed = [slug for slug, attempt in last.items() if attempt.verdict != "right"]
    return [slug for slug in missed if slug != latest[0].kind] or missed


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
