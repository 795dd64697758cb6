"""Does a page without a figure make the browser fetch Plotly?"""

from __future__ import annotations

from bench.measure import Measure
from bench.server import ROOT, Server
from bench.visit import Visit

PAGES = sorted("" if page.stem == "today" else page.stem for page in (ROOT / "pages").glob("*.py"))


def figures(flipside: Server) -> list[Measure]:
    """The browser fetches Plotly's 4.7 MB when the first chart arrives, so no page may send one unasked."""
    charts = []
    for page in PAGES:
        with Visit(flipside, page) as visit:
            held = [message.delta.new_element.WhichOneof("type") for message in visit.open().messages]
            charts += [page for kind in held if kind == "plotly_chart"]
    return [Measure("charts on pages without a figure", len(charts), 0, unit="", why=", ".join(charts))]
