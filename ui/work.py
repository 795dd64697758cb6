"""How is one problem worked on: asked, answered, checked and explained, without drawing the page anew?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from engine.answers import Ledger, OneOf, SeveralOf, Stack
from engine.feedback import example, example_reply
from engine.problem import Problem
from engine.text import Text
from ui.board_data import board_data
from ui.components.attempt import attempt
from ui.components.board import board
from ui.components.copy_button import copy_button
from ui.components.kept import kept, kept_rows
from ui.components.ledger import ledger
from ui.desk import Desk, check, give_up, hint
from ui.ledger_data import ledger_data
from ui.reply import (
    attempt_key,
    board_key,
    chosen_option,
    lay_choice,
    option_key,
    option_keys,
    switch_to_text,
    text_key,
    told_place,
)
from ui.session import lang, markdown_escape, render, say
from ui.verdict import report_of, show_solution, show_verdict, steps_as_markdown


def show_notes(notes: list[Text]) -> None:
    """What a link asked for and did not get, one quiet sentence each."""
    if notes:
        with st.container(key="quiet-notes"):
            st.markdown("\n\n".join(map(render, notes)))


def show_prompt(desk: Desk) -> None:
    """The question, f in red and g in blue."""
    words = render(desk.problem.prompt())
    if desk.problem.equation() or "$g$" in words:  # elsewhere f is a function like any other
        words = words.replace("$f$", ":red[$f$]").replace("$g$", ":blue[$g$]")
    with st.container(key="prompt"):
        st.markdown(words)


@st.fragment
def work_on(desk: Desk, tools: Callable[[Desk], None], afterwards: Callable[[Desk], None]) -> None:
    """The answer and what becomes of it. `tools` stand below an open problem, `afterwards` below a checked one."""
    if not desk.done:
        _ask(desk)
        tools(desk)
        return
    if desk.problem.equation():
        _show_board(desk)
    if isinstance(desk.problem.reply, Ledger):
        ledger(ledger_data(desk), key=f"marked-{desk.key}")
    show_verdict(desk)
    with st.container(key="afterwards", horizontal=True, vertical_alignment="center"):
        afterwards(desk)
        copy_button(say("I think this is wrong"), report_of(desk), say("Copied, with your reply"), key="report")
    show_solution(desk)


def _ask(desk: Desk) -> None:
    if isinstance(desk.problem.reply, OneOf):
        lay_choice(desk, desk.picked)
        put = told_place(desk.problem.reply, desk.picked)
        kept([text_key(desk)], put, f"kept-{desk.key}", on_change=partial(_keep_choice, desk, desk.problem.reply))
    with st.form(f"form-{desk.key}", border=False):
        answer_field(desk)
        attempt(attempt_key(desk), None if desk.in_cells else ".st-key-answer", nonce=f"{desk.key}-{desk.as_text}")
        with st.container(horizontal=True, vertical_alignment="center"):
            clicked = st.form_submit_button(say("Check"), type="primary", on_click=check, args=(desk,))
            if desk.hints < 3:
                st.form_submit_button(say("Hint"), on_click=hint, args=(desk,))
            st.form_submit_button(say("I don’t know"), type="tertiary", on_click=give_up, args=(desk,))
            if desk.problem.reply.has_cells and not desk.choices:
                label = say("Type it as text") if desk.in_cells else say("Use the cells")
                st.form_submit_button(label, type="tertiary", on_click=switch_to_text, args=(desk,))
    if clicked and not desk.done and not desk.unread and not desk.fault:
        check(desk)  # the server was restarted since the page was drawn, and with it the callback was lost
        st.rerun()
    if desk.unread and desk.unread.reason:
        heading = f":material/help: {say('Not read, so this was no attempt')}"
        with st.container(key="verdict"):
            st.markdown(f"## {heading}\n\n{render(desk.unread.reason)} {render(readable(desk))}")
    if desk.fault:
        st.warning(markdown_escape(desk.fault.render(lang())))
    if desk.hints:
        steps = desk.problem.steps()
        st.markdown(steps_as_markdown(steps[: desk.hints] if desk.hints < 3 else steps))


def _keep_choice(desk: Desk, reply: OneOf) -> None:
    desk.picked = chosen_option(reply, kept_rows(f"kept-{desk.key}"))


def readable(desk: Desk) -> Text:
    """What can be read where a reply was not: the cell, the choice or the line that belongs there."""
    problem, where = desk.problem, desk.unread.where if desk.unread else None
    if isinstance(problem.reply, SeveralOf):
        return Text("Tick all that fit, or that none of them does.")
    if isinstance(problem.reply, OneOf) or desk.choices:
        return Text("Choose one of the answers.")
    if where and desk.on_board:
        return Text("A cell takes a number: −3, 0.5 or 2/3.")
    return example(problem, where[1] if where and desk.in_cells else None)


def answer_field(desk: Desk) -> None:
    """Where the reply is typed: a line, options, the board, or its text."""
    reply = desk.problem.reply
    with st.container(key="answer"):
        if desk.problem.equation():
            for grid in range(len(desk.problem.maps())):
                board(board_data(desk, grid), key=board_key(desk, grid))
        if desk.choices:
            _list_rows(desk.problem)
            shown = {reply.spell(value, desk.problem.tolerance): _tex(desk, value) for value in desk.choices}
            st.radio(say("Your answer"), list(shown), index=None, format_func=shown.__getitem__, key=text_key(desk))
        elif isinstance(reply, OneOf):
            labels = {option.key: render(option.label) for option in reply.options}
            st.radio(say("Your answer"), list(labels), index=None, format_func=labels.__getitem__, key=text_key(desk))
        elif isinstance(reply, SeveralOf):
            labels = {option.key: f"{option.key}: {render(option.label)}" for option in reply.options}
            for key in option_keys(reply):
                st.checkbox(labels.get(key, say("None of them")), key=option_key(desk, key))
        elif desk.in_cells:
            if isinstance(reply, Ledger):
                ledger(ledger_data(desk), key=board_key(desk))
        elif desk.as_text:
            _list_rows(desk.problem)
            example = example_reply(desk.problem).replace(" // ", "\n\n").replace(" / ", "\n")
            st.text_area(say("Your answer, one row a line"), key=text_key(desk), placeholder=example)
        else:
            label = say("Your answer, such as {example}", example=example_reply(desk.problem))
            st.text_input(label, key=text_key(desk), width=320, autocomplete="off")


def _list_rows(problem: Problem) -> None:
    """What each row of a ledger stands for, where its table is not there to say so."""
    columns = ", ".join(render(heading.label) for heading in problem.columns())
    if rows := [f"- {render(heading.label)}: {columns}" for heading in problem.rows()]:
        st.markdown("\n".join(rows))


def _tex(desk: Desk, value: Any) -> str:
    reply = desk.problem.reply
    return f"${reply.tex(reply.rounded(value, desk.problem.tolerance))}$"


def _show_board(desk: Desk) -> None:
    """The marked answer on the board; choosing a cell shows how it comes about."""
    for grid in range(len(desk.problem.maps())):
        key = f"marked-{desk.key}-{grid}"
        board(board_data(desk, grid), key=key, on_change=partial(_choose, desk, grid, key))


def _choose(desk: Desk, grid: int, key: str) -> None:
    if cell := (st.session_state.get(key) or {}).get("chosen"):
        desk.chosen = (grid, *cell) if isinstance(desk.problem.reply, Stack) else tuple(cell)
