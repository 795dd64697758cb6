"""Which language, which page, and what is the same on all of them?"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from engine.text import LANGUAGES, Language, Quoted
from ui.components.html_lang import html_lang
from ui.components.reconnect import reconnect
from ui.links import follow_links
from ui.navigation import pages
from ui.session import LANGUAGE, NAMES, known_language, lang, remember_language, remembered_language, say

UI = Path(__file__).resolve().parent
ADDRESS = "lang"  # the parameter in the address; Streamlit binds it to the widget of that key


def settle_language() -> Language:
    """A link's language wins, then the one of this visit, then the remembered one, then the browser's.

    The widget that holds it in the address shows codes, so it stays unseen; the switch shows names.
    """
    if ADDRESS not in st.session_state:
        asked = st.query_params.get(ADDRESS)
        first = known_language(asked) or remembered_language() or known_language(st.context.locale) or "en"
        st.session_state[ADDRESS] = first
    address = st.segmented_control(ADDRESS, LANGUAGES, key=ADDRESS, bind="query-params")
    st.session_state[LANGUAGE] = known_language(address) or lang()
    return lang()


def switch_language() -> None:
    language = lang()
    remember_language(language)
    st.session_state[ADDRESS] = language


st.html(UI / "style.css")
asked = None if ADDRESS in st.session_state else st.query_params.get(ADDRESS)
unseen = st.container(key="unseen", height=1, border=False)  # small until the style sheet hides it
with unseen:
    language = settle_language()
    html_lang(language)
    reconnect()
rooms = pages(language)
page = st.navigation(rooms)
with unseen:
    follow_links(rooms, page)
st.set_page_config(page_title=f"{page.title} · Flipside", page_icon=str(UI / "static" / "mark.svg"))
st.logo(str(UI / "static" / "logo.svg"), size="large")
with st.sidebar:
    st.segmented_control(
        say("Language"),
        LANGUAGES,
        format_func=lambda code: NAMES[code],
        key=LANGUAGE,
        required=True,
        label_visibility="collapsed",
        on_change=switch_language,
    )
if asked and not known_language(asked):
    with st.container(key="quiet-language"):
        st.markdown(say("This link asked for the language “{language}”; here is English.", language=Quoted(asked)))
page.run()
