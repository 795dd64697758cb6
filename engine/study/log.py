"""How is a review added to the log or taken back, so that what is remembered is never behind it?

Each function works inside a transaction that the store opens.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, exists, select

from engine.study.memory import Memory, remember
from engine.study.reviews import Review, undoing
from engine.study.tables import INSERT, days, memories, reviews

_REVIEW = select(*(reviews.c[field.name] for field in fields(Review)))
_MEMORY = select(*(memories.c[field.name] for field in fields(Memory)))
_MEMORY_OF = _MEMORY.where(memories.c.item == bindparam("item"))
_ENTRY = select(reviews.c.number, reviews.c.id, reviews.c.at, reviews.c.item)
_APPEND = {
    name: insert(reviews).on_conflict_do_nothing(index_elements=["id"]).returning(reviews.c.number)
    for name, insert in INSERT.items()
}
_REMEMBER = {
    name: (new := insert(memories)).on_conflict_do_update(
        index_elements=["learner", "item"],
        set_={field.name: new.excluded[field.name] for field in fields(Memory) if field.name != "item"},
    )
    for name, insert in INSERT.items()
}
_COUNT = {
    name: insert(days).on_conflict_do_update(index_elements=["learner", "day"], set_={"reviews": days.c.reviews + 1})
    for name, insert in INSERT.items()
}


@dataclass(frozen=True)
class Remembered:
    """What was remembered of each item, and the entry of the log that was the last then."""

    memories: dict[str, Memory]
    last: Row[int, str, datetime, str] | None = None


def append(connection: Connection, review: Review) -> None:
    """Add a review to the log, unless it stands there, and renew what is remembered of its item."""
    dialect = connection.dialect.name
    if connection.scalar(_APPEND[dialect], vars(review)) is None:
        return
    row = connection.execute(_MEMORY_OF, {"item": review.item}).one_or_none()
    memory = Memory(review.item) if row is None else Memory(**row._mapping)
    connection.execute(_REMEMBER[dialect], vars(memory.after(review)))
    connection.execute(_COUNT[dialect], {"day": review.day, "reviews": 1})


def take_back(connection: Connection, review: Review, at: datetime, day: date) -> None:
    """Void a review that stands in the log, and remember its item as if it had never been."""
    dialect = connection.dialect.name
    found = connection.execute(_REVIEW.where(reviews.c.item == review.item).order_by(reviews.c.number))
    rows = [Review(**row._mapping) for row in found]
    void = undoing(review, at, day)
    stands = any(row.id == review.id for row in rows)  # everything may have been deleted in another tab
    if stands and connection.scalar(_APPEND[dialect], vars(void)) is not None:
        connection.execute(_REMEMBER[dialect], vars(remember(review.item, [*rows, void])))


def last_grade(connection: Connection, day: date) -> Review | None:
    """The last grade of a question on that study day that was not taken back."""
    void = reviews.alias()
    standing = _REVIEW.where(
        reviews.c.day == day,
        reviews.c.item.startswith("question:"),
        reviews.c.rating.is_not(None),
        ~exists().where(void.c.voids == reviews.c.id),
    )
    row = connection.execute(standing.order_by(reviews.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else Review(**row._mapping)


def whole_log(connection: Connection) -> list[Review]:
    """All reviews in the order in which they came."""
    return [Review(**row._mapping) for row in connection.execute(_REVIEW.order_by(reviews.c.number))]


def all_remembered(connection: Connection, before: Remembered) -> Remembered:
    """What is remembered of each item, read anew where the log has an entry since `before`.

    Where the last entry of `before` is gone, everything was deleted or the file is another, so all is read; in
    PostgreSQL always, because there an entry with a smaller number may come later.
    """
    if before.last:
        entries = connection.execute(_ENTRY.where(reviews.c.number >= before.last.number).order_by("number")).all()
        if entries and entries[0] == before.last:
            named = {entry.item for entry in entries[1:]}
            changed = _remembered(connection, _MEMORY.where(memories.c.item.in_(named))) if named else {}
            return Remembered(before.memories | changed, entries[-1])
    last = connection.execute(_ENTRY.order_by(reviews.c.number.desc()).limit(1)).one_or_none()
    return Remembered(_remembered(connection, _MEMORY), last if connection.dialect.name == "sqlite" else None)


def _remembered(connection: Connection, rows: Select[Any]) -> dict[str, Memory]:
    return {row.item: Memory(*row) for row in connection.execute(rows).all()}
