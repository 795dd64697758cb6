"""Does a card's call stand for the answer that its kind computes, and is a bad one refused?"""

from __future__ import annotations

import pytest

from engine.calls import drawable, filled, filled_tex

WEIGHTS = "{{conv-param-count in_channels=96 out_channels=256 kernel_size=[5,5] bias=false}}"
GRID = "{{cross-correlation-grid image=[[0,1],[2,3]] kernel=[[1]]}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"It has {WEIGHTS} weights.", "It has 614,400 weights."),
        (f"$C = {WEIGHTS}$", "$C = 614{,}400$"),
        (f"$a$ and {WEIGHTS}", "$a$ and 614,400"),
        (f"It costs \\$5, and `$` is code: {WEIGHTS}", "It costs \\$5, and `$` is code: 614,400"),
        (f"$$f = {GRID}$$", "$$f = \\begin{bmatrix} 0 & 1 \\\\ 2 & 3 \\end{bmatrix}$$"),
        (GRID, "0 1 / 2 3"),
        ("{{conv-output-size size=224 kernel_size=7 stride=2 padding=3}}", "112"),
        ("{{gradient coefficients=[1,0,1] point=[-3,4]}}", "−6 8"),
        (f"$\\frac{{{WEIGHTS}}}{{2}}$", "$\\frac{614{,}400}{2}$"),
        ('{{box-convolution f={"start":0,"width":1,"height":2} g={"start":0,"width":1,"height":1} t=1}}', "2"),
        (r"No call: $\frac{{a}}{{b}}$ and {{{x}}}", r"No call: $\frac{{a}}{{b}}$ and {{{x}}}"),
    ],
)  # fmt: skip
def test_a_call_is_replaced_by_its_answer(text: str, expected: str):
    assert filled(text) == expected


def test_a_formula_is_tex_as_a_whole():
    assert filled_tex(f"W = {WEIGHTS}") == "W = 614{,}400"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("{{conv-param-cuont in_channels=3}}", "there is no kind 'conv-param-cuont'; did you mean 'conv-param-count'?"),
        ("{{conv-output-size size=5 kernel_size=3 stride=0}}", "stride must be at least 1, but it is 0"),
        ("{{conv-output-size size 5}}", "'size' is not written name=value"),
        ("{{conv-output-size size=}}", "is not JSON"),
        ("{{conv-output-size size=5 and no end", "has no closing braces"),
        ("{{convolution-grid image=[[1]] kernel=[[1]] mode=vaild}}", "mode must be one of: valid, same, full"),
    ],
)
def test_a_bad_call_is_refused_in_a_sentence(call: str, said: str):
    with pytest.raises(ValueError) as refused:
        filled(f"So {call}.")
    assert said in str(refused.value)


def test_a_figure_takes_a_kind_of_grids():
    assert drawable("pooling-grid image=[[1,2],[3,4]] kernel_size=2 method=max")
    with pytest.raises(ValueError, match="no grids"):
        drawable("gradient coefficients=[1,0,1] point=[3,4]")
