"""Is every room where it should be? Imports point down, and the engine has not heard of a screen."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {"app": 0, "pages": 0, "ui": 1, "engine": 2}
SCREEN = {"streamlit", "plotly"}
ENGINE = sorted((ROOT / "engine").rglob("*.py"))


def house() -> list[Path]:
    rooms = (ROOT / name for name in ("pages", "ui", "engine"))
    return [ROOT / "app.py", *(path for room in rooms for path in sorted(room.rglob("*.py")))]


def imported(path: Path) -> Iterator[str]:
    """The top names that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield room(path) if node.level else str(node.module).partition(".")[0]


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", house(), ids=module)
def test_imports_point_down(path: Path) -> None:
    up = [name for name in imported(path) if FLOORS.get(name, 9) < FLOORS[room(path)]]
    assert up == []


@pytest.mark.parametrize("path", ENGINE, ids=module)
def test_the_engine_knows_no_screen(path: Path) -> None:
    assert not SCREEN & set(imported(path))


def test_mathematics_imports_nothing_of_ours_but_itself() -> None:
    for path in sorted((ROOT / "engine" / "numeric").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("engine"):
                assert str(node.module).startswith("engine.numeric"), f"{path.name} imports {node.module}"


def test_every_engine_module_can_be_imported_without_a_screen() -> None:
    names = [module(path) for path in ENGINE if path.name != "__main__.py" and "migrations" not in path.parts]
    script = f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
    script += f"assert not {SCREEN!r} & set(sys.modules), sorted({SCREEN!r} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", house(), ids=module)
def test_a_file_opens_with_what_it_answers(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert not tree.body or ast.get_docstring(tree), f"{path} has no docstring"
