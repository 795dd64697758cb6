"""Which interview does an address mean? Total: whatever it holds, something usable comes out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from engine import catalog
from engine.cards import topics
from engine.interview.ids import can_be_slot
from engine.interview.plan import plan
from engine.interview.slots import Kind, Plan
from engine.interview.templates import LONGEST, SHORTEST, Template, templates
from engine.problem import Level
from engine.text import Quoted, Text

COMPOSED = "composed"
PERSON = "person"
USUAL_MINUTES = 30
SHARES: dict[int, tuple[Kind, ...]] = {
    0: ("numeric", "chain", "numeric", "numeric"),
    25: ("numeric", "spoken", "numeric", "chain"),
    50: ("spoken", "numeric", "spoken", "chain", "error", "numeric"),
    75: ("spoken", "numeric", "spoken", "error"),
    100: ("spoken", "error", "spoken", "code"),
}
_USUAL_SHARE = 50


@dataclass(frozen=True)
class Composition:
    """An interview that the candidate put together; `spoken` is the percentage of questions that are not computed."""

    minutes: int = USUAL_MINUTES
    topics: tuple[str, ...] = ()
    level: Level | None = None
    spoken: int = _USUAL_SHARE

    def params(self) -> dict[str, str]:
        params = {"minutes": str(self.minutes), "spoken": str(self.spoken)}
        params |= {"topics": ",".join(self.topics)} if self.topics else {}
        return params | ({"level": str(self.level)} if self.level else {})

    def template(self) -> Template:
        said = {"en": "Composed", "ko": "직접 구성"}
        made = {"title": said, "about": said, "minutes": self.minutes, "pattern": SHARES[self.spoken]}
        levels = (self.level,) if self.level else ()
        return Template.model_validate(made | {"topics": self.topics, "levels": levels}, context=COMPOSED)


@dataclass(frozen=True)
class InterviewLink:
    """An interview by the name of its template, or composed; `run` tells one taking from another.

    `ids` are its questions where the seed alone does not mean them: weak spots are those of one learner. With
    `by_person` a person interviews another one.
    """

    made_of: str | Composition
    seed: int
    ids: tuple[str, ...] = ()
    run: str | None = None
    by_person: bool = False

    @property
    def template(self) -> Template:
        return templates()[self.made_of] if isinstance(self.made_of, str) else self.made_of.template()

    def plan(self, mistaken_cards: frozenset[str] = frozenset()) -> Plan:
        return plan(self.template, self.seed, mistaken_cards, self.ids)

    def carrying(self, planned: Plan) -> InterviewLink:
        """With the plan's questions, so that another learner gets them too."""
        return replace(self, ids=planned.ids)

    def params(self) -> dict[str, str]:
        """The address's parameters; `parse_interview` reads them back."""
        params = {"interview": self.made_of if isinstance(self.made_of, str) else COMPOSED, "seed": str(self.seed)}
        params |= self.made_of.params() if isinstance(self.made_of, Composition) else {}
        params |= {"questions": ",".join(self.ids)} if self.ids else {}
        params |= {"by": PERSON} if self.by_person else {}
        return params | ({"run": self.run} if self.run else {})


def recipe(made_of: str | Composition) -> str:
    """What an interview is made of, in a line to keep; `made_from` reads it back."""
    return made_of if isinstance(made_of, str) else urlencode(made_of.params())


def made_from(recipe: str, minutes: int) -> str | Composition:
    """A template by its name, else a composition; of one whose recipe says nothing, that lasts so many minutes."""
    return recipe if recipe in templates() else _composition({"minutes": str(minutes)} | dict(parse_qsl(recipe)), [])


def parse_interview(params: Mapping[str, str]) -> tuple[InterviewLink | None, list[Text]]:
    """The interview that an address means, None where it means none, and what had to be replaced or left out."""
    notes: list[Text] = []
    name = params.get("interview")
    if name is None:
        return None, notes
    if name != COMPOSED and name not in templates():
        note = Text("There is no interview “{name}”; here you can choose one.", name=Quoted(name))
        return None, [note]
    made_of = _composition(params, notes) if name == COMPOSED else name
    link = InterviewLink(made_of, _seed(params, notes))
    run = params.get("run", "")
    link = replace(link, run=run if re.fullmatch(r"[0-9a-f]{32}", run) else None, by_person=_by_person(params, notes))
    return replace(link, ids=_ids(params, link.template.minutes, notes)), notes


def _by_person(params: Mapping[str, str], notes: list[Text]) -> bool:
    by = params.get("by", "")
    if by not in ("", PERSON):
        notes.append(Text("This link asks for the interviewer “{by}”; here Flipside asks.", by=Quoted(by)))
    return by == PERSON


def _composition(params: Mapping[str, str], notes: list[Text]) -> Composition:
    levels = {str(level): level for level in catalog.LEVELS}
    level = levels.get(params.get("level", ""))
    if level is None and params.get("level"):
        note = Text("There is no level “{level}”; here are all levels.", level=Quoted(params["level"]))
        notes.append(note)
    asked = list(dict.fromkeys(filter(None, params.get("topics", "").split(","))))
    for topic in [topic for topic in asked if topic not in topics()]:
        asked.remove(topic)
        notes.append(Text("There is no topic “{topic}”; it was left out.", topic=Quoted(topic)))
    minutes = _nearest(params.get("minutes"), range(SHORTEST, LONGEST + 1), USUAL_MINUTES)
    if "minutes" in params and params["minutes"] != str(minutes):
        notes.append(
            Text(
                "This link asked for “{asked}” minutes; here are {minutes}.",
                asked=Quoted(params["minutes"]),
                minutes=minutes,
            )
        )
    spoken = _nearest(params.get("spoken"), list(SHARES), _USUAL_SHARE)
    if "spoken" in params and params["spoken"] != str(spoken):
        note = Text(
            "This link asked for “{asked}” percent of spoken questions; here are {spoken}.",
            asked=Quoted(params["spoken"]),
            spoken=spoken,
        )
        notes.append(note)
    return Composition(minutes, tuple(asked), level, spoken)


def _ids(params: Mapping[str, str], most: int, notes: list[Text]) -> tuple[str, ...]:
    """The questions that the address carries, at most one a minute."""
    written = list(dict.fromkeys(filter(None, params.get("questions", "").split(","))))[:most]
    for id in written:
        if not can_be_slot(id):
            notes.append(Text("This link holds “{id}”, which is not a question; it was left out.", id=Quoted(id)))
    return tuple(filter(can_be_slot, written))


def _seed(params: Mapping[str, str], notes: list[Text]) -> int:
    seed = _whole(params.get("seed"))
    if seed is not None and seed <= catalog.LARGEST_SEED:
        return seed
    if "seed" in params:
        note = Text("“{seed}” is not a seed; here are fresh questions.", seed=Quoted(params["seed"]))
        notes.append(note)
    return catalog.fresh_seed()


def _nearest(text: str | None, known: Sequence[int], usual: int) -> int:
    wanted = _whole(text)
    return usual if wanted is None else min(known, key=lambda one: abs(one - wanted))


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[0-9]{1,10}", text) else None
