"""What does the interviewer ask next?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from engine.interview.events import Said
from engine.interview.slots import WALK_THROUGH, Followup, When
from engine.interview.turns import Interview, Turn


def onward(interview: Interview, place: int, at: datetime) -> Interview:
    """The interview after its current turn, at `place`, was answered or skipped.

    First comes a follow-up, then the rest of a chain, then a question left open, then the next one of the plan.
    """
    turn = interview.turns[place]
    if followup := _followup(interview, place, at):
        return _put(interview, Turn(turn.slot, followup.id, followup.kind, followup.seconds, at, parent=place))
    if part := _next_part(interview, turn.slot, at):
        return _put(interview, part)
    left_open = [n for n, other in enumerate(interview.turns) if other.answer is None and not other.skipped]
    if left_open:
        return replace(interview, current=left_open[-1], since=at)
    return put_next(interview, at)


def put_next(interview: Interview, at: datetime) -> Interview:
    """The next question of the plan; none is current where all were put."""
    part = _next_part(interview, _next_slot(interview), at)
    return _put(interview, part) if part else replace(interview, current=None, since=at)


def came_after(interview: Interview, place: int) -> When | None:
    """How the answer was that a turn follows up; None for a question of the plan."""
    turn = interview.turns[place]
    if turn.parent is None:
        return None
    return next((one.when for one in followups(interview, turn.parent) if one.id == turn.id), None)


def followups(interview: Interview, place: int) -> Sequence[Followup]:
    """What may follow a turn."""
    turn = interview.turns[place]
    if turn.parent is None:
        return interview.slots[turn.slot].followups
    return next(one.followups for one in followups(interview, turn.parent) if one.id == turn.id)


def _put(interview: Interview, turn: Turn) -> Interview:
    return replace(
        interview, turns=(*interview.turns, turn), current=len(interview.turns), since=turn.asked_at, now=turn.asked_at
    )


def _next_part(interview: Interview, place: int, at: datetime) -> Turn | None:
    """The first of what a slot asks that was not put."""
    if place >= len(interview.slots):
        return None
    slot = interview.slots[place]
    left = slot.parts[len(_parts(interview, place)) :]
    return Turn(place, left[0], slot.kind, slot.own_seconds // len(slot.parts), at) if left else None


def _next_slot(interview: Interview) -> int:
    return 1 + max((turn.slot for turn in interview.turns), default=-1)


def _parts(interview: Interview, place: int) -> list[Turn]:
    """What a slot has put itself, without follow-ups."""
    return [turn for turn in interview.turns if turn.slot == place and turn.parent is None]


def _followup(interview: Interview, place: int, at: datetime) -> Followup | None:
    """The first that suits the answer, was not asked yet and leaves the time for the questions still to come."""
    when = _reaction(interview, place)
    asked = {turn.id for turn in interview.turns} - {WALK_THROUGH}
    time = interview.left(at) - _seconds_ahead(interview, interview.turns[place].slot)
    suitable = (
        followup
        for followup in followups(interview, place)
        if followup.when == when and followup.id not in asked and followup.seconds <= time
    )
    return next(suitable, None)


def _reaction(interview: Interview, place: int) -> When | None:
    """How an answer was; a chain is strong as a whole, and the candidate is walked through one mistake in it."""
    turn = interview.turns[place]
    slot = interview.slots[turn.slot]
    if isinstance(turn.outcome, Said):
        return "strong" if turn.outcome.strong else "weak"
    if turn.parent is not None or slot.kind != "chain" or turn.outcome is None:
        return "strong" if turn.verdict == "right" else "wrong" if turn.verdict == "wrong" else None
    if turn.verdict == "wrong":
        walked = any(other.slot == turn.slot and other.id == WALK_THROUGH for other in interview.turns)
        return None if walked else "wrong"
    parts = _parts(interview, turn.slot)
    return "strong" if len(parts) == len(slot.parts) and all(part.verdict == "right" for part in parts) else None


def _seconds_ahead(interview: Interview, place: int) -> int:
    """The time for what the plan still asks after this, without follow-ups."""
    slot = interview.slots[place]
    parts = len(slot.parts) - len(_parts(interview, place))
    later = interview.slots[_next_slot(interview) :]
    return slot.own_seconds // len(slot.parts) * parts + sum(slot.own_seconds for slot in later)
