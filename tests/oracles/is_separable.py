"""Is a kernel separable, by the singular values and by all products crosswise?"""

from fractions import Fraction
from itertools import combinations
from typing import Any


def by_scipy(kernel: list[list[Any]]) -> str:
    from scipy.linalg import svdvals

    values = [*svdvals(kernel), 0]
    return "yes" if values[1] <= 1e-9 * max(1, values[0]) else "no"


def by_definition(kernel: list[list[Any]]) -> str:
    rows = [[Fraction(str(cell)) for cell in row] for row in kernel]
    columns = range(len(rows[0]))
    crosswise = (
        above[n] * below[j] - above[j] * below[n]
        for above, below in combinations(rows, 2)
        for n, j in combinations(columns, 2)
    )
    return "no" if any(crosswise) else "yes"
