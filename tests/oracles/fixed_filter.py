"""What do the classic filters make of a patch, by PyTorch and by SciPy's own filters?"""

from typing import Any

Rows = list[list[Any]]

WEIGHTS = {
    "box": [[1 / 9] * 3] * 3,
    "gaussian": [[1 / 16, 1 / 8, 1 / 16], [1 / 8, 1 / 4, 1 / 8], [1 / 16, 1 / 8, 1 / 16]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "laplacian": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    "sobel-x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "sobel-y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
}


def by_torch(patch: Rows, filter: str) -> Rows:
    import torch

    f, g = (torch.tensor([[grid]], dtype=torch.float64) for grid in (patch, WEIGHTS[filter]))
    return torch.nn.functional.conv2d(f, g)[0, 0].tolist()  # type: ignore[no-any-return]


def by_scipy(patch: Rows, filter: str) -> Rows:
    import numpy as np
    from scipy import ndimage

    image = np.array(patch, float)
    filtered = {
        "box": lambda: ndimage.uniform_filter(image, 3),
        "gaussian": lambda: ndimage.correlate1d(ndimage.correlate1d(image, [0.25, 0.5, 0.25], 0), [0.25, 0.5, 0.25], 1),
        "sharpen": lambda: image - ndimage.laplace(image),
        "laplacian": lambda: ndimage.laplace(image),
        "sobel-x": lambda: ndimage.sobel(image, 1),
        "sobel-y": lambda: ndimage.sobel(image, 0),
    }[filter]()
    return filtered[1:-1, 1:-1].tolist()  # type: ignore[no-any-return]
