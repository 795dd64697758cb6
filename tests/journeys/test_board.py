"""Can a learner answer in a grid, with keys, clipboard or fingers, and be told what went wrong in it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from .conftest import Server, axe, scrolls_sideways

LINK = "http://localhost/practice?seed=7"
CASES = ["fresh", "retry", "resize", "wide", "slip", "lab", "markup", "copy"]
pytestmark = pytest.mark.browser

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def demo(start_server: Callable[..., Server]) -> str:
    """The address of a server of the demo beside this file."""
    return start_server(Path(__file__).with_name("demo_board.py")).url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"]) as context:
        errors: list[str] = []
        context.on("weberror", lambda error: errors.append(str(error.error)))
        yield context
        assert errors == []


@pytest.fixture
def show(demo: str, context: BrowserContext) -> Open:
    """Opens one case of the demo and waits until it stands."""

    def open_case(case: str) -> Page:
        page = context.new_page()
        page.goto(f"{demo}/?case={case}")
        expect(page.get_by_text("runs 1", exact=True)).to_be_visible()
        return page

    return open_case


def cell(page: Page, row: int, column: int) -> Locator:
    return page.get_by_label(f"row {row}, column {column}", exact=True)


def check(page: Page) -> Locator:
    return page.get_by_role("button", name="Check", exact=True)


def shows(page: Page, line: str) -> None:
    expect(page.get_by_text(line, exact=True)).to_be_visible()


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def test_the_first_cell_is_ready_to_type_in(show: Open) -> None:
    page = show("fresh")
    expect(cell(page, 1, 1)).to_be_focused()
    expect(page.get_by_role("table", name="your answer 3×3")).to_be_visible()


def test_a_typed_answer_arrives_in_one_run_with_its_last_cell(show: Open) -> None:
    page = show("fresh")
    expect(cell(page, 1, 1)).to_be_focused()
    for text in ["1", "4", "-1", "6", "", "3", "-2", "1/2"]:
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.type("7")
    check(page).click()
    shows(page, "cells [['1', '4', '-1'], ['6', '', '3'], ['-2', '1/2', '7']]")
    shows(page, "runs 2")
    expect(cell(page, 3, 3)).to_have_value("7")


def test_enter_goes_to_the_next_cell_and_from_the_last_to_the_button(show: Open) -> None:
    page = show("fresh")
    expect(cell(page, 1, 1)).to_be_focused()
    for place in range(1, 9):
        page.keyboard.press("Enter")
        expect(cell(page, place // 3 + 1, place % 3 + 1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(check(page)).to_be_focused()
    shows(page, "runs 1")
    page.keyboard.press("Enter")
    shows(page, "runs 2")


def test_arrows_move_between_cells_and_inside_a_text_only_from_its_edge(show: Open) -> None:
    page = show("fresh")
    expect(cell(page, 1, 1)).to_be_focused()
    page.keyboard.type("12")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, 1, 1)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(cell(page, 1, 2)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(cell(page, 2, 2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, 1, 1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, 1, 1)).to_be_focused()


@pytest.mark.parametrize(
    "block",
    [
        "1\t2\t3\n4\t\t6\n-7\t8\t1/2\n",
        "1\t2\t3\r\n4\t\t6\r\n-7\t8\t1/2",
    ],
)
def test_a_block_from_a_spreadsheet_fills_the_grid(show: Open, block: str) -> None:
    page = show("fresh")
    cell(page, 2, 2).focus()
    paste(page, block)
    check(page).click()
    shows(page, "cells [['1', '2', '3'], ['4', '', '6'], ['-7', '8', '1/2']]")


@pytest.mark.parametrize("block", ["1 2 / 3 -4", "1, 2; 3, -4", "[[1,2],[3,-4]]", "[[1 2]\n [3 -4]]", "1 2\n3 -4"])
def test_a_pasted_block_sets_the_size(show: Open, block: str) -> None:
    page = show("resize")
    cell(page, 1, 1).focus()
    paste(page, block)
    expect(page.get_by_label("Rows", exact=True)).to_have_value("2")
    check(page).click()
    shows(page, "cells [['1', '2'], ['3', '-4']]")


def test_a_smaller_block_starts_where_it_is_pasted(show: Open) -> None:
    page = show("fresh")
    cell(page, 2, 2).focus()
    paste(page, "5 6 / 7 8")
    check(page).click()
    shows(page, "cells [['', '', ''], ['', '5', '6'], ['', '7', '8']]")


def test_one_pasted_value_stays_in_its_cell(show: Open) -> None:
    page = show("fresh")
    cell(page, 1, 2).focus()
    paste(page, "1/2")
    check(page).click()
    shows(page, "cells [['', '1/2', ''], ['', '', ''], ['', '', '']]")


def test_a_new_size_keeps_what_was_typed(show: Open) -> None:
    page = show("resize")
    cell(page, 1, 1).fill("7")
    page.get_by_role("button", name="Rows +1").click()
    page.get_by_label("Columns", exact=True).fill("3")
    page.get_by_label("Columns", exact=True).press("Enter")
    cell(page, 2, 3).fill("9")
    page.get_by_role("button", name="Columns −1").click()
    expect(cell(page, 2, 3)).to_have_count(0)
    page.get_by_role("button", name="Columns +1").click()
    check(page).click()
    shows(page, "cells [['7', '', ''], ['', '', '9']]")
    shows(page, "runs 2")


def test_a_size_that_cannot_be_is_not_taken(show: Open) -> None:
    page = show("resize")
    rows = page.get_by_label("Rows", exact=True)
    for size in ["0", "33", "two", "1.5"]:
        rows.fill(size)
        rows.press("Enter")
        expect(rows).to_have_value("1")
    expect(page.get_by_role("button", name="Rows −1")).to_be_disabled()


def test_values_survive_the_next_run_and_can_be_mended(show: Open) -> None:
    page = show("fresh")
    cell(page, 1, 1).fill("8")
    check(page).click()
    shows(page, "runs 2")
    cell(page, 3, 1).fill("2")
    check(page).click()
    shows(page, "cells [['8', '', ''], ['', '', ''], ['2', '', '']]")
    shows(page, "runs 3")


def test_values_from_the_page_count_without_a_touch_and_the_unread_one_has_the_focus(show: Open) -> None:
    page = show("retry")
    expect(cell(page, 2, 2)).to_be_focused()
    expect(cell(page, 2, 2)).to_have_attribute("aria-invalid", "true")
    check(page).click()
    shows(page, "cells [['1', '4', '-1'], ['8', 'l2', '1'], ['', '', '']]")


def test_an_attempt_has_one_id_and_takes_no_room(show: Open) -> None:
    page = show("fresh")
    check(page).click()
    shows(page, "runs 2")
    identity = page.get_by_text("id ").inner_text()
    assert len(identity) == len("id ") + 36
    check(page).click()
    shows(page, "runs 3")
    shows(page, identity)
    board, button = page.locator(".st-key-board").bounding_box(), page.locator(".st-key-check").bounding_box()
    assert board and button
    assert button["y"] - board["y"] - board["height"] == pytest.approx(16, abs=1)


def test_the_focus_goes_where_the_page_sends_it_after_a_submit(show: Open) -> None:
    page = show("fresh")
    check(page).click()
    shows(page, "runs 2")
    expect(cell(page, 1, 1)).to_be_focused()


def test_a_marked_cell_says_its_verdict_and_can_be_chosen_with_the_mouse(show: Open) -> None:
    page = show("slip")
    expect(page.get_by_label("row 1, column 1: 0, wrong")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("row 1, column 2: 4, right").click()
    shows(page, "chosen (0, 1)")
    shows(page, "runs 2")
    expect(page.get_by_label("row 1, column 1: 0, wrong")).to_have_attribute("aria-pressed", "false")


def test_a_marked_cell_can_be_chosen_with_the_keys(show: Open) -> None:
    page = show("slip")
    page.get_by_label("row 1, column 1: 0, wrong").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    shows(page, "chosen (1, 1)")
    shows(page, "runs 2")
    expect(page.get_by_label("row 2, column 2: 2, wrong")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("grid").locator(":focus")).to_have_count(0)


@pytest.mark.parametrize(("motion", "glides"), [("no-preference", 1), ("reduce", 0)])
def test_the_window_glides_unless_motion_is_unwanted(browser: Browser, demo: str, motion: str, glides: int) -> None:
    with browser.new_context(reduced_motion=motion) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.add_init_script(
            "window.glides = []; const animate = Element.prototype.animate;"
            "Element.prototype.animate = function (frames, options) {"
            "  if (this.className === 'frame') window.glides.push(options.duration);"
            "  return animate.call(this, frames, options) }"
        )
        page.goto(f"{demo}/?case=slip")
        expect(page.locator(".frame")).to_be_visible()
        page.get_by_label("row 2, column 2: 2, wrong").click()
        shows(page, "chosen (1, 1)")
        expect(page.locator(".row").nth(1).locator(".cell").nth(1).locator(".times")).to_have_text("×1")
        assert page.evaluate("window.glides") == [180] * glides


def test_words_and_numbers_are_text_and_never_markup(show: Open) -> None:
    page = show("markup")
    expect(page.get_by_text("<img src=x onerror=alert(1)>").first).to_be_visible()
    assert page.locator(".st-key-board img").count() == 0


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 390)])
def test_every_case_is_accessible_and_never_scrolls_the_page_sideways(
    browser: Browser, demo: str, case: str, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 800}
    with browser.new_context(color_scheme=scheme, viewport=size, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{demo}/?case={case}")
        shows(page, "runs 1")
        expect(page.locator("[data-testid=stBidiComponentIsolated]").first).to_be_visible()
        assert axe(page) == []
        assert not scrolls_sideways(page)


def test_a_grid_wider_than_the_phone_scrolls_in_its_own_box(browser: Browser, demo: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{demo}/?case=wide")
        expect(page.locator(".scroll").first).to_have_attribute("tabindex", "0")
        assert page.locator(".scroll").first.evaluate("box => box.scrollWidth > box.clientWidth")


def test_a_link_is_copied(show: Open) -> None:
    page = show("copy")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == LINK
    expect(page.get_by_role("button", name="Copy link")).to_be_visible()


def test_where_the_clipboard_is_refused_the_link_stands_selected(show: Open, context: BrowserContext) -> None:
    refuse = "if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))"
    context.add_init_script(refuse)
    page = show("copy")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("textbox", name="Copy link")).to_be_focused()
    assert page.get_by_role("textbox").evaluate("field => field.selectionEnd - field.selectionStart") == len(LINK)
