"""What can be done below a problem in practice: before it is checked, and after?"""

from __future__ import annotations

from typing import Literal

import streamlit as st

from ui.components.copy_button import copy_button
from ui.desk import Desk
from ui.need import next_problem
from ui.own_numbers import open_own_numbers
from ui.session import link_to, say, set_address

Weight = Literal["primary", "secondary"]


def tools(desk: Desk) -> None:
    """Below an open problem."""
    with st.container(key="quiet-tools", horizontal=True, vertical_alignment="center", gap="medium"):
        label = say("Try your own numbers")
        if st.button(label, type="tertiary", key="own-open", on_click=open_own_numbers, args=(desk,)):
            st.rerun()
        copy_button(say("Copy link"), link_to("practice", desk.link.params()), say("Link copied"), key="copy-link")


def afterwards(desk: Desk) -> None:
    """Below a checked problem: the likelier next move stands first and in ink."""
    right = bool(desk.verdict and desk.verdict.verdict == "right")
    for button in (_next_button, _again_button) if right else (_again_button, _next_button):
        button(desk, "primary" if (button is _next_button) == right else "secondary")


def _again_button(desk: Desk, kind: Weight) -> None:
    st.button(say("Try again"), type=kind, key="again", shortcut="T", on_click=desk.again)


def _next_button(desk: Desk, kind: Weight) -> None:
    if st.button(say("Next problem"), type=kind, key="next", shortcut="N", on_click=_next, args=(desk,)):
        st.rerun()


def _next(desk: Desk) -> None:
    set_address(next_problem(desk.link).params())
