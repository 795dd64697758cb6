"""Does an editor complete what the loader reads?"""

from __future__ import annotations

import pytest

from engine.content import CONTENT
from tests.schemas import FOLDER, SHAPES, schema


@pytest.mark.parametrize("name", SHAPES)
def test_the_committed_schema_is_the_models(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text("utf-8") == schema(name), "python -m tests.schemas writes it anew"


def test_every_file_of_content_names_its_schema() -> None:
    files = dict.fromkeys((CONTENT / "cards").glob("*.yaml"), "../schemas/card.json")
    files |= {file: f"schemas/{file.stem}.json" for file in CONTENT.glob("*.yaml")}
    files |= dict.fromkeys((CONTENT / "interviews").glob("*.yaml"), "../schemas/interview.json")
    for file, address in files.items():
        first = file.read_text("utf-8").partition("\n")[0]
        assert first == f"# yaml-language-server: $schema={address}", file
        assert (file.parent / address).exists()
