"""What do PyTorch's layers, built from the same description, make of a shape?"""

from typing import Any

DIMENSIONS = {1: "1d", 2: "2d", 3: "3d"}


def module_of(layer: dict[str, Any], shape: tuple[int, ...]) -> Any:
    """One layer as a module for inputs of this shape; where PyTorch refuses it, its own error."""
    import torch
    from torch import nn

    dimension = DIMENSIONS.get(len(shape) - 1, "1d")
    values = {name: value for name, value in layer.items() if name != "type"}
    if layer["type"] == "conv":
        return getattr(nn, f"Conv{dimension}")(shape[0], **values, device="meta")
    if layer["type"] == "pool":
        name = {"max": "MaxPool", "avg": "AvgPool"}[values.pop("method")]
        return getattr(nn, name + dimension)(**values)
    if layer["type"] == "adaptive-avg-pool":
        return getattr(nn, f"AdaptiveAvgPool{dimension}")(values["output_size"])
    if layer["type"] == "batch-norm":
        return getattr(nn, f"BatchNorm{dimension}")(shape[0], device="meta")
    if layer["type"] == "linear":
        return nn.Linear(shape[0], **values, device="meta")
    if layer["type"] == "branches":
        lists = [network(branch, shape) for branch in layer["branches"]]

        class Joined(nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.lists = nn.ModuleList(lists)

            def forward(self, x: Any) -> Any:
                ends = [one(x) for one in self.lists]
                return sum(ends[1:], ends[0]) if layer["join"] == "add" else torch.cat(ends, dim=1)

        return Joined()
    return {"relu": nn.ReLU, "flatten": nn.Flatten}[layer["type"]]()


def network(layers: list[dict[str, Any]], shape: tuple[int, ...]) -> Any:
    """All layers as one module."""
    from torch import nn

    modules = []
    for layer in layers:
        modules.append(module_of(layer, shape))
        shape = through(modules[-1], shape)[0]
    return nn.Sequential(*modules)


def through(module: Any, shape: tuple[int, ...]) -> tuple[tuple[int, ...], int, int]:
    """The shape behind a module, its parameters and its multiply-accumulates."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        out = module.eval()(torch.zeros(1, *shape, device="meta"))
    return tuple(out.shape[1:]), sum(one.numel() for one in module.parameters()), counter.get_total_flops() // 2


def rows_by_torch(input_shape: list[int], layers: list[dict[str, Any]]) -> list[list[Any]]:
    """Shape, parameters and multiply-accumulates behind each layer; a flat shape is one number."""
    shape, rows = tuple(input_shape), []
    for layer in layers:
        shape, params, macs = through(module_of(layer, shape), shape)
        rows.append([list(shape) if len(shape) > 1 else shape[0], params, macs])
    return rows
