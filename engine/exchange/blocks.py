"""Of what is a report made, before it is Markdown or HTML?

`words` are ours, in Markdown with `$..$` and `$$..$$`; a `Title` is plain text; only `Typed` is what a person typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count


@dataclass(frozen=True)
class Title:
    """What the report is called, as plain text, and the line under it."""

    text: str
    under: str


@dataclass(frozen=True)
class Heading:
    level: int
    words: str


@dataclass(frozen=True)
class Prose:
    """Words of any length; `quiet` ones are smaller, `marked` ones highlighted."""

    words: str
    quiet: bool = False
    marked: bool = False


@dataclass(frozen=True)
class Code:
    text: str


@dataclass(frozen=True)
class Typed:
    """What a person typed, to the letter; `exact` where its spaces matter too."""

    text: str
    exact: bool = False


@dataclass(frozen=True)
class Sound:
    """What was recorded; `told` stands where it cannot be played, as on paper or where there is no room for it."""

    heard: bytes
    told: str


@dataclass(frozen=True)
class Listed:
    """Lines under a label; with `numbered` they have an order."""

    lines: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Checked:
    """Lines that hold or do not."""

    lines: tuple[tuple[bool, str], ...]


@dataclass(frozen=True)
class Bar:
    """A share or an amount, drawn as a part of an outline; both are shares of the longest line there is."""

    name: str
    told: str
    filled: float
    outline: float = 1.0


@dataclass(frozen=True)
class Chart:
    bars: tuple[Bar, ...]


Block = Title | Heading | Prose | Code | Typed | Sound | Listed | Checked | Chart


def to_markdown(blocks: Iterable[Block]) -> str:
    """The report as Markdown that any viewer shows; nothing in it is HTML, whatever a person typed."""
    return "\n\n".join(map(_block, blocks)) + "\n"


def printable(text: str) -> str:
    """What was typed, without what no page can hold: control characters and halves of pairs; lines end in `\\n`."""
    lines = text.encode("utf-8", "replace").decode().splitlines()
    return "\n".join(re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]", "", line).rstrip() for line in lines)


def _block(block: Block) -> str:
    match block:
        case Title():
            return f"# {_literal(' '.join(printable(block.text).split()))}\n\n{block.under}"
        case Heading():
            return f"{'#' * block.level} {block.words}"
        case Prose():
            return f"**{block.words}**" if block.marked else _spread(block.words)
        case Code():
            return _fenced(block.text)
        case Typed():
            return _typed(block)
        case Sound():
            return block.told
        case Listed():
            marks = (f"{number}." if block.numbered else "-" for number in count(1))
            return "\n".join(f"{mark} {line}" for mark, line in zip(marks, block.lines, strict=False))
        case Checked():
            return "\n".join(f"- [{'x' if holds else ' '}] {line}" for holds, line in block.lines)
        case Chart():
            return "\n".join(("| | |", "|:---|---:|", *(f"| {bar.name} | {bar.told} |" for bar in block.bars)))


def _spread(words: str) -> str:
    """With the dollars of a displayed formula on lines of their own, as most viewers want them."""
    return re.sub(r"(?m)^( *)\$\$(.+)\$\$ *$", r"\1$$\n\1\2\n\1$$", words)


def _typed(block: Typed) -> str:
    text = printable(block.text)
    if block.exact or re.search(r"(?m)^( {4}|\t)", text):
        return _fenced(text)
    return "\n".join(f"> {_literal(line.strip())}  " if line.strip() else ">" for line in text.split("\n"))


def _fenced(text: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _literal(line: str) -> str:
    """A line that shows what was typed: no tag, link, formula or list comes of it."""
    escaped = re.sub(r"([\\`*_\[\]<>&$~|#!{}^])", r"\\\1", line)
    return re.sub(r"^([-+=]|\d+(?=[.)]))", lambda found: _at_start(found[1]), escaped)


def _at_start(mark: str) -> str:
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"
