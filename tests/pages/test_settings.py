"""Is what the learner chooses kept at once, and their record named and deleted when asked?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.study.preferences import Preferences, preferences
from engine.study.store import StoreFault
from engine.text import Text
from tests.pages.visit import attempts, labels, practise, press, rerun, visit, words
from ui.boot import store


def chosen() -> Preferences:
    return preferences(store().settings())


def test_every_choice_is_kept_and_shown_again() -> None:
    app = visit("settings")
    soon = date.today() + timedelta(days=20)
    app.slider(key="set-retention").set_value(85)
    rerun(app)
    app.slider(key="set-new_a_day").set_value(3)
    rerun(app)
    app.slider(key="set-minutes_a_day").set_value(45)
    rerun(app)
    app.slider(key="set-boundary").set_value(2)
    rerun(app)
    app.date_input(key="set-interview").set_value(soon)
    rerun(app)
    app.toggle(key="set-shortcuts").set_value(False)
    rerun(app)
    assert chosen() == Preferences(0.85, 3, 45, 2, False, soon)
    again = visit("settings", "ko")
    assert again.slider(key="set-retention").value == 85
    assert again.date_input(key="set-interview").value == soon
    assert again.toggle(key="set-shortcuts").value is False


def test_a_date_can_be_taken_back() -> None:
    store().set_setting("interview", (date.today() + timedelta(days=9)).isoformat())
    app = press(visit("settings"), "No interview")
    assert chosen().interview is None and app.date_input(key="set-interview").value is None
    assert "No interview" not in labels(app)


def test_the_language_is_chosen_here_too() -> None:
    app = visit("settings")
    app.segmented_control(key="set-language").set_value("ko")
    assert rerun(app).title[0].value == "설정"
    assert store().settings()["language"] == "ko"


@pytest.mark.parametrize("junk", ["yesterday", "2001-01-01", "9999-99-99"])
def test_whatever_stands_in_the_record_the_page_opens(junk: str) -> None:
    for name in ("retention", "new_a_day", "minutes_a_day", "boundary", "interview", "shortcuts", "levels"):
        store().set_setting(name, junk)
    visit("settings")
    visit("today")
    visit("flashcards")


def test_a_choice_that_cannot_be_kept_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit("settings")

    def refuse(*_: object) -> None:
        raise StoreFault(Text("Another program is using {file} and did not let go.", file="f.db"))

    monkeypatch.setattr(type(store()), "set_setting", refuse)
    app.slider(key="set-new_a_day").set_value(3)
    assert "Another program is using" in rerun(app).warning[0].value


def test_the_data_are_named_by_place() -> None:
    said = words(visit("settings")).replace("\\", "")
    assert store().place in said


def test_delete_asks_once_and_keeps_everything_until_then() -> None:
    press(practise("conv-output-size"), "I don’t know")
    app = press(visit("settings"), "Delete everything")
    assert "This cannot be undone" in words(app)
    assert len(attempts()) == 1
    press(app, "Keep")
    assert len(attempts()) == 1


def test_delete_deletes_everything() -> None:
    press(practise("conv-output-size"), "I don’t know")
    store().set_setting("language", "ko")
    app = press(visit("settings"), "Delete everything")
    press(app, "Delete")
    assert attempts() == []
    assert store().settings().get("language") is None
    assert "No answers yet" in words(visit("today"))


def test_what_was_on_the_desk_is_gone_with_the_rest() -> None:
    app = press(practise("conv-output-size"), "I don’t know")
    app.switch_page("../pages/settings.py")
    press(rerun(app), "Delete everything")
    press(app, "Delete")
    app.switch_page("../pages/practice.py")
    app.query_params.update(kind="conv-output-size", level="1", seed="42", v="1")
    assert "Check" in labels(rerun(app))


def test_a_delete_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    press(practise("conv-output-size"), "I don’t know")
    app = press(visit("settings"), "Delete everything")

    def refuse(_: object) -> None:
        raise StoreFault(Text("Another program is using {file} and did not let go.", file="f.db"))

    monkeypatch.setattr(type(store()), "delete_everything", refuse)
    press(app, "Delete")
    assert "Another program is using" in app.warning[0].value
    assert len(attempts()) == 1
