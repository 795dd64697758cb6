"""What does pooling give, cell by cell and by PyTorch?"""

from typing import Any

Rows = list[list[Any]]


def by_definition(
    image: Rows,
    kernel_size: int,
    method: str,
    stride: int,
    padding: int,
    ceil_mode: bool,
    count_include_pad: bool,
) -> Rows:
    """Every window is walked; a cell is of the image, of its padding, or beyond, where nothing counts."""
    height, width = len(image), len(image[0])

    def begins(size: int) -> list[int]:
        found, start = [], -padding
        while start + kernel_size <= size + padding:
            found.append(start)
            start += stride
        hangs_over = found == [] or found[-1] + kernel_size < size + padding
        reaches = start < size and start - stride + kernel_size < size + padding
        return [*found, start] if ceil_mode and hangs_over and reaches else found

    def value(top: int, left: int) -> Any:
        here = [(y, x) for y in range(top, top + kernel_size) for x in range(left, left + kernel_size)]
        cells = [image[y][x] for y, x in here if 0 <= y < height and 0 <= x < width]
        if method == "max":
            return max(cells)
        counted = [(y, x) for y, x in here if -padding <= y < height + padding and -padding <= x < width + padding]
        share = sum(cells) / (len(counted) if count_include_pad else len(cells))
        return int(share) if share == int(share) else share

    return [[value(top, left) for left in begins(width)] for top in begins(height)]


def by_torch(
    image: Rows,
    kernel_size: int,
    method: str,
    stride: int,
    padding: int,
    ceil_mode: bool,
    count_include_pad: bool,
) -> Rows:
    import torch

    f = torch.tensor([[image]], dtype=torch.float64)
    if method == "max":
        pooled = torch.nn.functional.max_pool2d(f, kernel_size, stride, padding, ceil_mode=ceil_mode)
    else:
        pooled = torch.nn.functional.avg_pool2d(f, kernel_size, stride, padding, ceil_mode, count_include_pad)
    return pooled[0, 0].tolist()  # type: ignore[no-any-return]
