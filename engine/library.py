"""Where does a card stand in the library: what comes before it, what after it, and which cards are asked for?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache

from engine.cards import HOW_OFTEN, Asked, Card, cards, topics
from engine.catalog import LEVELS


@dataclass(frozen=True)
class Choice:
    """Which cards a reader wants to see; None wants all."""

    topic: str | None = None
    level: int | None = None
    asked: Asked | None = None

    def holds(self, card: Card) -> bool:
        wishes = asdict(self).items()
        return all(wish is None or wish == getattr(card, name) for name, wish in wishes)

    def params(self) -> dict[str, str]:
        """The address's parameters; `parse_choice` reads them back."""
        return {name: str(wish) for name, wish in asdict(self).items() if wish is not None}


def parse_choice(params: Mapping[str, str]) -> Choice:
    """The choice in an address; a wish that no card can meet is none."""
    return Choice(
        topic=next((topic for topic in topics() if topic == params.get("topic")), None),
        level=next((level for level in LEVELS if str(level) == params.get("level")), None),
        asked=next((asked for asked in HOW_OFTEN if asked == params.get("asked")), None),
    )


@dataclass(frozen=True)
class Place:
    """A card on the map: its column counts the longest way to it from a card that needs nothing."""

    card: str
    column: int
    row: int


@cache
def order() -> tuple[str, ...]:
    """All cards for reading from the first to the last: no card before what it needs, else by topic and level."""
    return in_order(cards())


def in_order(library: Mapping[str, Card]) -> tuple[str, ...]:
    """The same of any cards by their ids."""
    found: dict[str, None] = {}
    begun: set[str] = set()

    def take(names: Iterable[str]) -> None:
        for name in sorted(names, key=lambda name: _rank(library[name])):
            if name not in begun:
                begun.add(name)
                take(need for need in library[name].needs if need in library)
                found[name] = None

    take(library)
    return tuple(found)


def by_topic(choice: Choice) -> dict[str, list[Card]]:
    """The chosen cards under their topics, the most asked topic first; no topic without a card."""
    chosen = [card for card in (cards()[name] for name in order()) if choice.holds(card)]
    return {topic: found for topic in topics() if (found := [card for card in chosen if card.topic == topic])}


def neighbours(name: str) -> tuple[Card | None, Card | None]:
    """The previous and the next card along the order."""
    names = order()
    at = names.index(name)
    return (
        cards()[names[at - 1]] if at else None,
        cards()[names[at + 1]] if at + 1 < len(names) else None,
    )


def needed_by(name: str) -> list[Card]:
    """The cards that need this one, in order."""
    return [cards()[other] for other in order() if name in cards()[other].needs]


@cache
def places(topic: str | None = None) -> tuple[Place, ...]:
    """The map of what needs what: of all cards, or of a topic's and of all that they need."""
    names = [name for name in order() if topic is None or cards()[name].topic == topic]
    wanted = set(names)
    for name in reversed(order()):
        if name in wanted:
            wanted |= {*cards()[name].needs}
    return lay_out(cards(), [name for name in order() if name in wanted])


def lay_out(library: Mapping[str, Card], names: Iterable[str]) -> tuple[Place, ...]:
    """Each card one column after the last that it needs, and beside the first of those that follow from it."""
    columns: dict[str, int] = {}
    following: dict[str, list[str]] = {}
    for name in names:
        needs = library[name].needs
        columns[name] = max((columns[need] + 1 for need in needs), default=0)
        following[name] = []
        if needs:
            following[max(needs, key=columns.__getitem__)].append(name)
    rows: dict[str, int] = {}
    free: dict[int, int] = {}  # the first free row of a column

    def put(name: str, least: int) -> int:
        row = max(least, free.get(columns[name], 0))
        beside = [put(next, row) for next in following[name]]
        rows[name] = max(row, *beside[:1], 0)
        free[columns[name]] = rows[name] + 1
        return rows[name]

    for name, column in columns.items():
        if column == 0:
            put(name, 0)
    return tuple(Place(name, columns[name], rows[name]) for name in columns)


def _rank(card: Card) -> tuple[int, int, str]:
    return topics()[card.topic].order, card.level, card.id
