"""What does a changed setting of the lab cost, in reruns of an empty page and in bytes beside the figure itself?"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from bench.measure import Measure
from bench.server import Server
from bench.visit import Visit
from engine.lab.experiments.output_size import OutputSize
from engine.lab.figure import ready

SIZES = range(20, 34)  # each a figure that was never drawn before
AIM = 3.0


def lab(flipside: Server, empty: Visit) -> Iterator[Measure]:
    """The median of changes of one setting; a learner's own answer skips the question before the figure."""
    params = {"exp": "output-size", "yours": "5", "lang": "en"}
    with Visit(flipside, "lab") as visit:
        page = visit.open(**params)
        pairs = [(visit.enter(page, "lab-output-size-size", size, **params), empty.open()) for size in SIZES]
    ratio = median(ours.seconds for ours, _ in pairs) / median(theirs.seconds for _, theirs in pairs)
    figures = [len(ready(OutputSize(size=size, yours="5"), "en")) for size in SIZES]
    beside = median(ours.bytes - figure for (ours, _), figure in zip(pairs, figures, strict=True)) / 1024
    yield Measure("a changed setting of the lab, to an empty rerun", ratio, AIM)
    yield Measure("sent for it beside the figure's own bytes", beside, None, unit=" KiB")
