"""How is a script served as in earnest, and how much of a processor does its server take?"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 40


@dataclass(frozen=True)
class Server:
    """A server that runs; its processor time is in seconds, None where the system does not tell."""

    port: int
    pid: int
    log: Path

    def processor_seconds(self) -> float | None:
        """The time of all threads, of those that have ended too."""
        try:
            return time.clock_gettime((~self.pid << 3) | 2)  # Linux's clock of another process
        except (AttributeError, OSError):
            return None


@contextmanager
def serve(script: Path, home: Path) -> Iterator[Server]:
    """Serve a script under the project's own settings, with the record in `home`, which may be empty."""
    home.mkdir(exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"HOME": str(home), "FLIPSIDE_DATABASE_URL": f"sqlite:///{home / 'flipside.db'}"}
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.headless", "true", "--server.port", str(port)]
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait(process, port, home / "server.log")
            yield Server(port, process.pid, home / "server.log")
        finally:
            process.terminate()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"http://localhost:{port}/_stcore/health") as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')}")
