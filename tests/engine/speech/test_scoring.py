"""Is a spoken answer scored as a fair examiner would, whatever is said and however?"""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cards import Question, questions
from engine.speech.matching import Heard, rarity, wording
from engine.speech.scoring import Scored, score
from engine.speech.support import wishes
from engine.speech.vocabulary import vocabulary
from engine.speech.words import words
from engine.text import LANGUAGES, Language

ALL = questions()
FLIP = ALL["cross-correlation-in-cnns/does-a-layer-convolve"]
COUNT = ALL["conv-parameter-count/count-a-layer"]
QUESTIONS = pytest.mark.parametrize("question", ALL.values(), ids=ALL)


def made(question: Question, answer: str) -> list[int]:
    return [at for at, evidence in enumerate(score(question, answer).points) if evidence]


def raised(question: Question, answer: str) -> list[int]:
    return [at for at, evidence in enumerate(score(question, answer).red_flags) if evidence]


def keys(text: str) -> list[str]:
    return [word.key for word in words(text, vocabulary())]


def says(answer: str, phrase: str) -> bool:
    return bool(Heard(answer).whole(wording(phrase), rarity()).places)


@QUESTIONS
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_model_answer_makes_every_point_and_raises_no_red_flag(question: Question, lang: Language):
    spoken = " ".join(answer.render(lang) for answer in (question.answer, question.long) if answer)
    assert made(question, spoken) == [*range(len(question.points))]
    assert raised(question, spoken) == []


@pytest.mark.parametrize(
    ("answer", "phrase"),
    [
        ("The layer doesn't flip the kernel.", "does not flip"),
        ("It slides the kernel without flipping it.", "does not flip the kernel"),
        ("커널을 안 뒤집고 그대로 곱합니다.", "커널을 뒤집지 않"),
        ("커널을 뒤집지는 않아요.", "커널을 뒤집지 않"),
        ("It isn't only that the kernel is flipped.", "the kernel is flipped"),
        ("커널을 뒤집을 뿐만 아니라 옮깁니다.", "커널을 뒤집"),
        ("The size does not change.", "the size stays the same"),
        ("크기는 바뀌지 않습니다.", "크기가 그대로"),
        ("합성곱이 아니라 교차 상관입니다.", "교차 상관"),
        ("패딩은 가장자리 효과를 없애요.", "가장자리 효과를 없애"),
        ("템플릿을 뒤집으면 안 됩니다.", "뒤집으면 안"),
        ("Some people say that it slides, and it does flip the kernel.", "flip the kernel"),
        ("저는 커널을 뒤집는다고 생각하는데요.", "커널을 뒤집"),
    ],
)
def test_a_denial_counts_for_what_it_denies(answer: str, phrase: str):
    assert says(answer, phrase)


@pytest.mark.parametrize(
    ("answer", "phrase"),
    [
        ("The layer does not flip the kernel.", "flips the kernel"),
        ("The layer flips the kernel.", "does not flip the kernel"),
        ("층은 커널을 뒤집지 않습니다.", "커널을 뒤집"),
        ("층은 커널을 뒤집습니다.", "커널을 뒤집지 않"),
        ("층은 커널을 못 뒤집어요.", "커널을 뒤집"),
        ("합성곱이 아니라 교차 상관입니다.", "합성곱입니다"),
        ("뉴런을 없애는 거 아님.", "뉴런을 없애"),
        ("커널을 뒤집는다는 뜻은 아닙니다.", "커널을 뒤집"),
        ("커널을 뒤집으려고 하는 건 아니에요.", "커널을 뒤집"),
        ("층에서 커널을 뒤집으면 안 됩니다.", "층에서 커널을 뒤집"),
        ("Some people say that it flips the kernel, but it doesn't.", "flips the kernel"),
        ("You'd think that the layer flips the kernel, but no.", "flips the kernel"),
        ("커널을 뒤집는다고들 하는데 그렇진 않아요.", "커널을 뒤집"),
        ("커널을 뒤집는다는 말도 있지만 아닙니다.", "커널을 뒤집"),
        ("커널을 뒤집을 것 같지만 사실은 그대로 씁니다.", "커널을 뒤집"),
        ("Pooling has no parameters.", "pooling has parameters"),
        ("풀링에는 파라미터가 없어요.", "풀링에는 파라미터가 있"),
    ],
)
def test_a_denial_is_not_taken_for_what_it_denies(answer: str, phrase: str):
    assert not says(answer, phrase)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the convolutions shrink the feature maps", "the convoluton shrinks a feature map"),
        ("receptive field", "recptive feild"),
        ("커널을 뒤집습니다", "커널은 뒤집어요"),
        ("커널을 뒤집는다", "커널도 뒤집었죠"),
        ("합성곱 층의 특징 맵", "컨볼루션 레이어의 피처맵"),
        ("편향과 기울기", "바이어스랑 그래디언트"),
        ("global average pooling", "GAP"),
        ("batch normalization", "배치놈"),
        ("fully connected layer", "덴스 레이어"),
        ("수용 영역", "receptive field"),
    ],
)
def test_spelling_endings_particles_and_other_names_are_forgiven(one: str, other: str):
    assert set(keys(one)) == set(keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("73728", "73,728"),
        ("3x3", "three by three"),
        ("3 × 3", "3 곱하기 3"),
        ("7 x 7", "칠 곱하기 칠"),
        ("4 times", "fourfold"),
        ("2배", "두 배"),
        ("2 times", "twice"),
        ("1/4", "a quarter"),
        ("4분의 1", "a quarter"),
        ("절반", "half"),
        ("2,200", "이천 이백"),
        ("153,600", "15만 3600"),
        ("58.5 million", "5850만"),
        ("256", "two hundred and fifty six"),
        ("1e-6", "a millionth"),
        ("n - 1", "n-1"),
    ],
)
def test_a_number_is_the_same_in_words_and_in_digits(one: str, other: str):
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        ("about seventy thousand weights", "69,632"),
        ("118만 개쯤 돼요.", "1,179,648"),
        ("the loss is 0.41", "0.408"),
    ],
)
def test_a_rounded_number_is_heard_as_the_one_it_rounds(answer: str, number: str):
    assert says(answer, number)


@pytest.mark.parametrize(("answer", "number"), [("it is 54", "54.25"), ("it is 884 thousand", "884,736"), ("70", "69")])
def test_a_number_cut_off_or_small_is_not_taken_for_another(answer: str, number: str):
    assert not says(answer, number)


def test_what_several_points_of_a_rubric_hold_does_not_tell_them_apart():
    points, _ = wishes(COUNT)
    held = [wish.weights for wish in points]
    assert all(weights["weight"] < rarity()["weight"] for weights in held if "weight" in weights)


@pytest.mark.parametrize(
    "answer", ["", "   ", "?!", "음...", "I would rather talk about my cat.", "오늘 점심은 김치찌개였습니다."]
)
def test_an_answer_beside_the_point_ticks_nothing(answer: str):
    ticked = [score(question, answer) for question in ALL.values()]
    assert not [one for one in ticked if any(one.points) or any(one.red_flags)]


def test_a_wrong_answer_raises_its_red_flag_and_makes_no_point():
    answer = "Three by three is nine weights per filter. If the image doubles, the parameters quadruple."
    assert made(COUNT, answer) == []
    assert 0 in raised(COUNT, answer)


def test_both_languages_may_be_mixed():
    assert 0 in made(FLIP, "사실 cross-correlation이에요. Kernel을 안 뒤집거든요.")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_evidence_points_into_the_answer_as_it_was_given(form):
    answer = normalize(form, "음, 엄밀히는 교차 상관이고 커널을 뒤집지 않아요.")
    evidence = score(FLIP, answer).points[0]
    assert evidence
    assert {normalize("NFC", answer[start:end]) for start, end in evidence.ranges} <= {"교차 상관이고", "커널을 뒤집지"}


def test_evidence_may_be_several_stretches():
    answer = "You get 73,728 weights, and then there are the biases, 128 of them, so 73,856."
    evidence = [one for one in score(COUNT, answer).points if one]
    assert evidence
    assert any(len(one.ranges) > 1 for one in evidence)


ODD = st.text(alphabet="aneg not 커널을 안 뒤집 ㅋㅎ각é\u0301\u1100\u1161İß½²0123,./-×%만천억반분의'\n", max_size=80)


@given(st.text(max_size=200) | ODD, st.sampled_from(sorted(ALL)))
def test_any_text_is_scored_and_its_evidence_lies_within_it(answer: str, key: str):
    scored = score(ALL[key], answer)
    assert isinstance(scored, Scored)
    for evidence in filter(None, (*scored.points, *scored.red_flags)):
        ends = [end for stretch in evidence.ranges for end in stretch]
        assert ends == sorted(ends)
        assert 0 <= ends[0] < ends[-1] <= len(answer)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("2 K squared", ["#2", "k", "squared"]),
        ("2·K²", ["#2", "k", "squared"]),
        ("k = 3", ["k", "#3"]),
        ("100k", ["#100000"]),
        ("73,728", ["#73728"]),
        ("(3,3)", ["3,3"]),
    ],
)
def test_a_k_is_thousand_behind_its_digits_only_and_a_comma_groups_three(text: str, keys: list[str]) -> None:
    assert [word.key for word in Heard(text).words] == keys
