"""How does a formula stand on a page that holds no script?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from html import escape, unescape
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import convert_to_element

LONG = 40  # characters from which a displayed formula may break
_RELATIONS = frozenset("=≈≠⇒⟹→")
_OPERATORS = frozenset("+−×⋆")
_OPEN, _CLOSE = frozenset("([{⟨"), frozenset(")]}⟩")
_LIMITS = frozenset(("max", "min", "lim", "avg"))  # what they run over stands below them
_BEFORE_A_SIGN = _RELATIONS | _OPERATORS | _OPEN | frozenset("·⋅,")


def mathml(tex: str, *, display: bool = False) -> str:
    """MathML of a formula; the TeX as code where it cannot be read.

    A browser does not break a formula, so a long displayed one becomes several that do not: it may go on in the next
    line before a relation and, where that leaves long parts, before an operator.
    """
    try:
        math = convert_to_element(tex, display="block" if display else "inline")
    except Exception:  # the converter has no error of its own in common, and any means the same here
        return f"<code>{escape(tex)}</code>"
    for element in math.iter():  # it writes characters as entities, and `tostring` would write those out
        element.text = unescape(element.text or "")
        if "\\" in element.text:
            return f"<code>{escape(tex)}</code>"
    for element in math.iter():
        _mark_signs(element)
        if display and element.tag == "msub" and element[0].text in _LIMITS:
            element.tag = "munder"
    del math.attrib["xmlns"]  # HTML knows it without
    if not display:
        return tostring(math, encoding="unicode")
    row = list(math[0]) if len(math) == 1 and math[0].tag == "mrow" else list(math)
    return f'<span class="display">{" ".join(map(_displayed, _pieces(row)))}</span>'


def _mark_signs(row: Element) -> None:
    """A minus after a bracket or an operator is a sign, and stands close to its number."""
    before = ""
    for element in row:
        if element.text == "−" and before in _BEFORE_A_SIGN:
            element.set("form", "prefix")
        before = _sign(element)


def _pieces(row: list[Element]) -> Iterator[list[Element]]:
    if _length(row) <= LONG:
        yield row
        return
    for part in _cut(row, _RELATIONS):
        yield from _cut(part, _OPERATORS) if _length(part) > LONG else (part,)


def _cut(row: list[Element], before: Collection[str]) -> Iterator[list[Element]]:
    """The formula cut before each of these that stands in no bracket."""
    piece: list[Element] = []
    depth = 0
    for element in row:
        sign = _sign(element)
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if piece and depth == 0 and sign in before and element.get("form") != "prefix":
            yield piece
            piece = []
            if element.tag == "mo":
                element.set("form", "infix")  # else what comes first is taken for a sign
        piece.append(element)
    yield piece


def _length(row: list[Element]) -> int:
    return sum(len(text) for element in row for text in element.itertext())


def _sign(element: Element) -> str:
    """The operator that an element is; it may have something under it, as a cross-correlation has its stride."""
    if element.tag == "munder":
        return "".join(element[0].itertext())
    return element.text or "" if element.tag == "mo" else ""


def _displayed(piece: list[Element]) -> str:
    math = Element("math", {"displaystyle": "true"})
    math.extend(piece)
    return tostring(math, encoding="unicode")
