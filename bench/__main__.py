"""How fast is Flipside against plain tools, and how well are spoken answers scored? Prints one table."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.figures import figures
from bench.history import histories
from bench.imports import imports
from bench.interview import interview
from bench.lab import lab
from bench.measure import Measure
from bench.problems import problems
from bench.reading import reading
from bench.server import ROOT, serve
from bench.speaking import speaking
from bench.storing import storing
from bench.submits import submits
from bench.visit import Visit


def measures(folder: Path) -> Iterator[Measure]:
    yield from imports()
    yield from reading()
    yield from speaking()
    yield from storing(folder)
    empty_page = ROOT / "bench" / "empty_page.py"
    with serve(ROOT / "app.py", folder / "flipside") as flipside, serve(empty_page, folder / "empty") as empty_server:
        yield from figures(flipside)
        with Visit(flipside, "practice") as practice, Visit(empty_server) as empty:
            yield from problems(empty)
            yield from submits(practice, empty)
            yield from lab(flipside, empty)
            yield from interview(folder, empty)
            yield from histories(folder, empty)


def line(measure: Measure) -> str:
    aim = "" if measure.aim is None else f"{measure.aim:g}{measure.unit}"
    value = f"{measure.value:.2f}{measure.unit}" if measure.unit else f"{measure.value:g}"
    mark = "" if measure.aim is None else "ok" if measure.met else "UNDER" if measure.at_least else "OVER"
    return f"{measure.what:72}{value:>8}{aim:>8}  {mark:6}{measure.why}"


if __name__ == "__main__":
    print(f"{'what':72}{'ratio':>8}{'aim':>8}")
    with tempfile.TemporaryDirectory() as name:
        for measure in measures(Path(name)):
            print(line(measure), flush=True)
