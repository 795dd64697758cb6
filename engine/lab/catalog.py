"""Which experiments are there, which of them shows a card, and what does their list say?"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any

from engine.lab import experiments as folder
from engine.lab.experiment import Experiment, Preset
from engine.lab.figure import ready
from engine.lab.settings import as_json, write
from engine.problem import Problem
from engine.text import Language, Quoted, Text, both


@cache
def experiments() -> dict[str, type[Experiment]]:
    """Every experiment by its slug, which is its file's name, in the order of the list."""
    found = []
    for module in (module.name for module in pkgutil.iter_modules(folder.__path__)):
        for value in vars(import_module(f"{folder.__name__}.{module}")).values():
            if isinstance(value, type) and issubclass(value, Experiment) and value.__module__.endswith(f".{module}"):
                found.append(value)
    return {experiment.slug: experiment for experiment in sorted(found, key=lambda experiment: experiment.order)}


def seen_from(card: str) -> list[tuple[type[Experiment], Preset]]:
    """The pictures that show what a card teaches: of each experiment the presets made for it, else its default."""
    found = []
    for experiment in experiments().values():
        made_for_it = [preset for preset in experiment.presets() if card in preset.cards]
        default = experiment.presets()[:1] if card in experiment.cards else ()
        found += [(experiment, preset) for preset in made_for_it or default]
    return found


def picture_of(problem: Problem, reply: str = "") -> dict[str, str] | None:
    """The address's parameters for the picture of a problem, beside it the learner's reply where that can be shown.

    None where the problem has no picture, or one beyond the limits of the lab.
    """
    figure = problem.figure()
    if figure is None or figure.experiment not in experiments():
        return None
    experiment = experiments()[figure.experiment]
    settings = {name: write(value) for name, value in figure.settings.items()}
    shown, notes = experiment.parse(settings | ({"yours": reply} if reply else {}))
    if notes and reply:
        return picture_of(problem)
    return None if notes else shown.params()


def unseen_answer(experiment: Experiment, lang: Language) -> Text | None:
    """The sentence for a learner's answer that neither the picture nor the words beside it show."""
    yours = experiment.params().get("yours", "")
    bare, _ = type(experiment).parse({name: value for name, value in experiment.params().items() if name != "yours"})
    if not yours or experiment.look() != bare.look() or ready(experiment, lang) != ready(bare, lang):
        return None
    return Text("The answer “{value}” cannot be shown in this picture.", value=Quoted(yours))


def listed() -> list[dict[str, Any]]:
    """What `python -m engine lab --json` prints."""
    return [
        {"slug": slug, "title": both(experiment.title), "settings": as_json(experiment)}
        for slug, experiment in experiments().items()
    ]
