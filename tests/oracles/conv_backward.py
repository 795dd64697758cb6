"""What gradients does a convolution layer get, by PyTorch and by the sum over all outputs?"""

from typing import Any

Rows = list[list[Any]]


def by_torch(image: Rows, kernel: Rows, upstream: Rows, wanted: str) -> Rows:
    import torch

    x, k = (torch.tensor([[grid]], dtype=torch.float64, requires_grad=True) for grid in (image, kernel))
    torch.nn.functional.conv2d(x, k).backward(torch.tensor([[upstream]], dtype=torch.float64))
    gradient = k.grad if wanted == "kernel" else x.grad
    assert gradient is not None
    return gradient[0, 0].tolist()  # type: ignore[no-any-return]


def by_definition(image: Rows, kernel: Rows, upstream: Rows, wanted: str) -> Rows:
    """Every product of the forward pass sends something back to both of its factors."""
    to_kernel, to_input = ([[0] * len(grid[0]) for _ in grid] for grid in (kernel, image))
    for i, row in enumerate(upstream):
        for j, above in enumerate(row):
            for m, weights in enumerate(kernel):
                for n, weight in enumerate(weights):
                    to_kernel[m][n] += above * image[i + m][j + n]
                    to_input[i + m][j + n] += above * weight
    return to_kernel if wanted == "kernel" else to_input
