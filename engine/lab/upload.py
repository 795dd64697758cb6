"""What picture did a learner upload? It is read, made grey and small, and kept nowhere."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

import numpy as np
from PIL import Image, ImageOps

from engine.lab.drawings import SIDE, Grey
from engine.text import Text

MOST_BYTES = 1024 * 1024
MOST_MEGAPIXELS = 16
LEAST_SIDE = 8
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, OverflowError, IndexError, KeyError)
_DEEP = ("I", "I;16", "I;16B", "I;16L")  # 16 bits a pixel, which Pillow would clip instead of scale


class Unreadable(Exception):
    """Why a picture was not taken, as a sentence."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.render("en"))
        self.text = text


def read_picture(data: bytes) -> Grey:
    """The picture in grey, its longest side at most 128 pixels. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(Text("The file has {n:byte|bytes}; the lab takes at most 1 MiB.", n=len(data)))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
                return _small(image)
    except Image.DecompressionBombError:
        raise Unreadable(Text("The picture has too many pixels; the lab takes at most 16 megapixels.")) from None
    except _BROKEN:
        raise Unreadable(Text("This file is not a whole PNG or JPEG picture.")) from None


def _small(image: Image.Image) -> Grey:
    width, height = image.size
    if width * height > MOST_MEGAPIXELS * 1_000_000:
        size = f"{width}×{height}"
        raise Unreadable(Text("The picture is {size}; the lab takes at most 16 megapixels.", size=size))
    image.draft("L", (4 * SIDE, 4 * SIDE))  # a JPEG is read in a smaller size to begin with
    grey = _grey(ImageOps.exif_transpose(image))
    grey.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    if min(grey.size) < LEAST_SIDE:
        size = f"{grey.width}×{grey.height}"
        raise Unreadable(
            Text("The picture would be {size} here; each side takes at least {n} pixels.", size=size, n=LEAST_SIDE)
        )
    return Grey(grey.width, grey.height, grey.tobytes())


def _grey(image: Image.Image) -> Image.Image:
    """In grey, on white where it is transparent."""
    if image.mode in _DEEP:
        return Image.fromarray((np.asarray(image).astype(np.int64) // 257).clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        return paper.convert("L")
    return image.convert("L")
