"""What does TensorFlow's SAME make of an axis?"""

from engine.numeric.sizes import span


def same_output_size(size: int, stride: int = 1) -> int:
    """Output length with SAME: how many windows a stride apart begin in the input. Source: tensorflow-nn.

    >>> same_output_size(5, stride=2)
    3
    """
    return -(-size // stride)


def same_padding_total(size: int, kernel_size: int, stride: int = 1, dilation: int = 1) -> int:
    """How many zeros SAME adds in all, before and after: what the last window still needs.

    >>> same_padding_total(224, kernel_size=3, stride=2)
    1
    """
    return max(0, (same_output_size(size, stride) - 1) * stride + span(kernel_size, dilation) - size)


def halves(total: int) -> tuple[int, int]:
    """The zeros before and after; of an odd number the larger half goes after.

    >>> halves(3)
    (1, 2)
    """
    return total // 2, total - total // 2
