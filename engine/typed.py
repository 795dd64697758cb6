"""How are givens read from what a person typed into a form, and written back into it?

Each field is typed as a reply of its type would be: `64x112x112`, `6 8`, `1 2 / 3 4`; an object's fields one by one, a
list of objects one a line, grids with an empty line or `//` between them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from engine import givens
from engine.answers import Decimal, Grid, Reply, Row, Shape
from engine.givens import BadGivens
from engine.problem import Problem
from engine.reading import Unread, cells_of, plain, read_number, unwrapped
from engine.text import Text

_READERS: dict[str, Reply] = {
    "int": Decimal(),
    "number": Decimal(),
    "int[]": Shape(),
    "number[]": Row(),
    "int[][]": Grid(),
    "number[][]": Grid(),
}


def problem_from(kind: type[Problem], typed: Mapping[str, Any]) -> Problem:
    """The problem that a form holds. Raises BadGivens, whose sentence counts lines and numbers from 1."""
    try:
        return kind.from_givens(givens_from(kind, typed))
    except BadGivens as fault:
        field = fault.text.values.get("field")
        if not isinstance(field, str):
            raise
        told = {**fault.text.values, "field": _place(field, givens.types_of(kind))}
        raise BadGivens(fault.field, Text(fault.text.message, **told)) from None


def givens_from(kind: type[Problem], typed: Mapping[str, Any]) -> dict[str, Any]:
    """The givens as JSON values; an empty field that may be left out is left out. Raises BadGivens."""
    result: dict[str, Any] = {}
    for name, spelled in givens.types_of(kind).items():
        value = typed[name]
        if isinstance(value, str) and not value.strip() and spelled.endswith("?"):
            continue
        result[name] = _read(spelled.removesuffix("?"), value, name, kind)
    return result


def typed_from(problem: Problem) -> dict[str, Any]:
    """What the form holds for a problem; `givens_from` reads it back."""
    kind = type(problem)
    types = givens.types_of(kind)
    spelled = {name: "number[]" if givens.is_row(kind, name) else types[name].removesuffix("?") for name in types}
    return {name: _write(spelled[name], value) for name, value in problem.givens().items()}


def _read(spelled: str, value: Any, field: str, kind: type[Problem]) -> Any:
    if isinstance(value, bool) or "|" in spelled:
        return value
    if not value.strip():
        if givens.may_be_null(kind, field):
            return None
        raise BadGivens(field, Text("{field} is missing.", field=field))
    if spelled == "object":
        return _object(value, field, givens.parts_of(kind, field))
    if spelled == "object[]":
        lines = [line for line in re.split(r"[\n;]", value) if line.strip()]
        parts = givens.parts_of(kind, field)
        return [_object(line, f"{field}[{index}]", parts) for index, line in enumerate(lines)]
    if spelled == "layers":
        lines = [line for line in value.splitlines() if line.strip()]
        return [_layer(line, f"{field}[{index}]") for index, line in enumerate(lines)]
    try:
        if spelled == "number[][][]":
            return [Grid().read(grid) for grid in re.split(r"\n[ \t]*\n|//", value.strip())]
        if spelled == "int[]" and givens.is_row(kind, field):  # also read as a shape is, which it once stood there as
            return Row().read(re.sub("[xX×*]", ",", value))
        return _READERS[spelled].read(value)
    except Unread as unread:
        raise BadGivens(field, Text("{field}: {why}", field=field, why=unread.text)) from None


def _layer(line: str, field: str) -> dict[str, Any]:
    """A layer as `conv out_channels=64 kernel_size=3`; a value is JSON without blanks, or the word of a choice."""
    kind, *pairs = line.split()
    written = [("type", json.dumps(kind))]
    for pair in pairs:
        name, _, value = pair.partition("=")
        written.append((name, json.dumps(value) if value in {"max", "avg", "add", "concat"} else value))
    try:
        return givens.parse("{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in written) + "}")
    except BadGivens:
        why = Text("write a type and then name=value, such as {example}.", example="conv out_channels=64 kernel_size=3")
        raise BadGivens(field, Text("{field}: {why}", field=field, why=why)) from None


def _object(text: str, field: str, parts: Mapping[str, str]) -> dict[str, Any]:
    """An object's fields in their order; a choice is typed as its word, all others are numbers."""
    try:
        cells = cells_of(unwrapped(plain(text)))
        if len(cells) > len(parts):
            listed = ", ".join(parts)
            raise BadGivens(field, Text("{field} takes {n} numbers: {parts}.", field=field, n=len(parts), parts=listed))
        return {
            name: cell if "|" in spelled else read_number(cell, place=index)
            for index, (cell, (name, spelled)) in enumerate(zip(cells, parts.items(), strict=False), start=1)
        }
    except Unread as unread:
        raise BadGivens(field, Text("{field}: {why}", field=field, why=unread.text)) from None


def _place(path: str, types: Mapping[str, str]) -> Text | str:
    """Where in the form a path such as `layers[0].stride` is."""
    parsed = re.fullmatch(r"(\w+)((?:\[[0-9]+\])+)(?:\.(\w+))?", path)
    if not parsed:
        return path
    field: Text | str = parsed[1]
    spelled, part = types[parsed[1]].removesuffix("?"), parsed[3]
    n, *more = (int(index) + 1 for index in re.findall(r"[0-9]+", parsed[2]))
    if spelled.endswith("[][][]"):
        field = Text("channel {n} of {field}", n=n, field=field)
        if not more:
            return field
        n, *more = more
    if more:
        return Text("row {row}, column {column} of {field}", row=n, column=more[0], field=field)
    if part:
        return Text("{part} in line {n} of {field}", part=part, n=n, field=field)
    if spelled.startswith(("object", "layers")):
        return Text("line {n} of {field}", n=n, field=field)
    if spelled.endswith("[][]"):
        return Text("row {n} of {field}", n=n, field=field)
    return Text("number {n} of {field}", n=n, field=field)


def _write(spelled: str, value: Any) -> Any:
    if isinstance(value, (bool, str)):
        return value
    if value is None:
        return ""
    if spelled == "int[]":
        return "x".join(map(str, value))
    if spelled == "number[][][]":
        return "\n\n".join(_write("number[][]", grid) for grid in value)
    if spelled.endswith("[][]"):
        return "\n".join(" ".join(_number(cell) for cell in row) for row in value)
    if spelled == "layers":
        return "\n".join(map(_write_layer, value))
    if spelled == "object[]":
        return "\n".join(map(_parts, value))
    if spelled == "object":
        return _parts(value)
    return " ".join(map(_number, value)) if isinstance(value, list) else _number(value)


def _parts(value: Mapping[str, Any]) -> str:
    return " ".join(part if isinstance(part, str) else _number(part) for part in value.values() if part is not None)


def _write_layer(layer: Mapping[str, Any]) -> str:
    """As `_layer` reads it back."""
    words = [layer["type"]]
    for name, value in layer.items():
        if name != "type":
            written = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
            words.append(f"{name}={written}")
    return " ".join(words)


def _number(number: Any) -> str:
    return str(number) if isinstance(number, int) else repr(float(number))
