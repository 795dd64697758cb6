"""How well does an answer support one point of a rubric, and with which of its words?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from engine.cards import Point, Question
from engine.speech.matching import Found, Heard, Wording, keys_of, phrase, rarity, wording

# The weights of a logistic regression on tests/answers/open.yaml, rounded: support is a log of odds. Phrases written by
# someone who had read those answers fit them too well; so for half of the points that are made the regression saw the
# phrases from before.
NOTHING = -4.7
WHOLE, WHOLE_BY_WEIGHT = 0.55, 0.14  # all words of a phrase
ORDERED, ORDERED_BY_WEIGHT = 0.8, 0.22  # and in its order
LITERALLY = 1.75  # a phrase of several words as it is written
SHARE = 3.1  # how much of the point's own text
MASS = 0.26  # how much of all its words and phrases, close together

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
    held = Counter(key for point in (*question.points, *question.red_flags) for key in keys_of(point))
    points = tuple(_wish(point, asked, held) for point in question.points)
    return points, tuple(_wish(flag, asked, held) for flag in question.red_flags)


def _wish(point: Point, asked: Collection[str], held: Mapping[str, int]) -> Wish:
    """A word weighs the less, the more points of the same rubric hold it: it does not tell them apart."""
    phrases = [phrase(text) for text in (*point.phrases.en, *point.phrases.ko)]
    texts = [wording(text) for text in (point.en, point.ko)]
    keys = keys_of(point)
    weights = {key: rarity()[key] * (ASKED if key in asked else 1) / held[key] for key in keys}
    once = tuple(Wording(tuple(dict.fromkeys(text.keys)), text.denied) for text in texts)
    return Wish(tuple(wish for wish in phrases if wish.keys), once, Wording(keys), weights)


def support(wish: Wish, heard: Heard, strict: bool = False) -> Support:
    """What an answer says of a point; when strict, phrases count only in order and in one clause."""
    whole, ordered, literally = _phrases(wish, heard, strict)
    text = max((heard.most(one, wish.weights, TEXT_REACH) for one in wish.texts), key=lambda found: found.share)
    mass = heard.most(wish.all, wish.weights, REACH, agree=False)
    value = NOTHING + SHARE * text.share + MASS * mass.weight
    value += WHOLE * whole.share + WHOLE_BY_WEIGHT * whole.weight
    value += ORDERED * ordered.share + ORDERED_BY_WEIGHT * ordered.weight + LITERALLY * literally
    found = [ordered.places, whole.places, text.places, mass.places]
    plainest = next((places for places in found if places), ())
    return Support(value, frozenset(plainest), frozenset(place for places in found for place in places))


def _phrases(wish: Wish, heard: Heard, strict: bool) -> tuple[Found, Found, bool]:
    """The heaviest phrase that the answer says, the heaviest that it says in order, and whether one of
    several words as it is written."""
    whole, ordered, literally = Found(), Found(), False
    for wanted in wish.phrases:
        written = heard.literally(wanted, wish.weights)
        found = written if written.places else heard.whole(wanted, wish.weights, strict)
        if not found.places:
            continue
        cut = wanted.cut and not written.places
        found = replace(found, weight=min(HEAVIEST, found.weight * (CUT if cut else 1)))
        literally = literally or (bool(written.places) and (wanted.cut or len(wanted.keys) > 1))
        whole = max(whole, found, key=_weight)
        if found.ordered:
            ordered = max(ordered, found, key=_weight)
    return whole, ordered, literally


def _weight(found: Found) -> float:
    return found.weight
