"""Which words does a denial in English or Korean turn into their opposite?"""

from __future__ import annotations

import re
from collections.abc import Sequence

AHEAD, AHEAD_OF_NO, BACK = 5, 3, 2  # words that a denial reaches

_DENIALS = "not no never without neither nor cannot none nothing nobody dont doesnt isnt arent wont cant didnt hardly"
_NOT = frozenset(_DENIALS.split())
_OF_A_THING = frozenset(("no", "without", "nothing", "none"))
_BEHIND = re.compile(r"않|아[니닙녜닌님냐]|없|^아$|말고|못[하한합해할]")  # denies what stands before it
_NOT_ONLY = re.compile(
    r"뿐만?\s*아니|뿐이\s*아니|만이?\s*아니라|틀림\s*없|수밖에\s*없"
    r"|(?:\bnot|n't) (?:only|just|merely|sure)|\bno (?:doubt|matter)"
)


def denial(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """How many words before it and after it the word at a place denies; none if it denies nothing.

    >>> denial(["does", "not", "flip"], 1), denial(["뒤집지", "않습니다"], 1), denial(["안", "뒤집습니다"], 0)
    ((0, 5), (2, 0), (0, 1))
    """
    word = words[at]
    if "가" <= word[0] <= "힣":
        return (0, 1) if word in ("안", "못") else (BACK, 0) if _BEHIND.search(word) else None
    if word in _NOT or word.endswith("n't"):
        return (0, AHEAD_OF_NO if word in _OF_A_THING else AHEAD)
    if word in ("instead", "rather") and list(words[at + 1 : at + 2]) in (["of"], ["than"]):
        return (0, AHEAD_OF_NO)
    return None


def only_looks_so(words: Sequence[str]) -> set[int]:
    """The places of words that look like a denial and are none: not only, 뿐만 아니라."""
    starts, joined = [], ""
    for word in words:
        starts.append(len(joined))
        joined += f"{word} "
    spans = [match.span() for match in _NOT_ONLY.finditer(joined)]
    return {
        at
        for at, start in enumerate(starts)
        if any(start < end and first < start + len(words[at]) for first, end in spans)
    }
