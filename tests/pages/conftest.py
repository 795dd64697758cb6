"""Every visit of a test has a record of its own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def record_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the visit's record is kept in."""
    file = tmp_path / "f.db"
    monkeypatch.setenv("FLIPSIDE_DATABASE_URL", f"sqlite:///{file}")
    return file
