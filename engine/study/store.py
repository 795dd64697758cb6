"""Where is every attempt and review kept, so that it outlasts a reload, a crash and a power cut?"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path

import platformdirs
from sqlalchemy import URL, Connection, Table, delete, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError

from engine.study.attempts import Attempt
from engine.study.database import Database
from engine.study.faults import StoreFault, unusable_address
from engine.study.memory import Memory, remember
from engine.study.reviews import Review, undoing
from engine.study.tables import attempts, days, memories, metadata, reviews, settings, suspended

__all__ = ["Store", "StoreFault", "open_store"]

_ATTEMPT = select(*(attempts.c[field.name] for field in fields(Attempt)))
_INSERT: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
_REVIEW = select(*(reviews.c[field.name] for field in fields(Review)))
_MEMORY = select(*(memories.c[field.name] for field in fields(Memory)))
_RECORD = {
    name: insert(attempts).on_conflict_do_nothing(index_elements=["id"]).returning(attempts.c.number)
    for name, insert in _INSERT.items()
}
_APPEND = {
    name: insert(reviews).on_conflict_do_nothing(index_elements=["id"]).returning(reviews.c.number)
    for name, insert in _INSERT.items()
}
_REMEMBER = {
    name: (new := insert(memories)).on_conflict_do_update(
        index_elements=["learner", "item"],
        set_={field.name: new.excluded[field.name] for field in fields(Memory) if field.name != "item"},
    )
    for name, insert in _INSERT.items()
}
_COUNT = {
    name: insert(days).on_conflict_do_update(index_elements=["learner", "day"], set_={"reviews": days.c.reviews + 1})
    for name, insert in _INSERT.items()
}
_SUSPEND = {name: insert(suspended).on_conflict_do_nothing() for name, insert in _INSERT.items()}
_SET = {
    name: (new := insert(settings)).on_conflict_do_update(
        index_elements=["learner", "name"], set_={"value": new.excluded.value}
    )
    for name, insert in _INSERT.items()
}


@dataclass(frozen=True)
class Record:
    """What a plan is made from: all that is remembered, left out and set, and the days with their reviews."""

    memories: dict[str, Memory]
    suspended: frozenset[str]
    settings: dict[str, str]
    days: dict[date, int]


def open_store(url: str | None = None) -> Store:
    """The store at `url`, else at FLIPSIDE_DATABASE_URL, else in the user's data directory.

    Raises StoreFault when it cannot be used.
    """
    address = url or os.environ.get("FLIPSIDE_DATABASE_URL")
    try:
        parsed = make_url(address) if address else _own_file()
        if parsed.get_backend_name() == "sqlite" and not parsed.database:
            raise ValueError("a store in memory would lose what it was given")
        database = Database(parsed)
    except (ArgumentError, ImportError, ValueError) as error:
        raise StoreFault(unusable_address()) from error
    database.prepare()
    return Store(database)


def _own_file() -> URL:
    folder = Path(platformdirs.user_data_dir("flipside", appauthor=False))
    return URL.create("sqlite", database=str(folder / "flipside.db"))


class Store:
    """The logs of attempts and reviews, and the settings. Any thread may call it; each call may raise StoreFault."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def place(self) -> str:
        """Where the record is kept: the path of a file, or an address without its password."""
        return self._database.place

    def record(self, attempt: Attempt, review: Review | None = None) -> Attempt:
        """Store the attempt for good and return it; an id that is stored already returns what is stored.

        With it goes the review of its skill, unless the same problem was answered before: a retry schedules nothing.
        """
        with self._database.transaction("write") as connection:
            if connection.scalar(_RECORD[connection.dialect.name], vars(attempt)) is not None:
                if review and not _answered_before(connection, attempt):
                    _append(connection, review)
                return attempt
            stored = connection.execute(_ATTEMPT.where(attempts.c.id == attempt.id)).one()
        return Attempt(**stored._mapping)

    def grade(self, review: Review) -> None:
        """Store a grade for good, and with it what is remembered; the same grade again changes nothing."""
        with self._database.transaction("write") as connection:
            _append(connection, review)

    def undo(self, review: Review, at: datetime, day: date) -> None:
        """Take a review back; a second time changes nothing."""
        with self._database.transaction("write") as connection:
            if connection.scalar(_APPEND[connection.dialect.name], vars(undoing(review, at, day))) is not None:
                rows = connection.execute(_REVIEW.where(reviews.c.item == review.item).order_by(reviews.c.number))
                memory = remember(review.item, [Review(**row._mapping) for row in rows])
                connection.execute(_REMEMBER[connection.dialect.name], vars(memory))

    def last_grade(self, day: date) -> Review | None:
        """The last grade of a question on that study day that was not taken back."""
        undone = select(reviews.c.voids).where(reviews.c.voids.is_not(None), reviews.c.day == day)
        standing = _REVIEW.where(
            reviews.c.day == day, reviews.c.item.startswith("question:"), reviews.c.rating.is_not(None)
        ).where(reviews.c.id.not_in(undone))
        with self._database.transaction("read") as connection:
            row = connection.execute(standing.order_by(reviews.c.number.desc()).limit(1)).one_or_none()
        return None if row is None else Review(**row._mapping)

    def reviews(self) -> list[Review]:
        """The whole log of reviews, in order."""
        with self._database.transaction("read") as connection:
            rows = connection.execute(_REVIEW.order_by(reviews.c.number)).all()
        return [Review(**row._mapping) for row in rows]

    def study(self) -> Record:
        """All that a plan is made from, as it stands at one moment; its size does not grow with the log."""
        with self._database.transaction("read") as connection:
            remembered = [Memory(*row) for row in connection.execute(_MEMORY)]
            return Record(
                {memory.item: memory for memory in remembered},
                frozenset(connection.scalars(select(suspended.c.item))),
                _settings(connection),
                {row.day: row.reviews for row in connection.execute(select(days.c.day, days.c.reviews))},
            )

    def suspend(self, item: str, away: bool) -> None:
        """Leave an item out of every round from now on, or take it in again."""
        with self._database.transaction("write") as connection:
            if away:
                connection.execute(_SUSPEND[connection.dialect.name], {"item": item})
            else:
                connection.execute(delete(suspended).where(suspended.c.item == item))

    def latest(self, limit: int = 10) -> list[Attempt]:
        """The last attempts to be stored, newest first."""
        with self._database.transaction("read") as connection:
            rows = connection.execute(_ATTEMPT.order_by(attempts.c.number.desc()).limit(limit)).all()
        return [Attempt(**row._mapping) for row in rows]

    def attempt(self, id: str) -> Attempt | None:
        with self._database.transaction("read") as connection:
            row = connection.execute(_ATTEMPT.where(attempts.c.id == id)).one_or_none()
        return None if row is None else Attempt(**row._mapping)

    def of_quiz(self, quiz: str) -> list[Attempt]:
        """The attempts of one run of a quiz, in the order they were stored."""
        with self._database.transaction("read") as connection:
            rows = connection.execute(_ATTEMPT.where(attempts.c.quiz == quiz).order_by(attempts.c.number)).all()
        return [Attempt(**row._mapping) for row in rows]

    def settings(self) -> dict[str, str]:
        with self._database.transaction("read") as connection:
            return _settings(connection)

    def set_setting(self, name: str, value: str) -> None:
        with self._database.transaction("write") as connection:
            connection.execute(_SET[connection.dialect.name], {"name": name, "value": value})

    def delete_everything(self) -> None:
        """Delete all attempts, reviews and settings, and wipe their traces from the file."""
        with self._database.transaction("write") as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
        self._database.wipe()

    def close(self) -> None:
        """Let go of the database; SQLite then folds its log into the one file."""
        self._database.close()


def _settings(connection: Connection) -> dict[str, str]:
    return {row.name: row.value for row in connection.execute(select(settings.c.name, settings.c.value))}


def _append(connection: Connection, review: Review) -> None:
    """Add a review to the log, unless it stands there, and renew what is remembered of its item."""
    dialect = connection.dialect.name
    if connection.scalar(_APPEND[dialect], vars(review)) is None:
        return
    row = connection.execute(_MEMORY.where(memories.c.item == review.item)).one_or_none()
    memory = Memory(review.item) if row is None else Memory(**row._mapping)
    connection.execute(_REMEMBER[dialect], vars(memory.after(review)))
    connection.execute(_COUNT[dialect], {"day": review.day, "reviews": 1})


def _answered_before(connection: Connection, attempt: Attempt) -> bool:
    """Whether another attempt at the same problem is stored; two attempts at own numbers count as different."""
    same = [attempts.c[name] == getattr(attempt, name) for name in ("kind", "version", "seed", "level")]
    other = select(attempts.c.number).where(*same, attempts.c.id != attempt.id).limit(1)
    return connection.scalar(other) is not None
