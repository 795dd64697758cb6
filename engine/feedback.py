"""What is said about a reply, in both languages?"""

from __future__ import annotations

from engine.answers import Ledger, OneOf
from engine.problem import Judgement, Problem
from engine.text import Text, both


def slip_words(tag: str) -> dict[str, str]:
    """The misconception in the words of its card: its name, and what is right instead."""
    from engine.cards import pitfall

    card = pitfall(tag)
    if card is None:
        return {"en": tag, "ko": tag}
    return {"en": f"{card.name.en}. {card.why.en}", "ko": f"{card.name.ko}. {card.why.ko}"}


def message(problem: Problem, verdict: Judgement) -> dict[str, str]:
    """The whole of what is said about a verdict."""
    if verdict.verdict == "right":
        return both(Text("Right."))
    if verdict.reason:
        return both(Text("{reason} This was no attempt. {example}", reason=verdict.reason, example=example(problem)))
    if verdict.turn:
        return slip_words(verdict.turn.tag)
    return both(Text("Not right, and we don’t know this slip yet. {off}", off=problem.off(verdict.value)))


def example(problem: Problem, column: int | None = None) -> Text:
    """A reply that can be read, or a cell of that column of a table."""
    reply = example_reply(problem)
    if column is not None:
        cells = [cell for row in reply.split(" / ") for cell in row.split()[column : column + 1] if cell != "-"]
        reply = cells[0] if cells else reply
    return Text("A reply that can be read: {example}", example=reply)


def example_reply(problem: Problem) -> str:
    """As one line. A table has the rows and columns of its kind, so another problem of the kind is the example."""
    if isinstance(problem.reply, OneOf):
        return problem.reply.options[0].key
    if not isinstance(problem.reply, Ledger):
        return problem.reply.example
    others = (type(problem).from_givens(example.givens) for example in problem.examples())
    return next(other.spelled() for other in others if other.answer() != problem.answer())
