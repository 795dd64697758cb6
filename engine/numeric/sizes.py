"""How long is the output of a layer along one axis?"""


def span(kernel_size: int, dilation: int = 1) -> int:
    """How many inputs lie between the first and the last tap of a dilated kernel, both included.

    >>> span(3, dilation=2)
    5
    """
    return dilation * (kernel_size - 1) + 1


def conv_output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Output length of a convolution along one axis; `padding` is added on each side.

    Below 1 where the kernel does not fit. Source: dumoulin-2016, relationship 15.

    >>> conv_output_size(224, kernel_size=7, stride=2, padding=3)
    112
    """
    return (size + 2 * padding - span(kernel_size, dilation)) // stride + 1


def pool_output_size(size: int, kernel_size: int, stride: int, padding: int = 0, ceil_mode: bool = False) -> int:
    """Output length of a pooling along one axis; with `ceil_mode` a last window may hang over.

    None begins in the far padding. Below 1 where no window fits. Source: pytorch-avg-pool2d.

    >>> pool_output_size(5, 2, 2), pool_output_size(5, 2, 2, ceil_mode=True)
    (2, 3)
    """
    if not ceil_mode:
        return conv_output_size(size, kernel_size, stride, padding)
    places = -(-(size + 2 * padding - kernel_size) // stride) + 1
    return places - 1 if (places - 1) * stride >= size + padding else places


def transposed_conv_output_size(
    size: int, kernel_size: int, stride: int = 1, padding: int = 0, output_padding: int = 0, dilation: int = 1
) -> int:
    """Output length of a transposed convolution along one axis; `padding` is cut off each side of it.

    Below 1 where the padding cuts everything away. Sources: dumoulin-2016, relationship 14; pytorch-conv-transpose2d.

    >>> transposed_conv_output_size(3, kernel_size=3, stride=2, padding=1, output_padding=1)
    6
    """
    return (size - 1) * stride - 2 * padding + span(kernel_size, dilation) + output_padding
