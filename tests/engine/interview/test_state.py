"""Does the interview do what an interviewer would?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from engine.interview.events import (
    Answer,
    Clarify,
    Computed,
    Finish,
    Flag,
    GoTo,
    Note,
    Pause,
    Record,
    Resume,
    Said,
    Skip,
    Tick,
    Ticks,
    Type,
    Unflag,
)
from engine.interview.slots import WALK_THROUGH
from engine.interview.state import GRACE, apply, begin
from engine.interview.turns import Interview
from tests.engine.interview.conftest import PLAN, START

STRONG, WEAK = Said(Ticks((0, 1)), (3, 2)), Said(Ticks((0,)), (3, 2))
RIGHT, WRONG = Computed("right"), Computed("wrong", "forgot-stride")


def asked(interview: Interview) -> list[str]:
    return [turn.id for turn in interview.turns]


def test_it_begins_with_the_first_question(interview):
    assert (asked(interview), interview.current, interview.left(START)) == (["a/what"], 0, 600)
    elsewhere = begin(PLAN, "ko", START.astimezone(timezone(timedelta(hours=9))))
    assert elsewhere.started_at == START and elsewhere.started_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("outcome", "next"),
    [
        (STRONG, "c/why"), (WEAK, "c/smaller"), (Said(Ticks((0, 1, 2), (0,)), (3, 2)), "c/smaller"),
        (Said(Ticks((0, 1)), (4, 1)), "c/smaller"), (None, "gradient@2.7"), (RIGHT, "gradient@2.7"),
    ],
)  # fmt: skip
def test_two_thirds_of_the_points_and_no_red_flag_are_strong(interview, after, outcome, next):
    assert asked(apply(interview, Answer(0, "it adds", outcome, after(60)))) == ["a/what", next]


def test_a_recording_that_arrives_after_a_written_answer_joins_it(interview, after):
    given = apply(interview, Answer(0, "in words", None, after(10)))
    assert apply(given, Record(0, False, after(11))) == given
    joined = apply(given, Record(0, True, after(12)))
    assert joined.turns[0] == replace(given.turns[0], recorded=True, recorded_at=after(12))
    for kept in (True, False):  # the first one stays
        assert apply(joined, Record(0, kept, after(13))) == joined


def test_an_answer_that_was_only_recorded_counts_and_nothing_follows_it_up(interview, after):
    assert apply(interview, Answer(0, " ", None, after(9))) == interview  # nothing was recorded yet
    interview = apply(interview, Record(0, True, after(10)))
    given = apply(interview, Answer(0, "", None, after(60)))
    assert asked(given) == ["a/what", "gradient@2.7"] and given.turns[0].to_tick
    assert apply(given, Record(1, True, after(61))) == given  # a number is not spoken
    over = apply(apply(interview, Type(0, "half", after(11))), Finish(after(90)))
    assert (over.turns[0].answer, over.turns[0].only_recorded) == ("half", False)
    late = apply(apply(given, Finish(after(90))), Record(1, True, after(91)))
    assert late.turns[1].answer is None
    ticked = apply(given, Answer(0, "", Said(Ticks(), (3, 2)), after(99)))
    assert apply(ticked, Tick(0, (1,), (), after(100))).turns[0].ticks == Ticks((1,))


def test_follow_ups_go_two_deep_and_then_the_plan_goes_on(interview, after):
    for n, outcome in enumerate((STRONG, WEAK, WRONG, WRONG)):
        interview = apply(interview, Answer(n, "answer", outcome, after(20 * n + 20)))
    assert asked(interview) == ["a/what", "c/why", "gradient@1.5", "gradient@2.7", WALK_THROUGH]
    assert [turn.parent for turn in interview.turns] == [None, 0, 1, None, 3]
    assert [turn.slot for turn in interview.turns] == [0, 0, 0, 1, 1]
    assert apply(interview, Answer(4, "I divided", None, after(200))).turns[-1].id == "b/claim"


def test_a_follow_up_is_left_out_when_the_questions_to_come_need_the_time(interview, after):
    own = sum(slot.own_seconds for slot in PLAN.slots[1:])
    assert asked(apply(interview, Answer(0, "a", STRONG, after(600 - own - 30)))) == ["a/what", "c/why"]
    assert asked(apply(interview, Answer(0, "a", STRONG, after(600 - own - 29)))) == ["a/what", "gradient@2.7"]


def at_the_chain(interview: Interview, after) -> Interview:
    for n in range(3):
        interview = apply(interview, Skip(n, after(n + 1)))
    return interview


def test_a_chain_puts_its_three_problems_and_asks_why_when_all_are_right(interview, after):
    interview = at_the_chain(interview, after)
    for n in range(3, 6):
        interview = apply(interview, Answer(n, "7", RIGHT, after(10 * n)))
    assert asked(interview)[3:] == ["layer@2.7/1", "layer@2.7/2", "layer@2.7/3", "d/why"]
    assert interview.turns[3].budget == 60


def test_a_chain_walks_through_one_mistake_and_goes_on(interview, after):
    interview = at_the_chain(interview, after)
    interview = apply(interview, Answer(3, "7", WRONG, after(30)))
    assert interview.turns[-1].id == WALK_THROUGH
    interview = apply(interview, Answer(4, "I added", None, after(60)))
    interview = apply(interview, Answer(5, "7", WRONG, after(70)))
    assert asked(interview)[5:] == ["layer@2.7/2", "layer@2.7/3"]
    assert apply(interview, Answer(6, "7", RIGHT, after(90))).current is None


def test_a_skipped_question_can_be_answered_later_and_the_interview_goes_on_where_it_was(interview, after):
    interview = apply(interview, Skip(0, after(10)))
    interview = apply(interview, Type(1, "half a", after(15)))
    assert interview.waiting == (0,)
    interview = apply(interview, GoTo(0, after(20)))
    assert (interview.current, interview.waiting) == (0, (1,))
    interview = apply(interview, Answer(0, "now I know", None, after(30)))
    assert (interview.current, interview.turns[0].skipped, interview.turns[1].draft) == (1, False, "half a")
    assert [turn.seconds for turn in interview.turns] == [20, 10]


def test_what_was_answered_is_not_gone_back_to(interview, after):
    interview = apply(interview, Answer(0, "a", None, after(10)))
    assert apply(interview, GoTo(0, after(20))) is interview
    assert apply(interview, GoTo(5, after(20))) is interview


def test_an_answer_stands_even_if_another_tab_had_moved_on(interview, after):
    interview = apply(interview, Skip(0, after(10)))
    answered = apply(interview, Answer(0, "from the other tab", STRONG, after(11)))
    assert (answered.turns[0].answer, answered.current, len(answered.turns)) == ("from the other tab", 1, 2)
    assert apply(answered, Answer(0, "again", WEAK, after(12))) is answered


def test_a_blank_answer_is_none(interview, after):
    assert apply(interview, Answer(0, " \n", STRONG, after(1))) is interview


def test_a_draft_gives_way_to_a_newer_one_only(interview, after):
    interview = apply(interview, Type(0, "it is a sum", after(5)))
    assert apply(interview, Type(0, "it is", after(4))) is interview
    assert apply(interview, Type(0, "it", after(5))) is interview
    assert apply(interview, Type(0, "", after(6))).turns[0].draft == ""


def test_asking_for_a_convention_counts_once(interview, after):
    interview = apply(interview, Clarify(0, "rounding", after(5)))
    interview = apply(interview, Clarify(0, "bias", after(6)))
    assert interview.turns[0].clarified == ("rounding", "bias")
    assert apply(interview, Clarify(0, "bias", after(7))) is interview
    assert apply(interview, Clarify(0, "weather", after(7))) is interview
    answered = apply(interview, Answer(0, "a", None, after(8)))
    assert apply(answered, Clarify(0, "padding", after(9))) is answered


def test_ticks_are_corrected_after_answering_and_both_are_kept(interview, after):
    assert apply(interview, Tick(0, (0,), (), after(1))) is interview
    interview = apply(interview, Answer(0, "a", STRONG, after(2)))
    interview = apply(interview, Tick(0, (2, 0, 0, 9, -1), (1, 2), after(3)))
    turn = interview.turns[0]
    assert (turn.suggested, turn.corrected, turn.ticks) == (STRONG.ticks, Ticks((0, 2), (1,)), Ticks((0, 2), (1,)))
    assert apply(interview, Tick(0, (1,), (), after(2))) is interview
    interview = apply(interview, Finish(after(10)))
    assert apply(interview, Tick(0, (1,), (), after(9000))).turns[0].ticks == Ticks((1,))


def test_a_flag_goes_up_and_down(interview, after):
    up = apply(interview, Flag(0, after(1)))
    down = apply(up, Unflag(0, after(2)))
    assert (up.turns[0].flagged, down.turns[0].flagged) == (True, False)
    assert apply(down, Flag(0, after(1))) is down


def test_a_pause_moves_the_deadline_and_costs_the_question_nothing(interview, after):
    paused = apply(interview, Pause(after(100)))
    assert (paused.paused, paused.left(after(400)), paused.turns[0].seconds) == (True, 500, 100)
    assert apply(paused, Skip(0, after(200))) is paused and apply(paused, Pause(after(200))) is paused
    assert apply(paused, Type(0, "sent before", after(99))).turns[0].draft == "sent before"
    resumed = apply(paused, Resume(after(5000)))
    assert resumed.left(after(5000)) == 500
    assert apply(resumed, Pause(after(100))) is resumed and apply(resumed, Resume(after(5100))) is resumed
    assert apply(resumed, Answer(0, "a", None, after(5010))).turns[0].seconds == 110
    assert [(one.began, one.ended) for one in resumed.pauses] == [(after(100), after(5000))]


def test_the_end_of_the_time_keeps_the_draft_that_stands(interview, after):
    interview = apply(interview, Type(0, "it adds up the", after(599)))
    over = apply(interview, Skip(0, after(660)))
    assert (over.finished_at, over.current, over.is_over(after(660))) == (after(600), None, True)
    turn = over.turns[0]
    assert (turn.answer, turn.answered_at, turn.outcome, turn.seconds) == ("it adds up the", None, None, 600)
    assert apply(over, Answer(0, "something else", STRONG, after(700))) is over
    judged = apply(over, Answer(0, "it adds up the", WEAK, after(700)))
    assert judged.turns[0].ticks == Ticks((0,)) and judged.turns[0].answered_at is None
    assert apply(judged, Answer(0, "it adds up the", STRONG, after(701))) is judged


def test_what_was_typed_before_the_end_may_arrive_just_after_it(interview, after):
    end = after(600) + GRACE
    assert apply(interview, Type(0, "to the last word", end)).turns[0].answer == "to the last word"
    sent = apply(interview, Answer(0, "to the last word", WEAK, end))
    assert (sent.turns[0].answer, sent.turns[0].outcome, sent.finished_at) == ("to the last word", WEAK, after(600))
    finished = apply(interview, Finish(after(300)))
    assert apply(finished, Type(0, "one moment", after(301))).turns[0].answer == "one moment"
    assert apply(finished, Type(0, "too late", after(306))) is finished
    assert apply(interview, Type(0, "too late", after(606))).turns[0].answer is None


def test_after_the_end_nothing_moves(interview, after):
    over = apply(apply(interview, Note("ask about bias", after(5))), Finish(after(100)))
    for event in (Skip(0, after(101)), GoTo(0, after(101)), Pause(after(101)), Resume(after(101)), Finish(after(102)),
                  Clarify(0, "bias", after(101)), Flag(0, after(106)), Note("x", after(106))):  # fmt: skip
        assert apply(over, event) is over
    assert over.notes == "ask about bias"


def test_finishing_in_a_pause_counts_it_to_the_end(interview, after):
    over = apply(apply(interview, Pause(after(10))), Finish(after(70)))
    assert (over.pauses[0].ended, over.finished_at, over.turns[0].seconds) == (after(70), after(70), 10)


def test_a_clock_that_was_set_back_stops_nothing(interview, after):
    interview = apply(interview, Skip(0, after(100)))
    for step in (lambda at: GoTo(0, at), lambda at: Type(0, "still here", at), lambda at: Skip(0, at)):
        changed = apply(interview, step(interview.stamp(after(-5000))))
        assert changed is not interview and changed.now >= interview.now
        interview = changed
    assert interview.turns[0].draft == "still here"


def test_events_of_nowhere_and_never_change_nothing(interview, after):
    for event in (Type(-1, "a", after(1)), Answer(99, "a", None, after(1)), Tick(-1, (0,), (), after(1)), "Finish",
                  None, Finish(datetime(2026, 3, 1, 12, 0, 5)), Finish(datetime.max.replace(tzinfo=UTC)),
                  Finish(datetime.min.replace(tzinfo=UTC))):  # fmt: skip
        assert apply(interview, event) is interview
