"""What does an id in a plan ask, and how long does that take?

`why-pooling/why-pool` is an interview question, `gradient@2.7` a problem with its level and seed, `layer@2.7` a chain
and `layer@2.7/1` the first of its problems; `walk-through` asks how the candidate got there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine import catalog
from engine.cards import Question, cards, questions
from engine.interview.chain import CHAIN, LAYER, layer_problems
from engine.interview.slots import WALK_THROUGH, Kind
from engine.problem import Level, Problem

_NUMBERS = re.compile(rf"([a-z0-9-]+)@([123])\.(0|[1-9][0-9]{{0,9}})(?:/([1-{len(CHAIN)}]))?")
_LEVELS: dict[str, Level] = {str(level): level for level in catalog.LEVELS}
_SECONDS: dict[Kind, tuple[int, int, int]] = {
    "spoken": (90, 120, 150),
    "error": (90, 120, 150),
    "code": (180, 240, 300),
}
_WALK_THROUGH_SECONDS = 45


@dataclass(frozen=True)
class Numbers:
    """A problem or a chain with the seed that its numbers come from; `part` counts a chain's problems from 1."""

    kind: str
    level: Level
    seed: int
    part: int | None = None

    def __str__(self) -> str:
        return f"{self.kind}@{self.level}.{self.seed}" + (f"/{self.part}" if self.part else "")

    def problems(self) -> tuple[Problem, ...]:
        """The problems that are put: three for a chain, else one."""
        if self.kind != LAYER:
            return (catalog.draw(self.kind, self.level, self.seed),)
        layer = layer_problems(self.level, self.seed)
        return layer if self.part is None else (layer[self.part - 1],)


def numbers(id: str) -> Numbers | None:
    """What an id of a problem or a chain names; None for any other text."""
    found = _NUMBERS.fullmatch(id)
    if not found or int(found[3]) > catalog.LARGEST_SEED:
        return None
    if found[1] != LAYER and (found[1] not in catalog.kinds() or found[4]):
        return None
    return Numbers(found[1], _LEVELS[found[2]], int(found[3]), int(found[4]) if found[4] else None)


def question(id: str) -> Question | None:
    """The interview question that an id names; None for any other text."""
    return questions().get(id)


def kind_of(id: str) -> Kind | None:
    """How the candidate answers what an id asks; None when it asks nothing."""
    if asked := question(id):
        return question_kind(asked)
    if named := numbers(id):
        return "chain" if named.kind == LAYER else "numeric"
    return "spoken" if id == WALK_THROUGH else None


def can_be_slot(id: str) -> bool:
    """Whether an id is a question of a plan, and not only a part of one or a follow-up."""
    named = numbers(id)
    return question(id) is not None or (named is not None and named.part is None)


def question_kind(asked: Question) -> Kind:
    """Code to mend or complete, a claim to set right, or something to explain."""
    return "code" if asked.code else "error" if asked.form == "claim" else "spoken"


def seconds_for(id: str) -> int:
    """The time that an answer takes, without follow-ups."""
    if asked := question(id):
        return _SECONDS[question_kind(asked)][asked.level - 1]
    if named := numbers(id):
        kinds = CHAIN if named.kind == LAYER and named.part is None else (named.kind,)
        if named.part:
            kinds = (CHAIN[named.part - 1],)
        return sum(catalog.kinds()[kind].seconds[named.level - 1] for kind in kinds)
    return _WALK_THROUGH_SECONDS


def topics_of(id: str) -> set[str]:
    """The topics that an id asks about."""
    if asked := question(id):
        return {cards()[asked.card].topic}
    if named := numbers(id):
        return {catalog.kinds()[kind].topic for kind in (CHAIN if named.kind == LAYER else (named.kind,))}
    return set()
