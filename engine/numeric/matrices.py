"""What has a kernel to do with the algebra of matrices?"""

from collections.abc import Sequence

from engine.numeric.grids import Matrix, Number


def sliding_matrix(kernel: Sequence[Number], size: int, starts: Sequence[int]) -> Matrix:
    """The matrix whose product with a column of `size` inputs is the kernel, unflipped, at each of `starts`.

    What reaches past either end is left out, as with zeros around the input.

    >>> sliding_matrix((2, 1), 3, range(2))
    ((2, 1, 0), (0, 2, 1))
    """
    return tuple(tuple(kernel[n - i] if 0 <= n - i < len(kernel) else 0 for n in range(size)) for i in starts)
