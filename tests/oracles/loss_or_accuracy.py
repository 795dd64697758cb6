"""How do accuracy and loss change, example by example in decimals, and by PyTorch?"""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

Rows = list[list[float]]


def by_definition(labels: list[int], before: Rows, after: Rows) -> list[list[float]]:
    with localcontext() as context:
        context.prec = 60
        right, loss = 0, Decimal(0)
        for sign, rows in ((-1, before), (1, after)):
            for label, row in zip(labels, rows, strict=True):
                is_right = all(p < row[label] for p in row[:label]) and all(p <= row[label] for p in row[label:])
                right += sign * is_right
                loss -= sign * Decimal(str(row[label])).ln()
        return [[float(Fraction(right, len(labels)))], [float(loss / len(labels))]]


def by_torch(labels: list[int], before: Rows, after: Rows) -> list[list[float]]:
    import torch

    results = []
    for rows in (before, after):
        p, y = torch.tensor(rows, dtype=torch.double), torch.tensor(labels)
        hits = (torch.max(p, dim=1).indices == y).double().mean()
        results.append((hits, torch.nn.functional.nll_loss(p.log(), y)))
    (hits_before, loss_before), (hits_after, loss_after) = results
    return [[float(hits_after - hits_before)], [float(loss_after - loss_before)]]
