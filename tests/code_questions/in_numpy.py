"""Does code in NumPy or plain Python do what its model answer says? Compared with SciPy and with definitions."""

from __future__ import annotations

from functools import partial
from itertools import product

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from scipy import ndimage, signal, stats

from tests.code_questions.asked import Asked, Check, check_of, numbers

CHECKS: dict[str, Check] = {}
of = partial(check_of, CHECKS)
RNG = np.random.default_rng(0)


@of("batch-normalization/over-which-axes")
def over_which_axes(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    assert code.printed == mended.printed == "(32, 64, 14, 14)"
    x = RNG.normal(1, 3, (32, 64, 14, 14))
    per_position = stats.zscore(x, axis=0)
    per_channel = np.stack([stats.zscore(x[:, c], axis=None) for c in range(64)], axis=1)
    assert np.allclose(code.batch_norm(x, code.gamma, code.beta), per_position, atol=1e-4)
    assert np.allclose(mended.batch_norm(x, code.gamma, code.beta), per_channel, atol=1e-4)
    asked.says(x[0].size, len(x), x.shape[1], x[:, 0].size)
    bright_above_dark = np.array([[5.0, 1.0], [6.0, 2.0]]).reshape(2, 1, 2, 1)
    assert code.batch_norm(bright_above_dark, 1, 0).round(3).ravel().tolist() == [-1, -1, 1, 1]
    kept = mended.batch_norm(bright_above_dark, 1, 0)
    assert (kept[:, :, 0] > kept[:, :, 1]).all()


@of("convolution-backward/overwritten")
def overwritten(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    x, kernel, delta = np.array([1, 2, 3, 4]), np.array([2, 1]), np.array([1, 2, -1])
    (wrong, same), (right, grad_k) = code.backward(x, kernel, delta, 1), mended.backward(x, kernel, delta, 1)
    assert (right == np.convolve(delta, kernel)).all()
    assert (grad_k == np.correlate(x, delta)).all() and (same == grad_k).all()
    assert wrong.tolist() == [2, 4, -2, -1]
    asked.says(" ".join(map(str, wrong)), " ".join(map(str, right)))
    apart = (RNG.normal(size=4), RNG.normal(size=2), RNG.normal(size=2), 2)
    assert np.allclose(code.backward(*apart)[0], mended.backward(*apart)[0])


@of("convolution-by-im2col/rows-for-columns")
def rows_for_columns(asked: Asked) -> None:
    code, mended = (run(sliding_window_view=sliding_window_view) for run in (asked.code, asked.mended))

    def correlated(x, weight):
        return np.stack([signal.correlate(x, one, "valid")[0] for one in weight])

    weight = RNG.normal(size=(3, 2, 2, 2))
    small, larger = RNG.normal(size=(2, 3, 3)), RNG.normal(size=(2, 4, 4))
    assert np.allclose(code.conv(small, weight), correlated(small, weight))
    assert not np.allclose(code.conv(larger, weight), correlated(larger, weight))
    assert np.allclose(mended.conv(larger, weight), correlated(larger, weight))
    windows = sliding_window_view(small[0], (2, 2)).reshape(4, 4)
    assert (windows == windows.T).all()
    numbered, kernel = np.arange(16).reshape(1, 4, 4), np.array([[[[0, 1], [2, 3]]]])
    asked.says(int(code.conv(numbered, kernel)[0, 0, 0]), int(mended.conv(numbered, kernel)[0, 0, 0]))


@of("convolution-by-im2col/from-loops")
def from_loops(asked: Asked) -> None:
    n, f, c, kh, kw, stride, padding = 2, 4, 3, 3, 2, 2, 1
    x, weight, bias = RNG.normal(size=(n, c, 7, 8)), RNG.normal(size=(f, c, kh, kw)), RNG.normal(size=f)
    with pytest.raises(TypeError):
        asked.code().conv2d(x, weight, bias)
    out = asked.mended().conv2d(x, weight, bias, stride, padding)
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    seven_loops = np.zeros_like(out) + bias[:, None, None]
    for image, filter, i, j, channel, a, b in product(*map(range, (*out.shape, c, kh, kw))):
        pixel = padded[image, channel, i * stride + a, j * stride + b]
        seven_loops[image, filter, i, j] += pixel * weight[filter, channel, a, b]
    assert np.allclose(out, seven_loops)


@of("flip-along-both-axes/half-a-flip")
def half_a_flip(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    image, kernel = np.arange(9).reshape(3, 3), np.arange(4).reshape(2, 2)
    right = mended.convolve2d(image, kernel)
    assert (right == signal.convolve2d(image, kernel, "valid")).all()
    correlated = signal.correlate2d(image, kernel, "valid")
    first = [int(result[0, 0]) for result in (code.convolve2d(image, kernel), right, correlated)]
    assert first == [7, 5, 19]
    asked.says(*first)
    asked.says(*(f"{left:.0f} {to_the_right:.0f}" for left, to_the_right in right))
    gaussian = np.outer([1, 2, 1], [1, 2, 1])
    assert np.allclose(code.convolve2d(image, gaussian), mended.convolve2d(image, gaussian))


@of("iou-and-average-precision/full-overlap-far-apart")
def full_overlap_far_apart(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()

    def by_pixels(a, b):
        drawn = np.zeros((2, 40, 40), bool)
        for one, (x1, y1, x2, y2) in zip(drawn, (a, b), strict=True):
            one[y1:y2, x1:x2] = True
        return drawn.all(axis=0).sum() / drawn.any(axis=0).sum()

    box, diagonal, beside = (0, 0, 10, 10), (20, 20, 30, 30), (20, 0, 30, 10)
    assert code.iou(box, diagonal) == 1 and mended.iou(box, diagonal) == 0
    assert code.iou(box, beside) < 0 and mended.iou(box, beside) == 0
    for other in (box, diagonal, beside, (5, 5, 15, 15), (3, 0, 8, 30)):
        assert mended.iou(box, other) == pytest.approx(by_pixels(box, other))


@of("max-and-average-pooling/pool-by-reshape")
def pool_by_reshape(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    for one in (code, mended):
        above, below = np.array(numbers(one.printed)).reshape(2, 2)
        asked.says(*(f"{left:.0f} {right:.0f}" for left, right in (above, below)))
    x = RNG.normal(size=(2, 3, 6, 8))
    pooled = ndimage.maximum_filter(x, (1, 1, 2, 2), origin=(0, 0, -1, -1))[:, :, ::2, ::2]
    assert not np.allclose(code.max_pool_2x2(x), pooled)
    assert np.allclose(mended.max_pool_2x2(x), pooled)
    assert np.allclose(x.reshape(2, 3, 3, 2, 4, 2).max(axis=(3, 5)), pooled)


@of("numerical-differentiation/whole-numbers")
def whole_numbers(asked: Asked) -> None:
    code, mended = numbers(asked.code().printed), numbers(asked.mended().printed)
    assert code == pytest.approx([25000, 35000]) and mended == pytest.approx([2 * 3, 2 * 4])
    asked.says(*map(round, code), *map(round, mended))
    given = np.array([3, 4])
    asked.mended().gradient(lambda x: (x**3).sum(), given)
    assert given.tolist() == [3, 4]


@of("stride-and-what-it-drops/the-wrong-step")
def the_wrong_step(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    image, centre = np.arange(49).reshape(7, 7), np.zeros((3, 3))
    centre[1, 1] = 1
    for one in (code, mended):
        asked.says(" ".join(f"{value:.0f}" for value in one.correlate(image, centre, 2)[0]))
    image, kernel = RNG.normal(size=(7, 7)), RNG.normal(size=(3, 3))
    dense = signal.correlate2d(image, kernel, "valid")
    assert np.allclose(code.correlate(image, kernel, 1), dense)
    assert np.allclose(code.correlate(image, kernel, 2), dense[:3, :3])
    assert np.allclose(mended.correlate(image, kernel, 2), dense[::2, ::2])


@of("vgg/jump-too-early")
def jump_too_early(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()

    def back_from_one_output(layers):
        size = 1
        for kernel_size, stride in reversed(layers):
            size = (size - 1) * stride + kernel_size
        return size

    assert int(mended.printed) == back_from_one_output(code.vgg16)
    asked.asks(int(mended.printed), int(code.printed))
    asked.says(int(code.printed) - int(mended.printed))
    assert code.receptive_field([(3, 1)] * 3) == mended.receptive_field([(3, 1)] * 3) == 7


@of("why-padding/zeros-on-one-side")
def zeros_on_one_side(asked: Asked) -> None:
    code, mended = asked.code(), asked.mended()
    ones, kernel = np.ones((5, 5)), np.ones((3, 3))
    corners = np.ix_([0, -1], [0, -1])
    assert code.same(ones, kernel)[corners][[0, 1], [0, 1]].tolist() == [9, 1]
    assert (mended.same(ones, kernel)[corners] == 4).all()
    asked.says(9, 4, 1)
    image, kernel = RNG.normal(size=(5, 6)), RNG.normal(size=(3, 3))
    centred = ndimage.correlate(image, kernel, mode="constant")
    assert np.allclose(mended.same(image, kernel), centred)
    assert np.allclose(code.same(image, kernel)[:-1, :-1], centred[1:, 1:])
