"""Is everything that can be wrong with the file said in a clear sentence, with nothing lost?"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.study import database
from engine.study.memory import remember
from engine.study.reviews import grade
from engine.study.store import StoreFault, open_store

ROOT = Path(__file__).resolve().parents[3]
NOBODY = 65534


def url(file: Path) -> str:
    return f"sqlite:///{file}"


@contextmanager
def fault(*words: object) -> Iterator[None]:
    """The block fails with a sentence that has all the words in it."""
    with pytest.raises(StoreFault) as caught:
        yield
    sentence = caught.value.text.render("en")
    assert all(str(word) in sentence for word in words), sentence


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user can reach, for the permissions that the administrator would not feel."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder


@contextmanager
def as_nobody() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_is_no_database_is_refused_and_left_alone(file):
    file.write_bytes(b"my holiday photos" * 1000)
    for _ in range(2):
        with fault(file, "damaged", "Move it away"):
            open_store(url(file))
    assert file.read_bytes() == b"my holiday photos" * 1000
    assert list(file.parent.iterdir()) == [file]


def test_the_database_of_another_program_is_refused_and_left_alone(file):
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE photos (id)")
    other.close()
    before = file.read_bytes()
    with fault(file, "not a Flipside database"):
        open_store(url(file))
    assert file.read_bytes() == before


def test_damage_inside_the_file_is_found_at_the_start(file, attempt):
    store = open_store(url(file))
    for n in range(100):
        store.record(attempt(f"a{n}", reply="x" * 200))
    store.close()
    content = bytearray(file.read_bytes())
    content[2 * 4096 : 6 * 4096] = random.Random(1).randbytes(4 * 4096)
    file.write_bytes(content)
    with fault(file, "damaged"):
        open_store(url(file))
    assert file.read_bytes() == content


def test_damage_while_running_is_said_and_the_store_works_once_it_is_mended(file, store, attempt):
    store.record(attempt("a"))
    store.close()
    good = file.read_bytes()
    file.write_bytes(b"\0" * 100 + good[100:])
    for action in (lambda: store.record(attempt("b")), store.latest, store.delete_everything):
        with fault(file, "damaged"):
            action()
    assert file.read_bytes() == b"\0" * 100 + good[100:]
    file.write_bytes(good)
    store.record(attempt("b"))
    assert [one.id for one in store.latest()] == ["b", "a"]


def test_a_file_moved_away_while_running_keeps_its_answers_and_a_new_one_begins(file, store, attempt):
    store.record(attempt("a"))
    log = file.with_name(file.name + "-wal")
    file.rename(file.with_name("moved.db"))
    with fault(file, log, "missing"):
        store.record(attempt("b"))
    log.rename(file.with_name("moved.db-wal"))
    store.record(attempt("b"))
    assert [one.id for one in store.latest()] == ["b"]
    moved = open_store(url(file.with_name("moved.db")))
    assert [one.id for one in moved.latest()] == ["a"]
    moved.close()


def test_commits_in_the_log_beside_an_emptied_file_are_not_thrown_away(file, attempt):
    log = file.with_name(file.name + "-wal")
    log.write_bytes(b"commits")
    file.touch()
    with fault(file, log, "empty"):
        open_store(url(file))
    assert log.read_bytes() == b"commits"


def test_a_database_of_a_newer_flipside_is_left_alone(file, store, attempt):
    store.record(attempt("a"))
    with store._database.transaction("write") as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = file.read_bytes()
    with fault(file, "newer Flipside", "Update"):
        open_store(url(file))
    assert file.read_bytes() == before


def test_tables_that_are_not_those_of_their_revision_are_damage_and_stay(file, store, attempt):
    store.record(attempt("a"))
    with store._database.transaction("write") as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    store.close()
    before = file.read_bytes()
    with fault(file, "damaged", "Move it away"):
        open_store(url(file))
    assert file.read_bytes() == before


def test_a_read_only_file_is_said_at_the_start_and_while_running(open_folder, attempt):
    file = open_folder / "flipside.db"
    with as_nobody():
        store = open_store(url(file))
        store.record(attempt("a"))
        store.close()
        file.chmod(0o444)
        with fault(file, "not allowed to write"):
            open_store(url(file))
        with fault(file, "not allowed to write"):
            store.record(attempt("b"))
        file.chmod(0o644)
        store.record(attempt("b"))
        assert [one.id for one in store.latest()] == ["b", "a"]
        store.close()


def test_a_read_only_folder_is_said(open_folder, attempt):
    file = open_folder / "inside" / "deeper" / "flipside.db"
    with as_nobody():
        file.parent.parent.mkdir()
        file.parent.parent.chmod(0o555)
        with fault(file, "not allowed to write"):
            open_store(url(file))
        file.parent.parent.chmod(0o755)
        store = open_store(url(file))
        store.record(attempt("a"))
        store.close()
        file.parent.chmod(0o555)
        with fault(file, "not allowed to write"):
            store.record(attempt("b"))
        file.parent.chmod(0o755)
        assert store.record(attempt("b")).id == "b"
        store.close()


def test_a_full_disk_is_said_and_the_next_try_works(file, store, attempt):
    def room(pages: int) -> None:
        with store._database.transaction("read") as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    room(20)
    with fault(file, "is full", "Free some space"):
        for n in range(1000):
            store.record(attempt(f"a{n}", reply="x" * 1000))
    kept = len(store.latest(1000))
    assert kept > 0
    room(1_000_000)
    store.record(attempt("after"))
    assert len(store.latest(1000)) == kept + 1


def test_a_grade_for_which_there_is_no_room_is_said_and_leaves_log_and_memory_in_step(file, store):
    def room(pages: int) -> None:
        with store._database.transaction("read") as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    given = [grade(f"question:card-{n}/{'x' * 500}", 0, 3, 0.9, at, at.date()) for n in range(1000)]
    room(40)
    with fault(file, "is full", "Free some space"):
        for review in given:
            store.grade(review)
    kept = store.reviews()
    assert 0 < len(kept) < 1000 and given[: len(kept)] == kept
    assert store.study().memories == {review.item: remember(review.item, [review]) for review in kept}
    assert store.days() == {at.date(): len(kept)}
    room(1_000_000)
    store.grade(given[len(kept)])
    assert len(store.reviews()) == len(store.study().memories) == len(kept) + 1


def test_a_disk_that_refuses_to_write_loses_no_stored_attempt(file, store):
    code = """
import resource, sys
from datetime import UTC, datetime
from engine.study.attempts import Attempt
from engine.study.store import StoreFault, open_store
store = open_store(sys.argv[1])
def record(n):
    store.record(Attempt(f"a{n}", "k", 1, 1, 1, {}, "x" * 2000, "right", None, None, None, datetime.now(UTC)))
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
for n in range(1000):
    try:
        record(n)
    except StoreFault as fault:
        assert "is full or does not work" in str(fault), fault
        break
    print(f"a{n}")
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
record(n)
print(f"a{n}")
"""
    command = [sys.executable, "-c", code, url(file)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    stored = done.stdout.split()
    assert 10 < len(stored) < 1000
    assert [one.id for one in reversed(store.latest(2000))] == stored


def test_another_program_that_holds_the_file_is_said_and_readers_do_not_wait(file, attempt, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    store = open_store(url(file))
    store.record(attempt("a"))
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with fault(file, "Another program"):
        store.record(attempt("b"))
    assert [one.id for one in store.latest()] == ["a"]
    with fault(file, "Another program"):
        open_store(url(file))
    holder.execute("ROLLBACK")
    assert store.record(attempt("b")).id == "b"
    store.close()


def test_traces_that_another_reader_keeps_alive_are_said(file, attempt, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    store = open_store(url(file))
    store.record(attempt("a"))
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM attempts").fetchall()
    with fault(file, "Everything is deleted", "once more"):
        store.delete_everything()
    assert store.latest() == []
    reader.close()
    store.delete_everything()
    assert b"forgot-dilation" not in b"".join(each.read_bytes() for each in file.parent.iterdir())
    store.close()


@pytest.mark.parametrize("address", ["no address", "oracle://me:secret@host/x", "nosuch+driver://x", "sqlite://"])
def test_an_address_that_cannot_be_used_is_said_without_its_password(address):
    with pytest.raises(StoreFault, match="FLIPSIDE_DATABASE_URL") as caught:
        open_store(address)
    assert "secret" not in str(caught.value)


def test_a_mistake_in_the_code_is_not_called_a_fault_of_the_file(store):
    with pytest.raises(Exception) as caught, store._database.transaction("write") as connection:
        connection.exec_driver_sql("SELECT nonsense FROM attempts")
    assert not isinstance(caught.value, StoreFault)
