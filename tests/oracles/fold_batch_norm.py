"""Which weights does PyTorch fold to, and which does probing the two layers find?"""

from typing import Any

Rows = list[list[Any]]


def by_torch(
    kernel: Rows, bias: list[Any], gamma: list[Any], beta: list[Any], mean: list[Any], variance: list[Any], eps: float
) -> Rows:
    import torch
    from torch.nn.utils.fusion import fuse_conv_bn_weights

    weight = torch.tensor(kernel, dtype=torch.float64)[:, None]
    rows = [torch.tensor(row, dtype=torch.float64) for row in (bias, mean, variance, gamma, beta)]
    b, mu, var, scale, shift = rows
    folded, folded_bias = fuse_conv_bn_weights(weight, b, mu, var, eps, scale, shift)
    return torch.cat([folded[:, 0], folded_bias[:, None]], dim=1).tolist()  # type: ignore[no-any-return]


def by_definition(
    kernel: Rows, bias: list[Any], gamma: list[Any], beta: list[Any], mean: list[Any], variance: list[Any], eps: float
) -> Rows:
    import numpy as np

    def layers(window: Any) -> Any:
        return np.array(gamma) * (kernel @ window + bias - mean) / np.sqrt(np.array(variance) + eps) + beta

    nothing = layers(np.zeros(len(kernel[0])))
    return np.column_stack([*(layers(one) - nothing for one in np.eye(len(kernel[0]))), nothing]).tolist()  # type: ignore[no-any-return]
