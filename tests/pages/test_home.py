"""Does the home page lead on, show what was answered, and delete it when asked?"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from engine.study.store import StoreFault
from engine.text import Text
from tests.pages.visit import answer, attempts, desk, labels, links, practise, press, problem, rerun, visit, words
from ui.boot import store

NOBODY = 65534


def opened(link: Any) -> Any:
    """The visit that a link of the history leads to."""
    return visit("practice", **{name: values[0] for name, values in parse_qs(link.query_string).items()})


def test_a_first_visit_is_greeted_without_answers() -> None:
    app = visit("home")
    assert "No answers yet" in words(app)
    assert labels(app) == ["Practise", "Take a quiz", "Delete everything"]
    assert links(app) == []


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_home_leads_to_practice_and_quiz_in_the_language_of_the_link(lang: str) -> None:
    for button, next_button in (("Practise", "Check"), ("Take a quiz", "Start")):
        app = press(visit("home", lang), Text(button).render(lang))
        assert Text(next_button).render(lang) in labels(app)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_latest_answers_stand_first_and_each_opens_with_its_answer(lang: str) -> None:
    right = practise("conv-output-size")
    answer(right, problem(right).spelled())
    slip = practise("cross-correlation-grid")
    turn = problem(slip).mistakes()[0]
    answer(slip, problem(slip).reply.spell(turn.value, None))
    answer(practise("gradient", 3), "987 654")
    press(practise("box-convolution"), "I don’t know")
    shown = links(visit("home", lang))
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
    (link,) = links(visit("home"))
    again = opened(link)
    assert problem(again).givens()["size"] == 7
    assert "987" in words(again)


def test_no_more_than_the_latest_ten_are_listed() -> None:
    for seed in range(12):
        press(practise("conv-output-size", seed=seed), "I don’t know")
    shown = links(visit("home"))
    assert [parse_qs(link.query_string)["seed"] for link in shown] == [[str(seed)] for seed in range(11, 1, -1)]


def test_an_attempt_of_a_kind_that_is_gone_is_passed_over(record_file: Path) -> None:
    press(practise("conv-output-size"), "I don’t know")
    press(practise("gradient"), "I don’t know")
    with sqlite3.connect(record_file) as database:
        database.execute("UPDATE attempts SET kind = 'deconvolution' WHERE kind = 'gradient'")
    assert len(links(visit("home"))) == 1


def test_an_attempt_at_an_older_version_opens_its_problem_without_the_answer(record_file: Path) -> None:
    answer(practise("conv-output-size"), "987654")
    with sqlite3.connect(record_file) as database:
        database.execute("UPDATE attempts SET version = 0, givens = '{}'")
    (link,) = links(visit("home"))
    assert "Check" in labels(opened(link))


def test_the_data_are_named_by_place() -> None:
    said = words(visit("home")).replace("\\", "").replace("\N{WORD JOINER}", "")
    assert store().place in said


def test_delete_asks_once_and_keeps_everything_until_then() -> None:
    press(practise("conv-output-size"), "I don’t know")
    app = press(visit("home"), "Delete everything")
    assert "This cannot be undone" in words(app)
    assert len(attempts()) == 1
    press(app, "Keep")
    assert len(attempts()) == 1


def test_delete_deletes_everything() -> None:
    press(practise("conv-output-size"), "I don’t know")
    store().set_setting("language", "ko")
    app = press(visit("home"), "Delete everything")
    press(app, "Delete")
    assert attempts() == []
    assert store().setting("language") is None
    assert "No answers yet" in words(visit("home"))


def test_what_was_on_the_desk_is_gone_with_the_rest() -> None:
    app = press(practise("conv-output-size"), "I don’t know")
    app.switch_page("../pages/home.py")
    press(rerun(app), "Delete everything")
    press(app, "Delete")
    app.switch_page("../pages/practice.py")
    app.query_params.update(kind="conv-output-size", level="1", seed="42", v="1")
    assert "Check" in labels(rerun(app))


def test_a_delete_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    press(practise("conv-output-size"), "I don’t know")
    app = press(visit("home"), "Delete everything")

    def refuse(_: object) -> None:
        raise StoreFault(Text("Another program is using {file} and did not let go.", file="f.db"))

    monkeypatch.setattr(type(store()), "delete_everything", refuse)
    press(app, "Delete")
    assert "Another program is using" in app.warning[0].value
    assert len(attempts()) == 1


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_damaged_record_is_told_and_the_way_to_practice_stays(record_file: Path, lang: str) -> None:
    record_file.write_bytes(b"my holiday photos" * 500)
    app = visit("home", lang)
    assert record_file.name in app.warning[0].value.replace("\\", "").replace("\N{WORD JOINER}", "")
    assert Text("Practise").render(lang) in labels(app)
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
    assert "not allowed to write" in visit("home").warning[0].value
    app = practise("conv-output-size")
    answer(app, "37")
    assert "not allowed to write" in app.warning[0].value
    assert app.text_input(key=f"text-{desk(app).key}").value == "37"
