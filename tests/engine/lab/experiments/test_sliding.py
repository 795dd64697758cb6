"""Does the board of the sliding kernel show what SciPy and PyTorch compute, and does every window add up?"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d

from engine.answers import Grid
from engine.lab.experiments.sliding import Sliding
from engine.lab.figure import ready
from tests.conftest import needs_torch

IMAGE, KERNEL = "1 2 3 0 5 / 0 -1 2 3 1 / 3 0 1 2 0.5 / 2 3 0 1 4", "2 0 1 / 0 1 -2"
MODES = ("zeros", "reflect", "replicate", "circular")


def numbers(text: str) -> np.ndarray:
    return np.array(Grid().read(text), dtype=float)


def figure(shown: Sliding) -> Any:
    return json.loads(ready(shown, "en"))


def result_of(shown: Sliding) -> np.ndarray:
    """The grid of results, as the browser gets it."""
    cells = next(grid["cells"] for grid in figure(shown)["grids"] if grid.get("grows"))
    return np.array([[float(Fraction(cell.replace("\N{MINUS SIGN}", "-"))) for cell in row] for row in cells])


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("part", ["valid", "same", "full"])
@pytest.mark.parametrize("kernel", [KERNEL, "1 2 / 3 4", "1", "1 0 2 / 0 1 0 / 3 0 1", "1 2 3 4"])
def test_modes_are_those_of_scipy(kernel: str, part: str, flip: bool) -> None:
    shown, _ = Sliding.parse({"image": IMAGE, "kernel": kernel, "part": part, "flip": str(int(flip))})
    turned = numbers(kernel) if flip else numbers(kernel)[::-1, ::-1]
    expected = convolve2d(numbers(IMAGE), turned, part)
    assert np.array_equal(result_of(shown), expected)
    if not flip and part != "same":
        assert np.array_equal(expected, correlate2d(numbers(IMAGE), numbers(kernel), part))


@needs_torch
@pytest.mark.oracle
def test_a_layer_is_that_of_pytorch_with_every_stride_padding_dilation_and_border() -> None:
    import torch

    for mode, stride, padding, dilation in product(MODES, (1, 2, 3), (0, 1, 2), (1, 2)):
        params = {"stride": stride, "padding": padding, "dilation": dilation, "mode": mode}
        typed = {"image": IMAGE, "kernel": KERNEL} | {name: str(value) for name, value in params.items()}
        shown, notes = Sliding.parse(typed)
        assert notes == []
        layer = torch.nn.Conv2d(1, 1, (2, 3), stride, padding, dilation, bias=False, padding_mode=mode).double()
        layer.weight.data[:] = torch.from_numpy(numbers(KERNEL))
        expected = layer(torch.from_numpy(numbers(IMAGE))[None, None])[0, 0].detach().numpy()
        assert np.array_equal(result_of(shown), expected), params


@pytest.mark.parametrize("preset", Sliding.presets(), ids=lambda preset: preset.name.render("en"))
def test_every_window_adds_up_to_its_cell(preset: Any) -> None:
    drawn = figure(Sliding(**preset.settings))
    image, result = drawn["grids"][0], drawn["grids"][2]["cells"]
    above, _, _, left = image.get("sides", (0, 0, 0, 0))
    padded = image.get("around", image["cells"])
    kernel = [cell for row in drawn["grids"][1]["cells"] for cell in row]
    assert len(drawn["frames"]) == sum(map(len, result))
    for frame in drawn["frames"]:
        row, column = frame["cell"]
        terms = re.findall(r"f\{([^}]*)\}·g\{([^}]*)\}", frame["line"])
        assert [g for _, g in terms] == kernel
        assert [f for f, _ in terms] == [padded[y + above][x + left] for y, x, _ in frame["window"]]
        total = sum(Fraction(f.replace("−", "-")) * Fraction(g.replace("−", "-")) for f, g in terms)
        assert Fraction(result[row][column].replace("−", "-")) == total
        assert frame["line"].endswith(f"r{{{result[row][column]}}}")


def test_a_prediction_counts_the_windows_over_the_middle() -> None:
    shown = Sliding(padding=1, stride=2)
    asked = shown.prediction()
    drawn = figure(shown)
    over = sum([2, 2] in [place[:2] for place in frame["window"]] for frame in drawn["frames"])
    assert asked
    assert asked.choices[asked.right].render("en").split()[0] == str(over)


def test_the_learners_answer_stands_beside_with_its_wrong_cells() -> None:
    grids = figure(Sliding(yours="15 16 / 6 14"))["grids"]
    assert grids[-1]["wrong"] == [[False, False], [False, True]]
    assert "wrong" not in figure(Sliding(yours="1 2 3"))["grids"][-1]
    assert len(figure(Sliding(yours="what?"))["grids"]) == 3


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"kernel": ""}, "kernel is empty"),
        ({"kernel": "1 2 / 3"}, "kernel: "),
        ({"image": "<b>"}, "image: "),
        ({"image": " / ".join(["1 " * 11] * 2)}, "at most 10×10 cells"),
        ({"image": "1 2 / 3 4", "padding": "0"}, "does not fit"),
        ({"image": " / ".join(["1 " * 10] * 10), "kernel": "1"}, "100 windows"),
        ({"image": "1 2 / 3 4", "kernel": "1", "padding": "2", "mode": "reflect"}, "at most 1 of padding, not 2"),
        ({"image": "99999"}, "from −1000 to 1000"),
        ({"stride": "7"}, "between 1 and 4"),
    ],
)
def test_settings_that_are_no_picture_are_told(params: dict[str, str], sentence: str) -> None:
    shown, notes = Sliding.parse(params)
    assert any(sentence in note.render("en") for note in notes), notes
    figure(shown)


@pytest.mark.parametrize("yours", ["convolution", "cross-correlation", "both", "neither"])
@pytest.mark.parametrize("flip", [False, True])
def test_a_result_in_question_is_compared_with_both_as_scipy_has_them(yours: str, flip: bool) -> None:
    image, kernel = "0 1 2 / 3 4 5 / 6 7 8", "0 1 / 2 3"
    correlation, convolution = (fold(numbers(image), numbers(kernel), "valid") for fold in (correlate2d, convolve2d))
    for h in (correlation, convolution, correlation + np.eye(2)):
        typed = " / ".join(" ".join(f"{cell:g}" for cell in row) for row in h)
        shown = Sliding(image=image, kernel=kernel, h=typed, yours=yours, flip=flip)
        *_, asked, straight, turned = figure(shown)["grids"]
        assert asked["notes"][0].startswith("your answer: ")
        for grid, expected in ((straight, correlation), (turned, convolution)):
            assert np.array_equal(np.array(grid["cells"], dtype=float), expected)
            assert np.array_equal(np.array(grid.get("wrong", expected != expected)), expected != h)
        said = shown.look()[0].render("en")
        assert said.startswith(f"You said {yours}: ")
        assert said in figure(shown)["alt"]


def test_what_is_true_of_the_result_in_question_is_said() -> None:
    def said(h: str, kernel: str = "0 1 / 2 3") -> str:
        return Sliding(image="0 1 2 / 3 4 5 / 6 7 8", kernel=kernel, h=h).look()[0].render("en")

    assert said("19 25 / 37 43") == "Here h is f ⋆ g: 4 cells of f ∗ g differ from it."
    assert said("5 11 / 23 29") == "Here h is f ∗ g: 4 cells of f ⋆ g differ from it."
    assert said("12 18 / 30 36", "1 2 / 2 1") == "Here it is both: f ⋆ g and f ∗ g agree in all 4 cells."
    assert said("5 11 / 23 28") == "Here it is neither: 4 of 4 cells differ from f ⋆ g, and 1 from f ∗ g."
    assert said("1 2 3") == "Here h has another size than both, so it is neither."


def test_a_result_in_question_that_is_no_grid_is_told() -> None:
    shown, notes = Sliding.parse({"h": "what?"})
    assert shown.h == ""
    assert len(notes) == 1
    assert "h" in shown.idle()
