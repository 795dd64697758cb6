"""Does the card loader say every fault at once, with its line, and what was meant?"""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from engine.cards import Card, Topics, cards, not_a_list, pitfall, sources, topics
from engine.content import CONTENT, BadContent, Fault, read

PATTERN = CONTENT / "cards" / "cross-correlation-in-cnns.yaml"


@pytest.fixture
def faults_of(tmp_path):
    """The faults, as (line, where, what), of the pattern card with some text replaced."""

    def faults(*replacements: tuple[str, str]) -> list[tuple[int, str, str]]:
        text = PATTERN.read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "card.yaml"
        path.write_text(text, encoding="utf-8")
        page = read(path, Card)
        assert (page.value is None) == bool(page.faults)
        return [(fault.line, fault.where, fault.what) for fault in page.faults]

    return faults


def line_of(text: str) -> int:
    return PATTERN.read_text(encoding="utf-8").split("\n").index(text) + 1


def test_a_card_is_what_is_written_and_its_id_is_the_file_name():
    card = cards()["cross-correlation-in-cnns"]
    written = yaml.safe_load(PATTERN.read_text(encoding="utf-8"))
    assert card.id == "cross-correlation-in-cnns"
    assert card.model_dump(mode="json", exclude_defaults=True) == written
    assert card.title.render("ko") == written["title"]["ko"]


def test_a_pitfall_is_found_by_its_tag_and_knows_its_card():
    found = pitfall("flipped-the-kernel")
    assert found is not None
    assert (found.card, found.name.en) == ("cross-correlation-in-cnns", "You flipped the kernel")
    assert pitfall("no-such-tag") is None


def test_cards_are_read_once_a_process():
    assert cards() is cards()


def test_topics_come_in_order():
    assert next(iter(topics())) == "pooling"
    assert [topic.order for topic in topics().values()] == list(range(1, len(topics()) + 1))


def test_a_source_may_be_without_a_year():
    assert sources()["pytorch-conv2d"].year is None
    assert sources()["dumoulin-2016"].year == 2016


def test_an_unknown_key_gets_the_key_that_was_meant(faults_of):
    assert faults_of(("needs:", "need:")) == [
        (2, "needs", "missing"),
        (line_of("needs: []"), "need", "unknown key; did you mean 'needs'?"),
    ]


def test_an_unknown_key_deep_inside_gets_the_key_that_was_meant(faults_of):
    faults = faults_of(("    spoken: true", "    spokken: true"))
    assert faults == [(line_of("    spoken: true"), "pitfalls[1].spokken", "unknown key; did you mean 'spoken'?")]


def test_an_id_or_a_card_in_the_file_is_an_unknown_key(faults_of):
    assert [what for _, _, what in faults_of(("level: 1", "level: 1\nid: other"))] == ["unknown key"]


def test_a_repeated_key_is_a_fault_with_both_lines(faults_of):
    faults = faults_of(("level: 1\n", "level: 1\nlevel: 2\n"))
    first = line_of("level: 1")
    assert faults == [(first + 1, "level", f"this key stands twice; the first is on line {first}")]


def test_all_faults_are_told_at_once_in_the_order_of_lines(faults_of):
    korean_title = "  ko: 합성곱 층은 교차 상관을 계산합니다\n"
    faults = faults_of((korean_title, ""), ("level: 1", "level: 4"), ("needs: []", "needs: none"))
    assert [where for _, where, _ in faults] == ["title.ko", "level", "needs"]
    assert faults[0] == (line_of("title:"), "title.ko", "missing")
    assert faults[1][2] == "Input should be less than or equal to 3, not 4"


@pytest.mark.parametrize("level", ["'1'", "true", "1.0", "null"])
def test_a_level_is_a_whole_number(faults_of, level):
    assert [where for _, where, _ in faults_of(("level: 1\n", f"level: {level}\n"))] == ["level"]


@pytest.mark.parametrize("word", ["yes", "12", "[a]", "{a: b}", "2026-01-01", "' '", "''", "!odd tag", "2026-99-99"])
def test_what_is_not_text_is_no_title(faults_of, word):
    faults = faults_of(("A convolution layer cross-correlates", word))
    assert {where for _, where, _ in faults} == {"title.en"}


def test_a_question_needs_two_to_six_points(faults_of):
    text = PATTERN.read_text(encoding="utf-8")
    points = text[text.index("      - en: Convolution turns") : text.index("    red_flags:")]
    assert [where for _, where, _ in faults_of((points, ""))] == ["questions[0].points"]


@pytest.mark.parametrize("written", ["code: a = 0", "mended: a = 1", "code: a = 0\n    mended: a = 0"])
def test_code_to_mend_stands_with_the_mended_code(faults_of, written):
    flags = "    red_flags:\n"
    assert [where for _, where, _ in faults_of((flags, f"    {written}\n{flags}"))] == ["questions[0]"]


@pytest.mark.parametrize("tag", ["Flipped-the-kernel", "flipped_the_kernel", "flipped--it", "-flipped"])
def test_a_tag_is_kebab_case(faults_of, tag):
    assert [where for _, where, _ in faults_of(("flipped-the-kernel", tag))] == ["pitfalls[0].tag"]


@pytest.mark.parametrize(
    ("written", "line", "what"),
    [
        (b"", 1, "the file is empty"),
        (b"# nothing\n", 1, "the file is empty"),
        (b"title: [a\nlevel: 1\n", 2, "not YAML"),
        (b"title: a\n--- \ntitle: b\n", 2, "not YAML"),
        (b"title: a\nsummary: \xff\n", 2, "not text in UTF-8"),
        (b"title: *nowhere\n", 1, "not YAML"),
        (b"just words\n", 1, "should hold keys and values"),
        (b"&a [*a]\n", 1, "should hold keys and values"),
        (b"title: &a [*a]\n", 1, "nested too deep"),
        (b"? [a, b]\n: c\n", 1, "unknown key"),
        (b"<<: {a: b}\n", 1, "unknown key"),
    ],
)
def test_no_file_ends_in_a_traceback(tmp_path, written, line, what):
    path = tmp_path / "card.yaml"
    path.write_bytes(written)
    faults = read(path, Card).faults
    assert any(fault.line == line and fault.what.startswith(what) for fault in faults), faults


def test_a_missing_file_is_a_fault(tmp_path):
    (fault,) = read(tmp_path / "topics.yaml", Topics).faults
    assert "can't be read" in fault.what


def test_a_fault_in_a_file_of_names_is_told_under_its_name(tmp_path):
    path = tmp_path / "topics.yaml"
    path.write_text("pooling:\n  name: {en: Pooling, ko: 풀링}\n  askd: 3\n  order: 1\n", encoding="utf-8")
    assert [str(fault).removeprefix(str(path)) for fault in read(path, Topics).faults] == [
        ":1: pooling.asked: missing",
        ":3: pooling.askd: unknown key; did you mean 'asked'?",
    ]


def test_bad_content_says_one_line_a_fault():
    error = BadContent([Fault("b.yaml", 2, "title", "missing"), Fault("a.yaml", 7, "", "the file is empty")])
    assert str(error) == "a.yaml:7: the file is empty\nb.yaml:2: title: missing"


def test_the_kinds_come_without_what_cards_search_and_study_need():
    heavy = {"yaml", "pydantic", "rapidfuzz", "fsrs", "sqlalchemy", "alembic"}
    code = f"import engine.catalog, sys; engine.catalog.kinds(); print({heavy} & set(sys.modules))"
    root = Path(CONTENT).parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("answer", ["112. I count the places.", "7. The kernel fits seven times."])
def test_an_answer_that_begins_with_a_number_is_no_list(answer: str) -> None:
    assert not_a_list(answer) == answer.replace(".", "\\.", 1)
    assert not_a_list("1. One\n2. Two") == "1. One\n2. Two"
    assert not_a_list("0.313. The loss") == "0.313. The loss"
