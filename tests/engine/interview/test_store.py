"""Does the store keep every interview, and every event of two tabs once?"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from engine.interview.events import Answer, Clarify, Finish, Flag, Note, Pause, Record, Resume, Said, Skip, Ticks, Type
from engine.interview.plan import plan
from engine.interview.state import begin
from engine.interview.templates import templates
from engine.interview.turns import Interview
from engine.study.reviews import Review, first_of_day
from engine.study.store import Store, open_store
from tests.engine.interview.conftest import PLAN, START

ROOT = Path(__file__).resolve().parents[3]
LONG = plan(templates()["vision-onsite"], 3)
WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from threading import Thread
from engine.interview.events import Answer, Note, Type
from engine.study.store import open_store

store = open_store(sys.argv[1])

def tab(name):
    n = 0
    while True:
        n += 1
        held = store.interviews.read("i")
        text, at = f"{name} {n:06} " + "답" * 300, held.interview.stamp(datetime.now(UTC))
        store.interviews.advance("i", Note(text, at) if name == "note" else Type(0, text, at))
        sys.stdout.write(f"{name} {n:06}\\n")
        sys.stdout.flush()

for name in ("note", "type"):
    Thread(target=tab, args=(name,)).start()
"""


def test_an_interview_comes_back_as_it_was(store: Store, interview: Interview, file: Path, after) -> None:
    begun = store.interviews.begin("i", PLAN, interview)
    assert (begun.interview, begun.events, begun.template, begun.seed) == (interview, 0, "by-hand", 7)
    happened = (Type(0, "합성곱은 \x00 \U0001f600", after(1.000001)), Clarify(0, "bias", after(2)),
                Note("말", after(3)), Answer(0, "sum", Said(Ticks((0,), (1,)), (3, 2)), after(4)), Skip(1, after(5)),
                Flag(0, after(6)), Pause(after(7)), Resume(after(8)))  # fmt: skip
    for number, event in enumerate(happened, start=1):
        advanced = store.interviews.advance("i", event)
        assert advanced is not None and advanced.events == number
        assert store.interviews.read("i") == advanced
    other = open_store(f"sqlite:///{file}")
    assert other.interviews.read("i") == advanced
    other.close()


def test_what_changes_nothing_is_not_counted(store: Store, interview: Interview, after) -> None:
    store.interviews.begin("i", PLAN, interview)
    twice = [store.interviews.advance("i", Skip(0, after(5))) for _ in range(2)]
    assert twice[0] == twice[1] and twice[1] is not None and twice[1].events == 1


def test_beginning_again_goes_on(store: Store, interview: Interview, after) -> None:
    store.interviews.begin("i", PLAN, interview)
    advanced = store.interviews.advance("i", Type(0, "text", after(1)))
    assert store.interviews.begin("i", LONG, begin(LONG, "ko", after(90))) == advanced


def test_what_was_never_begun_is_not_there(store: Store, after) -> None:
    assert store.interviews.read("x") is None and store.interviews.advance("x", Finish(after(1))) is None
    assert store.interviews.latest() == []


def test_the_latest_come_first_and_all_can_be_deleted(store: Store, interview: Interview) -> None:
    for number in range(4):
        store.interviews.begin(f"i{number}", PLAN, interview)
    assert [held.id for held in store.interviews.latest(3)] == ["i3", "i2", "i1"]
    store.delete_everything()
    assert store.interviews.latest() == []


def test_an_interview_is_compared_with_the_finished_ones_before_it(store: Store, interview: Interview, after) -> None:
    for number in range(5):
        store.interviews.begin(f"i{number}", PLAN, interview)
    for number in (4, 0, 3, 1):
        store.interviews.advance(f"i{number}", Finish(after(9)))
    assert [held.id for held in store.interviews.before("i3")] == ["i1", "i0"]
    assert [held.id for held in store.interviews.before("i3", 1)] == ["i1"]
    assert store.interviews.before("i0") == store.interviews.before("x") == []


def test_a_recording_is_kept_with_its_event_or_not_at_all(store: Store, interview: Interview, after) -> None:
    store.interviews.begin("i", PLAN, interview)
    store.interviews.advance("i", Record(0, True, after(2)), b"first")
    store.interviews.advance("i", Record(0, True, after(1)), b"late from another tab")
    assert store.interviews.recordings("i") == {0: b"first"}
    store.interviews.advance("i", Record(0, True, after(3)), b"second")
    store.interviews.advance("i", Answer(0, "", None, after(4)))
    store.interviews.advance("i", Record(0, False, after(5)))
    assert store.interviews.recordings("i") == {0: b"second"}  # an answer that was given stays
    store.delete_everything()
    assert store.interviews.recordings("i") == {}


def test_an_answer_is_stored_with_what_it_counts_or_not_at_all(store: Store, interview: Interview, after) -> None:
    review = first_of_day("question:a/what", 3, 0.9, START, START.date())

    def counts(held: Interview, settings: dict[str, str]) -> tuple[None, Review]:
        assert held.turns[0].answer == "sum" and settings == {}
        if not counted:
            raise KeyError("no content")
        return None, review

    counted: list[bool] = []
    given = partial(Answer, 0, "sum", Said(Ticks((0,)), (3, 2)))
    store.interviews.begin("i", PLAN, interview)
    with pytest.raises(KeyError):
        store.answer("i", given, after(5), counts)
    assert store.interviews.read("i").interview == interview and store.reviews() == []
    counted.append(True)
    for _ in range(2):
        assert store.answer("i", given, after(5), counts).interview.turns[0].answered_at == after(5)
    assert store.reviews() == [review]
    assert store.answer("x", given, after(5), counts) is None


def test_what_happens_now_comes_after_all_that_is_known(store: Store, interview: Interview, after) -> None:
    store.interviews.begin("i", PLAN, interview)
    store.interviews.advance("i", Note("later", after(9)))
    held = store.interviews.happens("i", partial(Type, 0, "the clock was set back"), after(2))
    assert held.interview.turns[0].drafted_at > after(9)


def test_two_tabs_lose_and_double_nothing(store: Store) -> None:
    """Both answer every question as soon as they see it; the first answer stands, and every question is put once."""
    store.interviews.begin("i", LONG, begin(LONG, "en", START))
    together = Barrier(2)

    def tab(name: str) -> int:
        together.wait()
        steps = 0
        while (held := store.interviews.read("i")) and held.interview.current is not None:
            at, place = held.interview.stamp(held.interview.now), held.interview.current
            store.interviews.advance("i", Type(place, f"{name} types", at))
            store.interviews.advance("i", Answer(place, name, Said(Ticks((0,)), (1, 1)), at))
            steps += 1
        return steps

    with ThreadPoolExecutor(2) as pool:
        steps = list(pool.map(tab, ("one", "two")))
    held = store.interviews.read("i")
    assert held is not None
    turns = held.interview.turns
    assert len(turns) <= sum(steps) <= 2 * len(turns)
    assert all(turn.answer in ("one", "two") and turn.answered_at for turn in turns)
    assert [turn.id for turn in turns if turn.parent is None] == [part for slot in LONG.slots for part in slot.parts]
    assert len(turns) < held.events <= 3 * len(turns)


def test_many_events_at_once_are_all_there(store: Store) -> None:
    running = begin(LONG, "en", START)
    store.interviews.begin("i", LONG, running)
    conventions = ("rounding", "bias", "padding", "flip", "macs", "batch", "layout", "training", "same")
    together = Barrier(9)

    def ask(about: str) -> None:
        together.wait()
        store.interviews.advance("i", Clarify(0, about, START))  # type: ignore[arg-type]

    with ThreadPoolExecutor(9) as pool:
        list(pool.map(ask, conventions))
    held = store.interviews.read("i")
    assert held is not None and held.events == 9
    assert set(held.interview.turns[0].clarified) == set(conventions)


def test_every_acknowledged_event_outlives_kill_9(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    store.interviews.begin("i", PLAN, begin(PLAN, "ko", START.replace(year=2999)))
    store.close()
    chance, acknowledged = random.Random(5), {"note": 0, "type": 0}
    for _ in range(6):
        command = [sys.executable, "-c", WRITER, f"sqlite:///{file}"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        writer = subprocess.Popen(command, cwd=file.parent, env=environment, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(5)]
        time.sleep(chance.uniform(0, 0.3))
        writer.kill()
        rest = writer.communicate()[0]
        lines += rest[: rest.rfind("\n") + 1].splitlines()
        latest = {name: max((int(line.split()[1]) for line in lines if line.startswith(name)), default=0)
                  for name in acknowledged}  # fmt: skip
        store = open_store(f"sqlite:///{file}")
        held = store.interviews.read("i")
        store.close()
        assert held is not None
        for name, text in (("note", held.interview.notes), ("type", held.interview.turns[0].draft)):
            if latest[name]:
                assert int(text.split()[1]) in (latest[name], latest[name] + 1)
            acknowledged[name] += latest[name]
    assert sum(acknowledged.values()) > 20
