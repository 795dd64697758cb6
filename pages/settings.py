"""Settings: how the plan counts, which keys work, where the record is kept."""

import streamlit as st

from engine.study.store import StoreFault
from ui.record import record
from ui.session import lang, markdown_escape, say
from ui.settings import show_settings
from ui.study import study

st.title(say("Settings"), anchor=False)
try:
    show_settings(study())
    record()
except StoreFault as fault:
    st.warning(markdown_escape(fault.text.render(lang())))
