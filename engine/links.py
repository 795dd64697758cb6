"""Which problem or quiz does an address mean? Total: whatever the address holds, something usable comes out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine import catalog, givens
from engine.dice import Dice
from engine.problem import Level, Problem
from engine.text import Quoted, Text

MIXED = "mixed"
QUIZ_SIZES = (5, 10, 20)


@dataclass(frozen=True)
class ProblemLink:
    """One problem: a seed and a level, or own numbers. `mix` is where the next one is taken from."""

    kind: str
    level: Level
    seed: int | None
    own: str | None = None
    mix: str | None = None

    def problem(self) -> Problem:
        if self.own is not None:
            return catalog.from_givens(self.kind, givens.parse(self.own))
        return catalog.draw(self.kind, self.level, self.seed or 0)

    def params(self) -> dict[str, str]:
        """The address's parameters; `parse_problem` reads them back."""
        version = catalog.kinds()[self.kind].version
        params = {"kind": self.kind, "level": str(self.level), "v": str(version)}
        params |= {"givens": self.own} if self.own is not None else {"seed": str(self.seed)}
        return params | ({"mix": self.mix} if self.mix else {})


def fresh_problem(kind: str, level: Level) -> ProblemLink:
    """A new problem of a kind."""
    return ProblemLink(kind, level, catalog.fresh_seed())


def mixed_problem(mix: str, level: Level) -> ProblemLink:
    """A new problem of any kind of a topic, which may be called as a kind is, or of any at all (`mixed`)."""
    kinds = [slug for slug, kind in catalog.kinds().items() if mix in (MIXED, kind.topic)]
    return ProblemLink(kinds[catalog.fresh_seed() % len(kinds)], level, catalog.fresh_seed(), mix=mix)


def own_problem(kind: str, level: Level, problem: Problem, mix: str | None) -> ProblemLink:
    """The link to a problem with own numbers; `level` is that of the next one."""
    return ProblemLink(kind, level, None, json.dumps(problem.givens(), separators=(",", ":")), mix)


def parse_problem(params: Mapping[str, str]) -> tuple[ProblemLink, list[Text]]:
    """The problem that an address means, and a sentence for each thing in it that had to be replaced."""
    notes: list[Text] = []
    level = _level(params.get("level"), notes)
    mix = params.get("mix")
    topics = {kind.topic for kind in catalog.kinds().values()}
    if mix is not None and mix != MIXED and mix not in topics:
        notes.append(Text("There is no topic “{topic}”; here are all topics.", topic=Quoted(mix)))
        mix = MIXED
    slug = params.get("kind")
    if slug is None:
        return mixed_problem(mix or MIXED, level), notes
    if slug not in catalog.kinds():
        link = mixed_problem(mix or MIXED, level)
        title = catalog.kinds()[link.kind].title
        note = Text("There is no kind of problem “{kind}”; here is one: {title}.", kind=Quoted(slug), title=title)
        return link, [*notes, note]
    _check_version(slug, params.get("v"), notes)
    if "givens" in params:
        try:
            problem = catalog.from_givens(slug, givens.parse(params["givens"]))
            return own_problem(slug, level, problem, mix), notes
        except givens.BadGivens as fault:
            notes.append(
                Text("The numbers in this link do not make a problem: {why} Here is a fresh one.", why=fault.text)
            )
            return replace(fresh_problem(slug, level), mix=mix), notes
    return ProblemLink(slug, level, _seed(params.get("seed"), notes), mix=mix), notes


@dataclass(frozen=True)
class QuizLink:
    """The problems of a quiz in order, as (kind, seed), at one level; `run` tells one taking from another.

    The `placement` is the quiz whose outcome sets the level at which each topic begins.
    """

    level: Level
    problems: tuple[tuple[str, int], ...]
    run: str | None = None
    placement: bool = False

    def problem(self, place: int) -> ProblemLink:
        kind, seed = self.problems[place]
        return ProblemLink(kind, self.level, seed)

    def params(self) -> dict[str, str]:
        kinds = catalog.kinds()
        problems = ",".join(f"{kind}.{kinds[kind].version}.{seed}" for kind, seed in self.problems)
        params = {"level": str(self.level), "problems": problems}
        return params | ({"placement": "1"} if self.placement else {}) | ({"run": self.run} if self.run else {})


def fresh_quiz(topics: list[str], level: Level, count: int, placement: bool = False) -> QuizLink:
    """A new quiz over the topics' kinds, each kind as often as any other."""
    kinds = [slug for slug, kind in catalog.kinds().items() if kind.topic in topics]
    seed = catalog.fresh_seed()
    dice = Dice("quiz", seed)
    order: list[str] = []
    while len(order) < count:
        order += dice.sample(kinds, len(kinds))
    problems = tuple((kind, dice.whole(0, catalog.LARGEST_SEED)) for kind in order[:count])
    return QuizLink(level, problems, placement=placement)


def parse_quiz(params: Mapping[str, str]) -> tuple[QuizLink | None, list[Text]]:
    """The quiz that an address means, None where it means none, and what had to be left out."""
    notes: list[Text] = []
    if "problems" not in params:
        return None, notes
    level = _level(params.get("level"), notes)
    problems = []
    for entry in list(filter(None, params["problems"].split(",")))[: max(QUIZ_SIZES)]:
        kind, _, rest = entry.partition(".")
        version, _, seed = rest.partition(".")
        if kind not in catalog.kinds() or _whole(seed) is None:
            notes.append(
                Text("This link holds “{entry}”, which is not a problem; it was left out.", entry=Quoted(entry))
            )
            continue
        _check_version(kind, version, notes)
        problems.append((kind, _whole(seed) or 0))
    if not problems:
        return None, [*notes, Text("This link holds no problem; here you can set up a quiz.")]
    run = params.get("run", "")
    run_known = run if re.fullmatch(r"[0-9a-f]{32}", run) else None
    return QuizLink(level, tuple(problems), run_known, params.get("placement") == "1"), notes


def _whole(text: str | None) -> int | None:
    if text is None or not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > catalog.LARGEST_SEED:
        return None
    return int(text)


def _level(text: str | None, notes: list[Text]) -> Level:
    number = _whole(text)
    for level in catalog.LEVELS:
        if number == level:
            return level
    if not text:
        return 1
    nearest = catalog.LEVELS[-1] if number else catalog.LEVELS[0]
    notes.append(
        Text("This link asked for level {level}; here is level {nearest}.", level=Quoted(text), nearest=nearest)
    )
    return nearest


def _seed(text: str | None, notes: list[Text]) -> int:
    seed = _whole(text)
    if seed is not None:
        return seed
    if text is not None:
        notes.append(Text("“{seed}” is not a seed; here is a fresh problem.", seed=Quoted(text)))
    return catalog.fresh_seed()


def _check_version(slug: str, text: str | None, notes: list[Text]) -> None:
    version = catalog.kinds()[slug].version
    if text is not None and text != str(version):
        note = Text(
            "This link was made with version {old} of “{title}”, and this is version {new}: its numbers may differ.",
            old=Quoted(text),
            title=catalog.kinds()[slug].title,
            new=version,
        )
        if note not in notes:
            notes.append(note)
