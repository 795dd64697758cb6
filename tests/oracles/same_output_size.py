"""How long is the output with SAME, counted, and by PyTorch with the fewest zeros that let every window begin?"""


def by_definition(size: int, kernel_size: int, stride: int, dilation: int) -> int:
    return len(range(0, size, stride))


def by_torch(size: int, kernel_size: int, stride: int, dilation: int) -> int:
    import torch

    kernel = torch.empty(1, 1, kernel_size, device="meta")
    missing = (size - 1) // stride * stride + (kernel_size - 1) * dilation + 1 - size
    signal = torch.empty(1, 1, size + max(0, missing), device="meta")
    return int(torch.nn.functional.conv1d(signal, kernel, None, stride, 0, dilation).shape[-1])
