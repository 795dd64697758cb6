"""One interview question as a flashcard: asked, flipped, ticked off and graded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import streamlit as st

from engine.cards import Question, cards, topics
from engine.study.memory import Memory
from engine.study.reviews import RATINGS, Rating, grade, proposed, question_of
from engine.text import Text
from ui.boot import store
from ui.card import HOW_OFTEN, prose
from ui.code import show_code, show_mended
from ui.components.hotkeys import hotkeys
from ui.desk import hash_of
from ui.faults import faults_kept
from ui.navigation import PAGES
from ui.session import glued, lang, render, say
from ui.study import Study, now

NOTE = "round-note"
GRADES: dict[Rating, Text] = {1: Text("Again"), 2: Text("Hard"), 3: Text("Good"), 4: Text("Easy")}
KEYS = " 1234u"


def flashcard(question: Question, memory: Memory, began: datetime, here: Study) -> None:
    """The question, and once it is flipped its points, its model answer and the four grades.

    `began` is when the round did: a grade from before it is not taken back.
    """
    name = hash_of(f"{memory.item}#{memory.rows}")
    flipped = bool(st.session_state.get(f"flipped-{name}"))
    with st.container(key="flashcard-back" if flipped else "flashcard-front"):
        aloud = "" if flipped else f":gray[{say('Say it aloud, then flip.')}]"
        if question.code:
            st.markdown(_front(question, memory))
            show_code(question)
            if aloud:
                st.markdown(aloud)
        else:
            st.markdown(f"{_front(question, memory)}\n\n{aloud}")
        if flipped:
            _back(question, memory, name)
    if flipped:
        keys = _grades(question, memory, began, here, name)
    else:
        with st.container(key="round-buttons", horizontal=True, vertical_alignment="center", gap="medium"):
            st.button(say("Flip"), type="primary", key=f"flip-{name}", on_click=_flip, args=(name,))
            keys = {" ": f"flip-{name}"} | undo_button(began, here)
    if here.chosen.shortcuts:
        hotkeys(keys, KEYS, key="hotkeys")


def undo_button(began: datetime, here: Study) -> dict[str, str]:
    """Take the round's last grade back; the key that presses it, where there is one to take back."""
    day, memories = here.clock.day, here.record.memories.values()
    today = [memory for memory in memories if memory.last_day == day and question_of(memory.item)]
    latest = max(today, key=lambda memory: memory.last or began, default=None)
    if latest is None or latest.last is None or latest.last < began:
        return {}
    key = f"undo-{hash_of(f'{latest.item}#{latest.rows}')}"

    def undo() -> None:
        with faults_kept():
            last = store().last_grade(day)
            if last and (last.item, last.at) == (latest.item, latest.last):  # not taken back already
                store().undo(last, now(), day)
        st.session_state["round-item"] = latest.item

    st.button(say("Undo the last grade"), type="tertiary", key=key, on_click=undo)
    return {"u": key}


def span(rest: timedelta) -> str:
    """How long an item rests, in the largest fitting unit."""
    if rest < timedelta(hours=1):
        return say("{n} min", n=max(1, round(rest.total_seconds() / 60)))
    if rest.days < 31:
        return say("{n:day|days}", n=max(1, rest.days))
    if rest.days < 365:
        return say("{n:month|months}", n=round(rest.days / 30.4))
    return say("{n:year|years}", n=round(rest.days / 365.25))


def _front(question: Question, memory: Memory) -> str:
    topic = topics()[cards()[question.card].topic].name.render(lang())
    quiet = [topic, render(HOW_OFTEN[question.asked]), say("level {level}", level=question.level)]
    quiet += [say("new")] if memory.is_new else []
    quiet += [say("forgotten {n} times", n=memory.lapses)] if memory.is_leech else []
    return f":gray[{' · '.join(quiet)}]\n\n{glued(question.ask.render(lang()))}"


def _back(question: Question, memory: Memory, name: str) -> None:
    st.markdown(f"**{say('Did you say')}**")
    for place, point in enumerate(question.points):
        st.checkbox(point.render(lang()), key=_tick(name, place))
    st.markdown(f"**{say('Model answer, 30 seconds')}**\n\n{prose(question.answer)}")
    show_mended(question)
    flags = "\n".join(f"- {flag.render(lang())}" for flag in question.red_flags)
    with st.expander(say("Longer answer and red flags") if question.long else say("Red flags")):
        long = f"{prose(question.long)}\n\n" if question.long else ""
        st.markdown(f"{long}**{say('Red flags')}**\n\n{flags}")
    label = say("Read the card")
    if memory.is_leech:
        label = f":yellow-background[{say('Forgotten {n} times: read its card', n=memory.lapses)}]"
    st.page_link(PAGES / "learn.py", label=label, query_params={"card": question.card})


def _grades(question: Question, memory: Memory, began: datetime, here: Study, name: str) -> dict[str, str]:
    """Four grades with their intervals; the one that the ticks propose is in ink."""
    ticks = [bool(st.session_state.get(_tick(name, place))) for place in range(len(question.points))]
    proposal = proposed(sum(ticks), len(ticks)) if any(ticks) else None
    rests = memory.intervals(here.chosen.retention, here.clock.at, here.clock.day)
    keys = {}
    with st.container(key="grades"):
        for rating in RATINGS:
            key = f"grade-{rating}-{name}"
            kind: Literal["primary", "secondary"] = "primary" if rating == proposal else "secondary"
            label = f"{rating}  {render(GRADES[rating])} · {span(rests[rating])}"
            st.button(label, type=kind, key=key, width="stretch", on_click=_grade, args=(memory, rating, here))
            keys[str(rating)] = key
    with st.container(key="quiet-grades"):
        if proposal:
            words = GRADES[proposal]
            told = say("{made} of {all} points suggest “{grade}”.", made=sum(ticks), all=len(ticks), grade=words)
        else:
            told = say("Tick what you said: all of it is Good, half is Hard, less is Again. Easy is what came at once.")
        st.markdown(told)
    with st.container(key="round-more", horizontal=True, vertical_alignment="center", gap="medium"):
        keys |= undo_button(began, here)
        _leave_out(memory.item)
    return keys


def _leave_out(item: str) -> None:
    """Suspend the question; Browse takes it in again."""

    def suspend() -> None:
        with faults_kept():
            store().suspend(item, away=True)
            st.session_state[NOTE] = Text("Left out of all rounds. On the Flashcards page, Browse takes it in again.")

    st.button(say("Leave it out"), type="tertiary", key=f"leave-{hash_of(item)}", on_click=suspend)


def _flip(name: str) -> None:
    st.session_state[f"flipped-{name}"] = True


def _grade(memory: Memory, rating: Rating, here: Study) -> None:
    """Store the grade; the same card graded in another tab has the same id and counts once."""
    at = now()
    review = grade(memory.item, memory.rows, rating, here.chosen.retention, at, here.clock.day_of(at))
    with faults_kept():
        store().grade(review)
        st.session_state.pop("round-item", None)


def _tick(name: str, place: int) -> str:
    return f"tick-{place}-{name}"
