"""Can one study day after day in a real browser: a plan, rounds by keyboard, and nothing lost on the way?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.cards import cards, questions
from engine.rounds import RoundLink
from engine.study.preferences import preferences
from engine.study.reviews import Review, question_item
from engine.study.store import Store, open_store
from engine.text import Language, Text

from .conftest import BROKEN_LINE, Server, Visits, axe, scrolls_sideways, settles
from .learner import button, comes_true, fill_grid, link, problem_of, sees, shortcut

pytestmark = pytest.mark.browser

TYPED = """type => {
    const at = document.activeElement === document.body ? document.body : document.activeElement
    const event = new KeyboardEvent("keydown", {...type, bubbles: true, cancelable: true, composed: true})
    return at.dispatchEvent(event)
}"""  # whether the key was left to whoever has the focus


@pytest.fixture(scope="module")
def flipside(start_server: Callable[..., Server]) -> Server:
    """One Flipside for all rounds."""
    return start_server()


@pytest.fixture
def record(flipside: Server) -> Iterator[Store]:
    """Its record, empty but for the placement, which was skipped."""
    store = open_store(f"sqlite:///{flipside.home / 'f.db'}")
    store.delete_everything()
    store.set_setting("placement", "skipped")
    yield store
    store.close()


def round_of(size: int, name: str = "cards", lang: str = "en") -> str:
    """A round that begins now."""
    begun = RoundLink(name).begin(size, datetime.now(UTC)).params()  # type: ignore[arg-type]
    return f"/flashcards?{urlencode(begun | {'lang': lang})}"


def asked(page: Page) -> Locator:
    """The question on the table."""
    return page.locator("[class*='st-key-flashcard-'] p").nth(1)


def is_front(page: Page) -> None:
    """The question stands, and the keys are listened to."""
    expect(page.locator(".st-key-flashcard-front")).to_be_visible()
    expect(page.locator(".st-key-hotkeys[style*=absolute]")).to_be_attached()


def is_back(page: Page) -> None:
    expect(page.locator(".st-key-grades button")).to_have_count(4)


def is_done(page: Page, done: int, size: int, lang: Language = "en") -> None:
    expect(page.locator(".round")).to_contain_text(Text("{done} of {size} done", done=done, size=size).render(lang))


def has_ended(page: Page, done: int) -> None:
    told = Text("{n:item|items} done. Nothing is left of this round.", n=done).render("en")
    expect(page.get_by_text(told, exact=True)).to_be_visible()


def grade(page: Page, key: str) -> None:
    """Flip and grade with the keys."""
    is_front(page)
    before = asked(page).inner_text()
    page.keyboard.press("Space")
    is_back(page)
    page.keyboard.press(key)
    expect(page.get_by_text(before, exact=True)).to_have_count(0)


def ratings(record: Store) -> list[int | None]:
    return [review.rating for review in record.reviews()]


def tab_to(page: Page, what: str) -> None:
    """Press Tab until that has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    pytest.fail(f"{what} is not reached by Tab")


def test_the_keyboard_alone_is_enough_for_a_round(flipside: Server, visits: Visits, record: Store) -> None:
    page = visits.open(round_of(3), server=flipside)
    keys = page.keyboard
    grade(page, "3")
    is_done(page, 1, 3)
    second = asked(page).inner_text()
    keys.press("Space")
    is_back(page)
    tab_to(page, ".st-key-flashcard-back input[type=checkbox]")
    keys.press("Space")
    expect(page.get_by_text(re.compile(r"^1 of \d points suggest “Again”\.$"))).to_be_visible()
    is_back(page)
    keys.press("4")
    is_done(page, 2, 3)
    keys.press("u")
    is_done(page, 1, 3)
    expect(asked(page)).to_have_text(second)
    grade(page, "2")
    grade(page, "3")
    grade(page, "3")  # what was hard comes back at the end
    has_ended(page, 3)
    assert ratings(record) == [3, 4, None, 2, 3, 3]


def test_fast_typing_loses_nothing(flipside: Server, visits: Visits, record: Store) -> None:
    page = visits.open(round_of(6), server=flipside)
    is_front(page)
    page.keyboard.type(" 3" * 6, delay=60)
    has_ended(page, 6)
    assert ratings(record) == [3] * 6


@pytest.mark.parametrize("delay", [5, 60, 120])
def test_undo_typed_while_the_grade_is_being_stored_takes_back_that_grade(
    flipside: Server, visits: Visits, record: Store, delay: int
) -> None:
    page = visits.open(round_of(3), server=flipside)
    is_front(page)
    page.keyboard.type(" 3 4u", delay=delay)
    comes_true(lambda: ratings(record) == [3, 4, None])
    is_done(page, 1, 3)
    grade(page, "2")
    comes_true(lambda: ratings(record) == [3, 4, None, 2])


def test_a_key_that_means_nothing_here_holds_up_no_other(flipside: Server, visits: Visits, record: Store) -> None:
    page = visits.open(round_of(2), server=flipside)
    is_front(page)
    page.keyboard.type("3u")
    grade(page, "4")
    page.keyboard.press("Space")
    is_back(page)
    page.keyboard.type("  ")
    page.keyboard.press("3")
    has_ended(page, 2)
    assert ratings(record) == [4, 3]


def test_u_takes_back_one_grade_at_the_end_of_a_round_and_after_a_reload(
    flipside: Server, visits: Visits, record: Store
) -> None:
    page = visits.open(round_of(2), server=flipside)
    grade(page, "4")
    second = asked(page).inner_text()
    grade(page, "4")
    has_ended(page, 2)
    page.keyboard.press("u")
    is_done(page, 1, 2)
    expect(asked(page)).to_have_text(second)
    page.keyboard.press("Space")
    is_back(page)
    assert ratings(record) == [4, 4, None]
    page.reload()
    is_done(page, 1, 2)
    is_front(page)
    expect(asked(page)).to_have_text(second)
    expect(button(page, "Undo the last grade")).to_be_visible()
    page.keyboard.press("u")
    is_done(page, 0, 2)
    expect(button(page, "Undo the last grade")).to_have_count(0)
    assert ratings(record) == [4, 4, None, None]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_keys_are_left_to_whoever_has_the_focus(
    flipside: Server, visits: Visits, record: Store, lang: Language
) -> None:
    page = visits.open(round_of(3, lang=lang), server=flipside)
    is_front(page)
    page.evaluate("document.querySelector('.st-key-flashcard-front').append(document.createElement('textarea'))")
    page.locator(".st-key-flashcard-front textarea").focus()
    for key in (" ", "1", "u"):
        assert page.evaluate(TYPED, {"key": key})
    page.locator(".st-key-flashcard-front textarea").evaluate("field => field.remove()")
    for control in (button(page, "Flip", lang), page.get_by_test_id("stSidebarNavLink").first):
        control.focus()
        assert page.evaluate(TYPED, {"key": " "})
        control.blur()
    assert page.evaluate(TYPED, {"key": " ", "isComposing": True})
    assert page.evaluate(TYPED, {"key": " ", "repeat": True})
    assert page.evaluate(TYPED, {"key": " ", "ctrlKey": True})
    is_front(page)
    page.keyboard.press("Space")
    is_back(page)
    page.locator(".st-key-flashcard-back summary").focus()
    page.keyboard.press("Space")
    expect(page.locator(".st-key-flashcard-back details[open]")).to_be_visible()
    page.keyboard.press("3")
    is_done(page, 1, 3, lang)
    assert not page.evaluate(TYPED, {"key": "ㅕ", "code": "KeyU"})  # U with the Korean layout
    is_done(page, 0, 3, lang)
    assert ratings(record) == [3, None]


def test_a_held_key_counts_once(flipside: Server, visits: Visits, record: Store) -> None:
    page = visits.open(round_of(3), server=flipside)
    is_front(page)
    for key in ("Space", "3"):
        for _ in range(6):
            page.keyboard.down(key)
        page.keyboard.up(key)
    is_done(page, 1, 3)
    grade(page, "4")
    assert ratings(record) == [3, 4]


def test_keys_can_be_switched_off(flipside: Server, visits: Visits, record: Store) -> None:
    page = visits.open("/settings?lang=en", server=flipside)
    page.get_by_text("Single keys on flashcards", exact=False).click()
    comes_true(lambda: not preferences(record.settings()).shortcuts)
    page.get_by_role("link", name="Flashcards").click()
    button(page, "Start").click()
    expect(page.locator(".st-key-flashcard-front")).to_be_visible()
    assert page.evaluate(TYPED, {"key": " "})
    button(page, "Flip").click()
    is_back(page)


def test_a_reload_in_the_middle_goes_on_where_it_was(flipside: Server, visits: Visits, record: Store) -> None:
    page = visits.open("/flashcards?lang=en", server=flipside)
    button(page, "Start").click()
    grade(page, "3")
    grade(page, "4")
    is_done(page, 2, 10)
    third = asked(page).inner_text()
    page.reload()
    is_done(page, 2, 10)
    expect(asked(page)).to_have_text(third)
    is_front(page)
    page.keyboard.press("Space")
    is_back(page)
    page.reload()
    is_front(page)
    expect(asked(page)).to_have_text(third)


def test_the_language_changes_under_a_card_that_was_flipped(flipside: Server, visits: Visits, record: Store) -> None:
    page = visits.open(round_of(3), server=flipside)
    is_front(page)
    page.keyboard.press("Space")
    is_back(page)
    page.get_by_role("radio", name="한국어").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("플래시카드")
    is_back(page)
    page.keyboard.press("3")
    is_done(page, 1, 3, "ko")


def test_a_card_graded_twice_and_in_two_tabs_counts_once(flipside: Server, visits: Visits, record: Store) -> None:
    address = round_of(3)
    one, other = (visits.open(address, server=flipside) for _ in range(2))
    for page in (one, other):
        is_front(page)
        page.keyboard.press("Space")
        is_back(page)
    one.locator(".st-key-grades button").nth(2).dblclick()
    is_done(one, 1, 3)
    other.locator(".st-key-grades button").nth(0).dblclick()
    is_done(other, 1, 3)
    is_front(one)
    is_front(other)
    expect(asked(other)).to_have_text(asked(one).inner_text())
    assert ratings(record) == [3]


def test_a_key_after_the_server_was_killed_is_not_lost(start_server: Callable[..., Server], visits: Visits) -> None:
    server = start_server()
    visits.allowed.append(BROKEN_LINE)
    page = visits.open(round_of(3), server=server)
    grade(page, "3")
    second = asked(page).inner_text()
    server.kill()
    expect(page.locator("[data-test-connection-state=CONNECTED]")).to_have_count(0)
    server.start()
    expect(page.locator("[data-test-connection-state=CONNECTED]").first).to_be_attached()
    page.keyboard.press("Space")
    is_back(page)
    expect(asked(page)).to_have_text(second)
    page.keyboard.press("3")
    is_done(page, 2, 3)


def test_a_first_visit_takes_the_placement_and_lands_on_today(flipside: Server, visits: Visits, record: Store) -> None:
    record.delete_everything()
    page = visits.open("/?lang=en", server=flipside)
    button(page, "Begin the placement").click()
    for number in range(1, 11):
        expect(page.get_by_text(f"Problem {number} of 10", exact=True)).to_be_visible()
        settles(page)
        button(page, "I don’t know").click()
        sees(page, "Not answered")
        if number == 3:  # leave, and take it up again
            page.get_by_role("link", name="Today").click()
            expect(page.get_by_text("3 of 10 problems are answered")).to_be_visible()
            button(page, "Go on with the placement").click()
            sees(page, "Not answered")
        button(page, "Next problem" if number < 10 else "See the result").click()
    expect(page.get_by_role("heading", name="Where you begin")).to_be_visible()
    button(page, "To Today").click()
    expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible()
    expect(button(page, "Start")).to_be_visible()
    expect(button(page, "Begin the placement")).to_have_count(0)


def test_a_mistake_in_practice_shows_up_under_my_mistakes(flipside: Server, visits: Visits, record: Store) -> None:
    page = visits.open("/flashcards?deck=mistakes&lang=en", server=flipside)
    expect(page.get_by_text("No mistakes yet.")).to_be_visible()
    page.goto(flipside.url + link("cross-correlation-grid"))
    problem = problem_of(page)
    turn = next(turn for turn in problem.mistakes() if turn.tag == "flipped-the-kernel")
    fill_grid(page, turn.value)
    button(page, "Check").click()
    sees(page, "You flipped the kernel")
    page.get_by_role("link", name="Flashcards").click()
    page.get_by_role("combobox", name="Deck").click()
    page.get_by_role("option", name="My mistakes").click()
    expect(page.get_by_text(re.compile(r"^\d+ new, about"))).to_be_visible()
    button(page, "Start").click()
    is_front(page)
    asks = {question.ask.en for question in cards()["cross-correlation-in-cnns"].questions}
    assert asked(page).inner_text() in asks


def test_todays_round_mixes_cards_and_a_skill(flipside: Server, visits: Visits, record: Store) -> None:
    record.set_setting("new_a_day", "4")
    page = visits.open("/?lang=en", server=flipside)
    expect(page.get_by_text("Nothing is due. 4 new, about")).to_be_visible()
    button(page, "Start").click()
    for _ in range(3):
        grade(page, "3")
    expect(page.locator(".st-key-prompt")).to_be_visible()
    is_done(page, 3, 4)
    button(page, "I don’t know").click()
    sees(page, "Not answered")
    shortcut(page, "n", "Next")
    has_ended(page, 4)
    button(page, "To Today").click()
    expect(page.get_by_text("Nothing is due. Come back tomorrow, or take a fresh problem.")).to_be_visible()


def learned(record: Store, days_ago: int, every: int) -> None:
    """Some questions were asked so many days ago, one of them often in vain."""
    at = datetime.now(UTC) - timedelta(days=days_ago)
    for place, key in enumerate(questions()):
        if place % every == 0:
            record.grade(Review(key, question_item(key), 3, 0.9, at, at.date()))
    forgotten = question_item(next(iter(questions())))
    for n in range(1, 11):
        later = at + timedelta(days=2 * n)
        record.grade(Review(f"again{n}", forgotten, 1 if n % 2 else 3, 0.9, later, later.date()))


def is_fine(page: Page) -> None:
    """Accessible, and no wider than the screen; once our sheet is there."""
    expect(page.locator(".st-key-unseen")).to_be_hidden()
    assert axe(page) == []
    assert not scrolls_sideways(page)


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    [("en", "light", 1200), ("ko", "dark", 390), ("ko", "light", 390), ("en", "dark", 1200)],
)
def test_study_is_accessible_and_fits(
    flipside: Server, visits: Visits, record: Store, lang: Language, scheme: str, width: int
) -> None:
    def visit(path: str) -> Page:
        page = visits.open(f"{path}{'&' if '?' in path else '?'}lang={lang}", width, scheme, server=flipside)
        is_fine(page)
        return page

    record.delete_everything()
    visit("/")
    learned(record, 40, 4)
    record.set_setting("interview", (date.today() + timedelta(days=5)).isoformat())
    page = visit("/")
    page.get_by_text(Text("Day by day").render(lang)).click()
    expect(page.get_by_role("table").first).to_be_visible()
    is_fine(page)
    visit("/flashcards")
    visit("/settings")
    page = visit(round_of(2).replace("&lang=en", ""))
    is_front(page)
    page.keyboard.press("Space")
    is_back(page)
    page.locator(".st-key-flashcard-back label").first.click()
    expect(page.locator(".st-key-grades button[kind=primary]")).to_have_count(1)
    is_fine(page)


def test_what_is_typed_fast_is_not_lost_where_each_press_takes_its_time(
    flipside: Server, visits: Visits, record: Store
) -> None:
    page = visits.open(round_of(6), server=flipside)
    is_front(page)
    page.evaluate("""() => {
        const { send } = WebSocket.prototype
        WebSocket.prototype.send = function (what) { setTimeout(() => send.call(this, what), 400) }
    }""")
    page.keyboard.type(" 3" * 6)
    has_ended(page, 6)
    assert ratings(record) == [3] * 6
