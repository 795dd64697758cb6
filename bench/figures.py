"""Does a page without a figure make the browser fetch Plotly, and how large are the figures of the lab?"""

from __future__ import annotations

from typing import Any

from bench.measure import Measure
from bench.server import ROOT, Server
from bench.visit import Visit
from engine.lab.catalog import experiments
from engine.lab.figure import ready

FIGURE = "flipside_figure"
PAGES = sorted("" if page.stem == "today" else page.stem for page in (ROOT / "pages").glob("*.py"))


def figures(flipside: Server) -> list[Measure]:
    """The browser fetches Plotly's 4.8 MB when the first chart arrives, so no page may send one unasked."""
    charts = []
    for page in PAGES:
        with Visit(flipside, page) as visit:
            elements = [message.delta.new_element for message in visit.open().messages]
            charts += [page for element in elements if _is_chart(element)]
    sizes = {
        f"{slug}, {preset.name.render('en')}": len(ready(kind(**preset.settings), "ko")) / 1024
        for slug, kind in experiments().items()
        for preset in kind.presets()
    }
    largest = max(sizes, key=sizes.__getitem__)
    return [
        Measure("charts on pages without a figure", len(charts), 0, unit="", why=", ".join(charts)),
        Measure("the largest figure of a preset of the lab", sizes[largest], 300, unit=" KiB", why=largest),
    ]


def _is_chart(element: Any) -> bool:
    name: str = element.bidi_component.component_name
    return element.WhichOneof("type") == "plotly_chart" or name == FIGURE
