"""What does a transposed convolution make of a grid, by PyTorch?"""

from typing import Any

Rows = list[list[Any]]


def by_torch(values: Rows, kernel: Rows, stride: int, padding: int) -> Rows:
    import torch
    from torch.nn.functional import conv_transpose1d, conv_transpose2d

    f, g = (torch.tensor([[grid]], dtype=torch.float64) for grid in (values, kernel))
    if len(values) == len(kernel) == 1:
        return conv_transpose1d(f[0], g[0], None, stride, padding)[0].tolist()  # type: ignore[no-any-return]
    return conv_transpose2d(f, g, None, stride, padding)[0, 0].tolist()  # type: ignore[no-any-return]
