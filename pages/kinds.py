"""All kinds of problem by topic, each with what the learner answered so far."""

import streamlit as st

from ui.faults import faults_told
from ui.kinds import kinds_by_topic
from ui.session import say

st.title(say("All kinds of problem"), anchor=False)
with faults_told():
    kinds_by_topic()
