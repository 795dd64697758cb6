"""Which types of answer are there, and is a reply the same as the answer?

Reading is apart from judging: what cannot be read raises `Unread` and is no attempt.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from engine.numeric.exact import simplest
from engine.reading import Unread, cells_of, plain, read_cell, read_number, rows_of, unwrapped
from engine.text import LANGUAGES, Quoted, Text, spell

Number = int | Fraction | float
Tolerance = Fraction | None
Matrix = tuple[tuple[Number, ...], ...]


class Reply(ABC):
    """A type of answer: reads text, compares, shows and spells. Values are plain ints, strings and tuples."""

    name: ClassVar[str]
    example: ClassVar[str]

    @abstractmethod
    def read(self, text: str) -> Any:
        """The value that the text spells. Raises Unread."""

    def read_cells(self, rows: Sequence[Sequence[str]]) -> Any:
        """The value of cells typed one by one, where the answer has cells. Raises Unread."""
        raise TypeError(f"a reply of type {self.name} has no cells")

    def rounded(self, answer: Any, tolerance: Tolerance) -> Any:
        """The answer to the decimal place of the tolerance: what its spelling says."""
        return answer

    @abstractmethod
    def spell(self, answer: Any, tolerance: Tolerance) -> str:
        """The answer as a learner would type it, rounded."""

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
        number = read_number(plain(text), thousands=True)
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

    def read(self, text: str) -> int | Fraction:
        return read_number(plain(text), thousands=True)

    def rounded(self, answer: Number, tolerance: Tolerance) -> Number:
        return _rounded(answer, tolerance)

    def spell(self, answer: Number, tolerance: Tolerance) -> str:
        return spell(self.rounded(answer, tolerance))

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
        cells = re.split(r"\s*[xX×*,]\s*|\s+", unwrapped(plain(text)))
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

    def read(self, text: str) -> tuple[int | Fraction, ...]:
        cells = cells_of(unwrapped(plain(text)))
        return tuple(read_number(cell, place=index) for index, cell in enumerate(cells, start=1))

    def rounded(self, answer: Sequence[Number], tolerance: Tolerance) -> tuple[Number, ...]:
        return tuple(_rounded(number, tolerance) for number in answer)

    def spell(self, answer: Sequence[Number], tolerance: Tolerance) -> str:
        return " ".join(map(spell, self.rounded(answer, tolerance)))

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

    def read(self, text: str) -> Matrix:
        return self.read_cells(rows_of(plain(text)))

    def read_cells(self, rows: Sequence[Sequence[str]]) -> Matrix:
        """The grid of cells typed one by one. Raises Unread, naming row and column."""
        if not rows:
            raise Unread(Text("Nothing was typed."))
        widths = {len(row) for row in rows}
        if len(widths) > 1:
            raise Unread(Text("The rows have different lengths: {lengths}.", lengths=_listed(map(len, rows))))
        return tuple(
            tuple(read_cell(cell, row, column) for column, cell in enumerate(cells)) for row, cells in enumerate(rows)
        )

    def rounded(self, answer: Matrix, tolerance: Tolerance) -> Matrix:
        return tuple(tuple(_rounded(number, tolerance) for number in row) for row in answer)

    def spell(self, answer: Matrix, tolerance: Tolerance) -> str:
        return " / ".join(" ".join(map(spell, row)) for row in self.rounded(answer, tolerance))

    def json(self, answer: Matrix) -> list[list[Any]]:
        return [[_json(number) for number in row] for row in answer]

    def tex(self, answer: Matrix) -> str:
        rows = r" \\ ".join(" & ".join(map(tex_number, row)) for row in answer)
        return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"

    def numbers(self, answer: Matrix) -> Sequence[Number]:
        return [number for row in answer for number in row]

    def same(self, value: Matrix, answer: Matrix, tolerance: Tolerance) -> bool:
        return _size(value) == _size(answer) and all(
            _close(a, b, tolerance)
            for mine, yours in zip(value, answer, strict=True)
            for a, b in zip(mine, yours, strict=True)
        )

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
        reply = plain(text).casefold()
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
        return Text("“{option}” does not fit these numbers.", option=self.label(value))

    def label(self, key: str) -> Text:
        """The option as the learner reads it."""
        return next(option.label for option in self.options if option.key == key)


def unit_in_third_digit(numbers: Sequence[Number]) -> Fraction:
    """One unit of the third significant digit of the largest number; 0.001 when all are 0.

    >>> unit_in_third_digit([Fraction(576, 73)])
    Fraction(1, 100)
    """
    largest = max(abs(_fraction(number)) for number in numbers)
    if not largest:
        return Fraction(1, 1000)
    exponent = math.floor(math.log10(largest.numerator) - math.log10(largest.denominator))
    while Fraction(10) ** exponent > largest:
        exponent -= 1
    while Fraction(10) ** (exponent + 1) <= largest:
        exponent += 1
    return Fraction(10) ** (exponent - 2)


def tex_number(number: Number) -> str:
    """A number for TeX: exact where the decimal ends within six places, else a fraction or four digits."""
    if isinstance(number, float):
        digits, _, exponent = f"{number:.4g}".partition("e")
        return rf"{digits} \cdot 10^{{{int(exponent)}}}" if exponent else digits
    text = spell(number)
    if "/" in text:
        sign, (top, bottom) = "-" if number < 0 else "", text.lstrip("-").split("/")
        return rf"{sign}\tfrac{{{top}}}{{{bottom}}}"
    return text


def size_words(grid: Sequence[Sequence[Any]]) -> str:
    return f"{len(grid)}×{len(grid[0])}"


def _fraction(number: Number) -> Fraction:
    return number if isinstance(number, Fraction) else Fraction(number)


def _close(value: Number, answer: Number, tolerance: Tolerance) -> bool:
    if value == answer or tolerance is None:
        return value == answer
    return abs(_fraction(value) - _fraction(answer)) <= tolerance


def _rounded(number: Number, tolerance: Tolerance) -> Number:
    if tolerance is None or (isinstance(number, int) and tolerance <= 1):
        return number
    return simplest(round(_fraction(number) / tolerance) * tolerance)


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
    if number < 10**15:
        return number
    digits = str(round(number))
    return f"{digits[0]}.{digits[1:3]}e{len(digits) - 1}"


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
