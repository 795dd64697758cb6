"""Which cards does the learner want: a deck to go through, or a topic's questions to look over?"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from engine import catalog
from engine.cards import cards, questions, topics
from engine.rounds import RoundLink
from engine.study.items import Item, items
from engine.study.memory import Memory
from engine.study.reviews import question_of
from engine.text import Text
from ui.boot import store
from ui.card import HOW_OFTEN
from ui.faults import faults_kept, tell_fault
from ui.flashcard import span
from ui.navigation import PAGES
from ui.round import begin, dealt, deck_of, remaining
from ui.session import lang, render, say
from ui.study import Study

ANY = "any"
MISTAKES = "mistakes"


def choose_deck(link: RoundLink, here: Study) -> None:
    """Topic, level and frequency, what such a deck holds, and the way into it."""
    with st.container(key="statement"):
        st.markdown(say("Questions as an interviewer asks them. Say the answer aloud, flip, and grade yourself."))
    link = _chosen(link)
    round = dealt(deck_of(link), here)
    if link.name == MISTAKES and not round.queue:
        st.markdown(say("No mistakes yet. They will gather here as you practise."))
    else:
        st.markdown(render(remaining(round)))
    with st.container(horizontal=True, vertical_alignment="center"):
        if round.queue and st.button(say("Start"), type="primary", key="start-deck"):
            begin(link, len(round.queue), here)
            st.rerun()
        if not round.queue and link.name != MISTAKES:
            ahead = replace(link, ahead=True)
            more = len(dealt(deck_of(ahead), here).queue)
            if more and st.button(say("Go through it anyway"), type="primary", key="start-ahead"):
                begin(ahead, more, here)
                st.rerun()


def _chosen(link: RoundLink) -> RoundLink:
    names = {ANY: say("All topics"), MISTAKES: say("My mistakes")}
    names |= {slug: topic.name.render(lang()) for slug, topic in topics().items() if slug in _topics_with_cards()}
    start = MISTAKES if link.name == MISTAKES else link.topic or ANY
    topic = st.selectbox(
        say("Deck"), list(names), list(names).index(start), format_func=names.__getitem__, key="deck-topic"
    )
    if topic == MISTAKES:
        return RoundLink("mistakes")
    with st.container(horizontal=True, gap="medium"):
        levels = {0: say("All")} | {level: str(level) for level in catalog.LEVELS}
        level = st.segmented_control(
            say("Level"), list(levels), default=link.level or 0, format_func=levels.__getitem__, key="deck-level",
            required=True,
        )  # fmt: skip
        asks = {ANY: say("All"), "often": say("often"), "sometimes": say("sometimes"), "rarely": say("rarely")}
        asked = st.segmented_control(
            say("How often it is asked"), list(asks), default=link.asked or ANY, format_func=asks.__getitem__,
            key="deck-asked", required=True,
        )  # fmt: skip
    return RoundLink("cards", None if topic == ANY else topic, level or None, None if asked == ANY else asked)  # type: ignore[arg-type]


def browse(here: Study) -> None:
    """A topic's questions with what is remembered of each; a question that is switched off is in no round."""
    st.header(say("Browse"), anchor=False)
    with st.container(key="quiet-browse"):
        st.markdown(say("A question that is switched off is in no round."))
    names = {slug: topics()[slug].name.render(lang()) for slug in _topics_with_cards()}
    topic = st.selectbox(say("Topic"), list(names), format_func=names.__getitem__, key="browse-topic")
    tell_fault()
    for item in items().values():
        if item.card and item.topic == topic:
            _row(item, here)


def _row(item: Item, here: Study) -> None:
    question = questions()[question_of(item.id) or ""]
    memory = here.record.memories.get(item.id)
    away = item.id in here.record.suspended
    with st.container(key=f"browse-{question.card}-{question.id}"):
        st.toggle(
            question.ask.render(lang()), value=not away, key=f"in-{item.id}-{away}",
            on_change=_suspend, args=(item.id, not away),
        )  # fmt: skip
        states = [render(HOW_OFTEN[question.asked]), render(_state(memory, here)) if not away else say("left out")]
        st.page_link(
            PAGES / "learn.py", label=f"{' · '.join(states)} · {cards()[question.card].title.render(lang())}",
            query_params={"card": question.card, "question": question.id},
        )  # fmt: skip


def _state(memory: Memory | None, here: Study) -> Text:
    if memory is None or memory.is_new or memory.due is None:
        return Text("new")
    if memory.is_leech:
        return Text("forgotten {n} times: read its card", n=memory.lapses)
    if memory.is_due(here.clock):
        return Text("due")
    return Text("due in {span}", span=span(memory.due - here.clock.at))


def _suspend(item: str, away: bool) -> None:
    with faults_kept():
        store().suspend(item, away)


def _topics_with_cards() -> list[str]:
    used = {card.topic for card in cards().values()}
    return [slug for slug in topics() if slug in used]
