"""How many parameters does a convolution layer have, wire by wire and by PyTorch?"""

from collections import Counter


def by_definition(in_channels: int, out_channels: int, kernel_size: list[int], groups: int, bias: bool) -> int:
    taps = 1
    for side in kernel_size:
        taps *= side
    channels_of = Counter(channel * groups // in_channels for channel in range(in_channels))
    filters_of = [channel * groups // out_channels for channel in range(out_channels)]
    return sum(channels_of[group] * taps + bias for group in filters_of)


def by_torch(in_channels: int, out_channels: int, kernel_size: list[int], groups: int, bias: bool) -> int:
    import torch

    layer = getattr(torch.nn, f"Conv{len(kernel_size)}d")(
        in_channels, out_channels, tuple(kernel_size), groups=groups, bias=bias, device="meta"
    )
    return sum(parameter.numel() for parameter in layer.parameters())
