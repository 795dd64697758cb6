"""Who is here, which language do they read, and how is text shown to them?"""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from engine.study.store import StoreFault
from engine.text import LANGUAGES, Language, Text
from ui.boot import store

LANGUAGE = "language"  # the key of the switch; the router settles it before a page runs
NAMES: dict[Language, str] = {"en": "English", "ko": "한국어"}
_JOINER = "\N{WORD JOINER}"


def lang() -> Language:
    """The language of this visit."""
    return known_language(st.session_state.get(LANGUAGE)) or "en"


def known_language(wish: object) -> Language | None:
    """The language that a link, a setting or a browser's locale such as `ko-KR` asks for, if we speak it."""
    short = str(wish).lower().partition("-")[0]
    return next((language for language in LANGUAGES if language == short), None)


def say(message: str, **values: Text | int | str) -> str:
    """A sentence of the screen in the visitor's language."""
    return render(Text(message, **values))


def render(text: Text) -> str:
    """A text of the engine as Markdown in the visitor's language; what people typed stays literal."""
    return glued(text.render(lang(), markdown_escape))


def glued(markdown: str) -> str:
    """Markdown in which a Korean particle stays with its word: no line begins with the 가 of (gradient)가 or of $f$가.

    Inside of Hangul the style sheet keeps words whole; after a bracket or a formula an invisible joiner does.
    """
    return re.sub(r"(?<=[)\]%])(?=[가-힣])|(?<=\S[$`])(?=[가-힣])", _JOINER, markdown)


def markdown_escape(text: str) -> str:
    """Markdown that shows what a person typed: no link, image, formula, colour, icon or arrow comes of it.

    Punctuation gets a backslash; an invisible joiner keeps Streamlit from finding addresses, icons and
    arrows in the finished text.
    """
    one_line = " ".join(text.split())
    joined = re.sub(r"(?i)([:@<>~=-]|\bwww)(?=\S)", r"\1" + _JOINER, one_line)
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", joined)


def address() -> dict[str, str]:
    """What the address bar asks this page for."""
    return {name: value for name, value in st.query_params.to_dict().items() if name != "lang"}


def set_address(params: dict[str, str]) -> None:
    """Put another problem or quiz into the address bar; the language stays."""
    stale = address().keys() - params.keys()
    st.query_params.update(params)
    for name in stale:  # afterwards, because each step is one in the browser's history and must mean a problem
        del st.query_params[name]


def link_to(page: str, params: dict[str, str]) -> str:
    """The whole address, to give to someone else."""
    base = st.context.url or ""
    parts = urlsplit(base)
    return urlunsplit((parts.scheme, parts.netloc, f"/{page}", urlencode(params | {"lang": lang()}), ""))


def speak(language: Language) -> None:
    """Change the language of this visit and of its address; Streamlit allows it in a callback only."""
    st.session_state[LANGUAGE] = st.session_state["lang"] = language


def remembered_language() -> Language | None:
    """The language chosen with the switch on an earlier visit; a store that fails is told where answers are kept."""
    with suppress(StoreFault):
        return known_language(store().settings().get("language"))
    return None


def remember_language(language: Language) -> None:
    """Keep the choice for the next visit, where that is possible; this visit has it in any case."""
    with suppress(StoreFault):
        store().set_setting("language", language)
