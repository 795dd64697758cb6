"""Flashcards: choose a deck, go through it, or look over what is in it."""

import streamlit as st

from engine.rounds import parse_round
from engine.study.store import StoreFault
from ui.decks import browse, choose_deck
from ui.round import take
from ui.session import address, lang, markdown_escape, say
from ui.study import now, study
from ui.work import show_notes

link, notes = parse_round(address(), now())
st.title(say("Today") if link.name == "today" else say("Flashcards"), anchor=False)
show_notes(notes)
if link.began:
    take(link, link.began)
else:
    try:
        here = study()
        choose_deck(link, here)
        browse(here)
    except StoreFault as fault:
        st.warning(markdown_escape(fault.text.render(lang())))
