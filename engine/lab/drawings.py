"""Which pictures does the lab bring along? All are drawn by a formula."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np

from engine.numeric.pictures import Pixels

Drawing = Literal["scene", "shapes", "rings", "noise", "dot"]
SIDE = 128  # the longest side of a picture, in pixels
DOT_SIDE = 15


@dataclass(frozen=True)
class Grey:
    """A picture in grey, 0 black and 255 white; `levels` are its pixels row by row."""

    width: int
    height: int
    levels: bytes

    @property
    def pixels(self) -> Pixels:
        return np.frombuffer(self.levels, np.uint8).reshape(self.height, self.width).astype(np.int64)


@cache
def drawing(name: Drawing) -> Grey:
    made = _DRAW[name]()
    levels = np.clip(np.rint(made), 0, 255).astype(np.uint8)
    return Grey(levels.shape[1], levels.shape[0], levels.tobytes())


def _scene() -> Any:
    """A house under the sun, in front of two hills."""
    y, x = _places()
    picture = 205 - 0.55 * y + 0 * x  # the sky
    picture[(x - 100) ** 2 + (y - 24) ** 2 < 13**2] = 252
    hills = y > np.minimum(74 - 20 * np.cos((x - 30) / 26), 82 - 15 * np.cos((x - 112) / 17))
    picture = np.where(hills, 118 + 14 * np.sin(x / 9), picture)
    picture = np.where(y > 100, 78 + 0.5 * (y - 100) + 9 * np.sin(x * 1.9) * np.sin(y * 1.3), picture)
    picture[(abs(x - 88) < 3) & (y > 36) & (y < 58)] = 96  # the chimney
    picture[(y > 66) & (y < 108) & (x > 34) & (x < 94)] = 226
    picture[(y > 42) & (y <= 66) & (abs(x - 64) < 12 + (y - 42))] = 62  # the roof
    for left in (41, 73):
        window = (x > left) & (x < left + 15) & (y > 73) & (y < 88)
        picture[window] = 40
        picture[window & ((abs(x - left - 7.5) < 1) | (abs(y - 80.5) < 1))] = 226
    picture[(x > 59) & (x < 70) & (y > 84) & (y < 108)] = 104
    picture[(abs(x - 17) < 2.5) & (y > 78) & (y < 112)] = 52  # the tree
    leaves = (x - 17) ** 2 / 13**2 + (y - 66) ** 2 / 20**2 < 1
    return np.where(leaves, 70 + 26 * np.sin(x * 1.4) * np.cos(y * 1.1), picture)


def _shapes() -> Any:
    """A disc, a square, a bar on the slant and a ramp."""
    y, x = _places()
    picture = np.full((SIDE, SIDE), 60.0)
    picture[(x - 36) ** 2 + (y - 38) ** 2 < 25**2] = 220
    picture[(abs(x - 92) < 22) & (abs(y - 38) < 22)] = 160
    picture[(abs(x - 92) < 9) & (abs(y - 38) < 9)] = 20
    picture[(abs(x + y - 138) < 8) & (y > 74) & (y < 120)] = 240
    ramp = (x > 70) & (x < 120) & (y > 78) & (y < 116)
    return np.where(ramp, 20 + (x - 70) * 4.4, picture)


def _rings() -> Any:
    """Rings that become finer outwards, down to three pixels from one to the next."""
    y, x = _places()
    squares = (x - 63.5) ** 2 + (y - 63.5) ** 2
    return 127.5 + 120 * np.cos(np.pi * squares / (3 * 63.5))


def _noise() -> Any:
    """A bright half beside a dark one, with noise on both."""
    y, x = _places()
    chance = sum(
        np.modf(np.abs(np.sin(x * a + y * b) * 43758.5453))[0] for a, b in ((12.9, 78.2), (39.3, 11.1), (5.7, 63.7))
    )
    return np.where(x < 64, 90, 170) + 36 * (chance - 1.5)


def _dot() -> Any:
    """A single bright pixel in the dark."""
    picture = np.zeros((DOT_SIDE, DOT_SIDE))
    picture[DOT_SIDE // 2, DOT_SIDE // 2] = 255
    return picture


def _places() -> tuple[Any, Any]:
    """The row and the column of every pixel."""
    y, x = np.mgrid[:SIDE, :SIDE].astype(float)
    return y, x


_DRAW: dict[Drawing, Callable[[], Any]] = {
    "scene": _scene,
    "shapes": _shapes,
    "rings": _rings,
    "noise": _noise,
    "dot": _dot,
}
