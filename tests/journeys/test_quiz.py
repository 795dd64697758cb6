"""Can a quiz be taken to its end in a real browser, whatever happens on the way?"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from engine import catalog
from engine.text import Language, Text

from .conftest import Server, Visits, axe, scrolls_sideways, settles
from .learner import awaits_keys, button, copies, fill_grid, reply_with, sees, shortcut, slip_of, verdict

pytestmark = pytest.mark.browser

PROBLEMS = [("conv-output-size", 42), ("cross-correlation-grid", 42), ("linear-param-count", 7)]


@pytest.fixture(scope="module")
def flipside(start_server: Callable[..., Server]) -> Server:
    """One Flipside with a record, for all quizzes."""
    return start_server()


def link(lang: str = "en", problems: list[tuple[str, int]] = PROBLEMS) -> str:
    listed = ",".join(f"{kind}.1.{seed}" for kind, seed in problems)
    return f"/quiz?{urlencode({'level': '1', 'problems': listed, 'lang': lang})}"


def stands_at(page: Page, number: int, lang: Language = "en") -> None:
    place = Text("Problem {n} of {count}", n=number, count=len(PROBLEMS)).render(lang)
    expect(page.get_by_text(place, exact=True)).to_be_visible()
    settles(page)  # what stood at the place before is gone


def next_problem(page: Page, lang: Language = "en") -> None:
    button(page, "Next problem", lang).click()


def see_result(page: Page, lang: Language = "en") -> None:
    button(page, "See the result", lang).click()


def take(page: Page, lang: Language = "en") -> None:
    """A slip, a right grid and "I don't know"."""
    first, grid = (catalog.draw(kind, 1, seed) for kind, seed in PROBLEMS[:2])
    stands_at(page, 1, lang)
    reply, name = slip_of(first, lang)
    reply_with(page, reply, lang)
    sees(page, name)
    next_problem(page, lang)
    stands_at(page, 2, lang)
    fill_grid(page, grid.answer(), lang)
    button(page, "Check", lang).click()
    sees(page, "Right", lang)
    next_problem(page, lang)
    stands_at(page, 3, lang)
    button(page, "I don’t know", lang).click()
    sees(page, "Not answered", lang)
    see_result(page, lang)
    expect(button(page, "Another quiz", lang)).to_be_visible()


def test_a_quiz_is_set_up_and_begun(flipside: Server, visits: Visits) -> None:
    page = visits.open("/quiz?lang=en", server=flipside)
    page.get_by_role("radio", name="5", exact=True).click()
    button(page, "Start").click()
    expect(page.get_by_text("Problem 1 of 5", exact=True)).to_be_visible()
    assert page.url.count("%2C") + page.url.count(",") == 4


def test_a_quiz_survives_a_reload_at_every_step(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(), server=flipside)
    first = catalog.draw(PROBLEMS[0][0], 1, PROBLEMS[0][1])  # type: ignore[arg-type]
    stands_at(page, 1)
    expect(page).to_have_url(re.compile("run="))
    page.reload()
    stands_at(page, 1)
    reply_with(page, first.spelled())
    sees(page, "Right")
    page.reload()
    stands_at(page, 2)
    for go_on in (next_problem, see_result):
        button(page, "I don’t know").click()
        sees(page, "Not answered")
        go_on(page)
    expect(page.get_by_text("1 of 3 right")).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 of 3 right")).to_be_visible()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_end_tells_the_score_and_asks_the_missed_ones_again(
    flipside: Server, visits: Visits, lang: Language
) -> None:
    page = visits.open(link(lang), server=flipside)
    take(page, lang)
    name = slip_of(catalog.draw(PROBLEMS[0][0], 1, PROBLEMS[0][1]), lang)[1]
    expect(page.get_by_role("list").get_by_text(name)).to_be_visible()
    expect(page.get_by_test_id("stPageLink")).to_have_count(3)
    button(page, "Again the ones I missed", lang).click()
    expect(page.get_by_text(Text("Problem {n} of {count}", n=1, count=2).render(lang), exact=True)).to_be_visible()
    reply_with(page, catalog.draw(PROBLEMS[0][0], 1, PROBLEMS[0][1]).spelled(), lang)
    sees(page, "Right", lang)


def test_an_answer_of_the_quiz_opens_again(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(), server=flipside)
    take(page)
    page.get_by_test_id("stPageLink").first.get_by_role("link").click()
    reply, name = slip_of(catalog.draw(PROBLEMS[0][0], 1, PROBLEMS[0][1]))
    sees(page, name)
    expect(verdict(page)).to_contain_text(f"Your answer: {reply}")
    page.go_back()
    expect(button(page, "Another quiz")).to_be_visible()


def test_the_keyboard_alone_is_enough_for_a_quiz(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(problems=[PROBLEMS[0], PROBLEMS[2]]), server=flipside)
    keys = page.keyboard
    for number, (kind, seed) in enumerate([PROBLEMS[0], PROBLEMS[2]], start=1):
        expect(page.get_by_text(f"Problem {number} of 2", exact=True)).to_be_visible()
        settles(page)
        awaits_keys(page)
        keys.type(catalog.draw(kind, 1, seed).spelled())
        keys.press("Enter")
        sees(page, "Right")
        shortcut(page, "n", "Next problem" if number == 1 else "See the result")
    expect(page.get_by_text("2 of 2 right")).to_be_visible()


def test_a_copied_quiz_is_the_same_for_somebody_else(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(), server=flipside)
    take(page)
    copied = copies(page, "Copy a link to this quiz")
    other = visits.open(copied.removeprefix(flipside.url), server=flipside)
    stands_at(other, 1)
    expect(other.get_by_text(catalog.draw(PROBLEMS[0][0], 1, PROBLEMS[0][1]).title.render("en"))).to_be_visible()


@pytest.mark.parametrize(("lang", "scheme", "width"), [("en", "light", 1200), ("ko", "dark", 390)])
def test_a_quiz_is_accessible_and_fits_from_its_set_up_to_its_end(
    flipside: Server, visits: Visits, lang: Language, scheme: str, width: int
) -> None:
    page = visits.open(f"/quiz?lang={lang}", width, scheme, server=flipside)
    assert axe(page) == []
    assert not scrolls_sideways(page)
    page = visits.open(link(lang), width, scheme, server=flipside)
    stands_at(page, 1, lang)
    assert axe(page) == []
    assert not scrolls_sideways(page)
    take(page, lang)
    assert axe(page) == []
    assert not scrolls_sideways(page)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 390)])
def test_today_with_answers_and_the_question_before_deleting_them_are_accessible_and_fit(
    flipside: Server, visits: Visits, scheme: str, width: int
) -> None:
    take(visits.open(link(), server=flipside))
    page = visits.open("/?lang=en", width, scheme, server=flipside)
    expect(page.get_by_test_id("stPageLink")).not_to_have_count(0)
    assert axe(page) == []
    assert not scrolls_sideways(page)
    page = visits.open("/settings?lang=en", width, scheme, server=flipside)
    button(page, "Delete everything").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Keep")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Keep").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
