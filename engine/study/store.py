"""Where is every attempt kept, so that it outlasts a reload, a crash and a power cut?"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import platformdirs
from sqlalchemy import URL, Table, delete, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError

from engine.study.attempts import Attempt
from engine.study.database import Database
from engine.study.faults import StoreFault, unusable_address
from engine.study.tables import attempts, metadata, settings

__all__ = ["Store", "StoreFault", "open_store"]

_ATTEMPT = select(*(attempts.c[field.name] for field in fields(Attempt)))
_INSERT: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
_RECORD = {
    name: insert(attempts).on_conflict_do_nothing(index_elements=["id"]).returning(attempts.c.number)
    for name, insert in _INSERT.items()
}
_SET = {
    name: (new := insert(settings)).on_conflict_do_update(
        index_elements=["learner", "name"], set_={"value": new.excluded.value}
    )
    for name, insert in _INSERT.items()
}


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
    """The log of attempts and the settings. Any thread may call it; each call raises StoreFault when it fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def place(self) -> str:
        """Where the record is kept: the path of a file, or an address without its password."""
        return self._database.place

    def record(self, attempt: Attempt) -> Attempt:
        """Store the attempt for good and return it; an id that is stored already returns what is stored."""
        with self._database.transaction("write") as connection:
            if connection.scalar(_RECORD[connection.dialect.name], vars(attempt)) is not None:
                return attempt
            stored = connection.execute(_ATTEMPT.where(attempts.c.id == attempt.id)).one()
        return Attempt(**stored._mapping)

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

    def setting(self, name: str) -> str | None:
        with self._database.transaction("read") as connection:
            value: str | None = connection.scalar(select(settings.c.value).where(settings.c.name == name))
        return value

    def set_setting(self, name: str, value: str) -> None:
        with self._database.transaction("write") as connection:
            connection.execute(_SET[connection.dialect.name], {"name": name, "value": value})

    def delete_everything(self) -> None:
        """Delete all attempts and settings, and wipe their traces from the file."""
        with self._database.transaction("write") as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
        self._database.wipe()

    def close(self) -> None:
        """Let go of the database; SQLite then folds its log into the one file."""
        self._database.close()

