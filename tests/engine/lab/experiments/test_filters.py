"""Does a filtered picture hold what SciPy computes, are its greys told, and what becomes of an upload?"""

from __future__ import annotations

import base64
import io
import json
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import correlate
from scipy.signal import convolve2d

from engine.answers import Grid
from engine.lab.drawings import SIDE
from engine.lab.experiments.filters import Filters
from engine.lab.figure import MOST_BYTES, as_json, ready
from engine.lab.upload import Unreadable, read_picture

OWN = "0 1/3 2 / -1 0 1 / -2 -1 0.5"
MODES = {"zeros": "constant", "reflect": "mirror", "replicate": "nearest", "circular": "wrap"}
CHANCE = np.random.default_rng(7)


def photos(shown: Filters) -> list[Any]:
    return [part for part in json.loads(ready(shown, "en"))["parts"] if "values" in part]


def pixels(photo: Any) -> np.ndarray:
    data = base64.b64decode(photo["values"])
    values = np.frombuffer(data, np.uint8 if photo.get("whole") else "<f4").astype(float)
    return values.reshape(photo["height"], photo["width"])


def kernel_of(shown: Filters) -> np.ndarray:
    """As the browser gets it, laid on, with its divisor."""
    grid = next(part for part in json.loads(ready(shown, "en"))["parts"] if "cells" in part)
    weights = np.array([[float(cell.replace("−", "-")) for cell in row] for row in grid["cells"]])
    return weights / float(grid["name"].partition("÷ ")[2] or 1)


@pytest.mark.parametrize("border", MODES)
@pytest.mark.parametrize("name", ["sobel-x", "sobel-y", "laplacian", "sharpen", "emboss", "box", "box-7", "gaussian-7"])
def test_the_result_is_that_of_scipy_with_every_filter_and_border(name: str, border: str) -> None:
    f, result = photos(Filters.parse({"filter": name, "border": border})[0])
    expected = correlate(pixels(f), kernel_of(Filters.parse({"filter": name})[0]), mode=MODES[border])
    assert np.allclose(pixels(result), expected, rtol=1e-6, atol=1e-4)


@pytest.mark.parametrize("kernel", [OWN, "1 2 / 3 4", "1 2 3 4", "7"])
@pytest.mark.parametrize("flip", [False, True])
def test_a_kernel_of_ones_own_is_convolved_as_scipy_does(kernel: str, flip: bool) -> None:
    shown, notes = Filters.parse({"filter": "own", "kernel": kernel, "flip": str(int(flip)), "border": "zeros"})
    assert notes == []
    f, result = photos(shown)
    written = np.array(Grid().read(kernel), dtype=float)
    expected = convolve2d(pixels(f), written if flip else written[::-1, ::-1], "same")
    assert np.allclose(pixels(result), expected, rtol=1e-6, atol=1e-4)


@pytest.mark.parametrize(("name", "border"), list(product(["box", "gaussian-7", "sobel-x", "sobel-y"], MODES)))
def test_two_passes_give_the_same_to_the_last_digit(name: str, border: str) -> None:
    one, two = (Filters.parse({"filter": name, "border": border, "separable": passes})[0] for passes in "01")
    assert np.array_equal(one.response, two.response)
    assert [part["name"].split()[0] for part in photos(two)] == ["house", "after", "result"]


def test_a_kernel_of_rank_two_is_not_offered_in_two_passes() -> None:
    shown = Filters(filter="laplacian", separable=True)
    assert "separable" in shown.idle()
    assert len(photos(shown)) == 2


@pytest.mark.parametrize("params", [preset.settings for preset in Filters.presets()] + [{"filter": "emboss"}])
def test_the_greys_hide_nothing_unless_clipping_is_asked_for(params: dict[str, Any]) -> None:
    shown = Filters(**params)
    result = photos(shown)[-1]
    low, middle, high = result["low"], result["middle"], result["high"]
    assert middle == pytest.approx((low + high) / 2)
    assert shown.clip or (low <= shown.response.min() and shown.response.max() <= high)
    if kernel_of(shown).sum() == 0:
        assert middle == 0
    assert result["greys"].startswith(f"{low:g}".replace("-", "−"))


def test_clipped_pixels_are_counted() -> None:
    shown = Filters(filter="sharpen", clip=True)
    result = photos(shown)[-1]
    beyond = int(((pixels(result) < 0) | (pixels(result) > 255)).sum())
    assert beyond > 0
    assert any(f"{beyond} of {SIDE**2} pixels" in text.render("en") for text in shown.look())


def test_the_line_adds_up_to_its_pixel() -> None:
    shown = Filters(filter="gaussian")
    drawn = json.loads(ready(shown, "en"))
    frame = drawn["frames"][drawn["start"]]
    row, column = frame["cell"]
    terms = frame["line"].partition(": (")[2].partition(") / 16")[0].split(" + ")
    total = sum(int(f) * int(g) for f, g in (term.strip("f{}").split("}·g{") for term in terms))
    assert total / 16 == pytest.approx(pixels(drawn["parts"][2])[row, column])


@pytest.mark.parametrize("flip", [False, True])
def test_one_bright_pixel_shows_the_kernel_and_the_prediction_says_how(flip: bool) -> None:
    shown = Filters(picture="dot", filter="own", kernel=OWN, flip=flip, row=8)
    written = np.array(Grid().read(OWN), dtype=float) * 255
    stamp = pixels(photos(shown)[-1])[6:9, 6:9]
    assert np.allclose(stamp, written if flip else written[::-1, ::-1], rtol=1e-6)
    assert shown.prediction().right == (0 if flip else 1)


def test_a_kernel_of_ones_own_begins_as_the_filter_before() -> None:
    changed = Filters(filter="gaussian").with_settings({"filter": "own"})
    assert np.array_equal(changed.response, Filters(filter="gaussian").response)
    assert changed.kernel == "0.0625 0.125 0.0625 / 0.125 0.25 0.125 / 0.0625 0.125 0.0625"


@pytest.mark.parametrize(
    ("kernel", "sentence"),
    [
        ("", "kernel is empty"),
        ("1 2 / 3", "kernel: "),
        (" / ".join(["1 " * 8] * 8), "at most 7×7"),
        ("99999", "from −1000 to 1000"),
        ("1/997 1/991 1/983 1/977 1/971 1/967 1/953", "no common denominator"),
    ],
)
def test_a_kernel_that_is_none_is_told(kernel: str, sentence: str) -> None:
    shown, notes = Filters.parse({"filter": "own", "kernel": kernel})
    assert any(sentence in note.render("en") for note in notes), notes
    assert photos(shown)


def saved(image: Image.Image, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def noise(*shape: int) -> Image.Image:
    return Image.fromarray(CHANCE.integers(0, 256, shape, dtype=np.uint8))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_an_upload_becomes_grey_and_small(kind: str) -> None:
    grey = read_picture(saved(Image.new("RGB", (400, 300), (255, 0, 0)), kind))
    assert (grey.width, grey.height) == (128, 96)
    assert abs(grey.pixels - 76).max() <= 1  # the luma of red
    small = noise(40, 60)
    assert np.array_equal(read_picture(saved(small)).pixels, np.asarray(small))


def test_deep_transparent_and_palette_pictures_are_read() -> None:
    deep = Image.fromarray(np.full((20, 20), 32768, np.uint16))
    assert abs(read_picture(saved(deep)).pixels - 127).max() <= 1
    assert read_picture(saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)))).pixels.min() == 255
    assert read_picture(saved(Image.new("RGB", (20, 20), "white").convert("P"))).pixels.min() == 255


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not a whole PNG or JPEG"),
        (b"no picture", "not a whole PNG or JPEG"),
        (saved(noise(60, 60))[:2000], "not a whole PNG or JPEG"),
        (saved(noise(200, 200), "JPEG")[:3000], "not a whole PNG or JPEG"),
        (saved(noise(20, 20), "BMP"), "not a whole PNG or JPEG"),
        (saved(Image.new("1", (5000, 4000))), "5000×4000"),
        (saved(Image.new("1", (20000, 20000))), "too many pixels"),
        (saved(Image.new("L", (1000, 20))), "128×3"),
        (saved(noise(1100, 1100)), "at most 1 MiB"),
    ],
)
def test_an_upload_that_cannot_be_taken_is_told(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_picture(data)


def test_an_upload_is_drawn_and_neither_kept_nor_put_into_the_address() -> None:
    own = read_picture(saved(noise(128, 128)))
    shown = Filters(filter="gaussian-7", separable=True).with_picture(own)
    before = ready.cache_info().currsize
    data = as_json(shown, "ko")
    assert len(data) <= MOST_BYTES
    assert base64.b64encode(own.levels) in data
    assert ready.cache_info().currsize == before
    assert set(shown.params()) == {"exp", "filter", "separable"}
    assert shown.with_picture(None) == Filters(filter="gaussian-7", separable=True)


KERNELS = [
    "4 4 4 / 4 3 4 / 4 4 4",
    "10 15 0 / -2 -3 0 / 8 12 0",
    "0 0 / 0 0",
    "0 0 0 / 2 4 1 / 3 6 1.5",
    "1 2 / 0.5 1",
    "3",
]


@pytest.mark.parametrize("yours", ["yes", "no"])
@pytest.mark.parametrize("kernel", [*KERNELS, "0 1 0 / 1 -4 1 / 0 1 0", "1 2 3 / 2 4 6 / 3 6 8"])
def test_after_an_answer_the_kernel_stands_beside_a_matrix_of_rank_one(kernel: str, yours: str) -> None:
    def grid(part: Any) -> np.ndarray:
        return np.array([[float(Fraction(cell.replace("−", "-"))) for cell in row] for row in part["cells"]])

    shown = Filters(filter="own", kernel=kernel, separable=True, yours=yours)
    drawn = json.loads(ready(shown, "en"))
    *_, g, product_of_both = drawn["parts"]
    written, made = np.array(Grid().read(kernel), dtype=float), grid(product_of_both)
    assert np.array_equal(grid(g), written)
    assert np.linalg.matrix_rank(made) <= 1
    assert np.array_equal(made, written) == (np.linalg.matrix_rank(written) <= 1)
    assert np.array_equal(np.array(product_of_both.get("wrong", made != made)), made != written)
    assert g["notes"] == [f"your answer: {yours.capitalize()}"]
    assert shown.look()[0].render("en").startswith(f"You said {yours}: ")
    assert drawn["alt"].startswith(f"You said {yours}: ")


def test_another_answer_changes_nothing() -> None:
    assert ready(Filters(yours="<b>"), "en") == ready(Filters(), "en")
