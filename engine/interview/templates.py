"""Which interviews can be taken, and of what is each made?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field, PrivateAttr

from engine.cards import Asked, Card, Level, Question, Words
from engine.content import CONTENT, BadContent, Fault, Page, Part, Slug, did_you_mean, read
from engine.interview.ids import question_kind
from engine.interview.slots import COMPUTED, Kind

SHORTEST, LONGEST = 5, 90  # minutes
MINUTES_A_QUESTION = 3  # with its follow-up


class Template(Part):
    """An interview without its questions. `pattern` is repeated until the time is used.

    `topics`, `levels` and `asked` say which questions and problems are taken, all where they are left out. With
    `from_mistakes` those come first that the learner's recent mistakes are about; with `grids`, problems of grids.
    """

    title: Words
    about: Words
    minutes: int = Field(ge=SHORTEST, le=LONGEST)
    pattern: tuple[Kind, ...] = Field(min_length=1)
    topics: tuple[Slug, ...] = ()
    levels: tuple[Level, ...] = ()
    asked: tuple[Asked, ...] = ()
    from_mistakes: bool = False
    grids: bool = False
    _stem: str = PrivateAttr()

    def model_post_init(self, context: Any) -> None:
        self._stem = context

    @property
    def id(self) -> str:
        return self._stem

    def wants(self, question: Question, topic: str) -> bool:
        """Whether it takes a question of a card with that topic."""
        return (
            (not self.topics or topic in self.topics)
            and (not self.levels or question.level in self.levels)
            and (not self.asked or question.asked in self.asked)
        )

    @property
    def computes(self) -> bool:
        """Whether problems are asked, so that they may also follow."""
        return not COMPUTED.isdisjoint(self.pattern)


def read_templates(root: Path = CONTENT) -> dict[str, Page[Template]]:
    """Every template file by its id, faulty ones too."""
    return {path.stem: read(path, Template) for path in sorted((root / "interviews").glob("*.yaml"))}


@cache
def templates() -> dict[str, Template]:
    """Every template by its id, the shortest first. Raises BadContent with all faults at once."""
    pages = read_templates()
    faults = [fault for page in pages.values() for fault in page.faults]
    if faults:
        raise BadContent(faults)
    found = {name: page.value for name, page in pages.items() if page.value}
    return dict(sorted(found.items(), key=lambda item: item[1].minutes))


def template_faults(root: Path, cards: Collection[Card], topics: Collection[str] | None) -> Iterator[Fault]:
    """Templates that do not read, name a topic that there is not, or would soon have to ask what they do not want."""
    for page in read_templates(root).values():
        yield from page.faults
        if (template := page.value) is None:
            continue
        for index, topic in enumerate(template.topics):
            if topics is not None and topic not in topics:
                yield page.fault(f"there is no '{topic}'{did_you_mean(topic, topics)}", "topics", index)
        share = sum(kind not in COMPUTED for kind in template.pattern) / len(template.pattern)
        needed = round(template.minutes * share / MINUTES_A_QUESTION)
        found = sum(any(_askable(template, card, question) for question in card.questions) for card in cards)
        if found < needed:
            yield page.fault(
                f"{template.minutes} minutes take about {needed} cards, and {found} have a question for it"
            )


def _askable(template: Template, card: Card, question: Question) -> bool:
    kind = question_kind(question)
    return template.wants(question, card.topic) and (kind == "spoken" or kind in template.pattern)
