"""Does the board of the channels show what PyTorch computes and counts, channel by channel and layer by layer?"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy.signal import correlate2d

from engine.answers import Stack
from engine.lab.experiments.channels import Channels
from engine.lab.figure import ready
from tests.conftest import needs_torch

FOUR = " // ".join(
    ["1 2 0 / 3 0 1 / -1 2 2", "0 1 1 / 2 0.5 1 / 1 1 0", "2 2 1 / 0 1 0 / 1 0 3", "1 0 1 / 0 2 0 / 3 0 1"]
)
KERNELS = " // ".join(["1 0 / 2 -1", "0 1 / 1 0", "2 1 / 0 1", "1 1 / -1 0"] * 2 + ["0 3 / 1 1", "1 2 / 0 0"] * 4)


def figure(**settings: Any) -> Any:
    experiment, notes = Channels.parse({name: str(value) for name, value in settings.items()})
    assert notes == []
    return json.loads(ready(experiment, "en"))


def numbers(grid: Any) -> np.ndarray:
    return np.array([[float(Fraction(cell.replace("−", "-"))) for cell in row] for row in grid["cells"]])


def outputs(drawn: Any) -> dict[str, np.ndarray]:
    return {grid["name"]: numbers(grid) for grid in drawn["grids"] if grid["name"].startswith("output channel")}


def layer(torch: Any, groups: int, settings: dict[str, int]) -> Any:
    """A convolution of PyTorch with the kernels that its groups keep, each on its own channel."""
    made = torch.nn.Conv2d(4, 4, 2, groups=groups, **settings).double()
    kernels = np.array(Stack().read(KERNELS), dtype=float).reshape(4, 4, 2, 2)
    made.bias.data[:] = torch.tensor([1.0, -2.0, 0.0, 0.0])
    return made, kernels


@needs_torch
@pytest.mark.oracle
def test_standard_grouped_and_shuffled_layers_are_those_of_pytorch() -> None:
    import torch

    image = torch.tensor(np.array(Stack().read(FOUR), dtype=float))[None]
    for kind, stride, padding in product(("standard", "grouped", "shuffled"), (1, 2), (0, 1)):
        settings, groups = {"stride": stride, "padding": padding}, 1 if kind == "standard" else 2
        made, kernels = layer(torch, groups, settings)
        order = torch.nn.ChannelShuffle(2)(torch.arange(4.0).reshape(1, 4, 1, 1)).flatten().int().tolist()
        order = order if kind == "shuffled" else [0, 1, 2, 3]
        for o in range(4):
            seen = order if groups == 1 else order[:2] if o < 2 else order[2:]
            made.weight.data[o] = torch.from_numpy(kernels[o][seen])
        expected = made(image[:, order])[0].detach().numpy()
        drawn = figure(image=FOUR, weights=KERNELS, bias="1 -2", layer=kind, **settings)
        assert len(outputs(drawn)) == 4
        for o, map in enumerate(expected, start=1):
            assert np.array_equal(outputs(drawn)[f"output channel {o}"], map), (kind, settings)


def test_a_depthwise_layer_keeps_every_channel_apart_as_scipy_does() -> None:
    drawn = figure(image=FOUR, weights=KERNELS, layer="depthwise", filter=2)
    pairs = zip(Stack().read(FOUR), Stack().read(KERNELS)[4:8], strict=True)
    for n, (f, g) in enumerate(pairs, start=1):
        expected = correlate2d(np.array(f, dtype=float), np.array(g, dtype=float), "valid")
        assert np.array_equal(outputs(drawn)[f"output channel {n}"], expected)
    assert all(grid.get("sign") != "Σ" for grid in drawn["grids"])


@pytest.mark.parametrize("preset", [preset for preset in Channels.presets() if "view" not in preset.settings])
def test_the_channels_of_every_window_add_up_to_its_cell(preset: Any) -> None:
    shown = Channels(**preset.settings)
    drawn = json.loads(ready(shown, "en"))
    grids = drawn["grids"]
    maps = [grid for at, grid in enumerate(grids) if grid.get("sign") == "=" and grids[at - 1]["role"] == "g"]
    total = next((grid for grid in grids if grid.get("sign") == "Σ"), None)
    for frame in drawn["frames"]:
        row, column = frame["cell"]
        for y, x, by, place in frame["window"]:
            assert grids[place]["role"] == "f"
            assert by[1:] in [cell for line in grids[place + 1]["cells"] for cell in line]
            assert 0 <= y < len(grids[place]["cells"])
            assert 0 <= x < len(grids[place]["cells"][0])
        terms = re.findall(r"f\{([^}]*)\}·g\{([^}]*)\}", frame["line"])
        products = sum(Fraction(f.replace("−", "-")) * Fraction(g.replace("−", "-")) for f, g in terms)
        assert products == sum(Fraction(grid["cells"][row][column].replace("−", "-")) for grid in maps)
        if total:
            bias = Fraction(total["notes"][0].split()[1].replace("−", "-"))
            assert Fraction(total["cells"][row][column].replace("−", "-")) == products + bias
            assert frame["line"].endswith(f"r{{{total['cells'][row][column]}}}")


@needs_torch
@pytest.mark.oracle
def test_five_layers_have_the_weights_and_the_macs_of_pytorch() -> None:
    import torch

    sizes = [(6, 6, 3, 3, 2), (4, 8, 2, 3, 9), (9, 3, 3, 1, 5), (2, 2, 2, 5, 7)]
    for ins, outs, groups, k, size in sizes:
        drawn = figure(view="layers", in_channels=ins, out_channels=outs, groups=groups, kernel_size=k, size=size)
        layers = {
            "standard": torch.nn.Conv2d(ins, outs, k),
            "pointwise": torch.nn.Conv2d(ins, outs, 1),
            "depthwise": torch.nn.Conv2d(ins, ins, k, groups=ins),
            "grouped": torch.nn.Conv2d(ins, outs, k, groups=groups),
            "shuffled": torch.nn.Conv2d(ins, outs, k, groups=groups),
        }
        for grid in drawn["grids"]:
            made = layers[grid["name"]]
            params, macs = (int(note.split()[0].replace(",", "")) for note in grid["notes"])
            weights = made.weight.numel()
            assert params == sum(part.numel() for part in made.parameters())
            assert macs == weights * size * size
            assert sum(int(cell) for row in grid["cells"] for cell in row if cell) == weights
            per_filter = {sum(map(bool, row)) for row in grid["cells"]}
            assert per_filter == {made.weight.shape[1]}


def test_a_step_shows_what_one_output_reads_in_every_layer() -> None:
    drawn = figure(view="layers", in_channels=6, out_channels=6, groups=2)
    for o, frame in enumerate(drawn["frames"]):
        for place, grid in enumerate(drawn["grids"]):
            read = {(y, x) for y, x, _, at in frame["window"] if at == place}
            assert read == {(o, c) for c, cell in enumerate(grid["cells"][o]) if cell}


def test_predictions_are_answered_by_the_figure() -> None:
    for settings, right in (
        ({}, "2 channels"),
        ({"layer": "depthwise"}, "3 channels"),
        ({"view": "layers"}, "pointwise"),
    ):
        asked = Channels.parse(settings)[0].prediction()
        assert asked
        assert asked.choices[asked.right].render("en") == right


def test_the_learners_answer_stands_beside_the_output() -> None:
    yours = figure(yours="6 11 / 5 7")["grids"][-1]
    assert yours["name"] == "your answer"
    assert yours["wrong"] == [[False, False], [False, True]]
    pixel = figure(image="1 // 2", weights="3 // 4 // 5 // 6", bias="0 1", yours="11 17")["grids"][-1]
    assert pixel["wrong"] == [[False, True]]
    order = figure(view="layers", yours="0 1 2 3 4 5")["grids"]
    assert order[-1]["cells"] == order[3]["cells"]
    assert len(figure(view="layers", yours="0 1")["grids"]) == 5
    assert figure(yours="what?")["grids"] == figure()["grids"]


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"image": ""}, "image is empty"),
        ({"image": "<b>"}, "image: "),
        ({"image": "1 // 1 2"}, "different sizes"),
        ({"image": " // ".join("12345")}, "at most 4"),
        ({"weights": "1 // 2"}, "2 kernels for 3 channels"),
        ({"weights": " ".join("1234")}, "at most 3×3"),
        ({"bias": "x"}, "bias: "),
        ({"bias": "99999"}, "from −1000 to 1000"),
        ({"filter": "3"}, "There is no filter 3: this layer has 2."),
        ({"layer": "grouped"}, "2 groups must divide both the 3 channels in and the 2 out."),
        ({"view": "layers", "groups": "4"}, "4 groups must divide both the 6 channels in"),
        ({"image": "1 // 2 // 3"}, "does not fit"),
    ],
)
def test_settings_that_are_no_picture_are_told(params: dict[str, str], sentence: str) -> None:
    shown, notes = Channels.parse(params)
    assert any(sentence in note.render("en") for note in notes), notes
    ready(shown, "ko")
