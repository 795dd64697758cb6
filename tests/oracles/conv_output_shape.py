"""Which shape comes out of a convolution, counted and by PyTorch?"""


def by_definition(
    input_shape: list[int],
    out_channels: int,
    kernel_size: list[int],
    stride: list[int],
    padding: list[int],
    dilation: list[int],
) -> list[int]:
    shape = [out_channels]
    for n, k, s, p, d in zip(input_shape[1:], kernel_size, stride, padding, dilation, strict=True):
        shape.append(sum(start + d * k - d < n + p for start in range(-p, n + p, s)))
    return shape


def by_torch(
    input_shape: list[int],
    out_channels: int,
    kernel_size: list[int],
    stride: list[int],
    padding: list[int],
    dilation: list[int],
) -> list[int]:
    import torch

    layer = getattr(torch.nn, f"Conv{len(kernel_size)}d")(
        input_shape[0], out_channels, tuple(kernel_size), tuple(stride), tuple(padding), tuple(dilation), device="meta"
    )
    return list(layer(torch.empty(1, *input_shape, device="meta")).shape[1:])
