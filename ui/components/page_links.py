"""How does a link in a text lead to another page of ours without loading everything anew?"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_mount = st.components.v2.component("flipside_page_links", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def page_links(pages: list[str], here: str, aim: str | None) -> str | None:
    """The page and query of a link that was just clicked, wherever on the page; such as `learn?card=padding`.

    Where `here` is new, the browser looks at the element of the class `aim`, or at the beginning of the page.
    """
    to: str | None = _mount(
        key="page_links", data={"pages": pages, "here": here, "aim": aim}, on_to_change=lambda: None
    ).to
    return to
