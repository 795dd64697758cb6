"""Where does the learner stand at this moment: what is remembered, what is set, which study day is it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from engine.study.clock import Clock
from engine.study.preferences import Preferences, preferences
from engine.study.store import Record
from ui.boot import store


@dataclass(frozen=True)
class Study:
    record: Record
    chosen: Preferences
    clock: Clock


def study() -> Study:
    """Read anew for each run of a page. Raises StoreFault."""
    record = store().study()
    chosen = preferences(record.settings)
    return Study(record, chosen, clock(chosen))


def clock(chosen: Preferences) -> Clock:
    """This moment on the learner's own clock."""
    return Clock(now(), _zone(), chosen.boundary)


def now() -> datetime:
    return datetime.now(UTC)


def _zone() -> tzinfo:
    """The browser's time zone, else the server's."""
    try:
        return ZoneInfo(st.context.timezone or "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return datetime.now().astimezone().tzinfo or UTC
