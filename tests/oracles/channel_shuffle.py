"""Which channel stands where after a channel shuffle, by PyTorch?"""


def by_torch(channels: int, groups: int) -> list[int]:
    import torch

    numbered = torch.arange(channels, dtype=torch.float32).reshape(1, channels, 1, 1)
    return torch.nn.ChannelShuffle(groups)(numbered).flatten().int().tolist()  # type: ignore[no-any-return]
