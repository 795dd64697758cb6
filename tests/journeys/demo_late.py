"""What becomes of a key that comes before the rest of its page? The button of the draft is late."""

import time

import streamlit as st

from ui.components.draft import draft, typed


def keep() -> None:
    st.session_state.text = typed("draft")


def answer() -> None:
    st.session_state.answer = st.session_state.get("text")


st.title("Late")
st.text(f"answered: {st.session_state.get('answer')}")
draft("Your answer", st.session_state.get("text", ""), "draft", on_change=keep, button="answer")
time.sleep(3)
st.button("Answer", key="answer", on_click=answer)
