"""An interview that was taken, with every kind of turn, and the answers that are wanted in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import cycle

from engine.cards import Question, questions
from engine.interview.events import Computed, Said, Ticks
from engine.interview.ids import kind_of, numbers, seconds_for
from engine.interview.slots import WALK_THROUGH, Slot
from engine.interview.turns import Break, Interview, Turn

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
END = START + timedelta(minutes=31)


def found(wanted: Callable[[Question], object]) -> str:
    return next(key for key, asked in questions().items() if wanted(asked))


def wrong(id: str) -> Computed:
    named = numbers(id)
    assert named
    return Computed("wrong", named.problems()[0].mistakes()[0].tag)


def taken(*answers: str, notes: str = "practise SAME") -> Interview:
    """With these answers, in turn, wherever one was given."""
    open_question, given = found(lambda asked: asked.open), cycle(answers)
    said = Said(Ticks((0,), (0,)), (3, 1))
    turns = (
        turn(open_question, next(given), said, clarified=(questions()[open_question].open[0].about,)),
        turn(found(lambda asked: asked.form == "claim"), next(given), Said(Ticks(), (3, 1)), parent=0),
        turn(found(lambda asked: asked.code), next(given), said),
        turn(found(lambda asked: not asked.open), None, skipped=True),
        turn("output-size/chain-of-layers", next(given)),
        turn("conv-output-size@2.7", next(given), wrong("conv-output-size@2.7"), seconds=130.0),
        turn(WALK_THROUGH, next(given), Said(Ticks(), (0, 0)), parent=5),
        turn("layer@2.7/1", next(given), Computed("wrong")),
        turn("layer@2.7/2", next(given), Computed("right")),
        turn("layer@2.7/3", next(given)),
        turn("convolution-or-cross-correlation@2.5", next(given), wrong("convolution-or-cross-correlation@2.5")),
        turn("pooling-grid@3.5", None),
        Turn(0, "a-card/that-was-withdrawn", "spoken", 90, START, answer=next(given), answered_at=START),
    )
    slots = tuple(Slot(one.id, one.kind, one.budget) for one in turns)
    pauses = (Break(START + timedelta(seconds=185), START + timedelta(seconds=285)),)
    return Interview(
        slots, "en", START, END, END, END, turns, pauses=pauses, notes=notes, noted_at=END, finished_at=END
    )


def turn(id: str, answer: str | None, outcome: Said | Computed | None = None, **more: object) -> Turn:
    kind, seconds = kind_of(id), {"seconds": 40.0}
    assert kind
    return Turn(0, id, kind, seconds_for(id), START, answer=answer, outcome=outcome, **seconds | more)  # type: ignore[arg-type]
