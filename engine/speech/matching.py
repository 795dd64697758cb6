"""How much of what a rubric words does an answer say, and with which of its words?"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import log

from engine.cards import Point, questions
from engine.speech.vocabulary import vocabulary
from engine.speech.words import Word, folded, words

GAP = 3  # words that may stand between two of a phrase
LITERAL = 12.0  # what a phrase weighs that stands in an answer as it is written
_SHORT = 5  # letters of an English word that may not be the beginning of another one


@dataclass(frozen=True)
class Wording:
    """A phrase, or the text of a point, as keys; `denied` when it denies any of them.

    `cut` is a phrase of several words of which a single key is left; `literal` finds it as it is written.
    """

    keys: tuple[str, ...]
    denied: bool = False
    cut: bool = False
    literal: re.Pattern[str] | None = None

    @property
    def reach(self) -> int:
        return len(self.keys) + GAP * (len(self.keys) - 1)


@dataclass(frozen=True)
class Found:
    """How much of a wording was found, as a share and as what its words weigh, and the places of its words."""

    share: float = 0.0
    weight: float = 0.0
    places: tuple[int, ...] = ()


def wording(text: str) -> Wording:
    """A text of a rubric as it is looked for."""
    found = words(text, vocabulary())
    keys = tuple(word.key for word in found)
    return Wording(keys, any(word.denied for word in found), len(keys) == 1 < len(text.split()))


def phrase(text: str) -> Wording:
    """A phrase of a rubric; its last word may be cut short, as `뒤집지 않` and `interpolat` are."""
    parts = re.findall(r"[^\s‐-]+", unicodedata.normalize("NFC", text).lower())
    last = parts[-1]
    end = r"(?!\d)" if last[-1].isdigit() else r"\b" if last.isascii() and len(last) < _SHORT else ""
    return replace(wording(text), literal=re.compile(r"(?<!\w)" + r"[\s‐-]+".join(map(re.escape, parts)) + end))


def texts_of(point: Point) -> tuple[str, ...]:
    return (point.en, point.ko, *point.phrases.en, *point.phrases.ko)


@cache
def rarity() -> Mapping[str, float]:
    """How much a key says: the fewer points of all rubrics hold it, the more. Built once a process."""
    holding: Counter[str] = Counter()
    points = [point for question in questions().values() for point in (*question.points, *question.red_flags)]
    for point in points:
        holding.update({key for text in texts_of(point) for key in wording(text).keys})
    rare = log(len(points))
    return defaultdict(lambda: rare, {key: rare - log(held) for key, held in holding.items()})


class Heard:
    """An answer, ready to be looked through."""

    def __init__(self, answer: str) -> None:
        self.text, self.origin = folded(answer)
        self.words: list[Word] = words(answer, vocabulary())
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.words):
            self.places[word.key].append(place)

    def literally(self, wish: Wording) -> Found:
        """A phrase as it is written; none where one of the two denies what the other says."""
        for match in wish.literal.finditer(self.text) if wish.literal else ():
            start, end = self.origin[match.start()][0], self.origin[match.end() - 1][1]
            places = tuple(at for at, word in enumerate(self.words) if word.start < end and start < word.end)
            if places and self._denies(places) == wish.denied:
                return Found(1.0, LITERAL, places)
        return Found()

    def whole(self, wish: Wording, strict: bool = False) -> Found:
        """All words of a phrase, denied in both or in neither, within one sentence, or, when strict, in its order
        within one clause."""
        rare = rarity()
        for places in self._close(wish.keys, wish.reach, sentences=0):
            complete = len(places) == len(wish.keys) and not (strict and self._scattered(wish, places))
            if complete and self._denies(places) == wish.denied:
                return Found(1.0, sum(rare[key] for key in wish.keys), places)
        return Found()

    def most(self, wish: Wording, weights: Mapping[str, float], reach: int, agree: bool = True) -> Found:
        """Where most of a wording is said, by weight, within two sentences."""
        full = sum(weights[key] for key in wish.keys) or 1.0
        best = Found()
        for places in self._close(wish.keys, reach, sentences=1):
            weight = sum(weights[self.words[place].key] for place in places)
            if weight > best.weight and not (agree and self._denies(places) != wish.denied):
                best = Found(weight / full, weight, places)
        return best

    def in_order(self, wish: Wording, places: tuple[int, ...]) -> bool:
        """Whether the words found are those of the phrase in its order, close together."""
        return self._keys(places) == wish.keys and places[-1] - places[0] <= len(places) + 1

    def _scattered(self, wish: Wording, places: tuple[int, ...]) -> bool:
        return self._keys(places) != wish.keys or len({self.words[place].clause for place in places}) > 1

    def _keys(self, places: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(self.words[place].key for place in places)

    def _denies(self, places: tuple[int, ...]) -> bool:
        return any(self.words[place].denied for place in places)

    def _close(self, keys: tuple[str, ...], reach: int, sentences: int) -> Iterator[tuple[int, ...]]:
        """From each place of a key on, the places of as many of the keys as stand close by."""
        wanted = Counter(keys)
        places = sorted({place for key in wanted if key in self.places for place in self.places[key]})
        for index, first in enumerate(places):
            left, taken = wanted.copy(), []
            last = self.words[first].sentence + sentences
            for place in places[index:]:
                word = self.words[place]
                if place - first > reach or word.sentence > last:
                    break
                if left[word.key]:
                    left[word.key] -= 1
                    taken.append(place)
            yield tuple(taken)
