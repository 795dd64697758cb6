"""How does a test visit a page without a browser, and do what a learner does there?"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from engine.links import parse_quiz
from engine.problem import Problem
from engine.study.attempts import Attempt
from engine.text import Text
from ui.boot import store
from ui.desk import Desk
from ui.reply import board_key

ROUTER = str(Path(__file__).resolve().parents[2] / "ui" / "router.py")
PATIENCE = 90  # seconds; the first visit of a process imports everything


def visit(page: str, lang: str = "en", **query: str) -> AppTest:
    """A fresh visit to a page of pages/ by a link."""
    app = AppTest.from_file(ROUTER, default_timeout=PATIENCE)
    app.context["locale"] = "en-US"
    app.query_params["lang"] = lang
    app.switch_page(f"../pages/{page}.py")
    app.query_params.update(query)
    return rerun(app)


def rerun(app: AppTest) -> AppTest:
    """Another run of the page; none may end in an exception."""
    app.run()
    assert not app.exception, app.exception
    return app


def practise(kind: str, level: int = 1, seed: int = 42, lang: str = "en", **more: str) -> AppTest:
    return visit("practice", lang, kind=kind, level=str(level), seed=str(seed), v="1", **more)


def desk(app: AppTest) -> Desk:
    found: Desk = app.session_state["desk"]
    return found


def problem(app: AppTest) -> Problem:
    return desk(app).problem


def press(app: AppTest, label: str) -> AppTest:
    """Click the button of that label."""
    labels = [button.label for button in app.button]
    assert labels.count(label) == 1, labels
    next(button for button in app.button if button.label == label).click()
    return rerun(app)


def fill(app: AppTest, reply: str) -> AppTest:
    """Type a reply as its kind is typed: into cells, as an option, or as one line."""
    here = desk(app)
    if here.choices:
        app.radio(key=f"text-{here.key}").set_value(reply)
    elif here.in_cells:
        for grid, rows in enumerate(reply.split(" // ")):
            cells = [row.split() for row in rows.split(" / ")]
            app.session_state[board_key(here, grid)] = {"cells": cells}
    elif here.as_text:
        app.text_area(key=f"text-{here.key}").set_value(reply)
    elif here.problem.reply.name == "several-of":
        for key in reply.split(", "):
            app.checkbox(key=f"text-{here.key}-{key}").check()
    elif here.problem.reply.name == "one-of":
        app.radio(key=f"text-{here.key}").set_value(reply)
    else:
        app.text_input(key=f"text-{here.key}").set_value(reply)
    return app


def answer(app: AppTest, reply: str, check: str = "Check") -> AppTest:
    return press(fill(app, reply), check)


def go_on(app: AppTest, lang: str = "en") -> AppTest:
    """Leave the verdict of a quiz's problem; after the last one comes the result."""
    link, _ = parse_quiz(asked(app))
    assert link
    is_last = desk(app).place == len(link.problems) - 1
    return press(app, Text("See the result" if is_last else "Next problem").render(lang))


def words(app: AppTest) -> str:
    """Everything the page says in Markdown, without the joiners that nobody sees."""
    said = [*app.title, *app.header, *app.markdown, *app.warning, *app.expander]
    told = "\n".join(str(getattr(element, "value", None) or getattr(element, "label", "")) for element in said)
    return told.replace("\N{WORD JOINER}", "")


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def links(app: AppTest) -> list[Any]:
    """The links to other pages: `label` and `query_string`."""
    return [element.proto for element in app.get("page_link")]


def attempts() -> list[Attempt]:
    """What the record holds, newest first."""
    return store().latest(100)


def asked(app: AppTest) -> dict[str, str]:
    """What the address bar holds."""
    return {name: value if isinstance(value, str) else value[0] for name, value in app.query_params.items()}


def html(app: AppTest) -> str:
    """Everything the page draws itself."""
    return "\n".join(element.proto.body for element in app.get("html"))


def code(shown: Any) -> list[str]:
    """The code that a page, or a part of it, shows: each block as it was written."""
    bodies = [element.proto.body for element in shown.get("html")]
    return [f"{unescape(re.sub('<.*?>', '', body))}\n" for body in bodies if body.startswith("<pre class='code'")]
