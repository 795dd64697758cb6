"""How long is the output of a pooling, window by window and by PyTorch?"""


def by_definition(size: int, kernel_size: int, stride: int, padding: int, ceil_mode: bool) -> int:
    count, start = 0, -padding
    while start + kernel_size <= size + padding:
        count, start = count + 1, start + stride
    hangs_over = start < size and start - stride + kernel_size < size + padding
    return count + (ceil_mode and hangs_over)


def by_torch(size: int, kernel_size: int, stride: int, padding: int, ceil_mode: bool) -> int:
    import torch

    signal = torch.empty(1, 1, size, device="meta")
    return int(torch.nn.AvgPool1d(kernel_size, stride, padding, ceil_mode)(signal).shape[-1])
