"""Does lint follow every link both ways?"""

import json
import shutil
from dataclasses import asdict

import pytest

from engine.content import CONTENT
from engine.lint import Deficiency, lint

CARD = """\
title: {en: Title, ko: 제목}
topic: pooling
level: 1
summary: {en: Short., ko: 짧게.}
explanation: {en: Long., ko: 길게.}
needs: []
pitfalls: []
practice: []
syllabus: []
sources: []
questions: []
"""
PITFALL = "pitfalls: [{tag: TAG, name: {en: You did, ko: 했습니다}, why: {en: Because., ko: 때문입니다.}}]"
QUESTION = """\
questions:
- id: why
  ask: {en: Why?, ko: 왜?}
  level: 1
  asked: rarely
  points:
  - {en: a, ko: 가, phrases: {en: [a], ko: [가]}}
  - {en: b, ko: 나, phrases: {en: [b], ko: [나]}}
  red_flags: [{en: c, ko: 다, phrases: {en: [c], ko: [다]}}]
  answer: {en: So., ko: 그래서.}
  form: claim
  corrects: []
  followups:
  - {when: weak, ask: pooling-grid}"""


class PoolingGrid:
    topic = "pooling"
    tags = ("took-the-average", "forgot-stride")


@pytest.fixture
def content(tmp_path, monkeypatch):
    """A folder of content with no cards and one kind; `content(name, old, new, ...)` writes a card."""
    monkeypatch.setattr("engine.catalog.kinds", lambda: {"pooling-grid": PoolingGrid})
    root = tmp_path / "content"
    (root / "cards").mkdir(parents=True)
    for name in ("topics.yaml", "sources.yaml", "syllabus.yaml", "everyday.yaml"):
        shutil.copy(CONTENT / name, root / name)
    (root / "glossary.yaml").write_text("- {en: pooling, ko: 풀링}\n", encoding="utf-8")

    def write(name, *replacements):
        text = CARD
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        (root / "cards" / f"{name}.yaml").write_text(text, encoding="utf-8")

    write.root = root
    return write


def told(content):
    return [(fault.file.rpartition("/")[2], fault.line, fault.where, fault.what) for fault in lint(content.root).faults]


def test_what_no_card_explains_is_a_deficiency_and_no_fault(content):
    report = lint(content.root)
    assert report.faults == ()
    assert Deficiency("tag", "forgot-stride") in report.deficiencies
    assert Deficiency("kind", "pooling-grid") in report.deficiencies
    assert Deficiency("syllabus", "S3-27") in report.deficiencies


def test_what_a_card_explains_is_no_deficiency(content):
    content(
        "a",
        ("pitfalls: []", PITFALL.replace("TAG", "forgot-stride")),
        ("practice: []", "practice: [pooling-grid]"),
        ("syllabus: []", "syllabus: [S2-04]"),
    )
    report = lint(content.root)
    ids = {deficiency.id for deficiency in report.deficiencies}
    assert report.faults == ()
    assert "took-the-average" in ids
    assert not ids & {"forgot-stride", "pooling-grid", "S2-04"}


def test_what_is_often_said_wrongly_takes_a_question_that_sets_it_right(content):
    content("a", ("syllabus: []", "syllabus: [S3-27]"), ("questions: []", QUESTION))
    assert Deficiency("syllabus", "S3-27") in lint(content.root).deficiencies
    correcting = QUESTION.replace("corrects: []", "corrects: [S3-27]")
    content("a", ("syllabus: []", "syllabus: [S3-27]"), ("questions: []", correcting))
    report = lint(content.root)
    assert report.faults == () and Deficiency("syllabus", "S3-27") not in report.deficiencies


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("ask: pooling-grid", "ask: poolin-grid", "followups[0].ask", "did you mean 'pooling-grid'?"),
        ("ask: pooling-grid", "ask: a/why", "followups[0].ask", "'a/why' is no other question"),
        ("corrects: []", "corrects: [S2-04]", "corrects[0]", "the syllabus does not call 'S2-04' wrong"),
        ("corrects: []", "corrects: [S3-27]", "corrects[0]", "'S3-27' is not under this card's syllabus"),
    ],
)
def test_a_question_leads_somewhere_and_corrects_what_is_wrong(content, old, new, where, what):
    content("a", ("questions: []", QUESTION.replace(old, new)))
    ((_, _, told_where, told_what),) = told(content)
    assert told_where == f"questions[0].{where}" and what in told_what


def test_two_questions_of_a_card_have_two_ids(content):
    content("a", ("questions: []", QUESTION + QUESTION.removeprefix("questions:").replace("Why?", "How?")))
    assert [(where, what) for _, _, where, what in told(content)] == [
        ("questions[1].id", "'why' is another question's id on this card")
    ]


def test_a_question_asked_often_has_a_long_answer(content):
    content("a", ("questions: []", QUESTION.replace("rarely", "often")))
    assert [(where, what) for _, _, where, what in told(content)] == [
        ("questions[0]", "it is asked often, so it needs a long answer")
    ]


def test_a_bad_call_is_a_fault_at_its_text(content, monkeypatch):
    monkeypatch.undo()
    content("a", ("{en: Long., ko: 길게.}", '{en: "{{gradient point=[1]}}", ko: 길게.}'))
    found = [fault for fault in told(content) if fault[2] == "explanation.en"]
    assert found == [("a.yaml", 5, "explanation.en", "gradient: coefficients is missing.")]


@pytest.mark.parametrize(
    ("old", "new", "line", "where", "what"),
    [
        ("topic: pooling", "topic: poling", 2, "topic", "there is no 'poling'; did you mean 'pooling'?"),
        ("needs: []", "needs: [b, cc]", 6, "needs[1]", "there is no 'cc'"),
        (
            "practice: []",
            "practice:\n- pool-grid",
            9,
            "practice[0]",
            "there is no 'pool-grid'; did you mean 'pooling-grid'?",
        ),
        ("syllabus: []", "syllabus: [S4-91]", 9, "syllabus[0]", "there is no 'S4-91'; did you mean"),
        (
            "sources: []",
            "sources: [dumoulin]",
            10,
            "sources[0]",
            "there is no 'dumoulin'; did you mean 'dumoulin-2016'?",
        ),
    ],
)
def test_a_link_that_leads_nowhere_is_a_fault_with_its_line(content, old, new, line, where, what):
    content("b")
    content("a", (old, new))
    (found,) = told(content)
    assert found[:3] == ("a.yaml", line, where)
    assert found[3].startswith(what)


def test_a_link_to_a_faulty_card_is_no_second_fault(content):
    content("a", ("needs: []", "needs: [b]"))
    content("b", ("level: 1", "level: 5"))
    assert [(file, where) for file, _, where, _ in told(content)] == [("b.yaml", "level")]


def test_two_cards_for_one_tag_are_a_fault(content):
    for name in "ab":
        content(name, ("pitfalls: []", PITFALL.replace("TAG", "forgot-stride")))
    ((file, line, where, what),) = told(content)
    assert (file, line, where) == ("b.yaml", 7, "pitfalls[0].tag")
    assert what.startswith("'forgot-stride' is explained already in") and what.endswith("a.yaml, line 7")


def test_a_tag_that_no_kind_computes_has_to_be_spoken(content):
    content("a", ("pitfalls: []", PITFALL.replace("TAG", "forgot-strides")))
    content("b", ("pitfalls: []", PITFALL.replace("TAG", "said-nothing").replace("tag:", "spoken: true, tag:")))
    content("c", ("pitfalls: []", PITFALL.replace("TAG", "forgot-stride").replace("tag:", "spoken: true, tag:")))
    assert told(content) == [
        ("a.yaml", 7, "pitfalls[0].tag", "no kind computes 'forgot-strides'; did you mean 'forgot-stride'?"),
        ("c.yaml", 7, "pitfalls[0].spoken", "a kind computes 'forgot-stride', so it is not spoken"),
    ]


def test_cards_that_need_each_other_in_a_circle_are_one_fault_a_circle(content):
    for name, needed in {"a": "b", "b": "c", "c": "a", "d": "d", "e": "a"}.items():
        content(name, ("needs: []", f"needs: [{needed}]"))
    whats = sorted(what for _, _, where, what in told(content) if where == "needs[0]")
    assert len(whats) == 2
    assert whats[1].endswith("d -> d")


def test_each_circle_is_told_at_its_own_need(content):
    for name, needed in {"a": "b, c", "b": "a", "c": "a"}.items():
        content(name, ("needs: []", f"needs: [{needed}]"))
    circles = {(file.rpartition("/")[2], where, what.rpartition(": ")[2]) for file, _, where, what in told(content)}
    for file, where, circle in circles:
        card, needed, *_ = circle.split(" -> ")
        at = {"a": ["b", "c"], "b": ["a"], "c": ["a"]}[card].index(needed)
        assert (file, where) == (f"{card}.yaml", f"needs[{at}]")
    assert len(circles) == 2


def test_a_topic_file_that_does_not_read_is_one_fault(content):
    content("a")
    (content.root / "topics.yaml").write_text("pooling: [", encoding="utf-8")
    assert [file for file, *_ in told(content)] == ["topics.yaml"]


def test_a_kind_of_an_unknown_topic_is_a_fault(content, monkeypatch):
    monkeypatch.setattr(PoolingGrid, "topic", "poolings")
    ((file, line, where, what),) = told(content)
    assert (where, what) == ("topic", "there is no 'poolings'; did you mean 'pooling'?")
    assert file == "test_lint.py" and line > 1


def test_a_term_whose_card_does_not_exist_is_a_fault(content):
    content("pools")
    (content.root / "glossary.yaml").write_text("- {en: pooling, ko: 풀링, card: pool}\n", encoding="utf-8")
    assert told(content) == [("glossary.yaml", 1, "[0].card", "there is no 'pool'; did you mean 'pools'?")]


def test_the_report_is_json_and_counts(content):
    content("a", ("questions: []", QUESTION))
    report = json.loads(json.dumps(asdict(lint(content.root))))
    assert set(report) == {"faults", "deficiencies", "counts"}
    assert report["deficiencies"][0] == {"what": "tag", "id": "forgot-stride"}
    counts = report["counts"]
    assert (counts["cards"], counts["questions"], counts["kinds"], counts["tags"]) == (1, 1, 1, 2)
    assert counts["topics"]["pooling"] == 1
    assert counts["topics"]["padding"] == 0
    assert (counts["claims"], counts["derivations"], counts["long answers"]) == (1, 0, 0)
    assert counts["chains two deep"] == 0
    assert counts["asked"]["pooling"] == 40


def test_a_chain_is_two_deep_when_the_question_that_follows_leads_on(content):
    second = QUESTION.replace("questions:\n", "").replace("id: why", "id: how")
    content("a", ("questions: []", QUESTION.replace("ask: pooling-grid", "ask: a/how") + "\n" + second))
    assert lint(content.root).counts["chains two deep"] == 1


def test_what_a_question_corrects_is_a_claim_and_a_derivation_is_justified_at_length(content):
    content("a", ("questions: []", QUESTION.replace("form: claim", "form: derivation")))
    assert [what for *_, what in told(content)] == ["a derivation needs a long answer, which justifies its lines"]
    unformed = QUESTION.replace("  form: claim\n", "").replace("corrects: []", "corrects: [S3-27]")
    content("a", ("questions: []", unformed))
    assert [what for *_, what in told(content)] == ["it corrects a statement, so its form is claim"]
