"""What is the plan of an interview: its questions in order, what may follow each, and the time for all of it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine import catalog
from engine.cards import Question, cards
from engine.dice import Dice
from engine.interview.chain import CHAIN, LAYER
from engine.interview.choose import candidates, choose, pick
from engine.interview.ids import Numbers, kind_of, numbers, question, question_kind, seconds_for, topics_of
from engine.interview.slots import WALK_THROUGH, Followup, Plan, Slot, When
from engine.interview.templates import Template

DEEPEST = 2  # follow-ups of a question, and theirs
UNIT = 5  # seconds; all times are multiples of it


def plan(template: Template, seed: int, mistaken_cards: frozenset[str] = frozenset(), ids: Sequence[str] = ()) -> Plan:
    """The plan that a seed means; its questions' seconds add up to the template's minutes.

    `mistaken_cards` are those that explain recent slips. With `ids`, such as a link carries, these are the questions.
    """
    chosen = tuple(ids) or choose(template, seed, mistaken_cards)
    chance = _Followups(template, seed, frozenset(chosen))
    slots = []
    for id in chosen:
        followups = chance.after(id)
        room = max((followup.seconds for followup in followups), default=0)
        slots.append(Slot(id, kind_of(id) or "spoken", seconds_for(id) + room, followups))
    return Plan(template.id, seed, template.minutes, _timed(slots, template.minutes))


@dataclass(frozen=True)
class _Followups:
    template: Template
    seed: int
    slots: frozenset[str]

    def after(self, id: str, above: tuple[str, ...] = ()) -> tuple[Followup, ...]:
        """What may follow, where nothing is asked that is a question of its own or was asked on the way here."""
        if len(above) == DEEPEST or id == WALK_THROUGH:
            return ()
        asked = question(id)
        followups = []
        for ask, when in self._written(asked) if asked else self._about_numbers(id):
            if ask not in self.slots and ask not in above:
                seconds = seconds_for(ask) * (2 if question(ask) else 3) // 3  # a question that follows is shorter
                followups.append(Followup(ask, kind_of(ask) or "spoken", when, seconds, self.after(ask, (*above, id))))
        return tuple(followups)

    def _written(self, asked: Question) -> Iterator[tuple[str, When]]:
        """Those of the question's card."""
        for followup in asked.followups:
            if followup.ask in catalog.kinds():
                if self.template.computes:
                    level = 1 if followup.when == "weak" else asked.level
                    seed = Dice("follow-up", asked.key, followup.ask, self.seed).whole(0, catalog.LARGEST_SEED)
                    yield str(Numbers(followup.ask, catalog.LEVELS[level - 1], seed)), followup.when
            elif (then := question(followup.ask)) and self._suits(then):
                yield followup.ask, followup.when

    def _about_numbers(self, id: str) -> Iterator[tuple[str, When]]:
        """How the candidate got a wrong number; after a right one, why it is so."""
        yield WALK_THROUGH, "wrong"
        named = numbers(id)
        kinds = set(CHAIN) if named and named.kind == LAYER else {named.kind} if named else set()
        used = {candidate.card for candidate in candidates() if candidate.key in self.slots}
        found = [
            candidate
            for candidate in candidates()
            if kinds & set(cards()[candidate.card].practice)
            and candidate.card not in used
            and candidate.kind == "spoken"
            and self._suits(candidate.question)
        ]
        near = [candidate for candidate in found if candidate.topic in topics_of(id)] or found
        why = [candidate for candidate in near if "why" in candidate.question.ask.en.lower()]
        left = {candidate.key: candidate.weight for candidate in why or near}
        dice = Dice("why", id, self.seed)
        for _ in range(min(2, len(left))):  # two, as the first may have been asked before
            key = pick(dice, list(left.items()))
            del left[key]
            yield key, "strong"

    def _suits(self, asked: Question) -> bool:
        """At most one level above the interview's own, and no code where it asks for none."""
        hardest = max(self.template.levels or catalog.LEVELS) + 1
        return asked.level <= hardest and (question_kind(asked) != "code" or "code" in self.template.pattern)


def _timed(slots: Sequence[Slot], minutes: int) -> tuple[Slot, ...]:
    """The slots with their seconds scaled to the minutes; what rounding leaves over goes where it took the most."""
    total, units = sum(slot.seconds for slot in slots), 60 * minutes // UNIT
    shares = [divmod(slot.seconds * units, total) for slot in slots]
    left = units - sum(share for share, _ in shares)
    topped_up = set(sorted(range(len(slots)), key=lambda place: (-shares[place][1], place))[:left])

    def scaled(followup: Followup) -> Followup:
        share = max(1, followup.seconds * units // total)
        return replace(followup, seconds=UNIT * share, followups=tuple(map(scaled, followup.followups)))

    return tuple(
        replace(
            slot,
            seconds=UNIT * (shares[place][0] + (place in topped_up)),
            followups=tuple(map(scaled, slot.followups)),
        )
        for place, slot in enumerate(slots)
    )


def as_json(planned: Plan) -> dict[str, Any]:
    """A plan as `interview --json` prints it."""
    return {
        "template": planned.template,
        "seed": planned.seed,
        "minutes": planned.minutes,
        "questions": [
            {
                "id": slot.id,
                "kind": slot.kind,
                "seconds": slot.seconds,
                "followups": [
                    {"id": followup.id, "when": followup.when, "seconds": followup.seconds}
                    for followup in slot.followups
                ],
            }
            for slot in planned.slots
        ],
    }


def as_lines(planned: Plan) -> list[str]:
    """A plan for people to read."""
    lines = [f"{planned.template} · {planned.minutes} minutes · seed {planned.seed}"]
    for number, slot in enumerate(planned.slots, start=1):
        lines.append(f"{number:3}. {slot.seconds:4} s  {slot.kind:9}{slot.id}")
        lines += [f"     {one.seconds:4} s  {'if ' + one.when:11}{one.id}" for one in slot.followups]
    return lines
