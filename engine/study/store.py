"""Where is every attempt and review kept, so that it outlasts a reload, a crash and a power cut?"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path

import platformdirs
from sqlalchemy import URL, Connection, bindparam, case, delete, func, make_url, select
from sqlalchemy.exc import ArgumentError

from engine.interview.events import Answer
from engine.interview.turns import Interview
from engine.study import log
from engine.study.attempts import Attempt
from engine.study.database import Database
from engine.study.faults import StoreFault, unusable_address
from engine.study.interviews import Held, Interviews
from engine.study.memory import Memory
from engine.study.reviews import Review
from engine.study.tables import INSERT, attempts, days, metadata, settings, suspended

__all__ = ["Store", "StoreFault", "open_store"]

_ATTEMPT = select(*(attempts.c[field.name] for field in fields(Attempt)))
_RECORD = {
    name: insert(attempts).on_conflict_do_nothing(index_elements=["id"]).returning(attempts.c.number)
    for name, insert in INSERT.items()
}
_SAME = (attempts.c[name].is_not_distinct_from(bindparam(name)) for name in ("kind", "version", "seed", "level"))
_ANSWERED_BEFORE = select(attempts.c.number).where(*_SAME, attempts.c.id != bindparam("id")).limit(1)
_SUSPEND = {name: insert(suspended).on_conflict_do_nothing() for name, insert in INSERT.items()}
_SET = {
    name: (new := insert(settings)).on_conflict_do_update(
        index_elements=["learner", "name"], set_={"value": new.excluded.value}
    )
    for name, insert in INSERT.items()
}


@dataclass(frozen=True)
class Record:
    """What a plan is made from: all that is remembered, left out and set."""

    memories: Mapping[str, Memory]
    suspended: frozenset[str]
    settings: dict[str, str]


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
    """The two logs, the interviews and the settings. Any thread may call it; each call may raise StoreFault."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.interviews = Interviews(database)
        self._remembered = log.Remembered({})

    @property
    def place(self) -> str:
        """Where the record is kept: the path of a file, or an address without its password."""
        return self._database.place

    def record(self, attempt: Attempt, review: Callable[[Mapping[str, str]], Review] | None = None) -> Attempt:
        """Store the attempt for good and return it; an id that is stored already returns what is stored.

        With it goes the review of its skill, made under the settings as they stand, unless the same problem was
        answered before: a retry schedules nothing.
        """
        with self._database.transaction("write") as connection:
            made = (lambda: review(_settings(connection))) if review else None
            if _recorded(connection, attempt, made):
                return attempt
            stored = connection.execute(_ATTEMPT.where(attempts.c.id == attempt.id)).one()
        return Attempt(**stored._mapping)

    def grade(self, review: Review) -> None:
        """Store a grade for good, and with it what is remembered; the same grade again changes nothing."""
        with self._database.transaction("write") as connection:
            log.append(connection, review)

    def answer(
        self,
        interview: str,
        event: Callable[[datetime], Answer],
        now: datetime,
        counts: Callable[[Interview, dict[str, str]], tuple[Attempt | None, Review | None]],
    ) -> Held | None:
        """Store an answer in an interview for good, and with it what it counts, given the settings."""

        def also(connection: Connection, after: Interview) -> None:
            attempt, review = counts(after, _settings(connection))
            if attempt:
                _recorded(connection, attempt, (lambda: review) if review else None)
            elif review:
                log.append(connection, review)

        return self.interviews.happens(interview, event, now, counts=also)

    def undo(self, review: Review, at: datetime, day: date) -> None:
        """Take a review back; a second time changes nothing."""
        with self._database.transaction("write") as connection:
            log.take_back(connection, review, at, day)

    def last_grade(self, day: date) -> Review | None:
        """The last grade of a question on that study day that was not taken back."""
        with self._database.transaction("read") as connection:
            return log.last_grade(connection, day)

    def reviews(self) -> list[Review]:
        """The whole log of reviews, in order."""
        with self._database.transaction("read") as connection:
            return log.whole_log(connection)

    def study(self) -> Record:
        """All that a plan is made from, as it stands at one moment; a row an item."""
        with self._database.transaction("read") as connection:
            self._remembered = known = log.all_remembered(connection, self._remembered)
            return Record(
                known.memories,
                frozenset(connection.scalars(select(suspended.c.item))),
                _settings(connection),
            )

    def days(self) -> dict[date, int]:
        """How many reviews each study day holds."""
        with self._database.transaction("read") as connection:
            return {row.day: row.reviews for row in connection.execute(select(days.c.day, days.c.reviews)).all()}

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

    def tally(self) -> dict[tuple[str, int], tuple[int, int]]:
        """Of each kind and level that was answered: how many answers were right, of how many."""
        right = func.sum(case((attempts.c.verdict == "right", 1), else_=0))
        counted = select(attempts.c.kind, attempts.c.level, right, func.count())
        with self._database.transaction("read") as connection:
            rows = connection.execute(
                counted.where(attempts.c.level.is_not(None)).group_by(attempts.c.kind, attempts.c.level)
            )
            return {(kind, level): (right, answers) for kind, level, right, answers in rows}

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
        """Delete all attempts, reviews, interviews and settings, and wipe their traces from the file."""
        with self._database.transaction("write") as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
        self._database.wipe()

    def close(self) -> None:
        """Let go of the database; SQLite then folds its log into the one file."""
        self._database.close()


def _settings(connection: Connection) -> dict[str, str]:
    return {row.name: row.value for row in connection.execute(select(settings.c.name, settings.c.value))}


def _recorded(connection: Connection, attempt: Attempt, review: Callable[[], Review] | None) -> bool:
    """Add an attempt and the review of its skill to the record, unless it stands there."""
    if connection.scalar(_RECORD[connection.dialect.name], vars(attempt)) is None:
        return False
    if review and not _answered_before(connection, attempt):
        log.append(connection, review())
    return True


def _answered_before(connection: Connection, attempt: Attempt) -> bool:
    """Whether another attempt at the same problem is stored."""
    return connection.scalar(_ANSWERED_BEFORE, vars(attempt)) is not None
