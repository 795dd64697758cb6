"""How did an interview go: by dimension, as a whole, and what should be practised next?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.interview.ids import numbers, question, topics_of
from engine.interview.turns import Interview, Turn
from engine.text import Text

Dimension = Literal["correctness", "completeness", "assumptions", "pace"]
Band = Literal["strong", "promising", "not-yet"]
STRONG, PROMISING = 0.75, 0.5
KNOWN = 0.6  # correctness and completeness of a strong one: who is quick and asks back has not answered yet
WEAKEST = 0.4  # a strong one has no dimension below this, a promising one neither of those two
FORGIVEN = 1  # clarifications of one question that it does not leave open
DRILLS = 5
BANDS: dict[Band, Text] = {
    "strong": Text("**Strong.** You would very likely pass this round."),
    "promising": Text("**Promising.** Much is there; what is missing has a name below."),
    "not-yet": Text("**Not yet.** The drills below are where to begin."),
}
DIMENSIONS: dict[Dimension, Text] = {
    "correctness": Text("Correctness"),
    "completeness": Text("Completeness"),
    "assumptions": Text("Assumptions"),
    "pace": Text("Pace"),
}


@dataclass(frozen=True)
class Drill:
    """What to practise and why: a kind at a level, or a card."""

    why: Text
    kind: str | None = None
    level: int = 1
    card: str | None = None


@dataclass(frozen=True)
class Report:
    """Shares from 0 to 1; a dimension that the interview did not ask for is missing."""

    band: Band
    overall: float
    dimensions: dict[Dimension, float]
    topics: dict[str, float]
    drills: tuple[Drill, ...]

    @property
    def rule(self) -> Text:
        """By which rule the band came about."""
        return Text(
            "Strong: {strong} % overall, {known} % each in correctness and completeness, no dimension below "
            "{weakest} %. Promising: {promising} % overall, {weakest} % each in correctness and completeness. "
            "Yours: {share} %.",
            strong=round(100 * STRONG),
            known=round(100 * KNOWN),
            weakest=round(100 * WEAKEST),
            promising=round(100 * PROMISING),
            share=round(100 * self.overall),
        )


def report(interview: Interview) -> Report:
    """The report of an interview as it stands; a question without an answer counts as not made."""
    measured = {
        "correctness": _mean(_correct(turn) for turn in interview.turns),
        "completeness": _mean(_complete(turn) for turn in interview.turns),
        "assumptions": _mean(_assumed(turn) for turn in interview.turns),
        "pace": _mean(_in_time(turn) for turn in interview.turns),
    }
    names: tuple[Dimension, ...] = ("correctness", "completeness", "assumptions", "pace")
    dimensions = {name: share for name in names if (share := measured[name]) is not None}
    overall = _mean(iter(dimensions.values())) or 0.0
    known = min(dimensions.get("correctness", 1.0), dimensions.get("completeness", 1.0))
    band: Band = "not-yet"
    if overall >= STRONG and known >= KNOWN and min(dimensions.values(), default=0.0) >= WEAKEST:
        band = "strong"
    elif overall >= PROMISING and known >= WEAKEST:
        band = "promising"
    return Report(band, overall, dimensions, _by_topic(interview), tuple(_drills(interview))[:DRILLS])


def _correct(turn: Turn) -> float | None:
    """Whether a computed answer was right, or a spoken one made a point and raised no red flag."""
    if turn.computed:
        return float(turn.verdict == "right")
    if question(turn.id) is None:
        return None
    return float(turn.ticks is not None and bool(turn.ticks.points) and not turn.ticks.flags)


def _complete(turn: Turn) -> float | None:
    """The share of its points that a spoken answer made."""
    asked = question(turn.id)
    if asked is None:
        return None
    return len(turn.ticks.points) / len(asked.points) if turn.ticks else 0.0


def _assumed(turn: Turn) -> float | None:
    """The share of a question's open conventions that the candidate asked about, less for asking about everything.

    One that is not open is forgiven; each beyond it counts as one that was missed.
    """
    asked = question(turn.id)
    if asked is None or not asked.open:
        return None
    right = len({one.about for one in asked.open} & set(turn.clarified))
    return right / (len(asked.open) + max(0, len(turn.clarified) - right - FORGIVEN))


def _in_time(turn: Turn) -> float | None:
    """Whether an answer took no longer than its budget."""
    return None if turn.answer is None else float(turn.seconds <= turn.budget)


def _by_topic(interview: Interview) -> dict[str, float]:
    """The weakest first."""
    found: dict[str, list[float]] = {}
    for turn in interview.turns:
        share = float(turn.verdict == "right") if turn.computed else _complete(turn)
        for topic in topics_of(turn.id) if share is not None else ():
            found.setdefault(topic, []).append(share or 0.0)
    means = {topic: sum(shares) / len(shares) for topic, shares in found.items()}
    return dict(sorted(means.items(), key=lambda topic: topic[1]))


def _drills(interview: Interview) -> Iterator[Drill]:
    """Wrong numbers first, then what was said, the least complete first, then conventions that were not asked about."""
    seen: set[str] = set()
    for turn in interview.turns:
        named = numbers(turn.id)
        if turn.computed and turn.verdict != "right" and named:
            kind = named.problems()[0].slug
            if kind not in seen:
                seen.add(kind)
                why = Text("a wrong number") if turn.verdict else Text("no answer")
                yield Drill(why, kind=kind, level=named.level)
    said = [(share, turn) for turn in interview.turns if (share := _complete(turn)) is not None]
    for share, turn in sorted(said, key=lambda pair: pair[0]):
        asked, flagged = question(turn.id), turn.ticks is not None and bool(turn.ticks.flags)
        if asked and asked.card not in seen and (share < 1 or flagged):
            seen.add(asked.card)
            made, all = len(turn.ticks.points) if turn.ticks else 0, len(asked.points)
            why = Text("{made} of {all} points", made=made, all=all)
            if flagged:
                why = Text("{made} of {all} points and a red flag", made=made, all=all)
            yield Drill(why, card=asked.card)
    for turn in interview.turns:
        asked = question(turn.id)
        if asked and _assumed(turn) not in (None, 1.0) and asked.card not in seen:
            seen.add(asked.card)
            yield Drill(Text("a convention was left open, and you did not ask"), card=asked.card)


def _mean(shares: Iterator[float | None]) -> float | None:
    known = [share for share in shares if share is not None]
    return sum(known) / len(known) if known else None
