"""Which layers have the networks that everybody asks about? As givens; activations and dropout are left out."""

from __future__ import annotations

from typing import Any

LayerGivens = dict[str, Any]


def conv(out_channels: int, kernel_size: int, **more: Any) -> LayerGivens:
    return {"type": "conv", "out_channels": out_channels, "kernel_size": kernel_size, **more}


def pool(kernel_size: int, stride: int, **more: Any) -> LayerGivens:
    return {"type": "pool", "method": "max", "kernel_size": kernel_size, "stride": stride, **more}


def linear(*out_features: int) -> list[LayerGivens]:
    return [{"type": "linear", "out_features": count} for count in out_features]


FLATTEN: LayerGivens = {"type": "flatten"}
BATCH_NORM: LayerGivens = {"type": "batch-norm"}
RELU: LayerGivens = {"type": "relu"}

LENET_5 = {  # 61,706 parameters
    "input_shape": [1, 32, 32],
    "layers": [conv(6, 5), pool(2, 2), conv(16, 5), pool(2, 2), FLATTEN, *linear(120, 84, 10)],
}
ALEXNET = {  # the two towers of 2012, 60,965,224 parameters
    "input_shape": [3, 227, 227],
    "layers": [
        conv(96, 11, stride=4),
        pool(3, 2),
        conv(256, 5, padding=2, groups=2),
        pool(3, 2),
        conv(384, 3, padding=1),
        conv(384, 3, padding=1, groups=2),
        conv(256, 3, padding=1, groups=2),
        pool(3, 2),
        FLATTEN,
        *linear(4096, 4096, 1000),
    ],
}
TORCHVISION_ALEXNET = {  # one tower, 61,100,840 parameters
    "input_shape": [3, 224, 224],
    "layers": [
        conv(64, 11, stride=4, padding=2),
        pool(3, 2),
        conv(192, 5, padding=2),
        pool(3, 2),
        conv(384, 3, padding=1),
        conv(256, 3, padding=1),
        conv(256, 3, padding=1),
        pool(3, 2),
        {"type": "adaptive-avg-pool", "output_size": 6},
        FLATTEN,
        *linear(4096, 4096, 1000),
    ],
}
VGG_STEM = {
    "input_shape": [3, 224, 224],
    "layers": [conv(64, 3, padding=1), conv(64, 3, padding=1), pool(2, 2), conv(128, 3, padding=1)],
}
RESNET_STEM = {  # and its first block
    "input_shape": [3, 224, 224],
    "layers": [
        conv(64, 7, stride=2, padding=3, bias=False),
        BATCH_NORM,
        RELU,
        pool(3, 2, padding=1),
        {
            "type": "branches",
            "branches": [
                [
                    conv(64, 3, padding=1, bias=False),
                    BATCH_NORM,
                    RELU,
                    conv(64, 3, padding=1, bias=False),
                    BATCH_NORM,
                ],
                [],
            ],
            "join": "add",
        },
    ],
}
MOBILENET_BLOCK = {
    "input_shape": [64, 112, 112],
    "layers": [
        conv(64, 3, stride=2, padding=1, groups=64, bias=False),
        BATCH_NORM,
        RELU,
        conv(128, 1, bias=False),
        BATCH_NORM,
    ],
}
