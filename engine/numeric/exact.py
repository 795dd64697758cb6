"""How is an exact number kept: as an int wherever it is whole?"""

import math
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


def root(number: Exact) -> Exact | float:
    """The square root, exact where it is a fraction.

    >>> root(25), root(Fraction(9, 4)), root(2)
    (5, Fraction(3, 2), 1.4142135623730951)
    """
    top, bottom = (math.isqrt(part) for part in Fraction(number).as_integer_ratio())
    exact = Fraction(top, bottom)
    return simplest(exact) if exact * exact == number else math.sqrt(number)
