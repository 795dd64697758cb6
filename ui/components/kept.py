"""How is what stands in a form kept before the form is sent?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_SCRIPTS = ("no_room.js", "kept.js")

_mount = st.components.v2.component(
    "flipside_kept", js="\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
)


def kept(fields: list[str], put: list[list[str]], key: str, on_change: Callable[[], None]) -> None:
    """Hand in what is typed into a form, soon after each key. Belongs outside of the form.

    `fields` are the keys of its elements. `put` is what the page itself has put there, as `kept_rows` tells it: what
    else stands there at first was typed early, and is handed in too.
    """
    heard = (st.session_state.get(key) or {}).get("kept") or {}
    _mount(key=key, data={"fields": fields, "put": put, "heard": heard.get("count", 0)}, on_kept_change=on_change)


def kept_rows(key: str) -> list[list[str]]:
    """The cells of a grid as they stood; the place of a chosen option or one text is a grid of one cell.

    Of options that can be chosen together each has a cell, with its place where it is chosen.
    """
    state = (st.session_state.get(key) or {}).get("kept") or {}
    return state.get("rows") or [[""]]
