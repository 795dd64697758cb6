"""Which kinds of problem are there, and how did the learner do in each?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import streamlit as st

from engine import catalog
from engine.problem import Problem
from ui.boot import store
from ui.choose import topic_names
from ui.links import page_href
from ui.session import render, say

Tally = Mapping[tuple[str, int], tuple[int, int]]  # right answers, of how many, by kind and level


def kinds_by_topic() -> None:
    """One table, topic by topic; each level links to fresh numbers."""
    tally = store().tally()
    tried = sum((kind, level) in tally for kind in catalog.kinds() for level in catalog.LEVELS)
    with st.container(key="quiet-kinds"):
        told = say(
            "{kinds:kind|kinds} at three levels each; you have tried {tried} of {all}. A level shows how many of your "
            "answers were right, and opens fresh numbers.",
            kinds=len(catalog.kinds()), tried=tried, all=len(catalog.kinds()) * len(catalog.LEVELS),
        )  # fmt: skip
        st.markdown(told)
    with st.container(key="kinds"):
        st.markdown("\n".join(_table(tally)))


def _table(tally: Tally) -> Iterator[str]:
    levels = [say("Level {level}", level=level) for level in catalog.LEVELS]
    yield f"| {' | '.join([say('Kind of problem'), *levels])} |"
    yield "|---|---|---|---|"
    for topic, name in topic_names().items():
        yield f"| **{name}** | | | |"
        yield from (_row(kind, tally) for kind in catalog.kinds().values() if kind.topic == topic)


def _row(kind: type[Problem], tally: Tally) -> str:
    cells = [render(kind.title)]
    for level in catalog.LEVELS:
        right, answers = tally.get((kind.slug, level), (0, 0))
        label = say("{right} of {count}", right=right, count=answers) if answers else say("untried")
        cells.append(f"[{label}]({page_href('practice', {'kind': kind.slug, 'level': str(level)})})")
    return f"| {' | '.join(cells)} |"
