"""Does the picture of a transposed convolution show what PyTorch computes, stamp by stamp?"""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from engine.catalog import from_givens
from engine.lab.catalog import picture_of
from engine.lab.experiments.transposed_convolution import MOST_STAMPS, TransposedConvolution
from engine.lab.figure import ready
from engine.numeric.upsampling import overlap_counts
from tests.conftest import needs_torch


def figure(shown: TransposedConvolution) -> Any:
    return json.loads(ready(shown, "en"))


def at_frame(drawn: Any, frame: int) -> dict[str, Any]:
    """The marks by their keys as they stand at a frame."""
    moves = drawn["frames"][frame]["moves"]
    return {mark["key"]: mark | moves.get(mark["key"], {}) for mark in drawn["marks"] if "key" in mark}


def heights(mark: Any) -> list[float]:
    """The columns that an outline in steps shows."""
    assert mark["steps"]
    assert mark["x"] == list(range(-1, len(mark["y"]) - 1))
    return list(mark["y"][1:-1])


def numbers(text: str) -> np.ndarray:
    return np.array([float(Fraction(number)) for number in text.split()])


@needs_torch
@pytest.mark.oracle
def test_every_frame_is_pytorchs_layer_on_the_inputs_so_far() -> None:
    import torch

    values = "1 -2 3 0.5"
    for kernel, stride, padding, output_padding in product(("1 2 3", "1 3 3 1", "2 -1"), (1, 2, 3), (0, 1), (0, 1, 2)):
        if output_padding >= stride:
            continue
        shown = TransposedConvolution(values, kernel, stride, padding, output_padding)
        drawn, taps = figure(shown), numbers(kernel)
        layer = torch.nn.ConvTranspose1d(1, 1, len(taps), stride, padding, output_padding, bias=False).double()
        layer.weight.data[:] = torch.from_numpy(taps)
        ones = torch.nn.ConvTranspose1d(1, 1, len(taps), stride, padding, output_padding, bias=False).double()
        torch.nn.init.ones_(ones.weight)
        for count in range(len(drawn["frames"])):
            stamped = numbers(values) * (np.arange(4) < count)
            expected = layer(torch.from_numpy(stamped)[None, None])[0, 0].detach().numpy()
            marks = at_frame(drawn, count)
            assert heights(marks["output"]) == pytest.approx(expected, abs=1e-3)
            counts = ones(torch.from_numpy(1.0 * (np.arange(4) < count))[None, None])[0, 0].detach().numpy()
            assert marks["written"]["text"] == [f"{n:.0f}" for n in counts]
            assert marks["reached"]["x"] == np.flatnonzero(counts).tolist()


@needs_torch
@pytest.mark.oracle
def test_the_other_way_is_pytorchs_upsampling_and_convolution() -> None:
    import torch

    for kernel, stride in product(("1 2 3", "1 3 3 1", "2 -1", "1 1 2 1 1"), (1, 2, 3)):
        shown = TransposedConvolution("1 -2 3 0.5", kernel, stride)
        (mark,) = [mark for mark in figure(shown)["marks"] if mark.get("name", "").startswith("resized")]
        signal = torch.from_numpy(numbers(shown.values))[None, None]
        longer = torch.nn.functional.interpolate(signal, scale_factor=stride, mode="nearest")
        weight = torch.from_numpy(numbers(kernel))[None, None]
        expected = torch.nn.functional.conv1d(longer, weight, padding="same")[0, 0].numpy()
        assert heights(mark) == pytest.approx(expected, abs=1e-3)


def test_the_counts_are_those_of_the_kind_and_cells_cut_off_are_crossed_out() -> None:
    for n, k, s in product((1, 3, 6), (1, 2, 3, 5), (1, 2, 3, 4)):
        shown = TransposedConvolution(" ".join("1" * n), " ".join("1" * k), s)
        assert tuple(shown.stamping.written(n)) == overlap_counts(n, k, s)
    shown = TransposedConvolution(kernel="1 2 3 4", padding=2)
    crosses = [mark["x"] for mark in figure(shown)["marks"] if mark.get("text", [""])[:1] == ["✕"]]
    assert crosses == [[-2, -1, 10, 11]]


def test_the_learners_answer_stands_beside() -> None:
    row = figure(TransposedConvolution(yours="1 1 2 1"))["marks"]
    assert [mark["y"] for mark in row if mark.get("name") == "your answer"] == [[1, 1, 2, 1]]
    length = figure(TransposedConvolution(yours="12"))["marks"]
    assert [mark["x"] for mark in length if mark.get("name") == "your answer"] == [[-0.5, 11.5]]
    for nonsense in ("what?", "-3", "0", "9999"):
        drawn = figure(TransposedConvolution(yours=nonsense))["marks"]
        assert not [mark for mark in drawn if mark.get("name") == "your answer"]


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"kernel": ""}, "kernel is empty"),
        ({"kernel": "<b>"}, "kernel: "),
        ({"values": " ".join("1" * 17)}, "values takes 1 to 16 numbers"),
        ({"values": "1 999"}, "from −100 to 100"),
        ({"output_padding": "2"}, "below the stride, 2"),
        ({"values": "1", "padding": "3"}, "cuts the whole output away"),
        ({"values": " ".join("1" * 16), "stride": "5"}, "at most 64"),
        ({"stride": "0"}, "between 1 and 7"),
    ],
)
def test_settings_that_are_no_picture_are_told(params: dict[str, str], sentence: str) -> None:
    shown, notes = TransposedConvolution.parse(params)
    assert any(sentence in note.render("en") for note in notes), notes
    figure(shown)


def test_stamp_says_how_many_stamps_count() -> None:
    ends = [frame["at"] for frame in figure(TransposedConvolution("1 2 3"))["frames"]]
    assert ends == ["0", "1", "2", f"{MOST_STAMPS}"]
    assert figure(TransposedConvolution("1 2 3", stamp=2))["start"] == 2


@pytest.mark.parametrize(
    ("kernel", "stride", "said"),
    [
        ("1 1 1", 2, "in two dimensions 1, 2 or 4 times"),
        ("1 2 1", 2, "the taps on each add up to 2"),
        ("1 2 3 4", 2, "their taps add up to 4, 6"),
        ("1 3 3 1", 2, "written 2 times, with equal sums"),
        ("1 1", 3, "nothing is written"),
    ],
)
def test_equal_counts_are_told_from_equal_sums(kernel: str, stride: int, said: str) -> None:
    shown = TransposedConvolution(kernel=kernel, stride=stride)
    assert said in " ".join(text.render("en") for text in shown.look())
    inner = shown.stamping.output(6)[len(shown.stamping.g) :][: 2 * stride]
    assert set(inner) == set(shown.stamping.sums)


def cells(drawn: Any, name: str, frame: int = -1) -> np.ndarray:
    """A grid as it stands at a frame; what is not written yet is 0."""
    grid = next(grid for grid in drawn["grids"] if grid["name"] == name)
    rows = (grid | drawn["frames"][frame].get("moves", {}).get(grid.get("key"), {}))["cells"]
    return np.array([[float(Fraction(cell.replace("−", "-") or "0")) for cell in row] for row in rows])


@needs_torch
@pytest.mark.oracle
def test_every_stamp_on_a_grid_is_pytorchs_layer_on_the_inputs_so_far() -> None:
    import torch

    values, kernels = "1 -2 3 / 0.5 1 2", ("1 2 / 3 -1", "1 0 2 / 0 1 0 / -1 3 1", "1 2 3 / 0 -1 1")
    for kernel, stride, padding, output_padding in product(kernels, (1, 2, 3), (0, 1), (0, 1)):
        if output_padding >= stride:
            continue
        drawn = figure(TransposedConvolution(values, kernel, stride, padding, output_padding))
        f, g = (np.array([numbers(row) for row in text.split("/")]) for text in (values, kernel))
        options = {"stride": stride, "padding": padding, "output_padding": output_padding}
        for count in range(len(drawn["frames"])):
            first = f * (np.arange(f.size) < count).reshape(f.shape)
            for name, values_there, taps in (("output", first, g), ("written", 1.0 * (first != 0), np.ones_like(g))):
                pair = (torch.from_numpy(array)[None, None] for array in (values_there, taps))
                expected = torch.nn.functional.conv_transpose2d(*pair, **options)[0, 0].numpy()
                assert np.array_equal(cells(drawn, name, count), expected), (kernel, options, count)


def test_the_checkerboard_is_the_counts_of_one_axis_multiplied() -> None:
    for kernel_size, stride in product((2, 3, 4, 5), (2, 3)):
        drawn = figure(TransposedConvolution("1 1 1 1", " ".join("1" * kernel_size), stride, view="grid"))
        along = overlap_counts(4, kernel_size, stride)
        assert np.array_equal(cells(drawn, "written"), np.multiply.outer(along, along))
        assert np.array_equal(cells(drawn, "output"), cells(drawn, "written"))
        inner = cells(drawn, f"resized by {stride}, then convolved")[kernel_size:-kernel_size, kernel_size:-kernel_size]
        assert len(np.unique(inner)) <= 1


@pytest.mark.parametrize(
    ("kernel", "stride", "right", "said"),
    [
        ("1 1 1", 2, "1, 2 or 4", "written 1, 2 or 4 times, which makes a checkerboard"),
        ("1 2 1", 2, "1, 2 or 4", "written 1, 2 or 4 times, and yet the taps on each add up to 4"),
        ("1 1 1 1", 2, "4 everywhere", "all written 4 times, with equal sums"),
        ("1 2 3 4", 2, "4 everywhere", "all written 4 times, but their taps add up to 16, 24, 36"),
        ("1 1", 3, "0 or 1", "shorter than the stride"),
    ],
)
def test_in_two_dimensions_it_says_how_often_inner_cells_are_written(
    kernel: str, stride: int, right: str, said: str
) -> None:
    shown = TransposedConvolution("1 1 1 1", kernel, stride, view="grid")
    asked = shown.prediction()
    assert asked
    assert asked.choices[asked.right].render("en") == right
    assert any(said in text.render("en") for text in shown.look())


def test_a_fraction_is_no_grid() -> None:
    assert figure(TransposedConvolution("1 1/2", "1/3 1"))["kind"] == "chart"
    thirds = figure(TransposedConvolution("1 1/2", "1/3 1", view="grid"))
    assert cells(thirds, "input").tolist() == [[1, 0.5], [0.5, 0.25]]


def test_a_missed_grid_stands_beside_the_right_one() -> None:
    problem = from_givens("transposed-conv-grid", {"values": [[0, 1], [2, 3]], "kernel": [[0, 1], [2, 3]]})
    params = picture_of(problem, "0 0 1 / 0 4 6 / 4 12 0")
    assert params
    drawn = figure(TransposedConvolution.parse(params)[0])
    assert np.array_equal(cells(drawn, "output"), problem.answer())
    yours = next(grid for grid in drawn["grids"] if grid["name"] == "your answer")
    assert yours["wrong"] == [[False] * 3, [False] * 3, [False, False, True]]


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"values": " / ".join(["1 1 1 1 1 1 1"] * 6)}, "at most 36"),
        ({"view": "grid", "kernel": "1 1 1 1 1 1 1"}, "17 cells a side; the lab draws at most 16"),
        ({"values": "1 / 2", "padding": "2"}, "cuts the whole output away"),
        ({"values": "1 2 / 3"}, "values: "),
    ],
)
def test_grids_that_are_no_picture_are_told(params: dict[str, str], sentence: str) -> None:
    shown, notes = TransposedConvolution.parse(params)
    assert any(sentence in note.render("en") for note in notes), notes
    figure(shown)
