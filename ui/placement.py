"""At which level does each topic begin, as the placement found?"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from engine.cards import topics
from engine.study.attempts import Attempt
from engine.study.plan import starting_levels
from engine.study.preferences import preferences, spelled_levels
from ui.boot import store
from ui.session import lang, say


def show_placement(log: Sequence[Attempt]) -> None:
    """Keep the levels, say them topic by topic, and go on to Today."""
    levels = starting_levels(log)
    if preferences(store().settings()).levels != levels:
        store().set_setting("levels", spelled_levels(levels))
    st.header(say("Where you begin"), anchor=False)
    names = {slug: topics()[slug].name.render(lang()) for slug in topics() if slug in levels}
    st.markdown("\n".join(f"- {name}: {say('level {level}', level=levels[slug])}" for slug, name in names.items()))
    if st.button(say("To Today"), type="primary", key="to-today"):
        st.switch_page("../pages/today.py", query_params={})
