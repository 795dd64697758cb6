"""Is a convolution of halves exact where it comes out whole?"""

from __future__ import annotations

from engine import catalog


def test_whole_numbers_are_exact_whatever_the_givens() -> None:
    problem = catalog.from_givens("convolution-1d", {"signal": [0.5, 1.5, 2.5], "kernel": [2, 4], "mode": "full"})
    assert problem.answer() == (1, 5, 11, 10)
    assert problem.tolerance is None
    assert "significant" not in problem.prompt().render("en")
