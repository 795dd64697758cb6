"""How many operations does a convolution take, by PyTorch's own counter and product by product?"""


def by_torch(
    in_channels: int, out_channels: int, kernel_size: list[int], output_size: list[int], groups: int, count: str
) -> int:
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    sides = [n + k - 1 for n, k in zip(output_size, kernel_size, strict=True)]
    image = torch.empty(1, in_channels, *sides, device="meta")
    layer = getattr(torch.nn, f"Conv{len(sides)}d")
    with FlopCounterMode(display=False) as counter:
        layer(in_channels, out_channels, tuple(kernel_size), groups=groups, bias=False, device="meta")(image)
    flops = counter.get_total_flops()
    return flops if count == "flops" else flops // 2


def by_definition(
    in_channels: int, out_channels: int, kernel_size: list[int], output_size: list[int], groups: int, count: str
) -> int:
    places = taps = 1
    for n, k in zip(output_size, kernel_size, strict=True):
        places, taps = places * n, taps * k
    channels = range(in_channels)
    seen = [sum(c * groups // in_channels == o * groups // out_channels for c in channels) for o in range(out_channels)]
    return sum(seen) * taps * places * {"macs": 1, "flops": 2}[count]
