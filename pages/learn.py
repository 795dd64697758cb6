"""Learn: find a card, read it, and go on from there."""

import streamlit as st

from engine.cards import cards
from engine.library import parse_choice
from ui.card import show_card
from ui.library import did_you_mean, find_cards, library_head, show_map
from ui.links import QUESTION
from ui.session import address

params = address()
asked, choice = params.get("card"), parse_choice(params)
if asked in cards():
    show_card(cards()[asked], params.get(QUESTION))
elif params.get("show") == "map":
    show_map(choice)
else:
    library_head(choice)
    if asked:
        st.markdown(did_you_mean(asked))
    find_cards(choice)
