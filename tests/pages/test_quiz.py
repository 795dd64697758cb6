"""Can a quiz be set up, taken to its end, taken again and given to somebody else?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from engine import catalog
from engine.links import QuizLink, parse_quiz
from engine.study.store import StoreFault
from engine.text import Text
from tests.pages.visit import answer, attempts, desk, go_on, labels, links, press, problem, rerun, visit, words
from ui.boot import store

TWO = "conv-output-size.1.42,gradient.1.7"
RUN = "0123456789abcdef" * 2


def quiz(problems: str = TWO, lang: str = "en", **more: str) -> Any:
    return visit("quiz", lang, **({"level": "1", "problems": problems} | more))


def quiz_link(app: Any) -> QuizLink:
    link, notes = parse_quiz({name: value for name, value in app.query_params.items() if name != "lang"})
    assert link
    assert notes == []
    return link


def answer_all(app: Any, *replies: str | None) -> Any:
    """Give these replies, None for the right one, and go on after each."""
    for reply in replies:
        answer(app, reply or problem(app).spelled())
        go_on(app)
    return app


@pytest.mark.parametrize("count", [5, 10, 20])
def test_a_quiz_is_set_up_and_taken_to_its_end(count: int) -> None:
    app = visit("quiz")
    app.pills(key="quiz-topics").set_value(["output-size", "parameter-count"])
    app.segmented_control(key="quiz-level").set_value(2)
    app.segmented_control(key="quiz-count").set_value(count)
    press(app, "Start")
    link = quiz_link(app)
    assert len(link.problems) == count
    assert link.level == 2
    for place in range(count):
        assert f"Problem {place + 1} of {count}" in words(app)
        assert problem(app).topic in {"output-size", "parameter-count"}
        answer(app, problem(app).spelled())
        go_on(app)
    assert re.search(rf"{count} of {count} right, in \d+:\d\d", words(app))
    assert {attempt.quiz for attempt in attempts()} == {link.run}
    assert "Again the ones I missed" not in labels(app)
    assert "Another quiz" in labels(app)


def test_all_topics_are_taken_where_none_is_chosen() -> None:
    app = visit("quiz")
    app.segmented_control(key="quiz-count").set_value(20)
    press(app, "Start")
    assert len({kind for kind, _ in quiz_link(app).problems}) == min(20, len(catalog.kinds()))


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("placement", [{}, {"placement": "1"}])
def test_the_button_after_a_verdict_says_what_comes(lang: str, placement: dict[str, str]) -> None:
    following, result = (Text(label).render(lang) for label in ("Next problem", "See the result"))
    app = press(quiz(lang=lang, **placement), Text("I don’t know").render(lang))
    assert following in labels(app) and result not in labels(app)
    press(go_on(app, lang), Text("I don’t know").render(lang))
    assert result in labels(app) and following not in labels(app)


def test_the_end_names_the_slips_and_lists_the_answers() -> None:
    app = quiz()
    slip = problem(app).mistakes()[0]
    answer_all(app, str(slip.value), None)
    assert "1 of 2 right" in words(app)
    assert "Slips" in words(app)
    assert words(app).count("yellow-background") == 1
    shown = links(app)
    assert [link.label.partition(".")[0] for link in shown] == ["1", "2"]
    query = parse_qs(shown[0].query_string)
    assert query["kind"] == ["conv-output-size"]
    earlier = visit("practice", **{name: values[0] for name, values in query.items()})
    assert str(slip.value) in words(earlier)
    assert "Try again" in labels(earlier)


def test_the_end_stays_the_end_when_the_page_runs_again() -> None:
    app = answer_all(quiz(), None, None)
    assert "2 of 2 right" in words(rerun(app))
    app.segmented_control(key="language").set_value("ko")
    assert Text("Another quiz").render("ko") in labels(rerun(app))


def test_the_ones_that_were_missed_are_asked_again() -> None:
    app = answer_all(quiz(), "987654", None)
    press(app, "Again the ones I missed")
    assert quiz_link(app).problems == (("conv-output-size", 42),)
    assert "Problem 1 of 1" in words(app)
    answer_all(app, None)
    assert "1 of 1 right" in words(app)
    assert "Slips" not in words(app)


def test_i_dont_know_is_an_answer_too() -> None:
    app = press(quiz(), "I don’t know")
    go_on(app)
    assert "Problem 2 of 2" in words(app)
    assert attempts()[0].verdict == "gave-up"


def test_what_cannot_be_read_stays_at_its_place() -> None:
    app = answer(quiz(), "l2")
    assert "Problem 1 of 2" in words(app)
    assert attempts() == []
    answer(app, "37")
    assert len(attempts()) == 1


def test_a_reload_goes_on_at_the_first_open_problem() -> None:
    app = quiz(run=RUN)
    answer(app, "37")
    assert "Problem 1 of 2" in words(app)
    assert "Problem 2 of 2" in words(quiz(run=RUN))
    answer_all(quiz(run=RUN), None)
    again = quiz(run=RUN)
    assert "of 2 right" in words(again)
    assert len(attempts()) == 2


def test_a_place_is_answered_once_in_two_tabs() -> None:
    one, other = quiz(run=RUN), quiz(run=RUN)
    right = problem(one).spelled()
    answer(one, right)
    answer(other, "987654")
    assert [attempt.reply for attempt in attempts()] == [right]
    assert "Right" in words(other)


def test_a_shared_link_is_the_same_quiz_taken_anew() -> None:
    first, second = quiz(), quiz()
    assert quiz_link(first).problems == quiz_link(second).problems
    assert quiz_link(first).run != quiz_link(second).run
    answer_all(first, None, None)
    assert "Problem 1 of 2" in words(rerun(second))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"problems": "nothing.1.5," + TWO}, "which is not a problem; it was left out"),
        ({"problems": "gradient.1.1e400," + TWO}, "which is not a problem; it was left out"),
        ({"problems": "<script>.1.1," + TWO}, "which is not a problem; it was left out"),
        ({"problems": TWO, "level": "9"}, "asked for level 9; here is level 3"),
        ({"problems": "gradient.0.7," + TWO}, "made with version 0"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_bad_link_begins_a_usable_quiz_and_says_what_was_replaced(
    query: dict[str, str], sentence: str, lang: str
) -> None:
    app = visit("quiz", lang, **({"level": "1"} | query))
    assert lang == "ko" or sentence in words(app)
    assert "<script>" not in words(app)
    press(app, Text("I don’t know").render(lang))
    assert len(attempts()) == 1
    go_on(app, lang)
    assert sentence not in words(app)


@pytest.mark.parametrize("problems", ["", ",,,", "x", "gradient", "\x00", "9" * 5000])
def test_a_link_without_a_problem_lands_where_a_quiz_is_set_up(problems: str) -> None:
    app = quiz(problems)
    assert "This link holds no problem" in words(app)
    assert "Start" in labels(app)


@pytest.mark.parametrize("run", ["", "x", "0" * 31, "../../etc", "\x00"])
def test_a_run_that_is_none_is_begun_anew(run: str) -> None:
    assert quiz_link(quiz(run=run)).run not in {run, None}


def test_another_quiz_goes_back_to_the_set_up() -> None:
    app = press(answer_all(quiz(), None, None), "Another quiz")
    assert "Start" in labels(app)
    assert "problems" not in app.query_params


def test_a_quiz_speaks_korean() -> None:
    app = quiz(lang="ko")
    press(app, Text("I don’t know").render("ko"))
    go_on(app, "ko")
    answer(app, problem(app).spelled(), Text("Check").render("ko"))
    go_on(app, "ko")
    assert Text("Your answers").render("ko") in words(app)
    assert not any(link.label.isascii() for link in links(app))


def test_a_record_that_cannot_be_read_is_told(record_file: Path) -> None:
    record_file.write_bytes(b"not a database" * 500)
    app = quiz()
    assert "damaged" in app.warning[0].value


def test_a_record_that_fails_in_the_middle_keeps_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    app = quiz()

    def refuse(*_: object) -> None:
        raise StoreFault(Text("The disk that holds {file} is full. Nothing was changed.", file="f.db"))

    with monkeypatch.context() as broken:
        broken.setattr(type(store()), "record", refuse)
        answer(app, "37")
        assert "is full" in app.warning[0].value
        assert "Problem 1 of 2" in words(app)
    press(app, "Check")
    assert desk(app).done
    go_on(app)
    assert "Problem 2 of 2" in words(app)
