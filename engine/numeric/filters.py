"""Which weights do the classic filters have?

Each is 3×3, laid on as it is written: whole weights, and what their sum of products is divided by.
"""

from engine.numeric.grids import Matrix, transpose

BOX: Matrix = ((1, 1, 1),) * 3
GAUSSIAN: Matrix = ((1, 2, 1), (2, 4, 2), (1, 2, 1))
SHARPEN: Matrix = ((0, -1, 0), (-1, 5, -1), (0, -1, 0))
LAPLACIAN: Matrix = ((0, 1, 0), (1, -4, 1), (0, 1, 0))
SOBEL_X: Matrix = ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1))
PREWITT_X: Matrix = ((-1, 0, 1),) * 3

FILTERS: dict[str, tuple[Matrix, int]] = {
    "box": (BOX, 9),
    "gaussian": (GAUSSIAN, 16),
    "sharpen": (SHARPEN, 1),
    "laplacian": (LAPLACIAN, 1),
    "sobel-x": (SOBEL_X, 1),
    "sobel-y": (transpose(SOBEL_X), 1),
}

_BINOMIAL = (1, 6, 15, 20, 15, 6, 1)

LARGER_FILTERS: dict[str, tuple[Matrix, int]] = {
    "box-7": (((1,) * 7,) * 7, 49),
    "gaussian-7": (tuple(tuple(a * b for b in _BINOMIAL) for a in _BINOMIAL), sum(_BINOMIAL) ** 2),
    "emboss": (((-2, -1, 0), (-1, 1, 1), (0, 1, 2)), 1),
}
