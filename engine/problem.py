"""What is a problem, and what does every kind of problem promise?

A subclass of `Problem` is a kind; an instance is one problem, and its frozen fields are the givens.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from sys import modules
from typing import Any, ClassVar, Literal, Self, TypeVar

from engine import givens as given
from engine.answers import Heading, Matrix, Option, Reply, Tolerance
from engine.dice import Dice
from engine.givens import BadGivens
from engine.reading import Unread
from engine.text import Text

Level = Literal[1, 2, 3]
WRONG_CHOICES = 3


@dataclass(frozen=True)
class Step:
    """One line of the worked solution: what is done, and the TeX of it."""

    words: Text
    tex: str


@dataclass(frozen=True)
class Example:
    """A case whose answer is known: published (`source` is a key of sources.yaml) or `computed`."""

    givens: Mapping[str, Any]
    answer: Any
    level: Level
    source: str = "computed"


@dataclass(frozen=True)
class CellWork:
    """How one cell of a grid answer comes about.

    `expression` marks values of the input as `f{3}` and of the kernel as `g{-1}`; `window` lists the cells of
    the input that take part, as (row, column, the factor as it is written into the cell); those of a grid that is
    not the first of the equation name its place there as well.
    """

    expression: str
    window: tuple[tuple[int, int, str] | tuple[int, int, str, int], ...]


@dataclass(frozen=True)
class DrawnGrid:
    """A grid of the equation on the board; `role` is what its colour means, `sign` what stands before it.

    Without a sign it is the equation's operator, and `=` before a result.
    """

    role: Literal["f", "g", "result"]
    name: Text
    cells: Matrix
    padding: int = 0
    sign: Literal["", "+", "→"] = ""


@dataclass(frozen=True)
class Equation:
    """The problem as it stands on the board: grids with the operator between them; a result follows an `=`."""

    grids: tuple[DrawnGrid, ...]
    operator: Literal["⋆", "∗", "⊗", "·", "?", "→"]
    spoken: Text


@dataclass(frozen=True)
class Picture:
    """What shows this problem in the lab: an experiment and its settings, by name."""

    experiment: str
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class WrongTurn:
    """A misconception and the value it leads to on these numbers.

    `instead` is the problem that was solved in place of this one: the right rule with one thing changed. Where
    no such problem exists, `tex` is the line of arithmetic. `step` is the step of the solution (from 0) at which
    the wrong turn leaves it.
    """

    tag: str
    value: Any
    step: int = 1
    line: str = ""
    instead: Problem | None = None

    @property
    def tex(self) -> str:
        """The line of arithmetic that gives exactly this value."""
        return self.line or (self.instead.arithmetic() if self.instead else "")


@dataclass(frozen=True)
class Judgement:
    """What became of a reply."""

    verdict: Literal["right", "wrong", "unread"]
    turn: WrongTurn | None = None
    marks: Any = None
    value: Any = None
    reason: Text | None = None
    where: tuple[int, ...] | None = None

    @property
    def tag(self) -> str | None:
        return self.turn.tag if self.turn else None


class Problem(ABC):
    """One problem; subclasses are frozen dataclasses whose fields are the givens."""

    slug: ClassVar[str]
    topic: ClassVar[str]
    title: ClassVar[Text]
    version: ClassVar[int] = 1
    reply: ClassVar[Reply]
    tags: ClassVar[tuple[str, ...]]
    seconds: ClassVar[tuple[int, int, int]]

    def __init_subclass__(cls) -> None:
        cls.slug = cls.__module__.rpartition(".")[2].replace("_", "-")
        cls.__doc__ = cls.__doc__ or modules[cls.__module__].__doc__  # else a dataclass spells its signature there

    @classmethod
    @abstractmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        """A problem of the level; levels differ in why it is hard."""

    @classmethod
    @abstractmethod
    def examples(cls) -> tuple[Example, ...]:
        """At least one case per level with its answer."""

    @classmethod
    def from_givens(cls, givens: Mapping[str, Any]) -> Self:
        """The problem with these givens, as JSON has them. Raises BadGivens, which names the field."""
        problem = cls(**given.read(cls, cls.completed(givens)))
        problem.check()
        return problem

    @classmethod
    def completed(cls, givens: Mapping[str, Any]) -> Mapping[str, Any]:
        """The givens with those defaults filled in that depend on other givens."""
        return givens

    def givens(self) -> dict[str, Any]:
        """The givens as JSON, every field."""
        return given.dump(self)

    def check(self) -> None:  # noqa: B027  (most kinds have no rule across fields)
        """Raise BadGivens when the fields, each fine alone, are no problem together."""

    @abstractmethod
    def prompt(self) -> Text:
        """The question as an interviewer asks it, with its conventions."""

    @abstractmethod
    def answer(self) -> Any: ...

    @abstractmethod
    def wrong_turns(self) -> Iterable[WrongTurn]:
        """Each misconception as it plays out on these numbers; may coincide with the answer or each other."""

    @abstractmethod
    def steps(self) -> list[Step]:
        """The worked solution: first the formula, last a line that ends in the answer."""

    def rows(self) -> tuple[Heading, ...]:
        """What the rows of a ledger are called."""
        return ()

    def columns(self) -> tuple[Heading, ...]:
        """What the columns of a ledger are called."""
        return ()

    def options(self) -> tuple[Option, ...]:
        """What can be chosen, where the reply is several of the problem's own options."""
        return ()

    def maps(self) -> tuple[Problem, ...]:
        """The problem of each grid of a stack alone, in order; itself where the answer is no stack."""
        return (self,)

    def arithmetic(self) -> str:
        """The one line of TeX that ends in the answer."""
        return self.steps()[-1].tex

    def equation(self) -> Equation | None:
        """The grids of the problem, where it is one of grids."""
        return None

    def figure(self) -> Picture | None:
        """The picture of this problem in the lab, where there is one."""
        return None

    def cell(self, row: int, column: int) -> CellWork:
        """How one cell of the answer comes about, where the answer is a grid."""
        raise NotImplementedError(f"{self.slug} has no cells")

    def instead(self, tag: str, problem: Problem, step: int = 1) -> Iterator[WrongTurn]:
        """The wrong turn of solving another problem in place of this one; none where that one has no answer."""
        try:
            problem.check()
        except BadGivens:
            return
        yield WrongTurn(tag, problem.answer(), step, instead=problem)

    @cached_property
    def _solution(self) -> tuple[Any, tuple[WrongTurn, ...], Any]:
        """Answer, mistakes and tolerance, computed once a problem."""
        answer, turns = self.answer(), tuple(self.wrong_turns())
        tolerance = self.reply.tolerance(answer, [turn.value for turn in turns], self.own_tolerance)
        told_apart: list[WrongTurn] = []
        for turn in turns:
            spellings = [turn.value] if tolerance is None else [turn.value, self.reply.rounded(turn.value, tolerance)]
            earlier = [answer, *(other.value for other in told_apart)]
            if not any(self.reply.same(value, other, tolerance) for value in spellings for other in earlier):
                told_apart.append(turn)
        return answer, tuple(told_apart), tolerance

    def own_tolerance(self, usual: Fraction) -> Tolerance:
        """The tolerance where numbers are not whole; a kind may set a smaller one or none."""
        return usual

    @property
    def tolerance(self) -> Any:
        """How far from the answer a number may be and still be right, in a ledger cell by cell; None means exact."""
        return self._solution[2]

    def mistakes(self) -> tuple[WrongTurn, ...]:
        """The wrong turns that can be told from the answer and from each other."""
        return self._solution[1]

    def choices(self) -> tuple[Any, ...]:
        """The answer among three mistakes, in an order that the numbers decide.

        None where fewer mistakes can be told apart, or where the reply is a choice anyway.
        """
        answer, mistakes, _ = self._solution
        if self.reply.name in ("one-of", "several-of") or len(mistakes) < WRONG_CHOICES:
            return ()
        dice = Dice("choices", self.slug, json.dumps(self.givens()))
        wrong = dice.sample([turn.value for turn in mistakes], WRONG_CHOICES)
        return dice.sample((answer, *wrong), 1 + WRONG_CHOICES)

    def spelled(self) -> str:
        """The answer as a learner would type it."""
        return self.reply.spell(self._solution[0], self.tolerance)

    def judge(self, typed: str | Sequence[Sequence[str]]) -> Judgement:
        """What became of a reply as typed: a text, or a grid cell by cell."""
        try:
            return self.judge_value(self.reply.read(typed) if isinstance(typed, str) else self.reply.read_cells(typed))
        except Unread as unread:
            return Judgement("unread", reason=unread.text, where=unread.where)

    def judge_value(self, value: Any) -> Judgement:
        """What became of a reply that was read."""
        answer, mistakes, tolerance = self._solution
        marks = self.marks(value)
        if self.reply.same(value, answer, tolerance):
            return Judgement("right", marks=marks, value=value)
        turn = next((turn for turn in mistakes if self.reply.same(value, turn.value, tolerance)), None)
        return Judgement("wrong", turn, marks, value)

    def marks(self, value: Any) -> Any:
        """True or false for every part of a reply; a kind may mark a part by what follows from the others."""
        return self.reply.marks(value, self._solution[0], self.tolerance)

    def off(self, value: Any) -> Text:
        """How far a wrong reply is from the answer, in one sentence."""
        return self.reply.off(value, self._solution[0], self.tolerance)


Drawn = TypeVar("Drawn", bound=Problem)


def first_good(draw: Callable[[], Drawn]) -> Drawn:
    """The first problem drawn that its own check accepts."""
    while True:
        with suppress(BadGivens):
            problem = draw()
            problem.check()
            return problem
