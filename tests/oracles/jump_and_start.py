"""Where do the first two outputs look, traced back to the inputs that they touch, and by PyTorch's gradients?"""

from __future__ import annotations

from typing import Any

Layers = list[dict[str, Any]]


def by_definition(layers: Layers) -> list[float]:
    first, second = (_middle(layers, output) for output in (0, 1))
    return [second - first, first]


def _middle(layers: Layers, output: int) -> float:
    """Halfway between the first and the last input that an output touches, padding counted."""
    seen = {output}
    for layer in reversed(layers):
        taps = range(0, layer["kernel_size"] * layer["dilation"], layer["dilation"])
        seen = {place * layer["stride"] - layer["padding"] + tap for place in seen for tap in taps}
    return (min(seen) + max(seen)) / 2


def by_torch(layers: Layers) -> list[float]:
    """The middles of two outputs so far inside that they touch no padding, and the first followed back from there."""
    import torch

    signal = torch.ones(1, 1, 2048, dtype=torch.double, requires_grad=True)
    output = signal
    for layer in layers:
        kernel = torch.ones(1, 1, layer["kernel_size"], dtype=torch.double)
        output = torch.nn.functional.conv1d(
            output, kernel, None, layer["stride"], layer["padding"], layer["dilation"]
        )
    inside = output.shape[-1] // 2
    middles = []
    for place in (inside, inside + 1):
        (gradient,) = torch.autograd.grad(output[0, 0, place], signal, retain_graph=True)
        touched = gradient[0, 0].nonzero()
        middles.append((int(touched[0]) + int(touched[-1])) / 2)
    jump = middles[1] - middles[0]
    return [jump, middles[0] - inside * jump]
