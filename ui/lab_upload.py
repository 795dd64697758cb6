"""How does a learner's own picture come into an experiment, and into nothing else?

Streamlit holds the file while the visit lasts and the uploader is on the page; nothing of it is written or kept here.
"""

from __future__ import annotations

import streamlit as st

from engine.lab.experiments.filters import Filters
from engine.lab.upload import Unreadable, read_picture
from engine.text import Text
from ui.session import render, say

UPLOAD = "lab-upload"
MOST_SENT = 32  # MiB; what is larger than the lab takes is told in the learner's language, not by Streamlit


def on_own_picture(experiment: Filters) -> Filters:
    """The experiment on the picture that was uploaded, if one was that can be read."""
    file = st.session_state.get(UPLOAD)
    if file is None:
        return experiment
    try:
        return experiment.with_picture(read_picture(file.getvalue()))
    except Unreadable:
        return experiment


def show_upload(experiment: Filters) -> None:
    """Where a picture is chosen, and what became of it."""
    with st.expander(say("Your own picture")):
        label = say("A PNG or JPEG of at most 1 MiB; it is made grey and small, and stored nowhere.")
        file = st.file_uploader(label, ["png", "jpg", "jpeg"], key=UPLOAD, max_upload_size=MOST_SENT)
        if file is None:
            return
        fault = _fault(file.getvalue())
        if fault:
            st.markdown(f":material/error: {render(fault)}")
        elif experiment.own:
            size = f"{experiment.own.width}×{experiment.own.height}"
            told = Text("Your picture, scaled to {size} and made grey. Links to this page do not carry it.", size=size)
            st.markdown(render(told))


def _fault(data: bytes) -> Text | None:
    try:
        read_picture(data)
    except Unreadable as unreadable:
        return unreadable.text
    return None
