"""When does a study day end, whatever the clock and the time zone do?"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.study.clock import Clock

SEOUL, BERLIN = ZoneInfo("Asia/Seoul"), ZoneInfo("Europe/Berlin")


def test_a_day_ends_at_four_at_night():
    assert Clock(datetime(2026, 3, 2, 3, 59, 59, tzinfo=UTC)).day == date(2026, 3, 1)
    assert Clock(datetime(2026, 3, 2, 4, 0, tzinfo=UTC)).day == date(2026, 3, 2)


def test_the_day_is_that_of_the_learners_own_clock():
    at = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)  # 05:00 of the next day in Seoul
    assert Clock(at).day == date(2026, 3, 1)
    assert Clock(at, SEOUL).day == date(2026, 3, 2)


@pytest.mark.parametrize("boundary", [0, 4, 12])
def test_the_boundary_can_be_moved(boundary):
    begins = datetime(2026, 3, 2, boundary, tzinfo=SEOUL)
    assert Clock(begins, SEOUL, boundary).day == date(2026, 3, 2)
    assert Clock(begins - timedelta(seconds=1), SEOUL, boundary).day == date(2026, 3, 1)


@pytest.mark.parametrize("night", [datetime(2026, 3, 29, tzinfo=BERLIN), datetime(2026, 10, 25, tzinfo=BERLIN)])
def test_on_the_nights_when_clocks_are_changed_every_moment_has_one_day_and_days_follow_each_other(night):
    moments = [night.astimezone(UTC) + timedelta(minutes=15 * quarter) for quarter in range(4 * 48)]
    days = [Clock(moment, BERLIN).day for moment in moments]
    assert days == sorted(days)
    first = next(moment for moment, day in zip(moments, days, strict=True) if day == night.date())
    assert first.astimezone(BERLIN).hour == 4


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        Clock(datetime(2026, 3, 2))
