"""What does a convolution layer compute, by SciPy and by PyTorch?"""

from typing import Any

Rows = list[list[Any]]


def by_scipy(image: Rows, kernel: Rows, stride: int, padding: int, dilation: int) -> Rows:
    import numpy as np
    from scipy.signal import correlate2d

    small = np.array(kernel)
    spread = np.zeros([dilation * (side - 1) + 1 for side in small.shape], small.dtype)
    spread[::dilation, ::dilation] = small
    everywhere = correlate2d(np.pad(np.array(image), padding), spread, "valid")
    return everywhere[::stride, ::stride].tolist()  # type: ignore[no-any-return]


def by_torch(image: Rows, kernel: Rows, stride: int, padding: int, dilation: int) -> Rows:
    import torch

    f, g = (torch.tensor([[grid]], dtype=torch.float64) for grid in (image, kernel))
    return torch.nn.functional.conv2d(f, g, None, stride, padding, dilation)[0, 0].tolist()  # type: ignore[no-any-return]
