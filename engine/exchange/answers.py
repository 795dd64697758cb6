"""How does one question of an interview stand in its report, with the answer that was given?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine import catalog
from engine.boards import tex_grid
from engine.cards import Question, not_a_list, pitfall
from engine.exchange.blocks import Block, Checked, Code, Heading, Listed, Prose, Sound, Typed
from engine.interview.ids import numbers, question
from engine.interview.replies import answered
from engine.interview.slots import WALK_THROUGH
from engine.interview.turns import Interview, Turn
from engine.problem import Equation, Problem
from engine.text import Language, Text

_LETTERS = {"f": "f", "g": "g", "result": "h"}


def answers(interview: Interview, lang: Language, recordings: Mapping[int, bytes]) -> Iterator[Block]:
    """Every question in the order in which it was put; `recordings` are what was spoken, by the place of its turn."""
    for number, turn in enumerate(interview.turns, start=1):
        yield Heading(3, f"{number} · {_title(turn, lang)}")
        yield Prose(" · ".join(text.render(lang) for text in _about(turn)), quiet=True)
        if turn.recorded:
            told = Text("This answer was recorded. This file does not play it; the report in Flipside does.")
            yield Sound(recordings.get(number - 1, b""), told.render(lang))
        asked, named = question(turn.id), numbers(turn.id)
        if asked:
            yield from _spoken(turn, asked, lang)
        elif named:
            for problem in named.problems():
                yield from _computed(turn, problem, lang)
        elif turn.answer:
            yield Typed(turn.answer)


def _title(turn: Turn, lang: Language) -> str:
    if asked := question(turn.id):
        return " ".join(asked.ask.render(lang).split())
    if named := numbers(turn.id):
        return catalog.kinds()[named.problems()[0].slug].title.render(lang)
    if turn.id == WALK_THROUGH:
        return Text("Walk me through it: how did you get there?").render(lang)
    return Text("A question that is no longer asked").render(lang)


def _about(turn: Turn) -> Iterator[Text]:
    """What became of it, in which time, and after which question it came."""
    asked = question(turn.id)
    if turn.answer is None:
        yield Text("skipped") if turn.skipped else Text("no answer")
    elif turn.verdict:
        yield Text("right") if turn.verdict == "right" else Text("wrong")
    elif turn.to_tick:
        yield Text("recorded; its points are not ticked yet")
    elif asked and turn.ticks:
        yield Text("{made} of {all} points", made=len(turn.ticks.points), all=len(asked.points))
    elif asked or turn.computed:
        yield Text("could not be read") if turn.computed else Text("not checked")
    yield Text("{seconds} of {budget} s", seconds=round(turn.seconds), budget=turn.budget)
    if turn.parent is not None:
        yield Text("follow-up to question {n}", n=turn.parent + 1)


def _spoken(turn: Turn, asked: Question, lang: Language) -> Iterator[Block]:
    if asked.code:
        yield Code(asked.code)
    if asked.code and turn.answer:
        yield _label(Text("Your answer"), lang)
    if turn.answer:
        yield Typed(turn.answer, exact=bool(asked.code))
    if asked.open:
        yield _label(Text("What the question left open; ticked where you asked"), lang)
        yield Checked(tuple((one.about in turn.clarified, one.reply.render(lang)) for one in asked.open))
    yield from _rubric(turn, asked, lang)
    yield _label(Text("Model answer, 30 seconds"), lang)
    yield Prose(not_a_list(asked.answer.render(lang)))
    if asked.mended:
        yield _label(Text("The code, mended"), lang)
        yield Code(asked.mended)


def _rubric(turn: Turn, asked: Question, lang: Language) -> Iterator[Block]:
    if turn.ticks is None:
        yield _label(Text("Points that a good answer makes"), lang)
        yield Listed(tuple(point.render(lang) for point in asked.points))
        return
    yield _label(Text("Points; ticked where you made them"), lang)
    yield Checked(tuple((place in turn.ticks.points, point.render(lang)) for place, point in enumerate(asked.points)))
    if flags := tuple(
        asked.red_flags[place].render(lang) for place in turn.ticks.flags if place < len(asked.red_flags)
    ):
        yield _label(Text("Red flags"), lang)
        yield Listed(flags)


def _computed(turn: Turn, problem: Problem, lang: Language) -> Iterator[Block]:
    yield Prose(problem.prompt().render(lang))
    if options := problem.options():
        yield Listed(tuple(f"{option.key}: {option.label.render(lang)}" for option in options))
    if rows := problem.rows():
        yield Listed(tuple(heading.label.render(lang) for heading in rows))
    if equation := problem.equation():
        yield Prose("\n\n".join(f"$${tex}$$" for tex in _named(equation)))
    if turn.answer:
        yield _label(Text("Your answer"), lang)
        yield Typed(answered(problem, turn.answer, lang), exact=True)
    if turn.tag:
        yield from _slip(turn.tag, problem, lang)
    yield _label(Text("The right arithmetic"), lang)
    yield Prose(f"$${problem.arithmetic()}$$")


def _named(equation: Equation) -> Iterator[str]:
    """Each grid after its letter, with a number where several have the same."""
    roles = [grid.role for grid in equation.grids]
    for place, grid in enumerate(equation.grids, start=1):
        number = f"_{roles[:place].count(grid.role)}" if roles.count(grid.role) > 1 else ""
        yield f"{_LETTERS[grid.role]}{number} = {tex_grid(grid.cells)}"


def _slip(tag: str, problem: Problem, lang: Language) -> Iterator[Block]:
    """The misconception by name, why it is one, and the arithmetic that gives just that value."""
    known = pitfall(tag)
    yield Prose(known.name.render(lang) if known else tag, marked=True)
    if known:
        yield Prose(known.why.render(lang))
    if tex := next((wrong.tex for wrong in problem.mistakes() if wrong.tag == tag), ""):
        yield Prose(f"$${tex}$$")


def _label(text: Text, lang: Language) -> Heading:
    return Heading(4, text.render(lang))
