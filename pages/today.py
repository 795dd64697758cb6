"""Where a visit begins: what is due, one button that starts it, and where the learner stands."""

import streamlit as st

from ui.faults import faults_told
from ui.history import history
from ui.session import say
from ui.study import study
from ui.today import (
    begun_placement,
    is_first_visit,
    offer_placement,
    show_days,
    show_due,
    show_interview_plan,
    show_readiness,
)

st.title(say("Today"), anchor=False)
with faults_told():
    here = study()
    begun = begun_placement(here)
    if begun or is_first_visit(here):
        offer_placement(begun)
    else:
        show_due(here)
        show_interview_plan(here)
        show_readiness(here)
        show_days(here)
    history()
