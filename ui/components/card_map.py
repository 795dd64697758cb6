"""Which card needs which, as a map to walk along?

`data` is plain JSON: `nodes` `{id, title, href, column, row, aside}`, where one aside is drawn quietly, `edges`
`[from, to]` by id, and a `label`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__)

_mount = st.components.v2.component(
    "flipside_card_map",
    css=_HERE.with_suffix(".css").read_text("utf-8"),
    js=_HERE.with_suffix(".js").read_text("utf-8"),
)


def card_map(data: dict[str, Any], key: str) -> None:
    """Draw the map; its nodes are links, followed as those in texts are (ui/links.py)."""
    _mount(key=key, data=data)
