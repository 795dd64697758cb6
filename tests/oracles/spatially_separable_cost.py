"""How many weights do PyTorch's layers hold, the square and its column and row?"""


def by_torch(in_channels: int, out_channels: int, kernel_size: int) -> list[list[int]]:
    from torch.nn import Conv2d

    layers = (
        Conv2d(in_channels, out_channels, kernel_size, bias=False, device="meta"),
        Conv2d(in_channels, out_channels, (kernel_size, 1), bias=False, device="meta"),
        Conv2d(out_channels, out_channels, (1, kernel_size), bias=False, device="meta"),
    )
    return [[layer.weight.numel()] for layer in layers]
