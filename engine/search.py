"""Which cards does a reader mean who types a few words, in either language and with slips of the finger?

Every card is a few lines of words (its title, its questions and so on, each with a weight), every word a row of
letters. Hangul is taken apart into letters too, so that a syllable that is only half typed is the beginning of a whole
one. A word of the query meets a word of a card when it is that word, begins it, stands in it or is a few letters off.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from engine.cards import Card, Glossary, Question, Term, cards, topics
from engine.content import CONTENT, BadContent, read
from engine.hangul import FIRST_OF_HANGUL, PARTICLES, typed
from engine.library import order
from engine.text import LANGUAGES

Similar = np.ndarray[Any, np.dtype[np.float64]]

TITLE, ID, ASKED, TOPIC, TERM, PITFALL, SUMMARY, TEXT = 1.0, 0.95, 0.85, 0.8, 0.75, 0.7, 0.6, 0.4
MOST_LETTERS, MOST_WORDS = 200, 12  # of a query; nobody looks for a longer one
ENOUGH, LEAST, MANY = 0.6, 0.4, 4  # how much of a query a card must meet; the least is for one of many words
BEGINS, INSIDE = 0.95, 0.75

_WORD = re.compile(r"[0-9a-z\u1100-\u11ff]+")
_LAST = "\uffff"
_FRAME = re.compile(r"^what-is-|^why-|-overview$")  # around the term in the id of a card that introduces it


@dataclass(frozen=True)
class Hit:
    """A card that was found, and its question where that fits better than the rest of the card."""

    card: Card
    question: Question | None


@dataclass(frozen=True)
class Line:
    """A text of a card as it is looked through."""

    weight: float
    text: str
    question: Question | None = None


def search(query: str) -> list[Hit]:
    """The cards that a query means, the best first; none for an empty one."""
    return index().search(query)


@cache
def index() -> Index:
    """Built once a process. Raises BadContent."""
    page = read(CONTENT / "glossary.yaml", Glossary)
    if page.value is None:
        raise BadContent(page.faults)
    names = {slug: topic.name.render for slug, topic in topics().items()}
    said = {slug: " ".join(name(lang) for lang in LANGUAGES) for slug, name in names.items()}
    return Index([cards()[name] for name in order()], said, page.value)  # of equals the one to be read first


class Index:
    """All words of all cards, ready to be compared with those of a query."""

    def __init__(self, library: list[Card], topic_names: Mapping[str, str], glossary: Iterable[Term]) -> None:
        self.cards = library
        self.titles = [{_letters(card.title.render(lang)) for lang in LANGUAGES} for card in library]
        self.names = [
            {_letters(card.id), _letters(_FRAME.sub("", card.id))}
            | {_letters(term.en) for term in glossary if term.card == card.id}
            for card in library
        ]
        self.english = {_letters(name): _letters(term.en) for term in glossary for name in _names(term)}
        by_card = [list(_lines(card, topic_names.get(card.topic, ""), glossary)) for card in library]
        self.said = [  # for a query that stands there word by word
            [(line.weight, f" {_letters(line.text)}") for line in lines] for lines in by_card
        ]
        self.lines = [line for lines in by_card for line in lines]
        self.firsts = np.cumsum([0, *map(len, by_card)])  # where each card's lines begin, and where the last end
        self.weights = np.array([line.weight for line in self.lines])
        words = [_line_words(line) for line in self.lines]
        self.words = sorted({word for line in words for word in line})
        self.lengths = np.array([len(word) for word in self.words])
        at = {word: place for place, word in enumerate(self.words)}
        self.flat = np.array([at[word] for line in words for word in line])  # the words of all lines, one after another
        self.starts = np.cumsum([0, *map(len, words[:-1])])  # where each line's words begin
        self._text = "\n".join(self.words)
        self._ends = np.cumsum(self.lengths + 1)  # where each word of it ends
        self._cut: dict[int, list[str]] = {}  # all words cut to a length

    def search(self, query: str) -> list[Hit]:
        asked = _query_words(query)
        if not asked:
            return []
        firsts = self.firsts[:-1]
        similar = np.array([np.max([self._similar(form) for form in forms], axis=0) for forms in asked])
        met = np.maximum.reduceat(similar[:, self.flat], self.starts, axis=1)  # word of the query x line
        by_card = np.maximum.reduceat(met, firsts, axis=1)
        holding = (by_card >= INSIDE).sum(axis=1)
        rarity = np.where(holding, np.log(1 + len(self.cards) / np.maximum(1, holding)), 1.0)
        rarity /= rarity.sum()  # the fewer cards hold a word, the more it says; one that none holds says little
        covered = rarity @ by_card
        lines = (rarity @ met) * self.weights
        score = np.maximum.reduceat(lines, firsts) + rarity @ np.maximum.reduceat(met * self.weights, firsts, axis=1)
        whole = _letters(query)
        for at, titles in enumerate(self.titles):
            score[at] += 2 * (whole in titles) + 0.5 * any(title.startswith(whole) for title in titles)
            score[at] += bool(self.names[at] & {whole, self.english.get(whole)})
            score[at] += max((weight for weight, text in self.said[at] if f" {whole}" in text), default=0)
        bar = ENOUGH if len(asked) < MANY else LEAST
        if covered.max() < bar:  # then those that meet most, by words that are not on every other card
            covered = (rarity * (holding <= len(self.cards) / 2)) @ by_card
            bar = max(LEAST, covered.max())
        enough = [at for at in range(len(self.cards)) if covered[at] >= bar]
        ranked = sorted(enough, key=lambda at: (-round(float(score[at]), 6), at))
        return [Hit(self.cards[at], self._question(at, lines)) for at in ranked]

    def _question(self, at: int, lines: Similar) -> Question | None:
        """The question of a card that fits better than all else of it."""
        first, end = int(self.firsts[at]), int(self.firsts[at + 1])
        return self.lines[first + int(np.argmax(lines[first:end]))].question

    def _similar(self, word: str) -> Similar:
        """How near each word of the index is to a word of the query, from 0 to 1."""
        similar: Similar = np.zeros(len(self.words))
        for place in self._holding(word) if len(word) > 3 else ():
            similar[place] = INSIDE
        first, end = bisect_left(self.words, word), bisect_left(self.words, word + _LAST)
        if first == end:  # nothing begins like that, so it may be a slip of the finger
            length = len(word) + (word >= FIRST_OF_HANGUL)  # a word of two syllables may be four letters
            slips = sum(length >= least for least in (5, 8, 13))
            cut = self._cut.setdefault(len(word), [other[: len(word)] for other in self.words])
            near = np.maximum(_near(word, self.words, slips), BEGINS * _near(word, cut, slips))
            return np.maximum(similar, near)
        similar[first:end] = np.where(self.lengths[first:end] == len(word), 1.0, BEGINS)
        return similar

    def _holding(self, word: str) -> Iterator[int]:
        """The places of the words in which another stands."""
        found = self._text.find(word)
        while found >= 0:
            place = int(np.searchsorted(self._ends, found, side="right"))
            yield place
            found = self._text.find(word, int(self._ends[place]))


def _near(word: str, words: list[str], slips: int) -> Similar:
    """Similarities to a word that is a few letters off; two neighbours swapped are one slip."""
    if not slips:
        return np.zeros(len(words))
    off = cdist([word], words, scorer=OSA.distance, score_cutoff=slips)[0]
    near: Similar = (off <= slips) * (1 - off / (len(word) + 1))
    return near


def _lines(card: Card, topic: str, glossary: Iterable[Term]) -> Iterator[Line]:
    for lang in LANGUAGES:
        yield Line(TITLE, card.title.render(lang))
        yield Line(SUMMARY, card.summary.render(lang))
        yield Line(TEXT, card.explanation.render(lang))
        for question in card.questions:
            yield Line(ASKED, question.ask.render(lang), question)
        for pitfall in card.pitfalls:
            yield Line(PITFALL, f"{pitfall.name.render(lang)} {pitfall.tag}")
    yield Line(ID, card.id)
    yield Line(TOPIC, topic)
    told = f"{card.title.en} {card.summary.en}".lower(), f"{card.title.ko} {card.summary.ko}"
    text = card.explanation.en.lower(), card.explanation.ko
    for term in glossary:
        named = [term.en.lower() in said[0] or term.ko in said[1] for said in (told, text)]
        if any(named) or term.card == card.id:
            yield Line(TERM if named[0] or term.card == card.id else TEXT, " ".join(_names(term)))


def _names(term: Term) -> tuple[str, ...]:
    return (term.en, term.ko, *term.never, *term.also)


def _line_words(line: Line) -> list[str]:
    """The words of a line and, because spaces are often left out, each pair of neighbours as one; never none."""
    words = _letters(line.text).split()
    joined = [one + other for one, other in pairwise(words)] if line.weight > SUMMARY else []
    return [*words, *joined] or [""]


def _query_words(query: str) -> list[set[str]]:
    """The words of a query, each with and without the particle at its end."""
    words = unicodedata.normalize("NFC", query[:MOST_LETTERS]).split()
    forms = [{_letters(word), _letters(PARTICLES.sub("", word))} for word in words]
    split = [{form} for found in forms for form in found if " " in form]  # such as 1x1-convolution: several words
    plain = [found for found in forms if not any(" " in form for form in found)]
    several = [{part} for found in split for form in found for part in form.split()]
    return [kept for found in [*plain, *several] if (kept := found - {""})][:MOST_WORDS]


def _letters(text: str) -> str:
    """The words of a text in small letters, Hangul as it is typed; signs are spaces.

    >>> _letters("2-D 합") == "2 d " + _letters("ㅎㅏㅂ")
    True
    """
    return " ".join(_WORD.findall(typed(text)))
