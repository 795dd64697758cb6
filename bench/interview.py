"""What does an answer in a mock interview cost, in reruns of an empty page?"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.measure import Measure
from bench.server import ROOT, serve
from bench.submits import costs
from bench.visit import Rerun, Visit
from engine.interview.events import Type
from engine.interview.ids import question
from engine.interview.link import InterviewLink
from engine.interview.state import begin
from engine.study.store import Store, open_store


def interview(folder: Path, empty: Visit) -> Iterator[Measure]:
    """An answer in words, of some length, that is scored and followed up."""
    home = folder / "interview"
    with serve(ROOT / "app.py", home) as server, Visit(server, "interview") as visit:
        store = open_store(f"sqlite:///{home / 'flipside.db'}")
        yield from costs("answer in an interview", lambda _: _answer(visit, store), empty)
        store.close()


def _answer(visit: Visit, store: Store) -> Rerun:
    """Begin an interview with an answer written, and press Answer."""
    link = InterviewLink("plain-words", 7, run=uuid.uuid4().hex)
    planned, at = link.plan(), datetime.now(UTC)
    first = question(planned.slots[0].id)
    store.interviews.begin(str(link.run), planned, begin(planned, "en", at))
    store.interviews.advance(str(link.run), Type(0, first.answer.en if first else "", at))
    return visit.press(visit.open(**link.params()), "answer-0", **link.params())
