"""Are the paths that are drawn those of PyTorch's SGD, and do the arrows cross the contours at a right angle?"""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy.linalg import eigvalsh

from engine.lab.experiments.descent import STEPS, Descent
from engine.lab.figure import ready
from engine.numeric.calculus import curvatures
from tests.conftest import needs_torch

OBLIQUE = Descent(coefficients="2 -1.5 0.7", x0=-3.5, x1=2, rates="0.03 0.2 0.5")
VALLEY = Descent(coefficients="1 0 10", x0=8, x1=1, rates="0.02 0.09 0.11")


def figure(shown: Descent) -> Any:
    return json.loads(ready(shown, "en"))


def named(shown: Descent, name: str) -> Any:
    return next(mark for mark in figure(shown)["marks"] if mark.get("name") == name)


@needs_torch
@pytest.mark.oracle
@pytest.mark.parametrize("shown", [OBLIQUE, VALLEY, Descent()])
def test_the_paths_are_those_of_sgd(shown: Descent) -> None:
    import torch

    a, b, c = map(float, shown.coefficients.split())
    for rate in map(float, shown.rates.split()):
        x = torch.tensor([shown.x0, shown.x1], dtype=torch.float64, requires_grad=True)
        sgd, walk, values = torch.optim.SGD([x], lr=rate), [], []
        for _ in range(STEPS + 1):
            f = a * x[0] ** 2 + b * x[0] * x[1] + c * x[1] ** 2
            walk.append(x.tolist())
            values.append(float(f.detach()))
            sgd.zero_grad()
            f.backward()  # type: ignore[no-untyped-call]  # torch has no type
            sgd.step()
        path = named(shown, f"path, η = {rate:g}")
        expected = np.array(walk[: len(path["x"])])
        assert np.allclose(np.column_stack((path["x"], path["y"])), expected, rtol=1e-4, atol=1e-4)
        for power, value in zip(named(shown, f"power of ten of |f|, η = {rate:g}")["y"], values, strict=True):
            assert value < 1e-20 or power == pytest.approx(math.log10(value), abs=1e-3)


def pieces(mark: Any) -> list[np.ndarray]:
    """The parts of a line between its gaps."""
    found: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(mark["x"], mark["y"], strict=True):
        if x is None:
            found.append([])
        else:
            found[-1].append((x, y))
    return [np.array(piece) for piece in found if piece]


@pytest.mark.parametrize("shown", [OBLIQUE, VALLEY, Descent(coefficients="1 0 -1"), Descent(coefficients="1 2 1")])
def test_contours_are_level_and_arrows_cross_them_at_a_right_angle(shown: Descent) -> None:
    a, b, c = map(float, shown.coefficients.split())
    contours, field = figure(shown)["marks"][:2]
    high, levels = figure(shown)["panels"][0]["high"], []
    for x, y in (piece.T for piece in pieces(contours)):
        inside = np.hypot(x, y) < 3 * high  # further out, five digits of a point say little of its level
        levels.append((a * x**2 + b * x * y + c * y**2)[inside])
    levels = [level for level in levels if level.size]
    assert len(levels) > 5
    for level in levels:
        assert np.ptp(level) <= 0.01 * abs(level).max()
    start = a * shown.x0**2 + b * shown.x0 * shown.x1 + c * shown.x1**2
    assert any(level[0] == pytest.approx(start, rel=0.01) for level in levels)
    shafts = [piece for piece in pieces(field) if len(piece) == 2]
    for tail, tip in shafts:
        x, y = (tail + tip) / 2
        slope = np.array((2 * a * x + b * y, b * x + 2 * c * y))
        along = np.array((-slope[1], slope[0]))
        by = tip - tail
        sizes = float(np.linalg.norm(by) * np.linalg.norm(along))
        assert by @ along == pytest.approx(0, abs=2e-2 * sizes + 1e-3)
        assert by @ slope >= 0
    assert len(shafts) > 100


@pytest.mark.parametrize("coefficients", [(1, 0, 10), (2, 3, 2), (1, 0, -1), (-3, 2, 0)])
def test_the_curvatures_are_the_eigenvalues_of_the_hessian(coefficients: tuple[int, ...]) -> None:
    a, b, c = coefficients
    assert curvatures(coefficients) == pytest.approx(tuple(eigvalsh([[2 * a, b], [b, 2 * c]])))


def test_a_path_that_diverges_ends_outside_the_picture_and_words_say_so() -> None:
    drawn = figure(Descent())
    path = named(Descent(), "path, η = 1.1")
    high = drawn["panels"][0]["high"]
    assert abs(path["y"][-1]) > high > max(map(abs, path["y"][:-1]))
    out = len(path["y"]) - 1
    last = drawn["frames"][-1]
    assert last["moves"]["path-11/10"]["until"] == out + 1
    assert last["moves"]["at-11/10"]["y"][0] > high
    assert f"η = 1.1 has left the picture at step {out}" in last["words"]
    assert "η = 1.1 is at" in drawn["frames"][out - 1]["words"]


@pytest.mark.parametrize("coefficients", ["2 3.9 2", "1 0 50", "5 -3 0.6"])
@pytest.mark.parametrize("start", [(4, 4), (4, -4), (-1, 5), (6, 0.5)])
def test_a_path_that_converges_never_leaves_the_picture(coefficients: str, start: tuple[float, float]) -> None:
    rate = 1.98 / curvatures(tuple(Fraction(number) for number in coefficients.split()))[1]
    shown = Descent(coefficients=coefficients, x0=start[0], x1=start[1], rates=f"{rate:.6f}")
    assert len(figure(shown)["marks"][2]["x"]) == STEPS + 1


@pytest.mark.parametrize(
    ("rates", "right"), [("0.05", "it converges"), ("0.1", "it oscillates for ever"), ("0.11", "it diverges")]
)
def test_one_rate_is_asked_about_by_what_it_does(rates: str, right: str) -> None:
    asked = Descent(coefficients="1 0 10", rates=rates).prediction()
    assert asked
    assert asked.choices[asked.right].render("en") == right


def test_a_learner_s_point_stands_on_the_map_and_what_is_no_point_does_not() -> None:
    shown = Descent(rates="0.1", step=1, yours="-3.6 9")
    assert next(mark for mark in figure(shown)["marks"] if mark["kind"] == "squares")["x"] == [-3.6]
    for typed in ("6", "1 2 3", "x <b>", "500 500"):
        assert not [mark for mark in figure(Descent(yours=typed))["marks"] if mark["kind"] == "squares"]
    beyond = "Your answer, (500, 500), lies beyond the edge of the map."
    assert Descent(yours="500 500").look()[0].render("en") == beyond
    assert beyond not in [words.render("en") for words in shown.look()]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("coefficients", "0 0 0"), ("coefficients", "1 2"), ("coefficients", "x"), ("rates", "0"), ("rates", "1 2 3 4 5"),
     ("rates", "-0.1"), ("rates", "11"), ("rates", " ")],
)  # fmt: skip
def test_what_is_no_surface_or_no_rate_is_answered_by_a_sentence(name: str, typed: str) -> None:
    shown, notes = Descent.parse({name: typed})
    assert shown == Descent()
    assert len(notes) == 1


def test_a_number_beyond_its_limits_is_the_limit_with_either_minus() -> None:
    assert [Descent.parse({"x0": typed})[0].x0 for typed in ("-99", "\N{MINUS SIGN}99", "99")] == [-10, -10, 10]
