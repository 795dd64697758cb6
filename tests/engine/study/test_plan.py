"""Is the plan true to what is remembered, and does it fit the days there are?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from engine import catalog
from engine.cards import topics
from engine.links import MIXED
from engine.study.attempts import Attempt
from engine.study.clock import Clock
from engine.study.items import items
from engine.study.memory import Memory
from engine.study.plan import forecast, interview_plan, most_needed, readiness, starting_levels, streak
from engine.study.preferences import Preferences, preferences, spelled_levels
from engine.study.reviews import Review, skill_item
from engine.study.store import Record

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLOCK = Clock(AT)
NOBODY = Record({}, frozenset(), {}, {})


def learned(item: str, rating: int = 4, at: datetime = AT) -> Memory:
    return Memory(item).after(Review(item, item, rating, 0.9, at, Clock(at).day))  # type: ignore[arg-type]


def record(*memories: Memory) -> Record:
    return replace(NOBODY, memories={memory.item: memory for memory in memories})


def attempt(kind: str, verdict: str = "right", seconds: float | None = 10, level: int = 2) -> Attempt:
    return Attempt("a", kind, 1, 1, level, {}, "1", verdict, None, seconds, None, AT)  # type: ignore[arg-type]


def test_readiness_is_nought_for_a_newcomer_and_one_when_all_is_fresh():
    assert readiness(NOBODY, CLOCK).value == 0
    assert readiness(record(*map(learned, items())), CLOCK).value == pytest.approx(1)


def test_readiness_weighs_a_topic_by_how_often_it_is_asked():
    """Learning one whole topic raises it by exactly the gain that was told."""
    before = readiness(NOBODY, CLOCK)
    assert [topic.gain for topic in before.best_gains] == sorted((t.gain for t in before.topics), reverse=True)[:3]
    for topic in before.topics:
        after = readiness(record(*(learned(item.id) for item in items().values() if item.topic == topic.topic)), CLOCK)
        assert after.value == pytest.approx(topic.gain)
        assert topic.gain == pytest.approx(
            topics()[topic.topic].asked / sum(topics()[t.topic].asked for t in before.topics)
        )


def test_a_streak_counts_to_today_or_to_yesterday():
    days = {date(2026, 2, 26): 1, date(2026, 2, 27): 3, date(2026, 2, 28): 2}
    assert streak(days, date(2026, 2, 28)) == streak(days, date(2026, 3, 1)) == 3
    assert streak(days, date(2026, 3, 2)) == streak({}, date(2026, 3, 2)) == 0


def test_the_forecast_counts_each_item_on_its_study_day_and_the_overdue_today():
    first, second, third = list(items())[:3]
    told = forecast(record(learned(first, at=AT - timedelta(days=90)), learned(second, 3)), CLOCK)
    assert [day for day, _ in told] == [CLOCK.day + timedelta(days=n) for n in range(7)]
    assert [count for _, count in told] == [1, 0, 1, 0, 0, 0, 0]
    assert (
        sum(count for _, count in forecast(replace(record(learned(third)), suspended=frozenset([third])), CLOCK)) == 0
    )


def test_a_plan_that_fits_asks_everything_once_within_the_minutes():
    chosen = Preferences(interview=CLOCK.day + timedelta(days=60), minutes_a_day=60)
    plan = interview_plan(NOBODY, chosen, CLOCK)
    assert plan and plan.left_over == 0
    assert sorted(item.id for day in plan.days for item in day.new) == sorted(items())
    assert all(day.minutes <= 60 for day in plan.days if day.new)
    assert [day.day for day in plan.days] == [CLOCK.day + timedelta(days=n) for n in range(60)]


def test_a_plan_that_does_not_fit_says_how_many_minutes_would():
    chosen = Preferences(interview=CLOCK.day + timedelta(days=3), minutes_a_day=10)
    plan = interview_plan(NOBODY, chosen, CLOCK)
    assert plan and plan.left_over > 0
    enough = interview_plan(NOBODY, replace(chosen, minutes_a_day=plan.minutes_needed), CLOCK)
    short = interview_plan(NOBODY, replace(chosen, minutes_a_day=plan.minutes_needed - 1), CLOCK)
    assert enough and short and enough.left_over == 0 < short.left_over


@pytest.mark.parametrize("interview", [None, CLOCK.day, CLOCK.day - timedelta(days=1)])
def test_without_a_date_ahead_there_is_no_plan(interview):
    assert interview_plan(NOBODY, Preferences(interview=interview), CLOCK) is None


def test_mixed_practice_takes_what_was_never_tried_then_mistakes_then_what_is_due():
    slugs = list(catalog.kinds())
    one, two = slugs[:2]
    assert most_needed(NOBODY, [], CLOCK, MIXED, 2)[0] == slugs
    assert most_needed(record(learned(skill_item(one, 2))), [attempt(two)], CLOCK, MIXED, 2)[0] == slugs[2:]
    all_known = [learned(skill_item(slug, 2)) for slug in slugs]
    kinds, why = most_needed(
        record(*all_known), [attempt(one), attempt(two, "wrong"), attempt(one, "wrong")], CLOCK, MIXED, 2
    )
    assert kinds == [two] and "missed" in why.render("en")
    overdue = learned(skill_item(one, 2), at=AT - timedelta(days=90))
    assert most_needed(record(*all_known[1:], overdue), [], CLOCK, MIXED, 2)[0] == [one]
    assert len(most_needed(record(*all_known), [], CLOCK, MIXED, 2)[0]) == 3


def test_mixed_practice_of_a_topic_stays_in_it():
    for topic in {kind.topic for kind in catalog.kinds().values()}:
        kinds, _ = most_needed(NOBODY, [], CLOCK, topic, 1)
        assert {catalog.kinds()[kind].topic for kind in kinds} == {topic}


def test_the_placement_moves_a_topic_up_or_down():
    log = [attempt("conv-output-size"), attempt("gradient", seconds=999), attempt("box-convolution", "gave-up")]
    kinds = catalog.kinds()
    assert starting_levels(log) == {
        kinds["conv-output-size"].topic: 3,
        "gradient": 2,
        kinds["box-convolution"].topic: 1,
    }
    assert starting_levels([*log, attempt("conv-output-size", "wrong")])[kinds["conv-output-size"].topic] == 1


def test_settings_are_read_whatever_stands_in_them():
    assert preferences({}) == Preferences()
    junk = {
        "retention": "nan",
        "new_a_day": "-1",
        "minutes_a_day": "1e9",
        "boundary": "25",
        "interview": "soon",
        "levels": "[1]",
    }
    assert preferences(junk) == Preferences()
    chosen = preferences(
        {"retention": "0.85", "new_a_day": "0", "boundary": "3", "shortcuts": "off", "interview": "2026-12-24",
         "levels": spelled_levels({"pooling": 3})}
    )  # fmt: skip
    assert chosen == Preferences(0.85, 0, 30, 3, False, date(2026, 12, 24), {"pooling": 3})
    assert preferences({"levels": '{"pooling": 9, "stride": true, "padding": 2}'}).levels == {"padding": 2}
