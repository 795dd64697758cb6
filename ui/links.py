"""How does a text link to another page of ours, and how is such a link followed?

Streamlit's page links are a message each and stand alone; a link in Markdown costs nothing and may stand in a
sentence, but would load everything anew in a tab of its own. So the router follows those (`follow_links`).
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import streamlit as st

from engine.cards import Card, Question
from ui.components.page_links import page_links
from ui.session import address, glued, lang

QUESTION = "question"  # the parameter that opens a question of a card


def page_href(page: str, params: dict[str, str]) -> str:
    """The address of a page as a link has it; with the language, for a link that is opened in another tab."""
    return f"{page}?{urlencode(params | {'lang': lang()})}"


def card_href(card: str, question: str | None = None) -> str:
    return page_href("learn", {"card": card} | ({QUESTION: question} if question else {}))


def card_link(card: Card) -> str:
    """The card's title as a link in Markdown."""
    return f"[{card.title.render(lang())}]({card_href(card.id)})"


def question_link(question: Question) -> str:
    return f"[{glued(question.ask.render(lang()))}]({card_href(question.card, question.id)})"


def opened_key(question: str) -> str:
    """The key of the question that the address opens; the browser is sent there."""
    return f"question-{question}-opened"


def follow_links(pages: list[st.Page], here: st.Page) -> None:
    """Switch to where a link was clicked to; `here` is the page that would run otherwise."""
    by_path = {page.url_path: page for page in pages}
    params = address()
    aim = f"st-key-{opened_key(params[QUESTION])}" if QUESTION in params else None
    to = page_links(list(by_path), f"{here.url_path}?{urlencode(params)}", aim)
    if to:
        path, _, query = to.partition("?")
        if path in by_path:
            st.switch_page(by_path[path], query_params={k: v for k, v in parse_qsl(query) if k != "lang"})
