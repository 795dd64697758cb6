"""Are givens read as the contract says, and is whatever is wrong with them said by name?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import catalog, givens
from engine.givens import BadGivens, Count, Grid, Positive, parse
from engine.text import LANGUAGES

NUMBERS = st.integers() | st.floats() | st.sampled_from([1e400, 0, 1, 3, -1, 10**30])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@dataclass(frozen=True)
class Sample:
    size: Count
    image: Grid
    rate: Positive
    exact: bool = False


def sample(**changes: Any) -> Sample:
    whole = {"size": 3, "image": [[1, 2]], "rate": 0.1}
    return Sample(**givens.read(Sample, whole | changes))


@given(text=st.text(max_size=60) | st.text('{}[]":,0123456789.eE-truefalsn ', max_size=60))
def test_any_text_is_an_object_or_bad_givens(text: str) -> None:
    try:
        assert isinstance(parse(text), dict)
    except BadGivens as fault:
        assert all(fault.text.render(lang) for lang in LANGUAGES)


@pytest.mark.parametrize("slug", catalog.kinds())
@given(data=st.data())
@settings(max_examples=60)
def test_any_values_are_a_problem_or_bad_givens_in_both_languages(slug: str, data: Any) -> None:
    whole = catalog.draw(slug, 2, data.draw(st.integers(0, 30))).givens()
    name = data.draw(st.sampled_from([*whole, "surprise"]))
    strange = whole | {name: data.draw(VALUES)}
    for value in (strange, json.dumps(strange)):
        try:
            problem = catalog.from_givens(slug, parse(value) if isinstance(value, str) else value)
        except BadGivens as fault:
            assert all(fault.text.render(lang) for lang in LANGUAGES)
            assert "Traceback" not in str(fault)
        else:
            json.dumps(problem.givens(), allow_nan=False)
            assert problem.judge(problem.spelled()).verdict == "right"


def test_decimals_are_exact_fractions() -> None:
    assert parse('{"x": 0.1}') == {"x": Fraction(1, 10)}
    assert parse('{"x": -2.50e-1}') == {"x": Fraction(-1, 4)}
    assert sample(rate=0.1).rate == Fraction(1, 10)
    assert sample(rate=parse('{"x": 2.0}')["x"]).rate == 2
    assert givens.dump(sample()) == {"size": 3, "image": [[1, 2]], "rate": 0.1, "exact": False}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not JSON"),
        ("{'size': 3}", "is not JSON"),
        ("[]", "one JSON object"),
        ("3", "one JSON object"),
        ('{"size": 1, "size": 2}', "size is given twice"),
        ("[" * 30_000, "is not JSON"),
        (f'{{"x": "{"a" * 50_000}"}}', "longer than 50000 characters"),
    ],
)
def test_what_is_no_object_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadGivens, match=words):
        parse(text)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("size", 3.5, "size must be a whole number, but it is 3.5"),
        ("size", Fraction(3), "size must be a whole number"),
        ("size", "3", 'size must be a whole number, but it is "3"'),
        ("size", True, "size must be a whole number, but it is true"),
        ("size", None, "size must be a whole number, but it is null"),
        ("size", 0, "size must be at least 1, but it is 0"),
        ("size", 1_000_001, "size takes numbers up to 1000000"),
        ("rate", 0, "rate must be above 0, but it is 0"),
        ("rate", False, "rate must be a number, but it is false"),
        ("rate", float("nan"), "rate takes numbers of at most 17 digits up to 1000000, but it is nan"),
        ("rate", float("inf"), "rate takes numbers of at most 17 digits"),
        ("rate", [1], "rate must be a number"),
        ("exact", 1, "exact must be true or false, but it is 1"),
        ("image", 3, "image must be a list"),
        ("image", [], "image is empty"),
        ("image", [[]], "image is empty"),
        ("image", [[1], []], "rows of image have different lengths: 1, 0"),
        ("image", [[1, True]], r"image\[0\]\[1\] must be a number"),
        ("image", [[0] * 17], "image takes at most 16×16 cells, but it is 1×17"),
        ("image", [[0]] * 201, "image takes at most 200 entries"),
    ],
)
def test_what_breaks_a_rule_is_refused_by_name_and_value(field: str, value: Any, words: str) -> None:
    with pytest.raises(BadGivens, match=words) as caught:
        sample(**{field: value})
    assert caught.value.field.startswith(field)


def test_a_missing_and_an_unknown_name_are_refused() -> None:
    with pytest.raises(BadGivens, match="rate is missing"):
        givens.read(Sample, {"size": 1, "image": [[1]]})
    with pytest.raises(BadGivens, match="sise is not a given; the givens are: size, image, rate, exact"):
        sample(sise=3)


def test_types_are_spelled_as_the_contract_does() -> None:
    assert givens.types_of(Sample) == {"size": "int", "image": "number[][]", "rate": "number", "exact": "bool?"}


@pytest.mark.parametrize(
    ("slug", "less", "more"),
    [
        ("conv-output-size", {"size": 7, "kernel_size": 3}, {"stride": 1, "padding": 0, "dilation": 1}),
        ("transposed-conv-output-size", {"size": 7, "kernel_size": 3}, {"stride": 1, "output_padding": 0}),
        (
            "conv-param-count",
            {"in_channels": 3, "out_channels": 4, "kernel_size": [3, 3]},
            {"groups": 1, "bias": True},
        ),
        (
            "pooling-grid",
            {"image": [[1, 2], [3, 4]], "kernel_size": 2, "method": "max"},
            {"stride": 2, "padding": 0, "ceil_mode": False, "count_include_pad": True},
        ),
        (
            "conv-output-shape",
            {"input_shape": [3, 8, 8, 8], "out_channels": 4, "kernel_size": [3, 3, 3]},
            {"stride": [1, 1, 1], "padding": [0, 0, 0], "dilation": [1, 1, 1]},
        ),
        ("overlap-count", {"size": 3, "kernel_size": 4}, {"stride": 1}),
        (
            "receptive-field",
            {"layers": [{"kernel_size": 3}]},
            {"layers": [{"kernel_size": 3, "stride": 1, "dilation": 1}]},
        ),
    ],
)  # fmt: skip
def test_what_is_left_out_takes_pytorchs_default_and_is_listed(
    slug: str, less: dict[str, Any], more: dict[str, Any]
) -> None:
    listed = catalog.from_givens(slug, less).givens()
    assert {name: listed[name] for name in more} == more
    assert set(listed) == set(givens.types_of(catalog.kinds()[slug]))
