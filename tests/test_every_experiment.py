"""What does every experiment of the lab promise? All of it runs over every file in engine/lab/experiments/."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from engine import catalog
from engine.cards import cards
from engine.lab.catalog import experiments, picture_of, seen_from, unseen_answer
from engine.lab.experiment import Experiment
from engine.lab.figure import MOST_BYTES, MOST_FRAMES, ready
from engine.lab.settings import Cells, Setting, settings_of, write
from engine.problem import Problem
from engine.text import LANGUAGES

EVERY = pytest.mark.parametrize("kind", experiments().values(), ids=lambda kind: kind.slug)
NONSENSE = ("", " ", "x", "1e999", "nan", "inf", "-", "1/0", "<b>", "9" * 400, "１", "-99999", "99999", "0.5", "$x$")
UNOFFERED = {"yours"}


def presets(kind: type[Experiment]) -> list[Experiment]:
    return [kind(**preset.settings) for preset in kind.presets()]


def extremes(kind: type[Experiment]) -> Iterator[Experiment]:
    """Each setting at its bounds and each choice, on top of each preset; those that `check` refuses are left out."""
    for preset in presets(kind):
        for name, setting in settings_of(kind).items():
            for value in _bounds(setting):
                changed, _ = kind.parse(preset.params() | {name: write(value)})
                yield changed


def _bounds(setting: Setting) -> list[Any]:
    if setting.limits:
        return [setting.limits.low, setting.limits.high]
    return list(setting.choices) if setting.choices else [False, True] if setting.kind == "bool" else []


def figure(experiment: Experiment, lang: Any = "en") -> Any:
    return json.loads(ready(experiment, lang))


@EVERY
def test_an_address_holds_the_whole_picture(kind: type[Experiment]) -> None:
    for experiment in presets(kind):
        assert kind.parse(experiment.params()) == (experiment, [])
    assert presets(kind)[0] == kind()


@EVERY
def test_a_strange_address_is_a_picture_and_a_sentence(kind: type[Experiment]) -> None:
    for name, setting in settings_of(kind).items():
        for value in NONSENSE:
            experiment, notes = kind.parse({name: value})
            figure(experiment)
            if setting.kind != "text" and getattr(experiment, name) == setting.default != value:
                assert notes or value in ("0.5", "")
            assert all(note.render(lang).strip() for note in notes for lang in LANGUAGES)


@EVERY
def test_every_setting_is_offered_under_a_name(kind: type[Experiment]) -> None:
    settings = settings_of(kind)
    assert set(kind.labels) | UNOFFERED | {kind().position()} >= set(settings)
    assert set(kind.beside) <= set(kind.labels) <= set(settings)
    for experiment in presets(kind):
        assert experiment.idle() <= set(settings)
        assert all(experiment.label(name).render("ko") for name in kind.labels)


@EVERY
def test_no_figure_is_too_large(kind: type[Experiment]) -> None:
    for experiment in [*presets(kind), *extremes(kind)]:
        data = ready(experiment, "ko")
        assert len(data) <= MOST_BYTES, (experiment, len(data))
        assert 1 <= len(json.loads(data)["frames"]) <= MOST_FRAMES, experiment


@EVERY
def test_any_settings_within_their_limits_are_a_picture(kind: type[Experiment]) -> None:
    chance = random.Random(kind.slug)

    def drawn(setting: Setting) -> str:
        if setting.limits:
            number = chance.uniform(setting.limits.low, setting.limits.high)
            return str(round(number) if setting.kind == "int" else round(number, chance.choice((0, 1, 3))))
        if setting.choices:
            return chance.choice(setting.choices)
        if isinstance(setting.longest, Cells):
            width = chance.randint(1, 8)
            rows = ((str(chance.randint(-99, 99)) for _ in range(width)) for _ in range(chance.randint(1, 8)))
            return " / ".join(map(" ".join, rows))
        return chance.choice("01") if setting.kind == "bool" else setting.default

    for _ in range(40):
        params = {name: drawn(setting) for name, setting in settings_of(kind).items() if chance.random() < 0.7}
        experiment, _ = kind.parse(params)
        assert len(ready(experiment, "en")) <= MOST_BYTES
        assert kind.parse(experiment.params()) == (experiment, [])
        experiment.look(), experiment.formula()
        asked = experiment.prediction()
        offered = [choice.render("en") for choice in asked.choices] if asked else ["one", "another"]
        assert len(set(offered)) == len(offered) >= 2, offered


@EVERY
def test_a_frame_carries_only_what_moves(kind: type[Experiment]) -> None:
    for experiment in presets(kind):
        drawn = figure(experiment)
        keys = {moving["key"] for moving in drawn.get("marks", drawn.get("grids", [])) if "key" in moving}
        moved = [frame.get("moves", {}) for frame in drawn["frames"]]
        assert all(set(moves) <= keys for moves in moved)
        for key in {key for moves in moved for key in moves}:
            assert len({json.dumps(moves.get(key)) for moves in moved}) > 1, f"{key} never moves"


@EVERY
def test_the_frames_begin_at_the_position_of_the_address(kind: type[Experiment]) -> None:
    for experiment in presets(kind):
        drawn = figure(experiment)
        start = drawn["frames"][drawn.get("start", 0)]["at"]
        assert start == write(getattr(experiment, experiment.position()))
        assert len({frame["at"] for frame in drawn["frames"]}) == len(drawn["frames"])
        for frame in drawn["frames"]:  # what the address bar takes while playing is an address
            there, notes = kind.parse(experiment.params() | {experiment.position(): frame["at"]})
            assert notes == []
            assert write(getattr(there, experiment.position())) == frame["at"]


@EVERY
def test_every_figure_says_in_words_what_it_shows(kind: type[Experiment]) -> None:
    for lang in LANGUAGES:
        for experiment in presets(kind):
            drawn = figure(experiment, lang)
            assert re.search(r"\d", drawn["alt"]), "the alternative names the point with its number"
            assert all(frame["words"] and frame["label"] for frame in drawn["frames"])
            assert 2 <= len(experiment.look()) <= 4


@EVERY
def test_the_formula_is_balanced_tex(kind: type[Experiment]) -> None:
    for experiment in [*presets(kind), *extremes(kind)]:
        assert experiment.formula()
        for tex in (re.sub(r"\\[{}]", "", piece) for piece in experiment.formula()):
            assert tex.strip()
            assert tex.count("{") == tex.count("}")
            assert len(re.findall(r"\\left\b", tex)) == len(re.findall(r"\\right\b", tex))


@EVERY
def test_a_prediction_has_one_right_choice(kind: type[Experiment]) -> None:
    asked = [experiment.prediction() for experiment in presets(kind)]
    assert any(asked)
    for prediction in filter(None, asked):
        labels = [choice.render("en") for choice in prediction.choices]
        assert len(set(labels)) == len(labels) >= 2
        assert 0 <= prediction.right < len(labels)


@EVERY
def test_every_link_leads_somewhere(kind: type[Experiment]) -> None:
    assert set(kind.cards) <= set(cards())
    assert set(kind.kinds) <= set(catalog.kinds())
    for preset in kind.presets():
        assert set(preset.cards) <= set(kind.cards)
    for card in kind.cards:
        assert kind in {experiment for experiment, _ in seen_from(card)}


@EVERY
def test_the_same_settings_are_drawn_once(kind: type[Experiment]) -> None:
    assert ready(kind(), "en") is ready(kind(), "en")
    assert ready.cache_info().maxsize is not None


def drawn_problems() -> list[Problem]:
    levels = [(kind, level, seed) for kind in catalog.kinds() for level in catalog.LEVELS for seed in range(20)]
    return [problem for problem in (catalog.draw(*which) for which in levels) if problem.figure()]


def test_a_problem_that_has_a_picture_opens_its_experiment_on_its_own_numbers() -> None:
    seen = set()
    for problem in drawn_problems():
        params = picture_of(problem, problem.spelled())
        assert params, (problem.slug, problem.givens(), problem.figure())
        experiment, notes = experiments()[params["exp"]].parse(params)
        assert notes == []
        assert "yours" in params
        figure(experiment)
        assert problem.slug in experiment.kinds
        seen.add(problem.slug)
    assert seen == {slug for kind in experiments().values() for slug in kind.kinds}


def test_every_kind_with_a_picture_shows_a_wrong_answer_in_it_or_says_that_it_cannot() -> None:
    shown, told = set(), set()
    for kind, level in product(catalog.kinds(), catalog.LEVELS):
        drawn = (catalog.draw(kind, level, seed) for seed in range(20))
        problem = next((problem for problem in drawn if problem.figure()), None)
        for turn in problem.wrong_turns() if problem else ():
            params = picture_of(problem, problem.reply.spell(turn.value, problem.tolerance))
            assert params
            experiment, _ = experiments()[params["exp"]].parse(params)
            (told if unseen_answer(experiment, "en") else shown).add(kind)
    assert shown == {slug for kind in experiments().values() for slug in kind.kinds}
    assert told <= {"channel-shuffle", "gradient", "separable-saving"}  # a number for a vector, a saving of 0


@pytest.mark.parametrize("value", ["what?", "<b>", "$x$", "１/0"])
@EVERY
def test_a_nonsense_answer_in_a_link_ends_in_a_sentence(kind: type[Experiment], value: str) -> None:
    experiment, notes = kind.parse({"yours": value})
    assert notes == []
    for lang in LANGUAGES:
        unseen = unseen_answer(experiment, lang)
        assert (unseen is not None) == ("yours" in settings_of(kind))
        assert unseen is None or value in unseen.render(lang)
