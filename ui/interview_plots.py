"""How do the scores, the times and the trend of an interview look?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.interview.turns import Interview
from ui.plots import FONT, INK, NONE, QUIET, axis, end_of_row, lines, name_of_row, show, written
from ui.session import say

_ROW, _LINE, _BAR = 40, 18, 10  # px
_NUMBERS = 6  # at most, where the time ran over


def scores(shares: Mapping[str, float], key: str) -> None:
    """A bar a name, filled by its share of the whole, which is outlined."""
    heights = [max(_ROW, _LINE * len(lines(name)) + 8) for name in shares]
    rows = [sum(heights[:n]) + height / 2 for n, height in enumerate(heights)]
    named = [name_of_row(name, row) for row, name in zip(rows, shares, strict=True)]
    told = [end_of_row(_percent(share), row) for row, share in zip(rows, shares.values(), strict=True)]
    layout = {"xaxis": axis(range=[0, 1.002]), "yaxis": axis(range=[sum(heights), 0]), "annotations": named + told}
    full = [1.0] * len(rows)
    bars = [_outlines(full, rows, _BAR, "h"), _filled(list(shares.values()), rows, _BAR, "h")]
    words = ", ".join(f"{name} {_percent(share)}" for name, share in shares.items())
    show(bars, layout, sum(heights) + 8, f"{words}.", key)


def times(interview: Interview, key: str) -> None:
    """A bar a question: the budget as an outline, the time taken in it; a number only where it ran over."""
    turns = interview.turns
    places = [n + 1.0 for n in range(len(turns))]
    most = max((max(turn.seconds, turn.budget) for turn in turns), default=1)
    over = sorted((turn.budget - turn.seconds, n) for n, turn in enumerate(turns, start=1))
    numbers = [
        {"text": f"{turns[n - 1].seconds:.0f}", "x": n, "y": turns[n - 1].seconds, "yanchor": "bottom"}
        for left, n in over[:_NUMBERS]
        if left < 0
    ]
    every = -(-len(turns) // 18)
    step = next((step for step in (15, 30, 60, 120, 300) if most / step < 5), 600)
    labels = {"showticklabels": True, "tickangle": 0}
    ends = [0.4, len(turns) + 0.6]
    layout = {
        "xaxis": axis(range=ends, showline=True, linewidth=1.5, tickvals=places[::every], **labels),
        "yaxis": axis(range=[0, 1.12 * most], dtick=step, **labels),
        "margin": {"l": 36, "r": 4, "t": 28, "b": 28},
        "showlegend": True,
        "legend": {"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom", "font": FONT},
        "annotations": [number | {"showarrow": False} for number in numbers],
    }
    bars = [
        _outlines([turn.budget for turn in turns], places, 0.6, "v") | {"name": say("budget")},
        _filled([turn.seconds for turn in turns], places, 0.26, "v") | {"name": say("time taken")},
    ]
    told = (
        say("Question {n}: {seconds} of {budget} s", n=n, seconds=round(turn.seconds), budget=turn.budget)
        for n, turn in enumerate(turns, start=1)
    )
    show(bars, layout, 280, f"{', '.join(told)}.", key)


def trend(shares: Mapping[str, Sequence[float | None]], days: Sequence[str], key: str) -> None:
    """A line a dimension over the interviews, oldest first; one that was not asked for leaves no point."""
    steps, traces, marks = list(range(len(days))), [], []
    layout: dict[str, Any] = {}
    for row, (name, values) in enumerate(shares.items(), start=1):
        yref = f"y{row}"
        traces.append(
            {
                "type": "scatter",
                "x": steps,
                "y": list(values),
                "yaxis": yref,
                "mode": "lines+markers",
                "connectgaps": True,
                "line": {"color": INK, "width": 2},
                "marker": {"color": INK, "opacity": 1, "size": [6] * (len(days) - 1) + [10]},
            }
        )
        top = 1 - (row - 1) / len(shares)
        layout[f"yaxis{row}"] = axis(
            range=[-0.15, 1.15], domain=[top - 0.8 / len(shares), top], zeroline=True, zerolinecolor=QUIET
        )
        marks += [name_of_row(name, 0.5, yref)]
        if values[-1] is not None:
            marks.append(end_of_row(_percent(values[-1]), values[-1], yref))
    ends = [written(days[0], 0, "paper", x=0, xanchor="left"), written(days[-1], 0, "paper", x=1, xanchor="right")]
    layout |= {
        "xaxis": axis(range=[-0.15, len(days) - 0.85]),
        "annotations": marks + [end | {"yanchor": "top", "yshift": -4} for end in ends],
        "margin": {"b": 28},
    }
    told = (
        f"{name}: {', '.join('–' if value is None else _percent(value) for value in values)}"
        for name, values in shares.items()
    )
    show(traces, layout, 64 * len(shares) + 32, f"{'. '.join(told)}.", key)


def _outlines(lengths: list[float], places: list[float], width: float, orientation: str) -> dict[str, Any]:
    return _bars(lengths, places, width, orientation, {"color": NONE, "line": {"color": INK, "width": 1.25}})


def _filled(lengths: list[float], places: list[float], width: float, orientation: str) -> dict[str, Any]:
    return _bars(lengths, places, width, orientation, {"color": INK, "line": {"width": 0}})


def _bars(
    lengths: list[float], places: list[float], width: float, orientation: str, marker: dict[str, Any]
) -> dict[str, Any]:
    along, across = ("x", "y") if orientation == "h" else ("y", "x")
    return {
        "type": "bar",
        "orientation": orientation,
        along: lengths,
        across: places,
        "width": width,
        "marker": marker,
    }


def _percent(share: float) -> str:
    return f"{share:.0%}"
