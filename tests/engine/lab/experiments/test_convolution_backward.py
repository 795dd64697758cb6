"""Does the board of the backward pass show PyTorch's gradients, and does every cell say what it is made of?"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from engine.answers import Grid
from engine.catalog import from_givens
from engine.lab.catalog import experiments, picture_of
from engine.lab.experiments.convolution_backward import ConvolutionBackward
from engine.lab.figure import ready
from tests.conftest import needs_torch
from tests.test_every_experiment import presets

IMAGE = "1 -3 2 1 4 0 / 4 2 0 1 4 1 / -5 1 3 3 2 2 / 0 2 2 4 -1 3 / 5 5 0.5 1 2 1"
UPSTREAM = "1 2 -1 0.5 / 3 -2 0 4 / 2 1 1 -3"
EVERY = pytest.mark.parametrize("shown", presets(ConvolutionBackward), ids=str)


def figure(**settings: Any) -> Any:
    shown, notes = ConvolutionBackward.parse({name: str(value) for name, value in settings.items()})
    assert notes == []
    return json.loads(ready(shown, "en"))


def numbers(cells: list[list[str]]) -> np.ndarray:
    return np.array([[float(Fraction(cell.replace("−", "-"))) for cell in row] for row in cells])


def grid(drawn: Any, name: str) -> Any:
    return next(grid for grid in drawn["grids"] if grid["name"] == name)


def spread_of(drawn: Any) -> np.ndarray:
    """The upstream gradient without the zeros between."""
    found = grid(drawn, "upstream gradient")
    return numbers(found["cells"])[:: found.get("spread", 1), :: found.get("spread", 1)]


@needs_torch
@pytest.mark.oracle
def test_the_gradients_are_those_of_autograd_with_every_stride_padding_and_kernel() -> None:
    import torch

    for kernel, stride, padding in product(("2 -1 / 0 3", "1 0 2 / -1 2 1 / 0 1 3", "1 2 -2", "3"), (1, 2), (0, 1, 2)):
        x, k = (torch.tensor([[Grid().read(text)]], dtype=torch.float64) for text in (IMAGE, kernel))
        b = torch.zeros(1, dtype=torch.float64, requires_grad=True)
        y = torch.nn.functional.conv2d(x.requires_grad_(), k.requires_grad_(), b, stride, padding)
        params = {"kernel": kernel, "stride": stride, "padding": padding}
        drawn = {
            wanted: figure(image=IMAGE, kernel=kernel, upstream=UPSTREAM, stride=stride, padding=padding, wanted=wanted)
            for wanted in ("kernel", "input", "bias")
        }
        assert np.array_equal(numbers(grid(drawn["kernel"], "output")["cells"]), y[0, 0].detach().numpy())
        above = torch.tensor(spread_of(drawn["kernel"]))[None, None]
        for wanted, found in zip(("kernel", "input", "bias"), torch.autograd.grad(y, (k, x, b), above), strict=True):
            expected = found.reshape(-1, found.shape[-1]).numpy()
            assert np.array_equal(numbers(grid(drawn[wanted], f"{wanted} gradient")["cells"]), expected), params


@EVERY
def test_every_cell_is_the_sum_that_its_line_says(shown: ConvolutionBackward) -> None:
    drawn = json.loads(ready(shown, "en"))
    gradient = numbers(grid(drawn, f"{shown.wanted} gradient")["cells"])
    assert [frame["cell"] for frame in drawn["frames"]] == [list(place) for place in np.ndindex(gradient.shape)]
    for frame in drawn["frames"]:
        line = frame["line"].replace("−", "-")
        products = re.findall(r"f\{([^}]*)\}(?:·g\{([^}]*)\})?", line)
        assert sum(Fraction(f) * Fraction(g or 1) for f, g in products) == gradient[tuple(frame["cell"])]
        assert Fraction(re.findall(r"r\{([^}]*)\}$", line)[0]) == gradient[tuple(frame["cell"])]


@EVERY
def test_the_window_multiplies_to_the_cell_and_the_zeros_do_not_count(shown: ConvolutionBackward) -> None:
    drawn = json.loads(ready(shown, "en"))
    first, gradient = drawn["grids"][0], numbers(grid(drawn, f"{shown.wanted} gradient")["cells"])
    above, right, below, left = first.get("sides", (0, 0, 0, 0))
    cells = np.pad(numbers(first["cells"]), ((above, below), (left, right)))
    for frame in drawn["frames"]:
        under = [(y, x, factor or "×1") for y, x, factor, *grid_of in frame["window"] if not grid_of]
        total = sum(cells[y + above, x + left] * float(factor[1:].replace("−", "-")) for y, x, factor in under)
        assert total == gradient[tuple(frame["cell"])]


@EVERY
def test_the_forward_pass_below_shows_who_met_whom(shown: ConvolutionBackward) -> None:
    drawn = json.loads(ready(shown, "en"))
    forward, s, p = len(drawn["grids"]) - 3, shown.stride, shown.padding
    kernel, output = (numbers(drawn["grids"][-place]["cells"]) for place in (2, 1))
    gradient, above = numbers(grid(drawn, f"{shown.wanted} gradient")["cells"]), spread_of(drawn)
    for frame in drawn["frames"]:
        cell = tuple(frame["cell"])
        x, k, y = ([tuple(place[:2]) for place in frame["window"] if place[3:] == [forward + n]] for n in range(3))
        if shown.wanted == "input":
            assert x == [cell]
            for (row, column), (i, j) in zip(k, y, strict=True):
                assert (s * i + row - p, s * j + column - p) == cell
            assert sum(above[j] * kernel[i] for i, j in zip(k, y, strict=True)) == gradient[cell]
        elif shown.wanted == "kernel":
            assert k == [cell]
            assert x == [(s * i + cell[0] - p, s * j + cell[1] - p) for i, j in np.ndindex(output.shape)]
        else:
            assert y == [*np.ndindex(output.shape)]


def test_an_upstream_gradient_of_another_size_is_cut_or_repeated_and_says_so() -> None:
    shown = ConvolutionBackward(upstream="1 2")
    assert np.array_equal(spread_of(json.loads(ready(shown, "en"))), [[1, 2, 1]] * 3)
    assert any("3×3" in words.render("en") for words in shown.look())
    assert not any("cut or repeated" in words.render("en") for words in ConvolutionBackward().look())


def test_a_prediction_counts_the_products_and_adds_up_the_bias() -> None:
    asked = ConvolutionBackward().prediction()
    assert asked
    assert asked.choices[asked.right].render("en") == "9 products"
    asked = ConvolutionBackward(wanted="bias").prediction()
    assert asked
    assert asked.choices[asked.right].render("en") == "6"
    assert ConvolutionBackward(wanted="input", kernel="1 2 / 2 1").prediction() is None


def test_a_missed_problem_shows_the_answer_with_its_wrong_cells() -> None:
    ramp = {"image": [[0, 1, 2], [3, 4, 5], [6, 7, 8]], "kernel": [[0, 1], [2, 3]], "upstream": [[1, 0], [-1, 2]]}
    problem = from_givens("conv-backward", ramp | {"wanted": "kernel"})
    params = picture_of(problem, "5 2 / 2 13")
    assert params
    shown, notes = experiments()[params["exp"]].parse(params)
    assert notes == []
    drawn = json.loads(ready(shown, "en"))
    assert grid(drawn, "kernel gradient")["cells"] == [["5", "7"], ["11", "13"]]
    assert grid(drawn, "your answer")["wrong"] == [[False, True], [True, False]]
    assert "your answer" not in str(figure(yours="what?"))
    assert "wrong" not in grid(figure(yours="1 2 3"), "your answer")


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"upstream": ""}, "upstream is empty"),
        ({"kernel": "1 2 / 3"}, "kernel: "),
        ({"image": "1 2 / 3 4", "kernel": "1 2 3"}, "does not fit into the input"),
        ({"image": " / ".join(["1 " * 8] * 2)}, "at most 7×7 cells"),
        ({"stride": "3"}, "between 1 and 2"),
        ({"wanted": "output"}, "one of: kernel, input, bias"),
    ],
)
def test_settings_that_are_no_picture_are_told(params: dict[str, str], sentence: str) -> None:
    shown, notes = ConvolutionBackward.parse(params)
    assert any(sentence in note.render("en") for note in notes), notes
    ready(shown, "en")
