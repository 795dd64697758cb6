"""How many times fewer multiply-accumulates, counted in PyTorch's layers?"""


def by_torch(out_channels: int, kernel_size: int) -> float:
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    in_channels, image = 6, torch.empty(1, 6, kernel_size + 4, kernel_size + 4, device="meta")

    def flops(*layers: torch.nn.Module) -> int:
        with FlopCounterMode(display=False) as counter:
            torch.nn.Sequential(*layers)(image)
        return counter.get_total_flops()

    standard = torch.nn.Conv2d(in_channels, out_channels, kernel_size, bias=False, device="meta")
    depthwise = torch.nn.Conv2d(in_channels, in_channels, kernel_size, groups=6, bias=False, device="meta")
    pointwise = torch.nn.Conv2d(in_channels, out_channels, 1, bias=False, device="meta")
    return flops(standard) / flops(depthwise, pointwise)


def by_definition(out_channels: int, kernel_size: int) -> float:
    standard = separable = 0
    for _ in range(kernel_size * kernel_size):
        standard += out_channels
        separable += 1
    return standard / (separable + out_channels)
