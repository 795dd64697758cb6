"""What may stand in a content file, for an editor's completion? `python -m tests.schemas` writes content/schemas/."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from engine.cards import Card, Everyday, Glossary, Sources, Syllabus, Topics
from engine.content import CONTENT
from engine.interview.templates import Template

SHAPES: dict[str, Any] = {
    "card": Card,
    "everyday": Everyday,
    "glossary": Glossary,
    "interview": Template,
    "sources": Sources,
    "syllabus": Syllabus,
    "topics": Topics,
}
FOLDER = CONTENT / "schemas"


def schema(name: str) -> str:
    """The JSON Schema of the files of that name, as it is committed."""
    return json.dumps(TypeAdapter(SHAPES[name]).json_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in SHAPES:
        (FOLDER / f"{name}.json").write_text(schema(name), encoding="utf-8")
