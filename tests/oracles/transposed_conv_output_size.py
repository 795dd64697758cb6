"""How long is the output of a transposed convolution, stamp by stamp and by PyTorch?"""


def by_definition(size: int, kernel_size: int, stride: int, padding: int, output_padding: int, dilation: int) -> int:
    stamped = {place * stride + tap * dilation for place in range(size) for tap in range(kernel_size)}
    return len(range(min(stamped), max(stamped) + 1)[padding:]) - padding + output_padding


def by_torch(size: int, kernel_size: int, stride: int, padding: int, output_padding: int, dilation: int) -> int:
    import torch

    signal, kernel = torch.zeros(1, 1, size), torch.zeros(1, 1, kernel_size)
    out = torch.nn.functional.conv_transpose1d(signal, kernel, None, stride, padding, output_padding, 1, dilation)
    return int(out.shape[-1])
