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
FEWEST_DIGITS = 2  # to which a number may be rounded
LARGE = 1000.0  # numbers that one rounds, as one does those below one
_SHORT = 5  # letters of an English word that may not be the beginning of another one


@dataclass(frozen=True)
class Wording:
    """A phrase, or the text of a point, as keys; `denied` when it denies any of them.

    `cut` is a phrase of several words of which a single key is left; `literal` finds it as it is written,
    `begins` is its first word.
    """

    keys: tuple[str, ...]
    denied: bool = False
    cut: bool = False
    literal: re.Pattern[str] | None = None
    begins: str = ""

    @property
    def reach(self) -> int:
        return len(self.keys) + GAP * (len(self.keys) - 1)


@dataclass(frozen=True)
class Found:
    """How much of a wording was found, as a share and as what its words weigh, the places of its words, and whether
    they stand in its order, close together."""

    share: float = 0.0
    weight: float = 0.0
    places: tuple[int, ...] = ()
    ordered: bool = False


@cache
def wording(text: str) -> Wording:
    """A text of a rubric as it is looked for. Kept, since rarity and every question read it."""
    found = words(text, vocabulary())
    keys = tuple(word.key for word in found)
    return Wording(keys, any(word.denied for word in found), len(keys) == 1 < len(text.split()))


def phrase(text: str) -> Wording:
    """A phrase of a rubric; its last word may be cut short, as `뒤집지 않` and `interpolat` are."""
    parts = re.findall(r"[^\s‐-]+", unicodedata.normalize("NFC", text).lower())
    last = parts[-1]
    end = r"(?!\d)" if last[-1].isdigit() else r"\b" if last.isascii() and len(last) < _SHORT else ""
    literal = re.compile(r"(?<!\w)" + r"[\s‐-]+".join(map(re.escape, parts)) + end)
    return replace(wording(text), literal=literal, begins=parts[0])


def texts_of(point: Point) -> tuple[str, ...]:
    return (point.en, point.ko, *point.phrases.en, *point.phrases.ko)


def keys_of(point: Point) -> tuple[str, ...]:
    """The keys of all texts and phrases of a point, each once."""
    return tuple(dict.fromkeys(key for text in texts_of(point) for key in wording(text).keys))


@cache
def rarity() -> Mapping[str, float]:
    """How much a key says: the fewer points of all rubrics hold it, the more. Built once a process."""
    holding: Counter[str] = Counter()
    points = [point for question in questions().values() for point in (*question.points, *question.red_flags)]
    for point in points:
        holding.update(keys_of(point))
    rare = log(len(points))
    return defaultdict(lambda: rare, {key: rare - log(held) for key, held in holding.items()})


@cache
def rounded_from(key: str) -> tuple[str, ...]:
    """The numbers of the rubrics that a number rounds: who says 70 thousand may mean 69,632.

    Numbers from a thousand on and below one, to two digits or more.
    """
    if not key.startswith("#"):
        return ()
    said = float(key[1:])
    digits = max(FEWEST_DIGITS, len(f"{said:.8e}".split("e")[0].rstrip("0.").replace(".", "")))
    return tuple(
        other
        for other, value in _numbers()
        if other != key and float(f"{value:.{digits - 1}e}") == said and (value >= LARGE or value < 1)
    )


@cache
def _numbers() -> tuple[tuple[str, float], ...]:
    return tuple((key, float(key[1:])) for key in rarity() if key.startswith("#"))


class Heard:
    """An answer, ready to be looked through."""

    def __init__(self, answer: str) -> None:
        self.text, self.origin = folded(answer)
        self.words: list[Word] = words(answer, vocabulary())
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.words):
            for said in (word.key, *rounded_from(word.key)):
                self.places[said].append(place)

    def literally(self, wish: Wording, weights: Mapping[str, float]) -> Found:
        """A phrase as it is written; none where one of the two denies what the other says."""
        if wish.literal is None or wish.begins not in self.text:
            return Found()
        for match in wish.literal.finditer(self.text):
            start, end = self.origin[match.start()][0], self.origin[match.end() - 1][1]
            places = tuple(at for at, word in enumerate(self.words) if word.start < end and start < word.end)
            if places and self._denies(places) == wish.denied:
                return Found(1.0, sum(weights[key] for key in wish.keys), places, ordered=True)
        return Found()

    def whole(self, wish: Wording, weights: Mapping[str, float], strict: bool = False) -> Found:
        """All words of a phrase, denied in both or in neither, within one sentence, or, when strict, in its order
        within one clause."""
        if any(key not in self.places for key in wish.keys):
            return Found()
        for said in self._close(wish.keys, wish.reach, sentences=0):
            places, keys = tuple(said), tuple(said.values())
            in_order = keys == wish.keys
            if len(keys) < len(wish.keys) or (strict and not (in_order and self._in_one_clause(places))):
                continue
            if self._denies(places) == wish.denied:
                ordered = in_order and places[-1] - places[0] <= len(places) + 1
                return Found(1.0, sum(weights[key] for key in keys), places, ordered)
        return Found()

    def most(self, wish: Wording, weights: Mapping[str, float], reach: int, agree: bool = True) -> Found:
        """Where most of a wording is said, by weight, within two sentences."""
        full = sum(weights[key] for key in wish.keys) or 1.0
        best = Found()
        for said in self._close(wish.keys, reach, sentences=1):
            places, weight = tuple(said), sum(weights[key] for key in said.values())
            if weight > best.weight and not (agree and self._denies(places) != wish.denied):
                best = Found(weight / full, weight, places)
        return best

    def _in_one_clause(self, places: tuple[int, ...]) -> bool:
        return len({self.words[place].clause for place in places}) == 1

    def _denies(self, places: tuple[int, ...]) -> bool:
        return any(self.words[place].denied for place in places)

    def _close(self, keys: tuple[str, ...], reach: int, sentences: int) -> Iterator[dict[int, str]]:
        """From each place of a key on, as many of the keys as stand close by, each at its place."""
        wanted = Counter(keys)
        places = sorted((place, key) for key in wanted if key in self.places for place in self.places[key])
        for index, (first, _) in enumerate(places):
            left, said = dict(wanted), dict[int, str]()
            last = self.words[first].sentence + sentences
            for place, key in places[index:]:
                if place - first > reach or self.words[place].sentence > last:
                    break
                if left[key] and place not in said:
                    left[key] -= 1
                    said[place] = key
            yield said
