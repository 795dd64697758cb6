"""What does a filter make of a picture?

A picture is an array of whole numbers, a row of pixels a row. Sums of products with whole weights are exact.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.numeric.grids import Matrix
from engine.numeric.padding import Filling, pad_sources

Pixels = NDArray[np.int64]


def filtered(pixels: Pixels, weights: Matrix, border: Filling) -> Pixels:
    """The sum of products at every pixel, the weights laid on as they are written; the size stays.

    The weights are whole, and the border is as wide as they need; an even kernel reaches further up and left.

    >>> filtered(np.array([[1, 2, 3]]), ((1, 0, -1),), "replicate").tolist()
    [[-1, -2, -1]]
    """
    height, width = pixels.shape
    padded = _padded(_padded(pixels, 0, len(weights), border), 1, len(weights[0]), border)
    total = np.zeros_like(pixels)
    for m, row in enumerate(weights):
        for n, weight in enumerate(row):
            total += int(weight) * padded[m : m + height, n : n + width]
    return total


def _padded(pixels: Pixels, axis: int, kernel_size: int, border: Filling) -> Pixels:
    before = kernel_size // 2
    sources = pad_sources(pixels.shape[axis], border, before)[: pixels.shape[axis] + kernel_size - 1]
    taken: Pixels = np.take(pixels, [source or 0 for source in sources], axis)
    outside = [place for place, source in enumerate(sources) if source is None]
    taken[outside if axis == 0 else (slice(None), outside)] = 0
    return taken


def window(pixels: Pixels, size: tuple[int, int], border: Filling, row: int, column: int) -> Matrix:
    """What lies under a kernel of this size (height, width) at one pixel.

    >>> window(np.array([[1, 2, 3]]), (1, 3), "replicate", 0, 0)
    ((1, 1, 2),)
    """
    (height, width), (below, beside) = pixels.shape, size
    rows, columns = pad_sources(height, border, below // 2), pad_sources(width, border, beside // 2)
    return tuple(
        tuple(0 if y is None or x is None else int(pixels[y, x]) for x in columns[column : column + beside])
        for y in rows[row : row + below]
    )
