"""How many multiply-accumulates does a transposed convolution take, by PyTorch's counter and stamp by stamp?"""


def by_torch(in_channels: int, out_channels: int, kernel_size: list[int], input_size: list[int]) -> int:
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    image = torch.empty(1, in_channels, *input_size, device="meta")
    layer = getattr(torch.nn, f"ConvTranspose{len(input_size)}d")
    with FlopCounterMode(display=False) as counter:
        layer(in_channels, out_channels, tuple(kernel_size), stride=2, bias=False, device="meta")(image)
    return counter.get_total_flops() // 2


def by_definition(in_channels: int, out_channels: int, kernel_size: list[int], input_size: list[int]) -> int:
    taps = cells = 1
    for k, n in zip(kernel_size, input_size, strict=True):
        taps, cells = taps * k, cells * n
    return sum(taps * out_channels for _ in range(in_channels * cells))
