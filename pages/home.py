"""Where a visit begins: what to do, what was done last, and where it is kept."""

import streamlit as st

from engine.study.store import StoreFault
from ui.history import history
from ui.record import record
from ui.session import lang, markdown_escape, say

st.title(say("Home"), anchor=False)
with st.container(key="statement"):
    st.markdown(say("Practise convolution until you can compute it and say why."))
with st.container(horizontal=True):
    if st.button(say("Practise"), type="primary", key="start"):
        st.switch_page("../pages/practice.py", query_params={})  # without them it fails on the bound language
    if st.button(say("Take a quiz"), key="quiz"):
        st.switch_page("../pages/quiz.py", query_params={})
try:
    history()
    record()
except StoreFault as fault:
    st.warning(markdown_escape(fault.text.render(lang())))
