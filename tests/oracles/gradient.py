"""What is the gradient, by central differences (exact for a quadratic function) and by PyTorch?"""

from __future__ import annotations

from fractions import Fraction
from typing import Any


def _function(coefficients: Any, x: Any) -> Any:
    return coefficients[0] * x[0] ** 2 + coefficients[1] * x[0] * x[1] + coefficients[2] * x[1] ** 2


def by_definition(coefficients: list[float], point: list[float]) -> list[float]:
    exact = [Fraction(str(number)) for number in coefficients]
    h = Fraction(1, 7)
    slopes = []
    for axis in range(2):
        ahead, behind = ([Fraction(str(x)) for x in point] for _ in range(2))
        ahead[axis] += h
        behind[axis] -= h
        slopes.append(float((_function(exact, ahead) - _function(exact, behind)) / (2 * h)))
    return slopes


def by_torch(coefficients: list[float], point: list[float]) -> list[float]:
    import torch

    x = torch.tensor(point, dtype=torch.double, requires_grad=True)
    _function(coefficients, x).backward()
    assert x.grad is not None
    return [float(slope) for slope in x.grad]
