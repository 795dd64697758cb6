"""One problem on the desk: how far it is, what became of its answer, and what is kept of it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import streamlit as st

from engine.answers import Grid, Stack
from engine.links import ProblemLink
from engine.problem import Judgement, Problem
from engine.study.attempts import Attempt
from engine.study.preferences import preferences
from engine.study.reviews import Review, first_of_day, rating_of, skill_item
from engine.study.store import StoreFault
from engine.text import Language, Text
from ui.boot import store
from ui.reply import attempt_key, reply_text, typed_in
from ui.study import clock, now

IDLE_SECONDS = 600


@dataclass
class Desk:
    """A problem while the learner works on it. Disposable: the address and the record hold what must last."""

    link: ProblemLink
    problem: Problem
    quiz: str | None = None
    place: int = 0
    opened: str | None = None  # the earlier attempt that the address asks for
    schedules: bool = True  # a placement only finds where to begin
    choices: tuple[Any, ...] = ()  # the answers to choose among, where the learner wants that
    tries: int = 0
    hints: int = 0
    as_text: bool = False
    shown_at: float = field(default_factory=time.monotonic)
    own_id: str = field(default_factory=lambda: uuid.uuid4().hex)  # where the browser sent none
    attempt: Attempt | None = None
    verdict: Judgement | None = None
    unread: Judgement | None = None
    fault: Text | None = None
    chosen: tuple[int, ...] | None = None  # a cell: row and column, in a stack behind the number of its grid
    notes: list[Text] = field(default_factory=list)  # what the address asked for and did not get
    picked: str = ""  # an option, before it is checked
    drawn_in: Language | None = None  # the language of the options

    @property
    def key(self) -> str:
        """What the widgets of this try are called; the same after a restart of the server."""
        link = self.link
        place = f"{self.quiz or ''}{self.place}-{self.tries}{'-choice' if self.choices else ''}"
        return f"{link.kind}-{link.level}-{link.seed}-{hash_of(link.own)}-{place}"

    @property
    def on_board(self) -> bool:
        """Whether the answer is a grid of the board, or several."""
        return isinstance(self.problem.reply, Grid | Stack)

    @property
    def in_cells(self) -> bool:
        """Whether the reply is typed cell by cell just now."""
        return self.problem.reply.has_cells and not self.as_text and not self.choices

    @property
    def in_other_grids(self) -> bool:
        """Whether the reply is a stack of more or fewer grids than the answer has places for."""
        value = self.verdict.value if self.verdict else None
        return isinstance(self.problem.reply, Stack) and value is not None and len(value) != len(self.problem.maps())

    @property
    def fixed_size(self) -> bool:
        """Whether the board has the answer's size; else the learner sets it."""
        return self.link.level == 1 and not self.link.own

    @property
    def done(self) -> bool:
        return self.attempt is not None

    def again(self) -> None:
        """Clear the desk for another try at the same problem."""
        self.tries += 1
        self.attempt = self.verdict = self.unread = self.fault = self.chosen = None
        self.notes, self.picked = [], ""
        self.hints, self.shown_at, self.own_id = 0, time.monotonic(), uuid.uuid4().hex


def hash_of(text: str | None) -> str:
    return uuid.uuid5(uuid.NAMESPACE_OID, text).hex[:8] if text else ""


def desk_for(
    link: ProblemLink,
    attempt_id: str | None = None,
    quiz: str | None = None,
    place: int = 0,
    schedules: bool = True,
    choosing: bool = False,
) -> Desk:
    """The desk of this visit, laid anew when the address means another problem."""
    desk: Desk | None = st.session_state.get("desk")
    asked = (*_identity(link), quiz, place, attempt_id)
    if desk is None or asked != (*_identity(desk.link), desk.quiz, desk.place, desk.opened):
        desk = Desk(link, link.problem(), quiz, place, attempt_id, schedules)
        if attempt_id:
            _restore(desk, attempt_id)
        st.session_state["desk"] = desk
    desk.link = link
    if not desk.done:
        desk.choices = desk.problem.choices() if choosing else ()
    return desk


def last_params() -> dict[str, str]:
    """The problem that this visit practised last, for an address that names none."""
    desk: Desk | None = st.session_state.get("desk")
    return desk.link.params() if desk and not desk.quiz else {}


def check(desk: Desk) -> None:
    """Judge what is typed and keep it; a reply that cannot be read is no attempt."""
    if desk.done:
        return
    typed, id, seconds = typed_in(desk), _attempt_id(desk), seconds_since_shown(desk)
    verdict = desk.problem.judge(typed)
    desk.fault, desk.unread = None, None
    if verdict.verdict == "unread":
        desk.unread = verdict
    else:
        _keep(desk, id, reply_text(typed), verdict, seconds)


def give_up(desk: Desk) -> None:
    """Keep "I don't know" and show the solution."""
    if not desk.done:
        desk.fault, desk.unread = None, None
        _keep(desk, _attempt_id(desk), "", None, seconds_since_shown(desk))


def hint(desk: Desk) -> None:
    desk.hints = min(desk.hints + 1, 3)


def seconds_since_shown(desk: Desk) -> float | None:
    """How long the learner has worked on it; unknown after a reload or when the desk was left idle."""
    seconds = time.monotonic() - desk.shown_at
    reloaded = (st.session_state.get(attempt_key(desk)) or {}).get("reloaded")
    return None if reloaded or seconds > IDLE_SECONDS else seconds


def _identity(link: ProblemLink) -> tuple[Any, ...]:
    return link.kind, link.level, link.seed, link.own


def attempt_id_in_quiz(run: str, place: int) -> str:
    """The id of the one attempt at a place of a quiz."""
    return uuid.uuid5(uuid.UUID(run), str(place)).hex


def _attempt_id(desk: Desk) -> str:
    """The browser's id of this submit; in a quiz each place is answered once, whoever sends it."""
    if desk.quiz:
        return attempt_id_in_quiz(desk.quiz, desk.place)
    state = st.session_state.get(attempt_key(desk)) or {}
    return state.get("id") or desk.own_id


def _keep(desk: Desk, id: str, reply: str, verdict: Judgement | None, seconds: float | None) -> None:
    """Store the attempt for good, then show it; what is stored under this id already wins."""
    link = desk.link
    attempt = Attempt(
        id=id,
        kind=link.kind,
        version=desk.problem.version,
        seed=link.seed,
        level=None if link.own else link.level,
        givens=desk.problem.givens(),
        reply=reply,
        verdict="right" if verdict and verdict.verdict == "right" else "wrong" if verdict else "gave-up",
        tag=verdict.tag if verdict else None,
        seconds=seconds,
        quiz=desk.quiz,
        at=now(),
        choice=bool(desk.choices and reply),
    )
    try:
        stored = store().record(attempt, partial(_review, desk, attempt) if _schedules(desk) else None)
    except StoreFault as fault:
        desk.fault = fault.text
        return
    _show(desk, stored, verdict if stored is attempt else _verdict_of(desk, stored))


def _schedules(desk: Desk) -> bool:
    """Whether the attempt says something about the skill; own numbers, a placement and another look do not."""
    return desk.link.own is None and not desk.tries and not desk.opened and desk.schedules


def _review(desk: Desk, attempt: Attempt, settings: Mapping[str, str]) -> Review:
    link, chosen = desk.link, preferences(settings)
    rating = rating_of(
        attempt.verdict, desk.hints, attempt.seconds, desk.problem.seconds[link.level - 1], attempt.choice
    )
    item = skill_item(link.kind, link.level)
    return first_of_day(item, rating, chosen.retention, attempt.at, clock(chosen).day_of(attempt.at))


def _show(desk: Desk, attempt: Attempt, verdict: Judgement | None) -> None:
    desk.attempt, desk.verdict = attempt, verdict
    wrong = desk.on_board and verdict and verdict.verdict == "wrong"
    desk.chosen = _first_wrong(verdict.marks or []) if wrong and verdict else None


def _restore(desk: Desk, attempt_id: str) -> None:
    """Lay out an earlier attempt at this problem with the answer that was given."""
    try:
        attempt = store().attempt(attempt_id)
    except StoreFault as fault:
        desk.fault = fault.text
        return
    if attempt and (attempt.kind, attempt.givens) == (desk.problem.slug, desk.problem.givens()):
        _show(desk, attempt, _verdict_of(desk, attempt))
    else:
        desk.notes = [Text("The answer that this link asks for is not kept here; the problem is open again.")]


def _verdict_of(desk: Desk, attempt: Attempt) -> Judgement | None:
    return None if attempt.verdict == "gave-up" else desk.problem.judge(attempt.reply)


def _first_wrong(marks: list[Any]) -> tuple[int, ...] | None:
    """Where the first wrong number stands in nested lists of marks."""
    for place, mark in enumerate(marks):
        inner = _first_wrong(mark) if isinstance(mark, list) else None if mark else ()
        if inner is not None:
            return place, *inner
    return None
