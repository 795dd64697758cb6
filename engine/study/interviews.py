"""Where is a running interview kept, so that two tabs neither lose nor double what happens in it?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from engine.interview.events import Event, Record
from engine.interview.slots import Plan
from engine.interview.state import apply
from engine.interview.turns import Interview, from_json, to_json
from engine.study.database import Database
from engine.study.tables import INSERT, interviews, recordings

COMPARED = 9  # earlier interviews that a report looks back on
_COLUMNS = ("id", "template", "seed", "events", "state")
_READ = select(*(interviews.c[name] for name in _COLUMNS))
_BEGIN = {name: new(interviews).on_conflict_do_nothing(index_elements=["id"]) for name, new in INSERT.items()}


@dataclass(frozen=True)
class Held:
    """An interview as it is stored; `events` counts those that changed it."""

    id: str
    template: str
    seed: int
    events: int
    interview: Interview


class Interviews:
    """The interviews of the record. Any thread may call it; each call may raise StoreFault."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, id: str, plan: Plan, interview: Interview) -> Held:
        """Store a new interview for good and return it; an id that is stored already returns what is stored."""
        row = {
            "id": id,
            "template": plan.template,
            "seed": plan.seed,
            "lang": interview.lang,
            "state": to_json(interview),
            "events": 0,
            "started": interview.started_at,
        }
        with self._database.transaction("write") as connection:
            connection.execute(_BEGIN[connection.dialect.name], row)
            return _held(connection.execute(_READ.where(interviews.c.id == id)).one())

    def advance(self, id: str, event: Event, sound: bytes = b"") -> Held | None:
        """The interview after an event, stored for good; None where there is no such interview."""
        return self.happens(id, lambda at: event, event.at, sound)

    def happens(
        self,
        id: str,
        event: Callable[[datetime], Event],
        now: datetime,
        sound: bytes = b"",
        counts: Callable[[Connection, Interview], None] | None = None,
    ) -> Held | None:
        """The same for what happens now; `event` is made of the time that it is given, later than all that is known.

        `sound` is what was recorded; `counts` stores what a change means elsewhere in the record. All is read and
        written in one transaction, so what another tab did stays.
        """
        with self._database.transaction("write") as connection:
            # where a writer does not lock everything, it locks the row
            row = connection.execute(_READ.where(interviews.c.id == id).with_for_update()).one_or_none()
            if row is None:
                return None
            held = _held(row)
            happening = event(held.interview.stamp(now))
            after = apply(held.interview, happening)
            if after == held.interview:
                return held
            changed = {"state": to_json(after), "events": held.events + 1, "finished": after.finished_at}
            connection.execute(update(interviews).where(interviews.c.id == id), changed)
            if isinstance(happening, Record):
                _keep_sound(connection, id, happening, sound)
            if counts:
                counts(connection, after)
        return Held(id, held.template, held.seed, held.events + 1, after)

    def read(self, id: str) -> Held | None:
        with self._database.transaction("read") as connection:
            row = connection.execute(_READ.where(interviews.c.id == id)).one_or_none()
        return None if row is None else _held(row)

    def recordings(self, id: str) -> dict[int, bytes]:
        """What was recorded in an interview, by the turn that it answers."""
        its_own = select(recordings.c.turn, recordings.c.sound).where(recordings.c.interview == id)
        with self._database.transaction("read") as connection:
            return {row.turn: row.sound for row in connection.execute(its_own)}

    def latest(self, limit: int = 10) -> list[Held]:
        """The interviews begun last, newest first."""
        with self._database.transaction("read") as connection:
            rows = connection.execute(_READ.order_by(interviews.c.number.desc()).limit(limit)).all()
        return [_held(row) for row in rows]

    def before(self, id: str, limit: int = COMPARED) -> list[Held]:
        """The finished interviews that began before one, newest first."""
        its_number = select(interviews.c.number).where(interviews.c.id == id).scalar_subquery()
        earlier = _READ.where(interviews.c.finished.is_not(None), interviews.c.number < its_number)
        with self._database.transaction("read") as connection:
            rows = connection.execute(earlier.order_by(interviews.c.number.desc()).limit(limit)).all()
        return [_held(row) for row in rows]


def _keep_sound(connection: Connection, id: str, event: Record, sound: bytes) -> None:
    """The last recording of a turn takes the place of the one before."""
    place = {"interview": id, "turn": event.turn}
    connection.execute(delete(recordings).filter_by(**place))
    if event.kept:
        connection.execute(insert(recordings), place | {"sound": sound})


def _held(row: Row[tuple[object, ...]]) -> Held:
    return Held(row.id, row.template, row.seed, row.events, from_json(row.state))
