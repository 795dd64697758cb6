"""What has a kernel to do with the algebra of matrices?"""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from engine.numeric.exact import simplest
from engine.numeric.grids import Matrix, Number

Row = tuple[Number, ...]


def sliding_matrix(kernel: Sequence[Number], size: int, starts: Sequence[int]) -> Matrix:
    """The matrix whose product with a column of `size` inputs is the kernel, unflipped, at each of `starts`.

    What reaches past either end is left out, as with zeros around the input.

    >>> sliding_matrix((2, 1), 3, range(2))
    ((2, 1, 0), (0, 2, 1))
    """
    return tuple(tuple(kernel[n - i] if 0 <= n - i < len(kernel) else 0 for n in range(size)) for i in starts)


def common_row(matrix: Matrix) -> Row:
    """The row that every row is a multiple of, if there is one: the first that is not 0, in its smallest whole numbers.

    >>> common_row(((0, 0), (-2, 4), (-3, 6)))
    (-1, 2)
    """
    first = next((row for row in matrix if any(row)), matrix[0])
    if not any(first):
        return first
    unit = Fraction(gcd(*(cell.numerator for cell in first)), lcm(*(cell.denominator for cell in first)))
    return tuple(simplest(cell / unit) for cell in first)


def factors(matrix: Matrix, row: Row) -> Row:
    """By what `row` is multiplied to give each row of the matrix at the first place where `row` is not 0.

    >>> factors(((0, 0), (-2, 4), (-3, 5)), (-1, 2))
    (0, 2, 3)
    """
    pivot = next((place for place, cell in enumerate(row) if cell), 0)
    return tuple(simplest(Fraction(cells[pivot]) / row[pivot]) if row[pivot] else 0 for cells in matrix)


def outer(column: Row, row: Row) -> Matrix:
    """The matrix that a column times a row is.

    >>> outer((1, 2), (3, 4))
    ((3, 4), (6, 8))
    """
    return tuple(tuple(simplest(Fraction(factor) * cell) for cell in row) for factor in column)


def multiples(matrix: Matrix, row: Row) -> Row | None:
    """By what `row` is multiplied to give each row of the matrix; None when one is no multiple of it.

    >>> multiples(((0, 0), (-2, 4), (-3, 6)), (-1, 2))
    (0, 2, 3)
    """
    found = factors(matrix, row)
    return found if outer(found, row) == matrix else None
