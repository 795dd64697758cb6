"""Which cells of a row stand in its padding?"""

from __future__ import annotations

from typing import Literal

Filling = Literal["zeros", "reflect", "replicate", "circular"]


def pad_sources(size: int, mode: Filling, amount: int) -> tuple[int | None, ...]:
    """For each cell of the padded row the index that it is copied from; None stands for a zero.

    `amount` cells on each side. Source: pytorch-conv2d, padding_mode.

    >>> pad_sources(4, "reflect", 2)
    (2, 1, 0, 1, 2, 3, 2, 1)
    """
    return tuple(_source(index, size, mode) for index in range(-amount, size + amount))


def _source(index: int, size: int, mode: Filling) -> int | None:
    if 0 <= index < size:
        return index
    if mode == "zeros":
        return None
    if mode == "replicate":
        return 0 if index < 0 else size - 1
    if mode == "circular":
        return index % size
    return -index if index < 0 else 2 * (size - 1) - index
