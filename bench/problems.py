"""What does one complete problem of each kind cost, in reruns of an empty page?"""

from __future__ import annotations

from functools import partial
from statistics import median

from bench.measure import Measure, alternating
from bench.visit import Visit
from engine import catalog
from engine.problem import Level

ROUNDS = 9
AIM = 0.25


def problems(empty: Visit) -> list[Measure]:
    """The slowest kind at its slowest level; every kind over the aim is named."""
    reruns = [empty.open().seconds]
    costs: dict[tuple[str, Level], list[float]] = {
        (slug, level): [] for slug in catalog.kinds() for level in catalog.LEVELS
    }
    for seed in range(ROUNDS):
        for level in catalog.LEVELS:
            reruns.append(empty.open().seconds)
            for slug in catalog.kinds():
                costs[slug, level] += alternating(partial(complete, slug, level, seed), times=1)
    ratios = {which: median(taken) / median(reruns) for which, taken in costs.items()}
    worst = max(ratios, key=ratios.__getitem__)
    over = [f"{slug} level {level} {ratio:.2f}" for (slug, level), ratio in ratios.items() if ratio > AIM]
    what = f"a complete problem, slowest of {len(catalog.kinds())} kinds ({worst[0]}, level {worst[1]})"
    return [Measure(what, ratios[worst], AIM, why="; ".join(over))]


def complete(slug: str, level: Level, seed: int) -> int:
    """Everything a page may ask of a problem: how much of it there is."""
    problem = catalog.draw(slug, level, seed)
    words = [problem.prompt(), *(step.words for step in problem.steps())]
    return len([*words, problem.answer(), *(turn.tex for turn in problem.mistakes())])
