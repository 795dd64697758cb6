"""Is a log of attempts counted as a learner would count it?"""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.study.attempts import missed, right, seconds_spent, slips


def test_a_log_says_what_was_right_missed_and_slipped(attempt):
    log = [
        attempt("a", verdict="right", tag=None),
        attempt("b", tag="forgot-padding"),
        attempt("c", verdict="gave-up", tag=None, reply=""),
        attempt("d", tag="forgot-dilation"),
        attempt("e", tag="forgot-dilation"),
    ]
    assert right(log) == 1
    assert [one.id for one in missed(log)] == ["b", "c", "d", "e"]
    assert slips(log) == [("forgot-dilation", 2), ("forgot-padding", 1)]


def test_time_is_known_only_where_every_time_is_known(attempt):
    assert seconds_spent([attempt(seconds=2.0), attempt(seconds=3.5)]) == 5.5
    assert seconds_spent([attempt(seconds=2.0), attempt(seconds=None)]) is None
    assert seconds_spent([]) == 0


@pytest.mark.parametrize("changes", [{"id": ""}, {"verdict": "maybe"}, {"at": datetime(2026, 3, 1)}])
def test_an_attempt_without_id_verdict_or_time_zone_is_refused(attempt, changes):
    with pytest.raises(ValueError):
        attempt(**changes)
