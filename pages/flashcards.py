"""Flashcards: choose a deck, go through it, or look over what is in it."""

import streamlit as st

from engine.rounds import parse_round
from ui.decks import browse, choose_deck
from ui.faults import faults_told
from ui.round import take
from ui.session import address, say
from ui.study import now, study
from ui.work import show_notes

link, notes = parse_round(address(), now())
st.title(say("Today") if link.name == "today" else say("Flashcards"), anchor=False)
show_notes(notes)
if link.began:
    take(link, link.began)
else:
    with faults_told():
        here = study()
        choose_deck(link, here)
        browse(here)
