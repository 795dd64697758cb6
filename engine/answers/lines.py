"""Which types of answer are one line: a number, a shape, a row?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from engine.answers.reply import (
    Number,
    Reply,
    Tolerance,
    as_json,
    close,
    distance,
    first_difference,
    rounded,
    tex_number,
    unit_in_third_digit,
)
from engine.reading import Unread, cells_of, plain, read_number, unwrapped
from engine.text import Quoted, Text, spell


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
        return distance(value, answer)


class Decimal(Reply):
    name = "decimal"
    example = "7.89"

    def read(self, text: str) -> int | Fraction:
        return read_number(plain(text), thousands=True)

    def rounded(self, answer: Number, tolerance: Tolerance) -> Number:
        return rounded(answer, tolerance)

    def spell(self, answer: Number, tolerance: Tolerance) -> str:
        return spell(self.rounded(answer, tolerance))

    def json(self, answer: Number) -> Any:
        return as_json(answer)

    def tex(self, answer: Number) -> str:
        return tex_number(answer)

    def numbers(self, answer: Number) -> Sequence[Number]:
        return (answer,)

    def tolerance(self, answer: Number, mistakes: Sequence[Number], own: Callable[[Fraction], Tolerance]) -> Tolerance:
        return own(unit_in_third_digit((answer,)))

    def same(self, value: Number, answer: Number, tolerance: Tolerance) -> bool:
        return close(value, answer, tolerance)

    def off(self, value: Number, answer: Number, tolerance: Tolerance) -> Text:
        return distance(value, answer)


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
        return first_difference(value, answer, tolerance)


class Row(Reply):
    name = "row"
    example = "6 8"

    def read(self, text: str) -> tuple[int | Fraction, ...]:
        cells = cells_of(unwrapped(plain(text)))
        return tuple(read_number(cell, place=index) for index, cell in enumerate(cells, start=1))

    def rounded(self, answer: Sequence[Number], tolerance: Tolerance) -> tuple[Number, ...]:
        return tuple(rounded(number, tolerance) for number in answer)

    def spell(self, answer: Sequence[Number], tolerance: Tolerance) -> str:
        return " ".join(map(spell, self.rounded(answer, tolerance)))

    def json(self, answer: Sequence[Number]) -> list[Any]:
        return [as_json(number) for number in answer]

    def tex(self, answer: Sequence[Number]) -> str:
        numbers = r",\ ".join(map(tex_number, answer))
        return f"({numbers})" if len(answer) > 1 else numbers

    def numbers(self, answer: Sequence[Number]) -> Sequence[Number]:
        return answer

    def same(self, value: Sequence[Number], answer: Sequence[Number], tolerance: Tolerance) -> bool:
        return len(value) == len(answer) and all(close(a, b, tolerance) for a, b in zip(value, answer, strict=True))

    def marks(self, value: Sequence[Number], answer: Sequence[Number], tolerance: Tolerance) -> list[bool] | None:
        if len(value) != len(answer):
            return None
        return [close(a, b, tolerance) for a, b in zip(value, answer, strict=True)]

    def off(self, value: Sequence[Number], answer: Sequence[Number], tolerance: Tolerance) -> Text:
        if len(value) != len(answer):
            return Text("Your row has {n:number|numbers}; it takes {m}.", n=len(value), m=len(answer))
        return first_difference(value, answer, tolerance)


class Interval(Row):
    """Two numbers, the low end first."""

    name = "interval"
    example = "[-1, 3]"

    def read(self, text: str) -> tuple[int | Fraction, ...]:
        bare = re.sub(r"^[(\[{\]<]\s*|\s*[)\]}\[>]$", "", plain(text))
        ends = tuple(
            read_number(end, place=index) for index, end in enumerate(re.split(r"\s*(?:,|\.\.)\s*|\s+", bare), start=1)
        )
        if len(ends) != 2:
            raise Unread(Text("An interval has two ends, such as {example}.", example=self.example))
        if ends[0] > ends[1]:
            raise Unread(Text("The low end of an interval comes first, as in {example}.", example=self.example))
        return ends

    def spell(self, answer: Sequence[Number], tolerance: Tolerance) -> str:
        low, high = map(spell, self.rounded(answer, tolerance))
        return f"[{low}, {high}]"

    def tex(self, answer: Sequence[Number]) -> str:
        low, high = map(tex_number, answer)
        return rf"[{low},\ {high}]"
