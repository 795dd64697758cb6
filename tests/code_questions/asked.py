"""What does the code of a question print and define, as it is asked and once it is mended?"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from importlib.util import find_spec
from types import SimpleNamespace

import numpy as np

from engine.cards import Words, questions

Check = Callable[["Asked"], None]


class Asked:
    """A question with code. `code()` and `mended()` run it in a namespace of its own and return what it defines, with
    what it printed under `printed`; what the code takes for granted is given by name."""

    def __init__(self, key: str) -> None:
        self.question = questions()[key]
        self.ran: set[str] = set()

    def code(self, **given: object) -> SimpleNamespace:
        self.ran.add("code")
        return run(self.question.code or "", given)

    def mended(self, **given: object) -> SimpleNamespace:
        self.ran.add("mended")
        return run(self.question.mended or "", given)

    def otherwise(self, old: str, new: str, **given: object) -> SimpleNamespace:
        """The code with another change, which the model answer offers besides."""
        assert self.question.code and self.question.code.count(old) == 1, old
        return run(self.question.code.replace(old, new), given)

    def asks(self, *told: float | str) -> None:
        """The question names each of them, in both languages."""
        _named(self.question.ask, told)

    def says(self, *told: float | str) -> None:
        """The model answer names each of them, in both languages."""
        _named(self.question.answer, told)


def run(text: str, given: dict[str, object]) -> SimpleNamespace:
    names = {"np": np, **_torch(), **given}
    with redirect_stdout(io.StringIO()) as said:
        exec(compile(text, "<code>", "exec"), names)
    return SimpleNamespace(**names | {"printed": said.getvalue().strip()})


def numbers(printed: str) -> list[float]:
    """All numbers that were printed, in order."""
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d*)?(?:e[-+]?\d+)?", printed)]


def check_of(checks: dict[str, Check], key: str) -> Callable[[Check], Check]:
    """Enter a check under the key of its question."""

    def enter(check: Check) -> Check:
        assert key not in checks, key
        checks[key] = check
        return check

    return enter


def _named(words: Words, told: tuple[float | str, ...]) -> None:
    for text in (words.en, words.ko):
        for one in told:
            spelled = str(one).replace("-", "−")
            ways = {spelled, f"{one:,}"} if isinstance(one, int) else {spelled}
            assert any(re.search(rf"(?<![\d.,−]){re.escape(way)}(?![.,]?\d)", text) for way in ways), (one, text)


def _torch() -> dict[str, object]:
    if not find_spec("torch"):
        return {}
    return {name: import_module(module) for name, module in TORCH.items()}


TORCH = {"torch": "torch", "nn": "torch.nn", "F": "torch.nn.functional"}
