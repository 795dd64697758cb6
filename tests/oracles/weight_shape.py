"""Which shape does the weight have, by PyTorch and by a grid of connections?"""


def by_torch(in_channels: int, out_channels: int, kernel_size: list[int], groups: int, transposed: bool) -> list[int]:
    import torch

    name = f"Conv{'Transpose' if transposed else ''}{len(kernel_size)}d"
    layer = getattr(torch.nn, name)(in_channels, out_channels, tuple(kernel_size), groups=groups, device="meta")
    return list(layer.weight.shape)


def by_definition(
    in_channels: int, out_channels: int, kernel_size: list[int], groups: int, transposed: bool
) -> list[int]:
    ends = in_channels, out_channels
    pairs = [(i, o) for i in range(ends[0]) for o in range(ends[1]) if i * groups // ends[0] == o * groups // ends[1]]
    first = [pair[0 if transposed else 1] for pair in pairs]
    return [len(set(first)), first.count(0), *kernel_size]
