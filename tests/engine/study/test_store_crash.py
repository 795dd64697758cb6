"""Is every acknowledged attempt there after the process was killed?"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

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


def killed_writer(file: Path, seconds: float, after_first: bool) -> set[str]:
    """The ids that a writer had acknowledged when it was killed, some time after it began to open or to write."""
    command = [sys.executable, "-c", WRITER, f"sqlite:///{file}"]
    writer = subprocess.Popen(
        command, cwd=file.parent, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    acknowledged = {writer.stdout.readline().strip()} if after_first else set()
    time.sleep(seconds)
    writer.kill()
    rest = writer.communicate()[0]
    whole = rest[: rest.rfind("\n") + 1]  # a line cut by the kill was not acknowledged
    return acknowledged | set(whole.split())


def test_every_acknowledged_attempt_outlives_kill_9(file):
    chance, acknowledged = random.Random(9), set()
    for _ in range(15):
        acknowledged |= killed_writer(file, chance.uniform(0, 0.15), after_first=True)
        check = sqlite3.connect(file)
        assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        check.close()
    store = open_store(f"sqlite:///{file}")
    stored = {attempt.id for attempt in store.latest(1_000_000)}
    store.close()
    assert len(acknowledged) > 100
    assert acknowledged <= stored
    assert len(stored) <= len(acknowledged) + 2 * 15  # at most those in flight


def test_a_kill_during_the_first_start_leaves_a_file_that_opens(file):
    chance = random.Random(4)
    for n in range(6):
        fresh = file.with_name(f"{n}.db")
        acknowledged = killed_writer(fresh, chance.uniform(0, 0.25), after_first=False)
        store = open_store(f"sqlite:///{fresh}")
        assert acknowledged <= {attempt.id for attempt in store.latest(1_000_000)}
        store.close()
