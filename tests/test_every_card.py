"""What does every card promise?"""

import re

import pytest

from engine.cards import Card, Glossary, Question, Words, cards, questions, sources, topics
from engine.content import CONTENT, Part, read
from engine.lint import lint
from engine.text import LANGUAGES, Language

CARDS = pytest.mark.parametrize("card", cards().values(), ids=lambda card: card.id)
QUESTIONS = pytest.mark.parametrize("question", questions().values(), ids=lambda question: question.key)
GLOSSARY = read(CONTENT / "glossary.yaml", Glossary).value or ()
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


@QUESTIONS
def test_a_model_answer_takes_about_thirty_seconds_and_a_long_one_two_minutes(question: Question):
    assert 30 <= len(question.answer.en.split()) <= 95
    if question.long:
        assert 170 <= len(question.long.en.split()) <= 350


@QUESTIONS
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_model_answer_makes_every_point_and_raises_no_red_flag(question: Question, lang: Language):
    spoken = [answer.render(lang) for answer in (question.answer, question.long) if answer]
    told = plain(" ".join(spoken))
    for point in question.points:
        assert any(plain(phrase) in told for phrase in getattr(point.phrases, lang)), point.render(lang)
    for flag in question.red_flags:
        assert not [phrase for phrase in getattr(flag.phrases, lang) if plain(phrase) in told], flag.render(lang)


def plain(text: str) -> str:
    return " ".join(re.sub(r"[-‐]", " ", text.casefold()).split())


@CARDS
def test_things_are_called_as_the_glossary_calls_them(card: Card):
    for words in texts(card):
        for term in GLOSSARY:
            for other in term.never:
                said = words.ko if HANGUL.search(other) else words.en
                assert other not in said, f"{other}: we say {term.ko} and {term.en}"


@CARDS
def test_a_korean_term_has_its_english_beside_it_where_the_card_first_says_it(card: Card):
    told = f"{card.summary.ko}\n{card.explanation.ko}"
    for term in sorted(GLOSSARY, key=lambda term: -len(term.ko)):
        first = told.find(term.ko)
        if term.beside and first >= 0:
            after = told[first + len(term.ko) :]
            assert re.match(rf"\({re.escape(term.en)}", after, re.IGNORECASE), f"{term.ko}({term.en})"
        told = told.replace(term.ko, "·")  # a longer term is not the first use of the shorter one within it


def test_every_topic_has_its_own_name():
    for lang in ("en", "ko"):
        names = [topic.name.render(lang) for topic in topics().values()]
        assert len(set(names)) == len(names)


def test_a_source_stands_once():
    addresses = [source.address.rstrip("/") for source in sources().values()]
    assert len(set(addresses)) == len(addresses)


def test_a_term_stands_once_in_the_glossary():
    terms = [term.en.lower() for term in GLOSSARY]
    assert len(set(terms)) == len(terms)
