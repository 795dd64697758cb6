"""Which tables hold a learner's record?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    false,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets time zones, so it is turned to UTC going in and marked as UTC coming out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        if dialect.name == "sqlite":  # read as UTC at once: to mark it afterwards takes seven times as long
            return lambda text: None if text is None else datetime.fromisoformat(f"{text}+00:00")
        return lambda value: None if value is None else value.astimezone(UTC)


INSERT: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
metadata = MetaData()

attempts = Table(
    "attempts",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),  # the order of the log
    Column("id", String, nullable=False, unique=True),
    Column("learner", String, nullable=False, server_default="local"),
    Column("kind", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("seed", BigInteger),
    Column("level", Integer),
    Column("givens", JSON, nullable=False),
    Column("reply", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("tag", String),
    Column("seconds", Float),
    Column("quiz", String),
    Column("at", Instant, nullable=False),
    Column("choice", Boolean, nullable=False, server_default=false()),
    Index("attempts_quiz", "quiz"),
    Index("attempts_problem", "kind", "level", "seed"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),  # the order of the log
    Column("id", String, nullable=False, unique=True),
    Column("learner", String, nullable=False, server_default="local"),
    Column("item", String, nullable=False),
    Column("rating", Integer),
    Column("retention", Float, nullable=False),
    Column("at", Instant, nullable=False),
    Column("day", Date, nullable=False),
    Column("voids", String, unique=True),
    Index("reviews_item", "item"),
    Index("reviews_day", "day"),
)

memories = Table(  # a cache of what `memory.remember` makes of the reviews
    "memories",
    metadata,
    Column("learner", String, primary_key=True, server_default="local"),
    Column("item", String, primary_key=True),
    Column("stability", Float),
    Column("difficulty", Float),
    Column("state", Integer, nullable=False),
    Column("step", Integer),
    Column("due", Instant),
    Column("last", Instant),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("rows", Integer, nullable=False),
    Column("lapses", Integer, nullable=False),
)

days = Table(  # a cache: how many of the reviews each study day holds
    "days",
    metadata,
    Column("learner", String, primary_key=True, server_default="local"),
    Column("day", Date, primary_key=True),
    Column("reviews", Integer, nullable=False),
)

suspended = Table(
    "suspended",
    metadata,
    Column("learner", String, primary_key=True, server_default="local"),
    Column("item", String, primary_key=True),
)

settings = Table(
    "settings",
    metadata,
    Column("learner", String, primary_key=True, server_default="local"),
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

interviews = Table(
    "interviews",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),  # the order in which they began
    Column("id", String, nullable=False, unique=True),
    Column("learner", String, nullable=False, server_default="local"),
    Column("template", String, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("lang", String, nullable=False),
    Column("state", JSON, nullable=False),
    Column("events", Integer, nullable=False),  # how many have changed the state
    Column("started", Instant, nullable=False),
    Column("finished", Instant),
)

recordings = Table(  # the answers to an interview's questions that were spoken into the microphone
    "recordings",
    metadata,
    Column("interview", String, primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("learner", String, nullable=False, server_default="local"),
    Column("sound", LargeBinary, nullable=False),
)
