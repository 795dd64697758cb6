"""How does the interviewer put a question that is answered in words?"""

from __future__ import annotations

from functools import partial

import streamlit as st

from engine import catalog
from engine.cards import Convention, Question
from engine.interview import events
from engine.interview.follow import came_after
from engine.interview.ids import numbers, question
from engine.interview.replies import answered
from engine.interview.slots import Kind, When
from engine.interview.turns import Interview, Turn
from engine.text import Text
from ui.code import show_code
from ui.components.draft import draft
from ui.interview_events import answer, happens, problem_link, type_draft
from ui.interview_given import given
from ui.interview_recording import record
from ui.session import glued, lang, markdown_escape, render, say

KINDS: dict[Kind, Text] = {
    "spoken": Text("To explain, as you would say it"),
    "error": Text("A claim to set right"),
    "code": Text("Code to mend"),
    "numeric": Text("To compute"),
    "chain": Text("To compute, about one layer"),
}
REACTIONS: dict[When, Text] = {
    "strong": Text("Good. One step further:"),
    "weak": Text("Let us take a smaller step:"),
    "wrong": Text("Let us stay with that number."),
}
ABOUT: dict[Convention, Text] = {
    "rounding": Text("Do we round down or up?"),
    "bias": Text("Is there a bias?"),
    "padding": Text("How much padding is there?"),
    "flip": Text("Is the kernel flipped?"),
    "macs": Text("Multiply-accumulates or FLOPs?"),
    "batch": Text("One image or a batch?"),
    "layout": Text("Channels first or last?"),
    "training": Text("Training or inference?"),
    "same": Text("Whose SAME?"),
}


def ask(id: str, interview: Interview, place: int) -> None:
    """The reaction to what came before, the question, the text box, and what else the candidate can do."""
    turn = interview.turns[place]
    asked = question(turn.id)
    with st.container(key="question"):
        st.markdown(f"{reaction(interview, place)}\n\n{title_of(turn)}\n\n{_how(turn)}")
    show_code(asked)
    if asked is None and turn.parent is not None:
        what_was_said(id, turn.parent, interview.turns[turn.parent])
    if asked and turn.clarified:
        st.markdown(_settled(turn, asked))
    key = f"draft-{id}-{place}"
    draft(
        say("Your answer"),
        turn.draft,
        key,
        on_change=partial(type_draft, id, place, key),
        button=f"answer-{place}",
        about=title_of(turn),
        hint=say("Saved as you type; a reload loses nothing. Ctrl+Enter answers."),
        turn=len(turn.clarified),
        as_code=turn.kind == "code",
    )
    record(id, interview, place)
    with st.container(key="interview-buttons", horizontal=True, vertical_alignment="center"):
        st.button(say("Answer"), type="primary", key=f"answer-{place}", on_click=answer, args=(id, place, turn, key))
        if asked:
            _clarify(id, place, turn)
        aside(id, place, turn)


def reaction(interview: Interview, place: int) -> str:
    """What an interviewer says before a question."""
    return render(_reaction(interview, place))


def title_of(turn: Turn) -> str:
    """The question in a line."""
    if asked := question(turn.id):
        return glued(asked.ask.render(lang()))
    if named := numbers(turn.id):
        return render(catalog.kinds()[named.problems()[0].slug].title)
    return say("Walk me through it: how did you get there?")


def about_the_answer(turn: Turn) -> None:
    """How it is answered, and how long that should take."""
    with st.container(key="quiet-kind"):
        st.markdown(_how(turn))


def aside(id: str, place: int, turn: Turn) -> None:
    """Flag and skip."""
    flag = partial(events.Unflag if turn.flagged else events.Flag, place)
    label = say("Take the flag away") if turn.flagged else say("Flag")
    st.button(label, type="tertiary", icon=":material/flag:", key=f"flag-{place}", on_click=happens, args=(id, flag))
    skip = partial(events.Skip, place)
    st.button(say("Skip"), type="tertiary", key=f"skip-{place}", on_click=happens, args=(id, skip))


def _reaction(interview: Interview, place: int) -> Text:
    turn = interview.turns[place]
    if place < len(interview.turns) - 1:
        return Text("Back to what you left open.")
    if when := came_after(interview, place):
        return REACTIONS[when]
    if place == 0:
        return Text("Let us begin.")
    before = interview.turns[place - 1]
    if before.slot == turn.slot:
        return Text("The same layer.")
    return Text("Thank you. The next one:") if before.answer is not None else Text("We can come back to that.")


def what_was_said(id: str, place: int, computed: Turn) -> None:
    """The problem whose wrong number the candidate is to explain, and that number."""
    problem = problem_link(computed).problem()
    with st.container(key="interview-before"):
        st.markdown(render(problem.prompt()))
        given(problem, f"before-{id}-{place}", with_answer=False)
        said = answered(problem, computed.answer or "", lang())
        st.markdown(say("You said {answer}.", answer=markdown_escape(said)))


def _how(turn: Turn) -> str:
    minutes = max(1, round(turn.budget / 60))
    return f"{render(KINDS[turn.kind])} · {say('about {n:minute|minutes}', n=minutes)}"


def _settled(turn: Turn, asked: Question) -> str:
    """What the candidate asked first, and what the interviewer said."""
    replies = {one.about: one.reply.render(lang()) for one in asked.open}
    usual = say("Take what you think is usual; it makes no difference here.")
    return "\n".join(f"- {render(ABOUT[about])} **{replies.get(about, usual)}**" for about in turn.clarified)


def _clarify(id: str, place: int, turn: Turn) -> None:
    """What the candidate may ask first; asking what the question leaves open counts."""
    key = f"clarify-{place}"
    left = [about for about in ABOUT if about not in turn.clarified]
    label = say("Ask for clarification")
    st.menu_button(
        label, left, format_func=lambda about: render(ABOUT[about]), key=key, on_click=_asked, args=(id, place, key)
    )


def _asked(id: str, place: int, key: str) -> None:
    if (about := st.session_state.get(key)) in ABOUT:
        happens(id, partial(events.Clarify, place, about))
