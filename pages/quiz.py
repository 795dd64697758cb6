"""Take a quiz: set it up, answer one problem after the other, see how it went."""

import streamlit as st

from engine.links import parse_quiz
from ui.boot import store
from ui.faults import faults_told
from ui.quiz import begin, end, next_place, set_up, take
from ui.session import address, say
from ui.work import show_notes

link, notes = parse_quiz(address())
st.title(say("Quiz"), anchor=False)
show_notes(notes)
with faults_told():
    if link is None:
        set_up()
    else:
        link = link if link.run else begin(link)
        log = store().of_quiz(str(link.run))
        place = next_place(link, log)
        if place is None:
            end(link, log)
        else:
            take(link, place, log)
