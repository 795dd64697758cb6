"""Which three computations does an interviewer ask about one layer?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import catalog
from engine.dice import Dice
from engine.problem import Level, Problem

LAYER = "layer"
CHAIN = ("conv-output-shape", "conv-param-count", "linear-param-count")
_VERSION = 1


def layer_problems(level: Level, seed: int) -> tuple[Problem, ...]:
    """The output's shape, the layer's parameters, and those of a dense layer on the flattened output.

    All three have the same numbers, which the seed means on every machine and in every year.
    """
    dice = Dice(LAYER, _VERSION, level, seed)
    layer = _layer(dice, level)
    bias = level == 1 or dice.chance(0.5)
    shape = catalog.from_givens(CHAIN[0], layer)
    counted = {
        "in_channels": layer["input_shape"][0],
        "out_channels": layer["out_channels"],
        "kernel_size": layer["kernel_size"],
        "bias": bias,
    }
    dense = {
        "input_shape": list(shape.answer()),
        "out_features": dice.pick((2, 5, 10, 10) if level == 1 else (10, 64, 100, 128)),
        "bias": bias,
    }
    return shape, catalog.from_givens(CHAIN[1], counted), catalog.from_givens(CHAIN[2], dense)


def _layer(dice: Dice, level: Level) -> Mapping[str, Any]:
    if level == 1:  # a small square image, and the stride divides
        kernel_size, stride = dice.pick((3, 5)), dice.pick((1, 1, 2))
        padding, dilation = dice.whole(0, kernel_size // 2), 1
        sides = [kernel_size + stride * dice.whole(3, 13) - 2 * padding] * 2
        channels, filters = dice.pick((1, 3, 3)), dice.pick((4, 8, 10, 16))
    elif level == 2:  # height and width differ, and the stride may leave a rest
        kernel_size, stride = dice.pick((3, 5, 7)), dice.pick((2, 2, 4))
        sides = list(dice.sample((24, 28, 32, 48, 56, 64, 96, 112), 2))
        padding, dilation = dice.whole(1, kernel_size // 2), 1
        channels, filters = dice.pick((3, 16, 32)), dice.pick((16, 32, 64))
    else:  # the kernel is dilated as well
        kernel_size, stride, dilation = dice.pick((3, 5)), dice.pick((1, 2, 3)), dice.pick((2, 3))
        sides = list(dice.sample((20, 28, 33, 40, 49, 56, 64), 2))
        padding = dice.whole(0, 2)
        channels, filters = dice.pick((3, 16, 32)), dice.pick((16, 32, 64))
    return {
        "input_shape": [channels, *sides],
        "out_channels": filters,
        "kernel_size": [kernel_size] * 2,
        "stride": [stride] * 2,
        "padding": [padding] * 2,
        "dilation": [dilation] * 2,
    }
