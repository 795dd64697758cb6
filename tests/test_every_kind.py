"""What every kind of problem promises, held over many seeds.

A kind needs no test file of its own: only an oracle in tests/oracles/ that shares no code with it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest

from engine import catalog, givens
from engine.problem import Problem
from engine.text import LANGUAGES, typeset
from tests.conftest import needs_torch

SEEDS = range(200)
JUNK = ("", " ", "?", "--", "abc", "1;;x", "nan", "1/0", "½", "[[", "1e999999", "<b>1</b>", "9" * 30_000)

every_kind = pytest.mark.parametrize("slug", catalog.kinds())
every_level = pytest.mark.parametrize("level", catalog.LEVELS)


@cache
def drawn(slug: str, level: Any) -> tuple[Problem, ...]:
    return tuple(catalog.draw(slug, level, seed) for seed in SEEDS)


@every_kind
def test_examples_hold(slug: str) -> None:
    kind = catalog.kinds()[slug]
    for example in kind.examples():
        problem = kind.from_givens(example.givens)
        assert problem.reply.json(problem.answer()) == example.answer, example
    assert {example.level for example in kind.examples()} == set(catalog.LEVELS)


@every_kind
@every_level
def test_a_seed_means_one_problem_and_givens_survive_json(slug: str, level: Any) -> None:
    for seed, problem in zip(SEEDS, drawn(slug, level), strict=True):
        assert catalog.draw(slug, level, seed) == problem
        text = json.dumps(problem.givens(), allow_nan=False)
        assert catalog.from_givens(slug, givens.parse(text)) == problem


@every_kind
@every_level
def test_problems_of_a_level_are_many(slug: str, level: Any) -> None:
    assert len(set(drawn(slug, level))) >= 40


@every_kind
@every_level
def test_the_answer_is_right_and_each_mistake_is_known_as_itself(slug: str, level: Any) -> None:
    for problem in drawn(slug, level):
        right = problem.judge(problem.spelled())
        assert (right.verdict, right.tag) == ("right", None)
        for turn in problem.mistakes():
            verdict = problem.judge(problem.reply.spell(turn.value, problem.tolerance))
            assert (verdict.verdict, verdict.tag) == ("wrong", turn.tag)


@every_kind
@every_level
def test_json_of_the_answer_is_read_back_as_right(slug: str, level: Any) -> None:
    for problem in drawn(slug, level):
        if problem.reply.name not in {"one-of", "shape"}:
            text = json.dumps(problem.reply.json(problem.answer()))
            assert problem.judge(text).verdict == "right", text


@every_kind
@every_level
def test_junk_is_unread(slug: str, level: Any) -> None:
    problem = drawn(slug, level)[0]
    for junk in JUNK:
        assert problem.judge(junk).verdict == "unread", junk


@every_kind
def test_every_tag_bites_in_a_twentieth_of_some_level(slug: str) -> None:
    kind = catalog.kinds()[slug]
    best: Counter[str] = Counter()
    for level in catalog.LEVELS:
        count = Counter(turn.tag for problem in drawn(slug, level) for turn in problem.mistakes())
        best |= count
    assert set(best) == set(kind.tags)
    assert min(best.values()) >= len(SEEDS) / 20, best


@every_kind
@every_level
def test_steps_begin_with_a_formula_and_end_in_the_answer(slug: str, level: Any) -> None:
    for problem in drawn(slug, level):
        steps = problem.steps()
        assert len(steps) >= 2
        assert steps[-1].tex.endswith(problem.reply.tex(problem.answer()))
        assert not re.search(r"\d,\d{3}(?!\d)", steps[-1].tex), "TeX carries no thousands separators"
        for turn in problem.mistakes():
            assert 0 < turn.step < len(steps), turn
            assert turn.tex.endswith(problem.reply.tex(turn.value)), turn.tag


@every_kind
@every_level
def test_tex_is_balanced(slug: str, level: Any) -> None:
    for problem in drawn(slug, level):
        lines = [step.tex for step in problem.steps()] + [turn.tex for turn in problem.mistakes()]
        lines += re.findall(r"\$[^$]*\$", problem.prompt().render("en"))
        for line in lines:
            bare = line.replace(r"\{", "").replace(r"\}", "")
            assert bare.count("{") == bare.count("}"), line
            assert line.count(r"\left") == line.count(r"\right"), line
            assert line.count(r"\begin{") == line.count(r"\end{"), line


@every_kind
@every_level
def test_words_are_whole_in_both_languages(slug: str, level: Any) -> None:
    for problem in drawn(slug, level)[:20]:
        for text in (problem.title, problem.prompt(), *(step.words for step in problem.steps())):
            for lang in LANGUAGES:
                assert not re.search(r"\{\w+[:}]", text.render(lang).replace("$", "")), text.message
        assert re.search("[가-힣]", problem.prompt().render("ko"))


@every_kind
@every_level
def test_a_grid_shows_how_each_cell_comes_about(slug: str, level: Any) -> None:
    for problem in drawn(slug, level)[:20]:
        if problem.reply.name != "grid":
            continue
        assert problem.equation() is not None
        for row, cells in enumerate(problem.answer()):
            for column, value in enumerate(cells):
                work = problem.cell(row, column)
                assert work.window
                assert work.expression.endswith(f"= {typeset(value)}")


def oracles() -> list[Any]:
    """Every outside implementation of every kind."""
    found = []
    for slug in catalog.kinds():
        name = f"tests.oracles.{slug.replace('-', '_')}"
        functions = vars(import_module(name)) if find_spec(name) else {}
        here = [(key, value) for key, value in functions.items() if key.startswith("by_")]
        for key, value in here or [("none", None)]:
            found.append(pytest.param(slug, value, id=f"{slug}-{key}", marks=needs_torch if key == "by_torch" else ()))
    return found


@pytest.mark.parametrize("slug, oracle", oracles())
@every_level
def test_an_outside_implementation_agrees(slug: str, oracle: Callable[..., Any], level: Any) -> None:
    assert oracle, f"tests/oracles/{slug.replace('-', '_')}.py has no function by_scipy, by_definition or by_torch"
    kind = catalog.kinds()[slug]
    examples = [kind.from_givens(example.givens) for example in kind.examples() if example.level == level]
    for problem in (*drawn(slug, level), *examples):
        theirs = problem.reply.json(problem.answer()), oracle(**problem.givens())
        assert _alike(*theirs), (problem, *theirs)


def _alike(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, list):
        return (
            isinstance(theirs, list)
            and len(ours) == len(theirs)
            and all(_alike(a, b) for a, b in zip(ours, theirs, strict=True))
        )
    if isinstance(ours, float) or isinstance(theirs, float):
        return bool(abs(ours - theirs) <= 1e-6 * max(1.0, abs(ours)))
    return bool(ours == theirs)


@every_kind
def test_missing_and_unknown_givens_are_refused_by_name(slug: str) -> None:
    kind = catalog.kinds()[slug]
    whole = drawn(slug, 1)[0].givens()
    with pytest.raises(givens.BadGivens, match="surprise"):
        kind.from_givens(whole | {"surprise": 1})
    for name, spelled in givens.types_of(kind).items():
        less = {key: value for key, value in whole.items() if key != name}
        if spelled.endswith("?"):
            kind.from_givens(less)
        else:
            with pytest.raises(givens.BadGivens, match=name):
                kind.from_givens(less)


@every_kind
def test_bad_values_are_refused_by_name(slug: str) -> None:
    kind = catalog.kinds()[slug]
    whole = drawn(slug, 1)[0].givens()
    for name in whole:
        for bad in ("abc", None, -1.5, True, [], [[[[1]]]], {}, float("nan"), 10**30, [float("inf")], [[True]]):
            if bad is True and isinstance(whole[name], bool):
                continue
            try:
                kind.from_givens(whole | {name: bad})
            except givens.BadGivens as fault:
                assert name in fault.field or name in str(fault), (name, bad, str(fault))
            else:
                assert bad == -1.5, (name, bad)
