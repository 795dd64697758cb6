"""Does the code that a question asks about do what its model answer says, and is it right once it is mended?

One check a question, in `tests/code_questions/`. It runs both, and compares what they print and compute with NumPy,
SciPy or PyTorch and with the numbers that the answer names.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import pytest

from engine.cards import questions
from tests.code_questions import in_numpy
from tests.code_questions.asked import Asked
from tests.conftest import IN_CI, needs_torch

CODED = [key for key, question in questions().items() if question.code]
CHECKS = dict(in_numpy.CHECKS)
if find_spec("torch") or IN_CI:
    for name in ("in_tensors", "in_layers", "in_training"):
        CHECKS |= import_module(f"tests.code_questions.{name}").CHECKS


@pytest.mark.parametrize("key", [pytest.param(key, marks=() if key in CHECKS else needs_torch) for key in CODED])
def test_the_code_does_what_its_model_answer_says_and_the_mended_code_what_it_should(key: str) -> None:
    assert key in CHECKS, "tests/code_questions/ has no check of it"
    asked = Asked(key)
    CHECKS[key](asked)
    assert asked.ran == {"code", "mended"}


def test_every_check_is_of_a_question_that_has_code() -> None:
    assert set(CHECKS) <= set(CODED)
