"""What is the convolution of two signals, by SciPy?"""

from typing import Any

Numbers = list[Any]


def by_scipy(signal: Numbers, kernel: Numbers, mode: str) -> Numbers:
    import numpy as np
    from scipy.signal import convolve

    return convolve(np.array(signal), np.array(kernel), mode, method="direct").tolist()  # type: ignore[no-any-return]
