"""What do PyTorch's layers hold and do, standard and depthwise separable?"""


def by_torch(in_channels: int, out_channels: int, kernel_size: int, output_size: int) -> list[list[int]]:
    import torch
    from torch.nn import Conv2d
    from torch.utils.flop_counter import FlopCounterMode

    options = {"bias": False, "device": "meta"}
    standard = Conv2d(in_channels, out_channels, kernel_size, **options)
    depthwise = Conv2d(in_channels, in_channels, kernel_size, groups=in_channels, **options)
    pointwise = Conv2d(in_channels, out_channels, 1, **options)
    rows = []
    for layer in (standard, depthwise, pointwise):
        size = output_size + layer.kernel_size[0] - 1
        with FlopCounterMode(display=False) as counter:
            layer(torch.zeros(1, in_channels, size, size, device="meta"))
        rows.append([layer.weight.numel(), counter.get_total_flops() // 2])
    return rows
