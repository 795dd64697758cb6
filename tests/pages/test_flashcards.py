"""Is a round asked, flipped, graded and taken up again, whatever happens in between?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.cards import Question, Words, cards, questions
from engine.rounds import RoundLink
from engine.study.items import items
from engine.study.reviews import Review, question_of
from engine.study.store import StoreFault
from engine.text import Text
from tests.pages.visit import (
    answer,
    asked,
    code,
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
from ui.card import prose

LANGS = pytest.mark.parametrize("lang", ["en", "ko"])


def begun(size: int = 10, lang: str = "en", link: RoundLink | None = None) -> Any:
    """A round that begins now."""
    return visit("flashcards", lang, **(link or RoundLink()).begin(size, datetime.now(UTC)).params())


def question(app: Any) -> Question:
    """The question on the table."""
    return questions()[question_of(app.session_state["round-item"]) or ""]


def grade(app: Any, rating: int, lang: str = "en") -> Any:
    press(app, Text("Flip").render(lang))
    label = next(label for label in labels(app) if label.startswith(f"{rating} "))
    return press(app, label)


def ratings() -> list[int | None]:
    return [review.rating for review in store().reviews()]


def test_a_deck_is_chosen_and_begun() -> None:
    app = visit("flashcards")
    assert "10 new, about 10 minutes." in words(app)
    app.selectbox(key="deck-topic").set_value("pooling")
    rerun(app)
    app.segmented_control(key="deck-asked").set_value("often")
    press(rerun(app), "Start")
    assert question(app).asked == "often"
    assert asked(app)["topic"] == "pooling"


@LANGS
def test_a_card_is_flipped_ticked_and_graded(lang: str) -> None:
    app = begun(lang=lang)
    first = question(app)
    assert first.ask.render(lang) in words(app) and first.answer.render(lang) not in words(app)  # type: ignore[arg-type]
    press(app, Text("Flip").render(lang))
    said = words(app)
    assert first.answer.render(lang) in said  # type: ignore[arg-type]
    assert [box.label for box in app.checkbox] == [point.render(lang) for point in first.points]  # type: ignore[arg-type]
    for box in app.checkbox:
        box.check()
    rerun(app)
    (proposed,) = [button for button in app.button if button.proto.type == "primary"]
    assert proposed.label.startswith("3 ")
    press(app, proposed.label)
    assert ratings() == [3]
    assert question(app) != first and first.answer.render(lang) not in words(app)  # type: ignore[arg-type]


@pytest.mark.parametrize(("ticked", "expected"), [(0, None), (1, "1"), (2, "2"), (4, "3")])
def test_the_points_made_propose_a_grade(ticked: int, expected: str | None) -> None:
    app = begun()
    while len(question(app).points) != 4:
        grade(app, 3)
    press(app, "Flip")
    for box in app.checkbox[:ticked]:
        box.check()
    rerun(app)
    proposed = [button.label[0] for button in app.button if button.proto.type == "primary"]
    assert proposed == ([expected] if expected else [])


def test_each_grade_shows_the_interval_it_would_give() -> None:
    app = press(begun(), "Flip")
    shown = [label for label in labels(app) if label[0] in "1234"]
    assert shown == ["1  Again · 10 min", "2  Hard · 15 min", "3  Good · 2 days", "4  Easy · 8 days"]


def test_a_question_that_was_not_known_comes_back_at_the_end_of_the_round() -> None:
    app = begun(size=2, link=RoundLink("cards", "pooling"))
    first = question(app)
    grade(app, 1)
    assert question(app) != first
    while question(app) != first:
        grade(app, 4)
    assert "new" not in words(app).partition("\n\n")[0].split(" · ")
    grade(app, 3)
    assert "done. Nothing is left of this round." in words(app)


def test_undo_takes_the_last_grade_back_and_lays_the_card_on_the_table_again() -> None:
    app = begun()
    first = question(app)
    grade(app, 4)
    press(app, "Undo the last grade")
    assert question(app) == first and "Flip" in labels(app)
    assert ratings() == [4, None]
    assert all(memory.is_new for memory in store().study().memories.values())
    grade(app, 2)
    assert ratings() == [4, None, 2]


def test_undo_takes_back_no_grade_of_an_earlier_round() -> None:
    grade(begun(), 4)
    app = begun()
    assert "Undo the last grade" not in labels(app)
    assert "Undo the last grade" in labels(grade(app, 3))


def test_the_last_grade_of_a_round_can_be_taken_back_at_its_end() -> None:
    app = begun(size=1)
    first = question(app)
    grade(app, 3)
    assert "1 item done" in words(app)
    press(app, "Undo the last grade")
    assert question(app) == first


def test_a_question_forgotten_often_leads_to_its_card() -> None:
    item = next(item for item in items().values() if item.card)
    at = datetime.now(UTC) - timedelta(days=400)
    for n in range(8):
        at += timedelta(days=30)
        store().grade(Review(str(n), item.id, 1 if n % 2 else 4, 0.9, at, at.date()))
    app = begun(link=RoundLink("cards", item.topic))
    while f"question:{question(app).key}" != item.id:
        grade(app, 3)
    assert "forgotten 4 times" in words(app)
    press(app, "Flip")
    (link,) = links(app)
    assert "Forgotten 4 times: read its card" in link.label and item.card in link.query_string


def test_an_answer_that_begins_with_a_number_is_no_list() -> None:
    assert prose(Words(en="112. I count the places.", ko="112. 자리를 셉니다.")) == "112\\. I count the places."


def test_code_to_mend_is_on_the_card_and_the_mended_code_on_its_other_side() -> None:
    coded = next(question for question in questions().values() if question.code)
    link = RoundLink("cards", topic=cards()[coded.card].topic, level=coded.level, asked=coded.asked, ahead=True)
    app = begun(size=100, link=link)
    while question(app) != coded:
        press(press(app, "Flip"), "Leave it out")
    assert code(app) == [coded.code]
    assert code(press(app, "Flip")) == [coded.code, coded.mended]


def test_the_same_card_graded_in_two_tabs_counts_once() -> None:
    link = RoundLink().begin(10, datetime.now(UTC))
    one, other = (press(visit("flashcards", **link.params()), "Flip") for _ in range(2))
    assert question(one) == question(other)
    press(one, next(label for label in labels(one) if label.startswith("3 ")))
    press(other, next(label for label in labels(other) if label.startswith("1 ")))
    assert ratings() == [3]


def test_a_reload_in_the_middle_goes_on_where_it_was() -> None:
    link = RoundLink().begin(5, datetime.now(UTC) - timedelta(seconds=5))
    app = visit("flashcards", **link.params())
    grade(grade(app, 3), 3)
    again = visit("flashcards", **link.params())
    assert question(again) == question(app)
    assert "2 of 5 done" in html(again)


def test_a_round_of_today_asks_skills_too_and_counts_them_once() -> None:
    app = begun(link=RoundLink("today"))
    while "Flip" in labels(app):
        grade(app, 3)
    answer(app, problem(app).spelled())
    before = [memory.item for memory in store().study().memories.values() if memory.item.startswith("skill:")]
    assert len(before) == 1
    assert "Right" in words(app)
    press(app, "Next")
    assert "Right" not in words(app)


@LANGS
def test_a_mistake_in_practice_shows_up_under_my_mistakes(lang: str) -> None:
    empty = visit("flashcards", lang, deck="mistakes")
    assert Text("No mistakes yet. They will gather here as you practise.").render(lang) in words(empty)
    app = practise("cross-correlation-grid")
    turn = next(turn for turn in problem(app).mistakes() if turn.tag == "flipped-the-kernel")
    answer(app, problem(app).reply.spell(turn.value, None))
    mistakes = visit("flashcards", lang, deck="mistakes")
    press(mistakes, Text("Start").render(lang))
    assert question(mistakes).card == "cross-correlation-in-cnns"


def test_a_question_left_out_is_in_no_round_until_it_is_taken_in_again() -> None:
    app = begun()
    first = question(app)
    press(press(app, "Flip"), "Leave it out")
    assert question(app) != first and "Browse takes it in again" in words(app)
    assert store().study().suspended == {f"question:{first.key}"}
    browse = visit("flashcards")
    browse.selectbox(key="browse-topic").set_value("pooling")
    (off,) = [toggle for toggle in rerun(browse).toggle if not toggle.value]
    off.set_value(True)
    rerun(browse)
    assert store().study().suspended == frozenset()


def test_every_question_can_be_browsed_and_leads_to_its_card() -> None:
    app = visit("flashcards")
    shown = 0
    for topic in app.selectbox(key="browse-topic").options:
        app.selectbox(key="browse-topic").select(topic)
        shown += len(rerun(app).toggle)
        assert len(links(app)) == len(app.toggle)
    assert shown == len(questions())


def test_when_nothing_is_due_one_can_go_on_anyway() -> None:
    store().set_setting("new_a_day", "0")
    app = visit("flashcards")
    assert "Nothing is due in this deck." in words(app)
    press(app, "Go through it anyway")
    assert "Flip" in labels(app)


def test_keys_can_be_switched_off() -> None:
    def listens(app: Any) -> bool:
        return any("hotkeys" in str(element.proto) for element in app.get("bidi_component"))

    assert listens(begun())
    store().set_setting("shortcuts", "off")
    assert not listens(begun())


@LANGS
@pytest.mark.parametrize(
    "query", [{"deck": "x"}, {"topic": "x", "level": "9"}, {"size": "1e400", "began": "-1"}, {"began": "5"}]
)
def test_a_bad_link_lands_on_a_choice_of_decks(query: dict[str, str], lang: str) -> None:
    assert Text("Start").render(lang) in labels(visit("flashcards", lang, **query))


def test_a_grade_that_cannot_be_kept_is_told_and_the_card_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    app = begun()
    first = question(app)

    def refuse(*_: object) -> None:
        raise StoreFault(Text("Another program is using {file} and did not let go.", file="f.db"))

    monkeypatch.setattr(type(store()), "grade", refuse)
    grade(app, 3)
    assert "Another program is using" in app.warning[0].value
    assert question(app) == first and ratings() == []
