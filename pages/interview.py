"""The mock interview: choose one, take it, read the report."""

import streamlit as st

from engine.interview.link import parse_interview
from engine.text import Text
from ui.boot import store
from ui.components.single_click import single_click
from ui.faults import faults_told
from ui.interview import beside, run, stage_of
from ui.interview_events import just_stored, settled
from ui.interview_report import show_report
from ui.interview_setup import before, set_up
from ui.session import address, say
from ui.work import show_notes

just_stored()  # an event of another page or visit is no news here
link, notes = parse_interview(address())
with faults_told():
    held = store().interviews.read(link.run) if link and link.run else None
    over = held is not None and held.interview.finished_at is not None
    if link and link.run and held is None:
        notes.append(Text("The interview of this link is not kept here; you can take one with the same questions."))
    if held is None or over:
        st.title(say("Interview report") if over else say("Interview"), anchor=False)
    show_notes(notes)
    if link is None:
        set_up()
    elif held is None:
        before(link)
    elif over:
        show_report(link, settled(held))
    else:
        single_click()
        stage = stage_of(held.interview)
        run(held.id, stage)
        if stage != "paused":
            beside(held.id, stage)
