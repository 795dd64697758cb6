"""What were the first problems of each kind and version? `python -m tests.first_draws` adds those of new ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engine import catalog

FILE = Path(__file__).with_suffix(".json")
SEEDS = (0, 1, 42, catalog.LARGEST_SEED)


def drawn_now(slug: str) -> dict[str, Any]:
    """The givens of some seeds at each level."""
    return {str(level): [catalog.draw(slug, level, seed).givens() for seed in SEEDS] for level in catalog.LEVELS}


def recorded() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


def name(slug: str) -> str:
    return f"{slug} {catalog.kinds()[slug].version}"


if __name__ == "__main__":
    fresh = {name(slug): drawn_now(slug) for slug in catalog.kinds()}
    draws = dict(sorted((fresh | recorded()).items()))
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in draws.items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
