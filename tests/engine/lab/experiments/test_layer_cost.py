"""Are the costs that are drawn those of PyTorch's layers, and the ledgers those of the published networks?"""

from __future__ import annotations

import json
from itertools import pairwise, product
from typing import Any

import pytest

from engine import catalog
from engine.lab.bars import MEBIBYTE
from engine.lab.catalog import picture_of
from engine.lab.experiments.layer_cost import MOST_PERCENT, LayerCost
from engine.lab.figure import ready
from engine.lab.layer_costs import Network
from tests.conftest import needs_torch

NAMES: tuple[Network, ...] = "alexnet", "alexnet-note", "vgg-16"


def figure(shown: LayerCost) -> Any:
    return json.loads(ready(shown, "en"))


def columns(shown: LayerCost, name: str) -> list[float]:
    """The numbers of a panel as they are saved: one for each layer."""
    values: list[float] = next(mark for mark in figure(shown)["marks"] if mark.get("name") == name)["y"]
    return values


def bars(shown: LayerCost, value: int) -> tuple[list[float], list[float]]:
    """Both panels' shares at one position as they are saved, row by row."""
    frames = figure(shown)["frames"]
    moves = next(frame for frame in frames if frame["at"] == f"{value}")["moves"]
    ways = "standard", "grouped", "separable", "in-space", "bottleneck", "pointwise"
    return [moves[f"{way}0-saved"]["x"][0] for way in ways], [moves[f"{way}1-saved"]["x"][0] for way in ways]


def pytorch_costs(layers: list[Any], ins: int, side: int) -> tuple[int, int, int]:
    """Weights, MACs as PyTorch's own counter has them, and bytes of the outputs."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    x = torch.empty(1, ins, side, side, device="meta")
    kept = 0
    with FlopCounterMode(display=False) as counter:
        for layer in layers:
            x = layer.to("meta")(x)
            kept += x.numel() * x.element_size()
    return sum(p.numel() for layer in layers for p in layer.parameters()), counter.get_total_flops() // 2, kept


@needs_torch
@pytest.mark.oracle
@pytest.mark.parametrize(("ins", "outs", "kernel_size", "side"), [(64, 128, 3, 14), (16, 8, 7, 9), (24, 24, 5, 5)])
def test_each_way_costs_what_it_costs_in_pytorch(ins: int, outs: int, kernel_size: int, side: int) -> None:
    from torch import nn

    def conv(i: int, o: int, k: Any, **more: Any) -> Any:
        return nn.Conv2d(i, o, k, padding="same", bias=False, **more)

    k = kernel_size
    ways = [
        [conv(ins, outs, k)],
        [conv(ins, outs, k, groups=4)],
        [conv(ins, ins, k, groups=ins), conv(ins, outs, 1)],
        [conv(ins, outs, (k, 1)), conv(outs, outs, (1, k))],
        [conv(ins, 6, 1), conv(6, 6, k), conv(6, outs, 1)],
        [conv(ins, outs, 1)],
    ]
    expected = [pytorch_costs(way, ins, side) for way in ways]
    whole_weights, whole_macs, whole_memory = expected[0]
    shown = LayerCost(
        in_channels=ins, out_channels=outs, kernel_size=k, output_size=side, mid_channels=6, against="output_size"
    )
    work, memory = bars(shown, side)
    assert work == pytest.approx([100 * macs / whole_macs for _, macs, _ in expected], rel=1e-4)
    assert work == pytest.approx([100 * weights / whole_weights for weights, _, _ in expected], rel=1e-4)
    assert memory == pytest.approx([100 * kept / whole_memory for *_, kept in expected], rel=1e-4)


def test_a_bar_that_is_cut_is_saved_whole() -> None:
    shown = LayerCost(kernel_size=7, out_channels=4)  # a depthwise separable layer keeps 17 times the outputs
    drawn = figure(shown)
    frame = drawn["frames"][drawn.get("start", 0)]
    assert frame["at"] == "4"
    still = {mark["key"]: mark for mark in drawn["marks"] if "key" in mark}
    saved, cut = ({**still[key], **frame["moves"].get(key, {})} for key in ("separable1-saved", "separable1"))
    assert saved["x"] == [1700]
    assert saved["y"] == [(64 + 4) * 56 * 56 * 4]
    assert cut["x"] == [MOST_PERCENT]
    assert cut["text"][0].endswith("▸")


def pytorch_network(name: str) -> tuple[int, list[Any]]:
    """The side of the image and the layers in order; a shortcut is a pair of itself and how far back it begins."""
    from torch import nn

    def conv(i: int, o: int, k: int, stride: int = 1, padding: int = 0, groups: int = 1) -> Any:
        return nn.Conv2d(i, o, k, stride, padding, groups=groups, bias=False)

    def dense(*widths: int) -> list[Any]:
        return [nn.Flatten(), *(nn.Linear(i, o, bias=False) for i, o in pairwise(widths))]

    pool, layers = nn.MaxPool2d(3, 2), list[Any]()
    if name.startswith("alexnet"):
        first = [conv(3, 96, 11, 4), pool, conv(96, 256, 5, 1, 2, 2), pool, conv(256, 384, 3, 1, 1)]
        last = [conv(384, 384, 3, 1, 1, 2), conv(384, 256, 3, 1, 1, 2)]
        if name == "alexnet":
            return 227, [*first, *last, pool, *dense(9216, 4096, 4096, 1000)]
        return 227, [*first, *last, *dense(43264, 4096, 4096, 1000)]
    if name == "vgg-16":
        channels = 3
        for widths in ((64,) * 2, (128,) * 2, (256,) * 3, (512,) * 3, (512,) * 3):
            for width in widths:
                layers.append(conv(channels, width, 3, 1, 1))
                channels = width
            layers.append(nn.MaxPool2d(2))
        return 224, [*layers, *dense(25088, 4096, 4096, 1000)]
    if name == "mobilenet":
        layers, channels = [conv(3, 32, 3, 2, 1)], 32
        strides = (1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1)
        for width, stride in zip((64, 128, 128, 256, 256, *(512,) * 6, 1024, 1024), strides, strict=True):
            layers += [conv(channels, channels, 3, stride, 1, channels), conv(channels, width, 1)]
            channels = width
        return 224, [*layers, nn.AdaptiveAvgPool2d(1), *dense(1024, 1000)]
    layers, channels = [conv(3, 64, 7, 2, 3), nn.MaxPool2d(3, 2, 1)], 64
    for width in (64, 128, 256, 512):
        stride = 1 if width == channels else 2
        layers += [conv(channels, width, 3, stride, 1), conv(width, width, 3, 1, 1)]
        if stride == 2:
            layers.append((conv(channels, width, 1, 2), 2))
        layers += [conv(width, width, 3, 1, 1), conv(width, width, 3, 1, 1)]
        channels = width
    return 224, [*layers, nn.AdaptiveAvgPool2d(1), *dense(512, 1000)]


@needs_torch
@pytest.mark.oracle
@pytest.mark.parametrize("name", ["alexnet", "alexnet-note", "vgg-16", "resnet-18", "mobilenet"])
def test_each_column_of_a_network_is_its_layer_in_pytorch(name: Any) -> None:
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    side, layers = pytorch_network(name)
    maps = [torch.empty(1, 3, side, side, device="meta")]
    paid = []
    for layer in layers:
        module, back = layer if isinstance(layer, tuple) else (layer, 0)
        with FlopCounterMode(display=False) as counter:
            out = module.to("meta")(maps[-1 - back])
        if not back:
            maps.append(out)
        if count := sum(p.numel() for p in module.parameters()):
            paid.append((count, counter.get_total_flops() // 2, out.numel() * out.element_size() / MEBIBYTE))
    shown = LayerCost(view=name)
    for values, expected in zip(("weights", "MACs", "outputs in MiB"), zip(*paid, strict=True), strict=True):
        assert columns(shown, values) == pytest.approx(expected, rel=1e-4)
    totals = [mark["text"][0] for mark in figure(shown)["marks"] if "in all" in str(mark.get("text"))]
    assert totals[:2] == [f"weights: {sum(p[0] for p in paid):,} in all", f"MACs: {sum(p[1] for p in paid):,} in all"]


def test_the_published_counts_are_met() -> None:
    """60,965,224 (AlexNet) and 138,357,544 (VGG-16) parameters, less 10,568 and 13,416 biases."""
    said = {name: figure(LayerCost(view=name))["alt"] for name in NAMES}
    assert f"{60_965_224 - 10_568:,} weights; fc6 has the most, 37,748,736" in said["alexnet"]
    assert "fc6 has the most, 177,209,344" in said["alexnet-note"]
    assert f"{138_357_544 - 13_416:,} weights" in said["vgg-16"]


def test_groups_that_do_not_divide_are_answered_by_a_sentence() -> None:
    shown, notes = LayerCost.parse({"in_channels": "10", "groups": "4"})
    assert shown.in_channels % shown.groups == 0
    assert [note.render("en") for note in notes] == ["4 groups do not divide 10 channels. Another value was taken."]


def test_what_moves_keeps_the_groups_whole() -> None:
    shown = LayerCost(groups=12, in_channels=36, out_channels=60)
    assert 60 in shown.moved
    assert all(one.out_channels % 12 == 0 for one in shown.moved.values())


def drawn_by_key(shown: LayerCost) -> dict[str, Any]:
    """The marks that move, as they stand at the layer itself."""
    drawn = figure(shown)
    frame = drawn["frames"][drawn.get("start", 0)]
    return {mark["key"]: mark | frame.get("moves", {}).get(mark["key"], {}) for mark in drawn["marks"] if "key" in mark}


def words(shown: LayerCost) -> str:
    return " ".join(text.render("en") for text in shown.look())


@needs_torch
@pytest.mark.oracle
def test_the_bars_count_what_was_asked_for_as_pytorch_does() -> None:
    from torch import nn

    layers = [nn.Conv2d(8, 6, 1), nn.Conv2d(6, 6, 3, padding=1), nn.Conv2d(6, 12, 1)]
    params = sum(p.numel() for layer in layers for p in layer.parameters())
    standard = nn.Conv2d(8, 12, 3, padding=1)
    _, macs, _ = pytorch_costs([nn.Conv2d(8, 12, 3, padding=1, bias=False)], 8, 10)
    sizes: dict[str, Any] = {"in_channels": 8, "out_channels": 12, "mid_channels": 6, "output_size": 10, "groups": 1}
    shown = LayerCost(**sizes, layer="bottleneck", count="params", yours="500")
    bars, whole = drawn_by_key(shown), sum(p.numel() for p in standard.parameters())
    assert bars["bottleneck0-saved"]["y"] == [params]
    assert bars["standard0-saved"]["y"] == [whole]
    assert bars["bottleneck-yours0-saved"]["y"] == [500]
    assert bars["bottleneck-yours0-saved"]["x"] == pytest.approx([100 * 500 / whole], rel=1e-4)
    assert max(x for x in bars["yours"]["x"] if x is not None) == pytest.approx(100 * 500 / whole, rel=1e-4)
    assert f"Your answer: 500; right: {params}, of which 24 biases." in words(shown)
    assert drawn_by_key(LayerCost(**sizes, count="flops", yours="9"))["standard0-saved"]["y"] == [2 * macs]
    assert drawn_by_key(LayerCost(**sizes, yours="9"))["standard0-saved"]["y"] == [macs]


def test_a_slip_marks_the_bar_of_the_layer_that_it_belongs_to() -> None:
    """Groups that were left out give the standard layer, a saving without the depthwise step the 1×1 one."""
    grouped = LayerCost(layer="grouped", groups=4, count="weights", yours="73,728")  # 64 to 128 channels, 3×3
    assert drawn_by_key(grouped)["standard0"]["text"] == ["73.7k = yours"]
    assert "That is what the standard layer takes: its bar is marked." in words(grouped)
    saving = LayerCost(count="saving", yours="9")
    assert drawn_by_key(saving)["pointwise0"]["text"] == ["9× = yours"]
    assert "That leaves out the depthwise step." in words(saving)
    assert drawn_by_key(saving)["separable0"]["text"] == ["8.41×"]  # 1152 / 137
    right = LayerCost(layer="grouped", groups=4, count="weights", yours="18432")
    assert "yours" not in drawn_by_key(right)["grouped0"]["text"][0]


def test_an_answer_for_both_steps_is_drawn_in_as_many_pieces() -> None:
    sizes: dict[str, Any] = {"in_channels": 8, "out_channels": 16, "output_size": 8, "groups": 1}
    shown = LayerCost(**sizes, yours="1152 73728 / 576 36864 / 128 8192")  # every depthwise filter sees all 8 channels
    bars = drawn_by_key(shown)
    assert bars["standard-yours0-saved"]["y"] == bars["standard0-saved"]["y"] == [73728]
    assert bars["separable-yours0-saved"]["y"] == [36864 + 8192]
    edges = sorted({x for x in bars["yours-edges"]["x"] if x is not None})
    assert edges == pytest.approx([0, 50, 100 * (36864 + 8192) / 73728, 100], rel=1e-4)
    assert "each should see its own only" in words(shown)
    only_weights = LayerCost(**sizes, yours="1152 73728 / 72 4608 / 16 8192")
    assert "Your weights: 1,152 for standard and 72 + 16 for depthwise separable; right: 1,152 and 72 + 128." in words(
        only_weights
    )


@pytest.mark.parametrize("slug", [slug for slug in LayerCost.kinds if slug != "separable-saving"])
def test_every_slip_of_a_kind_that_is_drawn_is_named(slug: str) -> None:
    """What a learner counted is said, not only that it was wrong; a number may come about in two ways."""
    for level, seed in product(catalog.LEVELS, range(10)):
        problem = catalog.draw(slug, level, seed)
        for turn in problem.wrong_turns() if problem.figure() else ():
            params = picture_of(problem, problem.reply.spell(turn.value, problem.tolerance))
            assert params
            shown, _ = LayerCost.parse(params)
            assert shown.answered
            assert turn.value == problem.answer() or len(shown.answered.words()) == 2, (turn.tag, params)
            assert shown.answered.is_right == (turn.value == problem.answer())


@pytest.mark.parametrize("yours", ["what?", "<b>", "-3", "9" * 30, "1 2 3", "1 2 / 3 4", "1 / 2 / 1/0", "8x8 / 2 / 3"])
def test_an_answer_that_is_none_changes_nothing(yours: str) -> None:
    assert figure(LayerCost(yours=yours)) == figure(LayerCost())


def test_an_answer_stands_at_the_layer_that_it_was_given_for_alone() -> None:
    drawn = figure(LayerCost(count="weights", yours="1152"))
    for frame in drawn["frames"]:
        for key in ("yours", "yours-edges", "standard-yours0", "standard-yours0-saved"):
            xs = frame["moves"][key]["x"]
            assert (xs == [None]) == (frame["at"] != "128"), "none at all would leave the former ones standing"


def test_an_answer_beyond_the_edge_is_cut_and_saved_whole() -> None:
    bars = drawn_by_key(LayerCost(count="weights", yours="10000000"))
    assert bars["standard-yours0"]["text"] == ["10M▸"]
    assert bars["standard-yours0"]["x"] == [MOST_PERCENT]
    assert bars["standard-yours0-saved"]["y"] == [10_000_000]
