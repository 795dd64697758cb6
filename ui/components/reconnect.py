"""Which click is the first after a restart of the server, and who keeps it from being dropped?"""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_SCRIPTS = ("holding.js", "reconnect.js")

_mount = st.components.v2.component(
    "flipside_reconnect", js="\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
)


def reconnect() -> None:
    """Where the line was broken, run the page once when it is back, and hold a click until then.

    A restarted server has no fragments before the page has run, and drops what is clicked in one.
    """
    _mount(key="reconnect", on_times_change=_nothing)


def _nothing() -> None:
    """A state that has a callback is kept."""
