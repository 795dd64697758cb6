"""Which matrix does im2col make, by PyTorch and by NumPy's sliding windows?"""

from typing import Any

Rows = list[list[Any]]


def by_torch(image: Rows, kernel_size: int, stride: int) -> Rows:
    import torch

    f = torch.tensor([[image]], dtype=torch.float64)
    return torch.nn.functional.unfold(f, kernel_size, stride=stride)[0].tolist()  # type: ignore[no-any-return]


def by_definition(image: Rows, kernel_size: int, stride: int) -> Rows:
    import numpy as np

    windows = np.lib.stride_tricks.sliding_window_view(np.array(image), (kernel_size, kernel_size))
    return windows[::stride, ::stride].reshape(-1, kernel_size**2).T.tolist()  # type: ignore[no-any-return]
