"""How many 3x3 layers does PyTorch need to shrink a target-wide input to one cell, and what do they hold?"""


def by_torch(target: int, in_channels: int) -> list[list[int]]:
    import torch
    from torch.nn import Conv2d

    options = {"bias": False, "device": "meta"}
    image, layers = torch.empty(1, in_channels, target, target, device="meta"), []
    while image.shape[-1] > 1:
        layers.append(Conv2d(in_channels, in_channels, 3, **options))
        image = layers[-1](image)
    single = Conv2d(in_channels, in_channels, target, **options)
    return [[len(layers)], [sum(layer.weight.numel() for layer in layers)], [single.weight.numel()]]
