"""What does a learner see of a fault that is ours: in a card, or in a link to an answer that is gone?"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import ui
from engine import cards
from engine.content import BadContent, Fault
from tests.pages.visit import answer, attempts, desk, practise, problem, words


@pytest.fixture
def faulty_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    for file in Path(ui.__path__[0]).glob("*.py"):  # what is first imported now would keep the fault for good
        if file.stem != "router":
            import_module(f"ui.{file.stem}".removesuffix(".__init__"))

    @cache
    def fail(*_: object) -> None:
        raise BadContent([Fault("card.yaml", 2, "title", "missing")])

    for name in ("_pitfalls", "cards", "topics"):
        monkeypatch.setattr(cards, name, fail)


@pytest.mark.usefixtures("faulty_cards")
def test_a_fault_in_a_card_is_told_and_the_attempt_is_kept() -> None:
    app = practise("conv-output-size", 2)
    slip = problem(app).mistakes()[0]
    answer(app, str(slip.value))
    assert "python -m engine lint" in words(app)
    assert slip.tag in words(app)
    assert [attempt.tag for attempt in attempts()] == [slip.tag]


@pytest.mark.parametrize("attempt", ["zzz", "0" * 32])
def test_a_link_to_an_answer_that_is_not_kept_here_says_so(attempt: str) -> None:
    app = practise("conv-output-size", 2, attempt=attempt)
    assert not desk(app).done
    assert "is not kept here" in words(app)
    assert "is not kept here" not in words(practise("conv-output-size", 2))


def test_a_slip_without_a_problem_of_its_own_shows_its_line_beside_a_chosen_cell() -> None:
    app = practise("pooling-grid", 1, seed=0)
    slip = next(turn for turn in problem(app).mistakes() if not turn.instead)
    answer(app, problem(app).reply.spell(slip.value, problem(app).tolerance))
    assert slip.tex in words(app)
    assert "Row 1, column 1" in words(app)
