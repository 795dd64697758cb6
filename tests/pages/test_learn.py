"""Can every card be found and read, in both languages, and what does a strange address get?"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from engine import calls, catalog
from engine.cards import Card, cards, pitfall, questions, sources, topics
from engine.lab.catalog import experiments
from engine.library import order
from engine.links import parse_problem
from engine.text import LANGUAGES, Text
from tests.pages.visit import answer, code, practise, problem, rerun, visit, words

LINK = re.compile(r"\]\(((?:[a-z]*)\?[^)\s]*)\)")
CARD = "cross-correlation-in-cnns"


def hrefs(app: Any) -> list[str]:
    """Where the links in the page's texts lead, within the app."""
    return LINK.findall(words(app))


def asked(href: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlparse(href).query).items()}


def told(text: str) -> str:
    """A text whatever its lines; a full stop after a number may be escaped, a particle joined to its word."""
    return "".join(text.split()).replace("\\.", ".").replace("\N{WORD JOINER}", "")


def look_for(app: Any, typed: str) -> Any:
    app.session_state["learn-search"] = {"query": typed}
    return rerun(app)


def read(app: Any, card: str, **more: str) -> Any:
    """Go on to another card in the same visit."""
    app.query_params.update({"card": card} | more)
    return rerun(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_card_is_read_to_its_end(lang: str) -> None:
    app = visit("learn", lang)
    for name, card in cards().items():
        said = words(read(app, name))
        assert app.title[0].value == getattr(card.title, lang)
        for part in (card.summary, card.explanation, *(slip.why for slip in card.pitfalls)):
            assert told(getattr(part, lang)) in told(said)
        assert len(app.expander) == len(card.questions)
        for question, shown in zip(card.questions, app.expander, strict=True):
            inside = "\n".join(part.value for part in shown.markdown)
            assert code(shown) == ([question.code, question.mended] if question.code else [])
            assert told(shown.label).startswith(told(getattr(question.ask, lang)))
            for part in (*question.points, question.answer, question.long, *question.red_flags):
                assert part is None or told(getattr(part, lang)) in told(inside)
        for key in card.sources:
            assert sources()[key].address in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_of_every_card_leads_somewhere(lang: str) -> None:
    app = visit("learn", lang)
    for name in cards():
        for href in hrefs(read(app, name)):
            page, params = urlparse(href).path, asked(href)
            assert params["lang"] == lang
            if page == "practice":
                link, notes = parse_problem({key: value for key, value in params.items() if key != "lang"})
                assert notes == []
                assert link.kind in catalog.kinds()
            elif page == "lab":
                assert experiments()[params["exp"]].parse(params)[1] == []
            else:
                assert page == "learn"
                assert params.get("card", CARD) in cards()
                assert "question" not in params or f"{params['card']}/{params['question']}" in questions()
                assert params.get("topic") is None or params["topic"] in topics()


def test_a_cards_neighbours_and_needs_are_linked() -> None:
    name = order()[1]
    linked = {asked(href).get("card") for href in hrefs(visit("learn", card=name))}
    assert {order()[0], order()[2], *cards()[name].needs} <= linked


def test_the_figure_can_be_practised_with_its_own_numbers() -> None:
    card = cards()[CARD]
    assert card.figure
    figure = calls.problem(card.figure)
    own = [asked(href) for href in hrefs(visit("learn", card=CARD)) if "givens" in asked(href)]
    assert [parse_problem(params)[0].problem() for params in own] == [figure]


def test_a_question_is_opened_by_its_link() -> None:
    first, second = cards()[CARD].questions[:2]
    app = visit("learn", card=CARD, question=second.id)
    assert [shown.proto.expanded for shown in app.expander[:2]] == [False, True]
    read(app, CARD, question=first.id)
    assert [shown.proto.expanded for shown in app.expander[:2]] == [True, False]


def test_a_question_that_is_not_there_is_said_so() -> None:
    assert "There is no question “nope” on this card." in words(visit("learn", card=CARD, question="nope"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_library_links_every_card_with_a_sentence(lang: str) -> None:
    app = visit("learn", lang)
    assert {asked(href).get("card") for href in hrefs(app)} >= set(cards())
    assert app.title[0].value == Text("Learn").render("ko" if lang == "ko" else "en")


def test_results_take_the_place_of_the_topics() -> None:
    app = look_for(visit("learn"), "교차 상관")
    assert asked(hrefs(app)[0])["card"] == CARD
    assert "## " not in words(app)
    assert "## " in words(look_for(app, " "))


def test_what_is_typed_stays_while_a_card_is_read() -> None:
    app = look_for(visit("learn"), "poolng")
    read(app, CARD)
    del app.query_params["card"]
    assert asked(hrefs(rerun(app))[0])["card"] == "max-and-average-pooling"


@pytest.mark.parametrize("typed", ["xyzzy", "<b>qqqq</b>", "![zz](http://zz.zz)", "$zz$"])
def test_nothing_found_is_one_sentence(typed: str) -> None:
    said = words(look_for(visit("learn"), typed))
    assert "No card matches “" in said
    assert typed not in said or typed == "xyzzy"  # as typed, and no mark-up comes of it
    assert not LINK.findall(said)


@pytest.mark.parametrize("wish", [{"level": "2"}, {"asked": "often"}, {"topic": "pooling"}])
def test_a_filter_keeps_what_it_says(wish: dict[str, str]) -> None:
    (name, value), *_ = wish.items()
    kept = {asked(href)["card"] for href in hrefs(visit("learn", **wish)) if "card" in asked(href)}
    assert kept == {card.id for card in cards().values() if str(getattr(card, name)) == value}


def test_a_filter_goes_into_the_address_and_out_of_it() -> None:
    app = visit("learn")
    app.segmented_control(key="learn-level").set_value(3)
    rerun(app)
    assert app.query_params["level"] == "3"
    app.segmented_control(key="learn-level").set_value(None)
    rerun(app)
    assert "level" not in app.query_params


@pytest.mark.parametrize("params", [{"level": "9"}, {"topic": "nope"}, {"asked": "x"}, {"show": "nope"}, {"zz": "1"}])
def test_a_strange_address_is_the_whole_library(params: dict[str, str]) -> None:
    assert {asked(href).get("card") for href in hrefs(visit("learn", **params))} >= set(cards())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_that_is_not_there_is_the_library_with_the_nearest_one(lang: str) -> None:
    app = visit("learn", lang, card="poolng-at-the-border")
    assert app.title[0].value == Text("Learn").render("ko" if lang == "ko" else "en")
    assert asked(hrefs(app)[0])["card"] == "pooling-at-the-border"
    assert Text("There is no card “{card}”.", card="xyzzy").render("ko" if lang == "ko" else "en") in words(
        visit("learn", lang, card="xyzzy")
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_map_is_drawn(lang: str) -> None:
    app = visit("learn", lang, show="map")
    assert app.title[0].value == Text("What needs what").render("ko" if lang == "ko" else "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheet_holds_every_formula_once(lang: str) -> None:
    said = words(visit("formulas", lang))
    for card in cards().values():
        for formula in card.formulas:
            assert getattr(formula.name, lang) in said
            assert " ".join(formula.tex.split()) in said
    assert said.count("$$") == 2 * sum(len(card.formulas) for card in cards().values())


def test_a_recognised_slip_leads_to_its_card() -> None:
    app = practise("conv-output-size")
    turn = problem(app).mistakes()[0]
    answer(app, problem(app).reply.spell(turn.value, problem(app).tolerance))
    slip = pitfall(turn.tag)
    assert slip
    card: Card = cards()[slip.card]
    assert f"[Read: {card.title.en}]" in words(app)
    assert {asked(href)["card"] for href in hrefs(app) if "card" in asked(href)} == {card.id}
