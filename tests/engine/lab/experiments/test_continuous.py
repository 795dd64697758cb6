"""Does the figure of the continuous convolution show what SciPy computes?"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.signal import correlate, fftconvolve

from engine.lab.experiments.continuous import Continuous
from engine.lab.figure import ready

STEP = 1e-3
CASES = [
    Continuous(),
    Continuous(flip=False),
    *(Continuous(**preset.settings) for preset in Continuous.presets()),
    Continuous(f="triangle", f_height=-2.0, g="boxes", g_boxes="-1 1 2, 0 0.5 -3, 0.25 2 1"),
    Continuous(f="points", f_points="-1 0, 0 2, 3 -1", g="gauss", g_width=0.5, flip=False),
    Continuous(f="step", g="exp", g_width=2.0, g_start=-1.0),
    Continuous(f="step", g="step", g_start=1.0, f_height=2.0),
    Continuous(f="exp", g="exp", f_width=0.5, g_width=2.0),
]


def by_hand(shape: str, start: float, width: float, height: float, **typed: str) -> Any:
    """The function written down anew, of an array."""
    if shape in ("boxes", "points"):
        rows = np.array([[float(part) for part in group.split()] for group in typed[shape].split(",")])
        if shape == "points":
            return lambda x: np.interp(x, rows[:, 0], rows[:, 1], left=0, right=0)
        return lambda x: sum(h * ((x >= a) & (x < a + w)) for a, w, h in rows)
    inside = {
        "box": lambda x: height * ((x >= start) & (x < start + width)),
        "triangle": lambda x: height * np.maximum(0, 1 - np.abs(x - start - width / 2) / (width / 2)),
        "gauss": lambda x: height * np.exp(-((x - start) ** 2) / (2 * width**2)),
        "exp": lambda x: np.where(x >= start, height * np.exp(-np.maximum(x - start, 0) / width), 0),
        "step": lambda x: height * (x >= start),
    }
    return inside[shape]


def functions(shown: Continuous) -> tuple[Any, Any]:
    return (
        by_hand(shown.f, shown.f_start, shown.f_width, shown.f_height, boxes=shown.f_boxes, points=shown.f_points),
        by_hand(shown.g, shown.g_start, shown.g_width, shown.g_height, boxes=shown.g_boxes, points=shown.g_points),
    )


def result_of(shown: Continuous) -> tuple[np.ndarray, np.ndarray]:
    """The green curve, as the browser gets it."""
    marks = json.loads(ready(shown, "en"))["marks"]
    curve = next(mark for mark in marks if mark.get("key") == "result")
    return np.array(curve["x"]), np.array(curve["y"])


@pytest.mark.parametrize("shown", CASES, ids=lambda case: f"{case.f}-{case.g}-{case.flip}")
def test_the_result_is_that_of_scipy_on_a_fine_grid(shown: Continuous) -> None:
    f, g = functions(shown)
    ts, values = result_of(shown)
    tau = np.arange(-60, 60, STEP)
    if shown.flip:
        full, first = fftconvolve(f(tau), g(tau)) * STEP, 2 * tau[0]
    else:
        full, first = correlate(f(tau), g(tau), "full", "fft") * STEP, tau[0] - tau[-1]
    grid = first + STEP * np.arange(len(full))
    assert np.abs(np.interp(ts, grid, full) - values).max() < 0.01 * max(1, np.abs(values).max())


@pytest.mark.parametrize("shown", CASES[:2], ids=["convolution", "cross-correlation"])
def test_single_values_are_those_of_an_integral(shown: Continuous) -> None:
    f, g = functions(shown)
    for t in (-1.3, 0.4, 1.4, 2.9):
        product = (lambda tau: f(tau) * g(t - tau)) if shown.flip else (lambda tau: f(tau) * g(tau - t))  # noqa: B023
        exact, _ = quad(product, -8, 8, points=sorted({0.0, 2.0, t}), limit=200)
        assert shown.value(t) == pytest.approx(exact, abs=1e-7)


@pytest.mark.parametrize("shown", CASES, ids=lambda case: f"{case.f}-{case.g}-{case.flip}")
def test_the_green_area_is_the_green_height(shown: Continuous) -> None:
    for frame in json.loads(ready(shown, "en"))["frames"][::7]:
        area, dot = frame["moves"]["area"], frame["moves"]["dot"]
        assert np.trapezoid(area["y"], area["x"]) == pytest.approx(dot["y"][0], abs=0.02 * max(1, abs(dot["y"][0])))


@pytest.mark.parametrize("shown", [case for case in CASES if "step" not in (case.f, case.g)], ids=str)
def test_the_area_under_the_result_is_said_with_the_flip_and_without(shown: Continuous) -> None:
    said = shown.look()[-1].render("en")
    ts, values = result_of(shown)
    product = float(said.split("= ")[-1].rstrip(".").replace("\N{MINUS SIGN}", "-"))
    spread = np.abs(values).max() * (ts[-1] - ts[0])
    assert np.trapezoid(values, ts) == pytest.approx(product, abs=0.02 * spread)


def test_full_overlap_of_a_signed_pair_gives_zero() -> None:
    shown = Continuous(f="box", f_width=1.0, g="boxes", t=1.0)
    assert shown.value(1.0) == pytest.approx(0, abs=1e-12)
    assert shown.value(0.5) == pytest.approx(0.5)


def test_a_problem_missed_shows_the_answer_that_was_given() -> None:
    def marks(yours: str) -> str:
        return str(json.loads(ready(Continuous(yours=yours), "ko"))["marks"])

    assert "내 답: 2.5" in marks("2.5")
    assert "내 답" not in marks("<b>")


def test_a_gaussian_that_was_answered_stands_beside_the_right_one() -> None:
    def curve(yours: str, f: Any = "gauss") -> Any:
        shown = Continuous(f=f, g="gauss", f_width=3, g_width=4, f_height=0.13298, g_height=0.099736, yours=yours)
        marks = json.loads(ready(shown, "en"))["marks"]
        return next((mark for mark in marks if mark.get("name") == "your answer"), None)

    drawn = curve("1 / 7 / 0.05699")
    assert drawn["panel"] == 1 and drawn["dashed"]
    expected = 0.05699 * np.exp(-(((np.array(drawn["x"]) - 1) / 7) ** 2) / 2)
    assert drawn["y"] == pytest.approx(list(expected), abs=1e-5)
    assert json.loads(ready(Continuous(f="gauss", g="gauss", f_height=0, yours="1 / 7 / 9"), "en"))["marks"]
    for typed in ("1 / 0 / 1", "1 / 7", "1 / x / 2", "1 2 3"):
        assert curve(typed) is None
    assert curve("1 / 7 / 0.05699", "box") is None


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"f": "step", "g": "step", "flip": "0"}, "infinite"),
        ({"f": "points", "f_points": "1 1"}, "at least two"),
        ({"f": "points", "f_points": "1 1, 0 2"}, "x growing"),
        ({"g": "boxes", "g_boxes": "0 0 1"}, "a width above 0"),
        ({"g": "boxes", "g_boxes": "0 1"}, "“0 1” is not 3 numbers"),
        ({"g": "boxes", "g_boxes": " "}, "Type 1 to 12"),
        ({"t": "1000"}, "between −300 and 300"),
        ({"f": "pentagon"}, "one of: box"),
    ],
)
def test_settings_that_are_no_picture_are_told(params: dict[str, str], sentence: str) -> None:
    _, notes = Continuous.parse(params)
    assert any(sentence in note.render("en") for note in notes), notes


@pytest.mark.parametrize("preset", Continuous.presets(), ids=lambda preset: preset.name.render("en"))
def test_the_name_of_g_is_clear_of_the_line_at_t(preset: Any) -> None:
    drawn = json.loads(ready(Continuous(**preset.settings), "en"))
    low, high = drawn["x"]
    for frame in drawn["frames"]:
        x = frame["moves"]["g-label"]["x"][0]
        assert low < x < high
        assert abs(x - float(frame["at"])) >= 0.09 * (high - low)


@pytest.mark.parametrize("start", [-10.0, 10.0])
@pytest.mark.parametrize("flip", [True, False])
@pytest.mark.parametrize(("f", "g"), [("exp", "exp"), ("gauss", "gauss"), ("gauss", "step"), ("box", "exp")])
def test_every_moment_of_the_widest_functions_is_an_address(f: Any, g: Any, flip: bool, start: float) -> None:
    wide = {"f_width": 15.0, "g_width": 15.0, "f_start": -start if flip else start, "g_start": start}
    shown = Continuous(f=f, g=g, flip=flip, **wide)
    for frame in json.loads(ready(shown, "en"))["frames"]:
        assert Continuous.parse(shown.params() | {"t": frame["at"]})[1] == []
