"""What can happen in an interview? Each event carries when it happened; a turn is named by its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.cards import Convention


@dataclass(frozen=True)
class Ticks:
    """The points that a spoken answer made and the red flags that it raised, by their places in the question."""

    points: tuple[int, ...] = ()
    flags: tuple[int, ...] = ()


@dataclass(frozen=True)
class Said:
    """A spoken answer as it was scored; `of` counts the points and the red flags that its question has."""

    ticks: Ticks
    of: tuple[int, int]

    @property
    def strong(self) -> bool:
        """Two thirds of the points and no red flag."""
        return 3 * len(self.ticks.points) >= 2 * self.of[0] and not self.ticks.flags


@dataclass(frozen=True)
class Computed:
    """A reply to a problem as it was checked."""

    verdict: Literal["right", "wrong"]
    tag: str | None = None


Outcome = Said | Computed


@dataclass(frozen=True)
class Type:
    """The draft of an answer now reads like this."""

    turn: int
    text: str
    at: datetime


@dataclass(frozen=True)
class Record:
    """An answer in words was recorded, or with `kept` False the recording taken away; the store holds the sound."""

    turn: int
    kept: bool
    at: datetime


@dataclass(frozen=True)
class Clarify:
    """The candidate asks which convention holds."""

    turn: int
    about: Convention
    at: datetime


@dataclass(frozen=True)
class Answer:
    """The answer is given; without an outcome it can be judged later, by the same event with one."""

    turn: int
    reply: str
    outcome: Outcome | None
    at: datetime


@dataclass(frozen=True)
class Skip:
    turn: int
    at: datetime


@dataclass(frozen=True)
class Flag:
    """The candidate wants to come back to it."""

    turn: int
    at: datetime


@dataclass(frozen=True)
class Unflag:
    turn: int
    at: datetime


@dataclass(frozen=True)
class GoTo:
    """Back to a question that has no answer yet."""

    turn: int
    at: datetime


@dataclass(frozen=True)
class Pause:
    at: datetime


@dataclass(frozen=True)
class Resume:
    at: datetime


@dataclass(frozen=True)
class Note:
    """The notes beside the interview now read like this."""

    text: str
    at: datetime


@dataclass(frozen=True)
class Tick:
    """The candidate corrects what was ticked for an answer."""

    turn: int
    points: tuple[int, ...]
    flags: tuple[int, ...]
    at: datetime


@dataclass(frozen=True)
class Finish:
    at: datetime


Event = Type | Record | Clarify | Answer | Skip | Flag | Unflag | GoTo | Pause | Resume | Note | Tick | Finish
