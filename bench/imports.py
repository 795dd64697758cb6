"""What does importing all kinds cost against importing NumPy, and what does it drag in?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench.measure import Measure

ROOT = Path(__file__).resolve().parent.parent
TIMES = 9
AIM = 1.5
KINDS = "from engine import catalog; catalog.kinds()"
ELSEWHERE = ("alembic", "babel", "pandas", "plotly", "pydantic", "sqlalchemy", "streamlit", "yaml")
TIMED = "import sys, time; begun = time.perf_counter()\n{}\nprint(time.perf_counter() - begun)"
PAGE = """
from streamlit.testing.v1 import AppTest
page = AppTest.{}.run()
assert not page.exception, page.exception
"""
EMPTY, PRACTICE = (
    PAGE.format("from_string('')"),
    PAGE.format("from_file('ui/router.py', default_timeout=30).run().switch_page('../pages/practice.py')"),
)


def imports() -> list[Measure]:
    """Cards, store and words load where they are used, so none of their libraries comes with the kinds."""
    pairs = [
        (float(_said(TIMED.format(KINDS))), float(_said(TIMED.format("import numpy")))) for _ in range(TIMES + 1)
    ][1:]  # the first may compile
    ratio = median(ours for ours, _ in pairs) / median(theirs for _, theirs in pairs)
    dragged = [name for name in ELSEWHERE if name in _modules(KINDS)]
    figures = [name for name in _modules(PRACTICE) - _modules(EMPTY) if name.startswith("plotly")]
    return [
        Measure("importing all kinds, to importing NumPy", ratio, AIM),
        Measure("libraries of other rooms loaded by it", len(dragged), 0, unit="", why=", ".join(dragged)),
        Measure("modules of Plotly loaded by the practice page", len(figures), 0, unit="", why=", ".join(figures)),
    ]


def _modules(code: str) -> set[str]:
    return set(_said(f"{code}\nimport sys; print(*sys.modules)").split())


def _said(code: str) -> str:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}  # NumPy came compiled; else we would be each time
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return (done.stdout.splitlines() or [""])[-1]
