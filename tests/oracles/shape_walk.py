"""Which shapes come out of PyTorch's layers?"""

from typing import Any

from tests.oracles.layered import rows_by_torch


def by_torch(input_shape: list[int], layers: list[dict[str, Any]]) -> list[list[Any]]:
    return [[shape] for shape, _, _ in rows_by_torch(input_shape, layers)]
