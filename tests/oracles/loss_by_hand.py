"""What is the loss of some probabilities, by its formula in decimals and by PyTorch?"""

from __future__ import annotations

from decimal import Decimal, localcontext


def by_definition(probabilities: list[float], target: int, loss: str) -> float:
    with localcontext() as context:
        context.prec = 60
        exact = [Decimal(str(p)) for p in probabilities]
        if loss == "cross-entropy":
            return float(-exact[target].ln())
        exact[target] -= 1
        total = sum(error * error for error in exact)
        return float(total / (len(exact) if loss == "mean-squared" else 2))


def by_torch(probabilities: list[float], target: int, loss: str) -> float:
    import torch

    p = torch.tensor(probabilities, dtype=torch.double)
    label = torch.nn.functional.one_hot(torch.tensor(target), len(probabilities)).double()
    if loss == "cross-entropy":
        return float(torch.nn.functional.nll_loss(p.log()[None], torch.tensor([target])))
    if loss == "mean-squared":
        return float(torch.nn.functional.mse_loss(p, label))
    return float(torch.nn.functional.mse_loss(p, label, reduction="sum") / 2)
