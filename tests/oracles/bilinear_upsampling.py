"""What does bilinear upsampling make of a grid, by PyTorch?"""

from typing import Any

Rows = list[list[Any]]


def by_torch(values: Rows, factor: int, align_corners: bool) -> Rows:
    import torch

    f = torch.tensor([[values]], dtype=torch.float64)
    larger = torch.nn.functional.interpolate(f, scale_factor=factor, mode="bilinear", align_corners=align_corners)
    return larger[0, 0].tolist()  # type: ignore[no-any-return]
