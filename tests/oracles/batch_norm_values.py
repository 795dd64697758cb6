"""What does batch normalization make of one channel, by PyTorch and by NumPy?"""


def by_torch(values: list[float], gamma: float, beta: float, eps: float) -> list[float]:
    import torch

    column = torch.tensor(values, dtype=torch.float64)[:, None]
    weight, bias = (torch.tensor([number], dtype=torch.float64) for number in (gamma, beta))
    normalized = torch.nn.functional.batch_norm(column, None, None, weight, bias, training=True, eps=eps)
    return normalized[:, 0].tolist()  # type: ignore[no-any-return]


def by_definition(values: list[float], gamma: float, beta: float, eps: float) -> list[float]:
    import numpy as np

    x = np.array(values, float)
    return (gamma * (x - x.mean()) / np.sqrt(x.var() + eps) + beta).tolist()  # type: ignore[no-any-return]
