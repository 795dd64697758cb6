"""Of which channels does PyTorch's ReLU let nothing through?"""


def by_torch(activations: list[list[float]]) -> list[str]:
    import torch

    passed = [torch.relu(torch.tensor(values, dtype=torch.float64)).sum() for values in activations]
    return [chr(ord("A") + place) for place, total in enumerate(passed) if total == 0]
