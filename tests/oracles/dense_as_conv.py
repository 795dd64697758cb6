"""Does PyTorch's convolution with the reshaped weight do what its linear layer does, and of which shape is the rest?"""

from typing import Any


def by_torch(input_shape: list[int], larger_shape: list[int], out_features: int) -> list[list[Any]]:
    import torch
    from torch import nn

    linear = nn.Linear(torch.Size(input_shape).numel(), out_features, device="meta")
    conv = (nn.Conv1d, nn.Conv2d, nn.Conv3d)[len(input_shape) - 2]
    layer = conv(input_shape[0], out_features, tuple(input_shape[1:]), device="meta")
    weight = linear.weight.reshape(layer.weight.shape)
    return [[list(weight.shape)], [list(layer(torch.zeros(1, *larger_shape, device="meta")).shape[1:])]]
