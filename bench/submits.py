"""What does checking an answer cost, in reruns of an empty page?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

from streamlit.runtime.runtime_util import MESSAGE_FLUSH_INTERVAL_SECS

from bench.measure import Measure
from bench.visit import Rerun, Visit
from engine import catalog
from engine.problem import Problem

RUNS = 3
ROUNDS = 10
MODELS = ("conv-output-size", "cross-correlation-grid")  # an answer in a line, and one on the board
WAIT = f"Streamlit waits {MESSAGE_FLUSH_INTERVAL_SECS * 1000:g} ms, and most often once, between batches of messages"
MOST_MESSAGES, TIME_AIM, PROCESSOR_AIM = 16, 3.0, 2.5


def submits(practice: Visit, empty: Visit) -> Iterator[Measure]:
    """A submit that meets a known slip."""
    for kind in [kind for kind in MODELS if kind in catalog.kinds()]:
        yield from costs(f"submit, {kind}", partial(_submit, practice, kind), empty, PROCESSOR_AIM, MOST_MESSAGES)


def costs(
    what: str,
    ours: Callable[[int], Rerun],
    empty: Visit,
    processor_aim: float | None = None,
    most_messages: float | None = None,
) -> Iterator[Measure]:
    """Median time (the middle of three runs), processor time and messages of a rerun, beside one of an empty page."""
    pairs = [(ours(n), empty.open()) for n in range(RUNS * ROUNDS + 2)][2:]  # warm
    runs = [pairs[start : start + ROUNDS] for start in range(0, len(pairs), ROUNDS)]
    ratios = [median(mine.seconds for mine, _ in run) / median(theirs.seconds for _, theirs in run) for run in runs]
    fullest = max((mine for mine, _ in pairs), key=lambda rerun: len(rerun.messages))
    yield Measure(f"{what}: time (runs {_spread(ratios)})", median(ratios), TIME_AIM, why=WAIT)
    spent = [(mine.processor, theirs.processor) for mine, theirs in pairs if mine.processor and theirs.processor]
    if spent:
        mine, theirs = (median(column) for column in zip(*spent, strict=True))
        yield Measure(f"{what}: processor", mine / theirs, processor_aim, why=f"{mine * 1000:.1f} ms")
    yield Measure(f"{what}: messages", len(fullest.messages), most_messages, unit="", why=_elements(fullest))


def _submit(practice: Visit, kind: str, seed: int) -> Rerun:
    problem = catalog.draw(kind, 1, seed)
    params = {"kind": kind, "level": "1", "v": str(problem.version), "seed": str(seed)}
    return practice.submit(practice.open(**params), _slip(problem), **params)


def _slip(problem: Problem) -> Any:
    """The first mistake as a learner types it."""
    turn = next(iter(problem.mistakes()), None)
    spelled = problem.reply.spell(turn.value, problem.tolerance) if turn else problem.spelled()
    return [row.split() for row in spelled.split("/")] if problem.reply.has_cells else spelled


def _spread(ratios: list[float]) -> str:
    return ", ".join(f"{ratio:.2f}" for ratio in ratios)


def _elements(rerun: Rerun) -> str:
    """What the messages hold, most often first."""
    held = Counter(
        message.delta.new_element.WhichOneof("type")
        or (message.WhichOneof("type") == "delta" and (message.delta.add_block.WhichOneof("type") or "container"))
        or "Streamlit’s own"
        for message in rerun.messages
    )
    return ", ".join(f"{count} {name}" for name, count in held.most_common())
