"""Which way of unpooling made this map, by PyTorch?"""

from typing import Any

Rows = list[list[Any]]


def by_torch(values: Rows, result: Rows) -> str:
    import torch
    from torch.nn.functional import interpolate, max_pool2d, max_unpool2d

    f, h = (torch.tensor([[grid]], dtype=torch.float64) for grid in (values, result))
    factor = len(result) // len(values)
    if torch.equal(interpolate(f, scale_factor=factor), h):
        return "nearest"
    indices = max_pool2d(h.abs(), factor, return_indices=True)[1]
    assert torch.equal(max_unpool2d(f, indices, factor), h)
    return "bed-of-nails" if bool(h[..., ::factor, ::factor].all()) else "max"
