"""Does a round ask what it should, in an order that helps?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from engine.cards import cards
from engine.study.attempts import Attempt
from engine.study.clock import Clock
from engine.study.decks import Deck, deal, mistaken_cards, settled_since
from engine.study.items import items
from engine.study.memory import Memory
from engine.study.preferences import Preferences
from engine.study.reviews import Review, skill_item, skill_of
from engine.study.store import Record

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLOCK = Clock(AT)
QUESTIONS = [item for item in items().values() if item.card]
NOBODY = Record({}, frozenset(), {})
ALL_NEW = Preferences(new_a_day=50)


def reviewed(item: str, rating: int = 3, days_ago: int = 10) -> Memory:
    at = AT - timedelta(days=days_ago)
    return Memory(item).after(Review(item, item, rating, 0.9, at, Clock(at).day))  # type: ignore[arg-type]


def record(*memories: Memory, **changes) -> Record:
    return replace(NOBODY, memories={memory.item: memory for memory in memories}, **changes)


def siblings() -> list[str]:
    card = next(card for card in cards().values() if len(card.questions) > 1)
    return [item.id for item in QUESTIONS if item.card == card.id]


def test_a_newcomer_gets_so_many_new_items_a_day_the_most_asked_first():
    new = deal(NOBODY, Deck(), Preferences(new_a_day=8), CLOCK).new
    assert len(new) == 8
    assert [item.asked for item in new] == ["often"] * 8
    assert sum(item.card is None for item in new) == 2


def test_what_was_begun_today_counts_towards_the_days_new_ones():
    begun = [reviewed(item.id, days_ago=0) for item in QUESTIONS[:3]]
    assert len(deal(record(*begun), Deck(), Preferences(new_a_day=8), CLOCK).new) == 5
    assert deal(record(*begun), Deck(), Preferences(new_a_day=2), CLOCK).new == ()


def test_one_new_item_after_the_other_every_fourth_is_a_skill():
    """However often the round is dealt anew."""
    begun: list[Memory] = []
    kinds = []
    for _ in range(12):
        item = deal(record(*begun), Deck(), Preferences(new_a_day=12), CLOCK).new[0]
        kinds.append("question" if item.card else "skill")
        begun.append(reviewed(item.id, days_ago=0))
    assert kinds.count("skill") == 3
    assert deal(record(*begun), Deck(), Preferences(new_a_day=12), CLOCK).new == ()


def test_topics_alternate_however_often_the_round_is_dealt_anew():
    begun: list[Memory] = []
    topics = []
    for n in range(12):
        item = deal(record(*begun), Deck(skills=False), ALL_NEW, CLOCK).new[0]
        at = AT - timedelta(minutes=20 - n)
        begun.append(Memory(item.id).after(Review(item.id, item.id, 4, 0.9, at, CLOCK.day)))
        topics.append(item.topic)
    assert all(one != other for one, other in pairwise(topics))


def test_two_questions_of_a_card_never_share_a_day():
    one, other, *_ = siblings()
    everything = deal(NOBODY, Deck(), ALL_NEW, CLOCK).queue
    shown = [item.card for item in everything if item.card]
    assert len(shown) == len(set(shown))
    both_due = deal(record(reviewed(one), reviewed(other)), Deck(), ALL_NEW, CLOCK)
    assert len({one, other} & {item.id for item in both_due.queue}) == 1
    today = deal(record(reviewed(one, days_ago=0), reviewed(other)), Deck(ahead=True), ALL_NEW, CLOCK)
    assert not {one, other} & {item.id for item in today.queue}


def test_a_question_not_known_a_moment_ago_waits_and_then_is_due():
    lost = Memory(QUESTIONS[0].id).after(Review("a", QUESTIONS[0].id, 1, 0.9, AT, CLOCK.day))
    assert [item.id for item in deal(record(lost), Deck(), ALL_NEW, CLOCK).waiting] == [lost.item]
    later = Clock(AT + timedelta(minutes=10))
    assert [item.id for item in deal(record(lost), Deck(), ALL_NEW, later).due] == [lost.item]
    assert settled_since(record(lost), Deck(), AT) == 0
    found = record(lost.after(Review("b", lost.item, 3, 0.9, later.at, CLOCK.day)))
    assert settled_since(found, Deck(), AT) == 1
    assert settled_since(found, Deck(), later.at + timedelta(seconds=1)) == 0
    assert settled_since(found, Deck(topic="stride"), AT) == 0


def test_what_waits_has_its_place_in_a_round_and_keeps_it_once_it_is_due():
    lost = Memory(QUESTIONS[0].id).after(Review("a", QUESTIONS[0].id, 1, 0.9, AT, CLOCK.day))
    others = [reviewed(item.id) for item in QUESTIONS[10:20]]
    round = deal(record(lost, *others), Deck(), ALL_NEW, CLOCK)
    assert [item.id for item in round.upcoming(1)] == [lost.item]
    assert [item.id for item in round.upcoming(3)][2:] == [lost.item] and len(round.upcoming(3)) == 3
    assert round.upcoming(0) == ()
    later = deal(record(lost, *others), Deck(), ALL_NEW, Clock(AT + timedelta(minutes=11)))
    assert [item.id for item in later.upcoming(1)] == [lost.item]


def test_what_has_waited_longest_is_asked_first():
    first, second = (
        Memory(item.id).after(Review("a", item.id, 1, 0.9, AT - timedelta(minutes=ago), CLOCK.day))
        for item, ago in ((QUESTIONS[20], 8), (QUESTIONS[0], 2))
    )
    assert [item.id for item in deal(record(first, second), Deck(), ALL_NEW, CLOCK).waiting] == [
        first.item,
        second.item,
    ]


def test_nothing_is_dealt_twice_even_ahead_of_time_and_over_night():
    """Not what was taken back and is new again, nor what still waits when the day ends."""
    night = Clock(datetime(2026, 3, 2, 4, 0, tzinfo=UTC))
    taken_back = replace(Memory(next(item.id for item in QUESTIONS if item.id not in siblings())), rows=2)
    late = night.at - timedelta(minutes=5)
    lost = Memory(siblings()[0]).after(Review("a", siblings()[0], 1, 0.9, late, Clock(late).day))
    round = deal(record(taken_back, lost, reviewed(siblings()[1])), Deck(ahead=True), ALL_NEW, night)
    ids = [item.id for item in round.queue]
    assert len(ids) == len(set(ids)) and siblings()[1] not in ids
    assert [item.id for item in round.waiting] == [lost.item] and taken_back.item not in [item.id for item in round.due]


def test_what_content_no_longer_holds_is_no_ones_trouble():
    gone = [reviewed("question:no-such-card/why"), reviewed("skill:no-such-kind@1"), reviewed("skill:gradient@7")]
    left_out = frozenset(["question:no-such-card/what"])
    with_gone, without = record(*gone, suspended=left_out), record()
    for deck in (Deck(), Deck(ahead=True)):
        assert len(deal(with_gone, deck, ALL_NEW, CLOCK).queue) == len(deal(without, deck, ALL_NEW, CLOCK).queue)
    assert settled_since(with_gone, Deck(), AT) == 0


def test_neighbours_are_of_different_topics_as_long_as_there_are_others():
    queue = deal(NOBODY, Deck(), ALL_NEW, CLOCK).new
    same = [place for place, (a, b) in enumerate(pairwise(queue)) if a.topic == b.topic]
    if same:
        assert len({item.topic for item in queue[same[0] :]}) == 1
    assert len({item.topic for item in queue}) > 5


def test_the_least_remembered_is_asked_first():
    fresh, old = reviewed(QUESTIONS[0].id, days_ago=3), reviewed(QUESTIONS[-1].id, days_ago=60)
    assert [item.id for item in deal(record(fresh, old), Deck(), ALL_NEW, CLOCK).due] == [old.item, fresh.item]


def test_a_deck_holds_its_topic_level_and_frequency():
    deck = Deck(skills=False, topic="pooling", level=1, asked="often", ahead=True)
    held = deal(NOBODY, deck, ALL_NEW, CLOCK).queue
    assert held and all((item.topic, item.level, item.asked) == ("pooling", 1, "often") for item in held)
    assert all(item.card for item in held)


def test_what_is_left_out_is_in_no_round():
    away = frozenset(item.id for item in QUESTIONS)
    assert all(item.card is None for item in deal(replace(NOBODY, suspended=away), Deck(), ALL_NEW, CLOCK).queue)


def test_a_skill_begins_at_the_level_of_its_topic_and_goes_up():
    chosen = replace(ALL_NEW, levels={"output-size": 2})

    def offered(*memories: Memory) -> set[int]:
        queue = deal(record(*memories), Deck(topic="output-size"), chosen, CLOCK).new
        return {level for kind, level in filter(None, (skill_of(item.id) for item in queue)) if kind == KIND}

    KIND = "conv-output-size"
    assert offered() == {2}
    assert offered(reviewed(skill_item(KIND, 2), days_ago=1)) == {3}
    assert offered(reviewed(skill_item(KIND, 2), days_ago=1), reviewed(skill_item(KIND, 3), days_ago=1)) == set()


def test_my_mistakes_are_the_cards_that_explain_the_slips():
    def attempt(tag: str | None) -> Attempt:
        return Attempt("a", "conv-output-size", 1, 1, 1, {}, "1", "wrong", tag, None, None, AT)

    found = mistaken_cards([attempt("flipped-the-kernel"), attempt(None)])
    assert found == {"cross-correlation-in-cnns"}
    held = deal(NOBODY, Deck(skills=False, cards=found, ahead=True), Preferences(new_a_day=0), CLOCK).queue
    assert [item.card for item in held] == ["cross-correlation-in-cnns"]
    assert mistaken_cards([]) == frozenset()
    assert deal(NOBODY, Deck(skills=False, cards=frozenset(), ahead=True), ALL_NEW, CLOCK).queue == ()


@pytest.mark.parametrize(("minutes", "at_most"), [(10, 600), (30, 1800)])
def test_so_many_minutes_hold_so_many_items(minutes, at_most):
    round = deal(NOBODY, Deck(), ALL_NEW, CLOCK)
    count = round.within(minutes)
    assert sum(item.seconds for item in round.queue[:count]) <= at_most
    assert count == len(round.queue) or sum(item.seconds for item in round.queue[: count + 1]) > at_most
    assert round.within(None) == len(round.queue)
