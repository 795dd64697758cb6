"""Which problem does mixed practice take next, and why this one?"""

from __future__ import annotations

import streamlit as st

from engine import catalog
from engine.links import ProblemLink, fresh_problem, mixed_problem
from engine.problem import Level
from engine.study.plan import most_needed
from engine.study.store import StoreFault
from engine.text import Text
from ui.boot import store
from ui.session import render
from ui.study import study

WHY = "why-this-one"
RECENT = 100  # answers in which mistakes are looked for


def next_problem(link: ProblemLink) -> ProblemLink:
    """A fresh problem of the kind, or where the practice is mixed of the kind that the learner needs most."""
    return needed_problem(link.mix, link.level) if link.mix else fresh_problem(link.kind, link.level)


def needed_problem(mix: str, level: Level) -> ProblemLink:
    """A fresh problem of the most needed kind of a topic, which may be called as a kind is, or of all (`mixed`)."""
    try:
        here = study()
        kinds, why = most_needed(here.record, store().latest(RECENT), here.clock, mix, level)
    except StoreFault:
        return mixed_problem(mix, level)  # the page that keeps the answer says what is wrong with the store
    seed = catalog.fresh_seed()
    link = ProblemLink(kinds[seed % len(kinds)], level, seed, mix=mix)
    st.session_state[WHY] = link, why
    return link


def show_why(link: ProblemLink) -> None:
    """One line on why mixed practice picked this problem, as long as it is on the page."""
    told: tuple[ProblemLink, Text] | None = st.session_state.get(WHY)
    if told and told[0] == link:
        with st.container(key="quiet-why"):
            st.markdown(render(told[1]))
