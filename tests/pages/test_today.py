"""Does Today say what to do next, and show what was answered?"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from engine import catalog
from engine.links import parse_quiz
from engine.rounds import parse_round
from engine.study.clock import Clock
from engine.study.decks import deal
from engine.study.items import items
from engine.study.preferences import preferences
from engine.study.reviews import Review, skill_item
from engine.text import Text
from tests.pages.visit import (
    answer,
    asked,
    attempts,
    desk,
    go_on,
    html,
    labels,
    links,
    practise,
    press,
    problem,
    rerun,
    visit,
    words,
)
from ui.boot import store

NOBODY = 65534


def opened(link: Any) -> Any:
    """The visit that a link of the history leads to."""
    return visit("practice", **{name: values[0] for name, values in parse_qs(link.query_string).items()})


def test_a_first_visit_is_offered_a_placement_that_can_be_skipped() -> None:
    app = visit("today")
    assert "No answers yet" in words(app)
    assert labels(app) == ["Begin the placement", "Skip it"]
    press(app, "Skip it")
    assert "Begin the placement" not in labels(app)
    assert "10 new" in words(app)
    assert "Begin the placement" not in labels(visit("today"))


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_placement_sets_the_level_at_which_each_topic_begins(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "fresh_seed", lambda: 7)  # some seeds put a wrong answer beside each right one
    app = press(visit("today", lang), Text("Begin the placement").render(lang))
    quiz, _ = parse_quiz(asked(app))
    assert quiz and quiz.placement and quiz.level == 2 and len(quiz.problems) == 10
    app.switch_page("../pages/quiz.py")  # the harness forgets where the page itself switched to
    for place in range(10):
        problem_here = problem(app)
        if place % 2:
            answer(app, problem_here.spelled(), Text("Check").render(lang))
        else:
            press(app, Text("I don’t know").render(lang))
        go_on(app, lang)
    levels = preferences(store().settings()).levels
    assert set(levels.values()) == {1, 3}
    assert store().reviews() == []  # else it would take the first day's new cards, and ask tomorrow what was too hard
    said = words(app)
    assert Text("Where you begin").render(lang) in said and Text("level {level}", level=3).render(lang) in said
    press(app, Text("To Today").render(lang))
    assert app.title[0].value == Text("Today").render(lang)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_today_begins_a_round_of_so_many_minutes(lang: str) -> None:
    store().set_setting("placement", "skipped")
    store().set_setting("new_a_day", "20")
    app = visit("today", lang)
    app.segmented_control(key="minutes").set_value(10)
    press(rerun(app), Text("Start").render(lang))
    link, _ = parse_round(asked(app), datetime.now(UTC))
    record = store().study()
    dealt = deal(record, link.deck(frozenset()), preferences(record.settings), Clock(datetime.now(UTC)))
    assert link.name == "today" and link.began
    assert len(dealt.queue) > (link.size or 0) > 1
    assert sum(item.seconds for item in dealt.queue[: link.size]) <= 600
    assert Text("Flip").render(lang) in labels(app)


def test_an_interview_date_gets_a_plan_day_by_day_and_a_warning_where_it_does_not_fit() -> None:
    store().set_setting("placement", "skipped")
    store().set_setting("interview", (date.today() + timedelta(days=4)).isoformat())
    assert "It does not fit" in words(visit("today"))
    store().set_setting("minutes_a_day", "240")
    store().set_setting("interview", (date.today() + timedelta(days=80)).isoformat())
    said = words(visit("today"))
    assert "It does not fit" not in said and "you will have seen everything once" in said
    assert said.count("\n| ") >= 75
    store().set_setting("interview", (date.today() + timedelta(days=200)).isoformat())
    assert re.search(r"\b(199|200|201) days to go", words(visit("today")))


def test_what_is_learned_shows_in_readiness_and_in_the_days_ahead() -> None:
    press(practise("conv-output-size"), "I don’t know")
    page = html(visit("today"))
    assert "of all questions and problems" in page and "in a row" not in page
    assert re.findall(r"<i class='(?:now)?'>(\d+)</i>", page) == ["0", "1", "0", "0", "0", "0", "0"]


def test_two_days_are_a_streak(record_file: Path) -> None:
    press(practise("conv-output-size"), "I don’t know")
    with sqlite3.connect(record_file) as database:
        database.execute("INSERT INTO days SELECT learner, date(day, '-1 day'), 3 FROM days")
    assert "You have studied 2 days in a row." in html(visit("today"))


def test_the_length_of_a_round_is_asked_only_where_there_is_a_choice() -> None:
    store().set_setting("placement", "skipped")
    store().set_setting("new_a_day", "2")
    app = visit("today")
    assert [control.key for control in app.segmented_control if control.key == "minutes"] == []
    assert parse_round(asked(press(app, "Start")), datetime.now(UTC))[0].size == 2


def test_a_placement_that_was_left_in_the_middle_is_taken_up_again() -> None:
    app = press(visit("today"), "Begin the placement")
    begun = asked(app)
    app.switch_page("../pages/quiz.py")  # the harness forgets where the page itself switched to
    app.query_params.update(begun)
    press(rerun(app), "I don’t know")
    again = visit("today")
    assert "1 of 10 problems are answered" in words(again)
    assert asked(press(again, "Go on with the placement")) == begun
    press(visit("today"), "Skip it")
    assert "Start" in labels(visit("today"))


def due(*found: str) -> str:
    """What Today says when so much is due."""
    store().set_setting("new_a_day", "0")
    at = datetime.now(UTC) - timedelta(days=30)
    for item in found:
        store().grade(Review(item, item, 4, 0.9, at, at.date()))
    return words(visit("today"))


def test_what_is_due_is_counted_in_cards_and_skills() -> None:
    skill = skill_item("conv-output-size", 1)
    by_card = {item.card: item.id for item in items().values() if item.card and item.topic == "pooling"}
    cards = list(by_card.values())[:2]
    assert "1 skill to review. That is about" in due(skill)
    assert "1 card and 1 skill to review. That is about" in due(skill, cards[0])
    assert "2 cards and 1 skill to review" in due(skill, *cards)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_latest_answers_stand_first_and_each_opens_with_its_answer(lang: str) -> None:
    right = practise("conv-output-size")
    answer(right, problem(right).spelled())
    slip = practise("cross-correlation-grid")
    turn = problem(slip).mistakes()[0]
    answer(slip, problem(slip).reply.spell(turn.value, None))
    answer(practise("gradient", 3), "987 654")
    press(practise("box-convolution"), "I don’t know")
    shown = links(visit("today", lang))
    assert len(shown) == 4
    begin = [Text("Not answered"), Text("Not right"), None, Text("Right")]
    for link, outcome in zip(shown, begin, strict=True):
        assert outcome is None or outcome.render(lang) in link.label
        assert "lang" not in parse_qs(link.query_string)
    assert "Try again" in labels(opened(shown[0]))
    assert "987 654" in words(opened(shown[1])).replace("\\", "")
    grid = opened(shown[2])
    assert desk(grid).verdict and desk(grid).verdict.tag == turn.tag  # type: ignore[union-attr]
    assert "Right" in words(opened(shown[3]))
    assert len(attempts()) == 4


def test_an_answer_to_own_numbers_opens_again_too() -> None:
    app = visit("practice", kind="conv-output-size", givens='{"size":7,"kernel_size":3}')
    answer(app, "987")
    (link,) = links(visit("today"))
    again = opened(link)
    assert problem(again).givens()["size"] == 7
    assert "987" in words(again)


def test_no_more_than_the_latest_ten_are_listed() -> None:
    for seed in range(12):
        press(practise("conv-output-size", seed=seed), "I don’t know")
    shown = links(visit("today"))
    assert [parse_qs(link.query_string)["seed"] for link in shown] == [[str(seed)] for seed in range(11, 1, -1)]


def test_an_attempt_of_a_kind_that_is_gone_is_passed_over(record_file: Path) -> None:
    press(practise("conv-output-size"), "I don’t know")
    press(practise("gradient"), "I don’t know")
    with sqlite3.connect(record_file) as database:
        database.execute("UPDATE attempts SET kind = 'deconvolution' WHERE kind = 'gradient'")
    assert len(links(visit("today"))) == 1


def test_an_attempt_at_an_older_version_opens_its_problem_without_the_answer(record_file: Path) -> None:
    answer(practise("conv-output-size"), "987654")
    with sqlite3.connect(record_file) as database:
        database.execute("UPDATE attempts SET version = 0, givens = '{}'")
    (link,) = links(visit("today"))
    assert "Check" in labels(opened(link))


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_damaged_record_is_told_and_the_way_to_practice_stays(record_file: Path, lang: str) -> None:
    record_file.write_bytes(b"my holiday photos" * 500)
    app = visit("today", lang)
    assert record_file.name in app.warning[0].value.replace("\\", "").replace("\N{WORD JOINER}", "")
    assert record_file.read_bytes() == b"my holiday photos" * 500


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder that this process may look into but not write to, also where it runs as the administrator."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        if os.geteuid() != 0:
            folder.chmod(0o555)
            yield folder
            folder.chmod(0o755)
            return
        os.seteuid(NOBODY)
        yield folder
        os.seteuid(0)


def test_a_place_that_cannot_be_written_is_told(as_nobody: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLIPSIDE_DATABASE_URL", f"sqlite:///{as_nobody / 'f.db'}")
    assert "not allowed to write" in visit("today").warning[0].value
    app = practise("conv-output-size")
    answer(app, "37")
    assert "not allowed to write" in app.warning[0].value
    assert app.text_input(key=f"text-{desk(app).key}").value == "37"
