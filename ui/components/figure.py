"""How does a figure of the lab get onto the screen and move there, without a word to the server?

`data` is ready JSON: `{"figure": ..., "labels": ...}` with the figure as `engine.lab.figure.ready` gives it and the
words of the controls in the visitor's language. The script comes once from app.py; a component's own script would come
with each of its figures. Charts are drawn by the Plotly that app.py serves from Plotly's own
package; the browser fetches it when the first chart comes. Why not `st.plotly_chart`: its slider and its play button
cannot be reached by keyboard, its colours follow the theme by private codes, and a board needs the same controls.
"""

from hashlib import sha256
from pathlib import Path

import streamlit as st

from ui.components.board import TERMS

_HERE = Path(__file__).parent
_SCRIPTS = ("figure.js", "figure_chart.js", "figure_board.js", "figure_pictures.js", "figure_files.js", *TERMS)

SCRIPT = "\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)
_LOADER = (_HERE / "figure_loader.js").read_text("utf-8").replace("VERSION", sha256(SCRIPT.encode()).hexdigest()[:16])

_mount = st.components.v2.component(
    "flipside_figure",
    css="\n".join((_HERE / name).read_text("utf-8") for name in ("board.css", "figure.css")),
    js=_LOADER,
)


def figure(data: bytes, key: str) -> None:
    """Show the figure with its controls; the same bytes are not sent to the browser twice."""
    _mount(key=key, data=data, on_moved_change=lambda: None)


def moved_to(key: str, start: str) -> str | None:
    """Where the learner has moved the figure that opened at `start`, as the address spells it.

    Known once the learner turns to something else on the page, so in time for what a setting does.
    """
    match (st.session_state.get(key) or {}).get("moved"):
        case [first, str(at)] if first == start:
            return at
    return None
