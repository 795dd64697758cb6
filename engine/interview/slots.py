"""What is asked in an interview, and what may follow each question?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.interview.chain import CHAIN

Kind = Literal["spoken", "numeric", "error", "code", "chain"]
When = Literal["strong", "weak", "wrong"]

COMPUTED: frozenset[Kind] = frozenset({"numeric", "chain"})  # answered by a computation
WALK_THROUGH = "walk-through"  # "how did you get there?"


@dataclass(frozen=True)
class Followup:
    """What is asked next when the answer was strong, weak or wrong; it may have follow-ups of its own."""

    id: str
    kind: Kind
    when: When
    seconds: int
    followups: tuple[Followup, ...] = ()


@dataclass(frozen=True)
class Slot:
    """One question of the plan; its `seconds` hold one follow-up as well."""

    id: str
    kind: Kind
    seconds: int
    followups: tuple[Followup, ...] = ()

    @property
    def own_seconds(self) -> int:
        """The time for the question without a follow-up."""
        return max(5, self.seconds - max((followup.seconds for followup in self.followups), default=0))

    @property
    def parts(self) -> tuple[str, ...]:
        """The ids of what is put, one after the other: the problems of a chain, else the question itself."""
        return tuple(f"{self.id}/{n + 1}" for n in range(len(CHAIN))) if self.kind == "chain" else (self.id,)


@dataclass(frozen=True)
class Plan:
    """An interview before it begins."""

    template: str
    seed: int
    minutes: int
    slots: tuple[Slot, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(slot.id for slot in self.slots)
