"""How is a checked reply talked about: the verdict, the arithmetic behind it, and the solution?"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from functools import reduce
from operator import getitem
from typing import Any

import streamlit as st

from engine.answers import OneOf, SeveralOf
from engine.cards import cards, pitfall
from engine.content import BadContent
from engine.lab.catalog import picture_of
from engine.problem import Judgement, Problem, Step, WrongTurn
from engine.text import Quoted, Text
from ui.desk import Desk
from ui.links import card_href, page_href
from ui.session import glued, lang, render, say


def show_verdict(desk: Desk) -> None:
    """The reply, the verdict in words beside its mark and, where the slip is known, why and with which arithmetic.

    One element for all of it: each further one is a message more before the learner sees anything.
    """
    verdict, problem = desk.verdict, desk.problem
    if verdict is None:
        heading, words = f":material/school: {say('Not answered')}", say("The solution is below.")
    elif verdict.verdict == "right":
        heading, words = f":material/check_circle: {say('Right')}", _time(desk)
    elif verdict.turn:
        heading, words = _known_slip(verdict.turn)
    else:
        heading = f":material/cancel: {say('Not right, and we don’t know this slip yet')}"
        formula = f"{say('Begin with the formula:')}\n\n$$\n{problem.steps()[0].tex}\n$$"
        words = f"{render(problem.off(verdict.value))} {formula}"
    with st.container(key="verdict"):
        st.markdown(f"{_reply(desk)}## {heading}\n\n{words}\n\n{_strip(desk, verdict)}\n\n{_onward(desk, verdict)}")


def show_solution(desk: Desk) -> None:
    """All steps on the same numbers, folded unless the learner gave up; says where the slip leaves them."""
    turn = desk.verdict.turn if desk.verdict else None
    label = say("Solution, from step {n}: where your answer leaves it", n=turn.step + 1) if turn else say("Solution")
    with st.expander(label, expanded=desk.verdict is None):
        st.markdown(steps_as_markdown(desk.problem.steps(), turn))


def steps_as_markdown(steps: list[Step], turn: WrongTurn | None = None) -> str:
    """Numbered steps with their TeX; the one at which a slip departs carries its name."""
    lines = []
    for index, step in enumerate(steps):
        here = f" :yellow-background[{slip_name(turn.tag)}]" if turn and turn.step == index else ""
        lines.append(f"**{index + 1} · {render(step.words)}**{here}\n\n$$\n{step.tex}\n$$")
    return "\n\n".join(lines)


def slip_name(tag: str) -> str:
    """The misconception by name; its tag where no card explains it yet or the cards have a fault."""
    with suppress(BadContent):
        card = pitfall(tag)
        return card.name.render(lang()) if card else tag
    return tag


def report_of(desk: Desk) -> str:
    """What "I think this is wrong" copies: enough to see the same problem and the same reply."""
    link, attempt = desk.link, desk.attempt
    which = {"givens": desk.problem.givens()} if link.own else {"seed": link.seed, "level": link.level}
    reply = attempt.reply if attempt else ""
    report = {"kind": link.kind, "version": desk.problem.version, **which, "reply": reply}
    return json.dumps(report, ensure_ascii=False)


def _known_slip(turn: WrongTurn) -> tuple[str, str]:
    heading = f":material/lightbulb: :yellow-background[{slip_name(turn.tag)}]"
    try:
        card = pitfall(turn.tag)
    except BadContent:
        return heading, say("The cards have a fault and cannot explain this slip; `python -m engine lint` names it.")
    return heading, glued(card.why.render(lang())) if card else ""


def _onward(desk: Desk, verdict: Judgement | None) -> str:
    """The ways to see a missed problem move and to read about the slip: links in the text, so no message more."""
    missed = verdict is None or verdict.verdict == "wrong"
    picture = picture_of(desk.problem, desk.attempt.reply if desk.attempt else "") if missed else None
    show = f":small[[{say('Show me')}]({page_href('lab', picture)})]" if picture else ""
    return " &nbsp; ".join(filter(None, (show, _read(verdict))))


def _read(verdict: Judgement | None) -> str:
    """The way to the card that explains the slip."""
    card = None
    with suppress(BadContent):
        card = pitfall(verdict.turn.tag) if verdict and verdict.turn else None
    if card is None:
        return ""
    title = cards()[card.card].title.render(lang())
    return f":small[[{say('Read: {title}', title=title)}]({card_href(card.card)})]"


def _time(desk: Desk) -> str:
    attempt, budget = desk.attempt, desk.problem.seconds[(desk.link.level if not desk.link.own else 2) - 1]
    if attempt is None or attempt.seconds is None:
        return say("The budget is {budget} s.", budget=budget)
    return say("{seconds} s; the budget was {budget} s.", seconds=max(1, round(attempt.seconds)), budget=budget)


def _reply(desk: Desk) -> str:
    """The answer as it was given, where no board shows it."""
    attempt, reply = desk.attempt, desk.problem.reply
    if attempt is None or not attempt.reply or (reply.has_cells and not desk.in_other_grids):
        return ""
    shown: Text | Quoted = Quoted(attempt.reply)
    if desk.in_other_grids and desk.verdict:
        shown = Quoted(reply.spell(desk.verdict.value, desk.problem.tolerance))
    if isinstance(reply, SeveralOf):
        return _options(reply, reply.read(attempt.reply), desk.problem.answer())
    if isinstance(reply, OneOf):
        shown = reply.label(reply.read(attempt.reply))
    return say("Your answer: **{reply}**", reply=shown) + "\n\n"


def _options(reply: SeveralOf, chosen: Sequence[str], right: Sequence[str]) -> str:
    """Every option with its mark, and whether it was chosen."""
    lines = [say("Your answer:")]
    for option in reply.options:
        fits = (option.key in chosen) == (option.key in right)
        icon = f":material/{'check' if fits else 'close'}:"
        state = say("chosen") if option.key in chosen else say("not chosen")
        words = f"**{option.key}**: {render(option.label)}, {state}"
        lines.append(f"- {icon} {words if fits else f':yellow-background[{words}]'}")
    return "\n".join(lines).replace("\n", "\n\n", 1) + "\n\n"


def _strip(desk: Desk, verdict: Judgement | None) -> str:
    """The line of arithmetic that gives the learner's value, above the one that gives the answer; a boxed quote."""
    problem, turn = desk.problem, verdict.turn if verdict else None
    if desk.chosen and problem.equation():
        lines = _cell_lines(problem, turn, desk.chosen)
    elif turn:
        lines = [
            rf":gray[{say('yours')}] $\displaystyle {turn.tex}$",
            rf":gray[{say('right')}] $\displaystyle {problem.arithmetic()}$",
        ]
    else:
        lines = []
    return "\n>\n".join(f"> {line}" for line in lines)


def _cell_lines(problem: Problem, turn: WrongTurn | None, cell: tuple[int, ...]) -> list[str]:
    *stacked, row, column = cell
    grid = stacked[0] if stacked else 0
    answer, alone = _value_at(problem.answer(), stacked), problem.maps()[grid]
    if row >= len(answer) or column >= len(answer[0]):
        return []
    place = Text("Row {row}, column {column}", row=row + 1, column=column + 1)
    lines = [f":gray[{render(Text('Grid {n}: {why}', n=grid + 1, why=place) if stacked else place)}]"]
    if turn and not turn.instead:  # no problem that could be asked for one cell was solved instead
        lines.insert(0, rf":gray[{say('yours')}] $\displaystyle {turn.tex}$")
    if turn and turn.instead and _value_at(turn.value, cell) != answer[row][column]:
        work = turn.instead.maps()[grid].cell(row, column)
        lines.append(f":gray[{say('yours')}] {_coloured(work.expression, yours=True)}")
    lines.append(f":gray[{say('right')}] {_coloured(alone.cell(row, column).expression)}")
    return lines


def _value_at(value: Any, place: Sequence[int]) -> Any:
    return reduce(getitem, place, value)


def _coloured(expression: str, *, yours: bool = False) -> str:
    """An expression with f in red and g in blue; the value in green, or highlighted where it is the learner's."""
    sums, _, value = expression.rpartition("= ")
    coloured = re.sub(r"([·+−] ?)?([fg])\{([^}]*)\}", _coloured_number, sums)
    return f"**{coloured}=** " + (f":yellow-background[**{value}**]" if yours else f":green[**{value}**]")


def _coloured_number(match: re.Match[str]) -> str:
    """Brackets keep a minus apart from the operator before it."""
    operator, grid, number = match[1] or "", match[2], match[3]
    shown = f"({number})" if operator and number.startswith("−") else number
    return f"{operator}:{'red' if grid == 'f' else 'blue'}[{shown}]"
