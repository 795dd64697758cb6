"""What is wrong with the database, in words a learner can act on?"""

from __future__ import annotations

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from engine.text import Text

_SHUT = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class StoreFault(Exception):
    """The store could not do what it was asked; `text` says what is wrong and what to do.

    The text holds the path of the file as it is, so a screen escapes the whole sentence.
    """

    def __init__(self, text: Text) -> None:
        super().__init__(text.render("en"))
        self.text = text


def damaged(place: str) -> Text:
    return Text(
        "{file} is not a Flipside database or is damaged. Nothing was changed. Move it away, together with any file "
        "beside it whose name begins the same, and Flipside starts a new one.",
        file=place,
    )


def left_alone(place: str, log: str) -> Text:
    return Text(
        "{file} is missing or empty, but {log} beside it still holds answers. Nothing was changed. Put the file back, "
        "or move {log} away to where the file is now, then try again.",
        file=place,
        log=log,
    )


def newer(place: str) -> Text:
    return Text(
        "{file} was written by a newer Flipside. Nothing was changed. Update Flipside, or move the file away and "
        "Flipside starts a new one.",
        file=place,
    )


def not_wiped(place: str) -> Text:
    return Text(
        "Everything is deleted, but traces may be left in {file}, because another program is using it or the disk is "
        "full. Close that program or free some space, then delete everything once more.",
        file=place,
    )


def unusable_address() -> Text:
    return Text(
        "The database address in {name} cannot be used. Nothing was changed. Write it like {example}, or remove it "
        "to keep your answers in your own folder.",
        name="FLIPSIDE_DATABASE_URL",
        example="sqlite:////home/me/flipside.db",
    )


def _busy(place: str) -> Text:
    return Text(
        "Another program is using {file} and did not let go. Nothing was changed. Wait a moment or close that "
        "program, then try again.",
        file=place,
    )


def _full(place: str) -> Text:
    return Text(
        "The disk that holds {file} is full. Nothing was changed. Free some space, then try again.",
        file=place,
    )


def _shut(place: str) -> Text:
    return Text(
        "Flipside is not allowed to write to {file}. Nothing was changed. Allow writing to the file and to its "
        "folder, then try again.",
        file=place,
    )


def _failing(place: str) -> Text:
    return Text(
        "The disk that holds {file} is full or does not work. Nothing was changed. Free some space or check the "
        "disk, then try again.",
        file=place,
    )


def _silent(place: str) -> Text:
    return Text(
        "The database {place} does not answer. Nothing was changed. See that it is running, then try again.",
        place=place,
    )


def passes(error: Exception) -> bool:
    """Whether the connection is as good as before once the cause is gone: busy, or no room."""
    return isinstance(error, PoolTimeout) or _sqlite_code(error) in _BUSY | {sqlite3.SQLITE_FULL}


def sentence(error: Exception, place: str) -> Text | None:
    """What to tell the learner about `error`; None when it is no fault of the database but a mistake in the code."""
    if isinstance(error, PoolTimeout):
        return _busy(place)
    if isinstance(error, OSError):
        return _full(place) if error.errno in (errno.ENOSPC, errno.EDQUOT) else _shut(place)
    code = _sqlite_code(error)
    if code in _BUSY:
        return _busy(place)
    if code == sqlite3.SQLITE_FULL:
        return _full(place)
    if code in _SHUT:
        return _shut(place)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(place)
    if code == sqlite3.SQLITE_IOERR:
        return _failing(place)
    unanswered = isinstance(error, DBAPIError) and not isinstance(error.orig, sqlite3.Error)
    return _silent(place) if unanswered and type(error).__name__ in ("OperationalError", "InterfaceError") else None


def _sqlite_code(error: BaseException | None) -> int | None:
    """SQLite's primary result code, whoever wrapped the error."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF
