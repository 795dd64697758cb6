"""What gradient does the input of a max pooling get, by PyTorch and by looking for each winner?"""

from typing import Any

Rows = list[list[Any]]


def by_torch(image: Rows, upstream: Rows, kernel_size: int) -> Rows:
    import torch

    x = torch.tensor([[image]], dtype=torch.float64, requires_grad=True)
    torch.nn.functional.max_pool2d(x, kernel_size).backward(torch.tensor([[upstream]], dtype=torch.float64))
    assert x.grad is not None
    return x.grad[0, 0].tolist()  # type: ignore[no-any-return]


def by_definition(image: Rows, upstream: Rows, kernel_size: int) -> Rows:
    import numpy as np

    x, gradient = np.array(image, float), np.zeros((len(image), len(image[0])))
    for (i, j), above in np.ndenumerate(np.array(upstream, float)):
        corner = np.array([i, j]) * kernel_size
        block = x[corner[0] : corner[0] + kernel_size, corner[1] : corner[1] + kernel_size]
        gradient[tuple(corner + np.unravel_index(block.argmax(), block.shape))] = above
    return gradient.tolist()  # type: ignore[no-any-return]
