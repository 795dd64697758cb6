"""How often are the points and red flags of a spoken answer ticked as a fair examiner ticks them?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import yaml

from bench.measure import Measure
from engine.cards import questions
from engine.speech.scoring import Evidence, score

ANSWERS = Path(__file__).resolve().parent.parent / "tests" / "answers"
HALVES = ("open", "held")
PRECISION, RECALL, MILLISECONDS = 0.9, 0.8, 5.0


@dataclass
class Tally:
    """How many ticks are right, wrong and missing."""

    right: int = 0
    wrong: int = 0
    missing: int = 0

    def add(self, ticked: tuple[Evidence | None, ...], wanted: list[int]) -> None:
        made = {place for place, evidence in enumerate(ticked) if evidence}
        self.right += len(made & {*wanted})
        self.wrong += len(made - {*wanted})
        self.missing += len({*wanted} - made)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missing)


def speaking() -> Iterator[Measure]:
    """Both halves of the answers; the held half was not looked at while the scoring was made."""
    for half in HALVES:
        yield from _half(half)


def _half(half: str) -> Iterator[Measure]:
    tallies = {(what, lang): Tally() for what in ("points", "red flags") for lang in ("en", "ko")}
    seconds = []
    answers = yaml.safe_load((ANSWERS / f"{half}.yaml").read_bytes())
    for answer in answers:
        question = questions()[answer["question"]]
        score(question, "")  # its rubric is read once
        begun = time.perf_counter()
        scored = score(question, answer["answer"])
        seconds.append(time.perf_counter() - begun)
        tallies["points", answer["lang"]].add(scored.points, answer["points"])
        tallies["red flags", answer["lang"]].add(scored.red_flags, answer["red_flags"])
    for (what, lang), tally in tallies.items():
        name, why = f"{what}, {lang}, {half} half", f"{tally.right} right, {tally.wrong} wrong, {tally.missing} missing"
        for figure, value, aim in (("precision", tally.precision, PRECISION), ("recall", tally.recall, RECALL)):
            aimed = aim if half == "held" else None
            yield Measure(f"{figure} of {name}", round(value, 3), aimed, "", why, at_least=True)
    yield Measure(f"scoring an answer, {half} half", median(seconds) * 1000, MILLISECONDS, "ms")
