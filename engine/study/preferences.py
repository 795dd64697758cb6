"""What has the learner chosen? Read from stored settings, whatever stands there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from engine.catalog import LEVELS
from engine.problem import Level

Value = TypeVar("Value")
Number = TypeVar("Number", int, float)

RETENTION = (0.80, 0.97)
NEW_A_DAY = (0, 50)
MINUTES_A_DAY = (10, 240)
BOUNDARY = (0, 12)


@dataclass(frozen=True)
class Preferences:
    """Settings with their defaults; `levels` holds the level per topic at which the placement found one may begin."""

    retention: float = 0.9
    new_a_day: int = 10
    minutes_a_day: int = 30
    boundary: int = 4
    shortcuts: bool = True
    interview: date | None = None
    levels: Mapping[str, Level] = field(default_factory=dict)
    choices: bool = False


def preferences(settings: Mapping[str, str]) -> Preferences:
    """The preferences that the settings spell; what can't be read or is out of bounds is the default."""
    usual = Preferences()

    def read(name: str, convert: Callable[[str], Value], default: Value) -> Value:
        try:
            return convert(settings[name])
        except (KeyError, ValueError):
            return default

    return Preferences(
        retention=read("retention", lambda text: _within(RETENTION, float(text)), usual.retention),
        new_a_day=read("new_a_day", lambda text: _within(NEW_A_DAY, int(text)), usual.new_a_day),
        minutes_a_day=read("minutes_a_day", lambda text: _within(MINUTES_A_DAY, int(text)), usual.minutes_a_day),
        boundary=read("boundary", lambda text: _within(BOUNDARY, int(text)), usual.boundary),
        shortcuts=read("shortcuts", lambda text: text != "off", usual.shortcuts),
        interview=read("interview", date.fromisoformat, None),
        levels=read("levels", _levels, {}),
        choices=read("choices", lambda text: text == "on", usual.choices),
    )


def spelled_levels(levels: Mapping[str, Level]) -> str:
    """The setting `levels` that `preferences` reads back."""
    return json.dumps(dict(levels))


def _within(bounds: tuple[Number, Number], value: Number) -> Number:
    if not bounds[0] <= value <= bounds[1]:
        raise ValueError(f"{value} is not within {bounds}")
    return value


def _levels(text: str) -> dict[str, Level]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError(f"{text} is no object")
    return {topic: level for topic, value in found.items() for level in LEVELS if type(value) is int and value == level}
