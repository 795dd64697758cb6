"""Does the board of pooling show what PyTorch pools and unpools, and what is lost between the two?"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from engine import catalog
from engine.answers import Grid
from engine.lab.catalog import experiments, picture_of
from engine.lab.experiments.pooling import Pooling
from engine.lab.figure import ready
from tests.conftest import needs_torch

IMAGE = "1 -3 2 1 4 / 4 2 0 1 4 / -5 1 3 3 2 / 0 2 2 4 -1 / 5 5 0.5 1 2 / 2 3 4 5 6"


def figure(**settings: Any) -> Any:
    experiment, notes = Pooling.parse({name: str(value) for name, value in settings.items()})
    assert notes == []
    return json.loads(ready(experiment, "en"))


def numbers(drawn: Any, name: str) -> np.ndarray:
    cells = next(grid["cells"] for grid in drawn["grids"] if grid["name"] == name)
    return np.array([[float(Fraction(cell.replace("−", "-"))) for cell in row] for row in cells])


@needs_torch
@pytest.mark.oracle
def test_pooling_and_its_places_are_those_of_pytorch() -> None:
    import torch

    image = torch.tensor(np.array(Grid().read(IMAGE), dtype=float))[None, None]
    for kernel_size, stride, padding, ceil_mode in product((1, 2, 3, 4), (1, 2, 3), (0, 1, 2), (False, True)):
        if padding > kernel_size // 2:
            continue
        settings = {"kernel_size": kernel_size, "stride": stride, "padding": padding}
        drawn = figure(image=IMAGE, **settings, ceil_mode=int(ceil_mode))
        pooled, places = torch.nn.functional.max_pool2d(image, **settings, ceil_mode=ceil_mode, return_indices=True)
        assert np.array_equal(numbers(drawn, "pooled"), pooled[0, 0].numpy())
        assert np.array_equal(numbers(drawn, "places"), places[0, 0].numpy())
        unpooled = torch.nn.functional.max_unpool2d(pooled, places, kernel_size, stride, padding, image.shape)[0, 0]
        assert np.array_equal(numbers(drawn, "max unpooling"), unpooled.numpy())
        assert np.array_equal(numbers(drawn, "what is lost"), (image[0, 0] - unpooled).numpy())
        for include in (False, True):
            drawn = figure(
                image=IMAGE, **settings, ceil_mode=int(ceil_mode), method="avg", count_include_pad=int(include)
            )
            averaged = torch.nn.functional.avg_pool2d(image, **settings, ceil_mode=ceil_mode, count_include_pad=include)
            assert np.allclose(numbers(drawn, "pooled"), averaged[0, 0].numpy())


@needs_torch
@pytest.mark.oracle
def test_copies_and_nails_are_those_of_pytorch() -> None:
    import torch

    image = torch.tensor(np.array(Grid().read(IMAGE), dtype=float))[None, None]
    for factor, method in product((2, 3), ("max", "avg")):
        settings = {"image": IMAGE, "method": method, "kernel_size": factor, "stride": factor}
        pool = torch.nn.functional.max_pool2d if method == "max" else torch.nn.functional.avg_pool2d
        nail = torch.zeros(1, 1, factor, factor, dtype=torch.float64)
        nail[0, 0, 0, 0] = 1
        made = {
            "nearest": torch.nn.functional.interpolate(pool(image, factor), scale_factor=factor),
            "bed-of-nails": torch.nn.functional.conv_transpose2d(pool(image, factor), nail, stride=factor),
        }
        for back, expected in made.items():
            whole = torch.zeros_like(image)
            whole[..., : expected.shape[2], : expected.shape[3]] = expected
            drawn = figure(**settings, back=back)
            name = "nearest neighbour" if back == "nearest" else "bed of nails"
            assert np.allclose(numbers(drawn, name), whole[0, 0].numpy())
            assert np.allclose(numbers(drawn, "what is lost"), (image - whole)[0, 0].numpy())


def back_by(*, gradient: bool) -> pytest.MarkDecorator:
    found = [preset for preset in Pooling.presets() if (preset.settings.get("back") == "gradient") == gradient]
    return pytest.mark.parametrize("preset", found, ids=lambda preset: preset.name.render("en"))


@back_by(gradient=False)
def test_every_window_becomes_its_cell_and_writes_the_way_back(preset: Any) -> None:
    experiment = Pooling(**preset.settings)
    drawn = json.loads(ready(experiment, "en"))
    image, pooled = numbers(drawn, "image"), numbers(drawn, "pooled")
    way, lost = (grid for grid in drawn["grids"] if "since" in grid)
    written = dict.fromkeys(np.ndindex(image.shape), len(drawn["frames"]) - 1)
    for at, frame in enumerate(drawn["frames"]):
        inside = [image[y, x] for y, x, _, place in frame["window"] if place == 0 and (y, x) in written]
        value = pooled[tuple(frame["cell"])]
        if experiment.method == "max":
            assert max(inside) == value
        else:
            assert np.isclose(sum(inside) / len(inside), value)
        back = drawn["grids"].index(way)
        written |= {(y, x): at for y, x, _, place in frame["window"] if place == back}
    if way["name"] == "max unpooling":
        places = [int(place) for row in numbers(drawn, "places") for place in row]
        written |= {divmod(place, image.shape[1]): places.index(place) for place in places}
    for (y, x), at in written.items():
        assert way["since"][y][x] == lost["since"][y][x] == at


@back_by(gradient=False)
def test_a_prediction_counts_the_cells_that_come_back(preset: Any) -> None:
    shown = Pooling(**preset.settings)
    asked = shown.prediction()
    back = int((numbers(json.loads(ready(shown, "en")), "what is lost") == 0).sum())
    assert asked
    assert asked.choices[asked.right].render("en").split()[0] == str(back)


@needs_torch
@pytest.mark.oracle
def test_the_gradient_is_that_of_autograd_with_ties_overlaps_padding_and_averages() -> None:
    import torch

    tied = "0 0 3 3 1 / 0 3 3 0 1 / 2 2 0 0 0 / -1 -1 -1 5 5 / 0 0 4 4 5"
    for kernel_size, stride, padding, ceil_mode in product((1, 2, 3), (1, 2, 3), (0, 1), (False, True)):
        if padding > kernel_size // 2:
            continue
        x = torch.tensor([[[list(map(float, row)) for row in Grid().read(tied)]]], requires_grad=True)
        settings = {"kernel_size": kernel_size, "stride": stride, "padding": padding}
        for method, include in (("max", True), ("avg", True), ("avg", False)):
            modes = {"method": method, "ceil_mode": int(ceil_mode), "count_include_pad": int(include)}
            drawn = figure(image=tied, back="gradient", upstream="1 2 -3 / 4 8 0.5", **settings, **modes)
            if method == "max":
                y = torch.nn.functional.max_pool2d(x, **settings, ceil_mode=ceil_mode)
            else:
                y = torch.nn.functional.avg_pool2d(x, **settings, ceil_mode=ceil_mode, count_include_pad=include)
            upstream = torch.tensor(numbers(drawn, "upstream gradient"), dtype=torch.float32)
            (expected,) = torch.autograd.grad(y, x, upstream[None, None])
            assert np.allclose(numbers(drawn, "input gradient"), expected[0, 0].numpy(), atol=1e-5), (settings, modes)


@back_by(gradient=True)
def test_what_the_windows_give_adds_up_to_the_gradient(preset: Any) -> None:
    shown = Pooling(**preset.settings)
    drawn = json.loads(ready(shown, "en"))
    upstream, gradient = numbers(drawn, "upstream gradient"), numbers(drawn, "input gradient")
    total = np.zeros_like(gradient)
    for frame in drawn["frames"]:
        reached = [(y, x) for y, x, _, place in frame["window"] if place == 3]
        assert set(reached) <= {(y, x) for y, x, _, place in frame["window"] if place == 0}
        for place in reached:
            total[place] += upstream[tuple(frame["cell"])] / len(reached)
        given = {"cells": frame["moves"].get("gradient", {}).get("cells"), "name": "given"}
        assert np.allclose(numbers({"grids": [given]}, "given"), total)
        if shown.method == "max":
            assert re.findall(r"[gr]{([^}]*)}$", frame["line"]) == [f"{total[reached[0]]:g}"]
    assert np.allclose(total, gradient)
    asked = shown.prediction()
    assert asked
    assert asked.choices[asked.right].render("en").split()[0] == str(np.count_nonzero(gradient))


def test_a_missed_gradient_stands_beside_the_right_one() -> None:
    tied = {"image": [[0, 0, 3, 3], [0, 0, 1, 3]], "upstream": [[5, -2]], "kernel_size": 2}
    params = picture_of(catalog.from_givens("max-pool-backward", tied), "5 0 -2 -2 / 0 0 0 0")
    assert params
    drawn = json.loads(ready(Pooling.parse(params)[0], "en"))
    assert drawn["grids"][3]["cells"] == [["5", "0", "−2", "0"], ["0"] * 4]
    assert drawn["grids"][4]["wrong"] == [[False, False, False, True], [False] * 4]


def test_the_learners_answer_stands_beside() -> None:
    pooled = figure(yours="4 2 / 5 3")["grids"][-1]
    assert (pooled["name"], pooled["wrong"]) == ("your answer", [[False, False], [False, True]])
    back = figure(back="nearest", yours="4 4 2 2 / 4 4 2 2 / 5 5 4 4 / 5 5 4 0")["grids"][-1]
    assert sum(map(sum, back["wrong"])) == 1
    named = figure(yours="bed-of-nails")["grids"][-1]
    assert named["cells"][0] == ["4", "0", "2", "0"]
    assert "wrong" not in figure(yours="1 2 3")["grids"][-1]
    thirds = {"image": "1 0 0 / 0 0 0 / 0 0 0", "method": "avg", "kernel_size": 3}
    assert figure(**thirds, yours="0.111")["grids"][-1]["wrong"] == [[False]]
    assert figure(yours="what?")["grids"] == figure()["grids"]


@pytest.mark.parametrize("slug", ["unpooling-grid", "which-unpooling"])
def test_a_problem_of_unpooling_opens_on_a_map_that_pools_to_its_values(slug: str) -> None:
    names = {"max": "max unpooling", "nearest": "nearest neighbour", "bed-of-nails": "bed of nails"}
    for level, seed in product(catalog.LEVELS, range(20)):
        problem: Any = catalog.draw(slug, level, seed)
        params = picture_of(problem)
        assert params
        drawn = json.loads(ready(experiments()["pooling"].parse(params)[0], "en"))
        asked = problem.answer() if slug == "which-unpooling" else problem.method
        result = problem.result if slug == "which-unpooling" else problem.answer()
        assert np.array_equal(numbers(drawn, "pooled"), np.array(problem.values, dtype=float))
        assert np.array_equal(numbers(drawn, names[asked]), np.array(result, dtype=float))


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"image": ""}, "image is empty"),
        ({"image": "<b>"}, "image: "),
        ({"image": " / ".join(["1 " * 11] * 2)}, "at most 10×10 cells"),
        ({"image": "1 2", "kernel_size": "2"}, "the window must fit"),
        ({"kernel_size": "1", "padding": "1"}, "at most half"),
        ({"image": " / ".join(["1 " * 10] * 10), "stride": "1"}, "81 windows"),
        ({"back": "interpolated"}, "one of"),
        ({"back": "gradient", "upstream": "1 2 / 3"}, "upstream: "),
    ],
)
def test_settings_that_are_no_picture_are_told(params: dict[str, str], sentence: str) -> None:
    shown, notes = Pooling.parse(params)
    assert any(sentence in note.render("en") for note in notes), notes
    ready(shown, "ko")


def test_no_more_cells_are_offered_than_there_are() -> None:
    asked = Pooling(image="1 2 / 3 4", method="avg", back="gradient").prediction()
    assert asked
    assert [choice.render("en") for choice in asked.choices] == ["1 cell", "4 cells"]
