"""Which number do words or digits say, in either language?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from engine.speech.numerals import digit_value, is_korean, korean_value, native_value

_BELOW_TWENTY = """zero one two three four five six seven eight nine ten
    eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: value for value, word in enumerate(_BELOW_TWENTY.split())}
_UNITS |= {word: 10 * value for value, word in enumerate(_TENS.split(), start=2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_TIMES = {"once": 1, "twice": 2, "double": 2, "doubles": 2, "doubled": 2, "doubling": 2, "triple": 3, "quadruple": 4}
_PARTS = {"half": 2, "halve": 2, "halved": 2, "halving": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5}
_PARTS |= {"sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000}
_PARTS |= {"millionth": 10**6, "billionth": 10**9}
_WHOLE = frozenset(("half", "halve", "halved", "halving", "quarter", "millionth", "billionth"))  # need no "a" before
_FOLD = re.compile(r"([a-z]+|\d+)fold")
_DIGITS = re.compile(r"\d[\d.,]*(?:e[-−]?\d+)?")
_GROUPED = re.compile(r",(?=\d{3}(?!\d))")
_HALF = re.compile(r"(?:절반|반)(?:씩|쯤|만|으로|이|은|을|의|정도|밖에)*$")
_LONGEST = 8  # words of a number
_OPERATIONS = frozenset(("곱하기", "더하기", "빼기", "나누기", "×"))  # beside them 칠 is seven

Number = tuple[float, int]


def key(value: float) -> str:
    """The word that stands for a number.

    >>> key(73728.0), key(0.25), key(1e-6)
    ('#73728', '#0.25', '#1e-06')
    """
    return f"#{value:.8g}"


def number_at(words: Sequence[str], at: int) -> Number | None:
    """The number that begins at a word, and how many words say it; none if no number does.

    >>> number_at(["ninety", "six", "percent"], 0), number_at(["73,728"], 0), number_at(["이천", "이백"], 0)
    ((96.0, 2), (73728.0, 1), (2200.0, 2))
    """
    said = words[at : at + _LONGEST]
    near = {*words[max(0, at - 1) : at], *words[at + 1 : at + 2]}
    return _fraction(said) or _english(said) or _korean(said, bool(near & _OPERATIONS))


def _fraction(words: Sequence[str]) -> Number | None:
    """A quarter, two thirds, 1/4, 4분의 1, 절반.

    >>> _fraction(["a", "quarter"]), _fraction(["1", "/", "4"]), _fraction(["4", "분의", "1"]), _fraction(["절반"])
    ((0.25, 2), (0.25, 3), (0.25, 3), (0.5, 1))
    """
    first, second, third = (*words[:3], "", "")[:3]
    one = first in ("a", "an", "one")
    count = 1.0 if one else _small(first)
    part = _PARTS.get(second) or (_PARTS.get(second.removesuffix("s")) if not one else None)
    if count and part:
        return count / part, 2
    if first in _WHOLE or first == "halves":
        return 1 / _PARTS.get(first, 2), 1
    if second == "/" and first == "1" and (below := _small(third)):
        return 1 / below, 3
    if _HALF.match(first):
        return 0.5, 1
    if second == "분의" and (below := _small(first)) and (above := _small(third) or korean_value(third[:1])):
        return above / below, 3
    over = korean_value(first.removesuffix("분의")) if first.endswith("분의") else None
    if over and (above := _small(second) or korean_value(second[:1])):
        return above / over, 2
    return None


def _english(words: Sequence[str]) -> Number | None:
    """Digits with or without a scale, words, twice, fourfold.

    >>> _english(["two", "hundred", "and", "fifty", "six"]), _english(["58.6", "million"]), _english(["fourfold"])
    ((256.0, 5), (58600000.0, 2), (4.0, 1))
    """
    if words[0] in _TIMES:
        return float(_TIMES[words[0]]), 1
    fold = _FOLD.fullmatch(words[0])
    if fold and (value := _small(fold[1])):
        return value, 1
    if (value := _small(words[0])) is None:
        return None
    total, taken = 0.0, 1
    while taken < len(words):
        word = words[taken]
        if word in _SCALES:
            value *= _SCALES[word]
            if word != "hundred":
                total, value = total + value, 0.0
        elif word in _UNITS and _follows(value, _UNITS[word], total):
            value += _UNITS[word]
        elif list(words[taken : taken + 3]) == ["and", "a", "half"]:
            value, taken = value + 0.5, taken + 2
        elif word != "and" or value % 100 or not {*words[taken + 1 : taken + 2]} & {*_UNITS}:
            break
        taken += 1
    return total + value, taken


def _follows(value: float, unit: int, total: float) -> bool:
    """Whether a unit goes on with a number: twenty five, two hundred six, a thousand six."""
    ones_after_tens = unit < 10 and value % 100 >= 20 and value % 10 == 0
    return ones_after_tens or (value >= 100 and value % 100 == 0) or (value == 0 and total > 0)


def _korean(words: Sequence[str], operated: bool) -> Number | None:
    """두 배, 7만 3천, 이천 이백, and 칠 beside an operation."""
    native = native_value(words[0])
    if native:
        return float(native), 1
    values = [korean_value(word) for word in _while_korean(words[:2])]
    if len(values) == 1 and len(words) > 1 and words[0].endswith("만") and (rest := _counted(words[1])):
        values.append(rest)
    if values and values[0]:
        more = values[1] if len(values) > 1 else None
        return (values[0] + more, 2) if more and more < values[0] else (values[0], 1)
    digit = digit_value(words[0]) if operated else None
    return (digit, 1) if digit is not None else None


def _counted(word: str) -> float | None:
    """3600 in 15만 3600개."""
    digits = _DIGITS.match(word)
    return _small(digits[0]) if digits else None


def _while_korean(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        if not is_korean(word):
            return
        yield word


@cache
def _small(word: str) -> float | None:
    if word in _UNITS:
        return float(_UNITS[word])
    if not _DIGITS.fullmatch(word):
        return None
    try:
        return float(_GROUPED.sub("", word.rstrip(".,")).replace("−", "-"))
    except ValueError:  # 1.2.3 or 3,3
        return None
