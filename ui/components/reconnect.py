"""Which click is the first after a restart of the server, and who keeps it from being dropped?"""

from pathlib import Path

import streamlit as st

_mount = st.components.v2.component("flipside_reconnect", js=Path(__file__).with_suffix(".js").read_text("utf-8"))


def reconnect() -> None:
    """Where the line was broken, run the page once when it is back, and hold a click until then.

    A restarted server has no fragments before the page has run, and drops what is clicked in one.
    """
    _mount(key="reconnect", on_times_change=_nothing)


def _nothing() -> None:
    """A state that has a callback is kept."""
