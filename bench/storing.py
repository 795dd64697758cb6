"""What does keeping one attempt cost against one bare SQLite insert that lasts as surely?"""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bench.measure import Measure, alternating
from engine.study.attempts import Attempt
from engine.study.store import open_store

TIMES = 40
PAUSE_SECONDS = 0.05  # at a learner's pace; without one the disk is faster and the ratio larger than anyone meets
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "fullfsync = ON", "secure_delete = ON")
TABLE = "CREATE TABLE attempts (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, line TEXT NOT NULL)"


def storing(folder: Path) -> list[Measure]:
    """Both write ahead, wait for the disk and hold an index on the id."""
    store = open_store(f"sqlite:///{folder / 'ours.db'}")
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as bare:
        for pragma in PRAGMAS:
            bare.execute(f"PRAGMA {pragma}")
        bare.execute(TABLE)
        ours, theirs = alternating(
            lambda: store.record(_attempt()), lambda: _insert(bare), times=TIMES, pause=PAUSE_SECONDS
        )
    store.close()
    return [
        Measure(
            "keeping an attempt, to a bare insert",
            ours / theirs,
            None,
            why=f"{ours * 1000:.1f} ms, the bare one {theirs * 1000:.1f} ms",
        )
    ]


def _insert(bare: sqlite3.Connection) -> None:
    bare.execute("BEGIN IMMEDIATE")
    bare.execute("INSERT INTO attempts (id, line) VALUES (?, ?)", (uuid.uuid4().hex, repr(_attempt())))
    bare.execute("COMMIT")


def _attempt() -> Attempt:
    givens = {"size": 224, "kernel_size": 7, "stride": 2, "padding": 3, "dilation": 1}
    return Attempt(
        id=uuid.uuid4().hex,
        kind="conv-output-size",
        version=1,
        seed=42,
        level=2,
        givens=givens,
        reply="112",
        verdict="right",
        tag=None,
        seconds=12.5,
        quiz=None,
        at=datetime.now(UTC),
    )
