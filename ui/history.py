"""What did the learner answer last, and how do they get back to it?"""

from __future__ import annotations

import json
from collections.abc import Mapping

import streamlit as st

from engine import catalog
from engine.links import ProblemLink
from engine.problem import Level
from engine.study.attempts import Attempt
from ui.boot import store
from ui.navigation import PAGES
from ui.session import render, say
from ui.verdict import slip_name

LATEST = 10


def history() -> None:
    """The latest attempts; each opens its problem with the answer that was given."""
    st.header(say("Latest answers"), anchor=False)
    attempts = [attempt for attempt in store().latest(LATEST) if attempt.kind in catalog.kinds()]
    if not attempts:
        st.markdown(say("No answers yet. They will gather here as you practise."))
    for attempt in attempts:
        link = link_of(attempt)
        label = f"{outcome(attempt)} · {render(catalog.kinds()[attempt.kind].title)}"
        st.page_link(PAGES / "practice.py", label=label, query_params=link.params() | {"attempt": attempt.id})


def link_of(attempt: Attempt) -> ProblemLink:
    """The problem that was answered."""
    own = json.dumps(attempt.givens, separators=(",", ":")) if attempt.seed is None else None
    levels: Mapping[int | None, Level] = {level: level for level in catalog.LEVELS}
    return ProblemLink(attempt.kind, levels.get(attempt.level, 2), attempt.seed, own)


def outcome(attempt: Attempt) -> str:
    """What became of an attempt, in a word or by the slip's name."""
    if attempt.verdict == "right":
        return f":material/check_circle: {say('Right, by choice') if attempt.choice else say('Right')}"
    if attempt.verdict == "gave-up":
        return f":material/school: {say('Not answered')}"
    return f":material/lightbulb: {slip_name(attempt.tag)}" if attempt.tag else f":material/cancel: {say('Not right')}"
