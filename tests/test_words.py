"""Is everything said in both languages, and does the Korean catalogue hold nothing else?"""

from __future__ import annotations

from collections import Counter

import pytest

from engine.text import Text
from tests.words import CATALOGUE, korean, messages_in_code, places


def test_every_message_has_korean() -> None:
    known = korean()
    assert not {message: place for message, place in messages_in_code().items() if not known.get(message)}


def test_no_korean_is_stale() -> None:
    assert not korean().keys() - messages_in_code().keys()


def test_every_message_stands_once_in_the_catalogue() -> None:
    said = Counter(line for line in CATALOGUE.read_text("utf-8").splitlines() if line.startswith('msgid "'))
    assert not [line for line, times in said.items() if times > 1 and line != 'msgid ""']


def test_both_languages_name_the_same_values() -> None:
    known = korean()
    assert not {message: known[message] for message in known if places(message) != places(known[message])}


def test_questions_in_korean_have_one_register() -> None:
    assert not [said for said in korean().values() if "까요?" in said]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, "3은"),
        (4, "4는"),
        (10, "10은"),
        (16, "16은"),
        (2, "2는"),
        ("stride", "stride는"),
        ("padding", "padding은"),
        ("−1/2", "−1/2은"),
    ],
)
def test_the_particle_follows_the_reading(value: int | str, expected: str) -> None:
    message = "{value:은/는}"
    assert Text(message, value=value).render("en") == expected


def test_ro_follows_a_vowel_or_rieul() -> None:
    assert [Text("{n:으로/로}", n=n).render("en") for n in (1, 2, 3, 6, 7, 8)] == [
        "1로",
        "2로",
        "3으로",
        "6으로",
        "7로",
        "8로",
    ]


def test_one_is_singular() -> None:
    assert [Text("{n:cell|cells}", n=n).render("en") for n in (0, 1, 2)] == ["0 cells", "1 cell", "2 cells"]
