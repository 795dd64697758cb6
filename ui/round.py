"""How is a round taken: a flashcard or a problem at a time, until what was dealt is done?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

import streamlit as st

from engine.cards import questions
from engine.rounds import RoundLink, fresh_numbers
from engine.study.decks import Deck, Round, deal, mistaken_cards, settled_since
from engine.study.items import Item, items
from engine.study.memory import Memory
from engine.study.reviews import question_of, skill_of
from engine.text import Text
from ui.boot import store
from ui.components.hotkeys import hotkeys
from ui.desk import Desk, desk_for
from ui.faults import faults_told, tell_fault
from ui.flashcard import KEYS, NOTE, flashcard, undo_button
from ui.multiple_choice import wants_choices
from ui.session import render, say, set_address
from ui.study import Study, study
from ui.work import show_notes, show_prompt, work_on

RECENT = 200  # answers in which "my mistakes" are looked for


def deck_of(link: RoundLink) -> Deck:
    return link.deck(mistaken_cards(store().latest(RECENT)) if link.name == "mistakes" else frozenset())


def dealt(deck: Deck, here: Study) -> Round:
    """What a deck holds now."""
    return deal(here.record, deck, here.chosen, here.clock)


@st.fragment
def take(link: RoundLink, began: datetime) -> None:
    """One item of the round; at its end what was done. A grade draws only this anew, not the page around it."""
    with faults_told():
        _take(link, began, study())


def _take(link: RoundLink, began: datetime, here: Study) -> None:
    if st.session_state.get("round") != link:
        _clear("round-problem", "round-item")  # what another round left on the table is none of this one
        st.session_state["round"] = link
    deck, size = deck_of(link), link.size or 0
    done = min(settled_since(here.record, deck, began), size)
    round = dealt(deck, here)
    item = _current(round.upcoming(size - done), round.queue)
    if item is None:
        _end(done, began, here)
        return
    st.html(_progress(done, size, bool(question_of(item.id)) and here.chosen.shortcuts))
    _tell()
    memory = here.record.memories.get(item.id, Memory(item.id))
    if key := question_of(item.id):
        flashcard(questions()[key], memory, began, here)
    else:
        _skill(item, memory, here)


def _progress(done: int, size: int, keys: bool) -> str:
    """How far the round is, as an outlined bar and in words; one element, because each is felt after a grade."""
    told = escape(say("{done} of {size} done", done=done, size=size))
    bar = f"<span class='bar' aria-hidden='true'><i style='width:{done / size:.0%}'></i></span>"
    hint = f"<span class='keys'>{escape(say('Space flips, 1 to 4 grade, U undoes'))}</span>" if keys else ""
    return f"<p class='round'>{bar}{told}{hint}</p>"


def _current(upcoming: Sequence[Item], queue: Sequence[Item]) -> Item | None:
    """The item on the table stays there until it is done; a verdict stays until the learner goes on."""
    kept = str(st.session_state.get("round-item"))
    if kept in items() and (_open_desk() or (upcoming and any(item.id == kept for item in queue))):
        return items()[kept]
    item = next(iter(upcoming), None)
    st.session_state["round-item"] = item.id if item else None
    return item


def _open_desk() -> Desk | None:
    """The problem of the round that was answered and whose verdict is still being read."""
    desk: Desk | None = st.session_state.get("desk")
    return desk if desk and desk.done and desk.link == st.session_state.get("round-problem") else None


def _skill(item: Item, memory: Memory, here: Study) -> None:
    kind, level = skill_of(item.id) or ("", 1)
    desk = _open_desk()
    if desk is None:
        link = fresh_numbers(kind, level, memory.rows)
        st.session_state["round-problem"] = link
        desk = desk_for(link, choosing=wants_choices())
    with st.container(key="quiet-kind"):
        st.markdown(f"{render(desk.problem.title)} · {say('level {level}', level=level)}")
    show_prompt(desk)
    work_on(desk, lambda _: None, lambda _: _afterwards(here))


def _afterwards(here: Study) -> None:
    shortcut = "N" if here.chosen.shortcuts else None
    if st.button(say("Next"), type="primary", key="next", shortcut=shortcut, on_click=_go_on):
        st.rerun()


def _go_on() -> None:
    _clear("desk", "round-problem", "round-item")


def _tell() -> None:
    """What became of the last press of a button, where the page does not show it by itself."""
    tell_fault()
    if note := st.session_state.pop(NOTE, None):
        show_notes([note])


def _clear(*names: str) -> None:
    for name in names:
        st.session_state.pop(name, None)


def _end(done: int, began: datetime, here: Study) -> None:
    st.session_state.pop("round-item", None)
    with st.container(key="statement"):
        if done:
            st.markdown(say("{n:item|items} done. Nothing is left of this round.", n=done))
        else:
            st.markdown(say("Nothing is left of this round."))
    _tell()
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if st.button(say("To Today"), type="primary", key="to-today"):
            st.switch_page("../pages/today.py", query_params={})
        if st.button(say("Another deck"), key="another-deck"):
            set_address({})
            st.rerun()
        keys = undo_button(began, here)
    if here.chosen.shortcuts:
        hotkeys(keys, KEYS, key="hotkeys")


def begin(link: RoundLink, size: int, here: Study) -> None:
    """Go to the round's own address: a reload goes on with it."""
    set_address(link.begin(size, here.clock.at).params())


def remaining(round: Round) -> Text:
    """What a deck holds, in one sentence."""
    due, new = len(round.due) + len(round.waiting), len(round.new)
    if due and new:
        return Text("{due} due and {new} new, about {n:minute|minutes}.", due=due, new=new, n=round.minutes)
    if due:
        return Text("{due} due, about {n:minute|minutes}.", due=due, n=round.minutes)
    if new:
        return Text("{new} new, about {n:minute|minutes}.", new=new, n=round.minutes)
    return Text("Nothing is due in this deck.")
