"""What does a YAML file of content hold, and on which line is each of its faults?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

CONTENT = Path(__file__).resolve().parent.parent / "content"

Value = TypeVar("Value")
Place = tuple[int | str, ...]
Prose = Annotated[str, StringConstraints(pattern=r"\S")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]

_DEEPEST = 12  # no content nests deeper; an alias of itself would never end
_SCALARS = yaml.SafeLoader("")
_COMPLAINTS = {
    "missing": "missing",
    "model_type": "should hold keys and values",
    "dict_type": "should hold keys and values",
    "tuple_type": "should be a list",
    "string_type": "should be text; in quotes, where YAML reads it as something else",
    r"\S": "empty",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "should be small letters and digits, with hyphens between words",
}


@dataclass(frozen=True, order=True)
class Fault:
    """What an author has to mend, and where: `content/cards/pooling.yaml:12: title.ko: missing`."""

    file: str
    line: int
    where: str
    what: str

    def __str__(self) -> str:
        return ": ".join(part for part in (f"{self.file}:{self.line}", self.where, self.what) if part)


class BadContent(ValueError):
    """Content that does not read; the message is one line a fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))


class Part(BaseModel):
    """The ground of everything written in a content file: no unknown keys, no silent conversions."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


@dataclass(frozen=True)
class Page(Generic[Value]):
    """One file as read: its value, or its faults; the tree of nodes keeps the lines."""

    file: str
    value: Value | None
    faults: tuple[Fault, ...]
    node: yaml.Node | None

    def fault(self, what: str, *place: int | str) -> Fault:
        """A fault at a place of this file, such as `("needs", 0)`."""
        return Fault(self.file, _line(self.node, place), _spell(place), what)


def read(path: Path, shape: type[Value]) -> Page[Value]:
    """Read one file as a `Part`, or as a dict of them; its faults are found all at once, and none raises."""
    file = path.relative_to(CONTENT.parent).as_posix() if path.is_relative_to(CONTENT) else str(path)
    try:
        written = path.read_bytes()
        node = yaml.compose(written, Loader=yaml.CSafeLoader)
    except OSError as error:
        return Page(file, None, (Fault(file, 1, "", f"the file can't be read: {error.strerror}"),), None)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = ", ".join(filter(None, (error.context, error.problem)))
        return Page(file, None, (Fault(file, mark.line + 1 if mark else 1, "", f"not YAML: {said}"),), None)
    except yaml.reader.ReaderError as error:
        line = written.count(b"\n", 0, error.position) + 1
        return Page(file, None, (Fault(file, line, "", f"not text in UTF-8: {error.reason}"),), None)
    if node is None:
        return Page(file, None, (Fault(file, 1, "", "the file is empty"),), None)
    page: Page[Value] = Page(file, None, (), node)
    faults: list[Fault] = []
    plain = _plain(node, (), page, faults)
    value = None
    try:
        value = TypeAdapter(shape).validate_python(plain, context=path.stem)
    except ValidationError as error:
        faults += [_fault(page, details, shape) for details in error.errors(include_url=False)]
    return Page(file, None if faults else value, tuple(sorted(faults)), node)


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """`; did you mean 'pooling'?`, or nothing when no word is near."""
    near = get_close_matches(word, sorted(words), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _plain(node: yaml.Node, place: Place, page: Page[Any], faults: list[Fault]) -> Any:
    """Dicts, tuples and scalars of a node; a key that stands twice is a fault."""
    if isinstance(node, yaml.ScalarNode):
        if node.tag == "tag:yaml.org,2002:str":
            return node.value
        try:
            return _SCALARS.construct_document(node)
        except (yaml.MarkedYAMLError, ValueError) as error:
            faults.append(page.fault(f"can't be read: {getattr(error, 'problem', None) or error}", *place))
            return node.value
    if len(place) >= _DEEPEST:
        faults.append(page.fault("nested too deep", *place[:3]))
        return None
    if isinstance(node, yaml.SequenceNode):
        return tuple([_plain(item, (*place, index), page, faults) for index, item in enumerate(node.value)])
    plain: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in plain:
            first = next(other for other, _ in node.value if other.value == key_node.value).start_mark.line + 1
            what = f"this key stands twice; the first is on line {first}"
            faults.append(Fault(page.file, key_node.start_mark.line + 1, _spell((*place, key)), what))
        plain[key] = _plain(value_node, (*place, key), page, faults)
    return plain


def _line(node: yaml.Node | None, place: Place) -> int:
    """The line of a place, or of the nearest thing around it that is written; a key counts before its value."""
    mark = node.start_mark if node else None
    for step in place:
        if isinstance(node, yaml.MappingNode):
            found = [(key.start_mark, value) for key, value in node.value if key.value == step]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = [(node.value[step].start_mark, node.value[step])]
        else:
            found = []
        if not found:
            break
        mark, node = found[0]
    return mark.line + 1 if mark else 1


def _spell(place: Place) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")


def _fault(page: Page[Any], details: ErrorDetails, shape: Any) -> Fault:
    """One of pydantic's complaints in an author's words."""
    place, kind = tuple(step for step in details["loc"] if step != "[key]"), details["type"]
    if kind == "extra_forbidden":
        return page.fault("unknown key" + did_you_mean(str(place[-1]), _keys(shape, place[:-1])), *place)
    context = details.get("ctx", {})
    said = str(context["error"]) if kind == "value_error" else _COMPLAINTS.get(context.get("pattern", kind))
    return page.fault(said or f"{details['msg']}, not {details['input']!r}", *place)


def _keys(shape: Any, place: Place) -> Iterable[str]:
    """The keys that may stand at a place."""
    for step in place:
        if get_origin(shape):
            shape = get_args(shape)[0 if isinstance(step, int) else -1]
        else:
            shape = shape.model_fields[step].annotation
    return tuple(shape.model_fields)
