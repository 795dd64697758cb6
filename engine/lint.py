"""Does all content read, do all its links lead somewhere, and what does no card explain yet?"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from engine import catalog
from engine.cards import Card, Everyday, Glossary, Question, Sources, Syllabus, Topics, read_cards
from engine.content import CONTENT, Fault, Page, did_you_mean, read
from engine.interview.templates import template_faults


@dataclass(frozen=True)
class Deficiency:
    """A `tag`, a `syllabus` id or a `kind` that no card explains; a FIX is explained by a question that corrects it."""

    what: str
    id: str


@dataclass(frozen=True)
class Report:
    """`dataclasses.asdict` of it is what `lint --json` prints; `counts` has two tables by topic, ours and what is
    asked elsewhere."""

    faults: tuple[Fault, ...]
    deficiencies: tuple[Deficiency, ...]
    counts: dict[str, int | dict[str, int]]


Cards = list[tuple[Page[Card], Card]]


def lint(root: Path = CONTENT) -> Report:
    """Read everything under `root`, follow every link both ways, and count."""
    kinds: Mapping[str, Any] = catalog.kinds()
    pages = read_cards(root)
    topics = read(root / "topics.yaml", Topics)
    sources = read(root / "sources.yaml", Sources)
    syllabus = read(root / "syllabus.yaml", Syllabus)
    glossary = read(root / "glossary.yaml", Glossary)
    everyday = read(root / "everyday.yaml", Everyday)
    cards = [(page, page.value) for page in pages.values() if page.value]
    tags = {tag for kind in kinds.values() for tag in kind.tags}
    said = syllabus.value or {}

    faults = [fault for page in pages.values() for fault in page.faults]
    faults += [*topics.faults, *sources.faults, *syllabus.faults, *glossary.faults, *everyday.faults]
    faults += _lost_terms(glossary, pages)
    faults += _lost(cards, "topic", topics.value)
    faults += _lost(cards, "needs", pages)
    faults += _lost(cards, "practice", kinds)
    faults += _lost(cards, "syllabus", syllabus.value)
    faults += _lost(cards, "sources", sources.value)
    faults += [*_pitfall_faults(cards, tags), *_circles(cards), *_kinds_without_topic(kinds, topics.value)]
    faults += _question_faults(cards, {question.key for question in _questions(cards)} | set(kinds), said)
    faults += template_faults(root, [card for _, card in cards], topics.value)
    counts = {"cards": len(pages), "kinds": len(kinds), "tags": len(tags), **_counts(cards, topics.value or {})}
    return Report(tuple(sorted(faults)), tuple(_deficiencies(cards, kinds, tags, said)), counts)


def _questions(cards: Cards) -> list[Question]:
    return [question for _, card in cards for question in card.questions]


def _counts(cards: Cards, topics: Topics) -> dict[str, int | dict[str, int]]:
    asked = _questions(cards)
    return {
        "questions": len(asked),
        "long answers": sum(question.long is not None for question in asked),
        "claims": sum(question.form == "claim" for question in asked),
        "derivations": sum(question.form == "derivation" for question in asked),
        "code questions": sum(question.code is not None for question in asked),
        "chains two deep": len(_two_deep(asked)),
        "topics": {topic: sum(len(card.questions) for _, card in cards if card.topic == topic) for topic in topics},
        "asked": {topic: known.asked for topic, known in topics.items()},
    }


def _two_deep(asked: list[Question]) -> list[Question]:
    """The questions of which a follow-up is a question that leads on, and not back."""
    by_key = {question.key: question for question in asked}
    return [
        question
        for question in asked
        if any(
            further.ask != question.key
            for followup in question.followups
            if followup.ask in by_key
            for further in by_key[followup.ask].followups
        )
    ]


def _deficiencies(cards: Cards, kinds: Iterable[str], tags: Iterable[str], said: Syllabus) -> Iterator[Deficiency]:
    wrong = {name for name, statement in said.items() if "FIX" in statement.tag}
    corrected = {name for question in _questions(cards) for name in question.corrects}
    explained = {name for _, card in cards for name in card.syllabus}
    yield from _missing("tag", tags, {pitfall.tag for _, card in cards for pitfall in card.pitfalls})
    yield from _missing("syllabus", said, explained - (wrong - corrected))
    yield from _missing("kind", kinds, {name for _, card in cards for name in card.practice})


def _missing(what: str, wanted: Iterable[str], explained: set[str]) -> list[Deficiency]:
    return [Deficiency(what, id) for id in sorted(set(wanted) - explained)]


def _lost(cards: Cards, field: str, words: Collection[str] | None) -> Iterator[Fault]:
    """Links that lead nowhere; a vocabulary that does not read is a fault of its own, not one a link."""
    for page, card in cards:
        linked = getattr(card, field)
        for index, name in enumerate((linked,) if isinstance(linked, str) else linked):
            if words is not None and name not in words:
                place = (field,) if isinstance(linked, str) else (field, index)
                yield page.fault(f"there is no '{name}'{did_you_mean(name, words)}", *place)


def _lost_terms(glossary: Page[Glossary], pages: Collection[str]) -> Iterator[Fault]:
    """Terms whose card does not exist."""
    for index, term in enumerate(glossary.value or ()):
        if term.card is not None and term.card not in pages:
            yield glossary.fault(f"there is no '{term.card}'{did_you_mean(term.card, pages)}", index, "card")


def _pitfall_faults(cards: Cards, tags: set[str]) -> Iterator[Fault]:
    """Tags that two cards explain, and tags that nobody can earn."""
    explained: dict[str, Fault] = {}
    for page, card in cards:
        for index, pitfall in enumerate(card.pitfalls):
            place = ("pitfalls", index, "tag")
            first = explained.setdefault(pitfall.tag, page.fault("", *place))
            if first != page.fault("", *place):
                yield page.fault(f"'{pitfall.tag}' is explained already in {first.file}, line {first.line}", *place)
            if pitfall.spoken and pitfall.tag in tags:
                yield page.fault(f"a kind computes '{pitfall.tag}', so it is not spoken", "pitfalls", index, "spoken")
            if not pitfall.spoken and pitfall.tag not in tags:
                nearest = did_you_mean(pitfall.tag, tags) or "; if it is only spoken, write 'spoken: true'"
                yield page.fault(f"no kind computes '{pitfall.tag}'{nearest}", *place)


def _question_faults(cards: Cards, askable: Collection[str], said: Syllabus) -> Iterator[Fault]:
    """Ids that two questions of a card share, follow-ups that lead nowhere, and corrections of what is not wrong."""
    for page, card in cards:
        ids = [question.id for question in card.questions]
        for index, question in enumerate(card.questions):
            place = ("questions", index)
            if question.id in ids[:index]:
                yield page.fault(f"'{question.id}' is another question's id on this card", *place, "id")
            for number, followup in enumerate(question.followups):
                if followup.ask not in askable or followup.ask == question.key:
                    nearest = did_you_mean(followup.ask, askable)
                    what = f"'{followup.ask}' is no other question (card/question) and no kind{nearest}"
                    yield page.fault(what, *place, "followups", number, "ask")
            for number, name in enumerate(question.corrects):
                if name in said and "FIX" not in said[name].tag:
                    yield page.fault(f"the syllabus does not call '{name}' wrong", *place, "corrects", number)
                elif name not in card.syllabus:
                    yield page.fault(f"'{name}' is not under this card's syllabus", *place, "corrects", number)


def _circles(cards: Cards) -> Iterator[Fault]:
    """Cards that need each other in a circle: one fault a circle."""
    pages = {card.id: page for page, card in cards}
    named = {card.id: card.needs for _, card in cards}
    needs = {name: list(needed) for name, needed in named.items()}
    while True:
        try:
            TopologicalSorter(needs).prepare()
            return
        except CycleError as error:
            circle: list[str] = error.args[1][::-1]
            card, needed = circle[:2]
            index = named[card].index(needed)
            needs[card] = [name for name in needs[card] if name != needed]
            yield pages[card].fault(f"cards need each other in a circle: {' -> '.join(circle)}", "needs", index)


def _kinds_without_topic(kinds: Mapping[str, Any], topics: Collection[str] | None) -> Iterator[Fault]:
    for kind in kinds.values():
        if topics is not None and kind.topic not in topics:
            file, line = kind.__module__.replace(".", "/") + ".py", inspect.getsourcelines(kind)[1]
            yield Fault(file, line, "topic", f"there is no '{kind.topic}'{did_you_mean(kind.topic, topics)}")
