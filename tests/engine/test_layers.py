"""Is a network of layers what PyTorch makes of it, to the number, and refused where PyTorch refuses it?"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Any

import pytest

from engine import givens
from engine.givens import BadGivens
from engine.layers import InputShape, Layers, walk
from engine.text import LANGUAGES
from engine.typed import _layer, _write_layer
from tests.conftest import needs_torch


@dataclass(frozen=True)
class Network:
    input_shape: InputShape
    layers: Layers


def network(input_shape: list[int], *layers: dict[str, Any]) -> Network:
    read = givens.read(Network, givens.parse(json.dumps({"input_shape": input_shape, "layers": layers})))
    return Network(**read)


def rows(input_shape: list[int], *layers: dict[str, Any]) -> list[list[Any]]:
    costs = walk(network(input_shape, *layers).layers, tuple(input_shape))
    return [[list(c.shape) if len(c.shape) > 1 else c.shape[0], c.params, c.macs] for c in costs]


MAX = {"type": "pool", "method": "max", "kernel_size": 2}
CONV = {"type": "conv", "out_channels": 4, "kernel_size": 3}
BLOCK = {"type": "branches", "branches": [[CONV | {"padding": 1}], []], "join": "add"}


def test_types_and_defaults_are_those_of_the_contract() -> None:
    assert givens.types_of(Network) == {"input_shape": "int[]", "layers": "layers"}
    listed = givens.dump(network([4, 8, 8], CONV, MAX, BLOCK))["layers"]
    whole = CONV | {"stride": 1, "padding": 0, "dilation": 1, "groups": 1, "bias": True}
    assert listed[0] == whole
    pool = {"type": "pool", "method": "max", "kernel_size": 2, "stride": 2, "padding": 0, "ceil_mode": False}
    assert listed[1] == pool
    assert listed[2] == BLOCK | {"branches": [[whole | {"padding": 1}], []]}
    assert network([4, 8, 8], *listed).layers == network([4, 8, 8], CONV, pool, BLOCK).layers


@pytest.mark.parametrize(
    ("shape", "layers", "field", "words"),
    [
        ([3, 8, 8], [CONV | {"groups": 2}], "layers[0].groups", "must divide in_channels, but it is 2"),
        ([3, 8, 8], [CONV | {"groups": 3}], "layers[0].groups", "must divide out_channels, but it is 3"),
        ([3, 8, 8], [CONV, CONV | {"kernel_size": 7}], "layers[1].kernel_size", "spans 7 inputs"),
        ([3, 8, 8], [CONV | {"kernel_size": 5, "dilation": 2}], "layers[0].kernel_size", "spans 9 inputs"),
        ([3, 8, 4], [CONV | {"kernel_size": 5}], "layers[0].kernel_size", "the input has 4"),
        ([3], [CONV], "layers[0]", "its input is flat, 3 numbers"),
        ([3, 8], [{"type": "flatten"}, {"type": "flatten"}], "layers[1]", "its input is flat, 24 numbers"),
        ([3, 8], [{"type": "linear", "out_features": 2}], "layers[0]", "its input is 3×8"),
        (
            [3, 8],
            [MAX | {"kernel_size": 3, "padding": 2}],
            "layers[0].padding",
            "at most half",
        ),
        ([3, 8], [MAX | {"kernel_size": 9}], "layers[0].kernel_size", "spans 9"),
        ([3, 8], [{"type": "pool", "kernel_size": 2}], "layers[0].method", "is missing"),
        ([3, 8], [{"type": "pool", "method": "min", "kernel_size": 2}], "layers[0].method", "must be one of: max, avg"),
        ([3, 8], [{"type": "pool", "method": "max"}], "layers[0].kernel_size", "is missing"),
        ([3, 8], [{"type": "dropout"}], "layers[0].type", "must be one of: conv, pool"),
        ([3, 8], [{"kernel_size": 2}], "layers[0].type", "is missing"),
        ([3, 8], [{"type": "relu", "inplace": True}], "layers[0].inplace", "is not a given"),
        ([3, 8], ["conv"], "layers[0]", "must be an object"),
        ([3, 8], [], "layers", "takes 1 to 200 entries, but it has 0"),
        ([3, 8], [{"type": "relu"}] * 201, "layers", "at most 200 entries"),
        ([3, 8, 8, 2], [MAX | {"method": "avg", "kernel_size": 3}], "layers[0].kernel_size", "three axes"),
        ([3, 8, 8, 8, 8], [CONV], "input_shape", "takes 1 to 4 entries"),
        ([4], [BLOCK | {"branches": [[], []]}], "layers[0]", "its input is flat, 4 numbers"),
        ([4, 8, 8], [BLOCK | {"branches": []}], "layers[0].branches", "is empty"),
        ([4, 8, 8], [BLOCK | {"branches": [[CONV], []]}], "layers[0].join", "4×6×6, 4×8×8"),
        ([3, 8, 8], [BLOCK | {"branches": [[CONV], []], "join": "concat"}], "layers[0].join", "4×6×6, 3×8×8"),
        (
            [4, 8, 8],
            [BLOCK | {"branches": [[{"type": "flatten"}], []]}],
            "layers[0].join",
            "256, 4×8×8",
        ),
        (
            [4, 8, 8],
            [BLOCK | {"branches": [[], [CONV | {"stride": 0}]]}],
            "layers[0].branches[1][0].stride",
            "at least 1",
        ),
        ([4, 8, 8], [BLOCK | {"branches": [[], [CONV | {"groups": 3}]]}], "layers[0].branches[1][0].groups", "divide"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_place(shape: list[int], layers: list[Any], field: str, words: str) -> None:
    with pytest.raises(BadGivens) as caught:
        rows(shape, *layers)
    assert caught.value.field == field
    assert words in str(caught.value)
    assert all(caught.value.text.render(lang) for lang in LANGUAGES)


def test_branches_within_branches_end_somewhere() -> None:
    layer: dict[str, Any] = {"type": "relu"}
    for _ in range(150):
        layer = {"type": "branches", "branches": [[layer]], "join": "add"}
    with pytest.raises(BadGivens, match="nested too deeply"):
        rows([4, 8, 8], layer)


def test_a_layer_is_typed_on_one_line() -> None:
    for layer in givens.dump(network([4, 8, 8], CONV, {"type": "pool", "method": "avg", "kernel_size": 2}, BLOCK))[
        "layers"
    ]:
        assert _layer(_write_layer(layer), "layers[0]") == layer
    for line in ("conv out_channels", "conv out_channels={", "conv a=1 a=2", "branches branches=[[]]]"):
        with pytest.raises(BadGivens, match="name=value"):
            _layer(line, "layers[0]")


def some_layer(chance: random.Random, depth: int = 0) -> dict[str, Any]:
    """A layer with values that often fit and often do not."""
    whole, yes = chance.randint, chance.random() < 0.5
    kinds = ["conv"] * 3 + ["pool"] * 2 + ["batch-norm", "relu", "linear", "flatten", "adaptive-avg-pool"]
    kind = chance.choice([*kinds, "branches"] if depth < 2 else kinds)
    window = {"kernel_size": whole(1, 4), "stride": whole(1, 3), "padding": whole(0, 2)}
    more: dict[str, Any] = {"batch-norm": {}, "relu": {}, "flatten": {}} | {
        "conv": {
            **window,
            "out_channels": chance.choice((2, 4, 6)),
            "groups": chance.choice((1, 1, 1, 2)),
            "bias": yes,
        },
        "pool": {**window, "method": chance.choice(("max", "avg")), "ceil_mode": yes},
        "adaptive-avg-pool": {"output_size": whole(1, 4)},
        "linear": {"out_features": whole(1, 5), "bias": yes},
        "branches": {"join": chance.choice(("add", "concat"))},
    }
    if kind == "branches":
        more[kind]["branches"] = [
            [some_layer(chance, depth + 1) for _ in range(whole(0, 2))] for _ in range(whole(1, 3))
        ]
    if kind == "conv":
        more[kind]["dilation"] = whole(1, 2)
    return {"type": kind} | more[kind]


@needs_torch
@pytest.mark.parametrize("seed", range(6))
def test_pytorch_builds_the_same_network_and_refuses_the_same(seed: int) -> None:
    from tests.oracles.layered import rows_by_torch

    chance = random.Random(seed)
    built = refused = 0
    for _ in range(150):
        shape = [chance.choice((2, 4, 6)), *(chance.randint(1, 9) for _ in range(chance.randint(0, 3)))]
        layers = [some_layer(chance) for _ in range(chance.randint(1, 4))]
        try:
            ours = rows(shape, *layers)
        except BadGivens as fault:
            refused += 1
            if "flat" in str(fault) or "linear" in str(fault) or "unequal" in str(fault):
                continue  # stricter than PyTorch, which broadcasts, and gives a flat input a channel axis
            with pytest.raises((RuntimeError, ValueError, TypeError)):
                rows_by_torch(shape, layers)
            continue
        built += 1
        assert ours == rows_by_torch(shape, layers), (shape, layers)
    assert min(built, refused) > 20
