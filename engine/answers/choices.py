"""Which types of answer are chosen from options?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.answers.reply import Reply, Tolerance
from engine.reading import Unread, plain
from engine.text import LANGUAGES, Quoted, Text

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Option:
    key: str
    label: Text


def lettered(labels: Iterable[Text]) -> tuple[Option, ...]:
    """Options over a list in the givens: A, B, C in its order."""
    return tuple(Option(letter, label) for letter, label in zip(LETTERS, labels, strict=False))


class OneOf(Reply):
    name = "one-of"
    example = ""

    def __init__(self, *options: Option) -> None:
        self.options = options

    def read(self, text: str) -> str:
        reply = plain(text).casefold()
        for option in self.options:
            if reply == option.key or reply in {option.label.render(lang).casefold() for lang in LANGUAGES}:
                return option.key
        keys = ", ".join(option.key for option in self.options)
        raise Unread(Text("“{reply}” is none of the options. They are: {keys}.", reply=Quoted(text.strip()), keys=keys))

    def spell(self, answer: str, tolerance: Tolerance) -> str:
        return answer

    def json(self, answer: str) -> str:
        return answer

    def tex(self, answer: str) -> str:
        return rf"\text{{{answer}}}"

    def off(self, value: str, answer: str, tolerance: Tolerance) -> Text:
        return Text("“{option}” does not fit these numbers.", option=self.label(value))

    def label(self, key: str) -> Text:
        """The option as the learner reads it."""
        return next(option.label for option in self.options if option.key == key)


class SeveralOf(Reply):
    """Any number of the options, also none; which there are, the problem says."""

    name = "several-of"
    example = "A, C"
    none = ("none", "없음")

    def __init__(self, *options: Option) -> None:
        self.options = options

    def __get__(self, problem: Any, kind: type) -> SeveralOf:
        """A problem's own options, found once; of a kind only the type."""
        if problem is None:
            return self
        own: SeveralOf = vars(problem).setdefault("reply", SeveralOf(*problem.options()))  # is what `reply` says then
        return own

    def read(self, text: str) -> tuple[str, ...]:
        reply = plain(text)
        if reply.casefold() in self.none:
            return ()
        keys = {option.key.casefold(): option.key for option in self.options}
        chosen = re.split(r"\s*,\s*|\s+", reply)
        if any(token.casefold() in self.none for token in chosen):
            raise Unread(Text("Either some options fit or none of them does, not both."))
        for token in chosen:
            if token.casefold() not in keys:
                listed = ", ".join([*keys.values(), self.none[0]])
                raise Unread(
                    Text("“{reply}” is none of the options. They are: {keys}.", reply=Quoted(token), keys=listed)
                )
        picked = {keys[token.casefold()] for token in chosen}
        return tuple(option.key for option in self.options if option.key in picked)

    def spell(self, answer: tuple[str, ...], tolerance: Tolerance) -> str:
        return ", ".join(answer) or self.none[0]

    def json(self, answer: tuple[str, ...]) -> list[str]:
        return list(answer)

    def tex(self, answer: tuple[str, ...]) -> str:
        return rf"\{{{', '.join(answer)}\}}" if answer else r"\varnothing"

    def marks(self, value: tuple[str, ...], answer: tuple[str, ...], tolerance: Tolerance) -> list[bool]:
        return [(option.key in value) == (option.key in answer) for option in self.options]

    def off(self, value: tuple[str, ...], answer: tuple[str, ...], tolerance: Tolerance) -> Text:
        marks = self.marks(value, answer, tolerance)
        return Text("{right} of {count:option is|options are} judged right.", right=sum(marks), count=len(marks))
