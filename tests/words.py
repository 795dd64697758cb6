"""Which messages does the code hold, and which of them lack Korean? `python -m tests.words` prints those."""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "content" / "locale" / "ko" / "LC_MESSAGES" / "flipside.po"
SPEAKERS = {"Text", "say"}


def messages_in_code() -> dict[str, str]:
    """Each message and the place where it is first said. Read from the syntax tree, so f-strings count too."""
    found: dict[str, str] = {}
    for folder in ("engine", "ui", "pages"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for call in _calls(ast.parse(file.read_text(encoding="utf-8"))):
                message = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
                if isinstance(message, str):
                    found.setdefault(message, f"{file.relative_to(ROOT)}:{call.lineno}")
    return found


def korean() -> dict[str, str]:
    """Each message of the catalogue and its Korean."""
    with CATALOGUE.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


def places(message: str) -> set[str]:
    """The names of the values in a message."""
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPEAKERS and node.args:
            yield node


if __name__ == "__main__":
    known = korean()
    for message, place in messages_in_code().items():
        if not known.get(message):
            print(f'#: {place}\nmsgid {json.dumps(message, ensure_ascii=False)}\nmsgstr ""\n')
