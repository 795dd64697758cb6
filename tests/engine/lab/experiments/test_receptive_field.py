"""Does the picture of a receptive field show what PyTorch's gradient says: how wide, where, and how much?"""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from scipy.signal import fftconvolve

from engine.lab.experiments.receptive_field import ReceptiveField
from engine.lab.figure import ready
from engine.lab.stacks import MOST_LAYERS, StackLayer, View, read_layers
from engine.numeric.receptive import moments
from tests.conftest import needs_torch

STACKS = [
    ("conv 3, conv 3, pool 2 s2, conv 3", 0),
    ("conv 3 p1, conv 3 p1", 0),
    ("conv 7 s2 p3, pool 3 s2 p1", 1),
    ("conv 3 d2, conv 3 d2", 2),
    ("conv 11 s4, pool 3 s2, conv 5 p2, pool 3 s2, 3 x conv 3 p1, pool 3 s2", 2),
    ("conv 2 s3, conv 4 d3 p2", 0),
    ("conv 2 s2 p2, pool 2 s2", 0),
]


def figure(shown: ReceptiveField) -> Any:
    return json.loads(ready(shown, "en"))


def now(drawn: Any, frame: int) -> dict[str, Any]:
    """The marks by their keys as they stand at a frame."""
    moves = drawn["frames"][frame]["moves"]
    return {mark["key"]: mark | moves.get(mark["key"], {}) for mark in drawn["marks"] if "key" in mark}


def gradient(layers: tuple[StackLayer, ...], output: int) -> np.ndarray:
    """How much each pixel changes the output where all weights are 1, by backpropagation."""
    import torch

    signal = torch.zeros(1, 1, 1024, dtype=torch.float64, requires_grad=True)
    value = signal
    for k, s, p, d in (layer.numbers for layer in layers):
        layer = torch.nn.Conv1d(1, 1, k, s, p, d, bias=False).double()
        torch.nn.init.ones_(layer.weight)
        value = layer(value)
    (gradient,) = torch.autograd.grad(value[0, 0, output], signal)
    return gradient[0, 0].numpy()


@needs_torch
@pytest.mark.oracle
@pytest.mark.parametrize(("layers", "output"), STACKS)
def test_every_frame_shows_the_gradient_of_its_output(layers: str, output: int) -> None:
    shown = ReceptiveField(layers, output)
    drawn = figure(shown)
    for index, view in enumerate(shown.views):
        marks = now(drawn, index)
        expected = gradient(view.layers, view.output)
        tops = list(zip(marks["influence"]["x"], marks["influence"]["y"], strict=True))[1:-1]
        pixels = np.flatnonzero(expected)
        low, high = marks["field"]["x"]
        assert low <= pixels[0] <= pixels[-1] <= high
        if not any(layer.padding for layer in view.layers):
            assert (pixels[0], pixels[-1]) == (low + 0.5, high - 0.5)
        heights = dict(tops)
        assert len(heights) == high - low
        for pixel, y in heights.items():
            assert y == pytest.approx(expected[pixel] / expected.max() if pixel >= 0 else 0, abs=1e-3)
        assert marks["field-size"]["text"] == [f"r = {high - low:.0f}"]
        far, further = (np.flatnonzero(gradient(view.layers, view.output + on))[0] for on in (9, 10))
        assert further - far == view.jump
        assert marks["next-jump"]["text"] == [f"j = {view.jump}"]
        assert marks["next"]["x"] == [low + view.jump, high + view.jump]


@needs_torch
@pytest.mark.oracle
def test_the_skipped_pixels_are_those_without_a_gradient() -> None:
    for layers, skipped in (("3 x conv 3 d2", 6), ("conv 3, conv 3 d2, conv 3 d3", 0), ("conv 2 d4", 3)):
        view = View(read_layers("layers", layers), 5)
        reached = np.count_nonzero(gradient(view.layers, 5))
        assert view.skipped == skipped == view.size - reached


def test_the_influence_is_the_kernels_convolved_and_its_variances_add() -> None:
    view = View((StackLayer("conv", 3),) * 10, 0)
    expected = np.ones(1)
    for _ in range(10):
        expected = fftconvolve(expected, np.ones(3))
    assert list(view.rows[0].values()) == pytest.approx(expected)
    assert view.moments == pytest.approx((10, math.sqrt(2 * 10 / 3)))
    assert view.middle == 11
    assert sum(view.influence.values()) == pytest.approx(sum(view.bell(x) for x in range(-30, 50)))
    assert moments({4: 7}) == (4, 0)


def test_layers_are_read_as_they_are_written() -> None:
    assert read_layers("layers", "Conv7s2p3; pool 3 s2, 2x3 d2\n5") == (
        StackLayer("conv", 7, 2, 3),
        StackLayer("pool", 3, 2),
        StackLayer("conv", 3, 1, 0, 2),
        StackLayer("conv", 3, 1, 0, 2),
        StackLayer("conv", 5),
    )


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"layers": ""}, "1 to 20 layers, not 0"),
        ({"layers": "21 x conv 3"}, "1 to 20 layers, not 21"),
        ({"layers": "conv"}, "not read as a layer"),
        ({"layers": "conv 3 s2 s2"}, "not read as a layer"),
        ({"layers": "conv 3 s9"}, "stride is between 1 and 8"),
        ({"layers": "conv 0"}, "kernel_size is between 1 and 31"),
        ({"layers": "8 x conv 3 s4"}, "at most 512"),
        ({"layers": "conv 3 p9"}, "nothing but padding"),
    ],
)
def test_settings_that_are_no_picture_are_told(params: dict[str, str], sentence: str) -> None:
    shown, notes = ReceptiveField.parse(params)
    assert any(sentence in note.render("en") for note in notes), notes
    figure(shown)


def test_the_learners_answer_is_drawn_as_long_as_it_says() -> None:
    drawn = figure(ReceptiveField(yours="8"))
    (yours,) = [mark for mark in drawn["marks"] if mark.get("name") == "your answer"]
    assert yours["x"] == [0.5, 8.5]
    (yours,) = [mark for mark in figure(ReceptiveField(yours="2 4.5"))["marks"] if mark.get("name") == "your answer"]
    assert yours["x"] == [4.5, 6.5]
    for nonsense in ("what?", "-3", "0", "99999999", "1 2 3"):
        assert not [
            mark for mark in figure(ReceptiveField(yours=nonsense))["marks"] if mark.get("name") == "your answer"
        ]


def test_after_says_how_many_layers_count() -> None:
    assert [frame["at"] for frame in figure(ReceptiveField())["frames"]] == ["0", "1", "2", "3", f"{MOST_LAYERS}"]
    assert figure(ReceptiveField(after=2))["start"] == 2
    assert figure(ReceptiveField(after=9))["start"] == 4
