"""How is one card read: what it says, what goes wrong with it, what is asked about it, and where to go from there?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import streamlit as st

from engine import calls, catalog
from engine.cards import Asked, Card, Question, Words, cards, not_a_list, questions, sources, topics
from engine.lab.catalog import picture_of, seen_from
from engine.library import needed_by, neighbours
from engine.links import own_problem
from engine.problem import Level
from engine.text import Quoted, Text
from ui.board_data import figure_data
from ui.code import show_code, show_mended
from ui.components.board import board
from ui.links import card_link, opened_key, page_href, question_link
from ui.session import glued, lang, render, say

HOW_OFTEN: dict[Asked, Text] = {
    "often": Text("asked often"),
    "sometimes": Text("asked sometimes"),
    "rarely": Text("asked rarely"),
}
AFTER = {"strong": Text("After a strong answer"), "weak": Text("After a weak answer")}


def show_card(card: Card, opened: str | None) -> None:
    """The whole card; the question called `opened` stands open."""
    title = card.title.render(lang())
    st.set_page_config(page_title=f"{title} · Flipside")
    st.title(title, anchor=False)
    with st.container(key="quiet-card"):
        topic = f"[{topics()[card.topic].name.render(lang())}]({page_href('learn', {'topic': card.topic})})"
        st.markdown(" · ".join((topic, say("Level {level}", level=card.level), render(HOW_OFTEN[card.asked]))))
    with st.container(key="statement"):
        st.markdown(glued(card.summary.render(lang())))
    if card.figure:
        board(figure_data(calls.problem(card.figure)), key=f"figure-{card.id}")
    st.markdown("\n\n".join(_body(card)), anchors=False)
    if opened and opened not in {question.id for question in card.questions}:
        st.markdown(say("There is no question “{question}” on this card.", question=Quoted(opened)))
    if card.questions:
        st.header(say("Questions"), anchor=False)
    for question in card.questions:
        _show_question(question, question.id == opened)
    st.markdown("\n\n".join(_onward(card)), anchors=False)


def prose(words: Words) -> str:
    """A text of a card as Markdown; Streamlit displays a formula only where its dollars stand on lines of their own."""
    displayed = re.sub(r"(?m)^( *)\$\$(.+)\$\$ *$", r"\1$$\n\1\2\n\1$$", not_a_list(words.render(lang())))
    return glued(displayed)


def _body(card: Card) -> Iterator[str]:
    yield prose(card.explanation)
    if card.pitfalls:
        yield f"## {say('Pitfalls')}"
    for pitfall in card.pitfalls:
        yield f"**{pitfall.name.render(lang())}.** {prose(pitfall.why)}"


def _show_question(question: Question, opened: bool) -> None:
    quiet = " · ".join((say("level {level}", level=question.level), render(HOW_OFTEN[question.asked])))
    label = f"{glued(question.ask.render(lang()))} :gray[{quiet}]"
    key = opened_key(question.id) if opened else f"question-{question.id}"  # a key of its own, else it stays as it was
    with st.expander(label, expanded=opened, key=key):
        show_code(question)
        st.markdown("\n\n".join(_answer(question)))
        show_mended(question)
        st.markdown("\n\n".join(_more(question)))


def _answer(question: Question) -> Iterator[str]:
    yield _listed(say("A good answer says"), (glued(point.render(lang())) for point in question.points))
    yield f"**{say('Model answer, 30 seconds')}**"
    yield prose(question.answer)


def _more(question: Question) -> Iterator[str]:
    if question.long:
        yield f"**{say('Longer answer, two minutes')}**"
        yield prose(question.long)
    yield _listed(say("Red flags"), (glued(flag.render(lang())) for flag in question.red_flags))
    follow = (f"{render(AFTER[followup.when])}: {_followup(followup.ask, question)}" for followup in question.followups)
    yield _listed(say("What comes next"), follow)


def _followup(ask: str, question: Question) -> str:
    """A link to another question, or to a kind of problem."""
    other = questions().get(ask)
    return question_link(other) if other else _kind_link(ask, question.level)


def _onward(card: Card) -> Iterator[str]:
    seen = [*_pictures(card)]
    if seen:
        yield f"## {say('See it move')}"
        yield "\n".join(f"- {link}" for link in seen)
    if card.practice:
        yield f"## {say('Practise this')}"
        yield "\n".join(f"- {_practice(card, kind)}" for kind in card.practice)
    yield f"## {say('Around this card')}"
    before, after = neighbours(card.id)
    around = {
        say("It needs"): [cards()[need] for need in card.needs],
        say("It is needed by"): needed_by(card.id),
        say("Previous"): [before] if before else [],
        say("Next"): [after] if after else [],
    }
    yield "\n".join(f"- {name}: {', '.join(map(card_link, found))}" for name, found in around.items() if found)
    if card.sources:
        yield f"## {say('Sources')}"
        yield "\n".join(f"- {_source(key)}" for key in card.sources)


def _pictures(card: Card) -> Iterator[str]:
    """Links to the lab: what an experiment shows of this card, and the card's own figure."""
    for experiment, preset in seen_from(card.id):
        address = page_href("lab", experiment(**preset.settings).params())
        yield f"[{render(experiment.title)}: {render(preset.name)}]({address})"
    picture = picture_of(calls.problem(card.figure)) if card.figure else None
    if picture:
        yield f"[{say('The figure of this card')}]({page_href('lab', picture)})"


def _practice(card: Card, kind: str) -> str:
    """A link to the kind and, where the figure is one of its problems, to that."""
    link = _kind_link(kind, card.level)
    problem = calls.problem(card.figure) if card.figure else None
    if problem is None or problem.slug != kind:
        return link
    own = page_href("practice", own_problem(kind, _level(card.level), problem, None).params())
    return f"{link}, [{say('with the numbers of the figure')}]({own})"


def _kind_link(kind: str, level: int) -> str:
    title = render(catalog.kinds()[kind].title)
    return f"[{title}]({page_href('practice', {'kind': kind, 'level': str(level)})})"


def _level(level: int) -> Level:
    return next(known for known in catalog.LEVELS if known == level)


def _source(key: str) -> str:
    source = sources()[key]
    year = f", {source.year}" if source.year else ""
    return f"{source.author}: [{source.title}]({source.address}){year}"


def _listed(heading: str, lines: Iterable[str]) -> str:
    return "\n".join((f"**{heading}**", "", *(f"- {line}" for line in lines)))
