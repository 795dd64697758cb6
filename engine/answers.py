"""What may a reply look like, and is it the same as the answer?

Reading is apart from judging: what cannot be read raises `Unread` with the reason, and is no attempt.
"""

from __future__ import annotations

import json
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from engine.text import LANGUAGES, Quoted, Text, spell

Number = int | Fraction | float
Tolerance = Fraction | None
Matrix = tuple[tuple[Number, ...], ...]

LONGEST_REPLY = 50_000
_LONGEST_NUMBER = 100
_LARGEST_EXPONENT = 400

_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
_PLAIN = _FULL_WIDTH | {0x2212: "-", 0x200B: None, 0xFEFF: None}
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:(?:,[0-9]{3})+|(?:_[0-9]{3})+)(?:\.[0-9]*)?")
_DECIMAL = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?:[eE]([+-]?[0-9]{1,9}))?")
_FRACTION = re.compile(r"([+-]?[0-9]+)/([+-]?[0-9]+)")


class Unread(ValueError):
    """A reply that cannot be read: why, and in which cell (row, column) if in one."""

    def __init__(self, text: Text, where: tuple[int, int] | None = None) -> None:
        super().__init__(text.render("en"))
        self.text = text
        self.where = where


class Reply(ABC):
    """A type of answer: reads text, compares, shows and spells. Values are plain ints, strings and tuples."""

    name: ClassVar[str]
    example: ClassVar[str]
    exact: ClassVar[bool] = True

    @abstractmethod
    def read(self, text: str) -> Any:
        """The value that the text spells. Raises Unread."""

    def read_cells(self, rows: Sequence[Sequence[str]]) -> Any:
        """The value of cells typed one by one, where the answer has cells. Raises Unread."""
        raise TypeError(f"a reply of type {self.name} has no cells")

    @abstractmethod
    def spell(self, answer: Any, tolerance: Tolerance) -> str:
        """The answer as a learner would type it, rounded to the place of the tolerance."""

    @abstractmethod
    def json(self, answer: Any) -> Any: ...

    @abstractmethod
    def tex(self, answer: Any) -> str: ...

    @abstractmethod
    def off(self, value: Any, answer: Any, tolerance: Tolerance) -> Text:
        """How far a wrong value is from the answer, in one sentence."""

    def numbers(self, answer: Any) -> Sequence[Number]:
        """The numbers that a tolerance applies to."""
        return ()

    def same(self, value: Any, answer: Any, tolerance: Tolerance) -> bool:
        return bool(value == answer)

    def marks(self, value: Any, answer: Any, tolerance: Tolerance) -> Any:
        """True or false for every part, in the answer's shape; None where there are no parts or sizes differ."""
        return None


class Integer(Reply):
    name = "integer"
    example = "1728"

    def read(self, text: str) -> int:
        number = read_number(_plain(text), thousands=True)
        if not isinstance(number, int):
            raise Unread(Text("“{reply}” is not a whole number.", reply=Quoted(text.strip())))
        return number

    def spell(self, answer: int, tolerance: Tolerance) -> str:
        return str(answer)

    def json(self, answer: int) -> int:
        return answer

    def tex(self, answer: int) -> str:
        return str(answer)

    def off(self, value: int, answer: int, tolerance: Tolerance) -> Text:
        return _distance(value, answer)


class Decimal(Reply):
    name = "decimal"
    example = "7.89"
    exact = False

    def read(self, text: str) -> int | Fraction:
        return read_number(_plain(text), thousands=True)

    def spell(self, answer: Number, tolerance: Tolerance) -> str:
        return spell(_rounded(answer, tolerance))

    def json(self, answer: Number) -> Any:
        return _json(answer)

    def tex(self, answer: Number) -> str:
        return tex_number(answer)

    def numbers(self, answer: Number) -> Sequence[Number]:
        return (answer,)

    def same(self, value: Number, answer: Number, tolerance: Tolerance) -> bool:
        return _close(value, answer, tolerance)

    def off(self, value: Number, answer: Number, tolerance: Tolerance) -> Text:
        return _distance(value, answer)


class Shape(Reply):
    name = "shape"
    example = "64x112x112"

    def read(self, text: str) -> tuple[int, ...]:
        plain = _unwrapped(_plain(text))
        cells = re.split(r"\s*[xX×*,]\s*|\s+", plain)
        numbers = tuple(read_number(cell, place=index) for index, cell in enumerate(cells, start=1))
        for number in numbers:
            if not isinstance(number, int):
                raise Unread(Text("“{number}” in a shape is not a whole number.", number=spell(number)))
        return tuple(int(number) for number in numbers)

    def spell(self, answer: tuple[int, ...], tolerance: Tolerance) -> str:
        return "x".join(map(str, answer))

    def json(self, answer: tuple[int, ...]) -> list[int]:
        return list(answer)

    def tex(self, answer: tuple[int, ...]) -> str:
        return r" \times ".join(map(str, answer))

    def marks(self, value: tuple[int, ...], answer: tuple[int, ...], tolerance: Tolerance) -> list[bool] | None:
        if len(value) != len(answer):
            return None
        return [a == b for a, b in zip(value, answer, strict=True)]

    def off(self, value: tuple[int, ...], answer: tuple[int, ...], tolerance: Tolerance) -> Text:
        if len(value) != len(answer):
            return Text("Your shape has {n:number|numbers}; it takes {m}.", n=len(value), m=len(answer))
        return _first_difference(value, answer, tolerance)


class Row(Reply):
    name = "row"
    example = "6 8"
    exact = False

    def read(self, text: str) -> tuple[int | Fraction, ...]:
        cells = _cells(_unwrapped(_plain(text)))
        return tuple(read_number(cell, place=index) for index, cell in enumerate(cells, start=1))

    def spell(self, answer: Sequence[Number], tolerance: Tolerance) -> str:
        return " ".join(spell(_rounded(number, tolerance)) for number in answer)

    def json(self, answer: Sequence[Number]) -> list[Any]:
        return [_json(number) for number in answer]

    def tex(self, answer: Sequence[Number]) -> str:
        numbers = r",\ ".join(map(tex_number, answer))
        return f"({numbers})" if len(answer) > 1 else numbers

    def numbers(self, answer: Sequence[Number]) -> Sequence[Number]:
        return answer

    def same(self, value: Sequence[Number], answer: Sequence[Number], tolerance: Tolerance) -> bool:
        marks = self.marks(value, answer, tolerance)
        return marks is not None and all(marks)

    def marks(self, value: Sequence[Number], answer: Sequence[Number], tolerance: Tolerance) -> list[bool] | None:
        if len(value) != len(answer):
            return None
        return [_close(a, b, tolerance) for a, b in zip(value, answer, strict=True)]

    def off(self, value: Sequence[Number], answer: Sequence[Number], tolerance: Tolerance) -> Text:
        if len(value) != len(answer):
            return Text("Your row has {n:number|numbers}; it takes {m}.", n=len(value), m=len(answer))
        return _first_difference(value, answer, tolerance)


class Grid(Reply):
    name = "grid"
    example = "15 16 / 6 15"
    exact = False

    def read(self, text: str) -> Matrix:
        plain = _plain(text)
        if re.match(r"\[\s*\[", plain):
            return _grid_from_json(plain)
        rows = [row for row in re.split(r"\n|;|(?<=\s)/(?=\s)", plain) if row.strip()]
        return self.read_cells([_cells(row.strip()) for row in rows])

    def read_cells(self, rows: Sequence[Sequence[str]]) -> Matrix:
        """The grid of cells typed one by one. Raises Unread, naming row and column."""
        widths = {len(row) for row in rows}
        if len(widths) > 1:
            raise Unread(Text("The rows have different lengths: {lengths}.", lengths=_listed(map(len, rows))))
        return tuple(
            tuple(_read_cell(cell, row, column) for column, cell in enumerate(cells)) for row, cells in enumerate(rows)
        )

    def spell(self, answer: Matrix, tolerance: Tolerance) -> str:
        return " / ".join(" ".join(spell(_rounded(number, tolerance)) for number in row) for row in answer)

    def json(self, answer: Matrix) -> list[list[Any]]:
        return [[_json(number) for number in row] for row in answer]

    def tex(self, answer: Matrix) -> str:
        rows = r" \\ ".join(" & ".join(map(tex_number, row)) for row in answer)
        return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"

    def numbers(self, answer: Matrix) -> Sequence[Number]:
        return [number for row in answer for number in row]

    def same(self, value: Matrix, answer: Matrix, tolerance: Tolerance) -> bool:
        marks = self.marks(value, answer, tolerance)
        return marks is not None and all(map(all, marks))

    def marks(self, value: Matrix, answer: Matrix, tolerance: Tolerance) -> list[list[bool]] | None:
        if _size(value) != _size(answer):
            return None
        return [
            [_close(a, b, tolerance) for a, b in zip(mine, yours, strict=True)]
            for mine, yours in zip(value, answer, strict=True)
        ]

    def off(self, value: Matrix, answer: Matrix, tolerance: Tolerance) -> Text:
        if _size(value) != _size(answer):
            return Text("Your grid is {yours}; the answer is {size}.", yours=size_words(value), size=size_words(answer))
        return _first_difference(self.numbers(value), self.numbers(answer), tolerance, columns=len(answer[0]))


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
        reply = _plain(text).casefold()
        for option in self.options:
            if reply == option.key or reply in {option.label.render(lang).casefold() for lang in LANGUAGES}:
                return option.key
        keys = ", ".join(option.key for option in self.options)
        raise Unread(
            Text("“{reply}” is none of the options. They are: {keys}.", reply=Quoted(text.strip()), keys=keys)
        )

    def spell(self, answer: str, tolerance: Tolerance) -> str:
        return answer

    def json(self, answer: str) -> str:
        return answer

    def tex(self, answer: str) -> str:
        return rf"\text{{{answer}}}"

    def off(self, value: str, answer: str, tolerance: Tolerance) -> Text:
        label = next(option.label for option in self.options if option.key == value)
        return Text("“{option}” does not fit these numbers.", option=label)


def unit_in_third_digit(numbers: Sequence[Number]) -> Fraction:
    """One unit of the third significant digit of the largest number; 0.001 when all are 0.

    >>> unit_in_third_digit([Fraction(576, 73)])
    Fraction(1, 100)
    """
    largest = max(abs(_fraction(number)) for number in numbers)
    if not largest:
        return Fraction(1, 1000)
    exponent = math.floor(math.log10(largest))
    while Fraction(10) ** exponent > largest:
        exponent -= 1
    while Fraction(10) ** (exponent + 1) <= largest:
        exponent += 1
    return Fraction(10) ** (exponent - 2)


def tex_number(number: Number) -> str:
    """A number for TeX: exact where the decimal ends within six places, else a fraction or four digits."""
    if isinstance(number, float):
        return f"{number:.4g}"
    text = spell(number)
    if "/" in text:
        sign, (top, bottom) = "-" if number < 0 else "", text.lstrip("-").split("/")
        return rf"{sign}\tfrac{{{top}}}{{{bottom}}}"
    return text


def size_words(grid: Sequence[Sequence[Any]]) -> str:
    return f"{len(grid)}×{len(grid[0])}"


def read_number(token: str, *, thousands: bool = False, place: int | None = None) -> int | Fraction:
    """The number that a token spells, exactly; a whole one as an int. Raises Unread."""
    if not token:
        raise Unread(Text("Nothing was typed.") if place is None else Text("Number {n} is empty.", n=place))
    if len(token) > _LONGEST_NUMBER:
        raise Unread(Text("“{reply}” is too long for a number.", reply=Quoted(token)))
    if thousands and _GROUPED.fullmatch(token):
        return _whole(Fraction(re.sub("[,_]", "", token)))
    if not thousands and re.fullmatch(r"[+-]?[0-9]{1,3}(?:_[0-9]{3})+", token):
        return int(token)
    if match := _FRACTION.fullmatch(token):
        if not int(match[2]):
            raise Unread(Text("“{reply}” divides by zero.", reply=Quoted(token)))
        return _whole(Fraction(int(match[1]), int(match[2])))
    match = _DECIMAL.fullmatch(token)
    if not match:
        raise Unread(Text("“{reply}” is not a number.", reply=Quoted(token)))
    exponent = int(match[2] or 0)
    if abs(exponent) > _LARGEST_EXPONENT:
        raise Unread(Text("The exponent of “{reply}” is out of reach.", reply=Quoted(token)))
    return _whole(Fraction(match[1]) * Fraction(10) ** exponent)


def _plain(text: str) -> str:
    """The reply in ASCII digits and signs, without what surrounds it. Raises Unread."""
    if len(text) > LONGEST_REPLY:
        raise Unread(Text("The reply is longer than {n} characters.", n=LONGEST_REPLY))
    plain = text.translate(_PLAIN).strip()
    if not plain:
        raise Unread(Text("Nothing was typed."))
    return plain


def _unwrapped(text: str) -> str:
    inside = text[1:-1].strip()
    if (text[0], text[-1]) in {("(", ")"), ("[", "]")} and inside:
        return inside
    return text


def _cells(row: str) -> list[str]:
    return re.split(r"\s*,\s*|\s+", row)


def _read_cell(cell: str, row: int, column: int) -> int | Fraction:
    plain = cell.translate(_PLAIN).strip()
    place = {"row": row + 1, "column": column + 1}
    if not plain:
        raise Unread(Text("Row {row}, column {column} is empty.", **place), (row, column))
    try:
        return read_number(plain)
    except Unread:
        message = Text("“{cell}” in row {row}, column {column} is not a number.", cell=Quoted(cell.strip()), **place)
        raise Unread(message, (row, column)) from None


def _grid_from_json(text: str) -> Matrix:
    unread = Unread(Text("This is not a grid in JSON; one looks like [[1, 2], [3, 4]]."))
    try:
        rows = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise unread from None
    if not all(isinstance(row, list) and row and all(isinstance(cell, str) for cell in row) for row in rows):
        raise unread
    return Grid().read_cells(rows)


def _whole(number: Fraction) -> int | Fraction:
    return number.numerator if number.denominator == 1 else number


def _fraction(number: Number) -> Fraction:
    return number if isinstance(number, Fraction) else Fraction(number)


def _close(value: Number, answer: Number, tolerance: Tolerance) -> bool:
    if tolerance is None:
        return value == answer
    return abs(_fraction(value) - _fraction(answer)) <= tolerance


def _rounded(number: Number, tolerance: Tolerance) -> Number:
    if tolerance is None:
        return number
    return _whole(round(_fraction(number) / tolerance) * tolerance)


def _json(number: Number) -> int | float:
    return number if isinstance(number, int) else float(number)


def _size(grid: Matrix) -> tuple[int, int]:
    return len(grid), len(grid[0])


def _listed(numbers: Any) -> str:
    return ", ".join(map(str, numbers))


def _distance(value: Number, answer: Number) -> Text:
    gap = _fraction(value) - _fraction(answer)
    by = gap if gap.denominator == 1 else _fraction(_rounded(gap, unit_in_third_digit([gap])))
    if by > 0:
        return Text("You are {by} too high.", by=_shown(by))
    return Text("You are {by} too low.", by=_shown(-by))


def _shown(number: Fraction) -> Fraction | str:
    return number if abs(number) < 10**15 else f"{float(number):.3g}"


def _first_difference(
    value: Sequence[Number], answer: Sequence[Number], tolerance: Tolerance, columns: int = 0
) -> Text:
    pairs = zip(value, answer, strict=True)
    wrong = [index for index, (mine, right) in enumerate(pairs) if not _close(mine, right, tolerance)]
    first = wrong[0]
    where = (
        Text("Row {row}, column {column}", row=first // columns + 1, column=first % columns + 1)
        if columns
        else Text("Number {n}", n=first + 1)
    )
    return Text(
        "{right} of {count} numbers are right. {where}: {off}",
        right=len(answer) - len(wrong),
        count=len(answer),
        where=where,
        off=_distance(value[first], answer[first]),
    )
