"""Does the board of the discrete convolution show what SciPy and NumPy compute, in both views?"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.polynomial import polynomial
from scipy.signal import convolve, correlate

from engine.lab.experiments.discrete import Discrete
from engine.lab.figure import ready

SIGNALS, KERNELS = ("1 2 3", "2 -1 0 3.5 1", "4"), ("4 5", "1", "1 0 -2", "1 2 3 4", "0 0 1 0 -1 2")
PRESETS = pytest.mark.parametrize("preset", Discrete.presets(), ids=lambda preset: preset.name.render("en"))


def figure(shown: Discrete) -> Any:
    return json.loads(ready(shown, "en"))


def grid(drawn: Any, name: str) -> Any:
    return next(grid for grid in drawn["grids"] if grid["name"].startswith(name))


def number(cell: str) -> Fraction:
    return Fraction(cell.replace("\N{MINUS SIGN}", "-"))


def result_of(shown: Discrete) -> list[float]:
    """The row of results, as the browser gets it."""
    return [float(number(cell)) for cell in grid(figure(shown), "result")["cells"][0]]


def row(text: str) -> np.ndarray:
    return np.array([float(part) for part in text.split()])


@pytest.mark.parametrize("view", ["windows", "polynomials"])
@pytest.mark.parametrize("mode", ["valid", "same", "full"])
def test_every_mode_with_and_without_the_flip_is_that_of_scipy(mode: str, view: str) -> None:
    for signal, kernel, flip in product(SIGNALS, KERNELS, ("0", "1")):
        typed = {"signal": signal, "kernel": kernel, "mode": mode, "flip": flip, "view": view}
        shown, notes = Discrete.parse(typed)
        if mode == "valid" and len(row(kernel)) > len(row(signal)):
            assert any("must fit" in note.render("en") for note in notes)
            continue
        assert notes == []
        by_scipy = convolve if flip == "1" else correlate
        assert result_of(shown) == pytest.approx(by_scipy(row(signal), row(kernel), mode, "direct")), typed


@pytest.mark.parametrize("signal", SIGNALS)
@pytest.mark.parametrize("kernel", KERNELS)
def test_the_columns_of_the_copies_are_the_coefficients_of_the_product(signal: str, kernel: str) -> None:
    drawn = figure(Discrete(signal=signal, kernel=kernel, view="polynomials"))
    copies = [[number(cell) if cell else 0 for cell in line] for line in grid(drawn, "f[m]")["cells"]]
    assert [float(sum(column)) for column in zip(*copies, strict=True)] == pytest.approx(
        np.convolve(row(signal), row(kernel))
    )
    shorter = polynomial.polymul(row(signal), row(kernel))
    assert result_of(Discrete(signal=signal, kernel=kernel))[: len(shorter)] == pytest.approx(shorter)


@PRESETS
def test_every_line_adds_up_to_its_number(preset: Any) -> None:
    drawn = figure(Discrete(**preset.settings))
    results = grid(drawn, "result")["cells"][0]
    assert len(drawn["frames"]) == len(results)
    for frame, result in zip(drawn["frames"], results, strict=True):
        terms = re.findall(r"f\{([^}]*)\}·g\{([^}]*)\}", frame["line"])
        assert terms
        assert sum(number(f) * number(g) for f, g in terms) == number(result)
        assert frame["line"].endswith(f"r{{{result}}}")


@PRESETS
def test_the_framed_cells_are_those_of_the_line(preset: Any) -> None:
    drawn = figure(Discrete(**preset.settings))
    f, g = drawn["grids"][:2]
    left = f.get("sides", (0, 0, 0, 0))[3]
    signal = f.get("around", f["cells"])[0]
    for frame in drawn["frames"]:
        terms = re.findall(r"f\{([^}]*)\}·g\{([^}]*)\}", frame["line"])
        cells = [(place[1], *place[3:]) for place in frame["window"]]
        under_f = [column for column, *where in cells if where in ([], [0])]
        assert [signal[column + left] for column in under_f] == [one for one, _ in terms]
        if "polynomials" in preset.settings.values():
            assert [g["cells"][0][column] for column, *where in cells if where == [1]] == [other for _, other in terms]
        else:
            assert g["cells"][0] == [other for _, other in terms]


def test_a_result_stands_under_its_own_place() -> None:
    for mode, flip in product(("valid", "same", "full"), (True, False)):
        drawn = figure(Discrete(signal="1 2 3 4", kernel="1 0 -1", mode=mode, flip=flip))
        heads, result = drawn["grids"][0]["heads"], drawn["grids"][2]
        names = [frame["label"].removeprefix("n = ") for frame in drawn["frames"]]
        at = result.get("at", 0)
        assert heads[at : at + len(names)] == names


def test_the_lengths_asked_for_are_those_of_the_row() -> None:
    for preset in Discrete.presets():
        shown = Discrete(**preset.settings)
        asked = shown.prediction()
        assert asked
        assert asked.choices[asked.right].render("en") == str(len(result_of(shown)))


def test_the_learners_answer_stands_below_with_its_wrong_numbers() -> None:
    assert figure(Discrete(yours="4 14 22 15"))["grids"][-1]["wrong"] == [[False, True, False, False]]
    assert "wrong" not in figure(Discrete(yours="4 13"))["grids"][-1]
    assert len(figure(Discrete(yours="what?"))["grids"]) == 3


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"kernel": ""}, "kernel is empty"),
        ({"signal": "1 2 <b>"}, "signal: "),
        ({"signal": "1 2 3 4 5 6 7 8 9"}, "1 to 8 numbers, but it has 9"),
        ({"signal": "1 2 3 4 5 6 7 8", "kernel": "1 2 3 4 5 6"}, "13 places"),
        ({"kernel": "1 2 3 4", "mode": "valid"}, "must fit"),
        ({"signal": "1 1e9"}, "from −100 to 100"),
        ({"signal": "101"}, "from −100 to 100"),
        ({"mode": "half"}, "one of: valid"),
        ({"cell": "99"}, "between 1 and 12"),
    ],
)
def test_settings_that_are_no_picture_are_told(params: dict[str, str], sentence: str) -> None:
    shown, notes = Discrete.parse(params)
    assert any(sentence in note.render("en") for note in notes), [note.render("en") for note in notes]
    figure(shown)
