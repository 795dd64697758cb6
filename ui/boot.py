"""What does the server keep open for all visits?"""

from __future__ import annotations

import os
from functools import cache

from engine import catalog
from engine.study.store import Store, open_store


def warm() -> None:
    """Load what a first visit would wait for; a store that cannot be opened is told on the page that needs it."""
    from engine.content import BadContent
    from engine.lab.catalog import experiments
    from engine.search import index
    from engine.study.store import StoreFault
    from engine.text import Text

    catalog.kinds()
    experiments()
    Text("Right.").render("ko")
    for load, fault in ((index, BadContent), (_listen, BadContent), (store, StoreFault)):
        try:
            load()
        except fault as error:
            print(f"Flipside: {error}")


def _listen() -> None:
    """Score one answer: what is known of all rubrics is built then, in more than half a second."""
    from engine.cards import questions
    from engine.speech.scoring import score

    for question in list(questions().values())[:1]:
        score(question, question.answer.en)


def store() -> Store:
    """The learner's record. Raises StoreFault where it cannot be used."""
    return _opened(os.environ.get("FLIPSIDE_DATABASE_URL"))


@cache
def _opened(url: str | None) -> Store:
    return open_store(url)
