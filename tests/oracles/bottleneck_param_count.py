"""How many parameters does a bottleneck have, by PyTorch and tap by tap?"""


def by_torch(in_channels: int, mid_channels: int, out_channels: int, kernel_size: int, bias: bool) -> int:
    from torch.nn import Conv2d, Sequential

    block = Sequential(
        Conv2d(in_channels, mid_channels, 1, bias=bias, device="meta"),
        Conv2d(mid_channels, mid_channels, kernel_size, bias=bias, device="meta"),
        Conv2d(mid_channels, out_channels, 1, bias=bias, device="meta"),
    )
    return sum(parameter.numel() for parameter in block.parameters())


def by_definition(in_channels: int, mid_channels: int, out_channels: int, kernel_size: int, bias: bool) -> int:
    count, width = 0, in_channels
    for taps, filters in ((1, mid_channels), (kernel_size * kernel_size, mid_channels), (1, out_channels)):
        for _ in range(filters):
            count += taps * width + bias
        width = filters
    return count
