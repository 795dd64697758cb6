"""How does the interviewer put a problem that is computed?"""

from __future__ import annotations

from functools import partial

import streamlit as st

from engine.answers import OneOf, SeveralOf
from engine.interview import events
from engine.interview.turns import Interview
from ui.components.attempt import attempt
from ui.components.kept import kept, kept_rows
from ui.desk import Desk, desk_for
from ui.faults import met_fault
from ui.interview_events import hand_in, happens, problem_link
from ui.interview_question import about_the_answer, aside, reaction
from ui.reply import (
    attempt_key,
    board_key,
    cells_as_text,
    chosen_option,
    lay_choice,
    option_key,
    option_keys,
    reply_text,
    switch_to_text,
    text_key,
    told_place,
    typed_in,
)
from ui.session import render, say
from ui.work import answer_field, readable, show_prompt


def compute(id: str, interview: Interview, place: int) -> None:
    """A problem with the widgets of Practice, without hints and without a verdict."""
    turn = interview.turns[place]
    desk = desk_for(problem_link(turn), quiz=id, place=place)
    _lay_out(desk, turn.draft)
    with st.container(key="interview-reaction"):
        st.markdown(reaction(interview, place))
    show_prompt(desk)
    about_the_answer(turn)
    key = f"kept-{desk.key}-{desk.as_text}"
    kept(_fields(desk), _put(desk), key, on_change=partial(_keep, id, place, desk, key))
    with st.form(f"form-{desk.key}", border=False):
        answer_field(desk)
        here = None if desk.in_cells else f".st-key-{text_key(desk)}"  # the last problem's field may still stand
        attempt(attempt_key(desk), here, nonce=f"{desk.key}-{desk.as_text}")
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            clicked = st.form_submit_button(say("Answer"), type="primary", on_click=hand_in, args=(id, place, desk))
            if desk.problem.reply.has_cells:
                label = say("Type it as text") if desk.in_cells else say("Use the cells")
                st.form_submit_button(label, type="tertiary", on_click=switch_to_text, args=(desk,))
    if clicked and not desk.unread and not met_fault():
        hand_in(id, place, desk)  # the server was restarted since the page was drawn, and with it the callback was lost
        st.rerun()
    if desk.unread and desk.unread.reason:
        with st.container(key="verdict"):
            st.markdown(f"{render(desk.unread.reason)} {render(readable(desk))}")
    with st.container(key="interview-buttons", horizontal=True, vertical_alignment="center"):
        aside(id, place, turn)


def _fields(desk: Desk) -> list[str]:
    """The keys of what is filled in."""
    if isinstance(desk.problem.reply, SeveralOf):
        return [option_key(desk, option) for option in option_keys(desk.problem.reply)]
    if desk.in_cells:
        return [board_key(desk, grid) for grid in range(len(desk.problem.maps()))]
    return [text_key(desk)]


def _put(desk: Desk) -> list[list[str]]:
    """What the form begins with, as `_keep` is told it."""
    reply, typed = desk.problem.reply, typed_in(desk)
    if isinstance(reply, OneOf):
        return told_place(reply, typed)
    if isinstance(reply, SeveralOf):
        chosen = [st.session_state.get(field) for field in _fields(desk)]
        return [[str(place) if ticked else "" for place, ticked in enumerate(chosen)]]
    return typed if desk.in_cells else [[typed]]


def _keep(id: str, place: int, desk: Desk, key: str) -> None:
    """What stands in the form, as a reply is kept; a cell without a number yet is a question mark."""
    rows, reply = kept_rows(key), desk.problem.reply
    text = rows[0][0] if rows[0] else ""
    if isinstance(reply, OneOf):
        text = chosen_option(reply, rows)
    elif isinstance(reply, SeveralOf):
        text = ", ".join(option_keys(reply)[int(place)] for place in rows[0] if place)
    elif desk.in_cells:
        text = reply_text([[cell.strip() or "?" for cell in row] for row in cells_as_text(desk.problem, rows)])
    happens(id, partial(events.Type, place, text))


def _lay_out(desk: Desk, draft: str) -> None:
    """Back in the form is what stood there, where it is not drawn yet or was away."""
    if isinstance(desk.problem.reply, OneOf):
        lay_choice(desk, draft)
    if not draft or _fields(desk)[0] in st.session_state:
        return
    grids = [
        [[cell.replace("?", "") for cell in row.split()] for row in grid.split(" / ")] for grid in draft.split(" // ")
    ]
    if isinstance(desk.problem.reply, SeveralOf):
        for key in draft.split(", "):
            st.session_state[option_key(desk, key)] = True
    elif not desk.problem.reply.has_cells:
        st.session_state[text_key(desk)] = draft
    elif "\n" in draft or any(len({len(row) for row in rows}) > 1 for rows in grids):
        desk.as_text = True
        st.session_state[text_key(desk)] = draft
    else:
        for grid, rows in enumerate(grids):
            st.session_state[board_key(desk, grid)] = {"cells": rows}
