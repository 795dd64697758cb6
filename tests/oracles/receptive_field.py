"""How far apart are the first and the last input that one output depends on, traced back and by PyTorch?"""

from __future__ import annotations

from typing import Any

Layers = list[dict[str, Any]]


def by_definition(layers: Layers) -> int:
    seen = {0}
    for layer in reversed(layers):
        taps = range(0, layer["kernel_size"] * layer["dilation"], layer["dilation"])
        seen = {place * layer["stride"] + tap for place in seen for tap in taps}
    return max(seen) - min(seen) + 1


def by_torch(layers: Layers) -> int:
    import torch

    signal = torch.ones(1, 1, 1000, dtype=torch.double, requires_grad=True)
    output = signal
    for layer in layers:
        kernel = torch.ones(1, 1, layer["kernel_size"], dtype=torch.double)
        output = torch.nn.functional.conv1d(output, kernel, None, layer["stride"], 0, layer["dilation"])
    output[0, 0, 0].backward()
    assert signal.grad is not None
    touched = signal.grad[0, 0].nonzero()
    return int(touched[-1] - touched[0]) + 1
