"""What does every card promise?"""

import re

import pytest

from engine.cards import Card, Words, cards, topics
from engine.content import Part
from engine.lint import lint

CARDS = pytest.mark.parametrize("card", cards().values(), ids=lambda card: card.id)
HANGUL = re.compile("[가-힣]")


def texts(part: Part) -> list[Words]:
    """Every bilingual text of a part, wherever it stands."""
    if isinstance(part, Words):
        return [part]
    values = [value for field in type(part).model_fields for value in _list(getattr(part, field))]
    return [words for value in values if isinstance(value, Part) for words in texts(value)]


def _list(value):
    return value if isinstance(value, tuple) else [value]


def tex(text: str) -> list[str]:
    """What stands between dollars, with the code spans left out."""
    prose = re.sub(r"`[^`]*`", "", text)
    assert prose.count("$") % 2 == 0, "a dollar without its partner"
    return [displayed or inline for displayed, inline in re.findall(r"\$\$(.*?)\$\$|\$(.*?)\$", prose, re.DOTALL)]


def test_all_links_hold():
    assert [str(fault) for fault in lint().faults] == []


@CARDS
def test_both_languages_have_the_same_formulas(card: Card):
    for words in texts(card):
        assert set(tex(words.en)) == set(tex(words.ko)), words.en


@CARDS
def test_the_tex_is_balanced(card: Card):
    for words in texts(card):
        for formula in tex(words.en) + tex(words.ko):
            bare = re.sub(r"\\[{}]", "", formula)
            assert bare.count("{") == bare.count("}"), formula
            assert re.findall(r"\\begin{(\w+)}", formula) == re.findall(r"\\end{(\w+)}", formula), formula
            assert len(re.findall(r"\\left\b", formula)) == len(re.findall(r"\\right\b", formula)), formula


@CARDS
def test_both_languages_are_their_own(card: Card):
    for words in texts(card):
        assert not HANGUL.search(words.en), words.en
        assert HANGUL.search(words.ko) or words.ko == words.en, words.ko


@CARDS
def test_nothing_is_said_to_be_easy(card: Card):
    for words in texts(card):
        assert not re.search(r"\b(simply|obviously|clearly|trivial\w*)\b", words.en, re.IGNORECASE), words.en
        assert not re.search("당연히|간단히|명백", words.ko), words.ko


@CARDS
def test_a_slip_is_named_without_a_full_stop_and_explained_in_one_to_three_sentences(card: Card):
    for pitfall in card.pitfalls:
        assert pitfall.name.en.startswith("You ") and not pitfall.name.en.endswith(".")
        assert pitfall.name.ko.endswith("습니다")
        for why in (pitfall.why.en, pitfall.why.ko):
            assert why.rstrip().endswith((".", "$")) and 1 <= len(re.findall(r"\.(?=\s|$)", why)) <= 3, why


@CARDS
def test_a_model_answer_takes_about_thirty_seconds(card: Card):
    for question in card.questions:
        assert 30 <= len(question.answer.en.split()) <= 95, question.ask.en


def test_every_topic_has_its_own_name():
    for lang in ("en", "ko"):
        names = [topic.name.render(lang) for topic in topics().values()]
        assert len(set(names)) == len(names)
