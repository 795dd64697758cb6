"""What does an event make of a running interview?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

from engine.cards import Convention
from engine.interview import events
from engine.interview.events import Event, Said, Ticks
from engine.interview.follow import onward, put_next
from engine.interview.ids import question
from engine.interview.slots import Plan
from engine.interview.turns import Break, Interview, Turn
from engine.text import Language

GRACE = timedelta(seconds=5)  # what was typed before the end may arrive after it
_YEARS = range(1970, 5000)  # sums of times between these stay within what a datetime holds


def begin(plan: Plan, lang: Language, at: datetime, by_person: bool = False) -> Interview:
    """The interview with its first question put."""
    at = at.astimezone(UTC)
    deadline = at + timedelta(minutes=plan.minutes)
    return put_next(Interview(plan.slots, lang, at, deadline, now=at, since=at, by_person=by_person), at)


def apply(interview: Interview, event: Event) -> Interview:
    """The interview after an event; the same one where the event is unknown, a duplicate, or comes too late.

    Whatever comes after the deadline first ends the interview there, with each draft that stands as the answer given.
    Events may arrive out of order: no draft gives way to an older one, and no time lies before one that is known.
    """
    if not isinstance(event, Event) or event.at.utcoffset() is None or event.at.year not in _YEARS:
        return interview
    event = replace(event, at=event.at.astimezone(UTC))
    if not interview.finished_at and not interview.paused and event.at > interview.deadline:
        interview = _finished(interview, interview.deadline)
    match event:
        case events.Type():
            return _type(interview, event)
        case events.Record():
            return _record(interview, event)
        case events.Answer():
            return _answer(interview, event)
        case events.Tick():
            return _tick(interview, event)
        case events.Note():
            return _note(interview, event)
        case events.Flag() | events.Unflag():
            return _flag(interview, event)
    if interview.finished_at:
        return interview
    at = max(event.at, interview.now)
    match event:
        case events.Clarify():
            return _clarify(interview, event, at)
        case events.Skip():
            return _skip(interview, event, at)
        case events.GoTo():
            return _go_to(interview, event, at)
        case events.Pause():
            return _pause(interview, event, at)
        case events.Resume():
            return _resume(interview, event, at)
        case events.Finish():
            return _finished(interview, at)


def _type(interview: Interview, event: events.Type) -> Interview:
    turn = interview.turn(event.turn)
    if turn is None or turn.answered_at or turn.outcome or not _takes_text(interview, event.at):
        return interview
    if turn.drafted_at and _rank(event.at, event.text) <= _rank(turn.drafted_at, turn.draft):
        return interview
    answer = event.text if interview.finished_at and (event.text.strip() or turn.recorded or turn.corrected) else None
    return interview.moved(event.at).with_turn(event.turn, draft=event.text, drafted_at=event.at, answer=answer)


def _record(interview: Interview, event: events.Record) -> Interview:
    turn = interview.turn(event.turn)
    if turn is None or turn.computed or not _takes_text(interview, event.at):
        return interview
    is_given = bool(turn.answered_at or turn.outcome)
    if is_given and (turn.recorded or not event.kept or not (turn.answer or "").strip()):
        return interview  # what was given stays; only a recording that ran beside it, in another tab, joins it
    if turn.recorded_at and (event.at, event.kept) <= (turn.recorded_at, turn.recorded):
        return interview
    answer = turn.draft if interview.finished_at and (event.kept or turn.draft.strip()) else None
    answer = turn.answer if is_given else answer
    recorded = {"recorded": event.kept, "recorded_at": event.at, "answer": answer}
    return interview.moved(event.at).with_turn(event.turn, **recorded)


def _answer(interview: Interview, event: events.Answer) -> Interview:
    turn = interview.turn(event.turn)
    if turn is None or not (event.reply.strip() or turn.recorded or interview.by_person):
        return interview
    if interview.finished_at and event.reply.strip():
        interview = _type(interview, events.Type(event.turn, event.reply, event.at))
    turn = interview.turns[event.turn]
    outcome = event.outcome if turn.computed != isinstance(event.outcome, Said) else None
    at = max(event.at, interview.now)
    if turn.answer is not None:
        if turn.answer != event.reply or turn.outcome or outcome is None:
            return interview
        return interview.moved(at).with_turn(event.turn, outcome=outcome)
    if interview.finished_at:
        return interview
    given = interview.clocked(at).with_turn(
        event.turn, answer=event.reply, answered_at=at, outcome=outcome, skipped=False
    )
    return onward(given, event.turn, at) if event.turn == interview.current else given


def _tick(interview: Interview, event: events.Tick) -> Interview:
    turn = interview.turn(event.turn)
    of = _to_tick(interview, turn, event.at) if turn else None
    if turn is None or of is None:
        return interview
    points, flags = _known(event.points, of[0]), _known(event.flags, of[1])
    ticks = Ticks(points, flags)
    if turn.corrected and turn.corrected_at:
        standing = (turn.corrected_at, turn.corrected.points, turn.corrected.flags)
        if (event.at, points, flags) <= standing:
            return interview
    answer = turn.draft if interview.finished_at and turn.answer is None else turn.answer
    return interview.moved(event.at).with_turn(event.turn, corrected=ticks, corrected_at=event.at, answer=answer)


def _to_tick(interview: Interview, turn: Turn, at: datetime) -> tuple[int, int] | None:
    """How many points and red flags there are to tick: in an answer that was scored, or while a person listens."""
    asked = question(turn.id) if interview.by_person else None
    if asked and (turn.outcome or _takes_text(interview, at)):
        return len(asked.points), len(asked.red_flags)
    return turn.outcome.of if isinstance(turn.outcome, Said) else None


def _note(interview: Interview, event: events.Note) -> Interview:
    if not _takes_text(interview, event.at):
        return interview
    if interview.noted_at and _rank(event.at, event.text) <= _rank(interview.noted_at, interview.notes):
        return interview
    return replace(interview.moved(event.at), notes=event.text, noted_at=event.at)


def _flag(interview: Interview, event: events.Flag | events.Unflag) -> Interview:
    turn, up = interview.turn(event.turn), isinstance(event, events.Flag)
    if turn is None or not _takes_text(interview, event.at):
        return interview
    if turn.flagged_at and (event.at, up) <= (turn.flagged_at, turn.flagged):
        return interview
    return interview.moved(event.at).with_turn(event.turn, flagged=up, flagged_at=event.at)


def _clarify(interview: Interview, event: events.Clarify, at: datetime) -> Interview:
    turn = interview.turn(event.turn)
    if turn is None or turn.answer is not None or event.about in turn.clarified:
        return interview
    if event.about not in get_args(Convention):
        return interview
    return interview.moved(at).with_turn(event.turn, clarified=(*turn.clarified, event.about))


def _skip(interview: Interview, event: events.Skip, at: datetime) -> Interview:
    if interview.paused or event.turn != interview.current or event.at < interview.since:
        return interview
    return onward(interview.clocked(at).with_turn(event.turn, skipped=True), event.turn, at)


def _go_to(interview: Interview, event: events.GoTo, at: datetime) -> Interview:
    if interview.paused or event.turn not in interview.waiting or event.at <= interview.since:
        return interview
    return replace(interview.clocked(at), current=event.turn, since=at)


def _pause(interview: Interview, event: events.Pause, at: datetime) -> Interview:
    last = interview.pauses[-1] if interview.pauses else None
    if interview.paused or (last and last.ended and event.at <= last.ended):
        return interview
    return replace(interview.clocked(at), pauses=(*interview.pauses, Break(at)))


def _resume(interview: Interview, event: events.Resume, at: datetime) -> Interview:
    if not interview.paused or event.at < interview.pauses[-1].began:
        return interview
    return _resumed(interview, at)


def _resumed(interview: Interview, at: datetime) -> Interview:
    """A pause has ended: the deadline moves by as much as it took."""
    last = replace(interview.pauses[-1], ended=at)
    deadline = interview.deadline + (at - last.began)
    return replace(interview, pauses=(*interview.pauses[:-1], last), deadline=deadline, since=at, now=at)


def _finished(interview: Interview, at: datetime) -> Interview:
    """The end: what stands (drafts, recordings, ticks) is the answer given, not judged yet."""
    at = max(at, interview.now)
    ended = _resumed(interview, at) if interview.paused else interview.clocked(at)
    for place, turn in enumerate(ended.turns):
        if turn.answer is None and (turn.draft.strip() or turn.recorded or turn.corrected):
            ended = ended.with_turn(place, answer=turn.draft)
    return replace(ended, current=None, finished_at=at)


def _takes_text(interview: Interview, at: datetime) -> bool:
    return interview.finished_at is None or at <= interview.finished_at + GRACE


def _rank(at: datetime, text: str) -> tuple[datetime, int, str]:
    """Which of two texts stands: the later, and of two at the same time the longer, in whichever order they arrive."""
    return at, len(text), text


def _known(places: Iterable[int], count: int) -> tuple[int, ...]:
    return tuple(sorted({place for place in places if 0 <= place < count}))
