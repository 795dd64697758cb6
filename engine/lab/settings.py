"""Which settings does an experiment take, and how are they read from an address and written into one?

A setting is a field of the experiment's dataclass with a default; its type carries its limits:
`stride: Annotated[int, Between(1, 4)] = 1`. In an address a bool is `1` or `0`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping
from dataclasses import MISSING, dataclass, fields
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from engine.givens import BadGivens
from engine.text import Quoted, Text

Kind = Literal["int", "number", "bool", "choice", "text"]


@dataclass(frozen=True)
class Between:
    """The lowest and the highest value of a number; `step` is what a click on its field adds."""

    low: float
    high: float
    step: float = 1


@dataclass(frozen=True)
class Longest:
    """How many characters a text may have."""

    characters: int


@dataclass(frozen=True)
class Cells(Longest):
    """A text that spells a grid, such as `1 2 / 3 4`; it is typed into cells."""

    characters: int = 600


@dataclass(frozen=True)
class Table(Cells):
    """Cells that are no image and no kernel: readings, probabilities of each example, a result in question."""


@dataclass(frozen=True)
class Setting:
    """What may be asked for under a name."""

    name: str
    kind: Kind
    default: Any
    limits: Between | None = None
    choices: tuple[str, ...] = ()
    longest: Longest | None = None

    @property
    def type(self) -> str:
        """In the words of the command line: `int`, `number`, `bool`, `text`, `a|b|c`."""
        return "|".join(self.choices) if self.choices else self.kind


def shown(number: float) -> str:
    """A number to read: four significant digits and a true minus sign.

    >>> shown(-0.86466)
    '−0.8647'
    """
    rounded = float(f"{number:.4g}")
    return f"{0.0 if abs(rounded) < 1e-9 else rounded:.6g}".replace("-", "\N{MINUS SIGN}")


@cache
def settings_of(experiment: type) -> dict[str, Setting]:
    """Every setting by its name, in the order of the fields; one that is not of `init` is no setting."""
    hints = get_type_hints(experiment, include_extras=True)
    named = (field for field in fields(experiment) if field.init)
    return {field.name: _setting(field.name, hints[field.name], field.default) for field in named}


def read(setting: Setting, text: str) -> Any:
    """The value that a text stands for. Raises BadGivens with a sentence."""
    name = setting.name
    if setting.choices:
        if text not in setting.choices:
            options = ", ".join(setting.choices)
            fault = Text(
                "{field} is one of: {options}; not “{value}”.", field=name, options=options, value=Quoted(text)
            )
            raise BadGivens(name, fault)
        return text
    if setting.kind == "bool":
        if text not in ("0", "1"):
            raise BadGivens(name, Text("{field} is 0 or 1, not “{value}”.", field=name, value=Quoted(text)))
        return text == "1"
    if setting.longest:
        if len(text) > setting.longest.characters:
            most = setting.longest.characters
            raise BadGivens(name, Text("{field} takes at most {n} characters.", field=name, n=most))
        return text
    return _number(setting, text)


def write(value: Any) -> str:
    """The value as it stands in an address; `read` takes it back."""
    if isinstance(value, bool):
        return str(int(value))
    return f"{float(value):.10g}" if isinstance(value, float | Fraction) else str(value)


def nearest(setting: Setting, text: str) -> Any:
    """The value to take in place of one that cannot be read: the bound that was passed, or the default."""
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    if setting.limits and _NUMBER.fullmatch(text):
        low, high = setting.limits.low, setting.limits.high
        number = min(max(float(text), low), high)
        return round(number) if setting.kind == "int" else number
    return setting.default


def as_json(experiment: type) -> dict[str, dict[str, Any]]:
    """Every setting as the command line lists it; `min` and `max` are those of a number, else null."""
    return {
        name: {
            "type": setting.type,
            "default": setting.default,
            "min": setting.limits.low if setting.limits else None,
            "max": setting.limits.high if setting.limits else None,
        }
        for name, setting in settings_of(experiment).items()
    }


def params_of(experiment: Hashable) -> Mapping[str, str]:
    """The settings that differ from their defaults, as an address holds them."""
    kind = settings_of(type(experiment))
    return {
        name: write(getattr(experiment, name))
        for name, setting in kind.items()
        if getattr(experiment, name) != setting.default
    }


_NUMBER = re.compile(r"[+-]?([0-9]{1,12}(\.[0-9]{0,12})?|\.[0-9]{1,12})(e[+-]?[0-9]{1,2})?", re.IGNORECASE | re.ASCII)


def _number(setting: Setting, text: str) -> float | int:
    name, limits = setting.name, setting.limits
    assert limits
    matched = _NUMBER.fullmatch(text.strip().replace("\N{MINUS SIGN}", "-"))
    number = float(matched[0]) if matched else math.nan
    if math.isnan(number):
        raise BadGivens(name, Text("{field} is a number, not “{value}”.", field=name, value=Quoted(text)))
    if setting.kind == "int" and number != int(number):
        raise BadGivens(name, Text("{field} is a whole number, not “{value}”.", field=name, value=Quoted(text)))
    if not limits.low <= number <= limits.high:
        fault = Text(
            "{field} is between {low} and {high}, not “{value}”.",
            field=name,
            low=_bound(limits.low),
            high=_bound(limits.high),
            value=Quoted(text),
        )
        raise BadGivens(name, fault)
    return int(number) if setting.kind == "int" else number + 0.0


def _bound(number: float) -> str:
    """A limit to read: all of it, for `shown` takes 1e-16 for 0."""
    return write(number).replace("-", "\N{MINUS SIGN}")


def _setting(name: str, hint: Any, default: Any) -> Setting:
    if default is MISSING:
        raise TypeError(f"{name} has no default")
    if get_origin(hint) is Literal:
        return Setting(name, "choice", default, choices=get_args(hint))
    if hint is bool:
        return Setting(name, "bool", default)
    kind, rule = get_args(hint) if get_origin(hint) is Annotated else (hint, None)
    if kind is str and isinstance(rule, Longest):
        return Setting(name, "text", default, longest=rule)
    if kind in (int, float) and isinstance(rule, Between):
        return Setting(name, "int" if kind is int else "number", default, limits=rule)
    raise TypeError(f"{name}: a setting is a number Between, a text Longest, a bool or a choice")
