"""What does a concept card say, and which card explains a slip?"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, StringConstraints

from engine.content import CONTENT, BadContent, Page, Part, Prose, Slug, read
from engine.text import Language

Level = Annotated[int, Field(ge=1, le=3)]


class Words(Part):
    """The same thing said in each language; unlike a `Text` it is written per language."""

    en: Prose
    ko: Prose

    def render(self, lang: Language) -> str:
        return self.en if lang == "en" else self.ko


class _Named(Part):
    """A part that knows from which file it comes: the file's name is the card's id."""

    _stem: str = PrivateAttr()

    def model_post_init(self, context: Any) -> None:
        self._stem = context


class Pitfall(_Named):
    """A slip in the learner's words, and why it is one; `spoken` when no kind of problem computes it."""

    tag: Slug
    name: Words
    why: Words
    spoken: bool = False

    @property
    def card(self) -> str:
        return self._stem


class Question(Part):
    """An interview question, what a good answer must say, and one of about 30 seconds."""

    ask: Words
    points: tuple[Words, ...] = Field(min_length=2, max_length=6)
    answer: Words
    level: Level


class Card(_Named):
    """One concept."""

    title: Words
    topic: str
    level: Level
    summary: Words
    explanation: Words
    needs: tuple[str, ...]
    pitfalls: tuple[Pitfall, ...]
    practice: tuple[str, ...]
    syllabus: tuple[str, ...]
    sources: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def id(self) -> str:
        return self._stem


class Topic(Part):
    """A name for kinds and cards to share; `asked` is how many of the surveyed question lists ask about it."""

    name: Words
    asked: int = Field(ge=0)
    order: int = Field(ge=1)


class Source(Part):
    """What a card rests on; a page that is kept up to date has no year."""

    author: Prose
    title: Prose
    address: Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
    year: int | None = None


class Statement(Part):
    """What the cards must teach: as it is (OK), with a correction (FIX), or with what is missing (ADD)."""

    tag: Literal["OK", "FIX", "ADD", "OK/ADD", "OK/FIX"]
    says: Prose


Topics = dict[Slug, Topic]
Sources = dict[Slug, Source]
Syllabus = dict[str, Statement]


def read_cards(root: Path = CONTENT) -> dict[str, Page[Card]]:
    """Every card file by its id, faulty ones too."""
    return {path.stem: read(path, Card) for path in sorted((root / "cards").glob("*.yaml"))}


@cache
def cards() -> dict[str, Card]:
    """Every card by its id. Raises BadContent with all faults at once."""
    pages = read_cards()
    faults = [fault for page in pages.values() for fault in page.faults]
    if faults:
        raise BadContent(faults)
    return {name: page.value for name, page in pages.items() if page.value}


def pitfall(tag: str) -> Pitfall | None:
    """The pitfall that explains a tag; none while no card does."""
    return _pitfalls().get(tag)


@cache
def topics() -> dict[str, Topic]:
    """Every topic by its slug, in order. Raises BadContent."""
    page = read(CONTENT / "topics.yaml", Topics)
    if page.value is None:
        raise BadContent(page.faults)
    return dict(sorted(page.value.items(), key=lambda item: item[1].order))


@cache
def sources() -> dict[str, Source]:
    """Every source by its key. Raises BadContent."""
    page = read(CONTENT / "sources.yaml", Sources)
    if page.value is None:
        raise BadContent(page.faults)
    return page.value


@cache
def _pitfalls() -> dict[str, Pitfall]:
    return {pitfall.tag: pitfall for card in cards().values() for pitfall in card.pitfalls}
