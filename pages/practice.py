"""Practise: choose a kind, answer a problem with fresh numbers, understand what went wrong."""

import streamlit as st

from engine.links import parse_problem
from ui.choose import choose
from ui.desk import Desk, desk_for
from ui.own_numbers import own_numbers
from ui.practice_buttons import afterwards, tools
from ui.session import address, render, set_address
from ui.work import show_prompt, work_on

params = address()
link, notes = parse_problem(params)
if link.params().items() - params.items():
    set_address(link.params())

desk: Desk = desk_for(link, params.get("attempt"))
choose(desk)
with st.container(key="quiet-notes"):
    for note in notes:
        st.markdown(render(note))
show_prompt(desk)
own_numbers(desk)
work_on(desk, tools, afterwards)
