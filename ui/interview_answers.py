"""What did the candidate answer, what was ticked for it, and what do they correct?"""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from engine.cards import Question, pitfall
from engine.interview import events
from engine.interview.ids import question
from engine.interview.replies import answered
from engine.interview.turns import Interview, Turn
from engine.speech.scoring import score
from engine.study.reviews import question_item
from ui.boot import store
from ui.card import prose
from ui.code import show_code, show_mended
from ui.flashcard import GRADES
from ui.interview_events import count_ticks, happens, problem_link, rating_by_ticks, said, settled
from ui.interview_given import given
from ui.interview_question import ABOUT, title_of
from ui.interview_recording import play
from ui.links import card_href
from ui.session import lang, render, say
from ui.study import study
from ui.verdict import slip_name


def show_answers(id: str, interview: Interview) -> None:
    """Every question, folded, with the answer given and what became of it."""
    heard = store().interviews.recordings(id) if any(turn.recorded for turn in interview.turns) else {}
    for place, turn in enumerate(interview.turns):
        with st.expander(f"{place + 1} · {title_of(turn)} :gray[{_outcome(turn)}]", key=f"answer-{id}-{place}"):
            if turn.recorded:
                play(heard.get(place, b""))
            if asked := question(turn.id):
                _spoken(id, place, turn, asked, interview.by_person)
            elif turn.computed:
                _computed(id, place, turn)
            elif turn.answer:
                _given(escape(turn.answer))


def _outcome(turn: Turn) -> str:
    if turn.answer is None:
        return say("skipped") if turn.skipped else say("no answer")
    if turn.computed:
        return {"right": say("right"), "wrong": say("wrong"), None: say("could not be read")}[turn.verdict]
    if turn.to_tick:
        return say("recorded; its points are not ticked yet")
    asked = question(turn.id)
    if asked is None or turn.ticks is None:
        return ""
    return say("{made} of {all} points", made=len(turn.ticks.points), all=len(asked.points))


def _spoken(id: str, place: int, turn: Turn, asked: Question, by_person: bool) -> None:
    """The answer, with the words underlined that earned ticks if no person gave them; the ticks can be corrected."""
    show_code(asked)
    if turn.answer:
        _given(escape(turn.answer) if by_person else _underlined(asked, turn.answer), as_code=bool(asked.code))
    _left_open(id, place, turn, asked)
    if turn.answer is not None:
        heard = say("Points; correct the ticks where the machine misheard you")
        if by_person:
            heard = say("Points, as they were ticked; correct what is not so")
        elif turn.only_recorded:
            heard = say("Points; tick those that you hear yourself make")
        _ticks(id, place, asked, turn, heard)
        _counted(id, place, turn)
    else:
        points = "\n".join(f"- {point.render(lang())}" for point in asked.points)
        st.markdown(f"**{say('Points that a good answer makes')}**\n\n{points}")
    st.markdown(f"**{say('Model answer, 30 seconds')}**\n\n{prose(asked.answer)}")
    show_mended(asked)
    st.markdown(f"[{say('Read the card')}]({card_href(asked.card, asked.id)})")


def _left_open(id: str, place: int, turn: Turn, asked: Question) -> None:
    if asked.open:
        st.markdown(f"**{say('What the question left open; ticked where you asked')}**")
    for one in asked.open:
        key = f"open-{id}-{place}-{one.about}"
        st.session_state[key] = one.about in turn.clarified
        st.checkbox(f"{render(ABOUT[one.about])} {one.reply.render(lang())}", key=key, disabled=True)


def _given(html: str, as_code: bool = False) -> None:
    """What was written, blanks and all: in code they mean something."""
    st.html(f"<p class='said{' code' * as_code}'>{html}</p>".replace("\n", "<br>"))


def _ticks(id: str, place: int, asked: Question, turn: Turn, title: str) -> None:
    """What is stored shows, also where another tab corrected it; what was only spoken nobody has ticked."""
    ticks = turn.ticks or said(turn.id, turn.answer or "").ticks
    points = [(point, f"point-{id}-{place}-{n}", n in ticks.points) for n, point in enumerate(asked.points)]
    flags = [(flag, f"flagged-{id}-{place}-{n}", n in ticks.flags) for n, flag in enumerate(asked.red_flags)]
    change = partial(_tick, id, place, [key for _, key, _ in points], [key for _, key, _ in flags])
    for words_above, boxes in ((title, points), (say("Red flags"), flags)):
        if boxes:
            st.markdown(f"**{words_above}**")
        for words, key, on in boxes:
            st.session_state[key] = on
            st.checkbox(words.render(lang()), key=key, on_change=change)


def _counted(id: str, place: int, turn: Turn) -> None:
    """What was only heard counts among the flashcards when its candidate says so, once in a study day."""
    rating = rating_by_ticks(turn)
    if rating is None:
        return
    here = study()
    memory = here.record.memories.get(question_item(turn.id))
    if memory and memory.last_day == here.clock.day:
        st.markdown(f":gray[{say('This question has counted for your flashcards today.')}]")
    else:
        label = say("Count it for your flashcards as “{grade}”", grade=GRADES[rating])
        st.button(label, type="tertiary", key=f"count-{id}-{place}", on_click=count_ticks, args=(turn,))


def _tick(id: str, place: int, points: list[str], flags: list[str]) -> None:
    chosen, raised = (tuple(n for n, key in enumerate(keys) if st.session_state.get(key)) for keys in (points, flags))
    if (held := store().interviews.read(id)) and held.interview.finished_at:
        settled(held, at_once=True)
    happens(id, lambda at: events.Tick(place, chosen, raised, at))


def _underlined(asked: Question, answer: str) -> str:
    found = score(asked, answer)
    spans = sorted(span for one in (*found.points, *found.red_flags) if one for span in one.ranges)
    parts, at = [], 0
    for start, end in spans:
        if start >= at:
            parts += [escape(answer[at:start]), f"<u>{escape(answer[start:end])}</u>"]
            at = end
    return "".join([*parts, escape(answer[at:])])


def _computed(id: str, place: int, turn: Turn) -> None:
    """The problem as it was put, with its grids and options; the answer, why a known slip is one, the arithmetic."""
    problem = problem_link(turn).problem()
    st.markdown(render(problem.prompt()))
    given(problem, f"asked-{id}-{place}", with_answer=True)
    if turn.answer:
        st.markdown(say("Your answer:"))
        _given(escape(answered(problem, turn.answer, lang())))
    if turn.tag:
        known = pitfall(turn.tag)
        st.markdown(f":yellow-background[{slip_name(turn.tag)}]" + (f"\n\n{prose(known.why)}" if known else ""))
    st.markdown(f"$$\n{problem.arithmetic()}\n$$")
