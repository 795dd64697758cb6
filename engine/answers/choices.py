"""Which types of answer are chosen from options?"""

from __future__ import annotations

from dataclasses import dataclass

from engine.answers.reply import Reply, Tolerance
from engine.reading import Unread, plain
from engine.text import LANGUAGES, Quoted, Text


@dataclass(frozen=True)
class Option:
    key: str
    label: Text


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
