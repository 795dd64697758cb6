"""How does a learner put their own numbers into a problem?"""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from engine import givens
from engine.givens import BadGivens
from engine.links import own_problem
from engine.problem import Problem
from engine.typed import problem_from, typed_from
from ui.components.focus import focus
from ui.desk import Desk, hash_of
from ui.session import lang, markdown_escape, say, set_address

OPEN = "own-numbers"  # the kind whose form stands open
FAULT = "own-fault"  # the problem whose form it was, and what was wrong
LONG = {"int[][]", "number[][]", "number[][][]", "object[]", "object", "layers"}


def own_numbers(desk: Desk) -> None:
    """The form of the kind's fields, filled with this problem's; a fault stands under its field."""
    slug = desk.problem.slug
    if st.session_state.get(OPEN) != slug:
        return
    told: tuple[Problem, BadGivens] | None = st.session_state.get(FAULT)
    fault = told[1] if told and told[0] == desk.problem else None
    start, types = typed_from(desk.problem), givens.types_of(type(desk.problem))
    with st.form("own"):
        with st.container(horizontal=True, gap="medium"):
            for name, optional in types.items():
                spelled, parts = optional.removesuffix("?"), givens.parts_of(type(desk.problem), name)
                with st.container(width="stretch" if spelled in LONG else 190, key=f"own-at-{name}"):
                    _field(_key(desk.problem, name), name, spelled, start[name], parts)
                    if fault and _field_of(fault) == name:
                        _show_fault(fault)
        if fault and _field_of(fault) not in types:
            _show_fault(fault)
        at = _field_of(fault) if fault and _field_of(fault) in types else next(iter(types))
        focus(f".st-key-own-at-{at}", nonce=fault.text.render("en") if fault else slug, key="own-focus")
        with st.container(horizontal=True):
            st.form_submit_button(say("Make this problem"), on_click=_make, args=(desk,))
            st.form_submit_button(say("Close"), type="tertiary", on_click=close_own_numbers)


def _show_fault(fault: BadGivens) -> None:
    st.markdown(f":material/error: {fault.text.render(lang(), markdown_escape)}")


def open_own_numbers(desk: Desk) -> None:
    st.session_state[OPEN] = desk.problem.slug


def close_own_numbers() -> None:
    st.session_state[OPEN] = st.session_state[FAULT] = None


def _make(desk: Desk) -> None:
    kind = type(desk.problem)
    typed = {name: st.session_state[_key(desk.problem, name)] for name in givens.types_of(kind)}
    st.session_state[FAULT] = None
    try:
        problem = problem_from(kind, typed)
    except BadGivens as fault:
        st.session_state[FAULT] = desk.problem, fault
        return
    close_own_numbers()
    set_address(own_problem(kind.slug, desk.link.level, problem, desk.link.mix).params())


def _field(key: str, name: str, spelled: str, value: object, parts: Collection[str]) -> None:
    if spelled == "bool":
        st.toggle(name, value=bool(value), key=key)
    elif "|" in spelled:
        st.segmented_control(name, spelled.split("|"), default=value, key=key, required=True)
    elif spelled in LONG - {"object"}:
        label = say("{name}, one a line: {parts}", name=name, parts=", ".join(parts)) if parts else name
        st.text_area(label, value=str(value), key=key, height="content")
    else:
        label = f"{name}: {', '.join(parts)}" if parts else name
        st.text_input(label, value=str(value), key=key, autocomplete="off")


def _key(problem: Problem, name: str) -> str:
    return f"own-{problem.slug}-{hash_of(repr(problem))}-{name}"


def _field_of(fault: BadGivens) -> str:
    return fault.field.partition("[")[0].partition(".")[0]
