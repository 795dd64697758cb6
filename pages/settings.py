"""Settings: how the plan counts, which keys work, where the record is kept."""

import streamlit as st

from ui.faults import faults_told
from ui.record import record
from ui.session import say
from ui.settings import show_settings
from ui.study import study

st.title(say("Settings"), anchor=False)
with faults_told():
    show_settings(study())
    record()
