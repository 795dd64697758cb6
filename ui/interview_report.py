"""What does the candidate read after an interview?"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from engine import catalog
from engine.cards import cards, topics
from engine.exchange.report import as_html, as_markdown
from engine.interview.link import InterviewLink
from engine.interview.report import BANDS, DIMENSIONS, Drill, Report, report
from engine.interview.trend import Trend
from engine.interview.turns import Interview
from engine.study.preferences import preferences
from ui.boot import store
from ui.components.copy_button import copy_button
from ui.faults import tell_fault
from ui.interview_answers import show_answers
from ui.interview_events import settled
from ui.interview_plots import scores, times, trend
from ui.interview_setup import title, title_and_day
from ui.links import page_href
from ui.navigation import PAGES
from ui.session import lang, link_to, render, say, set_address
from ui.study import clock


def show_report(link: InterviewLink, interview: Interview) -> None:
    """The band with its rule, the dimensions, the drills, the times, and each question with its answer."""
    found = report(interview)
    tell_fault()
    with st.container(key="quiet-taken"):
        st.markdown(f"{title_and_day(link, interview)} · {_how_far(interview)}")
    with st.container(key="statement"):
        st.markdown(render(BANDS[found.band]))
    with st.container(key="quiet-rule"):
        st.markdown(render(found.rule))
    if found.dimensions:
        scores({render(DIMENSIONS[name]): share for name, share in found.dimensions.items()}, "dimensions")
    _drills(found.drills)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if found.drills and st.button(say("Start the first drill"), type="primary", key="drill"):
            page, params = _where(found.drills[0])
            st.switch_page(PAGES / f"{page}.py", query_params=params)
        if st.button(say("Another interview"), type="tertiary", key="another"):
            set_address({})
            st.rerun()
        shared = link_to("interview", replace(link, run=None).params())
        copy_button(say("Copy a link to this interview"), shared, say("Link copied"), key="copy-interview")
    if found.topics:
        st.header(say("By topic"), anchor=False)
        scores({topics()[slug].name.render(lang()): share for slug, share in found.topics.items()}, "topics")
    st.header(say("Time against budget, in seconds"), anchor=False)
    times(interview, "times")
    compared = _trend(str(link.run), found, interview)
    _compared(compared)
    st.header(say("Your answers"), anchor=False)
    show_answers(str(link.run), interview)
    if interview.notes.strip():
        st.header(say("Your notes"), anchor=False)
        st.html(f"<p class='said'>{escape(interview.notes)}</p>".replace("\n", "<br>"))
    _exports(link, interview, compared)


def _exports(link: InterviewLink, interview: Interview, compared: Trend) -> None:
    """Written when they are asked for."""
    day = compared.days[-1]
    taken = (interview, title(link), lang(), compared)
    recordings = partial(store().interviews.recordings, str(link.run))
    with st.container(horizontal=True, gap="medium"):
        for label, write, ending, mime in (
            (say("Save as Markdown"), partial(as_markdown, *taken), "md", "text/markdown"),
            (say("Save as HTML to print"), lambda: as_html(*taken, recordings()), "html", "text/html"),
        ):
            st.download_button(
                label,
                write,
                f"flipside-interview-{day.isoformat()}.{ending}",
                mime,
                key=f"save-{ending}",
                on_click="ignore",
                type="tertiary",
            )


def _how_far(interview: Interview) -> str:
    """How much of the plan was asked and answered, and whether the time was stopped."""
    put = len({turn.slot for turn in interview.turns})
    told = [
        say("{put} of {all} questions were put", put=put, all=len(interview.slots)),
        say("{n:answer|answers}", n=sum(turn.answer is not None for turn in interview.turns)),
    ]
    if left := sum(turn.to_tick for turn in interview.turns):
        told.append(say("{n:recorded answer|recorded answers} to tick below", n=left))
    if interview.pauses:
        told.append(say("{n:pause|pauses}", n=len(interview.pauses)))
    return " · ".join(told)


def _compared(found: Trend) -> None:
    """The trend of each dimension over the interviews up to this one."""
    st.header(say("Compared with earlier interviews"), anchor=False)
    st.markdown(found.told(lang()))
    if len(found.reports) > 1:
        shares = {render(DIMENSIONS[name]): shares for name, shares in found.shares().items()}
        trend(shares, [f"{day:%m-%d}" for day in found.days], "trend")


def _trend(id: str, found: Report, interview: Interview) -> Trend:
    earlier = [settled(held) for held in reversed(store().interviews.before(id))]
    here = clock(preferences(store().settings()))
    days = [here.day_of(one.started_at) for one in (*earlier, interview)]
    return Trend((*map(report, earlier), found), tuple(days))


def _where(drill: Drill) -> tuple[str, dict[str, str]]:
    """The page of a drill, and its address."""
    if drill.kind:
        return "practice", {"kind": drill.kind, "level": str(drill.level)}
    return "learn", {"card": drill.card or ""}


def _drills(drills: tuple[Drill, ...]) -> None:
    if not drills:
        return
    st.header(say("The next five drills") if len(drills) == 5 else say("What to practise next"), anchor=False)
    lines = []
    for drill in drills:
        if drill.kind:
            title = f"{render(catalog.kinds()[drill.kind].title)}, {say('level {level}', level=drill.level)}"
        else:
            title = cards()[drill.card or ""].title.render(lang())
        lines.append(f"1. [{title}]({page_href(*_where(drill))}) · :gray[{render(drill.why)}]")
    st.markdown("\n".join(lines))
