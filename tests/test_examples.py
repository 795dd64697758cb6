"""Do the examples in the engine's docstrings say what comes out?"""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

from tests.test_house import ENGINE, module

SHOWN = [module(path) for path in ENGINE if ">>> " in path.read_text("utf-8")]


@pytest.mark.parametrize("name", SHOWN)
def test_the_examples_come_out_as_shown(name: str) -> None:
    failed, tried = doctest.testmod(import_module(name))
    assert tried and not failed
