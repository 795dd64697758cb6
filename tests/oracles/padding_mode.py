"""What does a row become when it is padded, by PyTorch and by NumPy?"""

import numpy

NAMES = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


def by_definition(signal: list[float], mode: str, amount: int) -> list[float]:
    padded = numpy.pad(numpy.array(signal, dtype=float), amount, NAMES[mode])
    return [float(number) for number in padded]


def by_torch(signal: list[float], mode: str, amount: int) -> list[float]:
    import torch

    names = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}
    row = torch.tensor([[signal]], dtype=torch.float64)
    return torch.nn.functional.pad(row, (amount, amount), names[mode])[0, 0].tolist()
