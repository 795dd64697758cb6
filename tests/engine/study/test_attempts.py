"""Is a log of attempts counted as a learner would count it?"""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.study.attempts import right, seconds_known, slips


def test_a_log_says_what_was_right_and_which_slips(attempt):
    log = [
        attempt("a", verdict="right", tag=None),
        attempt("b", tag="forgot-padding"),
        attempt("c", verdict="gave-up", tag=None, reply=""),
        attempt("d", tag="forgot-dilation"),
        attempt("e", tag="forgot-dilation"),
    ]
    assert right(log) == 1
    assert slips(log) == [("forgot-dilation", 2), ("forgot-padding", 1)]


def test_unknown_times_are_left_out_and_counted(attempt):
    assert seconds_known([attempt(seconds=2.0), attempt(seconds=3.5)]) == (5.5, 2)
    assert seconds_known([attempt(seconds=2.0), attempt(seconds=None)]) == (2.0, 1)
    assert seconds_known([]) == (0, 0)


@pytest.mark.parametrize("changes", [{"id": ""}, {"verdict": "maybe"}, {"at": datetime(2026, 3, 1)}])
def test_an_attempt_without_id_verdict_or_time_zone_is_refused(attempt, changes):
    with pytest.raises(ValueError):
        attempt(**changes)
