"""How many bytes do the activations take, by PyTorch's and by NumPy's own arrays?"""

import numpy


def by_definition(shape: list[int], batch_size: int, bytes_per_value: int) -> int:
    return int(numpy.broadcast_to(numpy.zeros(1, dtype=f"V{bytes_per_value}"), (batch_size, *shape)).nbytes)


def by_torch(shape: list[int], batch_size: int, bytes_per_value: int) -> int:
    import torch

    kinds = {1: torch.int8, 2: torch.float16, 4: torch.float32, 8: torch.float64}
    return torch.empty(batch_size, *shape, dtype=kinds[bytes_per_value], device="meta").nbytes
