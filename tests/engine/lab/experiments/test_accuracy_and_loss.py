"""Are the curves, slopes and stairs that are drawn those of PyTorch, and do they jump where they should?"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from engine.lab.experiments.accuracy_and_loss import SURE, SURER, AccuracyAndLoss
from engine.lab.figure import ready
from tests.conftest import needs_torch

MIXED = AccuracyAndLoss(classes="0 / 1 / 0 / 1", inputs="-2 / 0.5 / 3 / 4", bias=1)
AFTER = "0.99 0.01 / 0.01 0.99"
THREE = AccuracyAndLoss(
    data="step",
    classes="2 0 1",
    before="0.2 0.3 0.5 / 0.4 0.4 0.2 / 0.1 0.2 0.7",
    after="0.1 0.8 0.1 / 0.5 0.2 0.3 / 0.3 0.6 0.1",
)


def figure(shown: AccuracyAndLoss) -> Any:
    return json.loads(ready(shown, "en"))


def named(shown: AccuracyAndLoss, name: str) -> Any:
    return next(mark for mark in figure(shown)["marks"] if mark.get("name") == name)


def height_at(stairs: Any, w: float) -> float:
    """The stair over a weight that is no jump."""
    x, y = stairs["x"], stairs["y"]
    found: float = next(y[n] for n in range(0, len(x), 3) if x[n] < w < x[n + 1])
    return found


@needs_torch
@pytest.mark.oracle
@pytest.mark.parametrize("shown", [AccuracyAndLoss(), MIXED])
def test_the_loss_its_slope_and_the_accuracy_of_points_are_those_of_pytorch(shown: AccuracyAndLoss) -> None:
    import torch

    x = torch.tensor([float(part) for part in shown.inputs.split(" / ")], dtype=torch.float64)
    y = torch.tensor([float(part) for part in shown.classes.split(" / ")], dtype=torch.float64)
    loss, stairs = named(shown, "cross-entropy"), named(shown, "accuracy")
    for at, drawn in zip(loss["x"], loss["y"], strict=True):
        logits = at * x + shown.bias
        expected = torch.nn.functional.binary_cross_entropy_with_logits(logits, y)
        assert drawn == pytest.approx(float(expected), rel=1e-4)
        if logits.abs().min() > 0.01 and -1 < at < 4:
            assert height_at(stairs, at) == pytest.approx(float(((logits > 0) == (y > 0.5)).double().mean()))
    for frame in figure(shown)["frames"]:
        w = torch.tensor(float(frame["at"]), dtype=torch.float64, requires_grad=True)
        torch.nn.functional.binary_cross_entropy_with_logits(w * x + shown.bias, y).backward()  # type: ignore[no-untyped-call]  # torch has no type
        (left, right), (low, high) = frame["moves"]["tangent"]["x"], frame["moves"]["tangent"]["y"]
        assert w.grad is not None
        assert (high - low) / (right - left) == pytest.approx(float(w.grad), rel=1e-2, abs=1e-3)


@needs_torch
@pytest.mark.oracle
def test_a_step_begins_and_ends_at_the_probabilities_that_were_typed() -> None:
    import torch

    loss = named(THREE, "cross-entropy")
    target = torch.tensor([2, 0, 1])
    rows = {
        w: torch.tensor([[float(p) for p in row.split()] for row in text.split(" / ")], dtype=torch.float64)
        for w, text in ((0, THREE.before), (1, THREE.after))
    }
    for w in (0.0, 0.4, 1.0, 1.5):
        logits = (1 - w) * rows[0].log() + w * rows[1].log()
        expected = float(torch.nn.functional.cross_entropy(logits, target))
        assert loss["y"][loss["x"].index(w)] == pytest.approx(expected, rel=1e-4)


def test_the_card_s_numbers_stand_in_the_picture() -> None:
    drawn = figure(AccuracyAndLoss())
    stairs = named(AccuracyAndLoss(), "accuracy")
    assert 1.25 in stairs["x"]
    assert (height_at(stairs, 1.24), height_at(stairs, 1.26)) == (0.75, 1)
    here = drawn["frames"][drawn["start"]]["moves"]
    assert here["loss"]["y"] == pytest.approx([0.463], abs=5e-4)
    assert here["loss-said"]["text"] == ["cross-entropy 0.463, slope −0.731"]
    assert here["accuracy-said"]["text"] == ["accuracy 0.75, slope 0"]


def test_where_the_accuracy_jumps_it_has_no_slope() -> None:
    drawn = figure(AccuracyAndLoss(w=1.25))
    here = drawn["frames"][drawn["start"]]["moves"]
    assert here["accuracy-said"]["text"] == ["accuracy 0.75, no slope, as it jumps here"]
    assert max(here["flat"]["y"]) < drawn["panels"][2]["low"]
    asked = AccuracyAndLoss(w=1.245).prediction()
    assert asked.choices[asked.right].render("en") == "both"
    asked = AccuracyAndLoss().prediction()
    assert asked.choices[asked.right].render("en") == "only the loss"


def test_the_loss_can_rise_while_the_accuracy_stands_still() -> None:
    shown = AccuracyAndLoss(data="step", classes="0 " * 9 + "0", before=SURE, after=SURER, w=0)
    stairs, loss = named(shown, "accuracy"), named(shown, "cross-entropy")
    assert {height_at(stairs, w) for w in (0.001, 0.3, 0.6, 0.999)} == {0.9}
    ends = [loss["y"][loss["x"].index(w)] for w in (0, 1)]
    assert ends == pytest.approx(
        [np.log([0.9] * 9 + [0.4]).mean() * -1, np.log([0.99] * 9 + [0.01]).mean() * -1], rel=1e-4
    )


def test_the_changes_that_a_learner_answered_stand_beside_the_right_ones() -> None:
    def squares(yours: str) -> list[tuple[int, float]]:
        shown = AccuracyAndLoss(data="step", classes="0 0", before="0.9 0.1 / 0.4 0.6", after=AFTER, yours=yours)
        return [(mark["panel"], mark["y"][0]) for mark in figure(shown)["marks"] if mark["kind"] == "squares"]

    before = -np.log([0.9, 0.4]).mean()
    assert squares("0.5 / 1") == [(1, pytest.approx(before + 1, rel=1e-4)), (2, 1)]
    assert squares("9 / -50") == squares("1 2") == squares("x") == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [("inputs", ""), ("inputs", "1 2 3"), ("classes", "0 1 2 1"), ("classes", "0 1 0.5 1"), ("classes", "<b>")],
)
def test_what_are_no_points_is_answered_by_a_sentence(name: str, typed: str) -> None:
    shown, notes = AccuracyAndLoss.parse({name: typed})
    assert shown == AccuracyAndLoss()
    assert len(notes) == 1


@pytest.mark.parametrize("typed", ["0.5 0.4 / 0.5 0.5", "1 0 / 0 1", "1", "0.5 0.5", "0.5 0.5 / 0.2", "x"])
def test_what_is_no_step_is_answered_by_a_sentence(typed: str) -> None:
    shown, notes = AccuracyAndLoss.parse({"data": "step", "after": typed})
    assert shown == AccuracyAndLoss(data="step")
    assert len(notes) == 1


def test_the_examples_can_be_switched_at_any_weight() -> None:
    assert AccuracyAndLoss(w=3).with_settings({"data": "step"}).with_settings({"data": "points"}) == AccuracyAndLoss(
        w=3
    )
