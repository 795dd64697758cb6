"""How well does an answer support one point of a rubric, and with which of its words?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.cards import Point, Question
from engine.speech.matching import Found, Heard, Wording, phrase, rarity, texts_of, wording

# The weights of a logistic regression on tests/answers/open.yaml, rounded: support is a log of odds.
NOTHING = -3.35
WHOLE, WHOLE_BY_WEIGHT = 0.6, 0.14  # all words of a phrase
ORDERED, ORDERED_BY_WEIGHT = 0.7, 0.07  # and in its order
SHARE = 1.7  # how much of the point's own text
MASS = 0.16  # how much of all its words and phrases, close together

CUT = 0.6  # what a phrase still weighs of which one key is left
ASKED = 0.5  # what a word still weighs that the question itself holds
HEAVIEST = 12.0  # a phrase
REACH, TEXT_REACH = 20, 25  # words


@dataclass(frozen=True)
class Wish:
    """A point as it is looked for: its phrases, its texts, all their keys together, and what each key weighs."""

    phrases: tuple[Wording, ...]
    texts: tuple[Wording, ...]
    all: Wording
    weights: Mapping[str, float]


@dataclass(frozen=True)
class Support:
    """The log of the odds that the answer makes the point; the words that say so most plainly, and all that do."""

    value: float
    plainest: frozenset[int]
    every: frozenset[int]

    def yields_to(self, other: Support) -> bool:
        """Whether the other, no less supported, rests on half of the same words."""
        shared = len(self.plainest & other.every)
        return other.value >= self.value and 2 * shared >= len(self.plainest)


@lru_cache(maxsize=1000)
def wishes(question: Question) -> tuple[tuple[Wish, ...], tuple[Wish, ...]]:
    """The points and the red flags of a question, ready to be looked for."""
    asked = {key for text in (question.ask.en, question.ask.ko) for key in wording(text).keys}
    points = tuple(_wish(point, asked) for point in question.points)
    return points, tuple(_wish(flag, asked) for flag in question.red_flags)


def _wish(point: Point, asked: Collection[str]) -> Wish:
    phrases = [phrase(text) for text in (*point.phrases.en, *point.phrases.ko)]
    texts = [wording(text) for text in (point.en, point.ko)]
    keys = tuple(dict.fromkeys(key for text in texts_of(point) for key in wording(text).keys))
    weights = {key: rarity()[key] * (ASKED if key in asked else 1) for key in keys}
    once = tuple(Wording(tuple(dict.fromkeys(text.keys)), text.denied) for text in texts)
    return Wish(tuple(wish for wish in phrases if wish.keys), once, Wording(keys), weights)


def support(wish: Wish, heard: Heard, strict: bool = False) -> Support:
    """What an answer says of a point; when strict, phrases count only in order and in one clause."""
    whole, ordered = _phrases(wish, heard, strict)
    text = max((heard.most(one, wish.weights, TEXT_REACH) for one in wish.texts), key=lambda found: found.share)
    mass = heard.most(wish.all, wish.weights, REACH, agree=False)
    value = NOTHING + SHARE * text.share + MASS * mass.weight
    value += WHOLE * whole.share + WHOLE_BY_WEIGHT * whole.weight
    value += ORDERED * ordered.share + ORDERED_BY_WEIGHT * ordered.weight
    found = [ordered.places, whole.places, text.places, mass.places]
    plainest = next((places for places in found if places), ())
    return Support(value, frozenset(plainest), frozenset(place for places in found for place in places))


def _phrases(wish: Wish, heard: Heard, strict: bool) -> tuple[Found, Found]:
    """The heaviest phrase that the answer says, and the heaviest that it says in order."""
    whole, ordered = Found(), Found()
    for wanted in wish.phrases:
        written = heard.literally(wanted)
        if written.places:
            return written, written
        found = heard.whole(wanted, strict)
        weight = min(HEAVIEST, found.weight * (CUT if wanted.cut else 1))
        if weight > whole.weight:
            whole = Found(1.0, weight, found.places)
        if weight > ordered.weight and heard.in_order(wanted, found.places):
            ordered = Found(1.0, weight, found.places)
    return whole, ordered
