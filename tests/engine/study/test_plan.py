"""Is the plan true to what is remembered, and does it fit the days there are?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from engine import catalog
from engine.cards import cards, topics
from engine.links import MIXED
from engine.study.attempts import Attempt
from engine.study.clock import Clock
from engine.study.decks import Deck, deal, unseen
from engine.study.items import items
from engine.study.memory import Memory
from engine.study.plan import days_ahead, forecast, most_needed, readiness, starting_levels, streak
from engine.study.preferences import Preferences, preferences, spelled_levels
from engine.study.reviews import Review, question_item, skill_item
from engine.study.store import Record

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLOCK = Clock(AT)
NOBODY = Record({}, frozenset(), {})


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
    first, second, third = [skill_item(kind, 1) for kind in list(catalog.kinds())[:3]]
    told = forecast(record(learned(first, at=AT - timedelta(days=90)), learned(second, 3)), CLOCK)
    assert [day for day, _ in told] == [CLOCK.day + timedelta(days=n) for n in range(7)]
    assert [count for _, count in told] == [1, 0, 1, 0, 0, 0, 0]
    assert (
        sum(count for _, count in forecast(replace(record(learned(third)), suspended=frozenset([third])), CLOCK)) == 0
    )


def test_the_forecast_asks_one_question_of_a_card_a_day_as_rounds_do():
    card = next(card for card in cards().values() if len(card.questions) > 2)
    ids = [question_item(question.key) for question in card.questions[:3]]
    overdue = record(*(learned(item, at=AT - timedelta(days=90)) for item in ids))
    assert [count for _, count in forecast(overdue, CLOCK)] == [1, 1, 1, 0, 0, 0, 0]
    one_asked = replace(overdue, memories=overdue.memories | {ids[0]: learned(ids[0])})
    assert [count for _, count in forecast(one_asked, CLOCK)][:3] == [0, 1, 1]


def test_a_plan_that_fits_asks_everything_once_within_the_minutes():
    chosen = Preferences(interview=CLOCK.day + timedelta(days=60), minutes_a_day=90, new_a_day=1 + len(items()) // 50)
    plan = days_ahead(NOBODY, chosen, CLOCK)
    assert plan and plan.left_over == 0
    assert sorted(item.id for day in plan.days for item in day.new) == sorted(items())
    assert all(day.minutes <= 90 for day in plan.days if day.new)
    assert [day.day for day in plan.days] == [CLOCK.day + timedelta(days=n) for n in range(60)]


def test_a_plan_that_does_not_fit_says_how_many_minutes_would():
    chosen = Preferences(interview=CLOCK.day + timedelta(days=3), minutes_a_day=10)
    plan = days_ahead(NOBODY, chosen, CLOCK)
    assert plan and plan.left_over > 0
    wider = replace(chosen, new_a_day=plan.new_needed)
    enough = days_ahead(NOBODY, replace(wider, minutes_a_day=plan.minutes_needed), CLOCK)
    short = days_ahead(NOBODY, replace(wider, minutes_a_day=plan.minutes_needed - 1), CLOCK)
    assert enough and short and enough.left_over == 0 < short.left_over


def test_a_plan_holds_no_more_new_items_a_day_than_the_rounds_deal():
    """In the order of the rounds; what was begun today counts."""
    begun = [learned(item.id) for item in unseen(NOBODY, Preferences(), CLOCK)[:2]]
    chosen = Preferences(interview=CLOCK.day + timedelta(days=4), minutes_a_day=240, new_a_day=6)
    plan = days_ahead(record(*begun), chosen, CLOCK)
    assert plan and [len(day.new) for day in plan.days] == [4, 6, 6, 6]
    assert plan.left_over == len(items()) - 24 and 4 * plan.new_needed >= len(items())
    dealt = deal(record(*begun), Deck(), chosen, CLOCK).new
    assert {item.topic for item in dealt} == {item.topic for item in plan.days[0].new}
    nothing_new = days_ahead(NOBODY, replace(chosen, new_a_day=0), CLOCK)
    assert nothing_new and nothing_new.left_over == len(items())


def test_skills_below_the_level_of_their_topic_are_not_in_the_plan_either():
    topic = catalog.kinds()["gradient"].topic
    chosen = Preferences(
        interview=CLOCK.day + timedelta(days=90), minutes_a_day=90, new_a_day=1 + len(items()) // 80, levels={topic: 3}
    )
    plan = days_ahead(NOBODY, chosen, CLOCK)
    assert plan and plan.left_over == 0
    held = {item.id for day in plan.days for item in day.new}
    assert [skill_item("gradient", level) in held for level in catalog.LEVELS] == [False, False, True]


@pytest.mark.parametrize("years", [1, 10, 7000])
def test_an_interview_far_away_leaves_time_for_everything(years):
    """However few new items a day there are; the days that are shown end after three months."""
    far = CLOCK.day.replace(year=CLOCK.day.year + years)
    few = 1 + len(items()) // 365
    plan = days_ahead(NOBODY, Preferences(interview=far, new_a_day=few), CLOCK)
    assert plan and (plan.left_over, len(plan.days)) == (0, 90)


@pytest.mark.parametrize("interview", [None, CLOCK.day, CLOCK.day - timedelta(days=1)])
def test_without_a_date_ahead_there_is_no_plan(interview):
    assert days_ahead(NOBODY, Preferences(interview=interview), CLOCK) is None


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


def test_a_mistake_in_a_topic_counts_there_whatever_was_missed_elsewhere():
    """And it rests only right after it was made."""
    one, two = "conv-output-size", "gradient"
    known = record(*(learned(skill_item(slug, 2)) for slug in catalog.kinds()))
    missed = [attempt(one, "wrong"), attempt(two, "gave-up")]
    for kind in (one, two):
        assert most_needed(known, missed, CLOCK, catalog.kinds()[kind].topic, 2)[0] == [kind]
    assert most_needed(known, missed, CLOCK, MIXED, 2)[0] == [two]
    assert most_needed(known, [attempt("pooling-grid"), *missed], CLOCK, MIXED, 2)[0] == [one]


def test_what_content_no_longer_holds_counts_nowhere():
    gone = [learned("question:no-such-card/why"), learned("skill:no-such-kind@1"), learned("skill:gradient@7")]
    kept, chosen = record(*gone), Preferences(interview=CLOCK.day + timedelta(days=5))
    assert readiness(kept, CLOCK) == readiness(NOBODY, CLOCK)
    assert forecast(kept, CLOCK) == forecast(NOBODY, CLOCK)
    assert most_needed(kept, [attempt("no-such-kind")], CLOCK, MIXED, 1) == most_needed(NOBODY, [], CLOCK, MIXED, 1)
    assert starting_levels([attempt("no-such-kind")]) == {}
    plan = days_ahead(kept, chosen, CLOCK)
    assert plan and sum(day.reviews for day in plan.days) < sum(len(day.new) for day in plan.days)


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
