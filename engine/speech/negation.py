"""Which words does a denial in English or Korean turn into their opposite?"""

from __future__ import annotations

import re
from collections.abc import Sequence

AHEAD, AHEAD_OF_NO, BACK, BACK_OVER_A_CLAUSE = 5, 3, 2, 6  # words that a denial reaches

_DENIALS = "not no never without neither nor cannot none nothing nobody dont doesnt isnt arent wont cant didnt hardly"
_NOT = frozenset(_DENIALS.split())
_OF_A_THING = frozenset(("no", "without", "nothing", "none"))
_BEHIND = re.compile(r"않|아[니닙녜닌님냐]|없(?![애앤앱앨])|^아$|말고|못[하한합해할]")  # denies what stands before it
_THAT = re.compile(r"^(?:뜻|것|말|얘기|의미)[은이]?$|^[건게거]$")  # 뒤집는 건 아닙니다: all of it is denied
_NOT_ONLY = re.compile(
    r"뿐만?\s*아니|뿐이\s*아니|만이?\s*아니라|틀림\s*없|수밖에\s*없"
    r"|(?:\bnot|n't) (?:only|just|merely|sure)|\bno (?:doubt|matter)"
)
# What others say, or what one would think, before it is turned down; in Korean the ending itself turns it.
_OTHERS = (
    r"\b(?:(?:some|many|most|people|folks|others|books|blogs|notes|they)(?: \w+){0,2} (?:say|claim|think|believe|write)"
    r"|(?:you|one)(?:'d| would| might| could| may) (?:think|say|expect|believe)"
    r"|it(?:'s| is) (?:tempting|easy) to (?:say|think|believe))(?: that)?"
)
_REPORTED = re.compile(
    rf"{_OTHERS} (?P<english>(?:\S+ ){{1,12}}?)(?=but|though|however)"
    r"|(?<!\S)(?P<korean>(?:\S+ ){0,5}\S*"
    r"(?:[다라]고들 \S*|[다라]는 (?:말|얘기|이야기|주장|오해|글|사람)\S* (?:있|많)\S*"
    r"|(?:것|거|듯) 같)(?:는데|은데|지만)요? )"
)


def denial(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """How many words before it and after it the word at a place denies; none if it denies nothing.

    >>> denial(["does", "not", "flip"], 1), denial(["뒤집지", "않습니다"], 1), denial(["안", "뒤집습니다"], 0)
    ((0, 5), (2, 0), (0, 1))
    >>> denial(["커널을", "뒤집는", "건", "아닙니다"], 3), denial(["뒤집으면", "안", "됩니다"], 1)
    ((6, 0), (2, 0))
    """
    word = words[at]
    if "가" <= word[0] <= "힣":
        before, behind = ("", *words)[at], (*words, "")[at + 1]
        if word in ("안", "못"):
            forbids = before.endswith("면") and (not behind or behind[0] in "되돼됩된")  # a phrase may end here
            return (BACK, 0) if forbids else (0, 1)
        if _BEHIND.search(word):
            return (BACK_OVER_A_CLAUSE if _THAT.match(before) else BACK, 0)
        return None
    if word in _NOT or word.endswith("n't"):
        return (0, AHEAD_OF_NO if word in _OF_A_THING else AHEAD)
    if word in ("instead", "rather") and list(words[at + 1 : at + 2]) in (["of"], ["than"]):
        return (0, AHEAD_OF_NO)
    return None


def only_looks_so(words: Sequence[str]) -> set[int]:
    """The places of words that look like a denial and are none: not only, 뿐만 아니라."""
    return _spanned(words, _NOT_ONLY)


def reported(sentence: Sequence[str]) -> set[int]:
    """The places of what the speaker says that others say, and turns down.

    >>> [sorted(reported(text.split())) for text in ("some say that it is exact but no", "두 배라고들 하는데 아뇨")]
    [[3, 4, 5], [0, 1, 2]]
    """
    return _spanned(sentence, _REPORTED)


def _spanned(words: Sequence[str], pattern: re.Pattern[str]) -> set[int]:
    """The places of the words that a match, or the named group in it, covers in part."""
    starts, joined = [], ""
    for word in words:
        starts.append(len(joined))
        joined += f"{word} "
    spans = [match.span(match.lastgroup or 0) for match in pattern.finditer(joined)]
    return {
        at
        for at, start in enumerate(starts)
        if any(start < end and first < start + len(words[at]) for first, end in spans)
    }
