"""Where is the record kept, and how is it deleted?"""

from __future__ import annotations

import streamlit as st

from ui.boot import store
from ui.faults import faults_kept
from ui.session import markdown_escape, say


def record() -> None:
    """The place of the data by name, and beside it the way to delete all of it, which asks once."""
    st.header(say("Your data"), anchor=False)
    place = markdown_escape(store().place)
    st.markdown(say("Every answer is kept on this machine, in {place}. Nothing is sent anywhere.", place=place))
    if st.button(say("Delete everything"), key="delete"):
        _ask()


def _ask() -> None:
    @st.dialog(say("Delete everything?"))
    def dialog() -> None:
        st.markdown(say("All answers and settings go for good. This cannot be undone."))
        with st.container(horizontal=True):
            if st.button(say("Delete"), type="primary", key="delete-yes", on_click=_delete):
                st.rerun()
            if st.button(say("Keep"), key="delete-no"):
                st.rerun()

    dialog()


def _delete() -> None:
    with faults_kept():
        store().delete_everything()
        st.session_state.pop("desk", None)
