"""Which input channels does a filter of a convolution layer see?"""


def shuffle(channels: int, groups: int) -> tuple[int, ...]:
    """Which channel stands at each place after a channel shuffle: one of each group in turn.

    >>> shuffle(6, groups=2)
    (0, 3, 1, 4, 2, 5)

    Source: pytorch-channel-shuffle.
    """
    width = channels // groups
    return tuple(group * width + place for place in range(width) for group in range(groups))


def places_seen(filter: int, in_channels: int, out_channels: int, groups: int) -> range:
    """The places of the input channels that a filter sums over: those of its own group.

    >>> list(places_seen(2, in_channels=6, out_channels=4, groups=2))
    [3, 4, 5]

    Source: pytorch-conv2d.
    """
    width = in_channels // groups
    first = filter // (out_channels // groups) * width
    return range(first, first + width)
