"""How is a stack of layers written out, in words and as a sum?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import groupby

from engine.text import Text

SHOWN = 7


def layer_words(kernel_size: int, stride: int, dilation: int, padding: int = 0) -> Text:
    """A convolution or a pooling; a stride or dilation of 1 and a padding of 0 go without saying."""
    values = {"kernel_size": kernel_size, "stride": stride, "dilation": dilation}
    if stride == dilation == 1:
        layer = Text("kernel {kernel_size}", **values)
    elif dilation == 1:
        layer = Text("kernel {kernel_size}, stride {stride}", **values)
    elif stride == 1:
        layer = Text("kernel {kernel_size}, dilation {dilation}", **values)
    else:
        layer = Text("kernel {kernel_size}, stride {stride}, dilation {dilation}", **values)
    return Text("{layer}, padding {padding}", layer=layer, padding=padding) if padding else layer


def spelled(kernel_size: int, stride: int, dilation: int, padding: int = 0) -> str:
    """The layer as it is typed in the lab.

    >>> spelled(7, 2, 1, 3)
    'conv 7 s2 d1 p3'
    """
    return f"conv {kernel_size} s{stride} d{dilation} p{padding}"


def in_order(layers: Sequence[Text]) -> Text:
    """The layers one after the other, equal neighbours counted, the middle of a long list left out."""
    runs = [(layer, len(list(same))) for layer, same in groupby(layers)]
    words = [Text("{n} × ({layer})", n=n, layer=layer) if n > 1 else layer for layer, n in runs]
    if len(runs) > 2 * SHOWN:
        left_out = sum(n for _, n in runs[SHOWN - 1 : -1])
        words[SHOWN - 1 : -1] = [Text("{n:layer|layers} more", n=left_out)]
    return reduce(lambda left, right: Text("{left} → {right}", left=left, right=right), words)


def listed(terms: Sequence[str], operator: str = " + ") -> str:
    """The sum of the terms as TeX, the middle of a long one left out."""
    shown = list(terms) if len(terms) <= 2 * SHOWN else [*terms[: SHOWN - 1], r"\dots", terms[-1]]
    return operator.join(shown)
