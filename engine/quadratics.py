"""How is a quadratic function of two variables, a x0² + b x0 x1 + c x1², written out, and which are refused?"""

from __future__ import annotations

from engine.answers import tex_number
from engine.boards import refuse_tiny, signed
from engine.givens import BadGivens, Exact
from engine.numeric.exact import magnitude
from engine.text import Text

_TERMS = ("x_0^2", "x_0 x_1", "x_1^2")


def check_quadratic(coefficients: tuple[Exact, ...], point: tuple[Exact, ...]) -> None:
    """Raise BadGivens unless there are three coefficients and two coordinates, none of them too small to write."""
    for field, numbers, count in (("coefficients", coefficients, 3), ("point", point, 2)):
        if len(numbers) != count:
            text = Text("{field} takes {n:number|numbers}, but it has {m}.", field=field, n=count, m=len(numbers))
            raise BadGivens(field, text)
        refuse_tiny({f"{field}[{index}]": number for index, number in enumerate(numbers)})


def function_tex(coefficients: tuple[Exact, ...]) -> str:
    """The function as TeX, without the terms that are 0."""
    shown = ""
    for number, term in zip(coefficients, _TERMS, strict=True):
        if number:
            sign = (" - " if number < 0 else " + ") if shown else ("-" if number < 0 else "")
            size = "" if number in (1, -1) else f"{tex_number(magnitude(number))} "
            shown += f"{sign}{size}{term}"
    return f"f(x_0, x_1) = {shown or '0'}"


def partials_tex(coefficients: tuple[Exact, ...], point: tuple[Exact, ...]) -> tuple[str, str]:
    """Both partial derivatives at the point, worked out as far as their products."""
    (a, b, c), (x0, x1) = coefficients, point
    return sum_tex((2, a, x0), (b, x1)), sum_tex((b, x0), (2, c, x1))


def sum_tex(*products: tuple[Exact, ...]) -> str:
    """A sum of products as TeX, without those that are 0."""
    return " + ".join(r" \cdot ".join(map(signed, product)) for product in products if all(product)) or "0"
