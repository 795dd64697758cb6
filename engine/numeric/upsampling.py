"""What do a transposed convolution, an unpooling and an interpolation make of a small grid?

Grids are rows of ints and Fractions; results are exact, whole numbers as ints.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from engine.numeric.exact import Exact, simplest
from engine.numeric.grids import Matrix, Number, Tap, cut, in_parts, share
from engine.numeric.sizes import transposed_conv_output_size

Place = tuple[int, int]


def nearest(values: Matrix, factor: int) -> Matrix:
    """Each value repeated over its block.

    >>> nearest(((1, 2),), 2)
    ((1, 1, 2, 2), (1, 1, 2, 2))
    """
    return tuple(tuple(value for value in row for _ in range(factor)) for row in values for _ in range(factor))


def scattered(values: Matrix, places: Mapping[Place, Place], rows: int, columns: int) -> Matrix:
    """Each value at the place that belongs to its row and column, 0 elsewhere."""
    put = {places[i, j]: value for i, row in enumerate(values) for j, value in enumerate(row)}
    return tuple(tuple(put.get((row, column), 0) for column in range(columns)) for row in range(rows))


def gathered(shares: Iterable[tuple[Place, Number]], rows: int, columns: int) -> Matrix:
    """Each share added at its place, 0 where none falls.

    >>> gathered([((0, 1), 2), ((0, 0), 5), ((0, 1), 3)], 1, 3)
    ((5, 5, 0),)
    """
    total: dict[Place, Number] = {}
    for place, part in shares:
        total[place] = total.get(place, 0) + part
    return tuple(tuple(simplest(total.get((row, column), 0)) for column in range(columns)) for row in range(rows))


def bed_of_nails(values: Matrix, factor: int) -> Matrix:
    """Each value in the upper left cell of its block, 0 elsewhere.

    >>> bed_of_nails(((1, 2),), 2)
    ((1, 0, 2, 0), (0, 0, 0, 0))
    """
    rows, columns = len(values), len(values[0])
    corners = {(i, j): (factor * i, factor * j) for i in range(rows) for j in range(columns)}
    return scattered(values, corners, factor * rows, factor * columns)


def spread(values: Matrix, stride: int) -> Matrix:
    """The values so many cells apart, zeros between neighbours.

    >>> spread(((1, 2),), 2)
    ((1, 0, 2),)
    """
    return cut(bed_of_nails(values, stride), *(range(stride * (n - 1) + 1) for n in (len(values), len(values[0]))))


def before_pooling(values: Matrix, places: Mapping[Place, Place], factor: int) -> Matrix:
    """A map of which max pooling makes these values and finds them at these places: all other cells are 1 less.

    >>> before_pooling(((5,),), {(0, 0): (1, 0)}, 2)
    ((4, 4), (5, 4))
    """
    lower = nearest(tuple(tuple(value - 1 for value in row) for row in values), factor)
    winners = set(places.values())
    return tuple(
        tuple(simplest(cell + ((row, column) in winners)) for column, cell in enumerate(cells))
        for row, cells in enumerate(lower)
    )


def positions(size: int, factor: int, align_corners: bool) -> tuple[Exact, ...]:
    """Where along one axis of the input each output of an interpolation reads.

    >>> [str(place) for place in positions(2, 2, align_corners=False)]
    ['0', '1/4', '3/4', '1']
    >>> [str(place) for place in positions(2, 2, align_corners=True)]
    ['0', '1/3', '2/3', '1']

    Source: pytorch-upsample.
    """
    longer = factor * size
    if align_corners:
        return tuple(simplest(Fraction(place * (size - 1), max(longer - 1, 1))) for place in range(longer))
    whole = 2 * factor  # of which a middle is so many parts
    middles = (min(max(2 * place + 1 - factor, 0), (size - 1) * whole) for place in range(longer))
    return tuple(simplest(Fraction(middle, whole)) for middle in middles)


def blended(values: Matrix, row: Exact, column: Exact) -> list[Tap]:
    """The values around a position and their shares; beyond the border the line is continued."""
    return [
        (i, j, values[i][j], simplest(down * right))
        for i, down in _shares(row, len(values))
        for j, right in _shares(column, len(values[0]))
        if down * right
    ]


def interpolated(values: Matrix, rows: Sequence[Exact], columns: Sequence[Exact]) -> Matrix:
    """The values between the values, at these positions.

    >>> interpolated(((0, 8),), [0], positions(2, 2, align_corners=False))
    ((0, 2, 6, 8),)
    """
    across = [_shares(place, len(values[0])) for place in columns]
    down = [_shares(place, len(values)) for place in rows]
    wide = [_along(line, across) for line in values]
    return tuple(zip(*(_along(line, down) for line in zip(*wide, strict=True)), strict=True))


def _along(line: Sequence[Exact], shares: Sequence[list[tuple[int, Exact]]]) -> list[Exact]:
    """What these shares of one line add up to."""
    return [simplest(sum(line[at] * share for at, share in around)) for around in shares]


def _shares(position: Exact, size: int) -> list[tuple[int, Exact]]:
    """The two places around a position along one axis, and the share of each."""
    before = max(0, min(math.floor(position), size - 2))
    share = position - before
    return [(before, 1 - share), (before + 1, share)] if size > 1 else [(0, 1)]


def reaching(place: int, size: int, kernel_size: int, stride: int) -> range:
    """The inputs along one axis whose stamps reach an output, counted before anything is cut off.

    >>> list(reaching(2, size=3, kernel_size=3, stride=2)), list(reaching(3, size=3, kernel_size=3, stride=2))
    ([0, 1], [1])
    """
    return range(max(0, -((kernel_size - 1 - place) // stride)), min(size - 1, place // stride) + 1)


def overlap_counts(size: int, kernel_size: int, stride: int) -> tuple[int, ...]:
    """How many stamps reach each output of a transposed convolution along one axis, nothing cut off.

    >>> overlap_counts(3, kernel_size=3, stride=2)
    (1, 1, 2, 1, 2, 1, 1)

    Source: odena-2016.
    """
    return tuple(
        len(reaching(place, size, kernel_size, stride))
        for place in range(transposed_conv_output_size(size, kernel_size, stride))
    )


def stamps(values: Matrix, kernel: Matrix, stride: int, row: int, column: int) -> list[Tap]:
    """What is added into one output: row and column of the value, the value, the kernel's cell that falls there."""
    return [
        (i, j, values[i][j], kernel[row - stride * i][column - stride * j])
        for i in reaching(row, len(values), len(kernel), stride)
        for j in reaching(column, len(values[0]), len(kernel[0]), stride)
    ]


def transposed_conv(values: Matrix, kernel: Matrix, stride: int, rows: range, columns: range) -> Matrix:
    """The outputs at these rows and columns: each value stamps value times kernel, unflipped; overlaps add up.

    >>> transposed_conv(((0, 1), (2, 3)), ((0, 1), (2, 3)), 1, range(3), range(3))
    ((0, 0, 1), (0, 4, 6), (4, 12, 9))

    Source: pytorch-conv-transpose2d.
    """
    (values, parts), (kernel, kernel_parts) = in_parts(values), in_parts(kernel)

    def total(row: int, column: int) -> Number:
        return sum(value * factor for _, _, value, factor in stamps(values, kernel, stride, row, column))

    return tuple(tuple(share(total(row, column), parts * kernel_parts) for column in columns) for row in rows)
