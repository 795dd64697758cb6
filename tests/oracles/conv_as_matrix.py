"""Which matrix is a convolution layer, asked one input at a time?"""

from typing import Any


def by_torch(kernel: list[Any], size: int) -> list[list[Any]]:
    import torch

    every = torch.eye(size, dtype=torch.float64)[:, None]
    weight = torch.tensor([[kernel]], dtype=torch.float64)
    return torch.nn.functional.conv1d(every, weight)[:, 0].T.tolist()  # type: ignore[no-any-return]


def by_scipy(kernel: list[Any], size: int) -> list[list[Any]]:
    import numpy as np
    from scipy.linalg import toeplitz

    column = np.zeros(size - len(kernel) + 1)
    column[0] = kernel[0]
    return toeplitz(column, [*kernel, *[0] * (size - len(kernel))]).tolist()  # type: ignore[no-any-return]
