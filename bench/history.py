"""Does a long history slow down Today and a round, and what does grading a card cost?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import create_engine, insert

from bench.measure import Measure
from bench.server import ROOT, serve
from bench.visit import Rerun, Visit
from engine import catalog
from engine.rounds import RoundLink
from engine.study.clock import Clock
from engine.study.items import items
from engine.study.memory import Memory
from engine.study.reviews import Review, skill_item
from engine.study.store import open_store
from engine.study.tables import attempts, days, memories, reviews

SHORT, LONG = 1_000, 100_000
ROUNDS = 15
GROWTH_AIM, GRADE_AIM = 1.5, 3.0


def histories(folder: Path, empty: Visit) -> Iterator[Measure]:
    """Both pages with a long record against a short one, and a grade against an empty page's rerun."""
    for count in (SHORT, LONG):
        _fill(folder / f"history-{count}", count)
    app, short, long = ROOT / "app.py", folder / f"history-{SHORT}", folder / f"history-{LONG}"
    round = RoundLink("today").begin(200, datetime.now(UTC)).params()
    with serve(app, short) as few, serve(app, long) as many:
        for name, page, params in (("Today", "", {}), ("a round", "flashcards", round)):
            with Visit(few, page) as visit_few, Visit(many, page) as visit_many:
                seconds = _in_turns(partial(visit_few.open, **params), partial(visit_many.open, **params))
            ratio, why = seconds[1] / seconds[0], f"{seconds[1] * 1000:.0f} ms"
            yield Measure(f"{name} after {LONG:,} answers, to {SHORT:,}", ratio, GROWTH_AIM, why=why)
        with Visit(many, "flashcards") as visit:
            seconds = _in_turns(partial(_grade, visit, round), empty.open)
        yield Measure("grading a card, to an empty rerun", seconds[0] / seconds[1], GRADE_AIM, why="time")


def _grade(visit: Visit, params: dict[str, str]) -> Rerun:
    """Grade the card on the table, and get the next one."""
    front = visit.open(**params)
    back = visit.press(front, "flip-", **params)
    return visit.press(back, "grade-3-", **params)


def _in_turns(*jobs: Callable[[], Rerun]) -> list[float]:
    """The median seconds of each job's last rerun, the first two rounds left out."""
    taken = [[job().seconds for job in jobs] for _ in range(ROUNDS + 2)][2:]
    return [median(column) for column in zip(*taken, strict=True)]


def _fill(home: Path, count: int) -> None:
    """A record of so many answers and as many reviews, every question learned and due, the skills resting."""
    home.mkdir()
    url = f"sqlite:///{home / 'flipside.db'}"
    open_store(url).close()
    at, kinds = datetime.now(UTC), list(catalog.kinds())
    day = Clock(at).day
    learned = []
    for item in items():
        ago = at - timedelta(days=30 if item.startswith("question:") else 0)
        learned.append(Memory(item).after(Review(item, item, 3, 0.9, ago, Clock(ago).day)))
    answered = [
        {"id": f"a{n}", "kind": kinds[n % len(kinds)], "version": 1, "seed": n, "level": 2, "givens": {"size": n},
         "reply": "7", "verdict": "right", "seconds": 30.0, "at": at - timedelta(minutes=n)}
        for n in range(count)
    ]  # fmt: skip
    graded = [
        {"id": f"r{n}", "item": skill_item(kinds[n % len(kinds)], 2), "rating": 3, "retention": 0.9,
         "at": at - timedelta(minutes=n), "day": day - timedelta(days=1 + n // 50)}
        for n in range(count)
    ]  # fmt: skip
    studied = [{"day": day - timedelta(days=1 + n), "reviews": 50} for n in range(count // 50)]
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(insert(attempts), answered)
        connection.execute(insert(reviews), graded)
        connection.execute(insert(memories), [vars(memory) for memory in learned])
        connection.execute(insert(days), studied)
    engine.dispose()
