"""What does every type of answer do, and what do numbers in answers share?

Reading is apart from judging: what cannot be read raises `Unread` and is no attempt.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from engine.numeric.exact import Exact, magnitude, simplest
from engine.text import Text, spell

_READABLE = 100  # the largest denominator that is written as a fraction

Number = int | Fraction | float
Tolerance = Fraction | None


class Reply(ABC):
    """A type of answer: reads text, compares, shows and spells. Values are plain ints, strings and tuples."""

    name: ClassVar[str]
    example: ClassVar[str]
    has_cells: ClassVar[bool] = False  # whether it is typed into rows of cells

    @abstractmethod
    def read(self, text: str) -> Any:
        """The value that the text spells. Raises Unread."""

    def read_cells(self, rows: Sequence[Sequence[str]]) -> Any:
        """The value of cells typed one by one, where the answer has cells. Raises Unread."""
        raise TypeError(f"a reply of type {self.name} has no cells")

    def rounded(self, answer: Any, tolerance: Any) -> Any:
        """The answer to the decimal place of the tolerance: what its spelling says."""
        return answer

    @abstractmethod
    def spell(self, answer: Any, tolerance: Any) -> str:
        """The answer as a learner would type it, rounded."""

    @abstractmethod
    def json(self, answer: Any) -> Any: ...

    @abstractmethod
    def tex(self, answer: Any) -> str: ...

    @abstractmethod
    def off(self, value: Any, answer: Any, tolerance: Any) -> Text:
        """How far a wrong value is from the answer, in one sentence."""

    def numbers(self, answer: Any) -> Sequence[Number]:
        """The numbers that a tolerance applies to."""
        return ()

    def tolerance(self, answer: Any, mistakes: Sequence[Any], own: Callable[[Fraction], Tolerance]) -> Any:
        """How far off a number may be: None where all are whole, else what the kind makes of the usual."""
        if all(isinstance(number, int) for value in (answer, *mistakes) for number in self.numbers(value)):
            return None
        return own(unit_in_third_digit(self.numbers(answer)))

    def same(self, value: Any, answer: Any, tolerance: Any) -> bool:
        return bool(value == answer)

    def marks(self, value: Any, answer: Any, tolerance: Any) -> Any:
        """True or false for every part, in the answer's shape; None where there are no parts or sizes differ."""
        return None


def unit_in_third_digit(numbers: Sequence[Number]) -> Fraction:
    """One unit of the third significant digit of the largest number; 0.001 when all are 0.

    >>> unit_in_third_digit([Fraction(576, 73)])
    Fraction(1, 100)
    """
    largest = max(magnitude(_exact(number)) for number in numbers)
    if not largest:
        return Fraction(1, 1000)
    exponent = math.floor(math.log10(largest.numerator) - math.log10(largest.denominator))
    while Fraction(10) ** exponent > largest:
        exponent -= 1
    while Fraction(10) ** (exponent + 1) <= largest:
        exponent += 1
    return Fraction(10) ** (exponent - 2)


def tex_number(number: Number) -> str:
    """A number for TeX: exact where its decimal ends, else a fraction while it is readable, or four digits.

    >>> tex_number(Fraction(1, 3)), tex_number(Fraction(81, 220))
    ('\\\\tfrac{1}{3}', '0.3682')
    """
    if not isinstance(number, int | float) and number.denominator > _READABLE and not _ends(number):
        number = float(number)
    if isinstance(number, float):
        digits, _, exponent = f"{number:.4g}".partition("e")
        return rf"{digits} \cdot 10^{{{int(exponent)}}}" if exponent else digits
    text = spell(number)
    if "/" in text:
        sign, (top, bottom) = "-" if number < 0 else "", text.lstrip("-").split("/")
        return rf"{sign}\tfrac{{{top}}}{{{bottom}}}"
    return text


def _ends(number: Fraction) -> bool:
    """Does its decimal end?"""
    return pow(10, number.denominator.bit_length(), number.denominator) == 0


def close(value: Number, answer: Number, tolerance: Tolerance) -> bool:
    """Whether a number is no farther from the answer than the tolerance; without one they are equal."""
    if tolerance is None:
        return value == answer
    (a, b), (c, d), (t, u) = (number.as_integer_ratio() for number in (value, answer, tolerance))
    return abs(a * d - c * b) * u <= t * b * d  # exactly, without a common denominator at each step


def rounded(number: Number, tolerance: Tolerance) -> Number:
    """The nearest multiple of the tolerance; without one, and for whole numbers under a fine one, the number itself."""
    if tolerance is None or (isinstance(number, int) and tolerance <= 1):
        return number
    return simplest(round(_exact(number) / tolerance) * tolerance)


def as_json(number: Number) -> int | float:
    return number if isinstance(number, int) else float(number)


def _exact(number: Number) -> Exact:
    return Fraction(number) if isinstance(number, float) else number


def distance(value: Number, answer: Number) -> Text:
    """By how much a wrong number is too high or too low, to three significant digits where it is not whole."""
    gap = _exact(value) - _exact(answer)
    by = gap if gap.denominator == 1 else _exact(rounded(gap, unit_in_third_digit([gap])))
    if by > 0:
        return Text("You are {by} too high.", by=_shown(by))
    return Text("You are {by} too low.", by=_shown(-by))


def _shown(number: Exact) -> Exact | str:
    if number < 10**15:
        return number
    digits = str(rounded(round(number), unit_in_third_digit([number])))
    return f"{digits[0]}.{digits[1:3]}e{len(digits) - 1}"


def first_difference(value: Sequence[Number], answer: Sequence[Number], tolerance: Tolerance, columns: int = 0) -> Text:
    """How many of as many numbers are right, and how far off the first wrong one is.

    With `columns` they are the cells of a grid, row by row. One of them is wrong.
    """
    pairs = zip(value, answer, strict=True)
    wrong = [index for index, (mine, right) in enumerate(pairs) if not close(mine, right, tolerance)]
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
        off=distance(value[first], answer[first]),
    )
