"""Can a mock interview be taken to its end in a real browser, and is no key lost on the way?"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.answers import OneOf, SeveralOf
from engine.cards import questions
from engine.interview.events import Ticks
from engine.interview.ids import numbers, question
from engine.interview.turns import Interview, from_json, to_json
from engine.problem import Problem
from engine.study.reviews import proposed
from engine.text import Language, Text
from ui.flashcard import GRADES

from .conftest import BROKEN_LINE, Server, Visits, axe, scrolls_sideways, settles
from .learner import asked, button, cell, choose, comes_true, field, unfold

pytestmark = pytest.mark.browser

SEED = 7
RUNNING = re.compile("Stop 0:(?!00)")  # a recording of a second at least


@pytest.fixture(scope="module")
def flipside(start_server: Callable[..., Server]) -> Server:
    """One Flipside with a record, for all interviews that need no crash."""
    return start_server()


def link(lang: Language = "en", template: str = "phone-screen", seed: int = SEED) -> str:
    return f"/interview?{urlencode({'interview': template, 'seed': seed, 'lang': lang})}"


def begin(page: Page, lang: Language = "en") -> str:
    """Press Begin on the page of a link; the address then names the taking."""
    button(page, "Begin", lang).click()
    expect(page).to_have_url(re.compile("run="))
    expect(page.get_by_role("timer")).to_be_visible()
    settles(page)
    return asked(page)["run"]


def stands(server: Server, run: str) -> Interview:
    """What the record holds."""
    with sqlite3.connect(server.home / "f.db") as record:
        (state,) = record.execute("select state from interviews where id = ?", (run,)).fetchone()
    return from_json(json.loads(state))


def changes(server: Server, run: str, deadline: datetime, **more: object) -> None:
    """Give a running interview another deadline."""
    with sqlite3.connect(server.home / "f.db", isolation_level=None) as record:
        record.execute("begin immediate")  # the page writes too
        state = to_json(stands(server, run)) | {"deadline": deadline.isoformat()} | more
        record.execute("update interviews set state = ? where id = ?", (json.dumps(state), run))
        record.execute("commit")


def text_box(page: Page, place: int) -> Locator:
    return page.locator(f".st-key-draft-{asked(page)['run']}-{place} textarea")


def skip(page: Page, place: int) -> Locator:
    return page.locator(f".st-key-skip-{place} button")


def answer_by_keyboard(page: Page, server: Server, place: int, lang: Language, known: bool) -> None:
    """Type an answer where the focus is, and send it; `known` or not."""
    turn = stands(server, asked(page)["run"]).turns[place]
    expect(skip(page, place)).to_be_visible()
    if named := numbers(turn.id):
        compute_by_keyboard(page, named.problems()[0], lang, known)
    else:
        expect(text_box(page, place)).to_be_focused()
        written = question(turn.id)
        page.keyboard.insert_text(written.answer.render(lang) if known and written else "Bananas are yellow.")
        page.keyboard.press("Control+Enter")
    expect(skip(page, place)).to_have_count(0)


def compute_by_keyboard(page: Page, problem: Problem, lang: Language, known: bool) -> None:
    """Type a reply of any type, or choose the first option, and send it."""
    reply = problem.spelled() if known else "7"
    if isinstance(problem.reply, OneOf | SeveralOf):
        tab_to(page, page.locator(".st-key-answer input").first)
        page.keyboard.press("Space")
        tab_to(page, button(page, "Answer", lang))
        page.keyboard.press("Enter")
    elif problem.reply.has_cells:
        tab_to(page, button(page, "Type it as text", lang))
        page.keyboard.press("Enter")
        text = page.locator(".st-key-answer textarea")
        expect(text).to_be_visible()
        tab_to(page, text)
        page.keyboard.insert_text(reply)
        page.keyboard.press("Control+Enter")
    else:
        expect(field(page)).to_be_visible()
        tab_to(page, field(page))
        page.keyboard.type(reply)
        page.keyboard.press("Enter")


def to_the_end(page: Page, server: Server, lang: Language = "en") -> int:
    """Answer all that is asked, in turns knowing and not knowing it; how many questions that were."""
    run, count = asked(page)["run"], 0
    while (place := stands(server, run).current) is not None:
        answer_by_keyboard(page, server, place, lang, known=count % 2 == 0)
        count += 1
    return count


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until it has the focus."""
    for _ in range(40):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("Tab does not lead there")


def report(page: Page, lang: Language = "en") -> None:
    expect(page.get_by_role("heading", level=1, name=Text("Interview report").render(lang))).to_be_visible()
    settles(page)


def test_a_topic_is_chosen_by_typing_its_name(flipside: Server, visits: Visits) -> None:
    page = visits.open("/interview?lang=ko", locale="ko-KR", server=flipside)
    unfold(page, "직접 구성하기")
    topics = page.locator(".st-key-compose-topics input")
    topics.click()
    topics.press_sequentially("풀링")
    expect(page.get_by_role("option").first).to_have_text("풀링")
    topics.press("Enter")
    topics.press("Escape")
    page.get_by_test_id("stForm").get_by_role("button", name="시작").click()
    expect(page.get_by_role("timer")).to_be_visible()
    assert asked(page)["topics"] == "pooling"


def test_a_whole_phone_screen_by_keyboard(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(), server=flipside)
    tab_to(page, button(page, "Begin"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("timer")).to_be_visible()
    run = asked(page)["run"]
    count = to_the_end(page, flipside)
    kinds = {turn.kind for turn in stands(flipside, run).turns}
    assert {"spoken", "error", "numeric"} <= kinds
    assert count > 6  # there were follow-ups
    tab_to(page, button(page, "End the interview"))
    page.keyboard.press("Enter")
    report(page)
    expect(page.get_by_text("6 of 6 questions were put")).to_be_visible()
    expect(page.get_by_role("heading", name="The next five drills")).to_be_in_viewport()
    unfold(page)
    expect(page.locator("p.said u").first).to_be_visible()
    first = stands(flipside, run).turns[0].ticks
    assert first
    box = page.get_by_role("checkbox").first
    was = box.is_checked()
    page.get_by_test_id("stCheckbox").first.click()
    comes_true(lambda: stands(flipside, run).turns[0].corrected)
    expect(box).to_be_visible()
    expect(box).to_be_checked(checked=not was)


def test_a_korean_one_with_a_reload_in_the_middle(flipside: Server, visits: Visits) -> None:
    page = visits.open(link("ko"), locale="ko-KR", server=flipside)
    run = begin(page, "ko")
    expect(text_box(page, 0)).to_be_focused()
    page.keyboard.insert_text("수용 영역은 출력 하나가 ")
    page.keyboard.insert_text("의존하는 입력의 범위입니다")
    comes_true(lambda: stands(flipside, run).turns[0].draft.endswith("범위입니다"))
    page.reload()
    expect(text_box(page, 0)).to_have_value("수용 영역은 출력 하나가 의존하는 입력의 범위입니다")
    expect(text_box(page, 0)).to_be_focused()
    expect(skip(page, 0)).to_be_visible()
    settles(page)
    page.keyboard.press("Control+Enter")
    comes_true(lambda: stands(flipside, run).turns[0].answer)
    expect(skip(page, 0)).to_have_count(0)
    assert stands(flipside, run).turns[0].answer == "수용 영역은 출력 하나가 의존하는 입력의 범위입니다"
    to_the_end(page, flipside, "ko")
    button(page, "End the interview", "ko").click()
    report(page, "ko")
    assert stands(flipside, run).lang == "ko"


def test_the_time_runs_out_in_the_middle_of_a_sentence(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(), server=flipside)
    run = begin(page)
    changes(flipside, run, datetime.now(UTC) + timedelta(seconds=20))
    end = time.monotonic() + 20
    page.reload()
    expect(text_box(page, 0)).to_be_focused()
    expect(page.get_by_role("timer")).to_contain_text("one minute left")
    typed: list[tuple[float, str]] = []
    while page.get_by_role("timer").count():
        page.keyboard.type("w ")
        typed.append((time.monotonic(), "w "))
    report(page)
    kept = stands(flipside, run).turns[0].answer or ""
    certain = "".join(keys for at, keys in typed if at < end - 1)  # older than a second when the time was up
    assert certain
    assert kept.startswith(certain)
    page.reload()
    report(page)
    unfold(page)
    expect(page.locator("p.said")).to_contain_text((stands(flipside, run).turns[0].answer or "").strip())


def test_no_key_is_lost_when_the_answer_follows_at_once(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(template="plain-words"), server=flipside)
    run = begin(page)
    text_box(page, 0).press_sequentially("to the last key")
    page.evaluate("document.querySelector('.st-key-answer-0 button').click()")  # as voice control does: no blur
    comes_true(lambda: stands(flipside, run).turns[0].answer == "to the last key")
    expect(text_box(page, 1)).to_be_focused()
    page.keyboard.type("clicked twice")
    page.locator(".st-key-answer-1 button").dblclick()
    expect(text_box(page, 2)).to_be_focused()
    skip(page, 2).dblclick()
    expect(skip(page, 3)).to_be_visible()
    assert [turn.answer for turn in stands(flipside, run).turns] == ["to the last key", "clicked twice", None, None]
    assert not stands(flipside, run).turns[3].skipped
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


def test_code_keeps_its_indentation_from_the_text_box_to_the_report(flipside: Server, visits: Visits) -> None:
    asked_for = next(key for key, one in questions().items() if one.code)
    params = {"interview": "vision-onsite", "questions": asked_for, "seed": "1", "lang": "en"}
    page = visits.open(f"/interview?{urlencode(params)}", server=flipside)
    begin(page)
    expect(text_box(page, 0)).to_have_css("font-family", "monospace")
    text_box(page, 0).fill("for y in x:\n    y = flip(y)\n        # <b>deeper")
    button(page, "End the interview").click()
    button(page, "End now").click()
    report(page)
    unfold(page)
    expect(page.locator("p.said")).to_have_css("font-family", "monospace")
    assert page.locator("p.said").inner_text() == "for y in x:\n    y = flip(y)\n        # <b>deeper"


def test_two_tabs_answer_once(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(template="plain-words"), server=flipside)
    run = begin(page)
    other = page.context.new_page()
    other.goto(page.url)
    text_box(page, 0).fill("from the first tab")
    comes_true(lambda: stands(flipside, run).turns[0].draft)
    text_box(other, 0).fill("from the second tab")
    comes_true(lambda: stands(flipside, run).turns[0].draft == "from the second tab")
    text_box(page, 0).press("End")
    text_box(page, 0).press("!")
    text_box(page, 0).press("Control+Enter")
    comes_true(lambda: stands(flipside, run).turns[0].answer)
    text_box(other, 0).press("Control+Enter")
    expect(skip(other, 1)).to_be_visible()
    first, second = stands(flipside, run).turns[:2]
    assert first.answer == "from the first tab!"
    assert second.answer is None


@pytest.mark.parametrize("typed_after", [True, False])
def test_a_crash_while_typing_costs_nothing(
    start_server: Callable[..., Server], visits: Visits, typed_after: bool
) -> None:
    visits.allowed.append(BROKEN_LINE)
    server = start_server()
    page = visits.open(link(template="plain-words"), server=server)
    run = begin(page)
    text_box(page, 0).press_sequentially("before ")
    server.kill()
    text_box(page, 0).press_sequentially("during")
    server.start()
    if typed_after:
        text_box(page, 0).press_sequentially(" after")
        comes_true(lambda: stands(server, run).turns[0].draft == "before during after")
    text_box(page, 0).press("Control+Enter")
    comes_true(lambda: stands(server, run).turns[0].answer == "before during" + " after" * typed_after)


def test_a_number_and_a_grid_that_are_being_typed_outlast_a_reload_and_a_crash(
    start_server: Callable[..., Server], visits: Visits
) -> None:
    visits.allowed.append(BROKEN_LINE)
    server = start_server()
    params = {"interview": "whiteboard", "questions": "cross-correlation-grid@1.42,conv-output-size@1.42", "seed": "1"}
    page = visits.open(f"/interview?{urlencode(params | {'lang': 'en'})}", server=server)
    run = begin(page)
    cell(page, 1, 2).fill("5")
    comes_true(lambda: "5" in stands(server, run).turns[0].draft)
    page.reload()
    expect(cell(page, 1, 2)).to_have_value("5")
    expect(cell(page, 1, 1)).to_have_value("")
    skip(page, 0).click()
    expect(skip(page, 1)).to_be_visible()
    settles(page)
    field(page).fill("12")
    comes_true(lambda: stands(server, run).turns[1].draft == "12")
    page.reload()
    expect(field(page)).to_have_value("12")
    server.kill()
    server.start()
    button(page, "Answer").click()
    comes_true(lambda: stands(server, run).turns[1].answer == "12")
    expect(page.get_by_text("Walk me through it")).to_be_visible()


def test_a_table_a_stack_and_options_outlast_a_reload(start_server: Callable[..., Server], visits: Visits) -> None:
    server = start_server()
    asked = "separable-conv-cost@1.42,depthwise-conv@1.42,layer-for-size@1.42"
    params = {"interview": "whiteboard", "questions": asked, "seed": "1", "lang": "en"}
    page = visits.open(f"/interview?{urlencode(params)}", server=server)
    run = begin(page)
    weights = page.get_by_role("textbox", name="MACs, depthwise")
    weights.fill("1,728")
    comes_true(lambda: stands(server, run).turns[0].draft == "? ? / ? 1728 / ? ?")
    page.reload()
    expect(weights).to_have_value("1728")
    skip(page, 0).click()
    expect(skip(page, 1)).to_be_visible()
    settles(page)
    second = page.get_by_role("textbox", name="grid 2, row 1, column 2")
    second.fill("5")
    comes_true(lambda: stands(server, run).turns[1].draft.endswith(" // ? 5 / ? ?"))
    page.reload()
    expect(second).to_have_value("5")
    skip(page, 1).click()
    expect(skip(page, 2)).to_be_visible()
    settles(page)
    box = page.get_by_role("checkbox").nth(1)
    expect(box).to_be_visible()
    box.focus()
    page.keyboard.press("Space")
    comes_true(lambda: stands(server, run).turns[2].draft == "B")
    page.reload()
    expect(box).to_be_checked()


def test_a_convention_is_asked_about_and_the_focus_comes_back(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(template="plain-words"), server=flipside)
    run = begin(page)
    text_box(page, 0).press_sequentially("as you said, ")
    button(page, "Ask for clarification").click()
    page.get_by_role("menuitem", name="Is there a bias?").click()
    expect(page.get_by_role("listitem").filter(has_text="Is there a bias?")).to_be_visible()
    assert stands(flipside, run).turns[0].clarified == ("bias",)
    expect(text_box(page, 0)).to_be_focused()
    expect(text_box(page, 0)).to_have_value("as you said, ")


def test_notes_are_kept_and_stand_in_the_report(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(template="plain-words"), server=flipside)
    run = begin(page)
    page.get_by_text("Notes", exact=True).click()
    page.get_by_role("textbox", name="Your notes").press_sequentially("ask <b>about</b> the team")
    comes_true(lambda: stands(flipside, run).notes == "ask <b>about</b> the team")
    skip(page, 0).click()
    expect(skip(page, 1)).to_be_visible()
    expect(page.get_by_role("textbox", name="Your notes")).to_have_value("ask <b>about</b> the team")
    button(page, "End the interview").click()
    button(page, "End now").click()
    report(page)
    expect(page.get_by_text("ask <b>about</b> the team")).to_be_visible()


def test_an_answer_is_recorded_to_its_end_and_played_in_the_report(
    start_server: Callable[..., Server], visits: Visits
) -> None:
    flipside = start_server()  # where no other journey's answer to the same question has counted today
    page = visits.open(link(template="plain-words"), server=flipside)
    page.context.grant_permissions(["microphone"])
    run = begin(page)
    page.reload()  # or the page keeps what it knew of the microphone
    button(page, "Record the answer").click()
    expect(page.get_by_role("button", name=RUNNING)).to_be_visible()
    page.locator(".st-key-answer-0 button").click()  # in the middle of a word
    expect(skip(page, 1)).to_be_visible()
    first = stands(flipside, run).turns[0]
    assert (first.answer, first.recorded) == ("", True)
    button(page, "Record the answer").click()
    page.get_by_role("button", name=RUNNING).click()
    expect(page.locator("audio")).to_have_count(1)
    page.reload()
    expect(page.locator("audio")).to_have_count(1)
    button(page, "Delete the recording").click()
    expect(page.locator("audio")).to_have_count(0)
    button(page, "End the interview").click()
    button(page, "End now").click()
    report(page)
    expect(page.get_by_text("1 recorded answer to tick below")).to_be_visible()
    unfold(page)
    page.locator("audio").evaluate("player => player.play()")
    comes_true(lambda: page.locator("audio").evaluate("player => player.currentTime > 0.2"))
    asked = question(stands(flipside, run).turns[0].id)
    assert asked
    point = asked.points[0].en
    page.get_by_text(point, exact=True).first.click()
    grade = GRADES[proposed(1, len(asked.points))]
    button(page, Text("Count it for your flashcards as “{grade}”", grade=grade).render("en")).click()
    expect(page.get_by_text("This question has counted for your flashcards today.")).to_be_visible()


def test_the_time_runs_out_while_the_candidate_speaks(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(template="plain-words"), server=flipside)
    page.context.grant_permissions(["microphone"])
    run = begin(page)
    changes(flipside, run, datetime.now(UTC) + timedelta(seconds=30))
    page.reload()
    button(page, "Record the answer").click()
    expect(page.get_by_role("button", name=RUNNING)).to_be_visible()
    report(page)
    comes_true(lambda: stands(flipside, run).turns[0].recorded)
    assert stands(flipside, run).turns[0].answer == ""


def test_a_recording_is_kept_when_another_tab_answers_and_the_page_goes_on(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(template="plain-words"), server=flipside)
    page.context.grant_permissions(["microphone"])
    run = begin(page)
    page.reload()
    other = page.context.new_page()
    other.goto(page.url)
    expect(text_box(other, 0)).to_be_focused()
    button(page, "Record the answer").click()
    expect(page.get_by_role("button", name=RUNNING)).to_be_visible()
    text_box(other, 0).fill("from the other tab")
    text_box(other, 0).press("Control+Enter")
    expect(skip(other, 1)).to_be_visible()
    text_box(page, 0).fill("a key, and the next question comes")
    expect(page.get_by_test_id("stAlert")).to_contain_text("The recording is kept with the answer.")
    expect(skip(page, 1)).to_be_visible()
    first = stands(flipside, run).turns[0]
    assert (first.answer, first.recorded) == ("from the other tab", True)


def test_a_crash_while_speaking_costs_nothing(start_server: Callable[..., Server], visits: Visits) -> None:
    visits.allowed.append(BROKEN_LINE)
    server = start_server()
    page = visits.open(link(template="plain-words"), server=server)
    page.context.grant_permissions(["microphone"])
    run = begin(page)
    page.reload()
    button(page, "Record the answer").click()
    stop = page.get_by_role("button", name=RUNNING)
    expect(stop).to_be_visible()
    server.kill()
    stop.click()
    expect(page.get_by_text("Being stored.")).to_be_visible()
    server.start()
    comes_true(lambda: stands(server, run).turns[0].recorded)
    expect(button(page, "Record again")).to_be_visible()


def test_without_a_microphone_text_goes_on(flipside: Server, visits: Visits) -> None:
    page = visits.open(link("ko", template="plain-words"), server=flipside)
    page.context.clear_permissions()
    run = begin(page, "ko")
    button(page, "Record the answer", "ko").click()
    expect(page.get_by_text("브라우저가 마이크를 쓸 수 없습니다.")).to_be_visible()
    text_box(page, 0).fill("글로 답합니다")
    button(page, "Answer", "ko").click()
    comes_true(lambda: stands(flipside, run).turns[0].answer == "글로 답합니다")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 390)])
def test_two_people_at_one_screen(flipside: Server, visits: Visits, scheme: str, width: int) -> None:
    page = visits.open(f"{link('ko')}&by=person", width, scheme, server=flipside)
    run = begin(page, "ko")
    expect(page.get_by_text("이어질 수 있는 질문")).to_be_visible()
    expect(page.get_by_role("checkbox").first).to_be_visible()
    assert axe(page) == []
    assert not scrolls_sideways(page)
    boxes = page.get_by_test_id("stCheckbox")  # the first one turns the screen
    for point in (0, 1):
        boxes.nth(point + 1).click()
        comes_true(lambda point=point: point in getattr(stands(flipside, run).turns[0].corrected, "points", ()))
    page.reload()
    expect(page.get_by_role("checkbox").nth(1)).to_be_checked()
    boxes.first.click()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    boxes.first.click()
    button(page, "Next question", "ko").click()
    expect(skip(page, 1)).to_be_visible()
    assert stands(flipside, run).turns[0].ticks == Ticks((0, 1))
    while not stands(flipside, run).turns[-1].computed:
        place = len(stands(flipside, run).turns) - 1
        skip(page, place).click()
        expect(skip(page, place)).to_have_count(0)
    place = len(stands(flipside, run).turns) - 1
    page.get_by_text("다른 틀린 답").click()
    comes_true(lambda: stands(flipside, run).turns[place].draft == "?")
    assert axe(page) == []
    assert not scrolls_sideways(page)
    button(page, "Next question", "ko").click()
    expect(skip(page, place)).to_have_count(0)
    assert stands(flipside, run).turns[place].verdict == "wrong"
    button(page, "End the interview", "ko").click()
    button(page, "End now", "ko").click()
    report(page, "ko")


@pytest.mark.parametrize(("lang", "width"), [("en", 1200), ("ko", 390)])
def test_the_export_is_a_page_of_its_own_that_asks_for_nothing_and_prints(
    flipside: Server, visits: Visits, tmp_path: Path, lang: Language, width: int
) -> None:
    params = {"interview": "whiteboard", "questions": "cross-correlation-grid@1.42,gradient@2.7,why-pooling/why-pool"}
    page = visits.open(f"/interview?{urlencode(params | {'seed': '1', 'lang': lang})}", server=flipside)
    run = begin(page, lang)
    skip(page, 0).click()
    expect(skip(page, 1)).to_be_visible()
    field(page).fill("1 1")
    button(page, "Answer", lang).click()
    comes_true(lambda: stands(flipside, run).turns[1].answer)
    settles(page)
    button(page, "End the interview", lang).click()
    button(page, "End now", lang).click()
    report(page, lang)
    with page.expect_download() as download:
        button(page, "Save as HTML to print", lang).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.suffix == ".html"
    assert file.stat().st_size <= 2 * 1024 * 1024
    asked_for: list[str] = []
    context = visits.browser.new_context(viewport={"width": width, "height": 860}, offline=True)
    visits.contexts.append(context)
    export = context.new_page()
    export.on("request", lambda request: asked_for.append(request.url))
    export.on("console", lambda message: asked_for.append(message.text))
    export.goto(file.as_uri())
    expect(export.get_by_role("heading", level=1)).to_be_visible()
    assert asked_for == [file.as_uri()]
    formulas = export.locator("math").all()
    assert formulas
    for formula in formulas:
        box = formula.bounding_box()
        assert box
        assert box["width"] > 5
        assert box["height"] > 5
        assert "\\" not in (formula.text_content() or "")
    assert export.locator(".chart svg rect").count() > 8
    assert axe(export) == []
    assert not scrolls_sideways(export)
    printed = export.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") >= 1


def test_the_language_changes_in_the_middle(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(template="plain-words"), server=flipside)
    run = begin(page)
    text_box(page, 0).fill("half a sen")
    page.get_by_role("radio", name="한국어").click()
    expect(button(page, "Answer", "ko")).to_be_visible()
    expect(text_box(page, 0)).to_have_value("half a sen")
    text_box(page, 0).press_sequentially("tence")
    button(page, "Answer", "ko").click()
    comes_true(lambda: stands(flipside, run).turns[0].answer == "half a sentence")


@pytest.mark.parametrize("kind", ["convolution-or-cross-correlation", "layer-for-size"])
def test_options_that_are_chosen_survive_another_language_and_a_reload(
    flipside: Server, visits: Visits, kind: str
) -> None:
    params = {"interview": "whiteboard", "questions": f"{kind}@1.42", "seed": "1", "lang": "en"}
    page = visits.open(f"/interview?{urlencode(params)}", server=flipside)
    run = begin(page)
    options = page.locator(".st-key-answer input")
    choose(options, 1)
    comes_true(lambda: stands(flipside, run).turns[0].draft)
    page.get_by_role("radio", name="한국어").click()
    expect(button(page, "Answer", "ko")).to_be_visible()
    expect(options.nth(1)).to_be_checked()
    page.reload()
    expect(options.nth(1)).to_be_checked()
    expect(options.nth(0)).not_to_be_checked()


def test_back_leads_to_the_beginning_and_forward_into_the_same_interview(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(template="plain-words"), server=flipside)
    run = begin(page)
    page.go_back()
    expect(button(page, "Begin")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("timer")).to_be_visible()
    assert asked(page)["run"] == run


def test_a_drill_is_one_step_from_the_report_and_back(flipside: Server, visits: Visits) -> None:
    params = {"interview": "whiteboard", "questions": "gradient@2.7,why-pooling/why-pool", "seed": "1", "lang": "en"}
    page = visits.open(f"/interview?{urlencode(params)}", server=flipside)
    run = begin(page)
    field(page).fill("1 1")
    button(page, "Answer").click()
    comes_true(lambda: stands(flipside, run).turns[0].answer)
    settles(page)
    button(page, "End the interview").click()
    button(page, "End now").click()
    for link_or_button in (page.locator("ol a").first, button(page, "Start the first drill")):
        report(page)
        link_or_button.click()
        expect(page).to_have_url(re.compile("/practice.*seed="))
        assert (asked(page)["kind"], asked(page)["level"]) == ("gradient", "2")
        page.go_back()
        report(page)
        assert asked(page)["run"] == run


def test_a_pause_goes_past_the_deadline(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(template="plain-words"), server=flipside)
    run = begin(page)
    button(page, "Pause").click()
    expect(page.get_by_role("timer")).to_contain_text("paused")
    began = datetime.now(UTC) - timedelta(hours=1)  # five minutes before the end
    changes(flipside, run, deadline=began + timedelta(minutes=5), pauses=[{"began": began.isoformat(), "ended": None}])
    page.reload()
    expect(page.get_by_role("timer")).to_have_text("5:00paused")
    button(page, "Go on").click()
    expect(text_box(page, 0)).to_be_focused()
    button(page, "End the interview").click()
    button(page, "End now").click()
    report(page)
    expect(page.get_by_text("1 pause")).to_be_visible()


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    [("en", "light", 1200), ("ko", "dark", 390), ("ko", "light", 390), ("en", "dark", 1200)],
)
def test_set_up_question_and_report_are_accessible_and_fit(
    flipside: Server, visits: Visits, lang: Language, scheme: str, width: int
) -> None:
    def fits(page: Page) -> None:
        assert axe(page) == []
        assert not scrolls_sideways(page)

    page = visits.open(f"/interview?lang={lang}", width, scheme, server=flipside)
    unfold(page)
    fits(page)
    page = visits.open(link(lang, "vision-onsite", 3), width, scheme, server=flipside)
    fits(page)
    begin(page, lang)
    seen: set[str] = set()
    for place in range(8):
        expect(skip(page, place)).to_be_visible()
        kind = stands(flipside, asked(page)["run"]).turns[place].kind
        if kind not in seen:
            fits(page)
        seen.add(kind)
        if kind == "spoken" and not place:
            text_box(page, place).fill("An image has three channels.")
            button(page, "Answer", lang).click()
        else:
            skip(page, place).click()
    assert {"spoken", "chain", "code"} <= seen
    button(page, "Pause", lang).click()
    expect(button(page, "Go on", lang)).to_be_visible()
    fits(page)
    button(page, "Go on", lang).click()
    button(page, "End the interview", lang).click()
    button(page, "End now", lang).click()
    report(page, lang)
    unfold(page)
    expect(page.locator("p.said")).to_be_visible()
    scores = page.get_by_role("figure", name=Text("Correctness").render(lang)).first
    expect(scores.locator(".bars path").last).to_have_css(
        "fill", {"light": "rgb(21, 24, 28)", "dark": "rgb(236, 235, 229)"}[scheme]
    )
    fits(page)


def test_an_answer_sent_before_its_button_has_come_is_sent_when_it_comes(
    start_server: Callable[..., Server], visits: Visits
) -> None:
    server = start_server(Path(__file__).with_name("demo_late.py"))
    page = visits.browser.new_page()
    page.goto(server.url)
    page.get_by_role("textbox", name="Your answer").press_sequentially("at once")
    expect(button(page, "Answer")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("answered: at once")).to_be_visible()
    page.close()


def test_the_last_second_is_heard_while_the_candidate_also_writes(flipside: Server, visits: Visits) -> None:
    page = visits.open(link(template="plain-words"), server=flipside)
    page.context.grant_permissions(["microphone"])
    run = begin(page)
    deadline = datetime.now(UTC) + timedelta(seconds=20)
    changes(flipside, run, deadline)
    page.reload()
    page.evaluate("""() => {
        const { readAsDataURL: read } = FileReader.prototype
        FileReader.prototype.readAsDataURL = function (sound) { setTimeout(() => read.call(this, sound), 1500) }
        const { stop } = MediaRecorder.prototype
        MediaRecorder.prototype.stop = function () { stop.call(this); window.stopped = Date.now() }
    }""")
    button(page, "Record the answer").click()
    expect(page.get_by_role("button", name=RUNNING)).to_be_visible()
    text_box(page, 0).focus()
    while page.get_by_role("timer").count():
        page.keyboard.type("w ", delay=100)
    report(page)
    first = stands(flipside, run).turns[0]
    assert first.recorded
    assert (first.answer or "").startswith("w w w")
    assert page.evaluate("window.stopped") >= 1000 * deadline.timestamp() - 50


KEPT_COMES_LATE = """{
    const early = "while (!window.isTyped) await new Promise((again) => setTimeout(again, 50))\\n"
    const isKept = (parts) => String(parts?.[0]).includes("What is being typed into a form?")
    const { Blob } = window
    window.Blob = class extends Blob {
        constructor(parts, options) { super(isKept(parts) ? [early, ...parts] : parts, options) }
    }
}"""


def test_what_is_typed_before_the_script_that_keeps_it_has_come_is_kept(flipside: Server, visits: Visits) -> None:
    asked = "cross-correlation-grid@1.42,layer-for-size@1.42,conv-output-size@1.42"
    params = {"interview": "whiteboard", "questions": asked, "seed": "1", "lang": "en"}
    page = visits.open(f"/interview?{urlencode(params)}", server=flipside)
    run = begin(page)
    page.add_init_script(KEPT_COMES_LATE)

    def drafted_early(place: int, draft: str) -> None:
        page.evaluate("window.isTyped = true")
        comes_true(lambda: stands(flipside, run).turns[place].draft == draft)
        page.reload()

    page.reload()
    cell(page, 1, 2).fill("5")
    drafted_early(0, reply_of({(0, 1): "5"}, stands(flipside, run).turns[0].id))
    expect(cell(page, 1, 2)).to_have_value("5")
    cell(page, 1, 1).fill("4")
    drafted_early(0, reply_of({(0, 0): "4", (0, 1): "5"}, stands(flipside, run).turns[0].id))
    skip(page, 0).click()
    expect(skip(page, 1)).to_be_visible()
    page.reload()
    page.get_by_test_id("stCheckbox").nth(1).click()
    drafted_early(1, "B")
    skip(page, 1).click()
    expect(skip(page, 2)).to_be_visible()
    page.reload()
    field(page).fill("12")
    drafted_early(2, "12")
    expect(field(page)).to_have_value("12")
    assert stands(flipside, run).turns[1].draft == "B"


def reply_of(typed: dict[tuple[int, int], str], id: str) -> str:
    """A grid of which only some cells are typed, as it is kept."""
    named = numbers(id)
    assert named
    rows = enumerate(named.problems()[0].answer())
    return " / ".join(" ".join(typed.get((r, c), "?") for c in range(len(row))) for r, row in rows)


def test_what_the_server_has_put_into_a_form_is_not_sent_back(flipside: Server, visits: Visits) -> None:
    kinds = ["cross-correlation-grid", "network-ledger", "depthwise-conv", "layer-for-size", "is-separable"]
    asked = ",".join(f"{kind}@1.42" for kind in [*kinds, "conv-output-size"])
    params = {"interview": "whiteboard", "questions": asked, "seed": "1", "lang": "en"}
    page = visits.open(f"/interview?{urlencode(params)}", server=flipside)
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append("frame")))
    run = begin(page)
    for place in range(6):
        expect(skip(page, place)).to_be_visible()
        state = to_json(stands(flipside, run))
        named = numbers(state["turns"][place]["id"])
        assert named
        problem = named.problems()[0]
        for draft in ("", problem.spelled()):
            state["turns"][place]["draft"] = draft
            changes(flipside, run, stands(flipside, run).deadline, turns=state["turns"])
            sent.clear()
            page.reload()
            expect(skip(page, place)).to_be_visible()
            page.locator("[data-test-script-state=notRunning]").first.wait_for()
            page.wait_for_timeout(1000)
            assert sent == ["frame"], f"{problem.slug} {draft}"  # the page ran once
        skip(page, place).click()


def test_a_problem_left_open_shows_what_was_typed_when_one_comes_back(flipside: Server, visits: Visits) -> None:
    asked = "conv-output-size@1.42,cross-correlation-grid@1.42,why-pooling/why-pool"
    params = {"interview": "whiteboard", "questions": asked, "seed": "1", "lang": "en"}
    page = visits.open(f"/interview?{urlencode(params)}", server=flipside)
    run = begin(page)
    field(page).fill("12")
    skip(page, 0).click()  # before the next quarter of a second
    cell(page, 1, 2).fill("5")
    skip(page, 1).click()
    expect(skip(page, 2)).to_be_visible()
    unfold(page, "What you left open")
    page.locator(".st-key-back-0 button").click()
    expect(field(page)).to_have_value("12")
    page.locator(".st-key-back-1 button").click()
    expect(cell(page, 1, 2)).to_have_value("5")
    assert stands(flipside, run).turns[0].draft == "12"
