"""Is the change of the loss exactly 0 where the probabilities of the right classes multiply to the same?"""

from __future__ import annotations

import json
import math

import pytest

from engine import catalog

STILL = (
    ([[0.9, 0.1], [0.4, 0.6]], [[0.6, 0.4], [0.6, 0.4]]),
    ([[0.3, 0.7], [0.2, 0.8]], [[0.6, 0.4], [0.1, 0.9]]),
    ([[0.6, 0.4], [0.6, 0.4]], [[0.9, 0.1], [0.4, 0.6]]),
)


@pytest.mark.parametrize(("before", "after"), STILL)
def test_a_loss_that_stands_still_changes_by_0(before: list[list[float]], after: list[list[float]]) -> None:
    problem = catalog.from_givens("loss-or-accuracy", {"labels": [0, 0], "before": before, "after": after})
    ((rise,), (change,)) = problem.answer()
    assert change == 0
    assert problem.judge(json.dumps([[float(rise)], [0]])).verdict == "right"


def test_a_loss_changes_by_what_no_float_can_hold_as_a_quotient() -> None:
    certain, hopeless = [[1, 0]] * 20, [[1e-20, 1]] * 20
    problem = catalog.from_givens("loss-or-accuracy", {"labels": [0] * 20, "before": certain, "after": hopeless})
    assert problem.answer()[1][0] == pytest.approx(20 * math.log(10))
