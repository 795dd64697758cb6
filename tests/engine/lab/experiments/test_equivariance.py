"""Does the chart of equivariance show what PyTorch computes, and is what it says about it true?"""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy.signal import correlate

from engine.lab.experiments.equivariance import Equivariance
from engine.lab.figure import ready
from tests.conftest import needs_torch

PULSE, MIXED = "0 0 0 1 0 0 0 0", "1 -2 3 0 5 0.5 1 4 0 0 2 -1"
PRESETS = pytest.mark.parametrize("preset", Equivariance.presets(), ids=lambda preset: preset.name.render("en"))


def figure(shown: Equivariance) -> Any:
    return json.loads(ready(shown, "en"))


def at(drawn: Any, shift: int) -> dict[str, dict[str, Any]]:
    """The moving marks by their key, as the browser shows them at a shift."""
    marks = {mark["key"]: mark for mark in drawn["marks"] if "key" in mark}
    return {key: mark | drawn["frames"][shift]["moves"].get(key, {}) for key, mark in marks.items()}


def row(text: str) -> np.ndarray:
    return np.array([float(part) for part in text.split()])


def shifted(f: np.ndarray, shift: int, border: str) -> np.ndarray:
    if border == "circular":
        return np.roll(f, shift)
    return np.concatenate([np.zeros(shift), f])[: len(f)]


@needs_torch
@pytest.mark.oracle
@pytest.mark.parametrize("then", ["nothing", "max", "average", "global"])
def test_every_output_is_that_of_pytorch(then: str) -> None:
    import torch
    from torch.nn import functional

    for border, stride, kernel in product(("none", "zeros", "circular"), (1, 2, 3), ("1 2 3", "1 -1", "2 0 1 -1")):
        typed = {"signal": MIXED, "kernel": kernel, "stride": str(stride), "border": border, "then": then}
        shown, notes = Equivariance.parse(typed)
        assert notes == []
        g, k = row(kernel), len(kernel.split())
        for shift, frame in enumerate(figure(shown)["frames"]):
            f = shifted(row(MIXED), shift, border)
            before = (k - 1) - (k - 1) // 2  # as SciPy cuts `same` from `full`
            room = {"none": (0, 0), "zeros": (before, k - 1 - before), "circular": (0, 0)}[border]
            padded = np.concatenate([f, f[: k - 1]]) if border == "circular" else np.pad(f, room)
            h = functional.conv1d(torch.from_numpy(padded)[None, None], torch.from_numpy(g)[None, None], stride=stride)
            pool = {"max": functional.max_pool1d, "average": functional.avg_pool1d}.get(then)
            expected = (pool(h, 2) if pool else h)[0, 0].numpy()
            assert frame["moves"]["h"]["y"] == pytest.approx(expected, rel=1e-4), (typed, shift)
            if then == "global":
                mean = frame["moves"].get("mean") or next(
                    mark for mark in figure(shown)["marks"] if mark.get("name") == "average"
                )
                assert mean["y"][0] == pytest.approx(expected.mean(), rel=1e-4, abs=1e-9)


@pytest.mark.parametrize("border", ["none", "zeros"])
def test_without_a_stride_the_outputs_are_those_of_scipy(border: str) -> None:
    drawn = figure(Equivariance(signal=MIXED, border=border))
    mode = {"none": "valid", "zeros": "same"}[border]
    for shift in range(len(drawn["frames"])):
        f = shifted(row(MIXED), shift, border)
        assert at(drawn, shift)["f"]["y"] == pytest.approx(f)
        assert at(drawn, shift)["h"]["y"] == pytest.approx(correlate(f, row("1 2 3"), mode))


@PRESETS
def test_dots_in_squares_are_what_the_words_call_moved(preset: Any) -> None:
    """On the far side of what came in, every square holds a dot exactly where the sentence says that it moved."""
    shown = Equivariance(**preset.settings)
    drawn = figure(shown)
    if shown.then == "global":
        return
    for shift, frame in enumerate(drawn["frames"]):
        if "all outputs are 0" in frame["words"]:
            assert not any(frame["moves"]["h"]["y"])
            continue
        marks = at(drawn, shift)
        dots = set(zip(marks["h"]["x"], marks["h"]["y"], strict=True))
        squares = set(zip(marks["old"]["x"], marks["old"]["y"], strict=True))
        moved = shift == 0 or "moved along" in frame["words"] or "same as before" in frame["words"]
        assert (squares <= dots) == moved, (shift, frame["words"])


@PRESETS
def test_a_prediction_is_what_the_outputs_do(preset: Any) -> None:
    shown = Equivariance(**preset.settings)
    asked, drawn = shown.prediction(), figure(shown)
    assert asked
    right = asked.choices[asked.right].render("en")
    if shown.then == "global":
        means = [frame["moves"]["h"]["y"] for frame in (drawn["frames"][0], drawn["frames"][shown.shift])]
        same = np.mean(means[0]) == pytest.approx(np.mean(means[1]))
        assert right == ("It stays the same" if same else "It changes")
    else:
        moved = "moved along" in drawn["frames"][shown.shift]["words"]
        assert right == ("It moves along" if moved else "It changes")


def test_the_presets_make_their_points() -> None:
    """The numbers of the card on equivariance."""
    assert Equivariance().output(0) == (0, 3, 2, 1, 0, 0)
    assert Equivariance(stride=2).output(0) == (0, 2, 0)
    assert Equivariance(stride=2).output(1) == (0, 3, 1)
    assert Equivariance(then="max").output(0) == (3, 2, 0)
    assert Equivariance(then="max").output(1) == (0, 3, 1)
    averages = [Equivariance(then="global").mean(shift) for shift in range(4)]
    assert averages[:3] == [1, 1, 1]
    assert averages[3] == pytest.approx(5 / 6)
    assert [6 * float(Equivariance(stride=2, then="global").mean(shift)) for shift in (0, 1)] == [4, 8]
    blurred = Equivariance(kernel="1 2 1", stride=2, then="global")
    assert blurred.mean(0) == blurred.mean(1)


def test_the_text_alternative_is_made_of_sentences() -> None:
    alt = figure(Equivariance(shift=3, border="circular"))["alt"]
    assert alt == "The signal is shifted by 3 places. The output has moved along by 3 places."


def test_zero_padding_shows_where_the_end_is() -> None:
    shown = Equivariance(signal="0 0 0 0 1 1 1 1", border="zeros")
    assert shown.output(0)[-2:] == (6, 3)
    assert shown.output(1)[-2:] == (6, 3)
    assert shown.moved_by(1) is None


def test_a_signal_that_repeats_itself_moves_by_fewer_places() -> None:
    shown = Equivariance(signal="1 2 4 3 1 2 4 3", kernel="1 1", stride=2, border="circular")
    assert [shown.moved_by(shift) for shift in (0, 1, 2, 4, 6)] == [0, None, 1, 0, 1]


def test_a_problem_missed_shows_the_answer_that_was_given() -> None:
    def marks(yours: str) -> list[Any]:
        drawn = figure(Equivariance(signal=PULSE, border="circular", yours=yours))["marks"]
        return [mark for mark in drawn if "answer" in f"{mark.get('name')} {mark.get('text')}"]

    label, squares = marks("1 / 3")
    assert label["text"] == ["■ your answer: by 3"]
    assert squares["y"] == list(np.roll(figure(Equivariance(border="circular"))["frames"][0]["moves"]["h"]["y"], 3))
    assert [mark["text"] for mark in marks("0 / 0")] == [["your answer: no moved copy"]]
    assert not any(marks(yours) for yours in ("1", "1 / 0.5", "<b>", "2 / 1", "1 2 / 3 4"))


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"signal": ""}, "signal is empty"),
        ({"signal": "1"}, "2 to 24 numbers"),
        ({"kernel": "x"}, "kernel: "),
        ({"signal": "1 2"}, "does not fit"),
        ({"signal": "1 2 3 4 5 6 7", "border": "circular", "stride": "2"}, "no multiple of 2"),
        ({"signal": "1 2 3", "then": "max"}, "too few to pool"),
        ({"signal": "1 2 3", "shift": "3"}, "at most 2"),
        ({"shift": "24"}, "between 0 and 23"),
        ({"stride": "0"}, "between 1 and 4"),
        ({"border": "mirror"}, "one of: none"),
    ],
)
def test_settings_that_are_no_picture_are_told(params: dict[str, str], sentence: str) -> None:
    shown, notes = Equivariance.parse(params)
    assert any(sentence in note.render("en") for note in notes), [note.render("en") for note in notes]
    figure(shown)
