"""Which attempt is this submit, and where does the focus go next?"""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_SCRIPTS = ("focusing.js", "no_room.js", "attempt.js")

_mount = st.components.v2.component(
    "flipside_attempt", js="\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
)


def attempt(key: str, focus: str | None = None, nonce: str | None = None) -> None:
    """Leaves in the session, under `key`, the `id` that the browser gave this attempt, and `reloaded`.

    Belongs inside the form, whose submit brings them. A submit sent again, even to a restarted server, carries the
    same id; `reloaded` says that the page was, so that the learner knows the problem already. When `nonce` changes,
    the first thing that takes focus within the elements of the CSS selector `focus` gets it, once.
    """
    data = {"focus": focus, "nonce": nonce}
    _mount(key=key, data=data, on_id_change=_nothing, on_reloaded_change=_nothing)


def _nothing() -> None:
    """A state that has a callback is kept."""
