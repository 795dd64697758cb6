"""What does `{{conv-param-count in_channels=3 out_channels=7 kernel_size=[3,3]}}` in a card stand for?

A number that a kind can compute is not typed into content: it is a call of that kind, replaced by its answer.
"""

from __future__ import annotations

import re
from functools import cache

from engine.answers import Integer
from engine.content import did_you_mean
from engine.problem import Problem

_OPENING = re.compile(r"\{\{(?=[a-z][a-z0-9-]{3,}[\s}])")  # shorter words in double braces are TeX
_WORD = re.compile(r"(?!(?:true|false|null)$)[a-z][a-z-]*")  # the value of a choice, such as mode=valid
_CODE = re.compile(r"`[^`]*`|\\\$")


def filled(text: str) -> str:
    """The text with each call replaced by its answer: TeX between dollars, elsewhere as it is read.

    Raises ValueError for a call that no kind answers.

    >>> filled("{{conv-param-count in_channels=96 out_channels=256 kernel_size=[5,5] bias=false}} weights")
    '614,400 weights'
    """
    if "{{" not in text:
        return text
    parts: list[str] = []
    place = 0
    for opening in _OPENING.finditer(text):
        end = _closing(text, opening.end())
        call = text[opening.end() : end - 2]
        parts += [text[place : opening.start()], _answer(problem(call), in_tex(text, opening.start()))]
        place = end
    return "".join([*parts, text[place:]])


def filled_tex(formula: str) -> str:
    """The same for a text that is TeX as a whole. Raises ValueError."""
    return filled(f"${formula}$")[1:-1]


@cache
def problem(call: str) -> Problem:
    """The problem that a call means; values are JSON without blanks, or the word of a choice. Raises ValueError."""
    from engine import catalog, givens  # here, because a card without a call needs no kind

    slug, *pairs = call.split()
    if slug not in catalog.kinds():
        raise ValueError(f"there is no kind '{slug}'{did_you_mean(slug, catalog.kinds())}")
    written = []
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise ValueError(f"{slug}: '{pair}' is not written name=value, without blanks")
        written.append(f'"{name}":' + (f'"{value}"' if _WORD.fullmatch(value) else value))
    try:
        return catalog.from_givens(slug, givens.parse("{" + ",".join(written) + "}"))
    except givens.BadGivens as fault:
        raise ValueError(f"{slug}: {fault}") from None


def drawable(call: str) -> str:
    """The call itself, when its problem is one of grids. Raises ValueError."""
    if problem(call).equation() is None or len(problem(call).maps()) > 1:
        raise ValueError(f"'{call.split()[0]}' has no grids to draw")
    return call


def in_tex(text: str, place: int) -> bool:
    """Whether a place of a Markdown text lies between dollars."""
    return _CODE.sub("", text[:place]).replace("$$", "$").count("$") % 2 == 1


def _closing(text: str, start: int) -> int:
    """Where a call that was opened before `start` ends; its values may hold braces of their own."""
    depth = 2
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    raise ValueError(f"'{text[start - 2 : start + 30]}…' has no closing braces")


def _answer(problem: Problem, tex: bool) -> str:
    answer = problem.answer()
    if isinstance(problem.reply, Integer):
        grouped = str(answer) if abs(answer) < 10_000 else f"{answer:,}"
        return grouped.replace(",", "{,}") if tex else grouped
    if tex:
        return problem.reply.tex(problem.reply.rounded(answer, problem.tolerance))
    return problem.spelled().replace("-", "\N{MINUS SIGN}")
