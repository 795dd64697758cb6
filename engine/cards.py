"""What does a concept card say, which card explains a slip, and what are things called?"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, Field, PrivateAttr, StringConstraints, model_validator

from engine.calls import drawable, filled, filled_tex
from engine.content import CONTENT, BadContent, Page, Part, Prose, Slug, read
from engine.text import Language

Level = Annotated[int, Field(ge=1, le=3)]
Asked = Literal["often", "sometimes", "rarely"]
HOW_OFTEN: tuple[Asked, ...] = get_args(Asked)
Form = Literal["claim", "derivation"]
Filled = Annotated[Prose, AfterValidator(filled)]
Formula = Annotated[Prose, AfterValidator(filled_tex)]


class Words(Part):
    """The same thing said in each language; unlike a `Text` it is written per language."""

    en: Filled
    ko: Filled

    def render(self, lang: Language) -> str:
        return self.en if lang == "en" else self.ko


def not_a_list(text: str) -> str:
    """Markdown that begins with an answer such as "112. I count the places": no list that begins with item 112."""
    return re.sub(r"\A(?!1\.)(\d+)\. ", r"\1\\. ", text)


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


class NamedFormula(Part):
    """A line of the formula sheet."""

    name: Words
    tex: Formula


class Phrases(Part):
    """What counts as making a point when it stands in an answer; spelling and inflection may differ."""

    en: tuple[Prose, ...] = Field(min_length=1)
    ko: tuple[Prose, ...] = Field(min_length=1)


class Point(Words):
    """Something that an answer says: a point that earns credit, or a red flag."""

    phrases: Phrases


class Followup(Part):
    """What the interviewer asks next after a strong or a weak answer: a question, or a kind of problem."""

    when: Literal["strong", "weak"]
    ask: Prose


Convention = Literal["rounding", "bias", "padding", "flip", "macs", "batch", "layout", "training", "same"]


class Clarification(Part):
    """A convention that the question leaves open, and what the interviewer says to who asks about it."""

    about: Convention
    reply: Words


class Question(_Named):
    """An interview question: what a good answer must say, and one of about 30 seconds.

    Its `form` is a claim that circulates and is to be set right, a derivation whose lines are to be justified, or
    neither. `corrects` names the statements of the syllabus whose usual form is such a claim. `code` is what the
    candidate is to mend or complete, `mended` the whole of it as it should stand, with the smallest change;
    `tests/test_code_questions.py` runs both. `open` are the conventions worth asking about first.
    """

    id: Slug
    ask: Words
    level: Level
    asked: Asked
    points: tuple[Point, ...] = Field(min_length=2, max_length=6)
    red_flags: tuple[Point, ...] = Field(min_length=1)
    answer: Words
    long: Words | None = None
    followups: tuple[Followup, ...] = Field(min_length=1)
    form: Form | None = None
    corrects: tuple[str, ...] = ()
    code: Prose | None = None
    mended: Prose | None = None
    open: tuple[Clarification, ...] = ()

    @model_validator(mode="after")
    def _often_asked_has_a_long_answer(self) -> Self:
        if self.asked == "often" and self.long is None:
            raise ValueError("it is asked often, so it needs a long answer")
        return self

    @model_validator(mode="after")
    def _a_derivation_has_a_long_answer(self) -> Self:
        if self.form == "derivation" and self.long is None:
            raise ValueError("a derivation needs a long answer, which justifies its lines")
        return self

    @model_validator(mode="after")
    def _what_is_corrected_is_a_claim(self) -> Self:
        if self.corrects and self.form != "claim":
            raise ValueError("it corrects a statement, so its form is claim")
        return self

    @model_validator(mode="after")
    def _code_is_mended(self) -> Self:
        if (self.code is None) != (self.mended is None):
            raise ValueError("code and mended stand together")
        if self.code is not None and self.code == self.mended:
            raise ValueError("mended is the code as it was; nothing is mended")
        return self

    @property
    def card(self) -> str:
        return self._stem

    @property
    def key(self) -> str:
        """The id among all questions, for ever."""
        return f"{self._stem}/{self.id}"


class Card(_Named):
    """One concept. `figure` is a call of a kind of grids, whose equation is drawn with its answer."""

    title: Words
    topic: str
    level: Level
    summary: Words
    figure: Annotated[str, AfterValidator(drawable)] | None = None
    explanation: Words
    formulas: tuple[NamedFormula, ...] = ()
    needs: tuple[str, ...]
    pitfalls: tuple[Pitfall, ...]
    practice: tuple[str, ...]
    syllabus: tuple[str, ...]
    sources: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def id(self) -> str:
        return self._stem

    @property
    def asked(self) -> Asked:
        """As often as its most asked question."""
        return min((question.asked for question in self.questions), key=HOW_OFTEN.index, default="rarely")


class Term(Part):
    """What we call a thing; `never` are words that we do not use for it, `also` those that candidates use besides.

    `card` is the one to be found first for it, where no card bears it as its name.
    """

    en: Prose
    ko: Prose
    beside: bool = False
    card: str | None = None
    never: tuple[Prose, ...] = ()
    also: tuple[Prose, ...] = ()


class Alike(Part):
    """Everyday words that count as one in a spoken answer; to deny one of `denied` says the same too."""

    say: tuple[Prose, ...] = Field(min_length=1)
    denied: tuple[Prose, ...] = ()


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
Glossary = tuple[Term, ...]
Everyday = tuple[Alike, ...]


def read_cards(root: Path = CONTENT) -> dict[str, Page[Card]]:
    """Every card file by its id, faulty ones too."""
    with _uncollected():
        return {path.stem: read(path, Card) for path in sorted((root / "cards").glob("*.yaml"))}


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: going over all that was read, again and again, takes as long as reading it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
def questions() -> dict[str, Question]:
    """Every interview question by its key, in the cards' order."""
    return {question.key: question for card in cards().values() for question in card.questions}


@cache
def _pitfalls() -> dict[str, Pitfall]:
    return {pitfall.tag: pitfall for card in cards().values() for pitfall in card.pitfalls}
