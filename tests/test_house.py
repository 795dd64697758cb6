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
MAY_IMPORT = {  # the inner floors of the engine, and all of it that each may import
    "text": set[str](),
    "dice": set(),
    "numeric": {"numeric"},
    "reading": {"numeric", "text"},
    "givens": {"numeric", "text"},
    "answers": {"answers", "numeric", "reading", "text"},
    "problem": {"answers", "dice", "givens", "reading", "text"},
    "axis": {"numeric"},
    "boxes": {"answers", "givens", "numeric"},
    "stack": {"text"},
    "quadratics": {"answers", "boards", "givens", "numeric", "text"},
    "classes": {"answers", "dice", "givens", "numeric", "problem", "stack", "text"},
    "boards": {"answers", "dice", "givens", "numeric", "problem", "text"},
    "layers": {"givens", "numeric", "text"},
    "layered": {"answers", "layers", "text"},
    "networks": set(),
    "lab": {"answers", "axis", "boards", "givens", "lab", "numeric", "problem", "quadratics", "reading", "text"},
    "kinds": {
        *("answers", "axis", "boards", "boxes", "classes", "dice", "givens", "layered", "layers", "networks"),
        *("numeric", "problem", "quadratics", "stack", "text"),
    },
}
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


def imported_of_engine(path: Path) -> set[str]:
    """The files and rooms of the engine that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports from where it stands; name the room"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in found if name.startswith("engine.")}


def floor(path: Path) -> str:
    """The file or the room of the engine that a path is of."""
    return path.relative_to(ROOT / "engine").parts[0].removesuffix(".py")


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


@pytest.mark.parametrize("path", [path for path in ENGINE if floor(path) in MAY_IMPORT], ids=module)
def test_the_inner_floors_import_what_is_below_them(path: Path) -> None:
    assert imported_of_engine(path) <= MAY_IMPORT[floor(path)]


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
