"""How is the database opened, so that a commit lasts, readers never wait, and no foreign file is touched?"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from sqlalchemy import URL, Connection, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from engine.study.faults import StoreFault, damaged, left_alone, newer, not_wiped, passes, sentence
from engine.study.tables import metadata

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
BUSY_SECONDS = 5.0
_MIGRATION_LOCK = 0x466C6970  # PostgreSQL's advisory locks are named by a number


class Database:
    """One database, brought up to date before its first use and again whenever its file was replaced."""

    def __init__(self, url: URL) -> None:
        self.file = Path(url.database or "").absolute() if url.get_backend_name() == "sqlite" else None
        self.place = str(self.file) if self.file else url.render_as_string(hide_password=True)
        options: dict[str, Any] = {"json_serializer": partial(json.dumps, ensure_ascii=False)}
        if self.file:
            options["creator"] = partial(_connect, self.file)
            url = url.set(database=str(self.file))
        self._engine = create_engine(url, pool_timeout=2 * BUSY_SECONDS, **options)
        if self.file:
            event.listen(self._engine, "begin", _begin)
        self._readers = self._engine.execution_options(begin="BEGIN")
        self._prepared: tuple[int, int] | None = None
        self._preparing = Lock()

    @contextmanager
    def transaction(self, does: Literal["read", "write"]) -> Iterator[Connection]:
        """A transaction that is committed, and on the disk, when the block is left without an error."""
        with self._named_faults():
            self._prepare()
            with (self._engine if does == "write" else self._readers).begin() as connection:
                yield connection

    def prepare(self) -> None:
        """Find out at once whether the database can be used."""
        with self._named_faults():
            self._prepare()

    def wipe(self) -> None:
        """Leave no trace of deleted rows in the file or in the log beside it."""
        if not self.file:
            return
        try:
            with self._named_faults(), closing(self._engine.raw_connection()) as connection:
                cursor = connection.cursor()
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                busy, *_ = cursor.fetchone() or (0,)
        except StoreFault as fault:
            raise StoreFault(not_wiped(self.place)) from fault
        if busy:
            raise StoreFault(not_wiped(self.place))

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _named_faults(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error, OSError, PoolTimeout) as error:
            words = sentence(error, self.place)
            if words is None:
                raise
            if not passes(error):
                self._forget()
            raise StoreFault(words) from error

    def _forget(self) -> None:
        """Drop the connections: what is opened next is the file as it is then."""
        self._prepared = None
        self._engine.dispose()

    def _identity(self) -> tuple[int, int] | None:
        if not self.file:
            return (0, 0)
        try:
            found = self.file.stat()
        except FileNotFoundError:
            return None
        return (found.st_dev, found.st_ino)

    def _prepare(self) -> None:
        if self._prepared is not None and self._prepared == self._identity():
            return
        with self._preparing:
            if self._prepared is not None and self._prepared == self._identity():
                return
            self._forget()
            if self.file:
                _check_files(self.file)
            with self._engine.begin() as connection:  # a write transaction is the lock
                _bring_up_to_date(connection, self.place)
            if self.file:
                with closing(self._engine.raw_connection()) as raw:
                    _keep_write_ahead_log(raw.cursor())
            self._prepared = self._identity()


def _connect(file: Path) -> sqlite3.Connection:
    if file.exists() and not os.access(file, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise PermissionError(f"{file} is read-only")  # SQLite would read it, and leave read-only files beside it
    connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        for pragma in ("synchronous = FULL", "fullfsync = ON", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _begin(connection: Connection) -> None:
    """Writers take their lock at once: two that read first and write later would undo each other."""
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))


def _check_files(file: Path) -> None:
    """Make the folder; keep a log whose file is gone or empty, because SQLite would throw its commits away."""
    file.parent.mkdir(parents=True, exist_ok=True)
    log = file.with_name(file.name + "-wal")
    if log.exists() and log.stat().st_size and not (file.exists() and file.stat().st_size):
        raise StoreFault(left_alone(str(file), str(log)))


def _bring_up_to_date(connection: Connection, place: str) -> None:
    if connection.dialect.name == "sqlite":
        if connection.scalar(text("PRAGMA quick_check(1)")) != "ok":
            raise StoreFault(damaged(place))
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": _MIGRATION_LOCK})
    tables = set(inspect(connection).get_table_names())
    if tables:
        revision = None
        if "alembic_version" in tables:
            revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if revision is None or (revision == _revisions()[-1] and not tables >= set(metadata.tables)):
            raise StoreFault(damaged(place))
        if revision not in _revisions():
            raise StoreFault(newer(place))
        if revision == _revisions()[-1]:
            return
    try:
        _migrate(connection)
    except DBAPIError as error:
        if sentence(error, place):
            raise
        raise StoreFault(damaged(place)) from error  # its tables are not those of its revision


@cache
def _revisions() -> list[str]:
    """The known revisions, oldest first: the name of a migration begins with its revision."""
    return sorted(file.stem.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _migrate(connection: Connection) -> None:
    from alembic import command  # here, because an ordinary start needs none of it
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")


def _keep_write_ahead_log(cursor: Any) -> None:
    """Switch to the write-ahead log; SQLite may refuse this at once, without its usual wait, while others look on."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
