"""What can be studied: every interview question and every skill, with its topic and the time it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from engine import catalog
from engine.cards import HOW_OFTEN, Asked, cards, topics
from engine.study.reviews import question_item, skill_item

SECONDS_A_QUESTION = 60  # said aloud in 30, read and graded in as many


@dataclass(frozen=True)
class Item:
    """A question or a skill; `card` is the card of a question."""

    id: str
    topic: str
    level: int
    asked: Asked
    seconds: int
    card: str | None = None

    @property
    def rank(self) -> tuple[int, int]:
        """The most asked come first, among them the easiest."""
        return HOW_OFTEN.index(self.asked), self.level


@cache
def items() -> Mapping[str, Item]:
    """Every item by its id, in the order of the topics; within one the most asked come first. Read once a process."""
    order = {topic: place for place, topic in enumerate(topics())}
    asked = [
        Item(question_item(question.key), card.topic, question.level, question.asked, SECONDS_A_QUESTION, card.id)
        for card in cards().values()
        for question in card.questions
    ]
    skills = [
        Item(skill_item(slug, level), kind.topic, level, "often", kind.seconds[level - 1])
        for slug, kind in catalog.kinds().items()
        for level in catalog.LEVELS
    ]
    found = sorted(asked + skills, key=lambda item: (order.get(item.topic, len(order)), item.rank))
    return MappingProxyType({item.id: item for item in found})
