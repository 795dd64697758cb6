"""Where does gradient descent arrive, by central differences (exact for a quadratic function) and by PyTorch's SGD?"""

from __future__ import annotations

from fractions import Fraction
from typing import Any


def _function(coefficients: Any, x: Any) -> Any:
    return coefficients[0] * x[0] ** 2 + coefficients[1] * x[0] * x[1] + coefficients[2] * x[1] ** 2


def by_definition(coefficients: list[float], point: list[float], learning_rate: float, steps: int) -> list[float]:
    exact, x = ([Fraction(str(number)) for number in numbers] for numbers in (coefficients, point))
    h = Fraction(1, 3)
    for _ in range(steps):
        slopes = []
        for axis in range(2):
            ahead, behind = list(x), list(x)
            ahead[axis] += h
            behind[axis] -= h
            slopes.append((_function(exact, ahead) - _function(exact, behind)) / (2 * h))
        x = [place - Fraction(str(learning_rate)) * slope for place, slope in zip(x, slopes, strict=True)]
    return [float(place) for place in x]


def by_torch(coefficients: list[float], point: list[float], learning_rate: float, steps: int) -> list[float]:
    import torch

    x = torch.tensor(point, dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=learning_rate)
    for _ in range(steps):
        optimizer.zero_grad()
        _function(coefficients, x).backward()
        optimizer.step()
    return [float(place) for place in x.detach()]
