"""How is a sentence with numbers in it said in English and in Korean?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import Literal

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = ("en", "ko")

_PLACE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_QUOTED_LENGTH = 40


class Quoted(str):
    """Text that a person typed; a screen escapes it, and a long one is cut."""


class Text:
    """A message with named values, rendered for a language at the edge.

    The message is English and the key of the catalogue. After a colon a place takes a plural
    (`{n:cell|cells}`) or, in Korean, the particle that fits how the value is read (`{n:은/는}`).

    >>> Text("You are {n:cell|cells} short.", n=1).render("en")
    'You are 1 cell short.'
    """

    __slots__ = ("message", "values")

    def __init__(self, message: str, **values: Text | Fraction | int | str) -> None:
        self.message = message
        self.values: Mapping[str, Text | Fraction | int | str] = values

    def __repr__(self) -> str:
        return f"Text({self.render('en')!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.message, self.values) == (other.message, other.values)

    def __hash__(self) -> int:
        return hash(self.message)

    def render(self, lang: Language, escape: Callable[[str], str] = str) -> str:
        """The sentence in `lang`; `escape` is applied to what people typed."""

        def fill(place: re.Match[str]) -> str:
            value, spec = self.values[place[1]], place[2]
            shown = _show(value, lang, escape)
            if not spec:
                return shown
            if "|" in spec:
                one, many = spec.split("|")
                return f"{shown} {one if value == 1 else many}"
            return shown + _particle(shown, spec)

        message = self.message if lang == "en" else _catalogue(lang).get(self.message, self.message)
        return _PLACE.sub(fill, message)


def both(text: Text) -> dict[str, str]:
    """The text in every language, as the command line prints it."""
    return {lang: text.render(lang) for lang in LANGUAGES}


def spell(number: Fraction | int | float) -> str:
    """A number exactly, in ASCII: a decimal where it ends, else a fraction.

    >>> spell(Fraction(1, 3)), spell(Fraction(-5, 2)), spell(4)
    ('1/3', '-2.5', '4')
    """
    if isinstance(number, int):
        return str(number)
    if isinstance(number, float):
        return repr(number)
    top, rest, places = number.numerator, number.denominator, 0
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    for factor in (2, 5):
        while rest % factor == 0:
            rest, places = rest // factor, places + 1
    if rest != 1:
        return f"{top}/{number.denominator}"
    sign, digits = "-" if top < 0 else "", str(abs(top) * 10**places // number.denominator)
    if not places:
        return sign + digits
    digits = digits.rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")


def typeset(number: Fraction | int | float) -> str:
    """A number for people to read: `spell` with a true minus sign."""
    return spell(number).replace("-", "\N{MINUS SIGN}")


def _show(value: Text | Fraction | int | str, lang: Language, escape: Callable[[str], str]) -> str:
    if isinstance(value, Text):
        return value.render(lang, escape)
    if isinstance(value, Quoted):
        return escape(value if len(value) <= _QUOTED_LENGTH else value[:_QUOTED_LENGTH] + "…")
    return value if isinstance(value, str) else typeset(value)


_RIEUL = "ㄹ"
_DIGIT_FINALS = dict(zip("0123456789", ("ㅇ", _RIEUL, "", "ㅁ", "", "", "ㄱ", _RIEUL, _RIEUL, ""), strict=True))
_LETTER_FINALS = {"l": _RIEUL, "m": "ㅁ", "n": "ㄴ", "L": _RIEUL, "M": "ㅁ", "N": "ㄴ", "R": _RIEUL}
_POWER_FINALS = ((8, "ㄱ"), (4, "ㄴ"), (3, "ㄴ"), (2, "ㄱ"), (1, "ㅂ"))  # 억 만 천 백 십


def _particle(shown: str, spec: str) -> str:
    """은 or 는: the first after a final consonant; 으로 only after one that is not ㄹ."""
    after_consonant, after_vowel = spec.split("/")
    final = _final(shown)
    if after_consonant == "으로" and final == _RIEUL:
        return after_vowel
    return after_consonant if final else after_vowel


def _final(shown: str) -> str:
    """The final consonant of the last syllable as it is read aloud, or nothing."""
    word = re.sub(r"[^0-9A-Za-z가-힣.]+$", "", shown)
    word = re.sub(r"(\d)/\d+$", r"\1", word)  # 1/2 is read 2분의 1
    if not word:
        return ""
    last = word[-1]
    if "가" <= last <= "힣":
        index = (ord(last) - ord("가")) % 28
        return "" if index == 0 else _RIEUL if index == 8 else "ㅇ"
    whole = re.search(r"(?<![\d.])\d+$", word)
    if whole and last == "0" and int(whole[0]):
        zeros = len(whole[0]) - len(whole[0].rstrip("0"))
        return next(final for power, final in _POWER_FINALS if zeros >= power)
    if word.endswith("ing"):
        return "ㅇ"
    return (_DIGIT_FINALS | _LETTER_FINALS).get(last, "")


@cache
def _catalogue(lang: Language) -> dict[str, str]:
    from pathlib import Path  # both here, because the kinds need neither

    from babel.messages.pofile import read_po

    locale = Path(__file__).resolve().parent.parent / "content" / "locale"
    with (locale / lang / "LC_MESSAGES" / "flipside.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id and entry.string}
