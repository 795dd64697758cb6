"""What is the convolution of two grids, by SciPy and as a product of polynomials?"""

from typing import Any

Rows = list[list[Any]]


def by_scipy(image: Rows, kernel: Rows, mode: str) -> Rows:
    from scipy.signal import convolve2d

    return convolve2d(image, kernel, mode).tolist()  # type: ignore[no-any-return]


def by_definition(image: Rows, kernel: Rows, mode: str) -> Rows:
    """Cell (y, x) of f and (m, n) of g meet in (y + m, x + n), as exponents do in a product."""
    height, width, rows, columns = len(image), len(image[0]), len(kernel), len(kernel[0])
    full = [[0] * (width + columns - 1) for _ in range(height + rows - 1)]
    for y in range(height):
        for x in range(width):
            for m in range(rows):
                for n in range(columns):
                    full[y + m][x + n] += image[y][x] * kernel[m][n]
    if mode == "full":
        return full
    if mode == "valid":
        return [line[columns - 1 : width] for line in full[rows - 1 : height]]
    top, left = (rows - 1) // 2, (columns - 1) // 2
    return [line[left : left + width] for line in full[top : top + height]]
