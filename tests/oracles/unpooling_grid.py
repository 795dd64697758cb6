"""What does unpooling make of a grid, by PyTorch?"""

from typing import Any

Rows = list[list[Any]]


def by_torch(values: Rows, method: str, factor: int, indices: Rows | None) -> Rows:
    import torch
    from torch.nn.functional import conv_transpose2d, interpolate, max_unpool2d

    f = torch.tensor([[values]], dtype=torch.float64)
    if method == "max":
        unpooled = max_unpool2d(f, torch.tensor([[indices]]), factor)
    elif method == "nearest":
        unpooled = interpolate(f, scale_factor=factor)
    else:
        nail = torch.zeros(1, 1, factor, factor, dtype=torch.float64)
        nail[0, 0, 0, 0] = 1
        unpooled = conv_transpose2d(f, nail, stride=factor)
    return unpooled[0, 0].tolist()  # type: ignore[no-any-return]
