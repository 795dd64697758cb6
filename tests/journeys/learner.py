"""What does a learner do on a page, and what do they see?"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlparse

from playwright.sync_api import Locator, Page, expect

from engine import catalog
from engine.cards import pitfall
from engine.problem import Problem
from engine.text import Language, Text

from .conftest import PATIENCE_MS, settles

SOON_MS = 600  # after which a page has told what was typed into it; nothing in the page says so


def link(kind: str, level: int = 1, seed: int = 42, lang: str = "en", **more: str) -> str:
    params = {"kind": kind, "level": str(level), "seed": str(seed), "v": "1", "lang": lang} | more
    return f"/practice?{urlencode(params)}"


def problem_of(page: Page) -> Problem:
    """The problem that the address bar means."""
    params = asked(page)
    return catalog.draw(params["kind"], int(params["level"]), int(params["seed"]))  # type: ignore[arg-type]


def asked(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlparse(page.url).query).items()}


def button(page: Page, label: str, lang: Language = "en") -> Locator:
    said = re.escape(Text(label).render(lang))
    return page.get_by_role("button", name=re.compile(rf"^{said}( Shortcut [A-Z])?$"))  # a shortcut is part of the name


def shortcut(page: Page, key: str, label: str) -> None:
    """Press a button's letter, once the button stands: it comes after the verdict that is being read."""
    expect(button(page, label)).to_be_visible()
    page.keyboard.press(key)


def field(page: Page) -> Locator:
    """The line that the answer is typed into."""
    return page.locator(".st-key-answer input[type=text]")


def awaits_keys(page: Page) -> None:
    """The line has the focus, and Enter sends it: only a form whose button stands takes that."""
    expect(field(page)).to_be_focused()
    expect(button(page, "Check")).to_be_visible()


def choose(options: Locator, place: int, with_keys: bool = False) -> None:
    """Choose an option with the mouse or, from the one above it, with an arrow key."""
    if with_keys:
        options.nth(place - 1).focus()
        options.page.keyboard.press("ArrowDown")
    else:
        options.nth(place).locator("xpath=ancestor::label").click()
    expect(options.nth(place)).to_be_checked()


def cell(page: Page, row: int, column: int, lang: Language = "en") -> Locator:
    """A cell of the answer that is being typed."""
    name = Text("row {row}, column {column}", row=row, column=column).render(lang)
    return page.get_by_role("textbox", name=name, exact=True)


def unfold(page: Page, label: str | None = None) -> None:
    """Open what is folded away (the first one, or the one of this label), and wait until it has come to rest."""
    folded = page.locator("details", has=page.locator("summary", has_text=label)).first
    folded.locator("summary").click()
    expect(folded).to_have_attribute("open", "")
    settles(page)


def verdict(page: Page) -> Locator:
    return page.locator(".st-key-verdict")


def prompt(page: Page) -> Locator:
    return page.locator(".st-key-prompt")


def slip_of(problem: Problem, lang: Language = "en") -> tuple[str, str]:
    """A reply with a known slip, and the slip's name on its card."""
    turn = problem.mistakes()[0]
    card = pitfall(turn.tag)
    assert card
    return problem.reply.spell(turn.value, problem.tolerance), card.name.render(lang)


def reply_with(page: Page, reply: str, lang: Language = "en") -> None:
    """Type one line and check it."""
    field(page).fill(reply)
    button(page, "Check", lang).click()


def fill_grid(page: Page, values: Any, lang: Language = "en") -> None:
    for row, line in enumerate(values, start=1):
        for column, value in enumerate(line, start=1):
            cell(page, row, column, lang).fill(str(value))


def sees(page: Page, heading: str, lang: Language = "en") -> None:
    """The verdict has this heading, a message of the screen or the name of a slip."""
    said = verdict(page).get_by_role("heading", level=2).filter(has_text=Text(heading).render(lang))
    expect(said).to_be_visible()


def goes_to_another_problem(page: Page, before: str) -> None:
    """The address means another problem, and its page stands."""
    expect(page).not_to_have_url(before)
    expect(verdict(page)).to_have_count(0)
    expect(page).to_have_url(re.compile("seed="))


def copies(page: Page, label: str) -> str:
    """Press a button that copies; what lies in the clipboard then."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('')")
    button(page, label).click()
    comes_true(lambda: page.evaluate("navigator.clipboard.readText()"))
    return str(page.evaluate("navigator.clipboard.readText()"))


def comes_true(promise: Callable[[], object]) -> None:
    """Wait until the record says so."""
    patience = time.monotonic() + PATIENCE_MS / 1000
    while not promise():
        assert time.monotonic() < patience, "it never came true"
        time.sleep(0.02)
