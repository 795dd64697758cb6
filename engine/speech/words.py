"""Which words does a text say, where does each stand, and which of them does it deny?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from engine.speech.fillers import says_nothing
from engine.speech.negation import denial, only_looks_so, reported
from engine.speech.spoken_numbers import key, number_at
from engine.speech.vocabulary import Vocabulary

MOST_LETTERS = 6000  # of an answer; nobody says more in five minutes
_WORD = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*(?:e[-−]?\d+)?(?:\s?[만천억백](?![가-힣])|[만천억백](?:\d+[천백십만억]?)*)*)"
    r"|(?P<word>[a-z]+(?:['’][a-z]+)?|[가-힣]+)|(?P<sign>[×·*/+−%²=-])|(?P<stop>[.!?;:\n…]+(?!\d))|(?P<pause>,(?!\d))"
)
_TURNS = "and but because so while whereas since although though however instead then"
_TURN = frozenset(_TURNS.split())
_TURN_KO = re.compile(r"(?:(?<!려)고|고요|지만|는데|은데|니까|니까요|면서|므로|거든요|는데요|서|며|면|라|대신)$")
_FORBIDS = re.compile(r"\s안(?!\w)")  # 뒤집으면 안 됩니다 is one clause
_SIGNS: dict[str, tuple[str, ...]] = {"+": ("add",), "−": ("subtract",), "²": ("squared",)}
_SIGNS |= dict.fromkeys((*"×·*/%=-", "곱하기"), ())
_CLUSTER = re.compile(r"[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|.[\u0300-\u036f]*", re.DOTALL)


@dataclass(frozen=True)
class Word:
    """A word as it counts: its key, its characters in the text, its sentence and clause, and whether it is denied."""

    key: str
    start: int
    end: int
    sentence: int
    clause: int
    denied: bool = False


@dataclass(frozen=True)
class _Denial:
    """From which to which of the words of a clause it reaches."""

    clause: int
    first: int
    end: int


def words(text: str, vocabulary: Vocabulary) -> list[Word]:
    """The words of a text that say something, each with the range of characters it stands in."""
    written = _written(text)
    plain = [word.key for word in written]
    passed, told = only_looks_so(plain), _told(written)
    found: list[Word] = []
    denials: list[_Denial] = []
    at = 0
    while at < len(written):
        first = written[at]
        reach = denial(plain, at) if at not in passed else None
        if reach:
            denials.append(_Denial(first.clause, len(found) - reach[0], len(found) + reach[1]))
            at += 1
            continue
        keys, taken = _keys(plain, at, vocabulary)
        end = written[at + taken - 1].end
        found += [Word(name, first.start, end, first.sentence, first.clause, at in told) for name in keys]
        at += taken
    return _joined(_denied(found, denials, vocabulary))


def _told(written: Sequence[Word]) -> set[int]:
    """The places of what is only reported, sentence by sentence."""
    sentences = [[*group] for _, group in groupby(range(len(written)), key=lambda at: written[at].sentence)]
    return {places[at] for places in sentences for at in reported([written[place].key for place in places])}


def folded(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text in small letters, composed, and for each of its characters where it stands in the text as given."""
    text = text[:MOST_LETTERS]
    if unicodedata.is_normalized("NFC", text) and len(text.lower()) == len(text):
        return text.lower(), [(at, at + 1) for at in range(len(text))]
    letters, places = "", []
    for match in _CLUSTER.finditer(text):
        part = unicodedata.normalize("NFC", match[0]).lower()
        letters += part
        places += [match.span()] * len(part)
    return letters, places


def _denied(found: list[Word], denials: Sequence[_Denial], vocabulary: Vocabulary) -> list[Word]:
    """The words with those marked that are denied; "does not change" is no denial but says "same"."""
    for one in denials:
        reached = range(max(0, one.first), min(one.end, len(found)))
        places = [at for at in reached if found[at].clause == one.clause]
        turned = [at for at in places if found[at].key in vocabulary.denied and not found[at].denied]
        for at in turned or places:
            word = found[at]
            found[at] = (
                replace(word, key=vocabulary.denied[word.key]) if turned else replace(word, denied=not word.denied)
            )
    return found


def _joined(found: Sequence[Word]) -> list[Word]:
    """Neighbours that say the same are one word: stays the same."""
    joined: list[Word] = []
    for word in found:
        last = joined[-1] if joined else None
        if last and last.key == word.key and last.clause == word.clause and not word.key.startswith("#"):
            joined[-1] = replace(last, end=word.end, denied=last.denied or word.denied)
        else:
            joined.append(word)
    return joined


def _keys(plain: Sequence[str], at: int, vocabulary: Vocabulary) -> tuple[tuple[str, ...], int]:
    """What the words from `at` on say, and how many of them say it."""
    text = plain[at]
    if text in _SIGNS:
        return _SIGNS[text], 1
    number = number_at(plain, at)
    if number:
        return (key(number[0]),), number[1]
    saying = vocabulary.saying(plain, at)
    nothing = says_nothing(plain, at)
    if saying and (saying[1] > 1 or not nothing):
        return saying
    return (() if nothing else vocabulary.single(text)), 1


def _written(text: str) -> list[Word]:
    """Every word as it is written, in small letters, in its sentence and clause."""
    letters, places = folded(text)
    found: list[Word] = []
    sentence = clause = 0
    for match in _WORD.finditer(letters):
        if match["stop"] or match["pause"]:
            sentence, clause = sentence + bool(match["stop"]), clause + 1
            continue
        word = match[0].replace("’", "'")
        if word == "k" and match.start() and letters[match.start() - 1].isdigit():
            word = "thousand"  # 100k, not K = 3
        clause += word in _TURN
        found.append(Word(word, places[match.start()][0], places[match.end() - 1][1], sentence, clause))
        forbids = _FORBIDS.match(letters, match.end())
        clause += bool(_TURN_KO.search(word)) and not forbids
    return found
