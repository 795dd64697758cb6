"""What are softmax and cross-entropy, by decimals of 60 digits and by PyTorch?"""

from __future__ import annotations

from decimal import Decimal, localcontext


def by_definition(logits: list[float], target: int) -> list[list[float]]:
    with localcontext() as context:
        context.prec = 60
        powers = [Decimal(str(logit)).exp() for logit in logits]
        probabilities = [power / sum(powers) for power in powers]
        return [*([float(p)] for p in probabilities), [float(-probabilities[target].ln())]]


def by_torch(logits: list[float], target: int) -> list[list[float]]:
    import torch

    z = torch.tensor(logits, dtype=torch.double)
    loss = torch.nn.functional.cross_entropy(z[None], torch.tensor([target]))
    return [*([float(p)] for p in z.softmax(0)), [float(loss)]]
