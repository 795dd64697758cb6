"""Which questions and skills does a round ask, and in which order?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.cards import Asked, cards
from engine.catalog import LEVELS
from engine.study.attempts import Attempt
from engine.study.clock import Clock
from engine.study.items import Item, items
from engine.study.memory import Memory
from engine.study.preferences import Preferences
from engine.study.reviews import skill_item, skill_of
from engine.study.store import Record

QUESTIONS_TO_A_SKILL = 3  # among what is new


@dataclass(frozen=True)
class Deck:
    """What a round is taken from: all that is due where nothing else is said.

    `cards` are the only cards it takes, such as those that explain recent mistakes. With `ahead` it takes what is not
    due, too.
    """

    skills: bool = True
    topic: str | None = None
    level: int | None = None
    asked: Asked | None = None
    cards: frozenset[str] | None = None
    ahead: bool = False

    def holds(self, item: Item) -> bool:
        return (
            (self.skills or item.card is not None)
            and self.topic in (None, item.topic)
            and self.level in (None, item.level)
            and self.asked in (None, item.asked)
            and (self.cards is None or item.card in self.cards)
        )


@dataclass(frozen=True)
class Round:
    """What is asked now, in order: what is due, what is new, and what was not known a moment ago."""

    due: tuple[Item, ...]
    new: tuple[Item, ...]
    waiting: tuple[Item, ...]

    @property
    def queue(self) -> tuple[Item, ...]:
        return self.due + self.new + self.waiting

    def upcoming(self, left: int) -> tuple[Item, ...]:
        """What is asked when so many are left of a round; what waits is among them, so nothing new takes its place."""
        return (self.due + self.new)[: max(0, left - len(self.waiting))] + self.waiting[:left]

    @property
    def minutes(self) -> int:
        """About how long it takes, rounded up."""
        return -(-sum(item.seconds for item in self.queue) // 60)

    def within(self, minutes: int | None) -> int:
        """How many of its first items fit into so many minutes; at least one."""
        if minutes is None:
            return len(self.queue)
        left, count = 60 * minutes, 0
        for item in self.queue:
            left -= item.seconds
            if left < 0 and count:
                break
            count += 1
        return count


def deal(record: Record, deck: Deck, chosen: Preferences, clock: Clock) -> Round:
    """The round that a deck gives at this moment; topics alternate, and two questions of a card never share a day.

    What was not known a moment ago is due before all else once its time has come; then the least remembered is.
    """
    due, waiting, fresh = _parted(record, deck, clock)
    seen = record.memories
    waiting.sort(key=lambda item: seen[item.id].due or clock.at)
    due.sort(key=lambda item: (not _learning(seen[item.id]), -seen[item.id].rest(clock)))
    due = _one_a_card(due, waiting)
    fresh = [item for item in fresh if item.card or item.level == _next_level(item, record, chosen)]
    begun = begun_on(record, clock)
    new = _one_a_card(_new_order(fresh, begun), [*due, *waiting])
    if not deck.ahead:
        new = new[: max(0, chosen.new_a_day - len(begun))]
    last = _last_topic(record, clock)
    waited = bool(due) and _learning(seen[due[0].id])
    skill_first = bool(new) and new[0].card is None  # these two take their turn, whatever came before
    return Round(
        _interleaved(due, None if waited else last), _interleaved(new, None if skill_first else last), tuple(waiting)
    )


def unseen(record: Record, chosen: Preferences, clock: Clock) -> list[Item]:
    """All that is new to the learner and will be asked, in the order in which rounds bring it up."""
    memories, away = record.memories, record.suspended
    fresh = [
        item
        for item in items().values()
        if item.id not in away
        and (item.id not in memories or memories[item.id].is_new)
        and (item.card or item.level >= chosen.levels.get(item.topic, 1))
    ]
    return _new_order(fresh, begun_on(record, clock))


def begun_on(record: Record, clock: Clock) -> list[str]:
    """What was asked for the first time on this study day."""
    return [memory.item for memory in record.memories.values() if memory.first_day == clock.day]


def settled_since(record: Record, deck: Deck, began: datetime) -> int:
    """How many of a deck's items have been answered since a round began and do not come back within it."""
    since = (memory for memory in record.memories.values() if memory.last and memory.last >= began)
    settled = (items().get(memory.item) for memory in since if not _learning(memory))
    return sum(item is not None and deck.holds(item) for item in settled)


def mistaken_cards(latest: Iterable[Attempt]) -> frozenset[str]:
    """The cards that explain the slips of the latest answers."""
    tags = {attempt.tag for attempt in latest if attempt.tag}
    return frozenset(card.id for card in cards().values() if any(pitfall.tag in tags for pitfall in card.pitfalls))


def _learning(memory: Memory) -> bool:
    """Whether it was not known a moment ago and comes back within the round."""
    return memory.step is not None and not memory.is_new


def _parted(record: Record, deck: Deck, clock: Clock) -> tuple[list[Item], list[Item], list[Item]]:
    """What a deck may ask today: what is due, what comes back within the round, and what is new."""
    due, waiting, fresh = list[Item](), list[Item](), list[Item]()
    for item in _free(record, deck, clock):
        memory = record.memories.get(item.id)
        if memory is None or memory.is_new:
            fresh.append(item)
        elif memory.is_due(clock):
            due.append(item)
        elif _learning(memory):
            waiting.append(item)
        elif deck.ahead and memory.last_day != clock.day:
            due.append(item)
    return due, waiting, fresh


def _free(record: Record, deck: Deck, clock: Clock) -> list[Item]:
    """What a deck holds that may be asked today: nothing left out, and no question whose sibling was asked today."""
    today = {memory.item for memory in record.memories.values() if memory.last_day == clock.day}
    shown = {item.card for id in today if (item := items().get(id)) and item.card}
    held = (item for item in items().values() if deck.holds(item) and item.id not in record.suspended)
    return [item for item in held if item.id in today or item.card not in shown]


def _new_order(fresh: Sequence[Item], begun: Sequence[str]) -> list[Item]:
    """The most asked first, and a skill after every third question of the day; `begun` are today's new ones."""
    asked = sorted(fresh, key=lambda item: item.rank)
    questions = [item for item in asked if item.card]
    skills = [item for item in asked if not item.card]
    begun_skills = sum(skill_of(id) is not None for id in begun)
    lead = QUESTIONS_TO_A_SKILL * (begun_skills + 1) - (len(begun) - begun_skills)
    order: list[Item] = []
    while questions or skills:
        take = max(0, lead)
        order += questions[:take] + skills[:1]
        questions, skills, lead = questions[take:], skills[1:], QUESTIONS_TO_A_SKILL
    return order


def _next_level(item: Item, record: Record, chosen: Preferences) -> int | None:
    """The lowest level of a skill's kind that was not tried yet, from the topic's starting level on."""
    kind, _ = skill_of(item.id) or ("", 1)
    levels = (level for level in LEVELS if level >= chosen.levels.get(item.topic, 1))
    return next((level for level in levels if skill_item(kind, level) not in record.memories), None)


def _one_a_card(order: Sequence[Item], taken: Iterable[Item]) -> list[Item]:
    """The order with at most one question a card, and none of a card that is taken."""
    used = {item.card for item in taken}
    left = []
    for item in order:
        if item.card is None or item.card not in used:
            left.append(item)
            used.add(item.card)
    return left


def _last_topic(record: Record, clock: Clock) -> str | None:
    """The topic of what was asked last on this study day: a round is dealt anew after each answer."""
    today = [memory for memory in record.memories.values() if memory.last_day == clock.day and memory.item in items()]
    return items()[max(today, key=lambda memory: memory.last or clock.at).item].topic if today else None


def _interleaved(order: Sequence[Item], last: str | None) -> tuple[Item, ...]:
    """The order with neighbours of one topic moved apart, as far as there are others; `last` is the topic before."""
    left, dealt = list(order), list[Item]()
    while left:
        place = next((place for place, item in enumerate(left) if item.topic != last), 0)
        dealt.append(left.pop(place))
        last = dealt[-1].topic
    return tuple(dealt)
