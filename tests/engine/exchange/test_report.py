"""Is all of an interview in its report, and nothing that a person typed more than text?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from engine import catalog
from engine.cards import pitfall, questions
from engine.exchange import report as exported
from engine.exchange.blocks import printable
from engine.exchange.mathml import mathml
from engine.exchange.page import LIMIT
from engine.interview.report import DIMENSIONS, report
from engine.interview.trend import Trend
from engine.interview.turns import Interview
from engine.text import LANGUAGES, Language
from tests.engine.exchange.taken import taken, wrong

DAY = date(2026, 3, 1)
WEBM = b"\x1aE\xdf\xa3"
HOSTILE = (
    "<script>alert(1)</script>",
    "</p></body><img src=x onerror=alert(1)> &lt;b&gt; &amp;",
    "[a](javascript:alert(1)) ](javascript:alert(1)) ![x](http://example.org/x.png) <http://example.org>",
    "$x$ and $$\\frac{1}{2}$$ and \\(y\\)",
    "```\n</code></pre>\n````` ~~~ ` ``",
    "# heading\n- item\n1. one\n2) two\n> quote\n===\n---\n| a | b |\n|---|---|",
    "    indented\n\ttab\\\n**bold** _it_ ~~gone~~ [^1] {{call}} :red[x]",
    "lone \ud800 half, \x00 nothing, \x1b escape, \u2028 line, \ufffe",
    "합성곱은 커널을 뒤집습니다. 🙂 é",
)
PLAIN = tuple(re.sub(r"\S", "a", answer) for answer in HOSTILE)
VOID = {"meta", "br"}


def as_html(interview: Interview, title: str, lang: Language, heard: dict[int, bytes] | None = None) -> str:
    """The page of an interview that is the first one."""
    return exported.as_html(interview, title, lang, Trend((report(interview),), (DAY,)), heard or {})


def as_markdown(interview: Interview, title: str, lang: Language) -> str:
    return exported.as_markdown(interview, title, lang, Trend((report(interview),), (DAY,)))


class Page(HTMLParser):
    """The tags of a page in their order, its text, and what it links to; fails where a tag is not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_whole_and_loads_nothing(lang: Language) -> None:
    html = as_html(taken(*HOSTILE, notes=HOSTILE[1]), "<b>On & off</b>", lang)
    page = Page(html)
    assert html.startswith(f'<!DOCTYPE html>\n<html lang="{lang}">')
    assert page.tags.count("html") == page.tags.count("body") == page.tags.count("h1") == 1
    assert {"math", "svg", "table", "mark", "pre"} <= set(page.tags)
    assert not {"script", "link", "img", "iframe", "object", "base", "form", "b"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "srcset", "style")]
    assert all(value.startswith("https://") for name, value in page.attributes if name == "href")
    assert not re.search(r"url\(|@import", html.partition("</style>")[0])
    assert "http://example.org" not in [value for _, value in page.attributes]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_person_typed_makes_no_tag(lang: Language) -> None:
    hostile = as_html(taken(*HOSTILE, notes=HOSTILE[2]), "<b>", lang)
    plain = as_html(taken(*PLAIN, notes=PLAIN[2]), "aaa", lang)
    assert Page(hostile).tags == Page(plain).tags


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_answer_stands_in_the_page(lang: Language) -> None:
    text = Page(as_html(taken(*HOSTILE, notes="my notes"), "Title", lang)).text
    assert not [answer for answer in HOSTILE if printable(answer) not in text]
    assert "my notes" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_answer_stands_in_the_markdown_and_is_only_text(lang: Language) -> None:
    """Even where a viewer lets HTML through and makes links of addresses in angle brackets."""
    markdown = as_markdown(taken(*HOSTILE, notes=HOSTILE[1]), "<b>On & off</b>", lang)
    page = Page(MarkdownIt("commonmark").enable("table").render(markdown))
    assert not {"script", "img", "b"} & set(page.tags)
    assert all(value.startswith("https://") for name, value in page.attributes if name == "href")
    shown = squeezed(page.text)
    assert not [answer for answer in HOSTILE if squeezed(printable(answer)) not in shown]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_points_slips_and_model_answers_are_told(lang: Language) -> None:
    interview = taken("An answer.")
    html, markdown = (write(interview, "Title", lang) for write in (as_html, as_markdown))
    slip = pitfall(wrong("conv-output-size@2.7").tag or "")
    assert slip and f"**{slip.name.render(lang)}**" in markdown and slip.name.render(lang) in Page(html).text
    for asked in (found for turn in interview.turns if (found := questions().get(turn.id))):
        for words in (asked.ask, asked.answer, *asked.points):
            assert squeezed(words.render(lang)) in squeezed(markdown.replace("\\.", "."))
        for code in filter(None, (asked.code, asked.mended)):
            assert f"```\n{code.strip()}\n" in markdown and code.strip() in Page(html).text
    assert markdown.count("- [x] ") == 3  # two points that were made and a convention that was asked about
    asked_first = questions()[interview.turns[0].id]
    assert f"- {asked_first.red_flags[0].render(lang)}" in markdown
    assert "3:05" in markdown and "1:40" in markdown
    assert "$$\n" in markdown and "$$" not in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_long_answer_is_kept_whole(lang: Language) -> None:
    long = "<&\"'`$" * 17_000
    html = as_html(taken(long, *["short"] * 10), "Title", lang)
    assert len(html.encode()) <= LIMIT and long in Page(html).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_never_over_its_limit_and_says_where_it_cut(lang: Language) -> None:
    longest, short = "<" * 1_000_000, "A short answer."
    interview = taken(longest, short)
    html, markdown = as_html(interview, "Title", lang), as_markdown(interview, "Title", lang)
    assert len(html.encode()) <= LIMIT
    assert short in Page(html).text and ("Cut here" if lang == "en" else "여기서 잘렸습니다") in html
    assert markdown.count("\\<") >= len(longest)


def test_an_interview_without_an_answer_has_a_report() -> None:
    interview = taken("a")
    for lang in LANGUAGES:
        for turns in ((), interview.turns[3:4]):
            empty = type(interview)(**vars(interview) | {"turns": turns, "notes": "", "pauses": ()})
            assert Page(as_html(empty, "Title", lang)).tags and as_markdown(empty, "Title", lang)


def test_a_number_that_begins_an_answer_makes_no_list() -> None:
    assert "400\\. " in as_markdown(taken("a"), "Title", "en")
    assert "400. " in Page(as_html(taken("a"), "Title", "en")).text


@pytest.mark.parametrize("kind", catalog.kinds())
def test_every_formula_of_a_problem_can_be_read(kind: str) -> None:
    for level in catalog.LEVELS:
        for seed in range(5):
            problem = catalog.draw(kind, level, seed)
            for tex in (problem.arithmetic(), *(turn.tex for turn in problem.mistakes())):
                assert "<code>" not in mathml(tex, display=True), tex


def test_a_formula_that_cannot_be_read_stands_as_code() -> None:
    assert mathml(r"\frac{") == r"<code>\frac{</code>"
    assert mathml(r"\unheard x < 1") == r"<code>\unheard x &lt; 1</code>"
    assert "<script>" not in mathml(r"\text{<script>}")


def test_a_long_formula_may_go_on_in_the_next_line_but_not_after_a_sign() -> None:
    product = r"(2 \cdot 3 \cdot (-2) + 3 \cdot (-1),\ 3 \cdot (-2) + 2 \cdot 5 \cdot (-1))"
    long = mathml(rf"\nabla f(-2,\ -1) = {product} = -15", display=True)
    assert long.count("<math") == 3
    assert '<mo form="prefix">−</mo><mn>15</mn>' in long
    assert mathml("1 + 1 = 2", display=True).count("<math") == 1


def test_a_recording_is_played_where_there_is_room_for_it() -> None:
    interview = taken("said")
    for place in (0, 1, 2):
        interview = interview.with_turn(place, recorded=True)
    heard = {0: WEBM + bytes(900_000), 1: WEBM + bytes(800_000), 2: WEBM + bytes(400_000)}
    html = as_html(interview, "Phone screen", "en", heard)
    assert len(html.encode()) <= LIMIT
    assert html.count('<audio controls src="data:audio/webm;base64,') == 2
    assert html.count('<p class="quiet">This answer was recorded.') == 1
    assert "<audio" not in as_html(interview, "Phone screen", "en")
    assert as_markdown(interview, "Phone screen", "en").count("This answer was recorded.") == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_interview_is_compared_with_those_before_it(lang: Language) -> None:
    now = report(taken("said"))
    before = [replace(now, dimensions=dict.fromkeys(now.dimensions, share)) for share in (0.25, 1.0)]
    trend = Trend((*before, replace(now, dimensions=now.dimensions | {"pace": 0.5})), (DAY, DAY, date(2026, 3, 9)))
    pace = DIMENSIONS["pace"].render(lang)
    assert trend.shares()["pace"] == (0.25, 1.0, 0.5)
    assert "2026-03-01" in trend.told(lang) and f"{pace} −50" in trend.told(lang)
    page = Page(exported.as_html(taken("said"), "Title", lang, trend))
    assert "25% → 100% → 50%" in page.text
    silent = Trend((before[0], replace(now, dimensions={"pace": 1.0})), (DAY, DAY))
    assert silent.shares()["correctness"] == (0.25, None) and f"{pace} +75" in silent.told(lang)
    alone = Trend((now,), (DAY,))
    assert alone.told(lang) in Page(as_html(taken("said"), "Title", lang)).text
