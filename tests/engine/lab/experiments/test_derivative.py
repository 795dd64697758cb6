"""Are the slopes and errors that are drawn those of NumPy's and PyTorch's float64?"""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from engine.lab.experiments.derivative import STEPS, Derivative
from engine.lab.figure import ready
from tests.conftest import needs_torch

CUBIC = Derivative(coefficients="2 -1 0.5 3", x=-1.5, scheme="central")


def figure(shown: Derivative) -> Any:
    return json.loads(ready(shown, "en"))


def errors(shown: Derivative, scheme: str) -> list[float]:
    """The logarithms that the dots of a difference show, from the largest h on."""
    values: list[float] = next(m for m in figure(shown)["marks"] if m.get("name") == f"error, {scheme}")["y"]
    return values


@pytest.mark.parametrize("scheme", ["forward", "central"])
def test_the_errors_are_those_of_numpy(scheme: str) -> None:
    f = np.polynomial.Polynomial([2, -1, 0.5, 3])
    slope = float(f.deriv()(-1.5))
    for h, drawn in zip(STEPS, errors(CUBIC, scheme), strict=True):
        if h < 1e-4:  # rounding rules: only its size can agree with another order of operations
            continue
        later, earlier = -1.5 + h, -1.5 - h if scheme == "central" else -1.5
        expected = abs((f(later) - f(earlier)) / (2 * h if scheme == "central" else h) - slope)
        assert 10**drawn == pytest.approx(expected, rel=1e-2)


@needs_torch
@pytest.mark.oracle
def test_the_tangent_is_that_of_autograd() -> None:
    import torch

    x = torch.tensor(-1.5, dtype=torch.float64, requires_grad=True)
    (2 - x + 0.5 * x**2 + 3 * x**3).backward()  # type: ignore[no-untyped-call]  # torch has no type
    tangent = next(mark for mark in figure(CUBIC)["marks"] if mark.get("name") == "tangent")
    (left, right), (low, high) = tangent["x"], tangent["y"]
    assert x.grad is not None
    assert (high - low) / (right - left) == pytest.approx(float(x.grad), rel=1e-3)


def test_the_central_error_falls_with_the_square_of_h_and_rounding_takes_over() -> None:
    cube = Derivative()
    by_h = dict(zip(STEPS, zip(errors(cube, "forward"), errors(cube, "central"), strict=True), strict=True))
    assert by_h[0.01] == pytest.approx((math.log10(0.0301), -4), abs=1e-3)
    assert by_h[1e-12][1] > -5 > by_h[1e-4][1]
    assert by_h[1e-16][0] == pytest.approx(math.log10(3), abs=1e-4)  # 1 + h is 1: the slope is 0


@pytest.mark.parametrize("typed", ["", "x", "1 2 3 4 5 6 7 8 9", "1e9", "0 <b>"])
def test_coefficients_that_are_no_polynomial_are_answered_by_a_sentence(typed: str) -> None:
    shown, notes = Derivative.parse({"coefficients": typed})
    assert shown == Derivative()
    assert len(notes) == 1


def test_the_smallest_step_is_told_in_full() -> None:
    shown, notes = Derivative.parse({"h": "0"})
    assert shown.h == 1e-16
    assert "between 1e−16 and 4" in notes[0].render("en")
