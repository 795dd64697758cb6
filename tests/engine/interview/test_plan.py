"""Does every seed give an interview that fits its time and asks what it should?"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import cycle

import pytest

from engine import catalog
from engine.answers import Grid
from engine.cards import cards, questions
from engine.dice import Dice
from engine.interview.chain import CHAIN, layer_problems
from engine.interview.choose import pick
from engine.interview.ids import can_be_slot, kind_of, numbers, question, topics_of
from engine.interview.link import InterviewLink
from engine.interview.plan import DEEPEST, plan
from engine.interview.slots import COMPUTED, WALK_THROUGH, Followup, Plan, Slot
from engine.interview.templates import templates

SEEDS = range(50)
EVERY_TEMPLATE = pytest.mark.parametrize("name", sorted(templates()))
MISTAKEN = frozenset({"output-size", "why-pooling", "same-padding", "dropout", "conv-parameter-count"})


@cache
def planned_by(name: str, seed: int, mistaken: frozenset[str] = frozenset()) -> Plan:
    return plan(templates()[name], seed, mistaken)


def deep(followups: tuple[Followup, ...], depth: int = 1) -> list[tuple[Followup, int]]:
    """All follow-ups with their depth."""
    return [item for one in followups for item in [(one, depth), *deep(one.followups, depth + 1)]]


@EVERY_TEMPLATE
@pytest.mark.parametrize("mistaken", [frozenset(), MISTAKEN], ids=["no mistakes", "mistakes"])
def test_an_interview_fills_its_minutes_with_different_cards(name: str, mistaken: frozenset[str]) -> None:
    template = templates()[name]
    for seed in SEEDS:
        planned = planned_by(name, seed, mistaken)
        assert planned == plan(template, seed, mistaken)
        assert sum(slot.seconds for slot in planned.slots) == 60 * template.minutes
        assert all(slot.seconds % 5 == 0 and slot.own_seconds >= 15 for slot in planned.slots)
        asked = [found.card for slot in planned.slots if (found := question(slot.id))]
        assert len(set(asked)) == len(asked)
        assert len(set(planned.ids)) == len(planned.slots) >= 3


@EVERY_TEMPLATE
def test_the_kinds_are_those_of_the_pattern(name: str) -> None:
    template = templates()[name]
    for seed in SEEDS:
        for slot, kind in zip(planned_by(name, seed).slots, cycle(template.pattern), strict=False):
            assert slot.kind == kind or (slot.kind == "spoken" and kind in ("code", "error"))


@EVERY_TEMPLATE
def test_every_id_means_something_to_ask(name: str) -> None:
    for seed in SEEDS:
        for slot in planned_by(name, seed).slots:
            assert can_be_slot(slot.id) and kind_of(slot.id) == slot.kind
            for part in slot.parts:
                if named := numbers(part):
                    (problem,) = named.problems()
                    assert problem.judge(problem.spelled()).verdict == "right"
            for followup, _ in deep(slot.followups):
                assert followup.id == WALK_THROUGH or question(followup.id) or numbers(followup.id)
                assert followup.seconds > 0


@EVERY_TEMPLATE
def test_follow_ups_are_at_most_two_deep_and_are_no_question_of_the_plan(name: str) -> None:
    depths: Counter[int] = Counter()
    for seed in SEEDS:
        planned = planned_by(name, seed)
        found = [item for slot in planned.slots for item in deep(slot.followups)]
        assert not {followup.id for followup, _ in found} & set(planned.ids)
        depths.update(depth for _, depth in found)
    assert set(depths) == set(range(1, DEEPEST + 1))


@pytest.mark.parametrize("name", ["phone-screen", "whiteboard"])
def test_a_number_is_followed_by_how_or_by_why(name: str) -> None:
    for seed in SEEDS:
        for slot in planned_by(name, seed).slots:
            if slot.kind not in COMPUTED:
                continue
            assert [one.id for one in slot.followups if one.when == "wrong"] == [WALK_THROUGH]
            kinds = set(CHAIN) if slot.kind == "chain" else {slot.id.partition("@")[0]}
            for one in slot.followups:
                if one.when == "strong":
                    assert kinds & set(cards()[questions()[one.id].card].practice)


def test_templates_keep_to_their_topics_levels_and_frequency() -> None:
    for name in ("phone-screen", "fundamentals", "plain-words", "vision-onsite"):
        template = templates()[name]
        for seed in SEEDS:
            for slot in planned_by(name, seed).slots:
                if found := question(slot.id):
                    assert template.wants(found, cards()[found.card].topic) or slot.kind != "spoken"
                elif named := numbers(slot.id):
                    assert named.level in template.levels


def test_plain_words_is_spoken_to_the_last_follow_up() -> None:
    for seed in SEEDS:
        for slot in planned_by("plain-words", seed).slots:
            assert slot.kind == "spoken"
            assert {one.kind for one, _ in deep(slot.followups)} <= {"spoken", "error"}


def test_the_whiteboard_prefers_grids() -> None:
    slots = [slot for seed in SEEDS for slot in planned_by("whiteboard", seed).slots if slot.kind == "numeric"]
    grids = [isinstance(catalog.kinds()[slot.id.partition("@")[0]].reply, Grid) for slot in slots]
    of_kinds = [isinstance(kind.reply, Grid) for kind in catalog.kinds().values()]
    assert sum(grids) / len(grids) > 1.5 * sum(of_kinds) / len(of_kinds)


def test_what_is_asked_often_comes_often_and_topics_are_spread() -> None:
    often = spread = count = 0
    for seed in SEEDS:
        ids = [slot.id for slot in planned_by("fundamentals", seed).slots if question(slot.id)]
        often += sum(questions()[id].asked == "often" for id in ids)
        spread += len(set.union(*map(topics_of, ids)))
        count += len(ids)
    assert often / count > 1.3 * sum(one.asked == "often" for one in questions().values()) / len(questions())
    assert spread / count > 0.9


def test_weak_spots_are_about_the_mistakes() -> None:
    practised = {kind for card in MISTAKEN for kind in cards()[card].practice}
    for seed in SEEDS:
        slots = planned_by("weak-spots", seed, MISTAKEN).slots
        about = [
            found.card in MISTAKEN if (found := question(slot.id)) else slot.id.partition("@")[0] in practised
            for slot in slots
        ]
        assert all(about[:4]) and sum(about) >= len(about) - 1
        assert planned_by("phone-screen", seed, MISTAKEN) == planned_by("phone-screen", seed)


def test_many_mistakes_or_cards_that_are_no_more_do_no_harm() -> None:
    everything = frozenset(cards()) | {"withdrawn-long-ago"}
    assert planned_by("weak-spots", 1, everything).slots
    assert planned_by("weak-spots", 1, frozenset({"withdrawn-long-ago"})).slots


def test_seeds_differ() -> None:
    for template in templates().values():
        assert len({planned_by(template.id, seed).ids for seed in SEEDS}) == len(SEEDS)


@pytest.mark.parametrize("level", catalog.LEVELS)
def test_the_problems_of_a_chain_are_about_one_layer(level: catalog.Level) -> None:
    seen = set()
    for seed in range(200):
        shape, layer, dense = (problem.givens() for problem in layer_problems(level, seed))
        assert shape["input_shape"][0] == layer["in_channels"] and shape["out_channels"] == layer["out_channels"]
        assert shape["kernel_size"] == layer["kernel_size"]
        assert list(layer_problems(level, seed)[0].answer()) == dense["input_shape"]
        assert min(dense["input_shape"]) >= 1
        seen.add(str(shape))
    assert len(seen) > 100


def test_the_first_chains_stay_what_they_are() -> None:
    assert [layer_problems(level, 0)[2].givens() for level in catalog.LEVELS] == [
        {"input_shape": [16, 11, 11], "out_features": 10, "bias": True},
        {"input_shape": [16, 24, 12], "out_features": 100, "bias": False},
        {"input_shape": [16, 9, 16], "out_features": 100, "bias": True},
    ]


def test_a_pick_is_as_likely_as_its_weight() -> None:
    dice = Dice("test")
    counts = Counter(pick(dice, [("a", 1), ("b", 3)]) for _ in range(2000))
    assert 0.7 < counts["b"] / 2000 < 0.8


@pytest.mark.parametrize(
    "id",
    [
        "",
        "x",
        "gradient@4.1",
        "gradient@1.01",
        "gradient@1.99999999999",
        "nothing@1.1",
        "gradient@1.1/1",
        "layer@1.1/4",
    ],
)
def test_what_is_no_id_asks_nothing(id: str) -> None:
    assert kind_of(id) is None and not can_be_slot(id)


def test_a_slot_shorter_than_its_follow_up_still_has_time() -> None:
    assert Slot("a", "spoken", 10, (Followup("b", "spoken", "weak", 30),)).own_seconds == 5


@pytest.mark.parametrize("id", ["fold-batch-norm@2.7", "linear-param-count@1.7", "window-sum@1.7"])
def test_after_a_right_number_the_interviewer_stays_with_its_subject(id: str) -> None:
    for seed in range(10):
        (slot,) = InterviewLink("whiteboard", seed, (id,)).plan().slots
        after = [followup.id for followup in slot.followups if followup.when == "strong"]
        assert after
        assert set.union(*map(topics_of, after)) == topics_of(id)


@pytest.mark.parametrize("kind", catalog.kinds())
def test_after_a_right_number_of_any_kind_something_is_asked(kind: str) -> None:
    for level in catalog.LEVELS:
        (slot,) = plan(templates()["whiteboard"], 1, ids=[f"{kind}@{level}.7"]).slots
        assert [followup for followup in slot.followups if followup.when == "strong"]
