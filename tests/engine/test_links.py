"""Does every address mean something usable, and the same to everybody?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import catalog
from engine.links import (
    MIXED,
    QUIZ_SIZES,
    ProblemLink,
    QuizLink,
    fresh_problem,
    fresh_quiz,
    mixed_problem,
    own_problem,
    parse_problem,
    parse_quiz,
)

SLUGS = list(catalog.kinds())
HOSTILE = ["", "abc", "1e400", "-1", "9" * 5000, "٣", "\x00", "<script>", "$x$", "nan", "null", "None", "1.0", "１"]
strange = st.sampled_from(HOSTILE) | st.text(max_size=30)
PARAMS = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(SLUGS) | strange,
        "level": st.sampled_from(["1", "2", "3", "9"]) | strange,
        "seed": st.sampled_from(["0", "42", "2147483647", "2147483648"]) | strange,
        "v": st.sampled_from(["1", "2", "0"]) | strange,
        "givens": st.sampled_from(["{}", "[]", '{"size": 7, "kernel_size": 3}']) | strange,
        "mix": st.sampled_from([MIXED, "output-shapes"]) | strange,
        "problems": st.lists(st.sampled_from(SLUGS).map("{}.1.7".format) | strange, max_size=25).map(",".join),
        "run": st.sampled_from(["0" * 32]) | strange,
        "surprise": strange,
    },
)


def said(notes: list[Any]) -> list[str]:
    for note in notes:
        assert note.render("ko")
    return [note.render("en") for note in notes]


@given(params=PARAMS)
def test_any_address_means_a_problem(params: dict[str, str]) -> None:
    link, notes = parse_problem(params)
    said(notes)
    problem = link.problem()
    assert problem.slug == link.kind
    assert link.level in catalog.LEVELS
    again, complaints = parse_problem(link.params())
    assert (again, complaints) == (link, [])
    assert again.problem() == problem


@given(params=PARAMS)
def test_any_address_means_a_quiz_or_none(params: dict[str, str]) -> None:
    link, notes = parse_quiz(params)
    said(notes)
    if link is None:
        assert bool(notes) == ("problems" in params)
        return
    assert 1 <= len(link.problems) <= max(QUIZ_SIZES)
    assert parse_quiz(link.params()) == (link, [])
    for place in range(len(link.problems)):
        assert link.problem(place).problem()


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("level", catalog.LEVELS)
def test_own_numbers_go_into_the_address_and_back(slug: str, level: Any) -> None:
    problem = catalog.draw(slug, level, 5)
    link = own_problem(slug, level, problem, None)
    assert parse_problem(link.params()) == (link, [])
    assert link.problem() == problem


def test_a_link_with_seed_and_level_means_one_problem() -> None:
    params = {"kind": "conv-output-size", "level": "2", "seed": "42", "v": "1"}
    assert parse_problem(params) == (ProblemLink("conv-output-size", 2, 42), [])
    assert ProblemLink("conv-output-size", 2, 42).params() == params


def test_a_link_without_a_level_means_the_first() -> None:
    for params in ({}, {"level": ""}):
        link = parse_problem({"kind": "gradient", "seed": "42", "v": "1", **params})
        assert link == (ProblemLink("gradient", 1, 42), [])


GOOD = {"kind": "conv-output-size", "level": "2", "seed": "42", "v": "1"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "deconvolution"}, "There is no kind of problem “deconvolution”"),
        ({"seed": "abc"}, "“abc” is not a seed"),
        ({"seed": "1e400"}, "“1e400” is not a seed"),
        ({"seed": "2147483648"}, "is not a seed"),
        ({"seed": ""}, "is not a seed"),
        ({"level": "9"}, "asked for level 9; here is level 3"),
        ({"level": "0"}, "here is level 1"),
        ({"level": "-3"}, "here is level 1"),
        ({"level": "high"}, "here is level 1"),
        ({"v": "0"}, "made with version 0 of “Convolution output size”"),
        ({"v": "x"}, "made with version x"),
        ({"givens": "{"}, "The numbers in this link do not make a problem"),
        ({"givens": '{"size": 2, "kernel_size": 3}'}, "The numbers in this link do not make a problem"),
        ({"mix": "philosophy"}, "There is no topic “philosophy”"),
    ],
)
def test_what_a_link_has_wrong_is_replaced_with_one_sentence(changes: dict[str, str], words: str) -> None:
    link, notes = parse_problem(GOOD | changes)
    sentences = said(notes)
    assert len(sentences) == 1
    assert words in sentences[0]
    assert link.problem()


def test_a_long_piece_of_a_link_is_not_repeated_in_full() -> None:
    _, notes = parse_problem(GOOD | {"kind": "x" * 5000})
    assert len(said(notes)[0]) < 200


def test_a_fresh_problem_is_of_its_kind_or_of_its_mix() -> None:
    fresh = fresh_problem("gradient", 3)
    assert (fresh.kind, fresh.level, fresh.mix) == ("gradient", 3, None)
    assert parse_problem(fresh.params()) == (fresh, [])
    topic = catalog.kinds()["gradient"].topic
    for _ in range(20):
        mixed = mixed_problem(topic, 2)
        assert catalog.kinds()[mixed.kind].topic == topic
        assert mixed.mix == topic
        assert parse_problem(mixed.params()) == (mixed, [])
    assert {mixed_problem(MIXED, 1).kind for _ in range(2000)} == set(SLUGS)  # 400 draws leave one out now and then


@pytest.mark.parametrize("count", QUIZ_SIZES)
def test_a_quiz_spreads_over_its_kinds(count: int) -> None:
    link = fresh_quiz([kind.topic for kind in catalog.kinds().values()], 2, count)
    kinds = [kind for kind, _ in link.problems]
    assert len(kinds) == count
    times = [kinds.count(slug) for slug in SLUGS]
    assert max(times) - min(times) <= 1


def test_a_shared_quiz_has_the_same_problems() -> None:
    link = fresh_quiz([catalog.kinds()["gradient"].topic], 1, 5)
    assert parse_quiz(link.params()) == (link, [])
    assert {catalog.kinds()[kind].topic for kind, _ in link.problems} == {catalog.kinds()["gradient"].topic}


@pytest.mark.parametrize(
    ("problems", "run", "kept", "sentences"),
    [
        ("gradient.1.5,nothing.1.5", "", 1, 1),
        ("gradient.1.abc", "", 0, 2),
        ("gradient", "", 0, 2),
        ("", "", 0, 1),
        ("gradient.0.5,gradient.0.6", "", 2, 1),
        (",".join(["gradient.1.5"] * 50), "", 20, 0),
        ("gradient.1.5", "not-a-run", 1, 0),
    ],
)
def test_what_a_quiz_link_has_wrong_is_left_out_and_told(problems: str, run: str, kept: int, sentences: int) -> None:
    link, notes = parse_quiz({"problems": problems, "run": run})
    assert len(link.problems if link else ()) == kept
    assert len(said(notes)) == sentences
    assert link is None or link.run is None


def test_params_are_text_without_surprises() -> None:
    quiz = QuizLink(1, (("gradient", 3),), "a" * 32)
    assert quiz.params() == {"level": "1", "problems": "gradient.1.3", "run": "a" * 32}
    problem = catalog.from_givens("conv-output-size", {"size": 7, "kernel_size": 3})
    own = own_problem("conv-output-size", 1, problem, None)
    assert json.loads(own.params()["givens"])["size"] == 7
    assert "seed" not in own.params()
