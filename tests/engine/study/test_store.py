"""Does the store keep what it is given, once, and forget it when asked?"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert

from engine.study import database
from engine.study.reviews import first_of_day
from engine.study.store import Record, open_store
from engine.study.tables import attempts, metadata

ROOT = Path(__file__).resolve().parents[3]


def start(code: str, *arguments: object, cwd: Path) -> subprocess.Popen[str]:
    """A Python process far from the repository's folder."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=cwd, env=environment, stdin=-1, stdout=-1, text=True)


def test_an_attempt_comes_back_as_it_was(store, attempt):
    given = attempt("a", at=datetime(2026, 3, 1, 9, 0, 0, 5, tzinfo=timezone(timedelta(hours=9))))
    assert store.record(given) == store.attempt("a") == given
    assert store.attempt("a").at.utcoffset() == timedelta(0)
    bare = attempt("b", reply="", verdict="gave-up", tag=None, seconds=None, seed=None, level=None, givens={})
    assert store.record(bare) == store.attempt("b") == bare
    assert store.attempt("c") is None


def test_the_same_id_again_returns_what_is_stored(store, attempt):
    first = store.record(attempt("a", reply="16"))
    assert store.record(attempt("a", reply="17", verdict="right")) == first
    assert store.latest() == [first]


def test_twenty_identical_submits_at_once_are_one_attempt(store, attempt):
    together = Barrier(20)

    def submit(reply: int) -> str:
        together.wait()
        return store.record(attempt("a", reply=str(reply))).reply

    with ThreadPoolExecutor(20) as pool:
        replies = set(pool.map(submit, range(20)))
    assert replies == {store.attempt("a").reply}
    assert len(store.latest(100)) == 1


def test_many_threads_lose_nothing(store, attempt):
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda n: store.record(attempt(f"a{n}")), range(200)))
    assert {one.id for one in store.latest(1000)} == {f"a{n}" for n in range(200)}


def test_the_latest_come_newest_first_and_a_quiz_in_its_order(store, attempt):
    for n in range(12):
        store.record(attempt(f"a{n}", quiz="q" if n % 2 else None))
    assert [one.id for one in store.latest(3)] == ["a11", "a10", "a9"]
    assert len(store.latest()) == 10
    assert [one.id for one in store.of_quiz("q")] == ["a1", "a3", "a5", "a7", "a9", "a11"]
    assert store.of_quiz("another") == []


def test_a_setting_is_the_last_one_set(store):
    assert store.settings().get("language") is None
    store.set_setting("language", "en")
    store.set_setting("language", "ko")
    assert store.settings().get("language") == "ko"


def test_all_is_there_after_reopening(file, attempt):
    first = open_store(f"sqlite:///{file}")
    first.record(attempt("a"))
    first.set_setting("language", "ko")
    first.close()
    second = open_store(f"sqlite:///{file}")
    assert (second.attempt("a"), second.settings().get("language")) == (attempt("a"), "ko")
    second.close()


def test_delete_everything_leaves_no_trace_in_any_file(file, store, attempt):
    for n in range(50):
        store.record(attempt(f"a{n}", reply="암호 secret" * 50))
    store.set_setting("name", "secret")
    store.delete_everything()
    assert (store.latest(), store.settings().get("name")) == ([], None)
    left = b"".join(each.read_bytes() for each in file.parent.iterdir())
    assert b"secret" not in left and "암호".encode() not in left and b"forgot-dilation" not in left
    assert store.record(attempt("a0", reply="1")).reply == "1"


def test_a_commit_is_on_the_disk_and_readers_do_not_wait_for_it(store, attempt):
    with store._database.transaction("write") as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
        assert pragmas == ["wal", 2]  # 2 is FULL
        assert store.latest() == []


def test_the_file_is_in_the_data_directory_unless_the_environment_says_otherwise(tmp_path, monkeypatch):
    monkeypatch.delenv("FLIPSIDE_DATABASE_URL", raising=False)
    monkeypatch.setattr("platformdirs.user_data_dir", lambda name, **_: str(tmp_path / "new" / name))
    own = open_store()
    assert own.place == str(tmp_path / "new" / "flipside" / "flipside.db") and Path(own.place).exists()
    own.close()
    monkeypatch.setenv("FLIPSIDE_DATABASE_URL", f"sqlite:///{tmp_path}/100%25 mine?.db")
    named = open_store()
    assert Path(named.place).exists() and Path(named.place).parent == tmp_path
    named.close()


def test_processes_that_open_a_new_file_together_all_succeed(file):
    code = """
import sys
from engine.study.store import open_store
print("ready", flush=True)
sys.stdin.readline()
open_store(sys.argv[1]).set_setting(sys.argv[2], "here")
"""
    started = [start(code, f"sqlite:///{file}", n, cwd=file.parent) for n in range(4)]
    assert [process.stdout.readline() for process in started] == ["ready\n"] * 4
    for process in started:
        process.stdin.close()
    assert [process.wait(20) for process in started] == [0] * 4
    store = open_store(f"sqlite:///{file}")
    assert [store.settings().get(str(n)) for n in range(4)] == ["here"] * 4
    store.close()


def test_an_ordinary_start_does_not_load_alembic(file, store):
    code = """
import sys
from engine.study.store import open_store
open_store(sys.argv[1])
print("alembic" in sys.modules)
"""
    assert start(code, f"sqlite:///{file}", cwd=file.parent).communicate(timeout=20)[0] == "False\n"


def test_the_migrations_make_the_tables_that_the_code_uses(store):
    with store._database.transaction("write") as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    assert revision == database._revisions()[-1]


def test_a_database_of_the_first_version_keeps_its_answers_and_can_be_graded(file, attempt, monkeypatch):
    with monkeypatch.context() as past:
        past.setattr(database, "_migrate", lambda connection: _upgrade(connection, "0001"))
        past.setattr(database, "_revisions", lambda: ["0001"])
        old = open_store(f"sqlite:///{file}")
        with old._database.transaction("write") as connection:
            for n in range(30):
                row = vars(attempt(f"a{n}", seed=n))
                connection.execute(insert(attempts), {name: row[name] for name in row if name != "choice"})
        old.set_setting("language", "ko")
        old.close()
    store = open_store(f"sqlite:///{file}")
    assert [one.id for one in reversed(store.latest(100))] == [f"a{n}" for n in range(30)]
    assert store.study() == Record({}, frozenset(), {"language": "ko"})
    review = first_of_day("skill:conv-output-size@2", 3, 0.9, attempt().at, attempt().at.date())
    store.record(attempt("again", seed=7), lambda _: review)  # was answered before the review log began
    assert store.reviews() == []
    store.record(attempt("new", seed=77), lambda _: review)
    assert len(store.study().memories) == 1
    store.close()


def _upgrade(connection: Connection, revision: str) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(database.MIGRATIONS))
    command.upgrade(config, revision)


@pytest.mark.parametrize("limit", [0, 1])
def test_a_limit_is_kept(store, attempt, limit):
    store.record(attempt("a"))
    store.record(attempt("b"))
    assert len(store.latest(limit)) == limit
