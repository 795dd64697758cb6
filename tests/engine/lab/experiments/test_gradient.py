"""Is the arrow that is drawn the gradient of PyTorch, and does it stay at a right angle to the contour all the way?"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from engine.lab.experiments.gradient import Gradient
from engine.lab.figure import ready
from engine.numeric.calculus import on_contour, quadratic, turn_on_contour
from tests.conftest import needs_torch

SURFACES = [
    Gradient(),
    Gradient(coefficients="2 -1.5 0.7", x0=-3.5, x1=2),
    Gradient(coefficients="1 3 2", x0=1, x1=-2),
    Gradient(coefficients="0 0 -1", x0=1, x1=-2),
    Gradient(coefficients="0 1 0", x0=-3, x1=2),
]


def figure(shown: Gradient) -> Any:
    return json.loads(ready(shown, "en"))


def shaft(arrow: Any) -> np.ndarray:
    """From where to where an arrow goes, as a vector; none is drawn of length 0."""
    return np.array((arrow["x"][1] - arrow["x"][0], arrow["y"][1] - arrow["y"][0])) if arrow["x"] else np.zeros(2)


@needs_torch
@pytest.mark.oracle
@pytest.mark.parametrize("shown", SURFACES)
def test_the_arrows_are_the_gradient_of_autograd_and_its_parts_on_one_scale(shown: Gradient) -> None:
    import torch

    a, b, c = map(float, shown.coefficients.split())
    scales, levels = [], []
    for frame in figure(shown)["frames"]:
        moves = frame["moves"]
        x = torch.tensor([moves["point"]["x"][0], moves["point"]["y"][0]], dtype=torch.float64, requires_grad=True)
        f = a * x[0] ** 2 + b * x[0] * x[1] + c * x[1] ** 2
        f.backward()  # type: ignore[no-untyped-call]  # torch has no type
        assert x.grad is not None
        slope = x.grad.numpy()
        drawn = shaft(moves["gradient"])
        parts = [shaft(moves[key]) if key in moves else np.zeros(2) for key in ("by-x0", "by-x1")]
        assert np.allclose(parts[0] + parts[1], drawn, atol=2e-3)
        scales.append(drawn @ slope / (slope @ slope))
        assert np.allclose(drawn, scales[-1] * slope, atol=5e-3)
        levels.append(float(f.detach()))
    assert np.allclose(scales, scales[0], rtol=1e-2)
    assert np.allclose(levels, levels[0], rtol=2e-2)
    assert len(levels) > 10


@pytest.mark.parametrize(
    "coefficients", [(1, 0, 3), (1, 3, 2), (0, 1, 0), (-1, 0, -2), (0, 0, 1), (0, 0, -3), (1, 2, 1)]
)
@pytest.mark.parametrize("point", [(1, -2), (-2, 0.5), (-1, -1.5), (0.001, 3)])
def test_a_point_is_found_on_its_contour(coefficients: tuple[int, ...], point: tuple[float, float]) -> None:
    a, b, c = coefficients
    level = a * point[0] ** 2 + b * point[0] * point[1] + c * point[1] ** 2
    turn = turn_on_contour(coefficients, level, point)
    assert on_contour(coefficients, level, turn) == pytest.approx(point)
    for more in np.linspace(0, 6, 50):
        there = on_contour(coefficients, level, turn + float(more))
        assert there is not None
        size = max(1.0, float(np.square(there).sum()))
        assert a * there[0] ** 2 + b * there[0] * there[1] + c * there[1] ** 2 == pytest.approx(level, abs=1e-9 * size)


def test_a_level_that_is_never_met_has_no_points() -> None:
    assert on_contour((1, 0, 1), -1, 0.3) is None
    assert on_contour((-1, 0, -1), 1, 0.3) is None


def test_the_learner_s_arrow_has_the_scale_of_the_right_one() -> None:
    shown = Gradient(coefficients="1 0 1", x0=3, x1=4, yours="8, 6")
    drawn = figure(shown)
    right = shaft(drawn["frames"][0]["moves"]["gradient"])
    dashed = [mark for mark in drawn["marks"] if mark["role"] == "ink" and mark.get("dashed")]
    assert shaft(dashed[0]) == pytest.approx(right[::-1], rel=1e-3)
    for typed in ("14", "1 2 3", "x <b>"):
        marks = figure(Gradient(yours=typed))["marks"]
        assert not [mark for mark in marks if mark["role"] == "ink" and mark.get("dashed")]


@pytest.mark.parametrize(("shown", "right"), [(Gradient(), "no"), (Gradient(coefficients="1 0 1"), "yes")])
def test_only_on_a_round_bowl_the_gradient_points_straight_away_from_the_minimum(shown: Gradient, right: str) -> None:
    asked = shown.prediction()
    assert asked
    assert asked.choices[asked.right].render("en") == right
    straight = Gradient(x1=0).prediction()
    assert straight and straight.choices[0].render("en") == "yes"


def test_where_the_gradient_is_0_there_is_no_arrow() -> None:
    drawn = figure(Gradient(x0=0, x1=0))
    assert len(drawn["frames"]) == 1
    assert "the gradient is (0, 0)" in drawn["alt"]
    said = [drawn["alt"], *(text.render("en") for text in Gradient(x0=0, x1=0).look())]
    assert not any("right angle" in sentence or "uphill" in sentence for sentence in said)


@pytest.mark.parametrize(
    "params", [{"coefficients": "0 0 0"}, {"coefficients": "1 2"}, {"turn": "62", "coefficients": "1 0 -1"}]
)
def test_what_is_out_of_the_picture_is_answered_by_a_sentence(params: dict[str, str]) -> None:
    shown, notes = Gradient.parse(params)
    assert shown in (Gradient(), Gradient(coefficients="1 0 -1"))
    assert len(notes) == 1


def test_the_contour_stands_for_the_value_at_the_point() -> None:
    assert "f = 28" in figure(Gradient())["alt"]
    assert quadratic((1, 0, 3), (4, 2)) == 28
