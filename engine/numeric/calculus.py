"""What are the value and the gradient of a quadratic function of two variables?

The coefficients (a, b, c) stand for a x0² + b x0 x1 + c x1².
"""

from collections.abc import Sequence

from engine.numeric.exact import Exact


def quadratic(coefficients: Sequence[Exact], point: Sequence[Exact]) -> Exact:
    """The value at the point.

    >>> quadratic((1, 0, 1), (3, 4))
    25
    """
    (a, b, c), (x0, x1) = coefficients, point
    return a * x0 * x0 + b * x0 * x1 + c * x1 * x1


def quadratic_gradient(coefficients: Sequence[Exact], point: Sequence[Exact]) -> tuple[Exact, Exact]:
    """Both partial derivatives at the point, by x0 first.

    >>> quadratic_gradient((1, 0, 1), (3, 4))
    (6, 8)
    """
    (a, b, c), (x0, x1) = coefficients, point
    return 2 * a * x0 + b * x1, b * x0 + 2 * c * x1
