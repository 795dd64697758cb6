"""How many parameters does a fully connected layer have, on a real array and by PyTorch?"""

import numpy


def by_definition(input_shape: list[int], out_features: int, bias: bool) -> int:
    flat = numpy.empty(input_shape, dtype=numpy.int8).ravel()
    return sum(len(flat) + bias for _ in range(out_features))


def by_torch(input_shape: list[int], out_features: int, bias: bool) -> int:
    import torch

    flat = torch.empty(1, *input_shape, device="meta").flatten(1)
    layer = torch.nn.Linear(flat.shape[1], out_features, bias, device="meta")
    assert layer(flat).shape == (1, out_features)
    return sum(parameter.numel() for parameter in layer.parameters())
