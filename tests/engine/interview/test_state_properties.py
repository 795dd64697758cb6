"""Whatever happens in whichever order: is no answer lost, does no time run backwards, is there always a next step?"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import get_args

import pytest

from engine.cards import Convention
from engine.interview.events import (
    Answer,
    Clarify,
    Computed,
    Event,
    Finish,
    Flag,
    GoTo,
    Note,
    Outcome,
    Pause,
    Record,
    Resume,
    Said,
    Skip,
    Tick,
    Ticks,
    Type,
    Unflag,
)
from engine.interview.plan import plan
from engine.interview.state import apply, begin
from engine.interview.templates import templates
from engine.interview.turns import Interview, from_json, to_json
from tests.engine.interview.conftest import PLAN, START

PLANS = (PLAN, plan(templates()["phone-screen"], 1), plan(templates()["whiteboard"], 2))
SEQUENCES = range(1500)


def outcome(chance: random.Random, seen: Interview, place: int) -> Outcome | None:
    """Mostly one that fits the question."""
    turn = seen.turn(place)
    if chance.random() < 0.1:
        return None
    if (turn is not None and turn.computed) != (chance.random() < 0.1):
        return chance.choice((Computed("right"), Computed("right"), Computed("wrong", "forgot-stride")))
    points = tuple(chance.sample(range(4), chance.choice((0, 1, 3, 4))))
    return Said(Ticks(points, tuple(range(chance.choice((0, 0, 1))))), (4, 2))


def happening(chance: random.Random, seen: Interview) -> list[Event]:
    """What two tabs send, one of which looks on only now and then: often late or twice, or about another question."""
    sent: list[Event] = []
    seconds, live, pace = 0.0, seen, chance.choice((1, 8, 40, 150))
    for number in range(chance.randint(5, 60)):
        seconds += chance.choice((0.0, 0.001, 0.5, chance.uniform(0, 2 * pace)))
        at = START + timedelta(seconds=round(seconds - chance.choice((0, 0, 0, 0, 2, 40)), 3))
        if chance.random() < 0.6:
            seen = live
        current = seen.current if seen.current is not None else len(seen.turns) - 1
        turn = chance.choice((current, current, current, current + 1, chance.randint(-1, len(seen.turns))))
        text = f"{number} " + "합성곱 adds\x00 \U0001f600 up"[: chance.randint(0, 20)]
        answer = Answer(turn, text, outcome(chance, seen, turn), at)
        event: Event = chance.choice(
            (
                Type(turn, text, at), Type(turn, text, at), answer, answer, answer, answer, Skip(turn, at),
                Flag(turn, at), Unflag(turn, at), GoTo(chance.choice((0, *seen.waiting)), at), Pause(at), Resume(at),
                Resume(at), Note(text, at), Tick(turn, (0, 2), (1,), at), Answer(turn, "", None, at),
                Record(turn, chance.random() < 0.8, at),
                Clarify(turn, chance.choice(get_args(Convention)), at), Finish(at) if number > 40 else Resume(at),
            )
        )  # fmt: skip
        sent.append(event)
        live = apply(live, event)
        if chance.random() < 0.3:
            sent.append(chance.choice(sent))
    if chance.random() < 0.4:
        for place in range(len(sent) - 1):
            if chance.random() < 0.3:
                sent[place], sent[place + 1] = sent[place + 1], sent[place]
    return sent


@cache
def sequences(seed: int) -> tuple[Interview, tuple[Event, ...]]:
    chance = random.Random(seed)
    start = begin(PLANS[seed % len(PLANS)], "ko", START, by_person=seed % 4 == 0)
    return start, tuple(happening(chance, start))


def run(interview: Interview, sent: Iterable[Event]) -> Interview:
    for event in sent:
        interview = apply(interview, event)
    return interview


@pytest.mark.parametrize("hundred", range(len(SEQUENCES) // 100))
def test_each_step_keeps_what_was_given_and_never_turns_time_back(hundred: int) -> None:
    for seed in SEQUENCES[100 * hundred : 100 * hundred + 100]:
        before, sent = sequences(seed)
        for event in sent:
            after = apply(before, event)
            check_step(before, event, after)
            before = after


def check_step(before: Interview, event: Event, after: Interview) -> None:
    assert after.now >= before.now and after.deadline >= before.deadline and after.since >= before.since
    assert (after.slots, after.started_at) == (before.slots, before.started_at)
    assert before.finished_at is None or after.finished_at == before.finished_at
    assert len(after.turns) >= len(before.turns) and after.pauses[: len(before.pauses) - 1] == before.pauses[:-1]
    for place, (old, new) in enumerate(zip(before.turns, after.turns, strict=False)):
        assert (new.id, new.asked_at, new.parent, new.slot) == (old.id, old.asked_at, old.parent, old.slot)
        assert new.seconds >= old.seconds and new.clarified[: len(old.clarified)] == old.clarified
        if old.answered_at or old.outcome:
            assert (new.answer, new.answered_at) == (old.answer, old.answered_at)
        assert old.outcome is None or new.outcome == old.outcome
        if isinstance(event, Answer) and event.turn == place and old.answer is None and event.reply.strip():
            in_time = not before.finished_at and (before.paused or event.at <= before.deadline)
            assert not in_time or (new.answer, new.draft) == (event.reply, old.draft)
    moments = [before.started_at, *(turn.asked_at for turn in after.turns)]
    assert moments == sorted(moments) and moments[-1] <= after.now
    breaks = [moment for one in after.pauses for moment in (one.began, one.ended or after.now)]
    assert breaks == sorted(breaks)
    end = after.finished_at or after.now
    worked = (end - after.started_at).total_seconds() - sum(
        ((one.ended or end) - one.began).total_seconds() for one in after.pauses
    )
    assert sum(turn.seconds for turn in after.turns) <= worked + 1e-6
    assert len({(turn.id, turn.parent) for turn in after.turns}) == len(after.turns)


@pytest.mark.parametrize("hundred", range(len(SEQUENCES) // 100))
def test_nothing_that_was_typed_in_time_is_lost_at_the_end(hundred: int) -> None:
    for seed in SEQUENCES[100 * hundred : 100 * hundred + 100]:
        interview, sent = sequences(seed)
        over = run(interview, [*sent, Finish(START + timedelta(days=9))])
        assert over.finished_at is not None
        for place, turn in enumerate(over.turns):
            assert turn.answer is not None or not turn.draft.strip()
            typed = [one.text for one in sent if isinstance(one, Type) and one.turn == place]
            given = [one.reply for one in sent if isinstance(one, Answer) and one.turn == place]
            assert turn.draft in ("", *typed, *given)
            assert turn.answer in (None, *typed, *given) or (turn.answer == "" and (turn.recorded or over.by_person))
            assert turn.answer is not None or not turn.recorded


@pytest.mark.parametrize("hundred", range(len(SEQUENCES) // 100))
def test_whatever_took_effect_takes_none_a_second_time_however_late(hundred: int) -> None:
    for seed in SEQUENCES[100 * hundred : 100 * hundred + 100]:
        chance = random.Random(seed)
        interview, sent = sequences(seed)
        once, again = interview, interview
        happened: list[Event] = []
        for event in sent:
            after = apply(once, event)
            if after is not once and after != once:
                happened.append(event)
            once, again = after, apply(again, event)
            for late in chance.sample(happened, min(2, len(happened))):
                again = apply(again, late)
            assert again == once, event
        assert run(once, chance.sample(happened, len(happened))) == once


def test_drafts_notes_flags_and_ticks_do_not_depend_on_the_order_of_arrival() -> None:
    for seed in range(300):
        chance = random.Random(seed)
        interview = run(begin(PLAN, "en", START), [Answer(0, "a", Said(Ticks(), (4, 2)), START + timedelta(seconds=1))])
        moments = [START + timedelta(seconds=chance.randint(2, 9)) for _ in range(12)]
        sent: list[Event] = [
            chance.choice(
                (
                    Type(1, chance.choice("abc") * chance.randint(0, 3), at), Note(chance.choice(("", "x", "yy")), at),
                    Flag(0, at), Unflag(0, at), Record(2, chance.random() < 0.5, at),
                    Tick(0, (chance.randint(0, 3),), (), at),
                )
            )
            for at in moments
        ]  # fmt: skip
        assert run(interview, sent) == run(interview, chance.sample(sent, len(sent)))


@pytest.mark.parametrize("hundred", range(len(SEQUENCES) // 100))
def test_every_unfinished_state_has_a_next_step_and_comes_to_an_end(hundred: int) -> None:
    for seed in SEQUENCES[100 * hundred : 100 * hundred + 100]:
        interview, sent = sequences(seed)
        for event in sent:
            interview = apply(interview, event)
            if not interview.finished_at:
                assert step(interview) != interview
        steps = 0
        while not interview.finished_at:
            interview, steps = step(interview), steps + 1
            assert steps < 200


def step(interview: Interview) -> Interview:
    """What the page offers: go on after a pause, answer, go back to what waits, or finish."""
    at = interview.stamp(interview.now)
    if interview.paused:
        return apply(interview, Resume(at))
    if interview.current is not None:
        turn = interview.turns[interview.current]
        right = Computed("right") if turn.computed else Said(Ticks((0, 1)), (2, 1))
        return apply(interview, Answer(interview.current, "it is so", right, at))
    return apply(interview, GoTo(interview.waiting[0], at) if interview.waiting else Finish(at))


@pytest.mark.parametrize("hundred", range(len(SEQUENCES) // 100))
def test_the_state_survives_json_exactly(hundred: int) -> None:
    for seed in SEQUENCES[100 * hundred : 100 * hundred + 100 : 5]:
        interview, sent = sequences(seed)
        for event in sent:
            interview = apply(interview, event)
            stored = json.loads(json.dumps(to_json(interview), ensure_ascii=False, allow_nan=False))
            assert from_json(stored) == interview
            assert to_json(from_json(stored)) == stored


def test_the_sequences_are_varied_enough_to_mean_something() -> None:
    ends = [run(*sequences(seed)) for seed in SEQUENCES]
    assert sum(end.finished_at is None for end in ends) > 200 < sum(end.finished_at is not None for end in ends)
    assert sum(bool(end.pauses) for end in ends) > 300
    assert sum(any(turn.parent is not None for turn in end.turns) for end in ends) > 300
    assert sum(any(turn.answer and not turn.answered_at for turn in end.turns) for end in ends) > 50
    assert sum(len(end.turns) > 5 for end in ends) > 200
    assert sum(any(turn.only_recorded for turn in end.turns) for end in ends) > 50
    late = [end for end in ends if end.finished_at == end.deadline]
    assert len(late) > 50
