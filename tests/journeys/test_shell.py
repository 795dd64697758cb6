"""Does Flipside start, speak the right language and look right in a browser?"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from .conftest import ROOT, Server, Visits, axe, scrolls_sideways
from .learner import comes_true

pytestmark = pytest.mark.browser

TYPED = [
    "![a](http://example.com/a.png)",
    "http://example.com www.example.com",
    "a@example.com",
    "[link](http://example.com)",
    ":red[x] $x^2$",
    ":material/home: :smile:",
    "<b>x</b><img src=x>",
    "-> <- -- >= ~= **b** _i_ `c`",
    "# heading",
    "1. item",
    "- item",
    "&lt; \\ |a|b|",
]


def menu(page: Page) -> list[str]:
    return page.get_by_test_id("stSidebarNavLink").all_inner_texts()


def test_a_deep_link_to_a_cold_server_reaches_the_router_in_korean(
    start_server: Callable[..., Server], visits: Visits
) -> None:
    page = visits.open("/practice?lang=ko", server=start_server())
    assert menu(page)[:3] == ["오늘", "연습", "퀴즈"]
    expect(page).to_have_title("연습 · Flipside")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page).to_have_url(re.compile("lang=ko"))


def test_a_first_start_on_a_fresh_home_asks_nothing(start_server: Callable[..., Server]) -> None:
    server = start_server(headless=False)
    assert "Email" not in server.log()


def test_the_language_switch_changes_the_page_and_the_address(
    start_server: Callable[..., Server], visits: Visits
) -> None:
    fresh = start_server()
    page = visits.open("/", server=fresh)
    page.get_by_role("radio", name="한국어").click()
    expect(page).to_have_title("오늘 · Flipside")
    expect(page).to_have_url(f"{fresh.url}/?lang=ko")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    page.get_by_role("link", name="연습", exact=True).click()
    expect(page).to_have_title("연습 · Flipside")
    expect(page).to_have_url(re.compile("lang=ko"))
    page.get_by_role("radio", name="English").click()
    expect(page).to_have_title("Practice · Flipside")
    expect(page).to_have_url(re.compile("lang=en"))
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_language_of_the_switch_is_remembered_after_a_crash(
    start_server: Callable[..., Server], visits: Visits
) -> None:
    fresh = start_server()
    page = visits.open("/", server=fresh)
    page.get_by_role("radio", name="한국어").click()
    expect(page).to_have_title("오늘 · Flipside")
    page.context.close()
    fresh.kill()
    fresh.start()
    expect(visits.open("/", server=fresh)).to_have_title("오늘 · Flipside")


def test_a_damaged_database_does_not_keep_the_page_from_speaking(
    start_server: Callable[..., Server], visits: Visits
) -> None:
    damaged = start_server()
    damaged.kill()
    for file in damaged.home.glob("f.db*"):
        file.unlink()
    (damaged.home / "f.db").write_bytes(b"not a database" * 500)
    damaged.start()
    page = visits.open("/?lang=ko", server=damaged)
    expect(page).to_have_title("오늘 · Flipside")
    page.get_by_role("radio", name="English").click()
    expect(page).to_have_title("Today · Flipside")
    assert (damaged.home / "f.db").read_bytes() == b"not a database" * 500


def test_a_first_visit_speaks_the_browsers_language(start_server: Callable[..., Server], visits: Visits) -> None:
    server = start_server()  # on which nobody has chosen a language
    expect(visits.open("/", locale="ko-KR", server=server)).to_have_title("오늘 · Flipside")
    expect(visits.open("/?lang=en", locale="ko-KR", server=server)).to_have_title("Today · Flipside")
    expect(visits.open("/", locale="fr-FR", server=server)).to_have_title("Today · Flipside")


@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_today_is_accessible_and_fits(visits: Visits, language: str, scheme: str, width: int) -> None:
    page = visits.open(f"/?lang={language}", width=width, scheme=scheme)
    assert axe(page) == []
    assert not scrolls_sideways(page)


def test_both_scripts_are_set_in_plex(visits: Visits) -> None:
    page = visits.open("/?lang=ko")
    fonts = {"IBMPlexSans-Regular.woff2", "IBMPlexSansKR-Regular.woff2", "IBMPlexSansKR-SemiBold.woff2"}
    loaded = "performance.getEntriesByType('resource').map(entry => entry.name.split('/').pop())"
    comes_true(lambda: fonts <= set(page.evaluate(loaded)))


def test_a_page_may_load_nothing_from_another_machine(visits: Visits) -> None:
    visits.allowed.append(re.compile("example.com.* violates the following Content Security Policy"))
    page = visits.open("/")
    refused = page.evaluate(
        """() => new Promise(done => {
            document.addEventListener("securitypolicyviolation", event => done(event.effectiveDirective))
            const image = new Image(); image.src = "https://example.com/a.png" })"""
    )
    assert refused == "img-src"
    visits.strangers.clear()


def test_what_a_person_typed_is_shown_as_typed(start_server: Callable[..., Server], visits: Visits) -> None:
    demo = start_server(ROOT / "tests" / "journeys" / "demo_escape.py")
    visits.allowed.append(re.compile("/app/static/IBMPlex"))  # the fonts lie beside Flipside's own script
    page = visits.open("/?" + urlencode({"typed": TYPED}, doseq=True), server=demo)
    typed = page.locator(".st-key-typed")
    expect(typed.locator("p")).to_have_count(len(TYPED))
    shown = [text.replace("\N{WORD JOINER}", "") for text in typed.locator("p").all_inner_texts()]
    assert shown == TYPED
    assert typed.locator("a, img, b, strong, em, code, h1, table, .katex, [data-testid=stIconMaterial]").count() == 0


@pytest.mark.parametrize(("path", "item"), [("/lab?exp=sliding", "Lab"), ("/learn?card=vgg", "Learn")])
def test_the_menu_leads_back_to_the_beginning_of_the_page_that_is_open(visits: Visits, path: str, item: str) -> None:
    page = visits.open(f"{path}&lang=en")
    within = page.get_by_role("heading", level=1).inner_text()
    page.get_by_test_id("stSidebarNavLink").filter(has_text=item).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(item)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(within)
