"""What becomes of text that a person typed? The demo shows `?typed=...` as the pages do."""

import streamlit as st

from engine.text import Quoted, Text
from ui.session import render

st.title("Typed")
with st.container(key="typed"):
    for line in st.query_params.get_all("typed"):
        st.markdown(render(Text("{typed}", typed=Quoted(line))))
