"""Can every problem be asked, answered in every way, and explained, in both languages?"""

from __future__ import annotations

import json
import re
from itertools import combinations
from typing import Any

import pytest

from engine import catalog
from engine.links import own_problem
from engine.problem import Level
from engine.study.store import StoreFault
from engine.text import Text
from tests.pages.visit import (
    answer,
    asked,
    attempts,
    desk,
    fill,
    labels,
    practise,
    press,
    problem,
    rerun,
    visit,
    words,
)
from ui.boot import store
from ui.desk import check, give_up
from ui.reply import board_key

SLUGS = list(catalog.kinds())
SIZE = '{"size":7,"kernel_size":3}'
every_kind = pytest.mark.parametrize("slug", SLUGS)
every_level = pytest.mark.parametrize("level", catalog.LEVELS)


def wrong_reply(app: Any) -> str:
    """A reply that can be read and belongs to no known slip."""
    right = problem(app).reply.json(problem(app).answer())
    kinds: dict[str, str] = {"integer": "987654", "decimal": "987654.5", "shape": "987x654", "row": "987 654"}
    kinds["interval"] = "[-987, 654]"
    if problem(app).reply.name == "several-of":
        keys = [option.key for option in problem(app).options()]
        chosen = [", ".join(some) for n in range(1, len(keys) + 1) for some in combinations(keys, n)]
        verdicts = {some: problem(app).judge(some) for some in chosen}
        return next(some for some, said in verdicts.items() if said.verdict == "wrong" and said.tag is None)
    if problem(app).reply.name == "stack":
        return problem(app).reply.spell([[[987 for _ in row] for row in grid] for grid in right], None)
    if problem(app).reply.has_cells:
        return " / ".join(" ".join(["987"] * len(row)) for row in right)
    return kinds[problem(app).reply.name]


@every_kind
@every_level
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_problem_is_asked_and_explained(slug: str, level: int, lang: str) -> None:
    app = practise(slug, level, lang=lang)
    title, prompt = problem(app).title.render(lang), problem(app).prompt().render(lang)
    assert app.title[0].value == title
    assert prompt.partition("$")[0] in words(app).replace(":red[", "").replace(":blue[", "")
    asked = words(app)
    press(app, Text("I don’t know").render(lang))
    said = words(app).removeprefix(asked)
    assert problem(app).steps()[-1].tex in said
    assert bool(re.search("[가-힣]", said)) == (lang == "ko")
    assert [(attempt.verdict, attempt.reply) for attempt in attempts()] == [("gave-up", "")]


@every_kind
def test_a_right_answer_is_right_and_says_the_time(slug: str) -> None:
    app = practise(slug, 2)
    answer(app, problem(app).spelled())
    assert "Right" in words(app)
    assert f"the budget was {problem(app).seconds[1]} s" in words(app)
    (attempt,) = attempts()
    assert (attempt.kind, attempt.seed, attempt.level, attempt.verdict) == (slug, 42, 2, "right")
    assert attempt.givens == problem(app).givens()
    assert attempt.seconds is not None
    assert "Next problem" in labels(app)


@every_kind
def test_a_known_slip_is_named_with_its_arithmetic(slug: str) -> None:
    app = practise(slug, 3)
    for turn in problem(app).mistakes():
        app = practise(slug, 3)
        reply = problem(app).reply.spell(turn.value, problem(app).tolerance)
        if reply.count("//") != problem(app).spelled().count("//"):
            press(app, "Type it as text")
        answer(app, reply)
        assert turn.tag not in words(app), "a slip is told by the name on its card"
        assert attempts()[0].tag == turn.tag
        assert "yellow-background" in words(app)
        assert f"from step {turn.step + 1}" in words(app)
        if not desk(app).on_board or not desk(app).chosen:
            assert turn.tex in words(app)


def test_a_link_to_a_language_we_do_not_speak_is_told_beside_what_else_it_has_wrong() -> None:
    app = practise("conv-output-size", lang="fr", mix="philosophy")
    assert "This link asked for the language “fr”; here is English." in words(app)
    assert "There is no topic “philosophy”; here are all topics." in words(app)


def test_a_wrong_cell_shows_the_learners_sum_above_the_right_one() -> None:
    app = practise("convolution-grid", 2)
    for turn in problem(app).mistakes():
        app = practise("convolution-grid", 2)
        answer(app, problem(app).reply.spell(turn.value, None))
        if desk(app).chosen:
            assert re.search(r":gray\[yours\] \*\*:red", words(app)), turn.tag


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if catalog.kinds()[slug].reply.name != "one-of"])
def test_an_unknown_slip_says_how_far_off_and_the_first_step(slug: str) -> None:
    app = practise(slug, 1)
    answer(app, wrong_reply(app))
    assert "we don’t know this slip yet" in words(app)
    assert problem(app).steps()[0].tex in words(app)
    assert [(attempt.verdict, attempt.tag) for attempt in attempts()] == [("wrong", None)]


@every_kind
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_cannot_be_read_is_no_attempt_and_stays_typed(slug: str, lang: str) -> None:
    app = practise(slug, 1, lang=lang)
    check = Text("Check").render(lang)
    name = problem(app).reply.name
    if name in {"one-of", "several-of"}:
        press(app, check)
    else:
        answer(app, "1 l2" if problem(app).reply.has_cells else "l2", check)
    assert attempts() == []
    assert check in labels(app)
    assert Text("Not read, so this was no attempt").render(lang) in words(app)
    if problem(app).reply.has_cells:
        assert app.session_state[f"board-{desk(app).key}"]["cells"] == [["1", "l2"]]
    elif name not in {"one-of", "several-of"}:
        assert app.text_input(key=f"text-{desk(app).key}").value == "l2"


HOSTILE = ["<script>alert(1)</script>", "![a](http://x.y/z.png)", "$\\frac{", ":red[x]", "x" * 9000]


@pytest.mark.parametrize("reply", HOSTILE)
def test_a_hostile_reply_is_shown_as_typed(reply: str) -> None:
    app = answer(practise("conv-output-size"), reply)
    assert attempts() == []
    assert reply not in words(app)
    assert len(words(app)) < 5000


def test_nothing_typed_is_no_attempt() -> None:
    for slug in ("conv-output-size", "cross-correlation-grid", "convolution-or-cross-correlation"):
        app = press(practise(slug), "Check")
        assert "no attempt" in words(app)
        assert attempts() == []


def test_where_none_is_chosen_a_choice_is_asked_for() -> None:
    app = press(practise("convolution-or-cross-correlation"), "Check")
    assert "Nothing was typed. Choose one of the answers." in words(app)


def test_a_cell_of_a_table_that_is_empty_gets_an_example_of_its_column() -> None:
    app = practise("network-ledger", 2)
    cells = [row.split() for row in problem(app).spelled().split(" / ")]
    cells[1][0] = ""
    app.session_state[f"board-{desk(app).key}"] = {"cells": cells}
    assert "Row 2, column 1 is empty. A reply that can be read: 6x28x28\n" in words(press(app, "Check")) + "\n"


def test_hints_open_one_step_after_another() -> None:
    app = practise("conv-output-size", 2)
    steps = problem(app).steps()
    shown = []
    for _ in range(3):
        press(app, "Hint")
        shown.append(sum(step.tex in words(app) for step in steps))
    assert shown == [1, 2, len(steps)]
    assert "Hint" not in labels(app)
    answer(app, problem(app).spelled())
    assert attempts()[0].verdict == "right"


def test_a_double_submit_is_one_row() -> None:
    app = practise("conv-output-size")
    fill(app, problem(app).spelled())
    form = desk(app)
    press(app, "Check")
    check(form)
    give_up(form)
    assert len(attempts()) == 1


def test_a_submit_sent_to_a_new_session_with_the_same_id_is_one_row() -> None:
    for _ in range(2):
        app = practise("conv-output-size")
        app.session_state[f"attempt-{desk(app).key}"] = {"id": "the-browsers-id"}
        answer(app, problem(app).spelled())
        assert "Right" in words(app)
    assert [attempt.id for attempt in attempts()] == ["the-browsers-id"]


def test_another_try_is_another_attempt_with_a_clean_desk() -> None:
    app = answer(practise("conv-output-size"), "987654")
    press(app, "Try again")
    assert app.text_input(key=f"text-{desk(app).key}").value == ""
    assert "we don’t know this slip yet" not in words(app)
    answer(app, problem(app).spelled())
    assert [attempt.verdict for attempt in attempts()] == ["right", "wrong"]
    assert len({attempt.id for attempt in attempts()}) == 2


def test_next_is_a_fresh_problem_of_the_kind_and_level_in_the_address() -> None:
    app = answer(practise("conv-output-size", 3), "987654")
    press(app, "Next problem")
    address = app.query_params
    assert (address["kind"], address["level"], address["lang"]) == ("conv-output-size", "3", "en")
    assert address["seed"] != "42"
    assert desk(app).link.seed == int(address["seed"])
    assert app.text_input(key=f"text-{desk(app).key}").value == ""


def test_a_visit_without_a_link_gets_a_problem_and_puts_it_into_the_address() -> None:
    app = visit("practice")
    assert app.query_params["kind"] in SLUGS
    seed = app.query_params["seed"]
    assert rerun(app).query_params["seed"] == seed


def test_mixed_practice_goes_on_to_other_kinds() -> None:
    app = practise("conv-output-size", mix="mixed")
    seen = set()
    for _ in range(12):
        press(app, "I don’t know")
        press(app, "Next problem")
        assert app.query_params["mix"] == "mixed"
        seen.add(app.query_params["kind"])
    assert len(seen) > 2


def test_topic_kind_and_level_are_chosen() -> None:
    app = practise("conv-output-size")
    app.segmented_control(key="choose-level").set_value(3)
    rerun(app)
    assert (desk(app).link.level, desk(app).link.kind) == (3, "conv-output-size")
    app.selectbox(key="choose-kind").set_value("conv-output-shape")
    rerun(app)
    assert (desk(app).link.level, desk(app).link.kind) == (3, "conv-output-shape")
    app.selectbox(key="choose-topic").set_value("hand-computation")
    rerun(app)
    assert problem(app).topic == "hand-computation"
    assert app.query_params["mix"] == "hand-computation"


@pytest.mark.parametrize("reply", ["4 -1 / 2 1 / -3 4", "4 -1\n2 1\n-3 4", "4,-1;2,1;-3,4"])
def test_a_grid_can_be_typed_as_text(reply: str) -> None:
    app = press(practise("cross-correlation-grid"), "Type it as text")
    answer(app, reply)
    assert attempts()[0].verdict == "right"


def test_a_grid_typed_as_text_begins_with_what_stands_in_the_cells() -> None:
    app = fill(practise("cross-correlation-grid"), "4 -1 / 2 1 / -3 4")
    press(app, "Type it as text")
    assert app.text_area(key=f"text-{desk(app).key}").value == "4 -1\n2 1\n-3 4"
    press(app, "Check")
    assert attempts()[0].verdict == "right"


@pytest.mark.parametrize(
    ("slug", "level", "typed", "cells"),
    [
        ("cross-correlation-grid", 1, "1 l2\n3", [[["1", "l2"], ["3", ""], ["", ""]]]),
        ("cross-correlation-grid", 2, "1 2 3 / 4 ? 6", [[["1", "2", "3"], ["4", "", "6"]]]),
        ("cross-correlation-grid", 2, "[[1", []),
        ("depthwise-conv", 2, "1 2\n\n3 4", [[["1", "2"]], [["3", "4"]]]),
        ("separable-conv-cost", 1, "1 2\n3", [[["1", "2"], ["3", ""], ["", ""]]]),
    ],
)
def test_what_was_typed_as_text_stands_in_the_cells(slug: str, level: int, typed: str, cells: Any) -> None:
    app = press(practise(slug, level), "Type it as text")
    app.text_area(key=f"text-{desk(app).key}").set_value(typed)
    press(app, "Use the cells")
    for grid, rows in enumerate(cells):
        assert app.session_state[board_key(desk(app), grid)]["cells"] == rows


def test_a_table_typed_as_text_says_what_belongs_into_each_row() -> None:
    app = press(practise("network-ledger", 1), "Type it as text")
    assert "- total: shape, parameters, MACs" in words(app)
    for heading in problem(app).rows():
        assert f"- {heading.label.render('en')}: " in words(app)
    answer(app, problem(app).spelled().replace(" / ", "\n"))
    assert attempts()[0].verdict == "right"


def test_a_stack_of_another_number_of_grids_is_shown_as_it_was_typed() -> None:
    app = press(practise("depthwise-conv"), "Type it as text")
    answer(app, "1 2\n3 4")
    assert "Your answer: **1 2 / 3 4**" in words(app).replace("\\", "")
    assert "Your stack has 1 grid; it takes 2" in words(app)


def test_the_first_wrong_cell_of_a_grid_shows_its_expression() -> None:
    app = answer(practise("cross-correlation-grid"), "4 -1 / 2 9 / -3 4")
    assert desk(app).chosen == (1, 1)
    assert "Row 2, column 2" in words(app)
    assert "5 of 6 numbers are right" in words(app)


def test_a_grid_of_another_size_is_wrong_and_says_the_sizes() -> None:
    app = answer(practise("cross-correlation-grid", 2), "1 2 3 4 5 6 7 8 9 10")
    assert "Your grid is 1×10" in words(app)
    assert attempts()[0].verdict == "wrong"


def own_form(app: Any) -> dict[str, Any]:
    fields = [*app.text_input, *app.text_area, *app.toggle, *app.segmented_control]
    return {field.key.rpartition("-")[2]: field for field in fields if field.key.startswith("own-")}


@every_kind
def test_own_numbers_start_from_the_problem_and_make_one(slug: str) -> None:
    app = press(practise(slug, 2), "Try your own numbers")
    givens = problem(app).givens()
    assert list(own_form(app)) and set(own_form(app)) == set(givens)
    press(app, "Make this problem")
    assert json.loads(app.query_params["givens"]) == givens
    assert "seed" not in app.query_params
    assert problem(app).givens() == givens
    answer(app, problem(app).spelled())
    (attempt,) = attempts()
    assert (attempt.seed, attempt.level, attempt.verdict) == (None, None, "right")


@pytest.mark.parametrize(
    ("slug", "field", "typed", "said"),
    [
        ("conv-output-size", "stride", "0", "stride must be at least 1, but it is 0"),
        ("conv-output-size", "size", "", "size is missing"),
        ("conv-output-size", "size", "seven", "is not a number"),
        ("conv-output-size", "kernel_size", "999999", "kernel_size"),
        ("conv-output-shape", "kernel_size", "3x", "kernel_size"),
        ("cross-correlation-grid", "image", "1 2\n3", "The rows have different lengths: 2, 1"),
        ("receptive-field", "layers", "3 1 1 1", "takes 3 numbers: kernel_size, stride, dilation"),
        ("conv-param-count", "groups", "7", "groups"),
        ("box-convolution", "f", "0 1", "f.height is missing"),
    ],
)
def test_a_bad_own_number_is_told_under_its_field_and_nothing_is_lost(
    slug: str, field: str, typed: str, said: str
) -> None:
    app = press(practise(slug), "Try your own numbers")
    before = {name: widget.value for name, widget in own_form(app).items()}
    own_form(app)[field].set_value(typed)
    press(app, "Make this problem")
    faults = [line.value for line in app.markdown if line.value.startswith(":material/error:")]
    assert len(faults) == 1
    assert said in faults[0].replace("\\", "").replace("\N{WORD JOINER}", "")
    assert {name: widget.value for name, widget in own_form(app).items()} == before | {field: typed}
    assert app.query_params["seed"] == "42"
    own_form(app)[field].set_value(before[field])
    press(app, "Make this problem")
    assert "givens" in app.query_params


def test_the_form_of_own_numbers_shows_the_problem_on_the_desk() -> None:
    app = press(practise("conv-output-size"), "Try your own numbers")
    own_form(app)["size"].set_value("33")
    press(app, "I don’t know")
    press(app, "Next problem")
    press(app, "Try your own numbers")
    assert own_form(app)["size"].value == str(problem(app).givens()["size"])


def test_own_numbers_can_be_left() -> None:
    app = press(practise("conv-output-size"), "Try your own numbers")
    own_form(app)["stride"].set_value("0")
    press(app, "Make this problem")
    press(app, "Close")
    assert own_form(app) == {}
    press(app, "Try your own numbers")
    assert ":material/error:" not in words(app)


@every_kind
def test_a_link_with_own_numbers_opens_that_problem(slug: str) -> None:
    made = catalog.draw(slug, 3, 9)
    app = visit("practice", **own_problem(slug, 3, made, None).params())
    assert problem(app) == made


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "deconvolution"},
        {"kind": ""},
        {"kind": "<script>alert(1)</script>"},
        {"kind": "![x](http://example.com/x.png)"},
        {"kind": "\x00\ud7ff" + "x" * 3000},
        {"seed": "abc"},
        {"seed": "1e400"},
        {"seed": "-1"},
        {"level": "9"},
        {"level": "\N{ARABIC-INDIC DIGIT TWO}"},
        {"v": "0"},
        {"v": "older"},
        {"givens": "{"},
        {"givens": '{"size": 1e400, "kernel_size": 3}'},
        {"givens": '{"size": 2, "kernel_size": 3}'},
        {"givens": "[" * 3000},
        {"mix": "philosophy"},
    ],
    ids=lambda changes: f"{changes}"[:40],
)
def test_a_bad_link_lands_on_a_usable_page_with_one_sentence(changes: dict[str, str], lang: str) -> None:
    app = visit("practice", lang, **({"kind": "conv-output-size", "level": "2", "seed": "42", "v": "1"} | changes))
    notes = [line.value for line in app.markdown if not line.value.startswith("[")][:-1]  # a link is no note
    assert len(notes) == 1, notes
    assert bool(re.search("[가-힣]", notes[0])) == (lang == "ko")
    assert "<script>" not in words(app)
    assert "![x](" not in words(app)
    answer(app, problem(app).spelled(), Text("Check").render(lang))
    assert f":material/check_circle: {Text('Right').render(lang)}" in words(app)
    assert len(attempts()) == 1


def test_the_note_of_a_bad_link_is_gone_with_the_next_problem() -> None:
    app = visit("practice", kind="conv-output-size", seed="abc")
    assert "is not a seed" in words(app)
    press(app, "I don’t know")
    press(app, "Next problem")
    assert "is not a seed" not in words(app)


def test_an_earlier_attempt_opens_with_its_answer_also_beside_a_later_one_at_the_same_problem() -> None:
    app = answer(practise("conv-output-size"), "987654")
    press(app, "Try again")
    answer(app, problem(app).spelled())
    later, earlier = attempts()
    app.query_params["attempt"] = earlier.id
    assert "987654" in words(rerun(app))
    app.query_params["attempt"] = later.id
    assert "987654" not in words(rerun(app))
    assert len(attempts()) == 2


def test_an_attempt_that_is_not_there_leaves_an_open_problem() -> None:
    app = practise("conv-output-size", attempt="nothing")
    assert "Check" in labels(app)


def test_an_attempt_at_another_problem_is_not_shown() -> None:
    answer(practise("conv-output-size", seed=1), "987654")
    app = practise("conv-output-size", seed=2, attempt=attempts()[0].id)
    assert "Check" in labels(app)


def test_a_store_that_cannot_write_is_told_and_the_reply_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreFault(Text("The disk that holds {file} is full. Nothing was changed.", file="/a_b_c/*f*.db"))

    app = practise("conv-output-size")
    with monkeypatch.context() as broken:
        broken.setattr(type(store()), "record", refuse)
        answer(app, problem(app).spelled())
        assert "is full" in app.warning[0].value
        assert app.text_input(key=f"text-{desk(app).key}").value == problem(app).spelled()
        press(app, "I don’t know")
        assert "is full" in app.warning[0].value
    press(app, "Check")
    assert "Right" in words(app)
    assert not app.warning
    assert len(attempts()) == 1


def test_a_damaged_file_is_told_when_an_answer_is_checked(record_file: Any) -> None:
    record_file.write_bytes(b"not a database" * 500)
    app = practise("conv-output-size")
    answer(app, problem(app).spelled())
    assert "damaged" in app.warning[0].value
    assert "Check" in labels(app)
    assert record_file.read_bytes() == b"not a database" * 500


def test_a_topic_that_is_called_as_a_kind_stays_a_choice_of_its_own() -> None:
    app = visit("practice", mix="receptive-field", level="1")
    assert "You have not tried this at level 1 yet." in words(app)
    press(app, "I don’t know")
    press(app, "Next problem")
    assert asked(app)["mix"] == "receptive-field"


@pytest.mark.parametrize("slug", ["conv-output-size", "cross-correlation-grid", "gradient"])
def test_multiple_choice_is_switched_on_for_good_and_its_answers_are_marked(slug: str) -> None:
    app = practise(slug, 2)
    app.toggle(key="choices-switch").set_value(True)
    rerun(app)
    choices = [problem(app).reply.spell(value, problem(app).tolerance) for value in desk(app).choices]
    assert len(set(choices)) == 4 and problem(app).spelled() in choices
    press(app, "Check")
    assert attempts() == [] and "Nothing was typed" in words(app)
    slip = next(turn for turn in problem(app).mistakes() if turn.value in desk(app).choices)
    answer(app, problem(app).reply.spell(slip.value, problem(app).tolerance))
    press(app, "Try again")
    answer(app, problem(app).spelled())
    assert [(one.verdict, one.tag, one.choice) for one in attempts()] == [
        ("right", None, True),
        ("wrong", slip.tag, True),
    ]
    assert desk(practise(slug, 2, seed=43)).choices  # another visit
    app.toggle(key="choices-switch").set_value(False)
    rerun(app)
    assert not desk(practise(slug, 2, seed=44)).choices


@pytest.mark.parametrize("slug", ["network-ledger", "shape-walk", "separable-conv-cost"])
def test_multiple_choice_still_says_what_the_rows_of_a_ledger_are(slug: str) -> None:
    store().set_setting("choices", "on")
    app = practise(slug, 2)
    assert desk(app).choices
    assert all(row.label.render("en") in words(app) for row in problem(app).rows())


def test_a_right_choice_schedules_its_skill_as_hard() -> None:
    store().set_setting("choices", "on")
    app = practise("conv-output-size", 2)
    answer(app, problem(app).spelled())
    assert [review.rating for review in store().reviews()] == [2]


@every_kind
@every_level
def test_choices_hold_the_answer_once_and_mistakes_that_can_be_told_apart(slug: str, level: Level) -> None:
    for seed in range(20):
        problem = catalog.draw(slug, level, seed)
        choices = problem.choices()
        assert problem.choices() == choices
        assert bool(choices) == (len(problem.mistakes()) >= 3 and problem.reply.name not in ("one-of", "several-of"))
        judged = [problem.judge_value(choice) for choice in choices]
        assert not choices or sorted(bool(verdict.tag) for verdict in judged) == [False, True, True, True]
        assert not choices or [verdict.verdict for verdict in judged].count("right") == 1
