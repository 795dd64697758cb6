"""How does a plot look on every page: ink that follows the theme, no frame, nothing to press?"""

from __future__ import annotations

import textwrap
from typing import Any

import streamlit as st

# Streamlit swaps these codes in the browser for the chart colours of the theme, so one figure serves light and dark.
INK, QUIET, NONE = "#000004", "#000005", "rgba(0,0,0,0)"
FONT = {"size": 14, "color": INK}
NAMES = 150  # px left of a plot, for the names of its rows
_LETTERS = 20  # of a name in a line; half as many in Hangul


def show(traces: list[dict[str, Any]], layout: dict[str, Any], height: int, told: str, key: str) -> None:
    """Draw a figure of Plotly's; `told` says in words what it shows."""
    margin = {"l": NAMES, "r": 48, "t": 4, "b": 4} | layout.pop("margin", {})
    usual = {"margin": margin, "font": FONT, "showlegend": False, "hovermode": False, "bargap": 0, "barmode": "overlay"}
    figure = {
        "data": traces,
        "layout": {**usual, "height": height, "paper_bgcolor": NONE, "plot_bgcolor": NONE, **layout},
    }
    st.plotly_chart(figure, height=height, key=key, alt=told, config={"staticPlot": True, "responsive": True})


def axis(**more: Any) -> dict[str, Any]:
    """An axis without a line, a grid or ticks; whatever is wanted of them is added."""
    bare = {"showgrid": False, "zeroline": False, "showline": False, "ticks": "", "showticklabels": False}
    return bare | {"fixedrange": True, "linecolor": INK, "tickfont": FONT} | more


def name_of_row(name: str, y: float, yref: str = "y") -> dict[str, Any]:
    """A name left of a row, in as many lines as it needs."""
    return written("<br>".join(lines(name)), y, yref, x=0, xshift=-NAMES, xanchor="left", align="left")


def end_of_row(words: str, y: float, yref: str = "y") -> dict[str, Any]:
    """What stands right of a row."""
    return written(words, y, yref, x=1, xshift=48, xanchor="right", align="right")


def written(words: str, y: float, yref: str, **more: Any) -> dict[str, Any]:
    """Words beside the plot; `x` is a share of its width."""
    return {"text": words, "y": y, "yref": yref, "xref": "paper", "showarrow": False} | more


def lines(name: str) -> list[str]:
    """A name of a row, in lines that fit beside it."""
    hangul = sum("가" <= letter <= "힣" for letter in name)
    return textwrap.wrap(name, _LETTERS - hangul * _LETTERS // (2 * len(name) or 1), break_long_words=False)
