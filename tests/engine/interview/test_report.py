"""Does the band of an interview say how much was answered, and do the drills name what was not?"""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest

from engine.cards import Convention, Question
from engine.interview import events
from engine.interview.events import Computed, Outcome, Said, Ticks
from engine.interview.ids import question
from engine.interview.plan import plan
from engine.interview.report import Report, report
from engine.interview.state import apply, begin
from engine.interview.templates import templates
from engine.interview.turns import Interview, Turn
from tests.engine.interview.conftest import START


def taken(name: str, right: float, seed: int = 3, beside: int = 0) -> Interview:
    """A whole interview, in time, of which each answer has that share of what is wanted.

    All that a question leaves open is clarified, and so many conventions beside it.
    """
    planned = plan(templates()[name], seed)
    interview, at = begin(planned, "en", START), START
    while interview.current is not None:
        place, turn = interview.current, interview.turns[interview.current]
        asked = question(turn.id)
        left_open = [one.about for one in asked.open] if asked else []
        others = [about for about in get_args(Convention) if about not in left_open]
        for about in [*left_open, *others[:beside]]:
            interview = apply(interview, events.Clarify(place, about, at := at + timedelta(seconds=1)))
        at += timedelta(seconds=turn.budget / 2)
        interview = apply(interview, events.Answer(place, "as I would say it", _outcome(turn, asked, right), at))
    return apply(interview, events.Finish(at))


def _outcome(turn: Turn, asked: Question | None, right: float) -> Outcome:
    if turn.computed:
        return Computed("right" if right > 0.5 else "wrong")
    count = len(asked.points) if asked else 0
    return Said(Ticks(tuple(range(round(right * count)))), (count, len(asked.red_flags) if asked else 0))


def of(name: str, right: float) -> Report:
    return report(taken(name, right))


@pytest.mark.parametrize("name", templates())
def test_who_knows_everything_is_strong_and_who_knows_nothing_is_not_there_yet(name: str) -> None:
    assert of(name, 1.0).band == "strong"
    nothing = of(name, 0.0)
    assert nothing.band == "not-yet"
    assert nothing.dimensions["correctness"] == 0.0
    assert len(nothing.drills) == 5


def test_a_complete_answer_with_a_red_flag_is_a_drill_too() -> None:
    interview = taken("plain-words", 1.0)
    assert report(interview).drills == ()
    asked = question(interview.turns[0].id)
    assert asked
    points = tuple(range(len(asked.points)))
    flagged = report(apply(interview, events.Tick(0, points, (0,), interview.now)))
    assert [drill.card for drill in flagged.drills] == [asked.card]
    assert "a red flag" in flagged.drills[0].why.render("en")


def test_who_asks_about_everything_has_not_seen_what_is_open() -> None:
    asked = [report(taken("phone-screen", 1.0, beside=beside)).dimensions["assumptions"] for beside in (0, 1, 3, 9)]
    assert asked[:2] == [1.0, 1.0]
    assert 0.5 > asked[2] > asked[3] > 0


def test_speed_and_questions_back_do_not_make_half_an_answer_a_strong_one() -> None:
    half = of("plain-words", 0.5)
    assert half.dimensions["pace"] == half.dimensions["assumptions"] == half.dimensions["correctness"] == 1.0
    assert half.overall > 0.75
    assert half.band == "promising"
    little = of("plain-words", 0.2)
    assert little.overall > 0.5
    assert little.band == "not-yet"
