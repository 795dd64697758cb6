"""Which of the two operations gives the result, by SciPy and by PyTorch?"""

from typing import Any

Rows = list[list[Any]]


def by_scipy(image: Rows, kernel: Rows, result: Rows) -> str:
    from scipy.signal import convolve2d, correlate2d

    return _which(
        correlate2d(image, kernel, "valid").tolist() == result, convolve2d(image, kernel, "valid").tolist() == result
    )


def by_torch(image: Rows, kernel: Rows, result: Rows) -> str:
    import torch

    f, g = (torch.tensor([[grid]], dtype=torch.float64) for grid in (image, kernel))
    both = [torch.nn.functional.conv2d(f, laid)[0, 0].tolist() for laid in (g, g.flip(2, 3))]
    return _which(both[0] == result, both[1] == result)


def _which(correlated: bool, convolved: bool) -> str:
    if correlated and convolved:
        return "both"
    return "cross-correlation" if correlated else "convolution" if convolved else "neither"
