"""Are own numbers read as they are typed into the form?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import catalog, givens
from engine.givens import BadGivens
from engine.typed import givens_from, problem_from, typed_from

SLUGS = list(catalog.kinds())
typed = st.text("0123456789-−.,/ xX×[]()\n;\tab", max_size=30) | st.text(max_size=20)


def fault(slug: str, **changes: Any) -> BadGivens:
    """What is wrong with a problem's form after some fields were changed."""
    kind = catalog.kinds()[slug]
    with pytest.raises(BadGivens) as caught:
        problem_from(kind, typed_from(catalog.draw(slug, 1, 1)) | changes)
    return caught.value


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("level", catalog.LEVELS)
def test_a_form_as_it_is_filled_means_its_problem(slug: str, level: Any) -> None:
    kind = catalog.kinds()[slug]
    for seed in range(60):
        problem = catalog.draw(slug, level, seed)
        assert kind.from_givens(givens_from(kind, typed_from(problem))) == problem


def test_a_row_stands_in_a_form_as_a_row_and_a_shape_as_a_shape() -> None:
    rows = [[0.5, 0.5]] * 3
    problem = catalog.from_givens("loss-or-accuracy", {"labels": [1, 0, 1], "before": rows, "after": rows})
    assert typed_from(problem)["labels"] == "1 0 1"
    assert typed_from(catalog.draw("conv-output-shape", 1, 1))["input_shape"].count("x") == 2


@pytest.mark.parametrize("slug", SLUGS)
@given(data=st.data())
@settings(max_examples=60)
def test_whatever_is_typed_is_a_problem_or_bad_givens(slug: str, data: Any) -> None:
    kind = catalog.kinds()[slug]
    form = typed_from(catalog.draw(slug, 2, 3))
    texts = [name for name, value in form.items() if isinstance(value, str) and "|" not in givens.types_of(kind)[name]]
    name = data.draw(st.sampled_from(texts))
    try:
        problem = kind.from_givens(givens_from(kind, form | {name: data.draw(typed)}))
    except BadGivens as bad:
        assert bad.text.render("en")
        assert bad.text.render("ko")
    else:
        assert problem.judge(problem.spelled()).verdict == "right"


@pytest.mark.parametrize(
    ("slug", "name", "text", "value"),
    [
        ("conv-output-size", "size", " 1,024 ", 1024),
        ("conv-output-size", "size", "\N{MINUS SIGN}3", -3),
        ("conv-output-shape", "kernel_size", "3 × 5", [3, 5]),
        ("conv-output-shape", "input_shape", "(3, 32, 32)", [3, 32, 32]),
        ("cross-correlation-grid", "kernel", "1 0\n0 -1", [[1, 0], [0, -1]]),
        ("cross-correlation-grid", "kernel", "1 0 / 0 -1", [[1, 0], [0, -1]]),
        ("multi-channel-conv", "image", "1 2 / 3 4 // 5 6 / 7 8", [[(1, 2), (3, 4)], [(5, 6), (7, 8)]]),
        ("multi-channel-conv", "image", "1 2\n3 4\n\n5 6\n7 8", [[(1, 2), (3, 4)], [(5, 6), (7, 8)]]),
        ("unpooling-grid", "indices", " ", None),
        ("gradient", "point", "2, -1", [2, -1]),
        ("loss-or-accuracy", "labels", "1, 0, 1", [1, 0, 1]),
        ("loss-or-accuracy", "labels", "[1 0 1]", [1, 0, 1]),
        ("loss-or-accuracy", "labels", "1x0 × 1", [1, 0, 1]),
        ("exponential-convolution", "f", "exponential 0.5", {"type": "exponential", "rate": 0.5}),
        ("exponential-convolution", "g", "step", {"type": "step"}),
        ("receptive-field", "layers", "3 2\n\n5", [{"kernel_size": 3, "stride": 2}, {"kernel_size": 5}]),
    ],
)  # fmt: skip
def test_a_field_is_typed_like_a_reply(slug: str, name: str, text: str, value: Any) -> None:
    kind = catalog.kinds()[slug]
    form = typed_from(catalog.draw(slug, 1, 1)) | {name: text}
    read = givens_from(kind, form)[name]
    plain = [list(row) if isinstance(row, tuple) else row for row in read] if isinstance(value, list) else read
    assert plain == value


def test_an_empty_field_that_may_be_left_out_is_left_out() -> None:
    kind = catalog.kinds()["conv-output-size"]
    form = typed_from(catalog.draw("conv-output-size", 1, 1)) | {"stride": "", "dilation": "  "}
    assert set(givens_from(kind, form)) == {"size", "kernel_size", "padding"}


@pytest.mark.parametrize(
    ("slug", "name", "text", "words"),
    [
        ("conv-output-size", "size", "", "size is missing"),
        ("conv-output-size", "size", "seven", "“seven” is not a number"),
        ("conv-output-size", "size", "7.5", "size must be a whole number, but it is 7.5"),
        ("conv-output-size", "size", "1e400", "but it is 1e+400"),
        ("conv-output-size", "size", "9" * 400 + "/7", "size must be a whole number, but it is 999"),
        ("conv-output-size", "stride", "0", "stride must be at least 1, but it is 0"),
        ("conv-output-shape", "kernel_size", "3x", "kernel_size"),
        ("cross-correlation-grid", "image", "1 2 / 3", "image: The rows have different lengths: 2, 1"),
        ("cross-correlation-grid", "kernel", "1 l2", "kernel: “l2” in row 1, column 2 is not a number"),
        ("receptive-field", "layers", "3 1 1 1", "line 1 of layers takes 3 numbers: kernel_size, stride"),
        ("receptive-field", "layers", "3\n3 0", "stride in line 2 of layers must be at least 1"),
        ("receptive-field", "layers", "3\nx", "line 2 of layers: “x” is not a number"),
        ("cross-correlation-grid", "image", "1 2\n3 1e7", "row 2, column 2 of image takes numbers up to"),
        ("loss-or-accuracy", "labels", "1 0.5 1", "number 2 of labels must be a whole number, but it is 0.5"),
        ("gradient", "point", "1x2", "point: “1x2” is not a number"),
        ("loss-or-accuracy", "labels", "1xx1", "labels: Number 2 is empty"),
        ("gradient", "point", "1 1e7", "number 2 of point takes numbers up to"),
        ("box-convolution", "f", "0 1", "height"),
        ("exponential-convolution", "f", "ramp 2", "f.type must be one of: exponential, step"),
        ("exponential-convolution", "f", "exponential", "f.rate is missing"),
        ("exponential-convolution", "f", "exponential fast", "f: “fast” is not a number"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_field(slug: str, name: str, text: str, words: str) -> None:
    bad = fault(slug, **{name: text})
    assert words in bad.text.render("en")
    assert bad.field.partition("[")[0].partition(".")[0] == name
