"""Does every address of a round lead to something usable?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rounds import RoundLink, fresh_numbers, parse_round

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "link",
    [
        RoundLink(), RoundLink("today"), RoundLink("mistakes"), RoundLink("cards", "pooling", 2, "often"),
        RoundLink("today").begin(12, NOW), RoundLink("cards", "stride", ahead=True).begin(3, NOW),
    ],
)  # fmt: skip
def test_a_link_comes_back_as_it_was(link: RoundLink):
    assert parse_round(link.params(), NOW) == (link, [])


@pytest.mark.parametrize("params", [{"topic": "x"}, {"level": "9"}, {"asked": "daily"}, {"deck": "<b>"}])
def test_what_a_deck_does_not_have_is_left_out_and_said(params):
    link, notes = parse_round(params, NOW)
    assert link == RoundLink()
    assert len(notes) == 1 and next(iter(params.values())) in notes[0].render("en")


@pytest.mark.parametrize(("size", "began"), [("0", "1"), ("5", "abc"), ("1e400", "1"), ("5", "9" * 14), ("-1", "1")])
def test_a_round_that_never_began_is_a_choice_of_decks(size, began):
    assert parse_round({"size": size, "began": began}, NOW)[0].began is None


@given(st.dictionaries(st.sampled_from(["deck", "topic", "level", "asked", "ahead", "size", "began"]), st.text()))
def test_no_address_raises(params):
    link, _ = parse_round(params, NOW)
    assert parse_round(link.params(), NOW)[0] == link


def test_a_skill_has_fresh_numbers_each_time_and_the_same_after_a_reload():
    seeds = {fresh_numbers("gradient", 2, rows).seed for rows in range(50)}
    assert len(seeds) == 50
    assert fresh_numbers("gradient", 2, 7) == fresh_numbers("gradient", 2, 7)
