"""Which words count as one when an answer is compared with a rubric, in both languages?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

import snowballstemmer
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from engine.cards import Everyday, Glossary, questions
from engine.content import CONTENT, BadContent, read
from engine.hangul import stems, typed, verb_stems

MOST_WORDS = 4  # of a saying
MENDED, TWICE_MENDED = 5, 10  # letters of a word in which one slip is forgiven, or two
ROOT = 4  # letters of a Korean stem that tell words apart
_CACHED = 20_000
_STEMMER = snowballstemmer.stemmer("english")
_PLAIN = re.compile(r"[a-z0-9']+|[가-힣]+")
Forms = tuple[str, ...]


class Vocabulary:
    """Every way of saying a term or an everyday word, and the keys that stand for it.

    A key of a term is an English word of its name, so that a term is also found in the longer ones it is part of;
    that of an everyday word is the first in its list. `denied` holds the keys whose denial says another key.
    """

    def __init__(self, glossary: Glossary, everyday: Everyday, texts: Iterable[str]) -> None:
        self.said: dict[Forms, Forms] = {}
        self.denied: dict[str, str] = {}
        for group in everyday:
            for saying in group.say:
                self._add(saying, (group.say[0],))
        for term in glossary:
            keys = tuple(self._key(stem(word)) for word in _PLAIN.findall(term.en.lower()))
            for saying in (term.en, term.ko, *term.never, *term.also):
                self._add(saying, keys)
        self.denied = {self._key(next(_forms(saying))[0]): one.say[0] for one in everyday for saying in one.denied}
        self._longest: dict[str, int] = {}
        for forms in self.said:
            self._longest[forms[0]] = max(self._longest.get(forms[0], 0), len(forms))
        sayings = (saying for term in glossary for saying in (term.en, *term.also))
        written = {word for text in (*texts, *sayings) for word in _PLAIN.findall(text.lower())}
        self._known = {form for word in written for form in forms_of(word)} | set(self._longest)
        self._alike: dict[tuple[str, int], list[str]] = defaultdict(list)
        for form in sorted({typed(word) for word in written} | self._known - {""}):
            self._alike[form[0], len(form)].append(form)

    def saying(self, words: Sequence[str], at: int) -> tuple[Forms, int] | None:
        """The keys of the longest saying that begins at a word, and how many words it takes."""
        firsts = [form for form in forms_of(words[at]) if form in self._longest]
        most = max((self._longest[form] for form in firsts), default=0)
        for length in range(min(most, MOST_WORDS, len(words) - at), 0, -1):
            tails: list[Forms] = [(form,) for form in firsts]
            for word in words[at + 1 : at + length]:
                tails = [(*tail, form) for tail in tails for form in forms_of(word)]
            for forms in tails:
                if forms in self.said:
                    return self.said[forms], length
        return None

    def single(self, word: str) -> Forms:
        """The keys of a word that is no saying by itself: of its parts, of what it was meant to be, or its stem."""
        forms = forms_of(word)
        if not is_hangul(word):
            return (forms[0],) if forms[0] in self._known else self._meant(word)
        for end in range(len(word) - 1, 1, -1):  # two words without a space between
            head = self.said.get((typed(word[:end]),))
            if head:
                tail = (self.said[form,] for form in forms_of(word[end:]) if (form,) in self.said)
                return (*head, *next(tail, ()))
        root = next((form for form in reversed(forms) if len(form) >= ROOT), forms[0])
        return (root,) if not self._known.isdisjoint(forms) else self._meant(root)

    def _meant(self, letters: str) -> Forms:
        """The known word that this one was meant to be, if it is a letter or two off; else itself."""
        slips = (len(letters) >= MENDED) + (len(letters) >= TWICE_MENDED)
        lengths = range(len(letters) - slips, len(letters) + slips + 1) if slips else ()
        near = [other for length in lengths for other in self._alike.get((letters[0], length), ())]
        found = extractOne(letters, near, scorer=OSA.distance, score_cutoff=slips)
        form = stem(found[0] if found else letters)  # of English; Korean letters stay as they are
        return self.said.get((form,), (form,))

    def _key(self, form: str) -> str:
        return self.said.get((form,), (form,))[0]

    def _add(self, saying: str, keys: Forms) -> None:
        for forms in _forms(saying):
            self.said[forms] = keys
            if is_hangul(saying):
                self.said["".join(forms),] = keys  # spaces are often left out


def is_hangul(word: str) -> bool:
    return "가" <= word[0] <= "힣"


@lru_cache(maxsize=_CACHED)
def stem(word: str) -> str:
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed


@lru_cache(maxsize=_CACHED)
def forms_of(word: str) -> Forms:
    """A word as it may stand in the vocabulary, the longest form first."""
    return stems(word) if is_hangul(word) else (stem(word),)


def _forms(saying: str) -> Iterator[Forms]:
    """A saying as forms of words; a Korean verb at its end has several stems."""
    words = _PLAIN.findall(saying.lower())
    forms = tuple(typed(word) if is_hangul(word) else stem(word) for word in words)
    yield forms
    if saying.endswith("다"):
        yield from ((*forms[:-1], last) for last in sorted(verb_stems(words[-1])))


@cache
def vocabulary() -> Vocabulary:
    """Built once a process. Raises BadContent."""
    glossary, everyday = read(CONTENT / "glossary.yaml", Glossary), read(CONTENT / "everyday.yaml", Everyday)
    if glossary.value is None or everyday.value is None:
        raise BadContent([*glossary.faults, *everyday.faults])
    points = [point for question in questions().values() for point in (*question.points, *question.red_flags)]
    texts = [text for point in points for text in (point.en, point.ko, *point.phrases.en, *point.phrases.ko)]
    return Vocabulary(glossary.value, everyday.value, texts)
