"""Do the secants that are drawn have the slopes that NumPy computes, and are the rates of the stretches right?"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from engine.lab.experiments.average_rate import AverageRate
from engine.lab.figure import ready

BACK = AverageRate(times="0 / 1.5 / 4 / 6", distances="-1 / 3 / 6 / 2", start=1, end=6)


def figure(shown: AverageRate) -> Any:
    return json.loads(ready(shown, "en"))


@pytest.mark.parametrize("shown", [AverageRate(), BACK])
def test_the_secants_are_those_of_numpy(shown: AverageRate) -> None:
    times, distances = (list(map(float, text.split(" / "))) for text in (shown.times, shown.distances))
    frames = figure(shown)["frames"]
    assert {float(time) for time in times if time < shown.end} <= {float(frame["at"]) for frame in frames}
    for frame in frames:
        start = float(frame["at"])
        ends = np.interp([start, shown.end], times, distances)
        secant = frame["moves"]["secant"]
        assert secant["x"] == pytest.approx([start, shown.end])
        assert secant["y"] == pytest.approx(ends, abs=1e-4)
        rate = (ends[1] - ends[0]) / (shown.end - start)
        assert frame["moves"]["average"]["y"] == pytest.approx([rate, rate], abs=1e-3)
    stairs = next(mark for mark in figure(shown)["marks"] if mark.get("name") == "rate of each stretch")
    assert stairs["y"][::3] == pytest.approx(list(np.diff(distances) / np.diff(times)), abs=1e-4)


def test_the_average_over_a_shorter_time_is_asked_for() -> None:
    asked = AverageRate().prediction()
    assert asked
    assert asked.choices[asked.right].render("en") == "higher"
    assert asked.because.render("en") == "It is 0.29 km per minute."
    assert AverageRate(start=9.5).prediction() is None


def test_the_learner_s_rate_is_drawn_as_steep_as_it_is() -> None:
    drawn = figure(AverageRate(start=9, yours="0.2"))
    dashed = [mark for mark in drawn["marks"] if mark["role"] == "ink" and mark.get("dashed")]
    assert dashed[0]["y"] == pytest.approx([1.71, 1.91])
    assert not [mark for mark in figure(AverageRate(yours="<b>"))["marks"] if mark["role"] == "ink"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("times", "0 / 2 / 2 / 6 / 8 / 9 / 10"), ("times", "1"), ("distances", "1 / 2"), ("start", "10"), ("end", "0"),
     ("end", "11"), ("start", "-1"), ("times", "x")],
)  # fmt: skip
def test_what_is_no_table_is_answered_by_a_sentence(name: str, typed: str) -> None:
    shown, notes = AverageRate.parse({name: typed})
    assert shown == AverageRate()
    assert len(notes) == 1


def test_the_average_is_among_the_numbers_that_are_saved() -> None:
    drawn = json.loads(ready(AverageRate(), "en"))
    average = next(mark for mark in drawn["marks"] if mark.get("name") == "average")
    assert drawn["frames"][0]["moves"][average["key"]]["y"] == [0.2, 0.2]
