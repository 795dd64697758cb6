"""Does the lab move in a real browser: by mouse and by keyboard, in both themes and languages, without the server?"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from engine.lab.catalog import experiments
from engine.lab.experiments.continuous import Continuous
from engine.text import Language, Text

from .conftest import Visits, axe, scrolls_sideways, settles
from .learner import asked, button, comes_true, copies, fill_grid, link, problem_of, unfold, verdict

pytestmark = pytest.mark.browser

CONTINUOUS = "/lab?exp=continuous&f=box&g=exp&t=0.4&lang=en"
RAMP = '{"image":[[0,1,2],[3,4,5],[6,7,8]],"kernel":[[0,1],[2,3]],"result":[[19,25],[37,43]]}'
ANSWERED = (
    "exp=layer-cost&layer=grouped&count=params&yours=73856",
    "exp=layer-cost&groups=1&yours=73728 231211008 / 36864 115605504 / 8192 25690112",
    "exp=filters&filter=own&kernel=4 4 4 / 4 3 4 / 4 4 4&separable=1&yours=yes",
    "exp=sliding&image=0 1 2 / 3 4 5 / 6 7 8&kernel=0 1 / 2 3&flip=1&h=19 25 / 37 43&yours=convolution",
)
SLIDING = "/lab?exp=sliding&padding=1&stride=2&lang=en"


def show(page: Page, lang: Language = "en") -> None:
    """Past the question, to the drawn figure."""
    button(page, "Show it without a guess", lang).click()
    stands(page)


def stands(page: Page) -> None:
    expect(page.locator(".plot .main-svg, .board-stage .grid, canvas.photo").first).to_be_visible()
    settles(page)


def slider(page: Page) -> Locator:
    return page.locator(".track").get_by_role("slider")


def says(page: Page, words: str) -> None:
    """The position as it is read aloud."""
    expect(slider(page)).to_have_attribute("aria-valuetext", words)


def test_an_experiment_is_found_guessed_and_played_by_keyboard_alone(visits: Visits) -> None:
    page = visits.open("/lab?lang=en")
    page.get_by_role("link", name="Continuous convolution").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-prompt")).to_contain_text("largest")
    page.get_by_role("radio", name="t = 2").focus()
    page.keyboard.press("Space")
    stands(page)
    expect(page.get_by_text("Of these, t = 2 gives the largest result: 0.8647.")).to_be_visible()
    slider(page).focus()
    page.keyboard.press("Home")
    expect(button(page, "One step back")).to_be_disabled()
    before = slider(page).get_attribute("aria-valuetext")
    page.keyboard.press("ArrowRight")
    expect(slider(page)).not_to_have_attribute("aria-valuetext", before or "")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # one step forward
    button(page, "Play").focus()
    page.keyboard.press("Enter")
    expect(button(page, "Pause")).to_be_visible()
    page.keyboard.press("Enter")
    expect(button(page, "Play")).to_be_visible()


def test_moving_says_nothing_to_the_server_and_the_address_follows(visits: Visits) -> None:
    sent: list[str] = []
    context = visits.browser.new_context(viewport={"width": 1200, "height": 900})
    visits.contexts.append(context)
    page = context.new_page()
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append("frame")))
    page.goto(visits.server.url + CONTINUOUS)
    show(page)
    while sent:  # until all that mounts has said so
        sent.clear()
        page.wait_for_timeout(500)
    for _ in range(5):
        button(page, "One step forward").click()
    button(page, "Play").click()
    says(page, "At t = 6.6 the result is 0.008691.")
    expect(button(page, "Play")).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]t=6\.6(&|$)"))
    page.wait_for_timeout(800)
    assert sent == []
    page.reload()
    show(page)
    says(page, f"At t = 6.6 the result is {Continuous(t=6.6).value(6.6):.4g}.")


def test_a_setting_changes_the_very_picture_that_was_moved_to(visits: Visits) -> None:
    page = visits.open(CONTINUOUS)
    show(page)
    slider(page).focus()
    page.keyboard.press("PageUp")
    expect(page).not_to_have_url(re.compile(r"[?&]t=0\.4(&|$)"))
    at = asked(page)["t"]
    page.get_by_text("Flip g").click()
    expect(page).to_have_url(re.compile("flip=0"))
    assert asked(page)["t"] == at
    value = Continuous(t=float(at), flip=False).value(float(at))
    says(page, f"At t = {at} the result is {value:.4g}.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_drawn_colours_are_those_of_the_page(visits: Visits, scheme: str) -> None:
    page = visits.open(CONTINUOUS, scheme=scheme)
    show(page)

    def drawn() -> list[str]:
        lines = page.locator(".plot .scatterlayer .js-line").all()
        return [line.evaluate("line => getComputedStyle(line).stroke") for line in lines]

    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<i id=probe></i>')")

    def roles() -> set[str]:
        names = ("red", "blue", "green", "text")
        probe = "element => getComputedStyle(element).color"
        host = page.locator(".plot")
        wanted = [host.evaluate(f"e => getComputedStyle(e).getPropertyValue('--st-{name}-color')") for name in names]
        found = set()
        for colour in wanted:
            page.locator("#probe").evaluate("(element, colour) => (element.style.color = colour)", colour.strip())
            found.add(page.locator("#probe").evaluate(probe))
        return found

    comes_true(lambda: roles() <= set(drawn()))
    before = drawn()
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    expect(page.locator(".plot .scatterlayer .js-line").nth(1)).not_to_have_css("stroke", before[1])
    comes_true(lambda: roles() <= set(drawn()))
    assert set(drawn()) != set(before)


def test_the_figure_is_taken_along_as_picture_numbers_and_link(visits: Visits, tmp_path: Path) -> None:
    page = visits.open(CONTINUOUS)
    show(page)
    with page.expect_download() as saved:
        button(page, "Save as a picture").click()
    saved.value.save_as(tmp_path / "picture.png")
    assert (tmp_path / "picture.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert (tmp_path / "picture.png").stat().st_size > 5000
    with page.expect_download() as saved:
        button(page, "Save its numbers").click()
    saved.value.save_as(tmp_path / "numbers.csv")
    rows = list(csv.DictReader((tmp_path / "numbers.csv").open(encoding="utf-8-sig")))
    result = [row for row in rows if row["name"] == "(f ∗ g)(t)"]
    assert max(float(row["x"]) for row in result) == 0.4  # traced up to here
    for row in result:
        assert float(row["y"]) == pytest.approx(Continuous().value(float(row["x"])), abs=1e-4)
    assert "t=0.4" in copies(page, "Copy link")


def test_a_gap_in_a_line_is_saved_as_empty_fields(visits: Visits, tmp_path: Path) -> None:
    page = visits.open("/lab?exp=average-rate&lang=en")
    show(page)
    with page.expect_download() as saved:
        button(page, "Save its numbers").click()
    saved.value.save_as(tmp_path / "numbers.csv")
    rows = list(csv.DictReader((tmp_path / "numbers.csv").open(encoding="utf-8-sig")))
    assert {row["x"] for row in rows if not row["y"]} == {""}
    assert all(float(row["y"]) >= 0 for row in rows if row["x"])


def test_the_window_follows_the_pointer_and_the_steps(visits: Visits, tmp_path: Path) -> None:
    page = visits.open(SLIDING)
    show(page)
    says(page, "Row 1, column 1: the window adds up to 7.")
    button(page, "One step forward").click()
    says(page, "Row 1, column 2: the window adds up to 10.")
    expect(page.locator(".line")).to_contain_text("= 10")
    page.locator("[data-cell='1,0']").hover()
    says(page, "Row 2, column 1: the window adds up to 10.")
    expect(page.locator("[data-cell='1,1']")).to_have_text("")  # not reached yet
    expect(page).to_have_url(re.compile("cell=3"))
    slider(page).press("Home")
    says(page, "Row 1, column 1: the window adds up to 7.")  # the pointer that rests on a cell does not take it back
    with page.expect_download() as saved:
        button(page, "Save as a picture").click()
    saved.value.save_as(tmp_path / "board.png")
    assert (tmp_path / "board.png").stat().st_size > 3000
    with page.expect_download() as saved:
        button(page, "Save its numbers").click()
    saved.value.save_as(tmp_path / "board.csv")
    assert "7,10" in (tmp_path / "board.csv").read_text("utf-8-sig")


def test_a_picture_of_ones_own_is_filtered_and_taken_along(visits: Visits, tmp_path: Path) -> None:
    page = visits.open("/lab?exp=filters&lang=en&filter=box")
    show(page)
    unfold(page, "Your own picture")
    levels = np.add.outer(np.arange(40), 3 * np.arange(60)).astype(np.uint8)
    Image.fromarray(levels).save(tmp_path / "mine.png")
    page.locator("input[type=file]").set_input_files(tmp_path / "mine.png")
    expect(page.get_by_text("scaled to 60×40 and made grey")).to_be_visible()
    expect(page.get_by_role("img", name="your picture")).to_be_visible()
    page.get_by_role("img", name="your picture").click(position={"x": 5, "y": 1})
    says(page, "Row 1: the response runs from 2.667 to 175.7.")
    expect(page).to_have_url(re.compile("row=1$"))
    for label, name, least in (("Save as a picture", "picture.png", 3000), ("Save its numbers", "numbers.csv", 5000)):
        with page.expect_download() as saved:
            button(page, label).click()
        saved.value.save_as(tmp_path / name)
        assert (tmp_path / name).stat().st_size > least
    rows = list(csv.reader((tmp_path / "numbers.csv").open(encoding="utf-8-sig")))
    assert rows[0] == ["your picture"]
    assert np.array_equal(np.array(rows[1:41], dtype=int), levels)


def test_a_grid_is_drawn_and_used(visits: Visits) -> None:
    page = visits.open("/lab?exp=sliding&lang=en&image=0 0 0 / 0 0 0 / 0 0 0&kernel=1 2")
    show(page)
    unfold(page, "Your own numbers")
    editor = page.locator(".st-key-lab-sliding-image")
    editor.get_by_role("button", name="Draw with 0 and 1").click()
    cells = editor.locator("input.answer")
    cells.last.scroll_into_view_if_needed()
    first, last = (cells.nth(index).bounding_box() for index in (0, 2))
    assert first
    assert last
    page.mouse.move(first["x"] + 20, first["y"] + 20)
    page.mouse.down()
    page.mouse.move(last["x"] + 20, last["y"] + 20, steps=10)
    page.mouse.up()
    cells.nth(4).focus()
    page.keyboard.press("Space")
    for index, value in enumerate("111010000"):
        expect(cells.nth(index)).to_have_value(value)
    button(page, "Use these numbers").click()
    expect(page).to_have_url(re.compile("image=1"))
    assert asked(page)["image"] == "1 1 1 / 0 1 0 / 0 0 0"
    says(page, "Row 1, column 1: the window adds up to 3.")


def test_a_missed_grid_opens_on_its_numbers_with_the_answer_beside(visits: Visits) -> None:
    page = visits.open(link("cross-correlation-grid"))
    problem = problem_of(page)
    fill_grid(page, [[cell + (place == 0) for place, cell in enumerate(row)] for row in problem.answer()])
    button(page, "Check").click()
    verdict(page).get_by_role("link", name="Show me").click()
    stands(page)
    assert asked(page)["exp"] == "sliding"
    yours = page.get_by_role("table", name=re.compile("your answer"))
    expect(yours.locator(".wrong")).to_have_count(len(problem.answer()))


def test_a_missed_choice_opens_on_its_result_beside_both(visits: Visits) -> None:
    asked_for = {"kind": "convolution-or-cross-correlation", "givens": RAMP, "lang": "en"}
    page = visits.open(f"/practice?{urlencode(asked_for)}")
    page.get_by_role("radio", name="Convolution", exact=True).focus()
    page.keyboard.press("Space")
    button(page, "Check").click()
    verdict(page).get_by_role("link", name="Show me").click()
    stands(page)
    expect(page.get_by_text("your answer: Convolution")).to_be_visible()
    expect(page.get_by_role("table", name=re.compile("g turned")).locator(".wrong")).to_have_count(4)
    expect(page.get_by_role("table", name=re.compile("as g is written")).locator(".wrong")).to_have_count(0)


def test_an_answer_stands_under_the_right_bar_until_the_layer_moves(visits: Visits) -> None:
    page = visits.open("/lab?exp=layer-cost&layer=grouped&in_channels=32&count=weights&yours=36864&lang=en")
    stands(page)
    chart = page.get_by_role("img", name=re.compile("^Your answer: 36,864; right: 9,216."))
    expect(chart.get_by_text("36.9k = yours")).to_be_visible()
    expect(chart.get_by_text("36.9k", exact=True)).to_be_visible()
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".chart").get_by_text("36.9k")).to_have_count(0)
    page.keyboard.press("ArrowLeft")
    expect(chart.get_by_text("36.9k", exact=True)).to_be_visible()


@pytest.mark.parametrize(("lang", "scheme", "width"), [("en", "dark", 1200), ("ko", "light", 390)])
@pytest.mark.parametrize("address", ANSWERED)
def test_an_answer_in_the_picture_is_accessible_and_fits(
    visits: Visits, address: str, lang: Language, scheme: str, width: int
) -> None:
    page = visits.open(f"/lab?{address}&lang={lang}", width=width, scheme=scheme)
    stands(page)
    page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")
    assert axe(page) == []
    assert not scrolls_sideways(page)


def test_the_script_of_the_figures_comes_once_and_plotly_with_the_first_chart(visits: Visits) -> None:
    fetched: list[str] = []
    page = visits.open("/lab?lang=en")
    page.on("request", lambda request: fetched.append(urlsplit(request.url).path))
    page.get_by_role("link", name="Sliding kernel").click()
    show(page)
    page.wait_for_timeout(500)
    assert (fetched.count("/figure.js"), fetched.count("/plotly.min.js")) == (1, 0)
    page.get_by_role("link", name="All experiments").click()
    page.get_by_role("link", name="Continuous convolution").click()
    with page.expect_request("**/plotly.min.js"):
        show(page)
    assert (fetched.count("/figure.js"), fetched.count("/plotly.min.js")) == (1, 1)


def test_a_figure_whose_script_is_lost_on_the_way_is_there_all_the_same(visits: Visits) -> None:
    visits.allowed.append(re.compile("net::ERR_FAILED"))
    page = visits.open("/lab?exp=sliding&lang=en")
    page.route("**/figure.js*", lambda route: route.abort(), times=1)
    show(page)


@pytest.mark.parametrize(("lang", "scheme", "width"), [("en", "light", 1200), ("ko", "dark", 390)])
def test_the_lab_is_accessible_and_fits(visits: Visits, lang: Language, scheme: str, width: int) -> None:
    for slug in ("", *experiments()):
        page = visits.open(f"/lab?exp={slug}&lang={lang}&nonsense=1", width=width, scheme=scheme)
        if slug:
            show(page, lang)
            more = Text("More settings").render(lang)
            if page.get_by_text(more).count():  # not every experiment folds one away
                unfold(page, more)
        assert axe(page) == [], slug
        assert not scrolls_sideways(page), slug


def test_stamps_add_up_on_the_board_and_the_counts_are_tinted(visits: Visits) -> None:
    page = visits.open("/lab?exp=transposed-convolution&view=grid&values=1 1&stamp=0&lang=en")
    show(page)
    stage = page.locator(".board-stage")
    output, written = stage.locator(".figure.result").first, stage.locator(".figure.ink")
    expect(output.locator(".cell").nth(12)).to_have_text("")
    for _ in range(4):
        button(page, "One step forward").click()
    says(page, "stamp 4 of 4: the output adds up to 36.")
    expect(written.locator(".cell").nth(12)).to_have_text("4")  # the middle of 5×5, under all four
    tints = [
        written.locator(".cell").nth(at).evaluate("cell => getComputedStyle(cell).backgroundColor") for at in (0, 12)
    ]
    assert tints[0] != tints[1]


def test_zeros_between_the_upstream_gradients_look_like_padding(visits: Visits) -> None:
    page = visits.open("/lab?exp=convolution-backward&stride=2&lang=en")
    show(page)
    upstream = page.locator(".board-stage .figure.g .cell")
    expect(upstream).to_have_count(9)
    hatched = [index for index in range(9) if "padding" in (upstream.nth(index).get_attribute("class") or "")]
    assert hatched == [1, 3, 4, 5, 7]
    says(page, "Row 1, column 1: 4 terms add up to −1.")


def test_the_text_alternative_of_a_chart_follows_what_it_shows(visits: Visits) -> None:
    page = visits.open(CONTINUOUS)
    show(page)
    chart = page.locator(".chart")
    expect(chart).to_have_attribute("aria-label", re.compile(r"at t = 0\.4 "))
    before = slider(page).get_attribute("aria-valuetext") or ""
    slider(page).focus()
    page.keyboard.press("End")
    expect(slider(page)).not_to_have_attribute("aria-valuetext", before)
    expect(chart).to_have_attribute("aria-label", slider(page).get_attribute("aria-valuetext") or "no words")


TEXTS_THAT_OVERLAP = """box => {
  const texts = [...box.querySelectorAll("svg text")].filter((text) => text.textContent.trim())
  const [words, boxes] = [texts.map((text) => text.textContent), texts.map((text) => text.getBoundingClientRect())]
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4
  return boxes.flatMap((a, i) => boxes.flatMap((b, j) => (i < j && meet(a, b) ? [`${words[i]} | ${words[j]}`] : [])))
}"""


@pytest.mark.parametrize("slug", ["transposed-convolution", "output-size", "receptive-field"])
def test_no_number_of_an_axis_stands_on_another_on_a_phone(visits: Visits, slug: str) -> None:
    presets = experiments()[slug].presets()
    crowded = {"output-size": 2, "receptive-field": 3}.get(slug, 0)
    params = experiments()[slug](**presets[crowded].settings).params()
    page = visits.open(f"/lab?{urlencode(params)}&lang=ko", width=390)
    show(page, "ko")
    page.evaluate("document.fonts.ready.then(() => null)")
    assert page.locator(".plot").evaluate(TEXTS_THAT_OVERLAP) == []
