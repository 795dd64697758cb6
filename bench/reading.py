"""What does reading the cards cost against a bare pass of the YAML parser?"""

from __future__ import annotations

import yaml

from bench.measure import Measure, alternating
from engine.cards import read_cards
from engine.content import CONTENT

TIMES = 9
AIM = 4.0


def reading() -> list[Measure]:
    """All cards, checked and with the lines of their faults, as the server does it once when it starts."""
    ours, bare = alternating(read_cards, _bare, times=TIMES)
    return [Measure("reading the cards, to a bare pass of YAML", ours / bare, AIM, why=f"{ours * 1000:.0f} ms")]


def _bare() -> None:
    for path in sorted((CONTENT / "cards").glob("*.yaml")):
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
