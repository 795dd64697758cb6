"""Is every template of an interview usable, and does lint say what is wrong with one?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.cards import cards, topics
from engine.content import CONTENT
from engine.interview.ids import question_kind
from engine.interview.templates import template_faults, templates

TEMPLATE = """\
title: {en: Title, ko: 제목}
about: {en: About., ko: 소개.}
minutes: 15
pattern: [spoken, numeric]
"""


@pytest.fixture
def faults(tmp_path: Path) -> Callable[..., list[str]]:
    """The faults of one template, the given lines added to it or put in place of its own."""
    shutil.copytree(CONTENT / "schemas", tmp_path / "schemas")
    (tmp_path / "interviews").mkdir()

    def told(old: str = "", new: str = "") -> list[str]:
        text = TEMPLATE.replace(old, new) if old else TEMPLATE + new
        (tmp_path / "interviews" / "mine.yaml").write_text(text, encoding="utf-8")
        found = template_faults(tmp_path, list(cards().values()), topics())
        return [f"{fault.line}: {fault.where}: {fault.what}" for fault in found]

    return told


def test_there_are_the_six_that_were_asked_for() -> None:
    minutes = {name: template.minutes for name, template in templates().items()}
    assert minutes.items() >= {"phone-screen": 15, "fundamentals": 30, "vision-onsite": 45, "whiteboard": 30}.items()
    assert {"plain-words", "weak-spots"} <= minutes.keys()
    assert [template.id for template in templates().values() if template.from_mistakes] == ["weak-spots"]


def test_every_template_names_its_schema() -> None:
    for file in (CONTENT / "interviews").glob("*.yaml"):
        first = file.read_text("utf-8").partition("\n")[0]
        assert first == "# yaml-language-server: $schema=../schemas/interview.json"


def test_none_has_a_fault(faults: Callable[..., list[str]]) -> None:
    assert list(template_faults(CONTENT, list(cards().values()), topics())) == []
    assert faults() == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "topics: [poling]\n", "5: topics[0]: there is no 'poling'; did you mean 'pooling'?"),
        ("", "topics: [vgg]\n", "1: 15 minutes take about 2 cards, and 1 have a question for it"),
        ("numeric]", "oral]", "4: pattern[1]: Input should be"),
        ("minutes: 15", "minutes: 500", "3: minutes: Input should be less than or equal to 90"),
        ("", "mistakes: true\n", "5: mistakes: unknown key; did you mean 'from_mistakes'?"),
        ("pattern: [spoken, numeric]", "", "1: pattern: missing"),
    ],
)
def test_a_fault_is_told_with_its_line(faults: Callable[..., list[str]], old: str, new: str, expected: str) -> None:
    told = faults(old, new)
    assert any(line.replace(": :", ":").startswith(expected) for line in told), told


def test_plain_words_asks_nothing_but_what_can_be_explained() -> None:
    template = templates()["plain-words"]
    assert set(template.pattern) == {"spoken"} and template.levels == (1,)
    asked = [
        question
        for card in cards().values()
        for question in card.questions
        if template.wants(question, card.topic) and question_kind(question) == "spoken"
    ]
    assert len({question.card for question in asked}) >= 10
