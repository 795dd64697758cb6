"""What do the tests of the record share: one attempt with changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.study.attempts import Attempt


@pytest.fixture
def attempt() -> Callable[..., Attempt]:
    def make(id: str = "a", **changes: Any) -> Attempt:
        fields: dict[str, Any] = {
            "kind": "conv-output-size", "version": 1, "seed": 7, "level": 2,
            "givens": {"size": [32, 28], "padding": "same", "bias": True, "scale": 0.5, "dilation": None},
            "reply": "출력은 16×14", "verdict": "wrong", "tag": "forgot-dilation", "seconds": 12.5, "quiz": None,
            "at": datetime(2026, 3, 1, 23, 59, 59, 123456, tzinfo=UTC),
        }  # fmt: skip
        return Attempt(id=id, **fields | changes)

    return make
