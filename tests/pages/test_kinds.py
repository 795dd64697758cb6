"""Does the list of kinds name every one, with what was answered of it?"""

from __future__ import annotations

import pytest

from engine import catalog
from engine.text import Language
from tests.pages.visit import answer, practise, problem, visit, words


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_kind_is_listed_and_each_level_opens_it(lang: Language) -> None:
    said = words(visit("kinds", lang))
    for slug, kind in catalog.kinds().items():
        assert f"| {kind.title.render(lang)} |" in said
        for level in catalog.LEVELS:
            assert f"(practice?kind={slug}&level={level}&lang={lang})" in said


def test_a_level_shows_how_many_of_its_answers_were_right() -> None:
    app = practise("conv-output-size", 2)
    answer(app, "987654")
    answer(app := practise("conv-output-size", 2, seed=7), problem(app).spelled())
    (row,) = [line for line in words(visit("kinds")).splitlines() if "kind=conv-output-size&" in line]
    assert [cell.partition("]")[0] for cell in row.split("[")[1:]] == ["untried", "1 of 2", "untried"]
