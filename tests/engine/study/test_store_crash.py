"""Is every acknowledged attempt and grade there after the process was killed?"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from engine.study.memory import remember
from engine.study.store import open_store

ROOT = Path(__file__).resolve().parents[3]
WRITER = """
import sys, uuid
from datetime import UTC, datetime
from threading import Thread
from engine.study.attempts import Attempt
from engine.study.store import open_store

print("ready", flush=True)
store = open_store(sys.argv[1])

def write():
    while True:
        id = str(uuid.uuid4())
        store.record(Attempt(id, "k", 1, 1, 1, {"size": 5}, "답" * 300, "right", None, 1.0, "q", datetime.now(UTC)))
        sys.stdout.write(id + "\\n")
        sys.stdout.flush()

for _ in range(2):
    Thread(target=write).start()
"""
GRADER = """
import sys, uuid
from datetime import UTC, datetime
from engine.study.attempts import Attempt
from engine.study.reviews import first_of_day, grade
from engine.study.store import open_store

print("ready", flush=True)
store = open_store(sys.argv[1])
count = len(store.reviews())
while True:
    at = datetime.now(UTC)
    skill = first_of_day(f"skill:kind-{count}@1", 3, 0.9, at, at.date())
    id = str(uuid.uuid4())
    store.record(Attempt(id, f"kind-{count}", 1, 1, 1, {}, "1", "right", None, 1.0, None, at), lambda _: skill)
    item = f"question:card-{count % 7}/why"
    rows = memory.rows if (memory := store.study().memories.get(item)) else 0
    given = grade(item, rows, 1 + count % 4, 0.9, at, at.date())
    store.grade(given)
    print(id, skill.id, given.id, sep="\\n", flush=True)
    if count % 5 == 0:
        store.undo(given, at, at.date())
        print(f"void:{given.id}", flush=True)
    count += 1
"""


def killed_writer(file: Path, seconds: float, first: int, script: str = WRITER) -> set[str]:
    """The ids that a writer had acknowledged when it was killed, some time after the first so many, also none."""
    command = [sys.executable, "-c", script, f"sqlite:///{file}"]
    writer = subprocess.Popen(
        command, cwd=file.parent, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    acknowledged = {writer.stdout.readline().strip() for _ in range(first)}
    time.sleep(seconds)
    writer.kill()
    rest = writer.communicate()[0]
    whole = rest[: rest.rfind("\n") + 1]  # a line cut by the kill was not acknowledged
    return acknowledged | set(whole.split())


def test_every_acknowledged_attempt_outlives_kill_9(file):
    chance, acknowledged = random.Random(9), set()
    for _ in range(15):
        acknowledged |= killed_writer(file, chance.uniform(0, 0.15), first=8)
        check = sqlite3.connect(file)
        assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        check.close()
    store = open_store(f"sqlite:///{file}")
    stored = {attempt.id for attempt in store.latest(1_000_000)}
    store.close()
    assert len(acknowledged) > 100
    assert acknowledged <= stored
    assert len(stored) <= len(acknowledged) + 2 * 15  # at most those in flight


def test_every_acknowledged_grade_outlives_kill_9_and_what_is_remembered_is_what_the_log_says(file):
    chance, acknowledged = random.Random(5), set[str]()
    for _ in range(10):
        acknowledged |= killed_writer(file, chance.uniform(0, 0.2), first=18, script=GRADER)
        store = open_store(f"sqlite:///{file}")
        log, record, attempts = store.reviews(), store.study(), store.latest(1_000_000)
        store.close()
        rows = {item: [row for row in log if row.item == item] for item in {row.item for row in log}}
        assert record.memories == {item: remember(item, rows) for item, rows in rows.items()}
        assert sum(store.days().values()) == sum(row.rating is not None for row in log)
        assert {f"skill:{one.kind}@1" for one in attempts} == {item for item in rows if item.startswith("skill:")}
        assert acknowledged <= {row.id for row in log} | {one.id for one in attempts}
    assert len(acknowledged) > 100 and len(log) > 100


def test_a_kill_during_the_first_start_leaves_a_file_that_opens(file):
    chance = random.Random(4)
    for n in range(6):
        fresh = file.with_name(f"{n}.db")
        acknowledged = killed_writer(fresh, chance.uniform(0, 0.25), first=0)
        store = open_store(f"sqlite:///{fresh}")
        assert acknowledged <= {attempt.id for attempt in store.latest(1_000_000)}
        store.close()
