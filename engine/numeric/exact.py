"""How is an exact number kept: as an int wherever it is whole?"""

from fractions import Fraction

Exact = int | Fraction


def simplest(number: Exact) -> Exact:
    """The same number, as an int where it is whole.

    >>> simplest(Fraction(6, 2)), simplest(Fraction(1, 2))
    (3, Fraction(1, 2))
    """
    return number.numerator if number.denominator == 1 else number


def magnitude(number: Exact) -> Exact:
    """The number without its sign.

    >>> magnitude(Fraction(-1, 2))
    Fraction(1, 2)
    """
    return -number if number < 0 else number
