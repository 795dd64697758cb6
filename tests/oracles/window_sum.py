"""Which number does a convolution layer write for one window, by PyTorch?"""

from typing import Any

Rows = list[list[int]]


def by_torch(patch: Rows, kernel: Rows, bias: int) -> Any:
    import torch

    f, g = (torch.tensor([[grid]], dtype=torch.float64) for grid in (patch, kernel))
    return int(torch.nn.functional.conv2d(f, g, torch.tensor([bias], dtype=torch.float64)).item())
