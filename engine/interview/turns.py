"""How does a running interview stand: what was asked, what was answered, and how much time is left?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from engine.cards import Convention
from engine.interview.events import Computed, Outcome, Said, Ticks
from engine.interview.slots import COMPUTED, Kind, Slot
from engine.text import Language

_TICK = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Turn:
    """One question as it was put. `parent` is the turn that it follows up.

    `budget` is the time it should take and `seconds` the time for which it was the one before the candidate, pauses
    left out. An `answer` without `answered_at` is the draft that stood when the interview ended; it may be empty where
    it was `recorded`.
    """

    slot: int
    id: str
    kind: Kind
    budget: int
    asked_at: datetime
    parent: int | None = None
    seconds: float = 0.0
    draft: str = ""
    drafted_at: datetime | None = None
    recorded: bool = False
    recorded_at: datetime | None = None
    clarified: tuple[Convention, ...] = ()
    answer: str | None = None
    answered_at: datetime | None = None
    outcome: Outcome | None = None
    corrected: Ticks | None = None
    corrected_at: datetime | None = None
    flagged: bool = False
    flagged_at: datetime | None = None
    skipped: bool = False

    @property
    def computed(self) -> bool:
        """Whether its answer is checked; else it is scored by points."""
        return self.kind in COMPUTED

    @property
    def only_recorded(self) -> bool:
        """Whether its answer can be heard but not read, so that only the candidate can tick it."""
        return self.recorded and self.answer is not None and not self.answer.strip()

    @property
    def to_tick(self) -> bool:
        """Whether it was only recorded and nobody has ticked its points yet."""
        return self.only_recorded and self.corrected is None

    @property
    def verdict(self) -> Literal["right", "wrong"] | None:
        return self.outcome.verdict if isinstance(self.outcome, Computed) else None

    @property
    def tag(self) -> str | None:
        return self.outcome.tag if isinstance(self.outcome, Computed) else None

    @property
    def suggested(self) -> Ticks | None:
        """What was ticked when the answer was scored."""
        return self.outcome.ticks if isinstance(self.outcome, Said) else None

    @property
    def ticks(self) -> Ticks | None:
        """What counts: the candidate's correction, else what was suggested."""
        return self.corrected or self.suggested


@dataclass(frozen=True)
class Break:
    began: datetime
    ended: datetime | None = None


@dataclass(frozen=True)
class Interview:
    """The whole state. `current` is the turn before the candidate, `since` when it came there.

    `now` is the latest moment that is known: no event takes place before it. `by_person` means that a person asks and
    ticks what they hear, so that answers need no words.
    """

    slots: tuple[Slot, ...]
    lang: Language
    started_at: datetime
    deadline: datetime
    now: datetime
    since: datetime
    turns: tuple[Turn, ...] = ()
    current: int | None = None
    pauses: tuple[Break, ...] = ()
    notes: str = ""
    noted_at: datetime | None = None
    finished_at: datetime | None = None
    by_person: bool = False

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].ended is None

    @property
    def waiting(self) -> tuple[int, ...]:
        """The turns without an answer that the candidate can go back to."""
        return tuple(n for n, turn in enumerate(self.turns) if turn.answer is None and n != self.current)

    def left(self, at: datetime) -> float:
        """Seconds until the deadline, which waits during a pause; 0 when it is over."""
        if self.finished_at:
            return 0.0
        clock = self.pauses[-1].began if self.paused else max(at, self.now)
        return max(0.0, (self.deadline - clock).total_seconds())

    def is_over(self, at: datetime) -> bool:
        """Whether it is finished or its time is up."""
        return self.left(at) == 0.0

    def stamp(self, now: datetime) -> datetime:
        """The time to give an event that happens now: later than all that is known, even if the clock was set back."""
        return max(now, self.now + _TICK)

    def turn(self, place: int) -> Turn | None:
        return self.turns[place] if 0 <= place < len(self.turns) else None

    def moved(self, at: datetime) -> Interview:
        return replace(self, now=max(at, self.now))

    def clocked(self, at: datetime) -> Interview:
        """With the seconds up to `at` given to the current turn; none pass during a pause."""
        if self.current is None or self.paused:
            return self.moved(at)
        seconds = self.turns[self.current].seconds + (at - self.since).total_seconds()
        return replace(self.moved(at).with_turn(self.current, seconds=seconds), since=at)

    def with_turn(self, place: int, **changes: Any) -> Interview:
        turn = replace(self.turns[place], **changes)
        return replace(self, turns=(*self.turns[:place], turn, *self.turns[place + 1 :]))


def to_json(interview: Interview) -> Any:
    """The state as plain JSON values; `from_json` gives back an equal one."""
    return _adapter().dump_python(interview, mode="json")


def from_json(stored: Any) -> Interview:
    return _adapter().validate_python(stored)


@cache
def _adapter() -> TypeAdapter[Interview]:
    return TypeAdapter(Interview)
