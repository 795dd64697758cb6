"""Does the mock interview begin, ask every kind of question, react, and end in a report?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from engine.cards import Question, pitfall, questions
from engine.catalog import draw
from engine.interview import events
from engine.interview.events import Computed
from engine.interview.ids import numbers, question, question_kind
from engine.interview.link import Composition, InterviewLink, parse_interview
from engine.interview.report import DIMENSIONS
from engine.interview.slots import WALK_THROUGH, Plan, Slot
from engine.interview.state import GRACE, begin
from engine.interview.templates import templates
from engine.interview.turns import Interview
from engine.study import interviews
from engine.study.interviews import Held
from engine.study.store import StoreFault
from engine.text import LANGUAGES, Language, Text
from tests.pages.visit import answer, asked, attempts, code, html, labels, press, rerun, visit, words
from ui import faults, interview_events, interview_recording
from ui.boot import store
from ui.flashcard import GRADES
from ui.interview_question import KINDS, REACTIONS
from ui.reply import board_key

RUN = "0" * 31 + "1"


def of_kind(kind: str) -> Question:
    return next(asked for asked in questions().values() if question_kind(asked) == kind)


def slot(id: str, kind: Any = "spoken", seconds: int = 120) -> Slot:
    return Slot(id, kind, seconds)


SPOKEN, ERROR, CODE = (of_kind(kind) for kind in ("spoken", "error", "code"))
SLOTS = (
    slot(SPOKEN.key),
    slot(ERROR.key, "error"),
    slot(CODE.key, "code"),
    slot("conv-output-size@1.42", "numeric"),
    slot("cross-correlation-grid@1.42", "numeric"),
    slot("layer@1.7", "chain", 300),
)


def hold(*slots: Slot, minutes: int = 30, ago: float = 0, run: str = RUN, by_person: bool = False) -> str:
    """An interview of these questions, begun some seconds ago."""
    planned = Plan("phone-screen", 7, minutes, slots or SLOTS)
    at = datetime.now(UTC) - timedelta(seconds=ago)
    store().interviews.begin(run, planned, begin(planned, "en", at, by_person))
    return run


def take(lang: str = "en", run: str = RUN) -> AppTest:
    return visit("interview", lang, interview="phone-screen", seed="7", run=run)


def stands(run: str = RUN) -> Interview:
    held = store().interviews.read(run)
    assert held
    return held.interview


def say(app: AppTest, text: str, lang: Language = "en") -> AppTest:
    """Answer the question that is answered in words."""
    interview = stands(asked(app)["run"])
    app.session_state[f"draft-{asked(app)['run']}-{interview.current}"] = {"draft": {"text": text, "count": 1}}
    return press(app, Text("Answer").render(lang))


def charts(app: AppTest) -> dict[str, str]:
    """The plots by their keys, and what each says in words."""
    return {chart.proto.id.rpartition("-")[2]: chart.proto.alt for chart in app.get("plotly_chart")}


def boards(app: AppTest) -> int:
    return sum(one.proto.component_name == "flipside_board" for one in app.get("bidi_component"))


def hear(app: AppTest, heard: bytes, place: int | None = None) -> AppTest:
    """A recording arrives, as the browser hands it in; no test without a browser can press the button."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(interview_recording, "recorded", lambda key: heard)
        patch.setattr(interview_events, "st", st_without_page := SimpleNamespace(session_state={}))
        patch.setattr(interview_recording, "st", st_without_page)
        patch.setattr(faults, "st", st_without_page)
        interview_recording._keep(asked(app)["run"], (stands().current or 0) if place is None else place, "")
    for name, value in st_without_page.session_state.items():
        app.session_state[name] = value
    return rerun(app)


def end(app: AppTest, lang: Language = "en") -> AppTest:
    app.button(key="end").click()
    return rerun(rerun(app))


@pytest.mark.parametrize("name", templates())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_template_begins_and_a_reload_goes_on_with_it(name: str, lang: Language) -> None:
    app = visit("interview", lang)
    app.button(key=f"begin-{name}").click()
    rerun(app)
    run = asked(app)["run"]
    assert stands(run).current == 0
    assert Text("Let us begin.").render(lang) in words(app)
    assert Text("Question {n} of {count}", n=1, count=len(stands(run).slots)).render(lang) in html(app)
    again = visit("interview", **asked(app))
    assert asked(again)["run"] == run
    assert stands(run).current == 0


def test_a_composed_interview_begins_with_what_was_chosen() -> None:
    app = visit("interview")
    app.select_slider(key="compose-spoken").set_value(0)
    app.multiselect(key="compose-topics").set_value(["output-size"])
    next(button for button in app.button if button.key == "FormSubmitter:compose-Begin").click()
    rerun(app)
    assert asked(app)["topics"] == "output-size"
    assert all(slot.kind in ("numeric", "chain") for slot in stands(asked(app)["run"]).slots)


def test_an_earlier_composed_interview_is_shared_as_it_was_composed() -> None:
    composed = Composition(20, ("pooling", "padding"), 1, 100)
    visit("interview", **InterviewLink(composed, 7).params()).button(key="begin").click().run()
    (held,) = store().interviews.latest()
    hold(run=f"{3:032x}")
    found = [dict(parse_qsl(query)) for query in re.findall(r"interview\?([^)]*)", words(visit("interview")))]
    shared, _ = parse_interview(next(params for params in found if params["interview"] == "composed"))
    assert shared
    assert shared.made_of == composed
    assert shared.plan().slots == held.interview.slots


def test_the_interview_is_held_in_the_language_that_is_chosen() -> None:
    app = visit("interview")
    app.segmented_control(key="interview-language").set_value("ko")
    rerun(app)
    app.button(key="begin-phone-screen").click()
    rerun(app)
    assert stands(asked(app)["run"]).lang == "ko"
    assert Text("Let us begin.").render("ko") in words(app)
    assert asked(app)["lang"] == "ko"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_person_interviews_another_one_and_ticks_by_hand(lang: Language) -> None:
    hold(*SLOTS[:1], *SLOTS[3:], by_person=True)
    app = take(lang)
    assert SPOKEN.ask.render(lang) in words(app)
    assert SPOKEN.answer.render(lang)[:20] in words(app)
    assert Text("What may follow").render(lang) not in words(app)  # this plan has none
    app.checkbox(key=f"point-{RUN}-0-0").check()
    rerun(app)
    assert stands().turns[0].corrected == events.Ticks((0,))
    assert take(lang).checkbox(key=f"point-{RUN}-0-0").value  # a reload in the middle
    app.toggle(key=f"turned-{RUN}-0").set_value(True)
    rerun(app)
    assert SPOKEN.ask.render(lang) in words(app)
    assert not app.checkbox
    app.toggle(key=f"turned-{RUN}-0").set_value(False)
    rerun(app)
    onward = Text("Next question").render(lang)
    press(app, onward)
    first = stands().turns[0]
    assert (first.answer, first.ticks) == ("", events.Ticks((0,)))
    press(app, onward)
    nothing = Text("Nothing is chosen yet. Choose what was answered, or skip the question.")
    assert nothing.render(lang) in words(app).replace("\\", "")
    chosen: list[str] = []
    for place, (id, choice) in enumerate(
        (("conv-output-size@1.42", "wrong"), ("cross-correlation-grid@1.42", "right"), ("layer@1.7/1", "?")), start=1
    ):
        problem = named.problems()[0] if (named := numbers(id)) else None
        assert problem
        mistake = problem.mistakes()[0]
        spelled = problem.reply.spell(mistake.value, problem.tolerance)
        chosen.append({"wrong": spelled, "right": problem.spelled()}.get(choice, choice))
        app.radio(key=f"said-{RUN}-{place}").set_value(chosen[-1])
        rerun(app)
        assert stands().turns[place].draft == chosen[-1]
        press(app, onward)
    verdicts = [(turn.answer, turn.verdict, bool(turn.tag)) for turn in stands().turns[1:4]]
    assert verdicts == [(chosen[0], "wrong", True), (chosen[1], "right", False), ("?", "wrong", False)]
    app = end(app, lang)
    assert Text("Points, as they were ticked; correct what is not so").render(lang) in words(app)
    assert app.checkbox(key=f"point-{RUN}-0-0").value
    assert len(attempts()) == 3


@pytest.mark.parametrize("kind", ["layer-for-size", "network-ledger", "depthwise-conv", "which-unpooling"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_that_a_prompt_points_to_is_there_for_two_people_and_for_who_explains_a_wrong_number(
    kind: str, lang: Language
) -> None:
    problem = draw(kind, 2, 5)
    grids = len(problem.maps()) if problem.equation() else 0
    whole = [option.label for option in problem.options()] + [row.label for row in problem.rows()]
    assert grids or whole
    hold(slot(f"{kind}@2.5", "numeric"), by_person=True)
    app = take(lang)
    for _ in range(2):  # before and after the screen is turned
        assert boards(app) == grids
        assert all(label.render(lang) in words(app) for label in whole)
        app.toggle(key=f"turned-{RUN}-0").set_value(True)
        rerun(app)
    other = f"{2:032x}"
    link = InterviewLink("whiteboard", 1, (f"{kind}@2.5",))
    planned = link.plan()
    store().interviews.begin(other, planned, begin(planned, lang, datetime.now(UTC)))
    store().interviews.advance(
        other, events.Answer(0, "99", Computed("wrong"), datetime.now(UTC) + timedelta(seconds=1))
    )
    app = take(lang, other)
    assert stands(other).turns[1].id == WALK_THROUGH
    assert boards(app) == grids
    assert all(label.render(lang) in words(app) for label in whole)


def test_the_person_who_interviews_sees_the_mended_code_and_the_candidate_does_not() -> None:
    hold(slot(CODE.key, "code"), by_person=True)
    app = take()
    assert code(app) == [CODE.code, CODE.mended]
    app.toggle(key=f"turned-{RUN}-0").set_value(True)
    assert code(rerun(app)) == [CODE.code]


def test_what_a_person_ticked_counts_when_the_time_runs_out() -> None:
    hold(slot(SPOKEN.key), minutes=10, ago=620, by_person=True)
    store().interviews.advance(RUN, events.Tick(0, (0, 1), (), stands().started_at + timedelta(seconds=9)))
    rerun(take())
    first = stands().turns[0]
    assert first.answer == ""
    assert isinstance(first.outcome, events.Said)
    assert first.outcome.ticks.points == (0, 1)


def test_two_people_are_chosen_at_set_up_and_a_link_carries_it() -> None:
    app = visit("interview")
    app.segmented_control(key="who-asks").set_value("person")
    rerun(app)
    assert "Two people at one screen" in words(app)
    app.button(key="begin-phone-screen").click()
    rerun(app)
    assert asked(app)["by"] == "person"
    assert stands(asked(app)["run"]).by_person
    assert "by=person" in words(visit("interview"))
    other = press(visit("interview", interview="phone-screen", seed="7", by="person"), "Begin")
    assert stands(asked(other)["run"]).by_person
    assert "here Flipside asks" in words(visit("interview", interview="phone-screen", seed="7", by="x"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_question_is_asked_and_answered(lang: Language) -> None:
    hold()
    app = take(lang)
    for slot, asked_of in zip(SLOTS[:3], (SPOKEN, ERROR, CODE), strict=True):
        assert asked_of.ask.render(lang) in words(app)
        assert KINDS[slot.kind].render(lang) in words(app)
        assert code(app) == ([CODE.code] if asked_of is CODE else [])
        say(app, asked_of.answer.render(lang), lang)
    check = Text("Answer").render(lang)
    for id in ("conv-output-size@1.42", "cross-correlation-grid@1.42", "layer@1.7/1", "layer@1.7/2", "layer@1.7/3"):
        named = numbers(id)
        assert named
        assert stands().turns[-1].id == id
        answer(app, named.problems()[0].spelled(), check)
    assert [turn.verdict for turn in stands().turns[3:]] == ["right"] * 5
    assert len(attempts()) == 5
    assert Text("That was the last question. Thank you.").render(lang) in words(app)
    end(app, lang)
    assert [title.value for title in app.title] == [Text("Interview report").render(lang)]
    assert Text("{put} of {all} questions were put", put=6, all=6).render(lang) in words(app)
    assert code(app) == [CODE.code, CODE.mended]


def test_a_strong_answer_leads_further_and_a_weak_one_to_a_smaller_step() -> None:
    both = next(
        one
        for one in questions().values()
        if {then.when for then in one.followups} == {"strong", "weak"}
        and all(question(then.ask) for then in one.followups)
    )
    for reply, when in ((both.answer.en, "strong"), ("I don't know", "weak")):
        run = f"{1 if when == 'weak' else 2:032x}"
        link = InterviewLink("fundamentals", 1, (both.key,))
        planned = link.plan()
        store().interviews.begin(run, planned, begin(planned, "en", datetime.now(UTC)))
        app = say(take(run=run), reply)
        if any(one.when == when for one in planned.slots[0].followups):
            assert REACTIONS[when].render("en") in words(app)
            assert stands(run).turns[1].parent == 0
        else:
            assert stands(run).current is None


def test_a_wrong_number_is_walked_through() -> None:
    link = InterviewLink("whiteboard", 1, ("conv-output-size@1.42",))
    planned = link.plan()
    store().interviews.begin(RUN, planned, begin(planned, "en", datetime.now(UTC)))
    app = answer(take(), "99999", "Answer")
    assert stands().turns[1].id == WALK_THROUGH
    assert "Walk me through it" in words(app)
    assert "You said 99999." in words(app)
    assert [attempt.verdict for attempt in attempts()] == ["wrong"]


def test_a_reply_that_cannot_be_read_stays_and_an_empty_one_is_no_answer() -> None:
    hold(slot("conv-output-size@1.42", "numeric"), slot(SPOKEN.key))
    app = answer(take(), "junk", "Answer")
    assert "is not a" in words(app)
    assert stands().turns[0].answer is None
    app.button(key="skip-0").click()
    say(rerun(app), "   ")
    assert "There is no answer yet" in words(app)
    assert stands().current == 1


def test_what_was_asked_first_is_told_and_counts() -> None:
    open_one = next(one for one in questions().values() if one.open)
    hold(slot(open_one.key))
    assert open_one.open[0].reply.en not in words(take())
    store().interviews.advance(RUN, events.Clarify(0, open_one.open[0].about, datetime.now(UTC)))
    assert open_one.open[0].reply.en in words(take())


def test_a_flagged_question_is_skipped_and_come_back_to() -> None:
    hold(slot(SPOKEN.key), slot(ERROR.key, "error"))
    app = take()
    for key in ("flag-0", "skip-0", "skip-1"):
        app.button(key=key).click()
        rerun(app)
    assert "class='flagged'" in html(app)
    assert "That was the last question. You can go back" in words(app)
    app.button(key="back-0").click()
    rerun(app)
    assert "Back to what you left open." in words(app)
    assert SPOKEN.ask.en in words(app)
    say(app, "an answer after all")
    assert stands().turns[0].answer == "an answer after all"


def test_the_draft_comes_back_and_the_time_waits_in_a_pause() -> None:
    hold(minutes=30)
    store().interviews.advance(RUN, events.Type(0, "half a sentence", datetime.now(UTC)))
    app = press(take(), "Pause")
    assert "Paused." in words(app)
    assert labels(app) == ["Go on"]
    press(app, "Go on")
    press(app, "Answer")  # the draft that is stored, of a visit that typed nothing
    assert stands().turns[0].answer == "half a sentence"


@pytest.mark.parametrize("reply", ["18", "1 2 / ? 4"])
def test_a_number_that_is_being_typed_comes_back_too(reply: str) -> None:
    grid = "/" in reply
    hold(slot("cross-correlation-grid@1.42" if grid else "conv-output-size@1.42", "numeric"))
    store().interviews.advance(RUN, events.Type(0, reply, datetime.now(UTC)))
    desk = take().session_state["desk"]
    app = take()
    if grid:
        assert app.session_state[f"board-{desk.key}"]["cells"] == [["1", "2"], ["", "4"]]
    else:
        assert app.text_input(key=f"text-{desk.key}").value == reply


@pytest.mark.parametrize(
    ("kind", "reply", "boards"),
    [
        ("separable-conv-cost", "9 ? / 1 2 / ? ?", [[["9", ""], ["1", "2"], ["", ""]]]),
        ("depthwise-conv", "1 2 / ? 4 // ? ? / 1/2 0", [[["1", "2"], ["", "4"]], [["", ""], ["1/2", "0"]]]),
    ],
)
def test_tables_and_stacks_that_are_being_typed_come_back(kind: str, reply: str, boards: list[list[list[str]]]) -> None:
    hold(slot(f"{kind}@1.42", "numeric"))
    store().interviews.advance(RUN, events.Type(0, reply, datetime.now(UTC)))
    app = take()
    desk = app.session_state["desk"]
    cells = [app.session_state[board_key(desk, grid)]["cells"] for grid in range(len(boards))]
    assert cells == boards


def test_options_that_are_being_ticked_come_back_and_are_answered() -> None:
    hold(slot("layer-for-size@1.42", "numeric"), slot("conv-output-size@1.42", "numeric"))
    store().interviews.advance(RUN, events.Type(0, "B, C", datetime.now(UTC)))
    app = take()
    key = app.session_state["desk"].key
    assert [app.checkbox(key=f"text-{key}-{letter}").value for letter in ("A", "B", "C", "D", "none")] == [
        *(False, True, True, False, False),
    ]
    press(app, "Answer")
    assert stands().turns[0].answer == "B, C"


def test_drafts_that_stand_at_the_deadline_are_scored_and_counted() -> None:
    hold(slot(SPOKEN.key), slot("conv-output-size@1.42", "numeric"), minutes=10, ago=620)
    began = stands().started_at
    named = numbers("conv-output-size@1.42")
    assert named
    store().interviews.advance(RUN, events.Type(0, SPOKEN.answer.en, began + timedelta(seconds=10)))
    store().interviews.advance(RUN, events.Skip(0, began + timedelta(seconds=20)))
    store().interviews.advance(RUN, events.Type(1, named.problems()[0].spelled(), began + timedelta(seconds=30)))
    app = rerun(take())
    assert [title.value for title in app.title] == ["Interview report"]
    first, second = stands().turns
    assert first.ticks
    assert first.ticks.points
    assert second.verdict == "right"
    assert [attempt.verdict for attempt in attempts()] == ["right"]
    rerun(take())
    assert len(attempts()) == 1


def test_the_last_keys_may_arrive_some_seconds_after_the_end() -> None:
    hold(slot(SPOKEN.key))
    end = datetime.now(UTC) + timedelta(minutes=1)  # so that a slow machine, too, looks before the last keys are due
    store().interviews.advance(RUN, events.Type(0, "the first half", datetime.now(UTC)))
    store().interviews.advance(RUN, events.Finish(end))
    take()  # another tab looks at the report at once
    store().interviews.advance(RUN, events.Type(0, "the first half and the second", end + GRACE))
    assert stands().turns[0].answer == "the first half and the second"
    store().interviews.advance(RUN, events.Type(0, "and more", end + GRACE + timedelta(milliseconds=1)))
    assert stands().turns[0].answer == "the first half and the second"


def test_an_early_end_says_how_far_it_went_and_ticks_can_be_corrected() -> None:
    hold()
    app = say(take(), "an answer that makes no point")
    assert "Let us" in words(app) or "Thank you" in words(app)
    end(app)
    assert "2 of 6 questions were put" in words(app)
    assert "1 answer" in words(app)
    assert "Not yet." in words(app)
    before = stands().turns[0].suggested
    assert before
    app.checkbox(key=f"point-{RUN}-0-0").check()
    rerun(app)
    assert stands().turns[0].corrected
    assert 0 in stands().turns[0].corrected.points  # type: ignore[union-attr]
    assert stands().turns[0].suggested == before
    assert app.checkbox(key=f"point-{RUN}-0-0").value
    assert take().checkbox(key=f"point-{RUN}-0-0").value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_shows_what_a_problem_was_about_why_a_slip_is_one_and_what_was_left_open(lang: Language) -> None:
    open_one = next(one for one in questions().values() if one.open)
    hold(
        slot("pooling-grid@1.42", "numeric"),
        slot("convolution-or-cross-correlation@2.5", "numeric"),
        slot("conv-output-size@1.42", "numeric"),
        slot(open_one.key),
    )
    slip = draw("conv-output-size", 1, 42).mistakes()[0]
    at = datetime.now(UTC)
    for place, outcome in enumerate((Computed("wrong"), Computed("wrong"), Computed("wrong", slip.tag))):
        store().interviews.advance(RUN, events.Answer(place, "1", outcome, at + timedelta(seconds=place + 1)))
    store().interviews.advance(RUN, events.Clarify(3, open_one.open[0].about, at + timedelta(seconds=5)))
    store().interviews.advance(RUN, events.Finish(at + timedelta(seconds=6)))
    app = take(lang)
    assert boards(app) == 2
    told = words(app)
    known = pitfall(slip.tag)
    assert known
    assert known.why.render(lang) in told
    asked_first = app.checkbox(key=f"open-{RUN}-3-{open_one.open[0].about}")
    assert asked_first.value
    assert open_one.open[0].reply.render(lang) in asked_first.label


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_draws_scores_times_and_the_trend_and_says_in_words_what_they_show(lang: Language) -> None:
    started = Text("This is the first one on record. After the next, the trend of each dimension stands here.")
    hold(slot(SPOKEN.key), slot("conv-output-size@1.42", "numeric"))
    assert charts(take(lang)) == {}
    end(say(take(lang), SPOKEN.answer.en, lang), lang)
    assert set(charts(take(lang))) == {"dimensions", "topics", "times"}
    assert started.render(lang) in words(take(lang))
    later = f"{2:032x}"
    hold(slot(SPOKEN.key), run=later)
    end(say(take(lang, later), "I do not know", lang), lang)
    told = charts(app := take(lang, later))
    assert set(told) == {"dimensions", "topics", "times", "trend"}
    completeness = DIMENSIONS["completeness"].render(lang)
    assert f"{completeness} 0%" in told["dimensions"]
    assert f"{completeness}: 100%, 0%" in told["trend"]
    assert f"{completeness} −100" in words(app)
    assert started.render(lang) not in words(app)
    assert "trend" not in charts(take(lang))  # the first one does not look ahead


WEBM = b"\x1aE\xdf\xa3" + b"sound"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_recorded_answer_is_played_and_ticked_by_the_candidate(lang: Language) -> None:
    hold(slot(SPOKEN.key), slot(ERROR.key, "error"))
    app = hear(take(lang), WEBM)
    assert stands().turns[0].recorded
    assert store().interviews.recordings(RUN) == {0: WEBM}
    assert len(take(lang).get("audio")) == 1
    say(app, "", lang)
    assert (stands().turns[0].answer, stands().current) == ("", 1)
    app = say(app, "something", lang)
    end(app, lang)
    assert store().study().memories.keys() == {f"question:{ERROR.key}"}  # what nobody ticked says nothing
    told = Text("{n:recorded answer|recorded answers} to tick below", n=1).render(lang)
    assert told in words(app)
    assert len(app.get("audio")) == 1
    assert Text("Points; tick those that you hear yourself make").render(lang) in words(app)
    assert SPOKEN.answer.render(lang).split()[0] in words(app)
    assert not app.checkbox(key=f"point-{RUN}-0-0").value
    app.checkbox(key=f"point-{RUN}-0-0").check()
    rerun(app)
    assert stands().turns[0].ticks == events.Ticks((0,))
    assert told not in words(app)
    count = Text("Count it for your flashcards as “{grade}”", grade=GRADES[1]).render(lang)
    assert count in [button.label for button in app.button]
    press(app, count)
    assert [row.rating for row in store().reviews() if row.item == f"question:{SPOKEN.key}"] == [1]
    assert Text("This question has counted for your flashcards today.").render(lang) in words(app)
    assert count not in [button.label for button in app.button]


@pytest.mark.parametrize(
    ("heard", "told"), [(b"RIFF", "could not be read"), (b"", "could not be read"), (WEBM * 100_000, "too large")]
)
def test_what_cannot_be_kept_is_told_and_the_recording_before_it_stays(heard: bytes, told: str) -> None:
    hold(slot(SPOKEN.key))
    app = hear(hear(take(), WEBM), heard)
    assert [told in warning.value for warning in app.warning] == [True]
    assert store().interviews.recordings(RUN) == {0: WEBM}
    app.button(key="unrecord-0").click()
    rerun(app)
    assert store().interviews.recordings(RUN) == {}
    say(app, "")
    assert "There is no answer yet" in words(app)


def test_a_recording_that_runs_while_another_tab_answers_is_kept_with_the_answer_and_told() -> None:
    hold(slot(SPOKEN.key), slot(ERROR.key, "error"))
    app = take()
    say(take(), "from the other tab")
    hear(app, WEBM, place=0)
    assert ["is kept with the answer" in warning.value for warning in app.warning] == [True]
    assert store().interviews.recordings(RUN) == {0: WEBM}
    assert (stands().turns[0].answer, stands().turns[0].recorded) == ("from the other tab", True)
    hear(app, WEBM + b"of a third tab", place=0)
    assert ["is not kept" in warning.value for warning in app.warning] == [True]
    assert store().interviews.recordings(RUN) == {0: WEBM}
    assert len(end(app).get("audio")) == 1


def test_what_was_written_is_never_html() -> None:
    hold(slot(SPOKEN.key))
    app = end(say(take(), "<img src=x onerror=alert(1)> **bold** $x$"))
    assert "<img" not in html(app)
    assert "&lt;img" in html(app)


def test_an_earlier_interview_is_found_again() -> None:
    hold()
    app = visit("interview")
    assert f"run={RUN}" in words(app)
    assert "still running" in words(app)
    end(take())
    assert "report" in words(visit("interview"))


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"interview": "nope"}, "There is no interview “nope”"),
        ({"interview": "phone-screen", "seed": "x"}, "is not a seed"),
        ({"interview": "phone-screen", "seed": "7", "run": RUN}, "is not kept here"),
        ({"interview": "phone-screen", "seed": "7", "run": "<b>"}, "The clock starts when you begin"),
        ({"interview": "composed", "topics": "zz", "minutes": "999", "level": "8"}, "There is no topic “zz”"),
        ({"interview": "composed", "spoken": "33"}, "asked for “33” percent"),
        ({"interview": "phone-screen", "questions": "zz"}, "which is not a question"),
    ],
)
def test_a_bad_link_is_told_and_the_clock_does_not_start(params: dict[str, str], told: str) -> None:
    app = visit("interview", **params)
    assert told in words(app).replace("\\", "")
    assert "<b>" not in words(app)
    assert store().interviews.latest() == []


def test_a_link_of_somebody_else_gives_the_same_questions_in_a_taking_of_ones_own() -> None:
    hold(run=RUN)
    app = visit("interview", interview="phone-screen", seed="7")
    press(app, "Begin")
    other = asked(app)["run"]
    assert other != RUN
    assert tuple(slot.id for slot in stands(other).slots) == InterviewLink("phone-screen", 7).plan().ids
    assert not any(turn.answer for turn in stands(RUN).turns)


def test_an_answer_is_counted_once_whoever_gives_it() -> None:
    hold(slot("conv-output-size@1.42", "numeric"), slot(SPOKEN.key))
    here, there = take(), take()
    answer(here, "1", "Answer")
    answer(there, "2", "Answer")
    assert stands().turns[0].answer == "1"
    assert [attempt.reply for attempt in attempts()] == ["1"]


def test_a_fault_of_the_store_is_told_and_the_question_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    hold(slot(SPOKEN.key))
    app = take()

    def fail(self: object, *happened: object, **more: object) -> Held | None:
        raise StoreFault(Text("The answers could not be read."))

    with monkeypatch.context() as patch:
        patch.setattr(interviews.Interviews, "happens", fail)
        say(app, "an answer")
        assert [warning.value for warning in app.warning]
        assert SPOKEN.ask.en in words(app)
    say(app, "an answer")
    assert stands().turns[0].answer == "an answer"
