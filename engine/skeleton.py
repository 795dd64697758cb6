"""What does the file of a new kind begin with?"""

_FILE = '''"""TODO: the question that this kind asks, in one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from engine.answers import Integer
from engine.dice import Dice
from engine.givens import Count
from engine.problem import Example, Level, Problem, Step, WrongTurn
from engine.text import Text


@dataclass(frozen=True)
class {name}(Problem):
    size: Count

    topic = "TODO: a key of content/topics.yaml"
    title = Text("TODO: the kind's name")
    reply = Integer()
    tags = ("TODO-name-the-slip",)
    seconds = (45, 60, 90)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        raise NotImplementedError("draw: givens of this level; levels differ in why they are hard")

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        raise NotImplementedError("examples: a case per level with its answer and source")

    def prompt(self) -> Text:
        raise NotImplementedError("prompt: the question as an interviewer asks it, with its conventions")

    def answer(self) -> int:
        raise NotImplementedError("answer: from engine.numeric, never from the drawing")

    def wrong_turns(self) -> Iterator[WrongTurn]:
        yield from self.instead("TODO-name-the-slip", replace(self, size=1))

    def steps(self) -> list[Step]:
        raise NotImplementedError("steps: first the formula, last a line that ends in the answer")
'''


def skeleton(slug: str) -> str:
    """A file whose promises all fail, each saying what to write."""
    return _FILE.format(name="".join(part.capitalize() for part in slug.split("-")))
