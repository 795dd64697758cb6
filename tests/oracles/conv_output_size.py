"""How long is the output of a convolution, counted and by PyTorch?"""


def by_definition(size: int, kernel_size: int, stride: int, padding: int, dilation: int) -> int:
    last_tap = dilation * kernel_size - dilation
    return sum(start + last_tap < size + padding for start in range(-padding, size + padding, stride))


def by_torch(size: int, kernel_size: int, stride: int, padding: int, dilation: int) -> int:
    import torch

    signal, kernel = torch.empty(1, 1, size, device="meta"), torch.empty(1, 1, kernel_size, device="meta")
    return int(torch.nn.functional.conv1d(signal, kernel, None, stride, padding, dilation).shape[-1])
