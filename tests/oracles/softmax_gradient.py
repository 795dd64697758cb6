"""What is the gradient of the cross-entropy loss, by decimals of 60 digits and by PyTorch?"""

from __future__ import annotations

from decimal import Decimal, localcontext


def by_definition(logits: list[float], target: int) -> list[float]:
    with localcontext() as context:
        context.prec = 60
        powers = [Decimal(str(logit)).exp() for logit in logits]
        return [float(power / sum(powers) - (index == target)) for index, power in enumerate(powers)]


def by_torch(logits: list[float], target: int) -> list[float]:
    import torch

    z = torch.tensor([logits], dtype=torch.double, requires_grad=True)
    torch.nn.functional.cross_entropy(z, torch.tensor([target])).backward()
    assert z.grad is not None
    return [float(slope) for slope in z.grad[0]]
