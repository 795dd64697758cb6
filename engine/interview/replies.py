"""How does a reply to a computed question read to a person?"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from engine.answers import OneOf, SeveralOf
from engine.problem import Problem
from engine.reading import Unread
from engine.text import Language, Text

ANOTHER = "?"  # a wrong answer that no known mistake leads to, as a person who interviews notes it


def answered(problem: Problem, answer: str, lang: Language) -> str:
    """An answer as it was given; an option by its name."""
    if answer == ANOTHER:
        return Text("Another wrong answer").render(lang)
    if isinstance(problem.reply, OneOf | SeveralOf):
        with suppress(Unread):
            return spelled(problem, problem.reply.read(answer), lang)
    return answer


def spelled(problem: Problem, value: Any, lang: Language) -> str:
    """A value as one would type it; an option by its name."""
    if isinstance(problem.reply, OneOf):
        return problem.reply.label(value).render(lang)
    if isinstance(problem.reply, SeveralOf) and not value:
        return Text("None of them").render(lang)
    return problem.reply.spell(value, problem.tolerance)
