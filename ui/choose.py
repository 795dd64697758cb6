"""What is practised: the title of the problem, and the choice of topic, kind and level behind one button."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from engine import cards, catalog
from engine.content import BadContent
from engine.links import MIXED, ProblemLink, fresh_problem
from ui.desk import Desk
from ui.links import page_href
from ui.multiple_choice import choices_switch
from ui.need import needed_problem, next_problem
from ui.session import lang, render, say, set_address


def choose(desk: Desk) -> None:
    """The kind as the page's title, and beside it the button that opens the choice."""
    link = desk.link
    with st.container(key="head", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(render(desk.problem.title), anchor=False, width="content")
        label = say("Level {level} · change", level=link.level)
        with st.popover(label, icon=":material/tune:", type="tertiary", key="tune"):
            _choices(link)


def _choices(link: ProblemLink) -> None:
    kinds = catalog.kinds()
    topic = link.mix or kinds[link.kind].topic
    here = {slug: render(kind.title) for slug, kind in kinds.items() if topic in (MIXED, kind.topic)}
    st.session_state["choose-topic"] = topic
    st.session_state["choose-kind"] = MIXED if link.mix else link.kind
    st.session_state["choose-level"] = link.level
    topics, slugs = {MIXED: say("All topics")} | topic_names(), {MIXED: say("Mixed")} | here
    st.selectbox(say("Topic"), list(topics), format_func=topics.__getitem__, key="choose-topic", on_change=_topic)
    st.selectbox(say("Kind of problem"), list(slugs), format_func=slugs.__getitem__, key="choose-kind", on_change=_kind)
    levels = catalog.LEVELS
    st.segmented_control(say("Level"), levels, key="choose-level", required=True, on_change=_level, args=(link,))
    choices_switch()
    st.markdown(f"[{say('All kinds of problem')}]({page_href('kinds', {})})")


def topic_names() -> dict[str, str]:
    """The topics that have a kind of problem, in the vocabulary's order; by their ids where it has a fault."""
    used = {kind.topic for kind in catalog.kinds().values()}
    try:
        return {slug: topic.name.render(lang()) for slug, topic in cards.topics().items() if slug in used}
    except BadContent:
        return {slug: slug for slug in sorted(used)}


def _topic() -> None:
    set_address(needed_problem(st.session_state["choose-topic"], st.session_state["choose-level"]).params())


def _kind() -> None:
    kind, level = st.session_state["choose-kind"], st.session_state["choose-level"]
    chosen = needed_problem(st.session_state["choose-topic"], level) if kind == MIXED else fresh_problem(kind, level)
    set_address(chosen.params())


def _level(link: ProblemLink) -> None:
    set_address(next_problem(replace(link, level=st.session_state["choose-level"])).params())
