"""Which questions does an interview ask, given its template, a seed, and the cards that recent mistakes are about?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle

from engine import catalog
from engine.answers import Grid
from engine.cards import Asked, Question, cards, topics
from engine.dice import Dice
from engine.interview.chain import CHAIN, LAYER
from engine.interview.ids import Numbers, numbers, question_kind, seconds_for, topics_of
from engine.interview.slots import COMPUTED, Kind
from engine.interview.templates import Template
from engine.problem import Level

_ROOM = 60  # seconds for a follow-up
_ASKED: dict[Asked, int] = {"often": 4, "sometimes": 2, "rarely": 1}
_MOST_ASKED = 10  # topics that make up for mistakes when there are none
_GRIDS_FIRST = 4  # times as likely


def choose(template: Template, seed: int, mistaken: frozenset[str]) -> tuple[str, ...]:
    """The ids of the questions in order, as many as fit: no card twice, topics and kinds of problem spread."""
    chooser = _Chooser(
        template, mistaken if template.from_mistakes else frozenset(), Dice("interview", template.id, seed)
    )
    chosen: list[str] = []
    left = 60 * template.minutes
    for kind in cycle(template.pattern):
        id = chooser.next(kind, chosen)
        takes = seconds_for(id) + _ROOM
        if chosen and left < takes / 2:
            break
        chosen.append(id)
        left -= takes
    return tuple(chosen)


@dataclass(frozen=True)
class Candidate:
    """A question that may be asked; `weight` is how often interviewers ask it: its topic's count and its own."""

    key: str
    card: str
    topic: str
    kind: Kind
    weight: int
    question: Question


@cache
def candidates() -> tuple[Candidate, ...]:
    """Every question, in the cards' order."""
    asked = [(card, question) for card in cards().values() for question in card.questions]
    counts = {slug: max(1, topic.asked) for slug, topic in topics().items()}
    return tuple(
        Candidate(
            question.key,
            card.id,
            card.topic,
            question_kind(question),
            counts[card.topic] * _ASKED[question.asked],
            question,
        )
        for card, question in asked
    )


def pick(dice: Dice, weights: Sequence[tuple[str, int]]) -> str:
    """One of the names, each as likely as its weight says."""
    at = dice.whole(1, sum(weight for _, weight in weights))
    for name, weight in weights:
        at -= weight
        if at <= 0:
            return name
    raise ValueError("there is nothing to pick from")


@dataclass(frozen=True)
class _Chooser:
    template: Template
    mistaken: frozenset[str]
    dice: Dice

    def next(self, kind: Kind, chosen: Sequence[str]) -> str:
        if kind == "chain" and self._takes_chains():
            return str(Numbers(LAYER, self._level(), self._seed()))
        kinds = self._kinds_of_problem() if kind in COMPUTED else []
        if kinds:
            return self._problem(kinds, chosen)
        return self._question("spoken" if kind in COMPUTED else kind, chosen)

    def _question(self, kind: Kind, chosen: Sequence[str]) -> str:
        """A question of a card that was not taken: of that kind where there is one, else a spoken one, else any."""
        used = {candidate.card for candidate in candidates() if candidate.key in chosen}
        free = [candidate for candidate in candidates() if candidate.card not in used] or list(candidates())
        wished = [candidate for candidate in free if self.template.wants(candidate.question, candidate.topic)]
        pools = [
            [candidate for candidate in wished if candidate.card in self.mistaken],
            [candidate for candidate in free if candidate.card in self.mistaken],
            [candidate for candidate in wished if candidate.topic in self._topics()],
            [candidate for candidate in free if candidate.topic in self._topics()],
            free,
        ]
        ranks = [[found for found in pool if found.kind == wanted] for pool in pools for wanted in (kind, "spoken")]
        found = next(filter(None, [*ranks, free]))
        spread = Counter(topic for id in chosen for topic in topics_of(id))
        return pick(self.dice, [(one.key, _thinned(one.weight, spread[one.topic])) for one in found])

    def _problem(self, kinds: Sequence[str], chosen: Sequence[str]) -> str:
        """A problem of a kind that was taken least often so far."""
        taken = Counter(named.kind for id in chosen if (named := numbers(id)))
        least = min(taken[kind] for kind in kinds)
        spread = Counter(topic for id in chosen for topic in topics_of(id))
        weights = []
        for kind in (kind for kind in kinds if taken[kind] == least):
            asked = max(1, topics()[catalog.kinds()[kind].topic].asked)
            grids = self.template.grids and isinstance(catalog.kinds()[kind].reply, Grid)
            weights.append(
                (kind, _thinned(asked, spread[catalog.kinds()[kind].topic]) * (_GRIDS_FIRST if grids else 1))
            )
        return str(Numbers(pick(self.dice, weights), self._level(), self._seed()))

    def _kinds_of_problem(self) -> list[str]:
        practised = {kind for card in self.mistaken if card in cards() for kind in cards()[card].practice}
        allowed = [slug for slug, kind in catalog.kinds().items() if kind.topic in self._topics()]
        return sorted(practised) or allowed

    def _takes_chains(self) -> bool:
        return any(catalog.kinds()[kind].topic in self._topics() for kind in CHAIN)

    def _topics(self) -> tuple[str, ...]:
        if self.template.topics:
            return self.template.topics
        return tuple(topics())[: _MOST_ASKED if self.template.from_mistakes else None]

    def _level(self) -> Level:
        levels = [level for level in catalog.LEVELS if level in self.template.levels]
        return self.dice.pick(levels or catalog.LEVELS)

    def _seed(self) -> int:
        return self.dice.whole(0, catalog.LARGEST_SEED)


def _thinned(weight: int, times: int) -> int:
    """A weight after its topic was asked about so many times: a quarter each time."""
    return max(1, 64 * weight >> 2 * times)
