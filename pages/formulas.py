"""The formula sheet: every formula of every card on one page, to read and to print."""

import streamlit as st

from ui.formulas import formula_sheet
from ui.session import say

st.title(say("Formula sheet"), anchor=False)
with st.container(key="quiet-printing"):
    st.markdown(say("To print it, press Ctrl+P, or Cmd+P on a Mac; it prints black on white, without the menu."))
formula_sheet()
