"""Which round of questions and skills does an address mean? Total: whatever it holds, something usable comes out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, get_args

from engine import catalog
from engine.cards import HOW_OFTEN, Asked, topics
from engine.links import ProblemLink
from engine.problem import Level
from engine.study.decks import Deck
from engine.text import Quoted, Text

DeckName = Literal["cards", "today", "mistakes"]
MINUTES = (10, 30)
_MOST = 100_000


@dataclass(frozen=True)
class RoundLink:
    """A deck, and once a round was begun, when that was (to the millisecond) and how many items it takes."""

    name: DeckName = "cards"
    topic: str | None = None
    level: Level | None = None
    asked: Asked | None = None
    ahead: bool = False
    size: int | None = None
    began: datetime | None = None

    def deck(self, mistaken: frozenset[str]) -> Deck:
        """The deck; `mistaken` are the cards that explain recent slips."""
        if self.name == "mistakes":
            return Deck(skills=False, cards=mistaken, ahead=True)
        return Deck(self.name == "today", self.topic, self.level, self.asked, ahead=self.ahead)

    def begin(self, size: int, at: datetime) -> RoundLink:
        return replace(self, size=size, began=at)

    def params(self) -> dict[str, str]:
        """The address's parameters; `parse_round` reads them back."""
        params = {"deck": self.name, "topic": self.topic, "level": self.level, "asked": self.asked, "size": self.size}
        params |= {"ahead": 1 if self.ahead else None}
        params |= {"began": round(self.began.timestamp() * 1000) if self.began else None}
        return {name: str(value) for name, value in params.items() if value is not None}


def parse_round(params: Mapping[str, str], now: datetime) -> tuple[RoundLink, list[Text]]:
    """The round that an address means, and a sentence for each thing in it that had to be left out."""
    decks: dict[str, DeckName] = {name: name for name in get_args(DeckName)}
    asks: dict[str, Asked] = {asked: asked for asked in HOW_OFTEN}
    levels: dict[str, Level] = {str(level): level for level in catalog.LEVELS}
    name = decks.get(params.get("deck", ""))
    topic = params["topic"] if params.get("topic") in topics() else None
    level, asked = levels.get(params.get("level", "")), asks.get(params.get("asked", ""))
    notes = [
        _left_out(field, Quoted(params[field]))
        for field, value in (("deck", name), ("topic", topic), ("level", level), ("asked", asked))
        if value is None and field in params
    ]
    link = RoundLink(name or "cards", topic, level, asked, params.get("ahead") == "1")
    size, began = _whole(params.get("size")), _whole(params.get("began"))
    if size and began is not None and began <= 1000 * now.timestamp() + 1:
        link = link.begin(min(size, _MOST), datetime.fromtimestamp(began / 1000, UTC))
    elif {"size", "began"} & params.keys():
        notes.append(Text("The round that this link means cannot be read; choose a deck."))
    return link, notes


def _left_out(field: str, value: Quoted) -> Text:
    told = {
        "deck": Text("There is no deck “{value}”; here are all cards.", value=value),
        "topic": Text("There is no topic “{topic}”; here are all topics.", topic=value),
        "level": Text("There is no level “{value}”; here are all levels.", value=value),
        "asked": Text("“{value}” does not say how often a question is asked; here are all.", value=value),
    }
    return told[field]


def fresh_numbers(kind: str, level: Level, rows: int) -> ProblemLink:
    """The problem of a skill's next review: fresh numbers each time, and the same ones after a reload."""
    digest = hashlib.sha256(f"{kind}/{level}/{rows}".encode()).digest()
    return ProblemLink(kind, level, int.from_bytes(digest[:4]) % (catalog.LARGEST_SEED + 1))


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[0-9]{1,14}", text) else None
