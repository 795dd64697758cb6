"""Which interview does the candidate want, and which have they taken?"""

from __future__ import annotations

import uuid
from dataclasses import replace

import streamlit as st

from engine import catalog
from engine.cards import topics
from engine.interview.link import SHARES, Composition, InterviewLink, made_from, recipe
from engine.interview.state import begin
from engine.interview.templates import templates
from engine.interview.turns import Interview
from engine.study.decks import mistaken_cards
from engine.study.interviews import Held
from engine.study.items import items
from engine.study.preferences import preferences
from engine.text import LANGUAGES, Text
from ui.boot import store
from ui.links import page_href
from ui.round import RECENT
from ui.session import NAMES, lang, render, say, set_address, speak
from ui.study import clock, now

COMPOSED = Text("Composed")
TWO = Text(
    "Two people at one screen: one reads the questions out and ticks what the other says. It counts in this record."
)
MINUTES = (10, 15, 20, 30, 45, 60)


def set_up() -> None:
    """The templates, each with what it is for; below them one's own composition, and earlier interviews."""
    with st.container(key="statement"):
        st.markdown(say("An interview that feels like one: questions, follow-ups and a clock; afterwards a report."))
    by_person = _held_how()
    for name, template in templates().items():
        with st.container(
            key=f"template-{name}", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
        ):
            title, about = template.title.render(lang()), template.about.render(lang())
            st.markdown(f"**{title}** · {say('{n:minute|minutes}', n=template.minutes)}  \n{about}", width=560)
            if st.button(say("Begin"), key=f"begin-{name}"):
                go(InterviewLink(name, catalog.fresh_seed(), by_person=by_person))
    with st.expander(say("Compose your own")):
        _compose(by_person)
    _earlier()


def before(link: InterviewLink) -> None:
    """What a link leads to: the clock starts when the candidate says so, not when the page is opened."""
    with st.container(key="statement"):
        st.markdown(f"**{title(link)}** · {say('{n:minute|minutes}', n=link.template.minutes)}")
    if isinstance(link.made_of, str):
        st.markdown(link.template.about.render(lang()))
    if link.by_person:
        st.markdown(render(TWO))
    st.markdown(say("The clock starts when you begin. Whoever opens this link gets the same questions."))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if st.button(say("Begin"), type="primary", key="begin"):
            go(link)
        if st.button(say("Another interview"), type="tertiary", key="another"):
            set_address({})
            st.rerun()


def go(link: InterviewLink) -> None:
    """Begin a taking of its own at its own address: a reload goes on with it."""
    mistaken = mistaken_cards(store().latest(RECENT)) if link.template.from_mistakes else frozenset()
    planned = link.plan(mistaken)
    if link.template.from_mistakes:
        link = link.carrying(planned)
    taking = replace(link, run=uuid.uuid4().hex)
    begun = begin(planned, lang(), now(), link.by_person)
    store().interviews.begin(str(taking.run), replace(planned, template=recipe(link.made_of)), begun)
    set_address(taking.params())
    st.rerun()


def _held_how() -> bool:
    """In which language, which the whole visit then speaks; returns whether another person asks."""
    st.session_state["interview-language"] = lang()
    names = {"flipside": say("Flipside"), "person": say("A second person")}
    with st.container(horizontal=True, gap="medium"):
        st.segmented_control(
            say("Language of the interview"), LANGUAGES, format_func=NAMES.__getitem__, key="interview-language",
            required=True, on_change=_speak, width="content",
        )  # fmt: skip
        asks = st.segmented_control(
            say("Who asks"), list(names), format_func=names.__getitem__, default="flipside", required=True,
            key="who-asks", width="content",
        )  # fmt: skip
    if asks == "person":
        with st.container(key="quiet-two"):
            st.markdown(render(TWO))
    return asks == "person"


def _speak() -> None:
    speak(st.session_state["interview-language"])


def _compose(by_person: bool) -> None:
    used = {item.topic for item in items().values()}
    names = {slug: topic.name.render(lang()) for slug, topic in topics().items() if slug in used}
    with st.form("compose", border=False):
        minutes = st.segmented_control(
            say("Minutes"), MINUTES, default=Composition().minutes, required=True, key="compose-minutes"
        )
        level = st.segmented_control(say("Level; all where none is chosen"), catalog.LEVELS, key="compose-level")
        spoken = st.select_slider(
            say("Share of spoken questions, in percent"), list(SHARES), value=Composition().spoken, key="compose-spoken"
        )
        chosen = st.multiselect(
            say("Topics; all of them where none is chosen"),
            list(names),
            format_func=names.__getitem__,
            placeholder=say("All"),
            filter_mode="contains",
            select_all=False,  # else Enter takes all that match, and the label of that is English
            key="compose-topics",
        )
        if st.form_submit_button(say("Begin"), type="primary"):
            made_of = Composition(minutes, tuple(chosen), level, spoken)
            go(InterviewLink(made_of, catalog.fresh_seed(), by_person=by_person))


def title(link: InterviewLink) -> str:
    return link.template.title.render(lang()) if isinstance(link.made_of, str) else render(COMPOSED)


def title_and_day(link: InterviewLink, interview: Interview) -> str:
    """Which interview, and the day on which it was taken."""
    day = clock(preferences(store().settings())).day_of(interview.started_at)
    return f"{title(link)}, {day.isoformat()}"


def _earlier() -> None:
    held = store().interviews.latest()
    if not held:
        return
    st.header(say("Earlier interviews"), anchor=False)
    lines = []
    for one in held:
        link = _link(one)
        state = say("report") if one.interview.is_over(now()) else say("still running")
        lines.append(f"- [{title_and_day(link, one.interview)}]({page_href('interview', link.params())}) · {state}")
    st.markdown("\n".join(lines))


def _link(held: Held) -> InterviewLink:
    """The address of a taking, with its questions."""
    slots = held.interview.slots
    made_of = made_from(held.template, sum(slot.seconds for slot in slots) // 60)
    ids = tuple(slot.id for slot in slots)
    return InterviewLink(made_of, held.seed, ids, held.id, held.interview.by_person)
