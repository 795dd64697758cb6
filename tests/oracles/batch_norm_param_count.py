"""How many numbers does PyTorch's batch norm learn, and how many does it keep in buffers?"""


def by_torch(channels: int) -> list[list[int]]:
    import torch

    layer = torch.nn.BatchNorm2d(channels, device="meta")
    kept = [buffer.numel() for name, buffer in layer.named_buffers() if name != "num_batches_tracked"]
    return [[sum(parameter.numel() for parameter in layer.parameters())], [sum(kept)]]
