"""How does a reader find a card: by a search, by topic, or along what needs what?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import streamlit as st

from engine import catalog
from engine.cards import HOW_OFTEN, Card, cards, topics
from engine.library import Choice, by_topic, places
from engine.search import Hit, search
from engine.text import Quoted
from ui import card
from ui.components.card_map import card_map
from ui.components.search_field import search_field
from ui.links import card_href, card_link, page_href, question_link
from ui.session import glued, lang, render, say, set_address

TYPED = "learn-typed"  # what stands in the search field, kept while a card is read


def library_head(choice: Choice) -> None:
    """The page's title, and beside it the button that opens the filters."""
    with st.container(key="head", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(say("Learn"), anchor=False, width="content")
        with st.popover(_spoken(choice), icon=":material/tune:", type="tertiary", key="tune"):
            _filters(choice)


@st.fragment
def find_cards(choice: Choice) -> None:
    """The search field, and below it what was found or, while nothing is looked for, the topics."""
    typed = search_field(say("Search in English or Korean"), st.session_state.get(TYPED, ""), key="learn-search")
    st.session_state[TYPED] = typed
    with st.container(key="cards"):
        st.markdown("\n\n".join(_found(typed, choice) if typed.strip() else _topics(choice)), anchors=False)


def show_map(choice: Choice) -> None:
    """A topic's cards and all that they need, or all cards; and the way back."""
    st.title(say("What needs what"), anchor=False)
    back = f"[{say('All cards')}]({page_href('learn', choice.params())})"
    aside = say("Dashed cards belong to other topics.") if choice.topic else ""
    st.markdown(f"{say('A line leads from a card to each card that needs it.')} {aside} {back}")
    _topic_box(choice, {"show": "map"})
    card_map(_map_data(choice.topic), key="learn-map")


def did_you_mean(asked: str) -> str:
    """One sentence for an address that names no card."""
    near = search(asked)
    if not near:
        return say("There is no card “{card}”.", card=Quoted(asked))
    return say("There is no card “{card}”; did you mean {near}?", card=Quoted(asked), near=card_link(near[0].card))


def _found(typed: str, choice: Choice) -> Iterator[str]:
    hits = [hit for hit in search(typed) if choice.holds(hit.card)]
    if not hits:
        among = say("No card of this choice matches “{typed}”.", typed=Quoted(typed))
        yield say("No card matches “{typed}”.", typed=Quoted(typed)) if choice == Choice() else among
        return
    yield f":gray[{say('{n:card|cards}', n=len(hits))}]"
    yield "\n".join(map(_hit, hits))


def _topics(choice: Choice) -> Iterator[str]:
    map_link = f"[{say('What needs what, as a map')}]({page_href('learn', {'show': 'map'} | choice.params())})"
    yield f":small[{map_link} · [{say('All formulas on one sheet')}]({page_href('formulas', {})})]"
    found = by_topic(choice)
    if not found:
        yield say("No card fits this choice.")
    for topic, here in found.items():
        yield f"## {topics()[topic].name.render(lang())}"
        yield "\n".join(_line(card, _first_sentence(card)) for card in here)


def _hit(hit: Hit) -> str:
    return _line(hit.card, f":small[{question_link(hit.question)}]" if hit.question else _first_sentence(hit.card))


def _line(card: Card, words: str) -> str:
    return f"- {card_link(card)}  \n  {words}"


def _first_sentence(card: Card) -> str:
    return glued(" ".join(re.split(r"(?<=[.?!])\s", card.summary.render(lang()), maxsplit=1)[0].split()))


def _spoken(choice: Choice) -> str:
    """The choice in a few words."""
    level = say("Level {level}", level=choice.level) if choice.level else ""
    topic = topics()[choice.topic].name.render(lang()) if choice.topic else ""
    asked = render(card.HOW_OFTEN[choice.asked]) if choice.asked else ""
    return " · ".join(filter(None, (topic, level, asked))) or say("All cards")


def _filters(choice: Choice) -> None:
    for name, value in (("level", choice.level), ("asked", choice.asked)):
        st.session_state[f"learn-{name}"] = value
    _topic_box(choice, {})
    st.segmented_control(say("Level"), catalog.LEVELS, key="learn-level", on_change=_choose(choice, "level"))
    st.segmented_control(
        say("Asked in interviews"),
        HOW_OFTEN,
        format_func=lambda asked: render(card.HOW_OFTEN[asked]),
        key="learn-asked",
        on_change=_choose(choice, "asked"),
    )


def _topic_box(choice: Choice, more: dict[str, str]) -> None:
    held = {"": say("All topics")} | {slug: topics()[slug].name.render(lang()) for slug in by_topic(Choice())}
    st.session_state["learn-topic"] = choice.topic or ""
    change = _choose(choice, "topic", more)
    st.selectbox(say("Topic"), list(held), format_func=held.__getitem__, key="learn-topic", on_change=change)


def _choose(choice: Choice, name: str, more: dict[str, str] | None = None) -> Callable[[], None]:
    def go() -> None:
        changed: dict[str, Any] = {name: st.session_state[f"learn-{name}"] or None}
        set_address((more or {}) | replace(choice, **changed).params())

    return go


def _map_data(topic: str | None) -> dict[str, Any]:
    nodes = [
        {
            "id": place.card,
            "title": cards()[place.card].title.render(lang()),
            "href": card_href(place.card),
            "column": place.column,
            "row": place.row,
            "aside": topic not in (None, cards()[place.card].topic),
        }
        for place in places(topic)
    ]
    return {
        "nodes": nodes,
        "edges": [[need, place.card] for place in places(topic) for need in cards()[place.card].needs],
        "label": say("What needs what"),
    }
