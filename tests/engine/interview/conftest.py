"""What do the tests of the interview share: a plan made by hand, and the moments of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from engine.interview.slots import WALK_THROUGH, Followup, Plan, Slot
from engine.interview.state import begin
from engine.interview.turns import Interview

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def two_deep() -> tuple[Followup, ...]:
    """A strong and a weak follow-up; the strong one goes deeper both ways."""
    deeper = (Followup("c/deeper", "spoken", "strong", 20), Followup("gradient@1.5", "numeric", "weak", 20))
    return (Followup("c/why", "spoken", "strong", 30, deeper), Followup("c/smaller", "spoken", "weak", 30))


SLOTS = (
    Slot("a/what", "spoken", 150, two_deep()),
    Slot("gradient@2.7", "numeric", 120, (Followup(WALK_THROUGH, "spoken", "wrong", 30),)),
    Slot("b/claim", "error", 120),
    Slot(
        "layer@2.7",
        "chain",
        210,
        (Followup(WALK_THROUGH, "spoken", "wrong", 30), Followup("d/why", "spoken", "strong", 30)),
    ),
)
PLAN = Plan("by-hand", 7, 10, SLOTS)


@pytest.fixture
def interview() -> Interview:
    return begin(PLAN, "en", START)


@pytest.fixture
def after() -> Callable[[float], datetime]:
    return lambda seconds: START + timedelta(seconds=seconds)
