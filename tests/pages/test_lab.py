"""Does the lab's page show what its address means, and say a sentence where it means nothing?"""

from __future__ import annotations

import base64
import io
import json
import re
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.lab.catalog import experiments
from engine.lab.settings import settings_of
from engine.text import LANGUAGES, Text
from tests.pages.visit import answer, asked, practise, press, problem, rerun, visit, words

EVERY = pytest.mark.parametrize("slug", experiments())
SKIP = "Show it without a guess"


def shown(app: Any) -> Any:
    """What the browser draws; None while the chart waits for a guess."""
    found = [element.proto for element in app.get("bidi_component")]
    figures = [json.loads(proto.bytes) for proto in found if proto.component_name == "flipside_figure"]
    return figures[0] if figures else None


def opened(slug: str, lang: str = "en", **params: str) -> Any:
    """The page of an experiment, past its question."""
    app = visit("lab", lang, exp=slug, **params)
    skip = [button for button in app.button if button.key == "lab-skip"]
    return press(app, skip[0].label) if skip else app


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_links_every_experiment(lang: str) -> None:
    said = words(visit("lab", lang))
    for slug, kind in experiments().items():
        assert f"exp={slug}" in said
        assert kind.about.render("ko" if lang == "ko" else "en") in said


@pytest.mark.parametrize("lang", LANGUAGES)
@EVERY
def test_an_experiment_asks_before_it_shows(slug: str, lang: str) -> None:
    app = visit("lab", lang, exp=slug)
    assert shown(app) is None
    assert app.title[0].value == experiments()[slug].title.render("ko" if lang == "ko" else "en")
    skip = next(button for button in app.button if button.key == "lab-skip")
    drawn = shown(press(app, skip.label))
    assert drawn["figure"]["frames"]
    assert drawn["labels"]["play"] == ("재생" if lang == "ko" else "Play")


@EVERY
def test_a_guess_is_answered(slug: str) -> None:
    asked_for = experiments()[slug]().prediction()
    assert asked_for
    for choice in range(len(asked_for.choices)):
        app = visit("lab", exp=slug)
        app.segmented_control(key=f"lab-guess-{slug}").set_value(choice)
        said = words(rerun(app))
        assert shown(app)
        assert asked_for.because.render("en") in said
        assert ("Right." in said) == (choice == asked_for.right)


def test_a_setting_goes_into_the_address_and_into_the_figure() -> None:
    app = opened("continuous")
    before = shown(app)["figure"]
    app.selectbox(key="lab-continuous-g").set_value("box")
    rerun(app)
    assert asked(app) == {"lang": "en", "exp": "continuous", "g": "box"}
    assert shown(app)["figure"] != before
    app.toggle(key="lab-continuous-flip").set_value(False)
    rerun(app)
    assert asked(app)["flip"] == "0"


def test_what_cannot_be_drawn_is_told_and_stays_to_be_mended() -> None:
    app = opened("continuous", g="boxes")
    app.text_input(key="lab-continuous-g_boxes").set_value("0 1 <b>")
    rerun(app)
    assert re.search(r"0 1 .*b.* is not 3 numbers", words(app))
    assert "<b>" not in words(app)
    assert app.text_input(key="lab-continuous-g_boxes").value == "0 1 <b>"
    assert "g_boxes" not in asked(app)
    app.text_input(key="lab-continuous-g_boxes").set_value("0 1 2")
    rerun(app)
    assert asked(app)["g_boxes"] == "0 1 2"
    assert "is not 3 numbers" not in words(app)


def test_a_number_out_of_range_is_told_beside_its_field() -> None:
    app = opened("continuous")
    field = app.number_input(key="lab-continuous-f_width")
    assert not (field.proto.has_min or field.proto.has_max)  # else the browser keeps the number, and says nothing
    field.set_value(-4.0)
    rerun(app)
    assert "f_width is between 0.1 and 15" in words(app)
    assert "f_width" not in asked(app)
    assert app.number_input(key="lab-continuous-f_width").value == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_address_out_of_range_is_a_picture_and_a_sentence(lang: str) -> None:
    said = words(opened("continuous", lang, f_width="0", t="1e9"))
    assert ("between 0.1 and 15" in said) == (lang == "en")
    assert "f_width" in said


@pytest.mark.parametrize("lang", LANGUAGES)
@EVERY
def test_a_link_with_a_nonsense_answer_is_a_picture_and_a_sentence(slug: str, lang: str) -> None:
    app = opened(slug, lang, yours="what")
    told = "답 ‘what’" if lang == "ko" else "The answer “what” cannot be shown"
    assert shown(app)
    assert (told in words(app)) == ("yours" in settings_of(experiments()[slug]))


def test_an_experiment_that_is_not_there_is_the_list_with_a_sentence() -> None:
    assert "There is no experiment “nope”" in words(visit("lab", exp="nope"))


def test_an_address_opens_on_its_very_numbers() -> None:
    figure = shown(opened("continuous", f="box", g="exp", t="0.4"))["figure"]
    assert figure["frames"][figure["start"]]["at"] == "0.4"


def test_a_missed_problem_shows_itself_with_the_answer_that_was_given() -> None:
    app = practise("box-convolution")
    turn = problem(app).mistakes()[0]
    typed = problem(app).reply.spell(turn.value, problem(app).tolerance)
    said = words(answer(app, typed))
    link = re.search(r"\[Show me\]\(lab\?([^)]*)\)", said)
    assert link
    params = dict(pair.split("=") for pair in link[1].split("&"))
    lab = visit("lab", **{name: value for name, value in params.items() if name != "lang"})
    assert f"your answer: {typed}".replace("-", "\N{MINUS SIGN}") in json.dumps(shown(lab), ensure_ascii=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_result_in_question_is_compared_and_can_be_typed(lang: str) -> None:
    app = opened("sliding", lang, image="0 1 2 / 3 4 5 / 6 7 8", kernel="0 1 / 2 3", h="5 11 / 23 28", yours="both")
    said = "둘 다라고 답했습니다." if lang == "ko" else "You said both:"
    assert said in words(app)
    app.session_state["lab-sliding-h"] = {"cells": [["5", "11"], ["23", "29"]]}
    press(app, Text("Use these numbers").render("ko" if lang == "ko" else "en"))
    assert asked(app)["h"] == "5 11 / 23 29"


def test_a_right_answer_needs_no_showing() -> None:
    app = practise("box-convolution")
    assert "Show me" not in words(answer(app, problem(app).spelled()))


def test_a_card_leads_to_its_pictures() -> None:
    said = words(visit("learn", card="overlap-is-not-area"))
    assert "Full overlap, result zero](lab?exp=continuous" in said


def test_grids_are_typed_into_cells_and_used_together() -> None:
    app = opened("sliding")
    app.session_state["lab-sliding-image"] = {"cells": [["1", "0", "2"], ["", "3", "−1"], ["4", "", "1"]]}
    app.session_state["lab-sliding-kernel"] = {"cells": [["1", "2"]]}
    press(app, "Use these numbers")
    assert asked(app)["image"] == "1 0 2 / 0 3 −1 / 4 0 1"
    assert asked(app)["kernel"] == "1 2"
    assert shown(app)["figure"]["grids"][2]["cells"] == [["1", "4"], ["6", "1"], ["4", "2"]]


def test_a_cell_that_is_no_number_is_told() -> None:
    app = opened("sliding")
    app.session_state["lab-sliding-kernel"] = {"cells": [["1", "<b>"]]}
    press(app, "Use these numbers")
    assert "kernel: " in words(app)
    assert "kernel" not in asked(app)


def uploaded(data: bytes, name: str = "mine.png") -> Any:
    """The filters on a picture of the visitor's own."""
    app = opened("filters", filter="gaussian")
    app.file_uploader(key="lab-upload").set_value((name, data, "image/png"))
    return rerun(app)


def test_a_picture_of_ones_own_is_filtered_and_leaves_no_trace() -> None:
    grey = Image.fromarray(np.arange(400, dtype=np.uint8).reshape(20, 20))
    file = io.BytesIO()
    grey.save(file, "PNG")
    app = uploaded(file.getvalue())
    f = shown(app)["figure"]["parts"][0]
    assert (f["name"], f["width"]) == ("your picture", 20)
    assert base64.b64decode(f["values"]) == grey.tobytes()
    assert "scaled to 20×20" in words(app)
    assert asked(app) == {"lang": "en", "exp": "filters", "filter": "gaussian"}
    app.file_uploader(key="lab-upload").set_value([])
    assert shown(rerun(app))["figure"]["parts"][0]["name"] == "house"


@pytest.mark.parametrize("data", [b"", b"GIF89a", bytes(2_000_000)])
def test_a_file_that_is_no_picture_is_told_and_the_drawing_stays(data: bytes) -> None:
    app = uploaded(data)
    assert shown(app)["figure"]["parts"][0]["name"] == "house"
    assert re.search("not a whole PNG or JPEG|at most 1 MiB", words(app).split(":material/error:")[1])


def test_a_photograph_that_is_too_large_is_refused_by_us_and_not_by_the_browser() -> None:
    assert opened("filters").file_uploader(key="lab-upload").proto.max_upload_size_mb >= 16


def test_a_kernel_of_ones_own_begins_as_the_filter_that_was_chosen() -> None:
    app = opened("filters", filter="laplacian")
    app.selectbox(key="lab-filters-filter").set_value("own")
    rerun(app)
    assert asked(app)["kernel"] == "0 1 0 / 1 -4 1 / 0 1 0"


def test_a_setting_changes_the_picture_that_the_figure_was_moved_to() -> None:
    app = opened("output-size")
    app.session_state["figure-output-size"] = {"moved": ["2", "5"]}
    app.pills(key="lab-output-size-against").set_value("padding")
    rerun(app)
    assert asked(app) == {"lang": "en", "exp": "output-size", "against": "padding", "stride": "5"}


def test_a_fault_is_left_behind_with_its_address() -> None:
    app = opened("continuous", g="boxes")
    app.text_input(key="lab-continuous-g_boxes").set_value("nonsense")
    assert "is not 3 numbers" in words(rerun(app))
    app.query_params["f"] = "triangle"
    assert "is not 3 numbers" not in words(rerun(app))
    assert app.text_input(key="lab-continuous-g_boxes").value == "0 0.5 1, 0.5 0.5 -1"
