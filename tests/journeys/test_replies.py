"""Can a learner fill in a table, a stack of grids and a list of options with keys, and see what went wrong where?"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine.text import Language, Text

from .conftest import Server, Visits, axe, scrolls_sideways, settles
from .learner import SOON_MS, button, choose, link, problem_of, prompt, sees, slip_of, verdict

pytestmark = pytest.mark.browser


def has_the_focus(page: Page, name: str) -> None:
    """An input of a component of ours: it lies behind a shadow root."""
    expect(page.get_by_role("textbox", name=name, exact=True)).to_be_focused()


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("width", [1200, 390])
def test_a_table_is_filled_with_enter_and_marked_cell_by_cell(visits: Visits, lang: Language, width: int) -> None:
    page = visits.open(link("separable-conv-cost", lang=lang), width=width)
    reply, name = slip_of(problem_of(page), lang)
    first = Text("{column}, {row}", column=Text("weights"), row=Text("standard")).render(lang)
    has_the_focus(page, first)
    for cell in reply.replace("/", " ").split():
        page.keyboard.type(f"{int(cell):,}")
        page.keyboard.press("Enter")
    expect(button(page, "Check", lang)).to_be_focused()
    page.keyboard.press("Enter")
    sees(page, name, lang)
    right, wrong = Text("right").render(lang), Text("wrong").render(lang)
    marked = page.get_by_role("table").first
    expect(marked.get_by_role("cell", name=f", {wrong}")).to_have_count(2)
    expect(marked.get_by_role("cell", name=f", {right}")).to_have_count(4)
    assert not scrolls_sideways(page)
    assert axe(page) == []


def test_a_cell_of_a_table_that_cannot_be_read_gets_the_focus(visits: Visits) -> None:
    page = visits.open(link("separable-conv-cost"))
    has_the_focus(page, "weights, standard")
    page.keyboard.type("l2")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    has_the_focus(page, "MACs, depthwise")
    button(page, "Check").click()
    sees(page, "Not read, so this was no attempt")
    has_the_focus(page, "weights, standard")
    expect(verdict(page)).to_contain_text("“l2” in row 1, column 1 is not a number")


def test_what_stands_in_a_table_stays_when_the_language_changes(
    start_server: Callable[..., Server], visits: Visits
) -> None:
    page = visits.open(link("separable-conv-cost"), server=start_server())  # which remembers the language
    has_the_focus(page, "weights, standard")
    page.keyboard.type("27")
    page.get_by_text("한국어").click()
    name = Text("{column}, {row}", column=Text("weights"), row=Text("standard")).render("ko")
    expect(page.get_by_role("textbox", name=name, exact=True)).to_have_value("27")


@pytest.mark.parametrize(("page_of", "with_keys"), [("practice", False), ("quiz", True)])
def test_an_option_that_is_chosen_stays_when_the_language_changes(
    start_server: Callable[..., Server], visits: Visits, page_of: str, with_keys: bool
) -> None:
    kind = "convolution-or-cross-correlation"
    address = link(kind) if page_of == "practice" else f"/quiz?level=1&problems={kind}.1.42&lang=en"
    page = visits.open(address, server=start_server())
    options = page.locator(".st-key-answer").get_by_role("radio")
    choose(options, 1, with_keys)
    page.wait_for_timeout(SOON_MS)
    for language, there in (("한국어", "교차 상관"), ("English", "Cross-correlation")):
        page.get_by_text(language).click()
        expect(page.get_by_role("radio", name=re.compile(f"^{there}"))).to_be_checked()
    choose(options, 2, with_keys)
    page.wait_for_timeout(SOON_MS)
    page.get_by_text("한국어").click()
    expect(page.get_by_role("radio", name="둘 다", exact=True)).to_be_checked()
    button(page, "Check", "ko").click()
    expect(verdict(page)).to_contain_text("둘 다")


def test_options_that_are_ticked_stay_when_the_language_changes(
    start_server: Callable[..., Server], visits: Visits
) -> None:
    page = visits.open(link("layer-for-size"), server=start_server())
    boxes = page.get_by_role("checkbox")
    for box in (0, 2):
        boxes.nth(box).check(force=True)
    page.get_by_text("한국어").click()
    expect(prompt(page)).to_contain_text(re.compile("[가-힣]"))
    assert [boxes.nth(box).is_checked() for box in range(4)] == [True, False, True, False]


def test_a_table_can_be_typed_as_text(visits: Visits) -> None:
    page = visits.open(link("separable-conv-cost"))
    rows = problem_of(page).spelled().replace(" / ", "\n")
    button(page, "Type it as text").click()
    page.get_by_label("Your answer, one row a line").fill(rows)
    button(page, "Check").click()
    sees(page, "Right")


@pytest.mark.parametrize("width", [1200, 390])
def test_a_stack_is_filled_grid_by_grid_with_enter(visits: Visits, width: int) -> None:
    page = visits.open(link("depthwise-conv"), width=width)
    problem = problem_of(page)
    expect(page.get_by_role("textbox", name="grid 1, row 1, column 1")).to_be_focused()
    expect(page.get_by_role("textbox", name="grid 2, row 1, column 1")).to_be_visible()
    wrong = [number for grid in problem.answer() for row in grid for number in row]
    wrong[-1] += 1
    for number in wrong:
        page.keyboard.type(str(number))
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    sees(page, "Not right, and we don’t know this slip yet")
    expect(verdict(page)).to_contain_text("Grid 2: Row 2, column 2")
    page.get_by_role("button", name="grid 1, row 1, column 2").click()
    expect(verdict(page)).to_contain_text("Grid 1: Row 1, column 2")
    assert not scrolls_sideways(page)
    assert axe(page) == []


def test_the_grids_of_a_stack_are_resized_together(visits: Visits) -> None:
    page = visits.open(link("depthwise-conv", level=3, seed=3))
    problem = problem_of(page)
    rows, columns = len(problem.answer()[0]), len(problem.answer()[0][0])
    page.get_by_role("textbox", name="grid 2, row 1, column 1").fill("7")
    page.get_by_label("Rows", exact=True).first.fill(str(rows))
    page.keyboard.press("Enter")
    page.get_by_label("Columns", exact=True).last.fill(str(columns))
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name=f"row {rows}, column {columns}")).to_have_count(3)
    expect(page.get_by_role("textbox", name="grid 2, row 1, column 1")).to_have_value("7")
    for grid, values in enumerate(problem.answer(), start=1):
        for row, cells in enumerate(values, start=1):
            for column, value in enumerate(cells, start=1):
                name = f"grid {grid}, row {row}, column {column}"
                page.get_by_role("textbox", name=name, exact=True).fill(str(value))
    button(page, "Check").click()
    sees(page, "Right")


@pytest.mark.parametrize("width", [1200, 390])
def test_options_are_ticked_with_space_and_each_is_marked(visits: Visits, width: int) -> None:
    page = visits.open(link("layer-for-size", level=3, seed=3), width=width)
    boxes = page.get_by_role("checkbox")
    expect(boxes.first).to_be_focused()
    page.keyboard.press("Enter")
    sees(page, "Not read, so this was no attempt")
    expect(verdict(page)).to_contain_text("or that none of them does")
    settles(page)
    page.keyboard.press("Tab")
    expect(boxes.nth(1)).to_be_focused()
    page.keyboard.press("Space")
    expect(boxes.nth(1)).to_be_checked()
    page.keyboard.press("Enter")
    expect(verdict(page)).to_contain_text("B: kernel 7, stride 2, padding 1, chosen")
    expect(verdict(page).get_by_role("listitem")).to_have_count(5)
    assert not scrolls_sideways(page)
    assert axe(page) == []
