"""What comes out when a kernel or a pooling window slides over a grid?

Grids are rows of ints and Fractions; results are exact, whole numbers as ints. A window is where it begins, in
coordinates of the image; outside the image every cell counts as 0 (for a maximum: as minus infinity).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal, TypeVar

from engine.numeric.exact import simplest

Number = int | Fraction
Matrix = tuple[tuple[Number, ...], ...]
Mode = Literal["valid", "same", "full"]
Tap = tuple[int, int, Number, Number]
N = TypeVar("N", bound=Number)


def flip(grid: tuple[tuple[N, ...], ...]) -> tuple[tuple[N, ...], ...]:
    """Turned by 180°: both axes reversed.

    >>> flip(((0, 1), (2, 3)))
    ((3, 2), (1, 0))
    """
    return tuple(row[::-1] for row in reversed(grid))


def transpose(grid: tuple[tuple[N, ...], ...]) -> tuple[tuple[N, ...], ...]:
    return tuple(zip(*grid, strict=True))


def each(grid: Matrix, change: Callable[[Number], Number]) -> Matrix:
    """The grid with every cell changed alike.

    >>> each(((0, 1), (2, 3)), lambda cell: cell - 2)
    ((-2, -1), (0, 1))
    """
    return tuple(tuple(simplest(change(cell)) for cell in row) for row in grid)


def pad(grid: Matrix, before: int, after: int) -> Matrix:
    """With rings of zeros: `before` rows above and columns to the left, `after` below and to the right."""
    return cut(grid, *(range(-before, side + after) for side in (len(grid), len(grid[0]))))


def cut(grid: Matrix, rows: range, columns: range) -> Matrix:
    """The cells at these rows and columns, 0 outside of the grid.

    >>> cut(((1, 2), (3, 4)), range(1, 3), range(-1, 2))
    ((0, 3, 4), (0, 0, 0))
    """
    height, width = len(grid), len(grid[0])
    return tuple(tuple(grid[y][x] if 0 <= y < height and 0 <= x < width else 0 for x in columns) for y in rows)


def starts(size: int, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> range:
    """Where a layer's windows begin along one axis; empty when the kernel does not fit.

    >>> list(starts(5, kernel_size=3, stride=2, padding=1))
    [-1, 1, 3]
    """
    return range(-padding, size + padding - dilation * (kernel_size - 1), stride)


def starts_of_mode(size: int, kernel_size: int, mode: Mode) -> range:
    """Where the windows of a convolution begin along one axis; `same` is cut from `full` as SciPy does.

    >>> [list(starts_of_mode(3, 2, mode)) for mode in ("valid", "same", "full")]
    [[0, 1], [-1, 0, 1], [-1, 0, 1, 2]]
    """
    if mode == "valid":
        return range(size - kernel_size + 1)
    full = range(1 - kernel_size, size)
    return full if mode == "full" else full[(kernel_size - 1) // 2 :][:size]


def pool_starts(size: int, kernel_size: int, stride: int, padding: int = 0, ceil_mode: bool = False) -> range:
    """Where pooling windows begin along one axis.

    With `ceil_mode` the last one may hang over, but none begins in the far padding.

    >>> list(pool_starts(5, 2, 2)), list(pool_starts(5, 2, 2, ceil_mode=True))
    ([0, 2], [0, 2, 4])

    Source: pytorch-avg-pool2d.
    """
    if ceil_mode:
        return range(-padding, min(size, size + padding - kernel_size + stride), stride)
    return starts(size, kernel_size, stride, padding)


def taps(image: Matrix, kernel: Matrix, top: int, left: int, dilation: int = 1) -> list[Tap]:
    """The products of one window: row, column, the image's value there (0 outside), the kernel's."""
    inside_rows, inside_columns = range(len(image)), range(len(image[0]))
    return [
        (y, x, image[y][x] if y in inside_rows and x in inside_columns else 0, factor)
        for y, factors in zip(range(top, top + dilation * len(kernel), dilation), kernel, strict=True)
        for x, factor in zip(range(left, left + dilation * len(factors), dilation), factors, strict=True)
    ]


def slide(image: Matrix, kernel: Matrix, tops: range, lefts: range, dilation: int = 1) -> Matrix:
    """The sum of products, kernel unflipped, for each window that begins at one of `tops` and one of `lefts`."""
    (image, parts), (kernel, kernel_parts) = in_parts(image), in_parts(kernel)
    height, width = len(image), len(image[0])

    def window(top: int, left: int) -> Number:
        total: Number = 0
        for y, factors in zip(range(top, top + dilation * len(kernel), dilation), kernel, strict=True):
            if 0 <= y < height:
                row = image[y]
                for x, factor in enumerate(factors):
                    x = left + dilation * x
                    if 0 <= x < width:
                        total += row[x] * factor
        return share(total, parts * kernel_parts)

    return tuple(tuple(window(top, left) for left in lefts) for top in tops)


def cross_correlate(image: Matrix, kernel: Matrix, stride: int = 1, padding: int = 0, dilation: int = 1) -> Matrix:
    """What a convolution layer computes: the kernel as it is written, zeros around the image.

    >>> cross_correlate(((0, 1, 2), (3, 4, 5), (6, 7, 8)), ((0, 1), (2, 3)))
    ((19, 25), (37, 43))

    Source: d2l-conv-layer.
    """
    tops = starts(len(image), len(kernel), stride, padding, dilation)
    lefts = starts(len(image[0]), len(kernel[0]), stride, padding, dilation)
    return slide(image, kernel, tops, lefts, dilation)


def cross_correlate_channels(
    image: Sequence[Matrix], kernel: Sequence[Matrix], bias: Number = 0, stride: int = 1, padding: int = 0
) -> Matrix:
    """What one filter of a convolution layer computes: a kernel for each channel, their maps and the bias added up.

    >>> cross_correlate_channels((((1, 2),), ((3, 4),)), (((1,),), ((10,),)), bias=5)
    ((36, 47),)
    """
    maps = [cross_correlate(f, g, stride, padding) for f, g in zip(image, kernel, strict=True)]
    rows = zip(*maps, strict=True)
    return tuple(tuple(simplest(sum(cells) + bias) for cells in zip(*same, strict=True)) for same in rows)


def convolve(image: Matrix, kernel: Matrix, mode: Mode = "full") -> Matrix:
    """Convolution as in mathematics: the kernel is flipped along both axes.

    >>> convolve(((0, 1, 2), (3, 4, 5), (6, 7, 8)), ((0, 1), (2, 3)), "valid")
    ((5, 11), (23, 29))

    Source: scipy-convolve2d.
    """
    tops = starts_of_mode(len(image), len(kernel), mode)
    lefts = starts_of_mode(len(image[0]), len(kernel[0]), mode)
    return slide(image, flip(kernel), tops, lefts)


def pool_max(image: Matrix, kernel_size: int, tops: range, lefts: range) -> Matrix:
    """The largest cell of the image in each window; padding never wins."""
    image, parts = in_parts(image)
    return _pool(image, kernel_size, tops, lefts, lambda cells, top, left: share(max(map(max, cells)), parts))


def pool_places(image: Matrix, kernel_size: int, tops: range, lefts: range) -> dict[tuple[int, int], tuple[int, int]]:
    """Where the largest cell of each window stands in the image; of equal ones the first in reading order.

    >>> pool_places(((1, 3, 2), (4, 4, 0)), 2, range(1), range(2))
    {(0, 0): (1, 0), (0, 1): (1, 1)}
    """

    def place(top: int, left: int) -> tuple[int, int]:
        rows, columns = covered(top, kernel_size, len(image)), covered(left, kernel_size, len(image[0]))
        return max(((y, x) for y in rows for x in columns), key=lambda place: image[place[0]][place[1]])

    return {(i, j): place(top, left) for i, top in enumerate(tops) for j, left in enumerate(lefts)}


def pool_avg(image: Matrix, kernel_size: int, tops: range, lefts: range, divisor: Callable[[int, int], int]) -> Matrix:
    """The sum of each window over `divisor(top, left)`."""
    image, parts = in_parts(image)

    def average(cells: Matrix, top: int, left: int) -> Number:
        return share(sum(map(sum, cells)), parts * divisor(top, left))

    return _pool(image, kernel_size, tops, lefts, average)


def covered(start: int, kernel_size: int, size: int, padding: int = 0) -> range:
    """The cells along one axis that a window covers of an image with its padding."""
    return range(max(start, -padding), min(start + kernel_size, size + padding))


def _pool(
    image: Matrix, kernel_size: int, tops: range, lefts: range, value: Callable[[Matrix, int, int], Number]
) -> Matrix:
    def window(top: int, left: int) -> Matrix:
        rows, columns = covered(top, kernel_size, len(image)), covered(left, kernel_size, len(image[0]))
        return tuple(row[columns.start : columns.stop] for row in image[rows.start : rows.stop])

    return tuple(tuple(value(window(top, left), top, left) for left in lefts) for top in tops)


def in_parts(grid: Matrix) -> tuple[Matrix, int]:
    """The grid in whole parts of one size, and how many of them make 1: sums of ints are fast, of Fractions not."""
    parts = math.lcm(*{number.denominator for row in grid for number in row})
    if parts == 1:
        return grid, 1
    return tuple(tuple(int(number * parts) for number in row) for row in grid), parts


def share(total: Number, parts: int) -> Number:
    """A total of such parts as a number."""
    return simplest(Fraction(total, parts) if parts != 1 else total)


def is_telling(kernel: Sequence[Sequence[Number]]) -> bool:
    """Whether every flip of the kernel, along one axis or both, changes it."""
    rows = tuple(map(tuple, kernel))
    mirrored = tuple(row[::-1] for row in rows)
    return rows not in (mirrored, rows[::-1], mirrored[::-1])
