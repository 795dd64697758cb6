"""Does a reply to a computed question read as its candidate meant it, in either language?"""

from __future__ import annotations

import pytest

from engine import catalog
from engine.interview.replies import ANOTHER, answered
from engine.text import Language


@pytest.mark.parametrize(
    ("kind", "answer", "lang", "words"),
    [
        ("conv-output-size", "7", "en", "7"),
        ("conv-output-size", ANOTHER, "en", "Another wrong answer"),
        ("convolution-or-cross-correlation", "cross-correlation", "en", "Cross-correlation"),
        ("convolution-or-cross-correlation", "cross-correlation", "ko", "교차 상관"),
        ("convolution-or-cross-correlation", "perhaps both", "ko", "perhaps both"),
    ],
)
def test_a_reply_is_shown_as_it_was_meant(kind: str, answer: str, lang: Language, words: str) -> None:
    assert answered(catalog.draw(kind, 2, 5), answer, lang) == words
