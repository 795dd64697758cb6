"""Does the output of a strided circular convolution roll when its input does, by NumPy?"""

from typing import Any


def by_definition(signal: list[Any], kernel: list[Any], shift: int, stride: int) -> list[list[int]]:
    import numpy as np

    def output(values: Any) -> Any:
        places = np.arange(0, len(values), stride)
        return sum(factor * values[(places + offset) % len(values)] for offset, factor in enumerate(kernel))

    before, after = output(np.array(signal)), output(np.roll(signal, shift))
    rolls = [places for places in range(len(before)) if np.allclose(np.roll(before, places), after, atol=1e-12)]
    return [[1], [rolls[0]]] if rolls else [[0], [0]]
