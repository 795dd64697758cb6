"""How are numbers read from what a person typed?

What cannot be read raises `Unread` with the reason, and is no attempt.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

from engine.numeric.exact import Exact, simplest
from engine.text import Quoted, Text

LONGEST_REPLY = 50_000
_LONGEST_NUMBER = 2_000
_LARGEST_EXPONENT = 400

_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
_PLAIN = _FULL_WIDTH | {0x2212: "-", 0x200B: None, 0xFEFF: None}
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:_[0-9]{3})+)(?:\.[0-9]*)?")
_DECIMAL = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?:[eE]([+-]?[0-9]{1,9}))?")
_FRACTION = re.compile(r"([+-]?[0-9]+)/([+-]?[0-9]+)")


class Unread(ValueError):
    """A reply that cannot be read: why, and in which cell if in one: (row, column), in a stack (grid, row, column)."""

    def __init__(self, text: Text, where: tuple[int, ...] | None = None) -> None:
        super().__init__(text.render("en"))
        self.text = text
        self.where = where


def read_number(token: str, *, thousands: bool = False, place: int | None = None) -> Exact:
    """The number that a token spells, exactly; a whole one as an int. Raises Unread."""
    if not token:
        raise Unread(Text("Nothing was typed.") if place is None else Text("Number {n} is empty.", n=place))
    if len(token) > _LONGEST_NUMBER:
        raise Unread(Text("“{reply}” is too long for a number.", reply=Quoted(token)))
    if thousands and _GROUPED.fullmatch(token):
        return simplest(Fraction(re.sub("[,_]", "", token)))
    if not thousands and re.fullmatch(r"[+-]?[0-9]{1,3}(?:_[0-9]{3})+", token):
        return int(token)
    if match := _FRACTION.fullmatch(token):
        if not int(match[2]):
            raise Unread(Text("“{reply}” divides by zero.", reply=Quoted(token)))
        return simplest(Fraction(int(match[1]), int(match[2])))
    match = _DECIMAL.fullmatch(token)
    if not match:
        raise Unread(Text("“{reply}” is not a number.", reply=Quoted(token)))
    exponent = int(match[2] or 0)
    if abs(exponent) > _LARGEST_EXPONENT:
        raise Unread(Text("The exponent of “{reply}” is too large or too small.", reply=Quoted(token)))
    return simplest(Fraction(match[1]) * Fraction(10) ** exponent)


def plain(text: str) -> str:
    """The reply in ASCII digits and signs, without what surrounds it. Raises Unread."""
    if len(text) > LONGEST_REPLY:
        raise Unread(Text("The reply is longer than {n} characters.", n=LONGEST_REPLY))
    stripped = text.translate(_PLAIN).strip()
    if not stripped:
        raise Unread(Text("Nothing was typed."))
    return stripped


def unwrapped(text: str) -> str:
    """The text without the brackets around it."""
    inside = text[1:-1].strip()
    if (text[0], text[-1]) in {("(", ")"), ("[", "]")} and inside:
        return inside
    return text


def rows_of(text: str, *, shapes: bool = False) -> list[list[str]]:
    """The cells of a grid, row by row: JSON, or rows by newline, `;` or a `/` between blanks. Raises Unread.

    With `shapes` a list or null in the JSON is a cell, and comes as `96x55x55` or `-`.
    """
    if re.match(r"\[\s*\[", text):
        wanted = Text("This is not a grid in JSON; one looks like [[1, 2], [3, 4]].")
        if shapes:
            wanted = Text("This is not a table in JSON; one looks like [[[3, 8, 8], 27], [null, 27]].")
        return _rows_of_json(_json(text, wanted), wanted, shapes)
    return [cells_of(row.strip()) for row in re.split(r"\n|;|(?<=\s)/(?=\s)", text) if row.strip()]


def grids_of(text: str) -> list[list[list[str]]]:
    """The grids of a stack: JSON, or grids by an empty line or a `//` between blanks. Raises Unread."""
    if re.match(r"\[\s*\[\s*\[", text):
        wanted = Text("This is not a stack of grids in JSON; one looks like [[[1, 2], [3, 4]], [[5, 6], [7, 8]]].")
        return [_rows_of_json(grid, wanted) for grid in _json(text, wanted)]
    parts = [part.strip() for part in re.split(r"(?<=\s)//(?=\s)", f" {text} ")]
    return [rows_of(grid) for part in parts for grid in re.split(r"\n\s*\n", part)]


def cells_of(row: str) -> list[str]:
    """The cells of a row, by blanks or commas."""
    return re.split(r"\s*,\s*|\s+", row)


def read_cell(cell: str, row: int, column: int) -> Exact:
    """The number in one cell of a grid, counted from 0. Raises Unread, naming row and column."""
    stripped = cell.translate(_PLAIN).strip()
    place = {"row": row + 1, "column": column + 1}
    if not stripped:
        raise Unread(Text("Row {row}, column {column} is empty.", **place), (row, column))
    try:
        return read_number(stripped)
    except Unread:
        message = Text("“{cell}” in row {row}, column {column} is not a number.", cell=Quoted(cell.strip()), **place)
        raise Unread(message, (row, column)) from None


def read_ledger_cell(cell: str, row: int, column: int) -> Exact | tuple[int, ...] | None:
    """The number or the shape in one cell of a ledger, None for `-`. Raises Unread, naming row and column."""
    stripped = cell.translate(_PLAIN).strip()
    if stripped == "-":
        return None
    if re.fullmatch(r"[0-9]{1,2000}(?:[xX×*][0-9]{1,2000})+", stripped):
        return tuple(map(int, re.split("[xX×*]", stripped)))
    return read_cell(cell, row, column)


def ungrouped(number: str) -> str:
    """A number without the commas or underscores between its groups of three; other text as it is."""
    return re.sub("[,_]", "", number) if _GROUPED.fullmatch(number.translate(_PLAIN)) else number


class _Token(str):
    """A number as it stood in the JSON; a string of the JSON is none."""


def _json(text: str, wanted: Text) -> Any:
    try:
        return json.loads(text, parse_float=_Token, parse_int=_Token, parse_constant=_Token)
    except (ValueError, RecursionError):
        raise Unread(wanted) from None


def _rows_of_json(rows: Any, wanted: Text, shapes: bool = False) -> list[list[str]]:
    def spelled(cell: Any) -> str:
        if isinstance(cell, _Token):
            return cell
        if shapes and cell is None:
            return "-"
        if shapes and isinstance(cell, list) and cell and all(isinstance(side, _Token) for side in cell):
            return "x".join(cell)
        raise Unread(wanted)

    if not isinstance(rows, list) or not all(isinstance(row, list) and row for row in rows):
        raise Unread(wanted)
    return [[spelled(cell) for cell in row] for row in rows]
