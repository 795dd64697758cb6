"""Does the log alone say what is remembered, and does time make sense of it?"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import groupby

import fsrs
import pytest

from engine.study.clock import Clock
from engine.study.memory import LEECH, Memory, remember
from engine.study.reviews import RATINGS, Review, first_of_day, grade, rating_of, skill_item
from engine.study.store import Store

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
QUESTION, SKILL = "question:output-size/formula", skill_item("conv-output-size", 2)


def review(rating: int, at: datetime = AT, item: str = QUESTION) -> Review:
    return Review(f"{item} {at}", item, rating, 0.9, at, Clock(at).day)  # type: ignore[arg-type]


def test_a_better_grade_rests_longer():
    for memory in (Memory(QUESTION), Memory(QUESTION).after(review(3)), Memory(SKILL).after(review(2, item=SKILL))):
        later = AT + timedelta(days=3)
        rests = [memory.intervals(0.9, later, Clock(later).day)[rating] for rating in RATINGS]
        assert rests == sorted(rests)
        assert rests[0] < rests[2] < rests[3]


def test_more_retention_means_shorter_rests():
    memory = Memory(QUESTION).after(review(3))
    later = AT + timedelta(days=2)
    rests = [memory.intervals(retention, later, Clock(later).day)[3] for retention in (0.8, 0.9, 0.97)]
    assert rests == sorted(rests, reverse=True) and rests[0] > rests[2]


def test_a_question_not_known_comes_back_within_the_round_and_a_skill_on_another_day():
    assert Memory(QUESTION).after(review(1)).due == AT + timedelta(minutes=10)
    skill = Memory(SKILL).after(review(1, item=SKILL))
    assert skill.due and skill.due >= AT + timedelta(days=1)


def test_recall_is_nine_in_ten_after_the_stability():
    memory = Memory(QUESTION).after(review(4))
    assert memory.stability is not None and memory.recall(Clock(AT)) == 1.0
    last_good = AT + timedelta(days=int(memory.stability))
    assert memory.recall(Clock(last_good)) >= 0.9 > memory.recall(Clock(last_good + timedelta(days=1)))
    assert Memory(QUESTION).recall(Clock(AT)) == 0.0


def test_it_is_due_on_its_study_day_from_the_morning_on():
    memory = Memory(QUESTION).after(review(3))  # at noon, for two days
    assert memory.due == AT + timedelta(days=2)
    assert not memory.is_due(Clock(datetime(2026, 3, 3, 3, 59, tzinfo=UTC)))
    assert memory.is_due(Clock(datetime(2026, 3, 3, 4, 0, tzinfo=UTC)))


def test_who_studies_a_little_earlier_each_day_learns_as_fast():
    """A night lies between, be it 24 hours long or not."""

    def reviews_in_a_month(earlier: timedelta) -> int:
        memory, count, at = Memory(SKILL).after(review(1, AT, SKILL)), 1, AT
        for _ in range(30):
            at += timedelta(days=1) - earlier
            if memory.is_due(Clock(at)):
                memory, count = memory.after(review(3, at, SKILL)), count + 1
        return count

    assert reviews_in_a_month(timedelta(minutes=10)) == reviews_in_a_month(timedelta()) < 7


def test_a_second_review_on_a_study_day_is_one_of_the_same_day_though_the_date_changes():
    evening, night = AT.replace(hour=23), AT.replace(hour=3) + timedelta(days=1)
    memory = Memory(QUESTION).after(review(3, evening))
    rested = memory.after(review(3, night))
    assert rested.due and memory.due and rested.due - night <= memory.due - evening + timedelta(days=1)
    assert memory.intervals(0.9, night, Clock(night).day)[3] == rested.due - night


def test_a_clock_that_was_set_back_does_no_harm():
    ahead, after = AT + timedelta(days=400), Memory(QUESTION).after(review(3))
    for memory in (Memory(QUESTION).after(review(3, ahead)), after.after(review(3, ahead))):
        back = memory.after(review(3, AT))
        assert back.last == AT and back.due and back.stability
        assert AT < back.due <= AT + timedelta(days=back.stability + 1)
        assert memory.recall(Clock(AT)) == back.recall(Clock(AT)) == 1.0


def test_what_is_forgotten_again_and_again_is_a_leech():
    memory, at = Memory(QUESTION), AT
    for _ in range(LEECH):
        assert not memory.is_leech
        memory = memory.after(review(3, at)).after(review(1, at + timedelta(days=2)))
        at += timedelta(days=4)
    assert memory.is_leech


@pytest.mark.parametrize(
    ("verdict", "hints", "seconds", "expected"),
    [
        ("wrong", 0, 10, 1), ("gave-up", 0, 10, 1), ("right", 3, 10, 1), ("right", 1, 10, 2), ("right", 2, 99, 2),
        ("right", 0, 61, 2), ("right", 0, 60, 3), ("right", 0, 31, 3), ("right", 0, 30, 4), ("right", 0, None, 3),
    ],
)  # fmt: skip
def test_a_checked_answer_is_rated(verdict, hints, seconds, expected):
    assert rating_of(verdict, hints, seconds, 60) == expected


def test_a_voiding_row_is_no_review():
    with pytest.raises(ValueError, match="fold"):
        Memory(QUESTION).after(Review("void:a", QUESTION, None, 0.9, AT, AT.date(), voids="a"))


@pytest.mark.parametrize("seed", range(3))
def test_replaying_the_log_gives_what_the_store_remembers(store: Store, seed: int):
    """Over a long history of grades, answers, repeats, undos, a changed retention and a clock that jumps."""
    chance, at = random.Random(seed), AT
    questions = [f"question:card-{n}/why" for n in range(12)]
    skills = [skill_item(kind, level) for kind in ("gradient", "conv-output-size") for level in (1, 2, 3)]
    for _ in range(400):
        at += timedelta(minutes=chance.choice([1, 7, 30, 600, 2000]), days=chance.choice([0, 0, 0, 1, 9, -1]))
        day, retention = Clock(at).day, chance.choice([0.85, 0.9, 0.95])
        act = chance.random()
        if act < 0.15 and (last := store.last_grade(day)):
            store.undo(last, at, day)
            store.undo(last, at, day)
        elif act < 0.2 and (earlier := [row for row in store.reviews() if row.rating]):
            store.undo(chance.choice(earlier), at, day)
        elif act < 0.7:
            item = chance.choice(questions)
            rows = memory.rows if (memory := store.study().memories.get(item)) else 0
            given = grade(item, rows, chance.choice(RATINGS), retention, at, day)
            store.grade(given)
            store.grade(given)
        else:
            store.grade(first_of_day(chance.choice(skills), chance.choice(RATINGS), retention, at, day))
    log = store.reviews()
    assert sum(row.voids is not None for row in log) > 10 and len(log) > 300
    by_item = groupby(sorted(log, key=lambda row: row.item), key=lambda row: row.item)  # stable: the log's order stays
    assert store.study().memories == {item: remember(item, list(rows)) for item, rows in by_item}
    days = [row.day for row in log if row.rating is not None]
    assert store.days() == {day: days.count(day) for day in days}


def test_the_library_is_the_one_whose_states_are_stored():
    assert [state.value for state in (fsrs.State.Learning, fsrs.State.Review, fsrs.State.Relearning)] == [1, 2, 3]
