"""Are these givens a problem of the kind, and if not, what is wrong with which field?

A kind's fields carry their rule in their type: `stride: Count = 1`, `image: Grid`.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from engine.numeric.exact import simplest
from engine.text import Quoted, Text, spell, typeset

LARGEST = 1_000_000
LONGEST_ROW = 64
LARGEST_GRID = 16
MOST_LAYERS = 200
MOST_CELLS = 1_024
_LONGEST_JSON = 50_000
_MOST_DIGITS = 17
_LARGEST_EXPONENT = 100
_DEEPEST = 20  # lists within lists

Exact = int | Fraction


@dataclass(frozen=True)
class Least:
    """A number's lower bound."""

    bound: int


@dataclass(frozen=True)
class Above:
    """A number's lower bound, itself excluded."""

    bound: int


@dataclass(frozen=True)
class Most:
    """How many entries a list may have."""

    entries: int


@dataclass(frozen=True)
class Called:
    """The name of the given, where a problem needs that word for itself."""

    name: str


@dataclass(frozen=True)
class Spelled:
    """The name that the command line gives to a type of its own."""

    name: str


class Rectangular:
    """Rows of one length, at most 16 x 16."""


Whole = int
Count = Annotated[int, Least(1)]
Amount = Annotated[int, Least(0)]
Positive = Annotated[Exact, Above(0)]
Row = Annotated[tuple[Exact, ...], Most(LONGEST_ROW)]
Grid = Annotated[tuple[tuple[Exact, ...], ...], Rectangular()]
Channels = Annotated[tuple[Grid, ...], Most(LARGEST_GRID)]
WholeGrid = Annotated[tuple[tuple[int, ...], ...], Rectangular()]


class BadGivens(ValueError):
    """Givens that are no problem: the field at fault and a sentence with its value and the rule."""

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(text.render("en"))
        self.field = field
        self.text = text


def refuse_uneven_groups(groups: int, **channels: int) -> None:
    """Raise BadGivens when the groups of a layer do not divide its channels, given by their fields."""
    for field, count in channels.items():
        if count % groups:
            text = Text(
                "groups must divide {field}, but groups is {groups} and {field} is {channels}.",
                field=field,
                groups=groups,
                channels=count,
            )
            raise BadGivens("groups", text)


def refuse_wide_pooling(padding: int, kernel_size: int, field: str = "padding") -> None:
    """Raise BadGivens when the padding of a pooling is wider than half its window; `field` is the padding's."""
    if padding > kernel_size // 2:
        text = Text(
            "{field} is {padding}: a pooling takes at most half its kernel_size, which is {kernel_size}.",
            field=field,
            padding=padding,
            kernel_size=kernel_size,
        )
        raise BadGivens(field, text)


def parse(text: str) -> dict[str, Any]:
    """The JSON object that the text spells, decimals as exact fractions. Raises BadGivens."""
    if len(text) > _LONGEST_JSON:
        raise BadGivens("", Text("The givens are longer than {n} characters.", n=_LONGEST_JSON))
    try:
        givens = json.loads(
            text, parse_float=_decimal, parse_int=_whole, parse_constant=_decimal, object_pairs_hook=_once
        )
    except BadGivens:
        raise
    except (ValueError, RecursionError):
        raise BadGivens("", Text("“{text}” is not JSON.", text=Quoted(text))) from None
    if not isinstance(givens, dict):
        raise BadGivens("", Text("The givens are one JSON object, such as {example}.", example='{"size": 7}'))
    return givens


def read(kind: type, givens: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a dataclass from plain values. Raises BadGivens for the first that breaks a rule."""
    return _read_fields(kind, givens, "")


def dump(problem: Any) -> dict[str, Any]:
    """The fields as JSON: what `read` takes back."""
    return {name: _dump(getattr(problem, field.name)) for name, field in _named(type(problem)).items()}


def types_of(kind: type) -> dict[str, str]:
    """Each field's type in the words of the command line: `int`, `number[][]`, `valid|same|full`, `int?`."""
    return {
        name: _spell_type(_hints(kind)[field.name]) + ("?" if _may_be_left_out(field) else "")
        for name, field in _named(kind).items()
    }


def parts_of(kind: type, name: str) -> dict[str, str]:
    """The types within a given that is an object or a list of objects; none for any other."""
    hint = _hints(kind)[_named(kind)[name].name]
    while get_origin(hint) in (Annotated, tuple):
        hint = get_args(hint)[0]
    return types_of(cast(type, hint)) if is_dataclass(hint) else {}


def is_row(kind: type, name: str) -> bool:
    """Whether a given is a row of numbers; a list with one number an axis is none."""
    hint = _hints(kind)[_named(kind)[name].name]
    return _spell_type(hint) in ("int[]", "number[]") and Most(LONGEST_ROW) in get_args(hint)


def may_be_null(kind: type, name: str) -> bool:
    """Whether a given takes null in place of a value."""
    return type(None) in get_args(_hints(kind)[_named(kind)[name].name])


def _named(kind: type) -> dict[str, Any]:
    """The fields by the names of their givens."""
    return {_name_of(_hints(kind)[field.name], field.name): field for field in fields(kind)}


def _name_of(hint: Any, name: str) -> str:
    rules = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return next((rule.name for rule in rules if isinstance(rule, Called)), name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in pairs:
        if name in result:
            raise BadGivens(name, Text("{field} is given twice.", field=Quoted(name)))
        result[name] = value
    return result


class _OutOfReach(str):
    """A number as it stood in the JSON that is not finite, or has more digits than a person would write."""


def _whole(token: str) -> int | _OutOfReach:
    return int(token) if len(token) <= _MOST_DIGITS + 1 else _OutOfReach(token)


def _decimal(token: str) -> Fraction | _OutOfReach:
    """A decimal of the givens, exactly."""
    match = re.fullmatch(r"-?([0-9.]+)(?:[eE]([+-]?[0-9]{1,4}))?", token)
    if not match or len(match[1].replace(".", "").lstrip("0")) > _MOST_DIGITS:
        return _OutOfReach(token)
    return Fraction(token) if abs(int(match[2] or 0)) <= _LARGEST_EXPONENT else _OutOfReach(token)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _may_be_left_out(field: Any) -> bool:
    return field.default is not MISSING


def _read_fields(kind: type, givens: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    names = _named(kind)
    for name in givens:
        if name not in names:
            known = ", ".join(names)
            text = Text("{field} is not a given; the givens are: {known}.", field=Quoted(prefix + name), known=known)
            raise BadGivens(prefix + name, text)
    values = {}
    for name, field in names.items():
        if name in givens:
            values[field.name] = _read(_hints(kind)[field.name], givens[name], prefix + name)
        elif not _may_be_left_out(field):
            raise BadGivens(prefix + name, Text("{field} is missing.", field=prefix + name))
    return values


def _read(hint: Any, value: Any, field: str) -> Any:
    if field.count("[") > _DEEPEST:
        raise BadGivens(field, Text("{field} is nested too deeply.", field=Quoted(field)))
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *rules = get_args(hint)
        result = _read(inner, value, field)
        for rule in rules:
            _obey(rule, result, field)
        return result
    if origin is Literal:
        if not isinstance(value, str) or value not in get_args(hint):
            options = ", ".join(get_args(hint))
            raise _mismatch(field, value, Text("must be one of: {options}", options=options))
        return value
    if origin in (Union, types.UnionType):
        if type(None) in get_args(hint):
            inner = next(part for part in get_args(hint) if part is not type(None))
            return None if value is None else _read(inner, value, field)
        if all(map(is_dataclass, get_args(hint))):
            return _read_one_of(get_args(hint), value, field)
        return _read_number(value, field)
    if origin is tuple:
        if not isinstance(value, (list, tuple)):
            raise _mismatch(field, value, Text("must be a list"))
        if len(value) > MOST_LAYERS:
            raise BadGivens(field, Text("{field} takes at most {n} entries.", field=field, n=MOST_LAYERS))
        return tuple(_read(get_args(hint)[0], entry, f"{field}[{index}]") for index, entry in enumerate(value))
    if is_dataclass(hint):
        if not isinstance(value, Mapping):
            raise _mismatch(field, value, Text("must be an object"))
        completed = getattr(hint, "completed", lambda givens: givens)(value)
        return cast(type, hint)(**_read_fields(cast(type, hint), completed, f"{field}."))
    if hint is bool:
        if not isinstance(value, bool):
            raise _mismatch(field, value, Text("must be true or false"))
        return value
    if type(value) is not int:
        raise _mismatch(field, value, Text("must be a whole number"))
    _check_size(value, field)
    return value


def _read_one_of(kinds: tuple[type, ...], value: Any, field: str) -> Any:
    """An object of one of several kinds, by its `type`."""
    if not isinstance(value, Mapping):
        raise _mismatch(field, value, Text("must be an object"))
    known = {get_args(_hints(kind)["type"])[0]: kind for kind in kinds}
    if "type" not in value:
        raise BadGivens(f"{field}.type", Text("{field} is missing.", field=f"{field}.type"))
    if not isinstance(value["type"], str) or value["type"] not in known:
        options = ", ".join(known)
        raise _mismatch(f"{field}.type", value["type"], Text("must be one of: {options}", options=options))
    return _read(known[value["type"]], value, field)


def _read_number(value: Any, field: str) -> Exact:
    if isinstance(value, float):
        value = _decimal(str(value))
    if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
        raise _mismatch(field, value, Text("must be a number"))
    _check_size(value, field)
    return simplest(value)


def _check_size(value: Exact, field: str) -> None:
    if not -LARGEST <= value <= LARGEST:
        shown = Quoted(typeset(value)) if abs(value) < 10**_MOST_DIGITS else f"{Decimal(int(value)).normalize():.3g}"
        text = Text("{field} takes numbers up to {limit}, but it is {value}.", field=field, limit=LARGEST, value=shown)
        raise BadGivens(field, text)


def _obey(rule: Any, value: Any, field: str) -> None:
    if isinstance(rule, Least) and value < rule.bound:
        least = Text("{field} must be at least {bound}, but it is {value}.", field=field, bound=rule.bound, value=value)
        raise BadGivens(field, least)
    if isinstance(rule, Above) and value <= rule.bound:
        above = Text("{field} must be above {bound}, but it is {value}.", field=field, bound=rule.bound, value=value)
        raise BadGivens(field, above)
    if isinstance(rule, Most) and not 1 <= len(value) <= rule.entries:
        count = len(value)
        text = Text("{field} takes 1 to {n} entries, but it has {count}.", field=field, n=rule.entries, count=count)
        raise BadGivens(field, text)
    if isinstance(rule, Rectangular):
        _check_rectangle(value, field)


def _check_rectangle(rows: tuple[tuple[Exact, ...], ...], field: str) -> None:
    if not rows or not rows[0]:
        raise BadGivens(field, Text("{field} is empty.", field=field))
    lengths = [len(row) for row in rows]
    if len(set(lengths)) > 1:
        listed = ", ".join(map(str, lengths))
        text = Text("The rows of {field} have different lengths: {lengths}.", field=field, lengths=listed)
        raise BadGivens(field, text)
    if max(len(rows), lengths[0]) > LARGEST_GRID:
        size = f"{len(rows)}×{lengths[0]}"
        text = Text("{field} takes at most {n}×{n} cells, but it is {size}.", field=field, n=LARGEST_GRID, size=size)
        raise BadGivens(field, text)


def _mismatch(field: str, value: Any, rule: Text) -> BadGivens:
    if isinstance(value, _OutOfReach):
        text = Text(
            "{field} takes numbers of at most {n} digits up to {limit}, but it is {value}.",
            field=field,
            n=_MOST_DIGITS,
            limit=LARGEST,
            value=Quoted(value),
        )
        return BadGivens(field, text)
    is_broken = isinstance(value, Fraction) and value.denominator > 1  # it may be too large for a float
    shown = spell(value) if is_broken else json.dumps(_dump(value), ensure_ascii=False, default=str)
    return BadGivens(field, Text("{field} {rule}, but it is {value}.", field=field, rule=rule, value=Quoted(shown)))


def _dump(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_dump(entry) for entry in value]
    if isinstance(value, Fraction):
        return float(value)
    if is_dataclass(value):
        return dump(value)
    return value


def _spell_type(hint: Any) -> str:
    origin = get_origin(hint)
    if origin is Annotated:
        names = [rule.name for rule in get_args(hint)[1:] if isinstance(rule, Spelled)]
        return names[0] if names else _spell_type(get_args(hint)[0])
    if origin is Literal:
        return "|".join(get_args(hint))
    if origin is tuple:
        return _spell_type(get_args(hint)[0]) + "[]"
    if origin in (Union, types.UnionType):
        inner = [part for part in get_args(hint) if part is not type(None)]
        return _spell_type(inner[0]) if type(None) in get_args(hint) else "number"
    return "object" if is_dataclass(hint) else hint.__name__
