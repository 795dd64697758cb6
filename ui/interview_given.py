"""What is a problem of an interview about, beside its prompt, and what was answered to it?"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import streamlit as st

from engine.answers import OneOf, SeveralOf
from engine.problem import Problem
from engine.reading import Unread
from ui.board_data import figure_data
from ui.components.board import board
from ui.interview_events import ANOTHER
from ui.session import render, say


def given(problem: Problem, key: str, *, with_answer: bool) -> None:
    """Its options, what each row of its table stands for, and its grids."""
    lines = [f"- {option.key}: {render(option.label)}" for option in problem.options()]
    lines += [f"- {render(heading.label)}" for heading in problem.rows()]
    if lines:
        st.markdown("\n".join(lines))
    if problem.equation():
        for place, one in enumerate(problem.maps()):
            board(figure_data(one, with_answer), key=f"{key}-{place}")


def answered(problem: Problem, answer: str) -> str:
    """An answer as it was given; an option by its name."""
    if answer == ANOTHER:
        return say("Another wrong answer")
    if isinstance(problem.reply, OneOf | SeveralOf):
        with suppress(Unread):
            return spelled(problem, problem.reply.read(answer))
    return answer


def spelled(problem: Problem, value: Any) -> str:
    """A value as one would type it; an option by its name."""
    if isinstance(problem.reply, OneOf):
        return render(problem.reply.label(value))
    if isinstance(problem.reply, SeveralOf) and not value:
        return say("None of them")
    return problem.reply.spell(value, problem.tolerance)
