"""Does a grade count once, whoever sends it, and is what is remembered never behind the log?"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from threading import Barrier

import pytest

from engine.study.clock import Clock
from engine.study.memory import Memory, remember
from engine.study.reviews import RATINGS, Review, first_of_day, grade, skill_item
from engine.study.store import Store, open_store

ROOT = Path(__file__).resolve().parents[3]
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = Clock(AT).day
QUESTION, SKILL = "question:output-size/formula", skill_item("conv-output-size", 2)


def graded(rows: int, rating: int = 3, item: str = QUESTION, at: datetime = AT) -> Review:
    return grade(item, rows, rating, 0.9, at, Clock(at).day)  # type: ignore[arg-type]


def of_skill(day: date = TODAY, rating: int = 3) -> Callable[[object], Review]:
    return lambda _: first_of_day(SKILL, rating, 0.9, AT, day)  # type: ignore[arg-type]


def replayed(store: Store) -> dict[str, Memory]:
    by_item = groupby(sorted(store.reviews(), key=lambda row: row.item), key=lambda row: row.item)
    return {item: remember(item, list(rows)) for item, rows in by_item}


def test_one_card_graded_in_twenty_tabs_at_once_counts_once(store):
    together = Barrier(20)

    def submit(n: int) -> None:
        together.wait()
        store.grade(graded(0, RATINGS[n % 4]))

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(submit, range(20)))
    assert len(store.reviews()) == store.study().memories[QUESTION].rows == store.days()[TODAY] == 1
    assert store.study().memories == replayed(store)


def test_processes_that_grade_at_once_lose_nothing_and_count_nothing_twice(file, store):
    """Four of them, each through the same fifty cards and one card of its own."""
    code = """
import sys
from datetime import UTC, datetime
from engine.study.reviews import first_of_day, grade
from engine.study.store import open_store
store, at = open_store(sys.argv[1]), datetime(2026, 3, 1, 12, tzinfo=UTC)
print("ready", flush=True)
sys.stdin.readline()
for n in range(50):
    store.grade(grade(f"question:card-{n}/why", 0, 3, 0.9, at, at.date()))
    store.grade(grade(f"question:own-{sys.argv[2]}/why", n, 3, 0.9, at, at.date()))
    store.grade(first_of_day("skill:gradient@1", 3, 0.9, at, at.date()))
"""
    command = [sys.executable, "-c", code, f"sqlite:///{file}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = [subprocess.Popen([*command, str(n)], env=environment, stdin=-1, stdout=-1, text=True) for n in range(4)]
    assert [process.stdout.readline() for process in started] == ["ready\n"] * 4
    for process in started:
        process.stdin.close()
    assert [process.wait(60) for process in started] == [0] * 4
    assert len(store.reviews()) == store.days()[TODAY] == 50 + 4 * 50 + 1
    assert store.study().memories == replayed(store)


def test_what_another_process_grades_takes_back_and_deletes_is_seen_at_once(file, store):
    """However much of it came since the last look, and although a record begun anew numbers its rows anew."""
    other, dice = open_store(f"sqlite:///{file}"), random.Random(7)
    for n in range(200):
        writer, at = dice.choice((store, other)), AT + timedelta(hours=n)
        action, item = dice.choice(("grade", "grade", "grade", "undo", "delete")), dice.choice((QUESTION, SKILL))
        if action == "grade":
            memory = writer.study().memories.get(item, Memory(item))
            writer.grade(graded(memory.rows, dice.choice(RATINGS), item, at))
        elif action == "undo" and (last := writer.last_grade(Clock(at).day)):
            writer.undo(last, at, Clock(at).day)
        elif action == "delete" and dice.random() < 0.2:
            writer.delete_everything()
            writer.grade(graded(0, dice.choice(RATINGS), QUESTION, at))
        for reader in (store, other):
            assert dice.random() < 0.4 or reader.study().memories == replayed(store)
    other.close()


def test_a_file_put_in_the_place_of_another_is_read_anew(file, store):
    for record, rating in ((store, 1), (open_store(f"sqlite:///{file}.new"), 4)):
        record.grade(graded(0, rating, at=AT + timedelta(hours=rating)))
        assert record.study().memories == replayed(record)
        record.close()
    Path(f"{file}.new").replace(file)
    assert store.study().memories == replayed(store) and store.reviews()[0].rating == 4


def test_only_the_first_answer_of_a_study_day_schedules_a_skill(store, attempt):
    for n in range(3):
        store.record(attempt(f"a{n}", seed=n), of_skill(rating=1 + n))
    store.record(attempt("b", seed=9), of_skill(TODAY + timedelta(days=1)))
    assert [(row.day, row.rating) for row in store.reviews()] == [(TODAY, 1), (TODAY + timedelta(days=1), 3)]


def test_another_try_at_a_problem_schedules_nothing_on_any_day(store, attempt):
    """Nor does a submit that comes twice; the same seed at another level is another problem."""
    store.record(attempt("a"), of_skill())
    for n, id in enumerate(("a", "b", "c")):
        store.record(attempt(id), of_skill(TODAY + timedelta(days=1 + n)))
    assert len(store.reviews()) == 1
    store.record(attempt("d", level=3), of_skill(TODAY + timedelta(days=5)))
    assert len(store.reviews()) == 2


def test_an_answer_and_its_review_are_stored_together_or_not_at_all(store, attempt, monkeypatch):
    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(Memory, "after", lambda *_: (_ for _ in ()).throw(RuntimeError("the power went")))
        store.record(attempt("a"), of_skill())
    assert (store.latest(), store.reviews(), store.study().memories) == ([], [], {})
    store.record(attempt("a"), of_skill())
    assert len(store.reviews()) == 1


def test_a_grade_that_is_not_the_last_of_its_item_can_be_taken_back(store):
    given = [graded(n, rating, at=AT + timedelta(days=4 * n)) for n, rating in enumerate((3, 1, 4))]
    for review in given:
        store.grade(review)
    for _ in range(2):
        store.undo(given[1], AT + timedelta(days=9), TODAY + timedelta(days=9))
    memory = store.study().memories[QUESTION]
    assert memory == remember(QUESTION, store.reviews()) and memory.rows == len(store.reviews()) == 4
    assert (memory.lapses, memory.stability) == (0, remember(QUESTION, [given[0], given[2]]).stability)
    store.grade(graded(memory.rows, at=AT + timedelta(days=10)))
    assert len(store.reviews()) == 5 and store.study().memories == replayed(store)


def test_a_grade_taken_back_after_the_day_ended_is_taken_back(store):
    first, second = graded(0), graded(0, item="question:stride/why")
    store.grade(first)
    store.grade(second)
    store.undo(second, AT + timedelta(days=1), TODAY + timedelta(days=1))
    assert store.last_grade(TODAY) == first
    assert store.study().memories[second.item].is_new
    store.undo(first, AT, TODAY)
    assert store.last_grade(TODAY) is None


def test_what_was_deleted_in_another_tab_cannot_be_taken_back(store):
    store.grade(graded(0))
    store.delete_everything()
    store.undo(graded(0), AT, TODAY)
    assert (store.reviews(), store.study().memories, store.days()) == ([], {}, {})


def test_the_last_grade_of_a_day_is_one_of_a_question(store, attempt):
    store.grade(graded(0))
    store.record(attempt("a"), of_skill())
    assert store.last_grade(TODAY) == graded(0)
    assert store.last_grade(TODAY - timedelta(days=1)) is None
