"""Can a learner practise in a real browser, from a link to the next problem, and lose nothing on the way?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from engine import catalog
from engine.text import Language, Text

from .conftest import BROKEN_LINE, Server, Visits, axe, scrolls_sideways, settles
from .learner import (
    asked,
    awaits_keys,
    button,
    cell,
    copies,
    field,
    fill_grid,
    goes_to_another_problem,
    link,
    problem_of,
    prompt,
    reply_with,
    sees,
    shortcut,
    slip_of,
    verdict,
)

pytestmark = pytest.mark.browser

SIZE, GRID, OPTIONS = "conv-output-size", "cross-correlation-grid", "convolution-or-cross-correlation"


@pytest.fixture(scope="module")
def flipside(start_server: Callable[..., Server]) -> Server:
    """One Flipside with a record, for all journeys of this file that do not kill it."""
    return start_server()


def latest(page: Page, server: Server, count: int) -> list[str]:
    """The history on the first page, once it has this many answers."""
    page.goto(f"{server.url}/?lang=en")
    page.get_by_role("heading", name="Latest answers").wait_for()
    answers = page.get_by_test_id("stPageLink")
    expect(answers).to_have_count(count)
    return [label.strip() for label in answers.all_inner_texts()]


def test_a_deep_link_to_a_cold_server_shows_the_same_problem_in_its_language(
    start_server: Callable[..., Server], visits: Visits
) -> None:
    seen = []
    for lang in ("ko", "en", "ko"):
        page = visits.open(link(SIZE, 2, lang=lang), server=start_server())
        expect(prompt(page)).to_contain_text("103")
        seen.append(prompt(page).inner_text())
        assert asked(page) == {"kind": SIZE, "level": "2", "seed": "42", "v": "1", "lang": lang}
    assert seen[0] == seen[2] != seen[1]
    assert re.search("[가-힣]", seen[0])


def test_own_numbers_in_a_link_reach_a_fresh_browser(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(SIZE), server=flipside)
    button(page, "Try your own numbers").click()
    page.get_by_label("size", exact=True).fill("77")
    page.get_by_label("kernel_size", exact=True).fill("5")
    button(page, "Make this problem").click()
    expect(prompt(page)).to_contain_text("77")
    other = visits.open(page.url.removeprefix(flipside.url), server=flipside)
    expect(prompt(other)).to_have_text(prompt(page).inner_text(), use_inner_text=True)
    assert json.loads(asked(other)["givens"])["kernel_size"] == 5


def test_a_wrong_answer_is_diagnosed(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(SIZE, 2), server=flipside)
    reply, name = slip_of(problem_of(page))
    reply_with(page, reply)
    sees(page, name)
    expect(verdict(page)).to_contain_text(f"Your answer: {reply}")
    expect(verdict(page).locator(".katex")).not_to_have_count(0)
    page.get_by_text("Solution, from step").click()
    expect(page.get_by_test_id("stExpanderDetails").locator(".katex-display")).to_have_count(4)


def test_the_verdict_is_told_to_a_screen_reader(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(SIZE, 2), server=flipside)
    status = page.get_by_role("status")
    expect(status).to_have_text("")
    reply_with(page, "5Z")
    expect(status).to_have_text("Not read, so this was no attempt")
    reply, name = slip_of(problem_of(page))
    reply_with(page, reply)
    expect(status).to_have_text(name)
    shortcut(page, "t", "Try again")
    expect(status).to_have_text("")


def test_a_reply_that_cannot_be_read_stays_and_can_be_mended(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(SIZE, 2), server=flipside)
    reply_with(page, "5Z")
    sees(page, "Not read, so this was no attempt")
    expect(field(page)).to_have_value("5Z")
    reply_with(page, "52")
    sees(page, "Right")


def test_a_grid_is_typed_and_marked_and_a_cell_shows_its_expression(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(GRID), server=flipside)
    fill_grid(page, [[4, -1], [2, 1], [-3, 9]])
    button(page, "Check").click()
    sees(page, "Not right")
    expect(verdict(page)).to_contain_text("5 of 6 numbers are right")
    page.get_by_label("row 3, column 2: 9, wrong").click()
    page.get_by_label("row 1, column 1: 4, right").click()
    expect(verdict(page)).to_contain_text("Row 1, column 1")
    expect(verdict(page)).to_contain_text("= 4")


def test_a_grid_is_pasted(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(GRID), server=flipside)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(cell(page, 1, 1)).to_be_focused()
    page.evaluate("navigator.clipboard.writeText('4\\t-1\\n2\\t1\\n-3\\t4')")
    page.keyboard.press("Control+V")
    expect(cell(page, 3, 2)).to_have_value("4")
    button(page, "Check").click()
    sees(page, "Right")


def test_from_level_2_the_learner_sets_the_size_of_the_grid(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(GRID, 2), server=flipside)
    answer = problem_of(page).answer()
    for label, size in (("Rows", len(answer)), ("Columns", len(answer[0]))):
        page.get_by_label(label, exact=True).fill(str(size))
        page.get_by_label(label, exact=True).press("Enter")
    fill_grid(page, answer)
    button(page, "Check").click()
    sees(page, "Right")


def test_a_grid_typed_as_text_is_read_by_the_same_rules(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(GRID), server=flipside)
    cell(page, 1, 1).fill("4")
    button(page, "Type it as text").click()
    text = page.locator(".st-key-answer textarea")
    expect(text).to_have_value(re.compile("^4 "))
    text.fill("4 -1 / 2 1\n\N{MINUS SIGN}3 4")
    button(page, "Check").click()
    sees(page, "Right")


def test_what_was_typed_as_text_stands_in_the_cells(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(GRID, 2), server=flipside)
    fill_grid(page, [[9, 9], [9, 9]])
    button(page, "Type it as text").click()
    page.locator(".st-key-answer textarea").fill("1 2 3\n4 5 6")
    button(page, "Use the cells").click()
    expect(cell(page, 2, 3)).to_have_value("6")
    button(page, "Check").click()
    expect(verdict(page)).to_contain_text("Your grid is 2×3")


def test_the_keyboard_alone_is_enough_for_a_line(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(SIZE, 2), server=flipside)
    keys = page.keyboard
    awaits_keys(page)
    keys.type("l2")
    keys.press("Enter")
    sees(page, "Not read")
    awaits_keys(page)
    reply, name = slip_of(problem_of(page))
    keys.press("Control+A")
    keys.type(reply)
    keys.press("Enter")
    sees(page, name)
    shortcut(page, "t", "Try again")
    awaits_keys(page)
    expect(field(page)).to_have_value("")
    keys.type("52")
    keys.press("Enter")
    sees(page, "Right")
    before = page.url
    shortcut(page, "n", "Next problem")
    goes_to_another_problem(page, before)
    awaits_keys(page)
    keys.type(problem_of(page).spelled())
    keys.press("Enter")
    sees(page, "Right")


def test_the_keyboard_alone_is_enough_for_a_grid(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(GRID), server=flipside)
    keys = page.keyboard
    expect(cell(page, 1, 1)).to_be_focused()
    for value in ("4", "-1", "2", "1", "-3", "5"):
        keys.type(value)
        keys.press("Enter")
    expect(button(page, "Check")).to_be_focused()
    keys.press("Enter")
    sees(page, "Not right")
    before = page.url
    shortcut(page, "n", "Next problem")
    goes_to_another_problem(page, before)
    expect(cell(page, 1, 1)).to_be_focused()


def test_the_keyboard_alone_is_enough_for_options(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(OPTIONS), server=flipside)
    answer = problem_of(page).answer()
    keys = page.keyboard
    options = page.locator(".st-key-answer").get_by_role("radio")
    expect(options).to_have_count(4)
    place = [option.key for option in problem_of(page).reply.options].index(answer)  # type: ignore[attr-defined]
    expect(options.first).to_be_focused()
    keys.press("Space")
    for _ in range(place):
        keys.press("ArrowDown")
    expect(options.nth(place)).to_be_checked()
    keys.press("Enter")
    sees(page, "Right")


def test_hints_come_one_by_one_and_i_dont_know_shows_the_solution(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(SIZE, 2), server=flipside)
    for shown in (1, 2):
        button(page, "Hint").click()
        expect(page.locator("[data-testid=stMarkdown] .katex-display")).to_have_count(shown)
    button(page, "I don’t know").click()
    sees(page, "Not answered")
    expect(page.get_by_test_id("stExpanderDetails").locator(".katex-display").first).to_be_visible()


def test_practice_speaks_korean(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(SIZE, 2, lang="ko"), server=flipside)
    expect(page).to_have_title("연습 · Flipside")
    reply, name = slip_of(problem_of(page), "ko")
    reply_with(page, reply, "ko")
    sees(page, name)
    before = page.url
    button(page, "Next problem", "ko").click()
    goes_to_another_problem(page, before)
    assert asked(page)["lang"] == "ko"
    assert re.search("[가-힣]", prompt(page).inner_text())
    body = page.get_by_role("main").inner_text()
    assert not re.search(r"\b(the|and|your|answer|with)\b", body), body


def test_the_language_can_be_changed_on_a_problem_and_the_reply_stays(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(SIZE, 2), server=flipside)
    reply, name = slip_of(problem_of(page))
    reply_with(page, reply)
    sees(page, name)
    page.get_by_role("radio", name="한국어").click()
    expect(prompt(page)).to_contain_text(re.compile("[가-힣]"))
    sees(page, slip_of(problem_of(page), "ko")[1])
    expect(verdict(page)).to_contain_text(reply)
    expect(button(page, "Next problem", "ko")).to_be_visible()


def test_back_leads_to_the_problem_before(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(SIZE, 2), server=flipside)
    first = prompt(page).inner_text()
    button(page, "I don’t know").click()
    sees(page, "Not answered")
    before = page.url
    button(page, "Next problem").click()
    goes_to_another_problem(page, before)
    page.go_back()
    expect(page).to_have_url(before)
    expect(prompt(page)).to_have_text(first)
    reply_with(page, "52")
    sees(page, "Right")


def test_history_outlasts_a_reload_and_a_crash(start_server: Callable[..., Server], visits: Visits) -> None:
    visits.allowed.append(BROKEN_LINE)
    server = start_server()
    page = visits.open(link(SIZE, 2), server=server)
    reply, name = slip_of(problem_of(page))
    reply_with(page, reply)
    sees(page, name)
    page.reload()
    expect(field(page)).to_be_visible()
    reply_with(page, "52")
    sees(page, "Right")
    server.kill()
    server.start()
    shown = latest(page, server, 2)
    assert ["Right" in shown[0], name in shown[1]] == [True, True]
    page.get_by_test_id("stPageLink").last.get_by_role("link").click()
    sees(page, name)
    expect(verdict(page)).to_contain_text(f"Your answer: {reply}")
    page.go_back()
    page.get_by_role("heading", name="Latest answers").wait_for()
    page.get_by_test_id("stPageLink").first.get_by_role("link").click()
    sees(page, "Right")


@pytest.mark.parametrize("kind", [SIZE, GRID])
def test_a_submit_right_after_a_crash_is_one_attempt(
    start_server: Callable[..., Server], visits: Visits, kind: str
) -> None:
    visits.allowed.append(BROKEN_LINE)
    server = start_server()
    page = visits.open(link(kind, 1), server=server)
    if kind == GRID:
        fill_grid(page, problem_of(page).answer())
    else:
        field(page).fill(problem_of(page).spelled())
    server.kill()
    server.start()
    button(page, "Check").click()
    sees(page, "Right")
    latest(page, server, 1)


def test_two_clicks_on_check_are_one_attempt(start_server: Callable[..., Server], visits: Visits) -> None:
    server = start_server()
    page = visits.open(link(SIZE, 2), server=server)
    field(page).fill("52")
    button(page, "Check").dblclick()
    sees(page, "Right")
    latest(page, server, 1)


def test_everything_is_deleted_after_one_question(start_server: Callable[..., Server], visits: Visits) -> None:
    server = start_server()
    page = visits.open(link(SIZE, 2), server=server)
    button(page, "I don’t know").click()
    sees(page, "Not answered")
    latest(page, server, 1)
    page.get_by_role("link", name="Settings", exact=True).click()
    button(page, "Delete everything").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    latest(page, server, 0)
    expect(page.get_by_text("No answers yet")).to_be_visible()


def test_a_first_visit_leads_on_in_the_language_of_the_address(
    start_server: Callable[..., Server], visits: Visits
) -> None:
    page = visits.open("/?lang=ko", server=start_server())
    button(page, "Begin the placement", "ko").click()
    expect(page).to_have_title("퀴즈 · Flipside")
    expect(prompt(page)).to_be_visible()
    assert asked(page)["lang"] == "ko"


def test_what_one_would_report_is_copied(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(SIZE, 2), server=flipside)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reply_with(page, "987")
    sees(page, "Not right")
    page.get_by_role("button", name="I think this is wrong").click()
    expect(page.get_by_role("button", name="Copied, with your reply")).to_be_visible()
    report = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert report == {"kind": SIZE, "version": 1, "seed": 42, "level": 2, "reply": "987"}


def test_the_copied_link_opens_the_same_problem(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(GRID, 3), server=flipside)
    copied = copies(page, "Copy link")
    assert copied.startswith(flipside.url)
    other = visits.open(copied.removeprefix(flipside.url), server=flipside)
    expect(prompt(other)).to_have_text(prompt(page).inner_text(), use_inner_text=True)


def slip(page: Page, lang: Language) -> None:
    turn = problem_of(page).mistakes()[0]
    fill_grid(page, turn.value, lang)
    button(page, "Check", lang).click()
    expect(verdict(page)).to_be_visible()


def unknown(page: Page, lang: Language) -> None:
    reply_with(page, "987654", lang)
    sees(page, "Not right, and we don’t know this slip yet", lang)


def unread(page: Page, lang: Language) -> None:
    cell(page, 1, 1, lang).fill("l2")
    button(page, "Check", lang).click()
    sees(page, "Not read, so this was no attempt", lang)


def own_fault(page: Page, lang: Language) -> None:
    button(page, "Try your own numbers", lang).click()
    page.get_by_label("stride", exact=True).fill("0")
    button(page, "Make this problem", lang).click()
    said = Text("{field} must be at least {bound}, but it is {value}.", field="stride", bound=1, value=0)
    expect(page.get_by_role("main")).to_contain_text(said.render(lang).replace("_", ""))


def test_a_field_that_is_chosen_at_once_keeps_the_focus(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(SIZE, 2), server=flipside)
    button(page, "Try your own numbers").click()
    page.evaluate("""() => new Promise((done) => {
        const choose = () => {
            const field = document.querySelector("[aria-label=stride]")
            field?.focus()  // as a screen reader does: no key, no pointer
            field ? done() : requestAnimationFrame(choose)
        }
        choose()
    })""")
    settles(page)
    expect(page.get_by_label("stride", exact=True)).to_be_focused()


def solution(page: Page, lang: Language) -> None:
    button(page, "I don’t know", lang).click()
    sees(page, "Not answered", lang)
    expect(page.get_by_test_id("stExpanderDetails").locator(".katex-display").first).to_be_visible()


def hints(page: Page, lang: Language) -> None:
    button(page, "Hint", lang).click()
    expect(page.locator("[data-testid=stMarkdown] .katex-display").first).to_be_visible()


STATES: dict[str, tuple[str, Callable[[Page, Language], None]]] = {
    "fresh grid": (GRID, lambda page, lang: None),
    "fresh options": (OPTIONS, lambda page, lang: None),
    "slip": (GRID, slip),
    "unknown": (SIZE, unknown),
    "unread": (GRID, unread),
    "hints": ("receptive-field", hints),
    "own numbers with a fault": (SIZE, own_fault),
    "solution of a grid": ("pooling-grid", solution),
    "solution of a formula": ("box-convolution", solution),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("lang", "scheme", "width"), [("en", "light", 1200), ("ko", "dark", 390)])
def test_every_state_is_accessible_and_fits(
    flipside: Server, visits: Visits, state: str, lang: Language, scheme: str, width: int
) -> None:
    kind, reach = STATES[state]
    level = 2 if kind in (SIZE, "box-convolution") else 1
    page = visits.open(link(kind, level, lang=lang), width, scheme, server=flipside)
    reach(page, lang)
    assert axe(page) == []
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("kind", catalog.kinds())
def test_no_problem_of_the_hardest_level_scrolls_a_phone_sideways(flipside: Server, visits: Visits, kind: str) -> None:
    page = visits.open(link(kind, 3, seed=7), width=390, server=flipside)
    solution(page, "en")
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("kind", ["deconvolution", "<img src=x onerror=alert(1)>"])
def test_a_bad_link_lands_on_a_usable_page(flipside: Server, visits: Visits, kind: str) -> None:
    address = f"/practice?kind={quote(kind)}&level=9&seed=1e400&mix=vgg&lang=en"  # a topic of one kind
    page = visits.open(address, width=390, server=flipside)
    expect(page.get_by_text("There is no kind of problem")).to_be_visible()
    assert page.get_by_role("main").locator("img").count() == 0
    assert axe(page) == []
    assert not scrolls_sideways(page)
    assert asked(page)["kind"] == "stacked-kernels"
    button(page, "I don’t know").click()
    sees(page, "Not answered")
