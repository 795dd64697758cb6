"""Which formulas do the cards hold, topic by topic?"""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from engine.cards import NamedFormula, topics
from engine.library import Choice, by_topic
from ui.links import card_link
from ui.session import lang


def formula_sheet() -> None:
    """All of them under their topics, each with a link to its card."""
    with st.container(key="formulas"):
        st.markdown("\n\n".join(_sheet()), anchors=False)


def _sheet() -> Iterator[str]:
    for topic, cards in by_topic(Choice()).items():
        told = [card for card in cards if card.formulas]
        if told:
            yield f"## {topics()[topic].name.render(lang())}"
        for card in told:
            yield f"**{card_link(card)}**"
            yield "\n".join(f"- {_formula(formula)}" for formula in card.formulas)


def _formula(formula: NamedFormula) -> str:
    return f"{formula.name.render(lang())}\n\n  $$\n  {' '.join(formula.tex.split())}\n  $$\n"
