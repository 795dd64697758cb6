"""Does a link make the same interview again, and every address something usable?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.interview.ids import numbers
from engine.interview.link import SHARES, Composition, InterviewLink, parse_interview
from engine.interview.plan import plan
from engine.interview.slots import COMPUTED
from engine.interview.templates import templates

MISTAKEN = frozenset({"output-size", "why-pooling"})
NAMES = ["interview", "seed", "minutes", "topics", "level", "spoken", "questions", "run", "by"]
LINKS = [
    InterviewLink("phone-screen", 0),
    InterviewLink("whiteboard", 2_147_483_647, run="0123456789abcdef" * 2),
    InterviewLink("weak-spots", 5, ("why-pooling/why-pool", "conv-output-size@2.7", "layer@3.0")),
    InterviewLink(Composition(), 3, by_person=True),
    InterviewLink(Composition(45, ("pooling", "vgg"), 2, 25), 3, ("gradient@1.1",)),
]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_comes_back_as_it_was(link: InterviewLink) -> None:
    assert parse_interview(link.params()) == (link, [])


def test_weak_spots_are_the_same_for_who_gets_the_link() -> None:
    mine = InterviewLink("weak-spots", 8)
    planned = mine.plan(MISTAKEN)
    received, notes = parse_interview(mine.carrying(planned).params())
    assert received is not None and notes == []
    assert received.plan() == planned != mine.plan()


@pytest.mark.parametrize("name", sorted(templates()))
def test_carried_questions_make_the_plan_of_the_seed(name: str) -> None:
    planned = plan(templates()[name], 11)
    assert plan(templates()[name], 11, ids=planned.ids) == planned


@pytest.mark.parametrize("spoken", SHARES)
@pytest.mark.parametrize(("minutes", "topics"), [(5, ()), (20, ("vgg",)), (90, ()), (90, ("alexnet", "pooling"))])
def test_a_composed_interview_fits_its_minutes_and_its_share(spoken, minutes, topics) -> None:
    for seed in range(5):
        planned = InterviewLink(Composition(minutes, topics, 2, spoken), seed).plan()
        assert sum(slot.seconds for slot in planned.slots) == 60 * minutes
        assert planned.template == "composed" and planned.slots
        said = sum(slot.kind not in COMPUTED for slot in planned.slots) / len(planned.slots)
        if not topics and len(planned.slots) > 4:
            assert abs(100 * said - spoken) <= 25
        assert all(named.level == 2 for slot in planned.slots if (named := numbers(slot.id)))


@pytest.mark.parametrize(
    ("params", "expected", "said"),
    [
        ({}, None, None),
        ({"interview": "<b>"}, None, "<b>"),
        ({"interview": "phone-screen", "seed": "1e9"}, "phone-screen", "1e9"),
        ({"interview": "composed", "seed": "1", "minutes": "600"}, Composition(90), "600"),
        ({"interview": "composed", "seed": "1", "level": "9"}, Composition(), "9"),
        (
            {"interview": "composed", "seed": "1", "topics": "pooling,cooking"},
            Composition(topics=("pooling",)),
            "cooking",
        ),
        ({"interview": "composed", "seed": "1", "spoken": "60"}, Composition(spoken=50), "60"),
        ({"interview": "phone-screen", "seed": "1", "questions": "layer@1.1/2"}, "phone-screen", "layer@1.1/2"),
        ({"interview": "phone-screen", "seed": "1", "questions": "walk-through"}, "phone-screen", "walk-through"),
    ],
)
def test_what_a_link_gets_wrong_is_replaced_and_said(params, expected, said) -> None:
    link, notes = parse_interview(params)
    assert (link and link.made_of) == expected
    assert [said in note.render(lang) for note in notes for lang in ("en", "ko")] == ([True] * 2 if said else [])


def test_a_link_holds_at_most_a_question_a_minute() -> None:
    many = ",".join(f"gradient@1.{n}" for n in range(500))
    link, _ = parse_interview({"interview": "phone-screen", "seed": "1", "questions": many})
    assert link is not None and len(link.ids) == 15
    assert sum(slot.seconds for slot in link.plan().slots) == 900 and min(s.seconds for s in link.plan().slots) > 0


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(NAMES), st.text() | st.sampled_from(["composed", "whiteboard", "٣", "1,2"])))
def test_no_address_raises(params: dict[str, str]) -> None:
    link, notes = parse_interview(params)
    assert all(note.render("ko") for note in notes)
    if link is not None:
        assert parse_interview(link.params()) == (link, [])
