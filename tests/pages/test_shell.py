"""Which language does a visit get, and what does the router do with a strange one?"""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.visit import PATIENCE, ROUTER
from ui.session import known_language, markdown_escape


def visit(locale: str = "en-US", **query: str) -> AppTest:
    """The first run of a visit."""
    app = AppTest.from_file(ROUTER, default_timeout=PATIENCE)
    app.context["locale"] = locale
    app.query_params.update(query)
    return app.run()


def language(app: AppTest) -> str:
    assert not app.exception
    return str(app.session_state["language"])


@pytest.mark.parametrize(
    ("locale", "query", "expected"),
    [
        ("en-US", {}, "en"),
        ("ko-KR", {}, "ko"),
        ("ko", {}, "ko"),
        ("fr-FR", {}, "en"),
        ("ko-KR", {"lang": "en"}, "en"),
        ("en-US", {"lang": "ko"}, "ko"),
        ("ko-KR", {"lang": "xx"}, "ko"),
        ("en-US", {"lang": ""}, "en"),
    ],
)
def test_a_link_wins_over_the_browser(locale: str, query: dict[str, str], expected: str) -> None:
    assert language(visit(locale, **query)) == expected


def test_the_switch_wins_over_the_browser() -> None:
    app = visit("en-US")
    app.segmented_control(key="language").set_value("ko").run()
    assert language(app) == "ko"


@pytest.mark.parametrize(
    ("wish", "known"),
    [*((wish, "ko") for wish in ("ko", "KO", "ko-KR")), ("en", "en"), *((wish, None) for wish in (None, "", "xx", 3))],
)
def test_only_languages_we_speak_are_known(wish: object, known: str | None) -> None:
    assert known_language(wish) == known


def test_what_is_typed_keeps_its_letters_when_escaped() -> None:
    assert markdown_escape("l2") == "l2"
    assert markdown_escape(" 1  2\n3 ") == "1 2 3"
    assert markdown_escape("$a$") == r"\$a\$"
