"""Which row of numbers was typed into a field of an experiment?"""

from __future__ import annotations

from engine import boards
from engine.answers import Row
from engine.givens import BadGivens
from engine.numeric.exact import Exact
from engine.reading import Unread
from engine.text import Text

LARGEST_NUMBER = 100


def typed_column(field: str, text: str, least: int, most: int) -> tuple[Exact, ...]:
    """The numbers of a column, or of a row. Raises BadGivens."""
    return typed_row(field, text.replace(" / ", " "), least, most)


def typed_row(field: str, text: str, least: int, most: int) -> tuple[Exact, ...]:
    """The numbers, from `least` to `most` of them. Raises BadGivens."""
    if not text.strip():
        raise BadGivens(field, Text("{field} is empty.", field=field))
    try:
        row = Row().read(text)
    except Unread as unread:
        raise BadGivens(field, Text("{field}: {why}", field=field, why=unread.text)) from None
    if not least <= len(row) <= most:
        fault = Text(
            "{field} takes {least} to {most} numbers, but it has {n}.", field=field, least=least, most=most, n=len(row)
        )
        raise BadGivens(field, fault)
    if any(not -LARGEST_NUMBER <= number <= LARGEST_NUMBER for number in row):
        raise BadGivens(field, Text("{field} takes numbers from −{n} to {n}.", field=field, n=LARGEST_NUMBER))
    boards.refuse_tiny_numbers(**{field: (row,)})
    return row
