"""Does a search find what a person means, and does no card come before what it needs?"""

from __future__ import annotations

from unicodedata import normalize

import pytest

from engine.cards import HOW_OFTEN, Card, cards, topics
from engine.library import Choice, by_topic, in_order, needed_by, neighbours, order, parse_choice, places
from engine.search import Hit, search
from engine.text import LANGUAGES


def found(query: str) -> list[str]:
    return [hit.card.id for hit in search(query)]


def letter_lost(title: str) -> str:
    """The title without a letter in the middle of its longest word; a syllable of Hangul loses its vowel or its end."""
    word = max(title.split(), key=len)
    apart = normalize("NFD", word)
    middle = len(apart) // 2
    return title.replace(word, normalize("NFC", apart[:middle] + apart[middle + 1 :]), 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_title_finds_its_card_first(lang: str) -> None:
    titles = {card.id: getattr(card.title, lang) for card in cards().values()}
    assert {id: found(title)[:1] for id, title in titles.items()} == {id: [id] for id in titles}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_letter_lost_in_a_title_is_forgiven(lang: str) -> None:
    lost = {card.id: letter_lost(getattr(card.title, lang)) for card in cards().values()}
    assert not {id: typed for id, typed in lost.items() if id not in found(typed)[:5]}


def test_an_id_finds_its_card_first() -> None:
    assert {id: found(id)[:1] for id in cards()} == {id: [id] for id in cards()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_question_finds_its_card(lang: str) -> None:
    asked = {question.key: getattr(question.ask, lang) for card in cards().values() for question in card.questions}
    assert not {key: text for key, text in asked.items() if key.partition("/")[0] not in found(text)[:5]}


@pytest.mark.parametrize(
    ("typed", "card"),
    [
        ("poolng", "max-and-average-pooling"),  # a letter left out
        ("poolling", "max-and-average-pooling"),  # one too many
        ("receptvie field", "receptive-field"),  # two swapped
        ("cross corelation", "cross-correlation-in-cnns"),
        ("RECEPTIVE", "receptive-field"),
        ("max-and-average", "max-and-average-pooling"),
        ("교차 상관", "cross-correlation-in-cnns"),
        ("교차상관", "cross-correlation-in-cnns"),  # without the space
        ("교차 상괸", "cross-correlation-in-cnns"),  # one wrong vowel
        ("교차 상관은", "cross-correlation-in-cnns"),  # with a particle
        ("합성곱 층은", "cross-correlation-in-cnns"),
        ("풀링이란", "max-and-average-pooling"),
        ("수용장", "receptive-field"),  # a word we do not use
        ("맥스풀링", "max-and-average-pooling"),
        ("deconvolution", "transposed-convolution-size"),
        ("flipped the kernel", "cross-correlation-in-cnns"),  # a pitfall
        ("뒤집었", "cross-correlation-in-cnns"),
    ],
)
def test_a_slip_of_the_finger_is_forgiven(typed: str, card: str) -> None:
    assert card in found(typed)[:6]


@pytest.mark.parametrize("word", ["합성곱", "풀링", "교차 상관", "receptive", "수용 영역"])
def test_results_come_with_every_letter(word: str) -> None:
    assert all(found(word[:length]) for length in range(1, len(word) + 1))


@pytest.mark.parametrize(
    ("half", "whole"),
    [
        ("합성ㄱ", "합성곱"),
        ("합성고", "합성곱"),
        ("합서", "합성곱"),
        ("합ㅅ", "합성곱"),
        ("핪", "합성곱"),  # the next syllable's first letter sits under this one
        ("ㅍㅜㄹ", "풀링"),
        ("푸", "풀링"),
        ("풀ㄹ", "풀링"),
    ],
)
def test_a_syllable_that_is_half_typed_counts(half: str, whole: str) -> None:
    assert set(found(whole)) <= set(found(half))


@pytest.mark.parametrize("particle", ["은", "을", "의", "에서", "이란", "과", "으로"])
def test_a_particle_does_not_matter(particle: str) -> None:
    assert found(f"합성곱{particle}")
    assert set(found("합성곱")) <= set(found(f"합성곱{particle}"))


@pytest.mark.parametrize(
    "typed", ["xyzzy", "asdf", "qwerty", "ㅋㅋㅋㅋ", "뷁뷁", "김치찌개", "basketball", "!!!", " ", "☃"]
)
def test_nonsense_finds_nothing(typed: str) -> None:
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["a" * 10_000, "a " * 5_000, "$x^2$ [a](b)", "\x00", "합" * 1_000, "\ud800", "2-D"])
def test_whatever_is_typed_is_answered(typed: str) -> None:
    assert all(isinstance(hit, Hit) for hit in search(typed))


def test_both_languages_are_searched_at_once() -> None:
    assert {"cross-correlation-in-cnns"} <= set(found("cross-correlation")) & set(found("교차 상관"))
    assert "cross-correlation-in-cnns" in found("교차 correlation")


def test_a_question_is_named_where_it_fits_best() -> None:
    card = cards()["cross-correlation-in-cnns"]
    assert search(card.questions[0].ask.en)[0].question == card.questions[0]
    assert search(card.title.en)[0].question is None


def test_no_card_comes_before_what_it_needs() -> None:
    names = order()
    assert sorted(names) == sorted(cards())
    assert not [name for name in names for need in cards()[name].needs if names.index(need) > names.index(name)]


def test_the_order_does_not_hang_on_how_the_cards_are_read() -> None:
    assert in_order(dict(reversed(cards().items()))) == order()


def test_next_and_previous_walk_through_all_cards() -> None:
    walked: list[str] = []
    card: Card | None = cards()[order()[0]]
    while card:
        before, after = neighbours(card.id)
        assert (before and before.id) == (walked[-1] if walked else None)
        walked.append(card.id)
        card = after
    assert tuple(walked) == order()


def test_a_card_is_needed_by_those_that_name_it() -> None:
    for name in cards():
        assert {card.id for card in needed_by(name)} == {card.id for card in cards().values() if name in card.needs}


@pytest.mark.parametrize("topic", [None, *topics()])
def test_the_map_reads_from_left_to_right_without_two_cards_in_one_place(topic: str | None) -> None:
    drawn = {place.card: place for place in places(topic)}
    assert len({(place.column, place.row) for place in drawn.values()}) == len(drawn)
    assert min((place.row for place in drawn.values()), default=0) == 0
    for name, place in drawn.items():
        assert place.column == max((drawn[need].column + 1 for need in cards()[name].needs), default=0)
    assert {name for name, card in cards().items() if topic in (None, card.topic)} <= set(drawn)


def test_the_map_of_a_topic_holds_what_its_cards_need_and_nothing_else() -> None:
    drawn = [cards()[place.card] for place in places("batch-normalization")]
    needed = {need for card in drawn for need in card.needs}
    assert all(card.topic == "batch-normalization" or card.id in needed for card in drawn)
    assert any(card.topic != "batch-normalization" for card in drawn)


def test_a_choice_survives_its_address() -> None:
    topic = next(iter(topics()))
    choices = [Choice(t, level, asked) for t in (None, topic) for level in (None, 1, 3) for asked in (None, *HOW_OFTEN)]
    assert [parse_choice(choice.params()) for choice in choices] == choices


@pytest.mark.parametrize("params", [{"topic": "nope"}, {"level": "9"}, {"asked": ""}, {"level": "two"}, {"card": "x"}])
def test_a_wish_that_no_card_can_meet_is_none(params: dict[str, str]) -> None:
    assert parse_choice(params) == Choice()


def test_every_card_stands_under_its_topic_once() -> None:
    shown = by_topic(Choice())
    assert sorted(card.id for here in shown.values() for card in here) == sorted(cards())
    assert all(card.topic == topic for topic, here in shown.items() for card in here)
    assert list(shown) == [topic for topic in topics() if topic in shown]


def test_a_choice_keeps_what_it_holds() -> None:
    for level in (1, 2, 3):
        kept = [card.id for here in by_topic(Choice(level=level)).values() for card in here]
        assert sorted(kept) == sorted(card.id for card in cards().values() if card.level == level)
