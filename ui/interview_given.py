"""What is a problem of an interview about, beside its prompt?"""

from __future__ import annotations

import streamlit as st

from engine.problem import Problem
from ui.board_data import figure_data
from ui.components.board import board
from ui.session import render


def given(problem: Problem, key: str, *, with_answer: bool) -> None:
    """Its options, what each row of its table stands for, and its grids."""
    lines = [f"- {option.key}: {render(option.label)}" for option in problem.options()]
    lines += [f"- {render(heading.label)}" for heading in problem.rows()]
    if lines:
        st.markdown("\n".join(lines))
    if problem.equation():
        for place, one in enumerate(problem.maps()):
            board(figure_data(one, with_answer), key=f"{key}-{place}")
