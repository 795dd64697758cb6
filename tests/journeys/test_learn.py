"""Does a learner find a card, read it and go on from it in a real browser?"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.cards import cards
from engine.search import search
from engine.text import LANGUAGES

from .conftest import Server, Visits, axe, scrolls_sideways, settles
from .learner import link, problem_of, reply_with, sees, slip_of, verdict

pytestmark = pytest.mark.browser

CARD = "cross-correlation-in-cnns"
PAGES = ["/learn?x=", f"/learn?card={CARD}&question=does-a-layer-convolve", "/learn?show=map", "/formulas?x="]

# The particles that begin a line although they belong to the formula or the bracket before them.
ORPHANS = """() => [...document.querySelectorAll("[data-testid=stMain] :is(p, li)")].flatMap((text) => {
  const found = [], walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
  const top = (node, from) => {
    const range = document.createRange()
    range.setStart(node, from)
    range.setEnd(node, from + 1)
    return range.getBoundingClientRect().top
  }
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.parentElement.closest(".katex, code")) continue
    for (const match of node.data.matchAll(/(^|[)\\]%])\u2060?[가-힣]/g)) {
      const last = node.previousSibling?.getClientRects?.()
      const before = match[1] ? top(node, match.index) + 8 : last?.length ? last[last.length - 1].bottom - 2 : Infinity
      if (top(node, match.index + match[0].length - 1) > before) found.push(node.data.slice(0, 20))
    }
  }
  return found
})"""


def field(page: Page) -> Locator:
    return page.get_by_role("searchbox")


def results(page: Page) -> Locator:
    """The links to cards that the library shows."""
    return page.locator(".st-key-cards li > a:first-child")


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def stays(page: Page) -> bool:
    """Whether the page was not loaded anew since `mark`."""
    return bool(page.evaluate("window.marked === true"))


def mark(page: Page) -> None:
    page.evaluate("window.marked = true")


def test_a_korean_word_is_found_letter_by_letter(visits: Visits) -> None:
    """As an input method types it: each letter is a composition that is not finished yet."""
    page = visits.open("/learn?lang=ko")
    field(page).click()
    keys = page.context.new_cdp_session(page)
    typed = ""
    for steps in (["ㄱ", "교", "굧", "교"], ["ㅊ", "차"], [], ["ㅅ", "사", "상"], ["ㄱ", "과", "관"]):
        for composed in steps:
            keys.send("Input.imeSetComposition", {"text": composed, "selectionStart": 1, "selectionEnd": 1})
        keys.send("Input.insertText", {"text": steps[-1] if steps else " "})
        typed += steps[-1] if steps else " "
        expect(results(page)).to_have_count(len(search(typed)))
    expect(results(page).first).to_have_text(cards()[CARD].title.ko)
    keys.send("Input.imeSetComposition", {"text": "ㅇ", "selectionStart": 1, "selectionEnd": 1})
    expect(results(page)).to_have_count(len(search(typed + "ㅇ")))  # a letter that stands alone counts too
    assert field(page).input_value() == typed + "ㅇ"


def test_a_found_card_is_read_without_loading_anew_and_the_way_back_leads_to_the_results(visits: Visits) -> None:
    page = visits.open("/learn?lang=en")
    mark(page)
    field(page).type("receptve feild")
    expect(results(page).first).to_have_text(cards()["receptive-field"].title.en)
    results(page).first.click()
    expect(title(page)).to_have_text(cards()["receptive-field"].title.en)
    expect(page).to_have_title(f"{cards()['receptive-field'].title.en} · Flipside")
    assert len(page.context.pages) == 1
    page.go_back()
    expect(field(page)).to_have_value("receptve feild")
    expect(results(page).first).to_have_text(cards()["receptive-field"].title.en)
    assert stays(page)


def test_a_link_in_korean_stays_in_korean(visits: Visits) -> None:
    page = visits.open("/learn?lang=ko", locale="en-US")
    results(page).last.click()
    expect(title(page)).not_to_have_text("배우기")
    expect(page.locator("html")).to_have_attribute("lang", "ko")


@pytest.mark.parametrize("card", ["softmax-and-cross-entropy", "convolution-integral"])
def test_no_korean_line_begins_with_a_particle_of_the_line_before(visits: Visits, card: str) -> None:
    page = visits.open(f"/learn?card={card}&lang=ko", width=390)
    page.locator(".katex").first.wait_for()
    page.evaluate("document.fonts.ready.then(() => null)")
    settles(page)
    assert page.evaluate(ORPHANS) == []


def test_a_link_opens_in_another_tab_where_that_is_asked_for(visits: Visits) -> None:
    page = visits.open("/learn?lang=ko")
    with page.context.expect_page() as opened:
        results(page).first.click(modifiers=["ControlOrMeta"])
    expect(title(opened.value)).to_have_text(results(page).first.inner_text())
    expect(page).to_have_title("배우기 · Flipside")


def test_a_cards_deep_link_works_on_a_cold_server(start_server: Callable[..., Server], visits: Visits) -> None:
    page = visits.open(f"/learn?card={CARD}&question=port-to-scipy&lang=ko", server=start_server())
    card = cards()[CARD]
    expect(title(page)).to_have_text(card.title.ko)
    opened = page.locator(".st-key-question-port-to-scipy-opened")
    expect(opened.get_by_text(card.questions[1].answer.ko[:30])).to_be_visible()
    expect(opened).to_be_in_viewport()
    assert page.locator("details[open]").count() == 1


def test_a_followup_opens_the_other_question(visits: Visits) -> None:
    page = visits.open(f"/learn?card={CARD}&question=port-to-scipy&lang=en")
    page.locator(".st-key-question-port-to-scipy-opened li a").first.click()
    expect(page.locator(".st-key-question-does-order-matter-opened details")).to_have_attribute("open", "")
    expect(page.locator("details[open]")).to_have_count(1)


def test_the_map_is_walked_by_keyboard(visits: Visits) -> None:
    page = visits.open("/learn?lang=en")
    page.get_by_role("link", name="What needs what, as a map").click()
    expect(title(page)).to_have_text("What needs what")
    mark(page)
    nodes = page.get_by_role("group", name="What needs what").get_by_role("link")
    expect(nodes.first).to_be_visible()
    page.get_by_role("combobox", name="Topic").click()
    expect(page.get_by_role("option").first).to_be_visible()
    settles(page)
    page.keyboard.type("Pool")
    expect(page.get_by_role("option").first).to_contain_text("Pool")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dashed cards belong to other topics.")).to_be_visible()
    expect(page.locator("a.aside").first).to_be_visible()
    page.get_by_role("combobox", name="Topic").focus()
    page.keyboard.press("Tab")
    expect(nodes.nth(0)).to_be_focused()
    page.keyboard.press("Tab")
    expect(nodes.nth(1)).to_be_focused()
    assert page.locator("path.near").count() > 0
    name = nodes.nth(1).inner_text()
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text(name)
    assert stays(page)
    page.go_back()
    expect(title(page)).to_have_text("What needs what")


def test_a_slip_in_practice_leads_to_its_card_and_back(visits: Visits) -> None:
    page = visits.open(link("conv-output-size"))
    reply, name = slip_of(problem_of(page))
    reply_with(page, reply)
    sees(page, name)
    mark(page)
    verdict(page).get_by_role("link", name=re.compile("^Read: ")).click()
    expect(page).to_have_url(re.compile("/learn.*card="))
    expect(page.get_by_text(f"{name}.", exact=True)).to_be_visible()
    assert stays(page)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_learn_is_accessible_and_fits(visits: Visits, width: int, scheme: str, lang: str) -> None:
    for path in PAGES:
        page = visits.open(f"{path}&lang={lang}", width=width, scheme=scheme)
        page.wait_for_timeout(300)  # formulas and the board are drawn a moment after the words
        assert axe(page) == [], path
        assert not scrolls_sideways(page), path


def test_the_sheet_is_printed_without_the_house_around_it(visits: Visits) -> None:
    page = visits.open("/formulas?lang=en", scheme="dark")
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_text("Ctrl+P")).to_be_hidden()
    formulas = page.locator(".st-key-formulas .katex-display")
    expect(formulas).to_have_count(sum(len(card.formulas) for card in cards().values()))
    assert formulas.first.evaluate("element => getComputedStyle(element).color") == "rgb(0, 0, 0)"
    assert formulas.first.evaluate("element => getComputedStyle(element).breakInside") == "avoid"
    assert len(re.findall(rb"/Type /Page\b", page.pdf())) > 1  # not only what the window showed
