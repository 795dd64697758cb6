"""Which number does a Korean numeral say, Sino-Korean with digits among it or native?"""

from __future__ import annotations

import re

_DIGITS = {letter: float(value) for value, letter in enumerate("영일이삼사오육칠팔구")}
_STEPS = {"십": 10, "백": 100, "천": 1000}
_MYRIADS = {"만": 10**4, "억": 10**8}
_NATIVE = {"하나": 1, "한": 1, "둘": 2, "두": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다섯": 5}
_NATIVE |= {"여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10}
_COUNTED = "배|번|개|장|칸|층|축|쪽|가지|단계|군데|겹|줄|종류|채널|픽셀|제곱|퍼센트|클래스"
_ENDS = "이|가|은|는|을|를|로|의|과|와|정도|쯤|여|이고|이니까|입니다|이에요|예요|인데|이면|짜리|에서|에|만"
_ONES = "일이삼사오육칠팔구"
_WRITTEN = re.compile(rf"(?:[\d.,]+|[{_ONES}])?[십백천만억](?:[\d.,{_ONES}]*[십백천만억])*[\d{_ONES}]*")
_END = re.compile(rf"(?:{_COUNTED}|{_ENDS})*$")
_COUNTING = re.compile(rf"({'|'.join(_NATIVE)})(?:{_COUNTED})")
_ALONE = re.compile(rf"({'|'.join(word for word in _NATIVE if word != '열')})(?:씩|가|를|는|의|로)?$")  # 열 is a column


def is_korean(word: str) -> bool:
    """Whether a word is a numeral of two or more signs, with a particle or without."""
    numeral = _WRITTEN.match(word)
    if not numeral or len(word) == 1 or not (len(numeral[0]) > 1 or word[0] == "십"):
        return False
    return _END.match(word, numeral.end()) is not None


def korean_value(word: str) -> float | None:
    """What a numeral at the beginning of a word says.

    >>> korean_value("5천8백만"), korean_value("이백"), korean_value("7만")
    (58000000.0, 200.0, 70000.0)
    """
    numeral = _WRITTEN.match(word)
    text = numeral[0] if numeral else word if word in _DIGITS else ""
    total, myriad = 0.0, 0.0
    last: float | None = None
    for part in re.findall(r"[\d.,]+|[가-힣]", text):
        if part in _DIGITS:
            last = _DIGITS[part]
        elif part in _STEPS:
            myriad, last = myriad + (1.0 if last is None else last) * _STEPS[part], None
        elif part in _MYRIADS:
            total, myriad, last = total + ((myriad + (last or 0.0)) or 1.0) * _MYRIADS[part], 0.0, None
        else:
            last = _plain(part)
    return total + myriad + (last or 0.0) if text else None


def digit_value(word: str) -> float | None:
    """A single Sino-Korean digit, with a particle or without; beside an operation 칠 is seven."""
    return _DIGITS[word[0]] if word[0] in _DIGITS and _END.match(word, 1) else None


def native_value(word: str) -> int | None:
    """한, 두 and so on, alone or with what is counted.

    >>> native_value("네배로"), native_value("둘"), native_value("열")
    (4, 2, None)
    """
    found = _COUNTING.match(word) or _ALONE.match(word)
    return _NATIVE[found[1]] if found else None


def _plain(digits: str) -> float:
    parts = digits.replace(",", "").strip(".").split(".")
    return float(".".join(parts[:2]) or 0)
