"""What does the candidate do to an interview, and what of it counts among all other answers?"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import streamlit as st

from engine.interview import events
from engine.interview.events import Answer, Computed, Event, Outcome, Said, Ticks
from engine.interview.ids import numbers, question
from engine.interview.slots import WALK_THROUGH
from engine.interview.state import GRACE, apply
from engine.interview.turns import Interview, Turn
from engine.links import ProblemLink, own_problem
from engine.problem import Judgement
from engine.speech.scoring import score
from engine.study.attempts import Attempt
from engine.study.interviews import Held
from engine.study.preferences import preferences
from engine.study.reviews import Rating, Review, first_of_day, proposed, question_item, rating_of, skill_item
from engine.text import Text
from ui.boot import store
from ui.components.draft import typed
from ui.desk import Desk, attempt_id_in_quiz
from ui.faults import faults_kept, keep_fault
from ui.reply import reply_text, typed_in
from ui.study import clock, now, study

STORED = "interview-stored"


def happens(id: str, event: Callable[[datetime], Event], sound: bytes = b"") -> None:
    """Store an event as of now, with what was recorded; a fault is told where the page is drawn next."""
    with faults_kept():
        st.session_state[STORED] = store().interviews.happens(id, event, now(), sound)


def just_stored(id: str = "") -> Held | None:
    """The interview as the event before this run left it; asked once, so that it is never an old one."""
    held: Held | None = st.session_state.pop(STORED, None)
    return held if held and held.id == id else None


def type_draft(id: str, place: int, key: str) -> None:
    happens(id, partial(events.Type, place, typed(key) or ""))


def answer(id: str, place: int, turn: Turn, key: str) -> None:
    """Score what stands there and go on; nothing written or recorded is no answer. The turn is as it was shown."""
    handed_in = typed(key)
    text = turn.draft if handed_in is None else handed_in
    if not text.strip() and not turn.recorded:
        keep_fault(Text("There is no answer yet. Write one, or skip the question."))
        return
    _answered(id, place, text, said(turn.id, text) if text.strip() else None)


def answer_by_hand(id: str, place: int, key: str) -> None:
    """Go on with what the interviewer ticked or chose; a number that nobody gave is no answer."""
    held = None
    with faults_kept():
        held = store().interviews.read(id)
    turn = held.interview.turn(place) if held else None
    if held is None or turn is None or turn.answer is not None:
        return
    text = typed(key)
    reply = turn.draft if text is None else text
    if turn.computed and not reply:
        keep_fault(Text("Nothing is chosen yet. Choose what was answered, or skip the question."))
        return
    _answered(id, place, reply, _outcome(held.interview, turn, reply))


def count_ticks(turn: Turn) -> None:
    """Let the ticks of an answer that was only heard count for what is due when, as a written answer's do at once."""
    if rating := rating_by_ticks(turn):
        with faults_kept():
            here = study()
            item = question_item(turn.id)
            store().grade(first_of_day(item, rating, here.chosen.retention, here.clock.at, here.clock.day))


def rating_by_ticks(turn: Turn) -> Rating | None:
    """What the candidate's ticks of an answer that was only heard speak for."""
    asked = question(turn.id)
    if asked is None or not turn.only_recorded or turn.corrected is None:
        return None
    return proposed(len(turn.corrected.points), len(asked.points))


def hand_in(id: str, place: int, desk: Desk) -> None:
    """Judge what is typed; a reply that cannot be read stays where it is."""
    reply = typed_in(desk)
    verdict = desk.problem.judge(reply)
    desk.unread = verdict if verdict.verdict == "unread" else None
    if outcome := _computed(verdict):
        _answered(id, place, reply_text(reply), outcome)


def said(id: str, answer: str) -> Said:
    """A spoken answer, scored; without a rubric there is nothing to tick."""
    asked = question(id)
    if asked is None:
        return Said(Ticks(), (0, 0))
    found = score(asked, answer)
    ticked = (tuple(n for n, made in enumerate(part) if made) for part in (found.points, found.red_flags))
    return Said(Ticks(*ticked), (len(asked.points), len(asked.red_flags)))


def settled(held: Held, at_once: bool = False) -> Interview:
    """A finished interview with every answer scored, also the drafts that stood at its end.

    For some seconds after the end the last keys may still arrive; until then the scores of drafts are only shown.
    """
    interview = held.interview
    end = (interview.finished_at or now()) + GRACE
    for place, turn in enumerate(interview.turns):
        judged = turn.answer is None or turn.outcome is not None
        outcome = None if judged else _outcome(interview, turn, turn.answer or "")
        if turn.answer is None or outcome is None:
            continue
        event = Answer(place, turn.answer, outcome, max(now(), end + timedelta(milliseconds=1)))
        if at_once or now() > end:
            given = partial(Answer, place, turn.answer, outcome)
            stored = store().answer(held.id, given, event.at, _counting(held.id, event))
            interview = stored.interview if stored else interview
        else:
            interview = apply(interview, event)
    return interview


def problem_link(turn: Turn) -> ProblemLink:
    """The problem that a turn puts."""
    named = numbers(turn.id)
    assert named
    if named.part is None:
        return ProblemLink(named.kind, named.level, named.seed)
    problem = named.problems()[0]
    return own_problem(problem.slug, named.level, problem, None)


def _outcome(interview: Interview, turn: Turn, answer: str) -> Outcome | None:
    """What an answer is worth; where a person listened, what they ticked, and what cannot be read is wrong."""
    if turn.computed:
        outcome = _computed(problem_link(turn).problem().judge(answer))
        return outcome or (Computed("wrong") if interview.by_person else None)
    if interview.by_person:
        return Said(turn.corrected or Ticks(), said(turn.id, "").of)
    return said(turn.id, answer)


def _computed(verdict: Judgement) -> Computed | None:
    return None if verdict.verdict == "unread" else Computed(verdict.verdict, verdict.tag)


def _answered(id: str, place: int, reply: str, outcome: Outcome | None) -> None:
    """The first answer counts, whoever gives it; what another tab answered meanwhile stays."""
    event, at = partial(Answer, place, reply, outcome), now()
    with faults_kept():
        st.session_state[STORED] = store().answer(id, event, at, _counting(id, event(at)))


Counts = Callable[[Interview, dict[str, str]], tuple[Attempt | None, Review | None]]


def _counting(id: str, given: Answer) -> Counts:
    """What an answer counts among all others, if it stands: for "my mistakes", and for what is due when."""
    here = clock(preferences({}))

    def counts(interview: Interview, settings: dict[str, str]) -> tuple[Attempt | None, Review | None]:
        turn = interview.turns[given.turn]
        if (turn.answer, turn.outcome) != (given.reply, given.outcome):
            return None, None
        chosen = preferences(settings)
        day = replace(here, boundary=chosen.boundary).day
        if isinstance(turn.outcome, Said):
            if turn.id == WALK_THROUGH or turn.only_recorded:
                return None, None
            rating = proposed(len(turn.outcome.ticks.points), turn.outcome.of[0])
            return None, first_of_day(question_item(turn.id), rating, chosen.retention, here.at, day)
        if turn.outcome is None:
            return None, None
        attempt = _attempt(id, given.turn, turn)
        if attempt.level is None:
            return attempt, None
        rating = rating_of(attempt.verdict, 0, attempt.seconds, turn.budget)
        item = skill_item(attempt.kind, attempt.level)
        return attempt, first_of_day(item, rating, chosen.retention, here.at, day)

    return counts


def _attempt(id: str, place: int, turn: Turn) -> Attempt:
    link = problem_link(turn)
    problem = link.problem()
    return Attempt(
        id=attempt_id_in_quiz(str(uuid.UUID(id)), place),
        kind=link.kind,
        version=problem.version,
        seed=link.seed,
        level=None if link.own else link.level,
        givens=problem.givens(),
        reply=turn.answer or "",
        verdict="right" if turn.verdict == "right" else "wrong",
        tag=turn.tag,
        seconds=turn.seconds,
        quiz=id,
        at=now(),
    )
