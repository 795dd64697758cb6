"""Which study day is it? A learner's day ends at night, by default at 04:00 on their own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property


@dataclass(frozen=True)
class Clock:
    """A moment, and where and when the learner's day begins. Time is handed in, never asked for."""

    at: datetime
    zone: tzinfo = UTC
    boundary: int = 4

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError(f"at {self.at} has no time zone")

    @cached_property
    def day(self) -> date:
        """The study day of this moment."""
        return self.day_of(self.at)

    def day_of(self, at: datetime) -> date:
        """The study day of a moment: the date that the wall clock showed `boundary` hours before.

        >>> Clock(datetime(2026, 3, 2, 3, 59, tzinfo=UTC)).day
        datetime.date(2026, 3, 1)
        """
        wall = at.astimezone(self.zone).replace(tzinfo=None)
        return (wall - timedelta(hours=self.boundary)).date()

    @cached_property
    def day_ends(self) -> datetime:
        """The moment at which the next study day begins."""
        return datetime.combine(self.day + timedelta(days=1), time(self.boundary), self.zone).astimezone(UTC)
