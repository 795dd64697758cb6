"""What are the letters of a word in Hangul, and its stem under particles and endings?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

PARTICLES = re.compile(
    r"(?<=[가-힣]{2})(이란|란|이라는|라는|에서는|에서|에는|에게|으로|까지|부터|처럼|보다|마다|은|는|이|가|을|를|의|에|로|와|과|도|만)$"
)
FIRST_OF_HANGUL = "\u1100"
_DOUBLE = (  # each double letter and what it is typed with
    "ㄲㄱㄱㄳㄱㅅㄵㄴㅈㄶㄴㅎㄸㄷㄷㄺㄹㄱㄻㄹㅁㄼㄹㅂㄽㄹㅅㄾㄹㅌㄿㄹㅍㅀㄹㅎㅃㅂㅂㅄㅂㅅㅆㅅㅅㅉㅈㅈ"
    "ㅘㅗㅏㅙㅗㅐㅚㅗㅣㅝㅜㅓㅞㅜㅔㅟㅜㅣㅢㅡㅣ"
)
_SPLIT = {ord(double): first + second for double, first, second in re.findall("(.)(.)(.)", _DOUBLE)}


def _keys() -> dict[int, str]:
    """What NFD takes Hangul apart into, as the keys that are pressed for it: a final ㅄ is ㅂ and ㅅ."""
    keys: dict[int, str] = {}
    for code in range(0x3131, 0x3164):  # the letters as they stand on the keys
        letter = chr(code)
        keys[code] = unicodedata.normalize("NFKD", _SPLIT.get(code, letter))
        name = unicodedata.name(letter).removeprefix("HANGUL LETTER ")
        for part in ("CHOSEONG", "JUNGSEONG", "JONGSEONG"):
            try:
                keys[ord(unicodedata.lookup(f"HANGUL {part} {name}"))] = keys[code]
            except KeyError:
                continue
    return keys


_KEYS = _keys()


def typed(text: str) -> str:
    """A text in small letters, Hangul as the keys that are pressed for it.

    >>> typed("값") == typed("ㄱㅏㅂㅅ")
    True
    """
    return unicodedata.normalize("NFKD", text.lower()).translate(_KEYS)


_PARTICLES = """
    이라는 라는 이란 에서는 에서도 에서의 에서 에는 에도 에게 으로는 으로도 으로의 으로 로는 로도 로서 로써 까지
    부터 처럼 보다 마다 이랑 하고 한테 조차 밖에 대로 만큼 이나 이든 든 들 은 는 이 가 을 를 의 에 로 와 과 도 만 랑
    나 씩 쪽
"""
_ENDINGS = """
    ㅂ니다 습니다 읍니다 ㅂ니까 습니까 ㄴ다 는다 다 ㄴ다고 는다고 다고 라고 이라고 ㄴ다는 다는 어요 아요 여요
    에요 예요 이에요 요 지요 죠 네요 네 군요 거든요 거든 잖아요 잖아 더라고요 ㄹ게요 ㄹ까요 나요 ㄴ가요 는데요
    ㄴ데요 은데요 는데 ㄴ데 은데 던데 지만 니까요 니까 으니까 니깐요 므로 으므로 어서 아서 여서 서 면서 으면서 면
    으면 려면 으려면 려고 으려고 고요 고 구요 며 으며 지 지는 지도 기 기는 기도 게 게끔 도록 어야 아야 야 어도 아도
    아야만 든지 거나 자 자마자 다가 다면 ㄴ다면 라면 라서 라 이라 는 은 ㄴ 을 ㄹ 던 었 았 였 ㅆ 겠 었던 았던 ㅁ 음
    ㄴ지 는지 은지 ㄹ지 을지 ㄹ수록 을수록 어 아 여 ㄹ때 기만 지고 져 는걸 는거 ㄴ거
"""
# verbs made of nouns end in these, and some only help
_HELPERS = """
    하 되 시키 당하 이 적 화 해지 되어 버리
"""
_CUTS = frozenset(map(typed, (_PARTICLES + _ENDINGS + _HELPERS).split()))
_LONGEST = max(map(len, _CUTS))
_CONTRACTED = [  # how a stem looks in which the vowel of an ending is contained
    (typed("ㅎㅐ"), typed("ㅎㅏ")),
    (typed("ㄷㅗㅐ"), typed("ㄷㅗㅣ")),
    (typed("ㅕ"), typed("ㅣ")),
    (typed("ㅜㅓ"), typed("ㅜ")),
    (typed("ㅗㅏ"), typed("ㅗ")),
]
_LEAST = 2  # letters that are left of a stem
_MOST = 6  # endings that are taken off, one after another
_L, _P, _EU, _EO = typed("ㄹ"), typed("ㅂ"), typed("ㅡ"), typed("ㅓ")


@cache
def stems(word: str) -> tuple[str, ...]:
    """What is left of a Korean word, in letters, as ending after ending is taken off; the whole word is the first.

    >>> typed("뒤집") in stems("뒤집습니다") and typed("뒤집") in stems("뒤집지는")
    True
    """
    found = {typed(word): None}
    edge = list(found)
    for _ in range(_MOST):
        edge = [shorter for longer in edge for shorter in _shorter(longer) if shorter not in found]
        found |= dict.fromkeys(edge)
        if not edge:
            break
    return tuple(sorted(found, key=lambda stem: (-len(stem), stem)))


def _shorter(stem: str) -> Iterator[str]:
    for begin in range(max(_LEAST, len(stem) - _LONGEST), len(stem)):
        if stem[begin:] in _CUTS:
            yield stem[:begin]
    for contracted, full in _CONTRACTED:
        if stem.endswith(contracted) and len(stem) > len(contracted):
            yield stem[: -len(contracted)] + full


def verb_stems(verb: str) -> set[str]:
    """The stem of a verb as a dictionary lists it, and its irregular forms, in letters.

    >>> typed("빨ㄹㅏ") in verb_stems("빠르다")
    True
    """
    stem = typed(verb.removesuffix("다"))
    forms = {stem}
    if verb.endswith("르다"):
        forms |= {stem[:-2] + _L + typed("ㄹㅏ"), stem[:-2] + _L + typed("ㄹㅓ")}
    elif stem.endswith(_L):
        forms.add(stem[:-1])  # 줄어들다, 줄어듭니다
    elif stem.endswith(_P):
        forms.add(stem[:-1] + typed("ㅜ"))  # 가깝다, 가까운
    elif stem.endswith(_EU):
        forms.add(stem[:-1] + _EO)  # 크다, 커서
    return forms
