"""How often does PyTorch's transposed convolution write each output of a long row of ones?"""

from typing import Any


def by_torch(candidates: list[dict[str, Any]]) -> list[str]:
    import torch
    from torch.nn.functional import conv_transpose1d

    def is_even(kernel_size: int, stride: int) -> bool:
        ones, kernel = torch.ones(1, 1, 40), torch.ones(1, 1, kernel_size)
        inside = conv_transpose1d(ones, kernel, stride=stride)[0, 0, kernel_size + stride : -kernel_size - stride]
        return len(set(inside.tolist())) == 1

    return [chr(ord("A") + place) for place, one in enumerate(candidates) if is_even(**one)]
