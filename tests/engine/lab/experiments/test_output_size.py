"""Are the steps of the output size those of PyTorch and of TensorFlow's definition, and all windows drawn?"""

from __future__ import annotations

import json
import math
from itertools import product
from typing import Any

import pytest

from engine.lab.experiments.output_size import OutputSize
from engine.lab.figure import ready
from tests.conftest import needs_torch


def figure(shown: OutputSize) -> Any:
    return json.loads(ready(shown, "en"))


def sizes_of(shown: OutputSize) -> dict[int, int]:
    """The green dots, as the browser gets them: value and output; 0 where there is none."""
    return {int(frame["at"]): frame["moves"]["dot"]["y"][0] for frame in figure(shown)["frames"]}


@needs_torch
@pytest.mark.oracle
@pytest.mark.parametrize("against", ["stride", "padding", "dilation", "kernel_size", "size"])
def test_every_step_is_that_of_pytorch(against: str) -> None:
    import torch

    for size, kernel_size, stride in product((12, 31, 224), (2, 3, 11), (1, 2, 4)):
        layer = {"size": size, "kernel_size": kernel_size, "stride": stride, "padding": 3, "dilation": 1}
        shown, notes = OutputSize.parse({name: str(value) for name, value in layer.items()} | {"against": against})
        assert notes == []
        for value, out in sizes_of(shown).items():
            now = layer | {against: value}
            signal = torch.empty(1, 1, now["size"], device="meta")
            kernel = torch.empty(1, 1, now["kernel_size"], device="meta")
            places = now["stride"], now["padding"], now["dilation"]
            try:
                expected = torch.nn.functional.conv1d(signal, kernel, None, *places).shape[-1]
            except RuntimeError:
                expected = 0
            assert out == expected, now


@needs_torch
@pytest.mark.oracle
def test_same_in_pytorch_keeps_the_size_and_refuses_a_stride() -> None:
    import torch

    shown = OutputSize(size=7, kernel_size=4, stride=1, dilation=2, rule="same-pytorch")
    for stride, out in sizes_of(shown).items():
        signal, kernel = torch.empty(1, 1, 7), torch.empty(1, 1, 4)
        if stride == 1:
            assert out == torch.nn.functional.conv1d(signal, kernel, padding="same", dilation=2).shape[-1] == 7
        else:
            assert out == 0
            with pytest.raises(RuntimeError, match="stride"):
                torch.nn.functional.conv1d(signal, kernel, padding="same", stride=stride, dilation=2)
    assert "refuses" in figure(shown)["frames"][1]["words"]


def test_same_in_tensorflow_is_the_size_over_the_stride_rounded_up() -> None:
    for size, kernel_size, dilation in product((1, 7, 8, 60), (1, 2, 3, 5), (1, 2)):
        shown = OutputSize(size=size, kernel_size=kernel_size, dilation=dilation, rule="same-tensorflow")
        assert sizes_of(shown) == {stride: math.ceil(size / stride) for stride in range(1, 13)}


@pytest.mark.parametrize("preset", OutputSize.presets(), ids=lambda preset: preset.name.render("en"))
def test_the_windows_drawn_are_as_many_as_the_output_is_long(preset: Any) -> None:
    shown = OutputSize(**preset.settings)
    for frame in figure(shown)["frames"]:
        layer = shown.moved[int(frame["at"])]
        strip = {mark["key"]: mark for mark in figure(shown)["marks"] if "key" in mark} | frame["moves"]
        drawn = len(strip["strip-output"]["x"])
        assert len(strip["strip-windows"]["x"]) == 3 * drawn
        if layer.windows.padded <= 40:
            assert drawn == (layer.output or 0)
            inputs = len(strip["strip-input"]["x"])
            assert inputs == layer.size
            last = max((x for x in strip["strip-windows"]["x"] if x is not None), default=None)
            if last is not None:
                assert len(strip["strip-lost"]["x"]) == layer.windows.padded - 1 - last


def test_the_dashed_line_rounded_down_is_the_output() -> None:
    marks = figure(OutputSize(size=224, kernel_size=11, stride=4, against="size"))["marks"]
    dashed = next(mark for mark in marks if mark.get("name") == "before rounding down")
    dots = next(mark for mark in marks if mark.get("name") == "output size")
    assert [math.floor(y) for y in dashed["y"]] == dots["y"]
    assert dashed["y"][dashed["x"].index(224)] == 54.25


def test_a_problem_missed_shows_the_answer_that_was_given() -> None:
    assert "your answer: 7" in str(figure(OutputSize(yours="7"))["marks"])
    assert "your answer" not in str(figure(OutputSize(yours="seven"))["marks"])


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"rule": "same-pytorch", "against": "size"}, "refuses padding='same' with stride 2"),
        ({"rule": "same-tensorflow", "against": "padding"}, "padding cannot move"),
        ({"size": "2", "kernel_size": "15"}, "fits nowhere"),
        ({"size": "0"}, "between 1 and 512"),
        ({"stride": "1.5"}, "a whole number"),
    ],
)
def test_settings_that_are_no_picture_are_told(params: dict[str, str], sentence: str) -> None:
    shown, notes = OutputSize.parse(params)
    assert any(sentence in note.render("en") for note in notes), notes
    figure(shown)


def test_an_input_of_which_only_the_end_is_drawn_has_room_for_what_stands_before_it() -> None:
    long = figure(OutputSize(size=227, kernel_size=11, stride=4, against="size"))
    assert all(frame["moves"].get("strip-before", {"text": ["…"]})["text"] == ["…"] for frame in long["frames"])
    assert long["panels"][0]["x"][0] <= -4 < figure(OutputSize())["panels"][0]["x"][0]
