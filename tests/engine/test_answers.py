"""Is every spelling of a reply read that should be, and is nothing else ever worse than unread?"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine import catalog
from engine.answers import (
    Decimal,
    Grid,
    Integer,
    Interval,
    Ledger,
    Option,
    Reply,
    Row,
    SeveralOf,
    Shape,
    Stack,
    tex_number,
    unit_in_third_digit,
)
from engine.reading import LONGEST_REPLY, Unread
from engine.text import LANGUAGES, Text

OPTIONS = next(kind.reply for kind in catalog.kinds().values() if kind.reply.name == "one-of")
READERS: dict[str, Reply] = {
    "integer": Integer(),
    "decimal": Decimal(),
    "shape": Shape(),
    "row": Row(),
    "grid": Grid(),
    "one-of": OPTIONS,
    "ledger": Ledger(),
    "stack": Stack(),
    "interval": Interval(),
    "several-of": SeveralOf(*(Option(key, Text(key)) for key in "ABC")),
}
every_type = pytest.mark.parametrize("name", READERS)
half = Fraction(1, 2)

ALPHABET = "0123456789+-−.,_/eE xX×*()[]{};\n\t\"'ab０１－／，．  \u200b\ufeff없음"
typed = st.text(ALPHABET, max_size=40) | st.text(max_size=40)
whole = st.integers(-(10**12), 10**12)
exact = whole | st.fractions(-(10**6), 10**6, max_denominator=1000).map(lambda f: int(f) if f.denominator == 1 else f)


@every_type
@given(text=typed)
@settings(max_examples=300)
def test_any_text_is_read_or_unread(name: str, text: str) -> None:
    reply = READERS[name]
    try:
        value = reply.read(text)
    except Unread as unread:
        for lang in LANGUAGES:
            assert unread.text.render(lang)
        return
    assert reply.same(value, value, None)
    json.dumps(reply.json(value), allow_nan=False)
    assert reply.same(reply.read(reply.spell(value, None)), value, None)


@pytest.mark.parametrize("slug", catalog.kinds())
@given(text=typed)
@settings(max_examples=60)
def test_any_text_gets_a_verdict_and_something_to_say(slug: str, text: str) -> None:
    from engine.feedback import message

    problem = catalog.draw(slug, 2, 1)
    said = message(problem, problem.judge(text))
    assert all(said[lang] for lang in LANGUAGES)


@pytest.mark.parametrize("slug", catalog.kinds())
def test_the_example_of_what_can_be_read_can_be_read(slug: str) -> None:
    from engine.feedback import example_reply

    problem = catalog.draw(slug, 2, 1)
    assert problem.judge(example_reply(problem)).verdict != "unread"


@pytest.mark.parametrize("slug", catalog.kinds())
@pytest.mark.parametrize("number", ["1e400", "-1e400", "1e-400", "9" * 2000, f"{'9' * 900}/{'7' * 900}"])
def test_a_number_beyond_all_measure_gets_a_verdict_too(slug: str, number: str) -> None:
    from engine.feedback import message

    problem = catalog.draw(slug, 1, 1)
    shape = problem.reply.json(problem.answer())
    reply = number
    if problem.reply.name == "stack":
        reply = " // ".join(" / ".join(" ".join([number] * len(row)) for row in grid) for grid in shape)
    elif isinstance(shape, list) and isinstance(shape[0], list):
        reply = " / ".join(" ".join([number] * len(row)) for row in shape)
    elif isinstance(shape, list):
        reply = " ".join([number] * len(shape))
    verdict = problem.judge(reply)
    assert verdict.verdict in {"wrong", "unread"} or number == "1e-400"
    message(problem, verdict)


@given(number=whole)
def test_a_whole_number_is_read_back(number: int) -> None:
    assert Integer().read(Integer().spell(number, None)) == number
    assert Integer().read(f"{number:,}") == Integer().read(f"{number:_}") == number


@given(number=exact)
def test_a_decimal_is_read_back_exactly_and_rounded_to_its_tolerance(number: Any) -> None:
    assert Decimal().read(Decimal().spell(number, None)) == number
    tolerance = unit_in_third_digit([number])
    shown = Decimal().read(Decimal().spell(number, tolerance))
    assert abs(shown - number) <= tolerance / 2
    assert Decimal().same(shown, number, tolerance)


@given(row=st.lists(exact, min_size=1, max_size=8))
def test_a_row_is_read_back(row: list[Any]) -> None:
    assert Row().read(Row().spell(row, None)) == tuple(row)
    assert Row().read("[" + ", ".join(Row().spell([n], None) for n in row) + "]") == tuple(row)


@given(size=st.tuples(st.integers(1, 4), st.integers(1, 4)), data=st.data())
def test_a_grid_is_read_back_from_every_spelling(size: tuple[int, int], data: Any) -> None:
    cells = [data.draw(st.lists(exact, min_size=size[1], max_size=size[1])) for _ in range(size[0])]
    grid = tuple(map(tuple, cells))
    spelled = Grid().spell(grid, None)
    for text in (spelled, spelled.replace(" / ", "\n"), spelled.replace(" / ", ";"), spelled.replace(" / ", "\n\n")):
        assert Grid().read(text) == grid
    assert Grid().read("\n".join(line.replace(" ", "\t") for line in spelled.split(" / "))) == grid
    assert Grid().read_cells([[Row().spell([cell], None) for cell in row] for row in cells]) == grid
    if all(isinstance(cell, int) for row in cells for cell in row):
        assert Grid().read(json.dumps(cells)) == grid


@given(shape=st.lists(st.integers(0, 10**6), min_size=1, max_size=5), between=st.sampled_from("xX×*, "))
def test_a_shape_is_read_back_from_every_spelling(shape: list[int], between: str) -> None:
    for text in (between.join(map(str, shape)), f" {between} ".join(map(str, shape))):
        for around in ("{}", "({})", "[{}]", " [ {} ] "):
            assert Shape().read(around.format(text)) == tuple(shape)


STACK = (((1, 2), (3, 4)), ((5, 6), (7, 8)))
READ = [
    ("integer", "1728", 1728),
    ("integer", "1,728", 1728),
    ("integer", "1_728", 1728),
    ("integer", "12,345,678", 12_345_678),
    ("integer", "+1728", 1728),
    ("integer", "1728.0", 1728),
    ("integer", "1728.", 1728),
    ("integer", "1,728.0", 1728),
    ("integer", "\N{MINUS SIGN}5", -5),
    ("integer", "１７２８", 1728),
    ("integer", "－１，７２８", -1728),
    ("integer", "  1728 \n", 1728),
    ("decimal", "7.89", Fraction(789, 100)),
    ("decimal", ".5", half),
    ("decimal", "5e-1", half),
    ("decimal", "5E-1", half),
    ("decimal", "1e3", 1000),
    ("decimal", "576/73", Fraction(576, 73)),
    ("decimal", "-3/4", Fraction(-3, 4)),
    ("decimal", "\N{MINUS SIGN}3/4", Fraction(-3, 4)),
    ("decimal", "1,728.5", Fraction(3457, 2)),
    ("decimal", "1,728", 1728),
    ("decimal", "1_728", 1728),
    ("decimal", "7．5", Fraction(15, 2)),
    ("shape", "64x112x112", (64, 112, 112)),
    ("shape", "64X112×112", (64, 112, 112)),
    ("shape", "64*112*112", (64, 112, 112)),
    ("shape", "64 x 112 x 112", (64, 112, 112)),
    ("shape", "64, 112, 112", (64, 112, 112)),
    ("shape", "64,112,112", (64, 112, 112)),
    ("shape", "64 112 112", (64, 112, 112)),
    ("shape", "(64, 112, 112)", (64, 112, 112)),
    ("shape", "[64x112x112]", (64, 112, 112)),
    ("shape", "64", (64,)),
    ("row", "6 8", (6, 8)),
    ("row", "6,8", (6, 8)),
    ("row", "(6, 8)", (6, 8)),
    ("row", "[6 8]", (6, 8)),
    ("row", "-1/2 1e1", (-half, 10)),
    ("row", "6", (6,)),
    ("grid", "15 16 / 6 15", ((15, 16), (6, 15))),
    ("grid", "15 16\n6 15", ((15, 16), (6, 15))),
    ("grid", "15 16\r\n6 15\r\n", ((15, 16), (6, 15))),
    ("grid", "15, 16; 6, 15", ((15, 16), (6, 15))),
    ("grid", "15,16;6,15", ((15, 16), (6, 15))),
    ("grid", "15\t16\n6\t15", ((15, 16), (6, 15))),
    ("grid", "[[15, 16], [6, 15]]", ((15, 16), (6, 15))),
    ("grid", "[[1.5, -2]]", ((Fraction(3, 2), -2),)),
    ("grid", "1/2 3 / 4 5", ((half, 3), (4, 5))),
    ("grid", "4", ((4,),)),
    ("grid", "\N{MINUS SIGN}1 ２", ((-1, 2),)),
    ("ledger", "96x55x55 34944 / - 4.5", (((96, 55, 55), 34944), (None, Fraction(9, 2)))),
    ("ledger", "96X55×55,34944\n−, 9/2", (((96, 55, 55), 34944), (None, Fraction(9, 2)))),
    ("ledger", "96*55*55\t34944; -\t4.5", (((96, 55, 55), 34944), (None, Fraction(9, 2)))),
    ("ledger", "[[[96, 55, 55], 34944], [null, 4.5]]", (((96, 55, 55), 34944), (None, Fraction(9, 2)))),
    ("ledger", "-", ((None,),)),
    ("stack", "1 2 / 3 4 // 5 6 / 7 8", STACK),
    ("stack", "1 2\n3 4\n\n5 6\n7 8", STACK),
    ("stack", "1,2;3,4\r\n \r\n5,6;7,8\n", STACK),
    ("stack", "1 2\n3 4\n//\n5 6\n7 8", STACK),
    ("stack", "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]", STACK),
    ("stack", "1/2", (((half,),),)),
    ("stack", "[[1, 2], [3, 4]]", STACK[:1]),
    ("interval", "[-1, 3]", (-1, 3)),
    ("interval", "(−1; 3)".replace(";", ","), (-1, 3)),
    ("interval", "-1 3", (-1, 3)),
    ("interval", "-1..3", (-1, 3)),
    ("interval", "{ 0.5 .. 1.5 }", (half, Fraction(3, 2))),
    ("interval", "]1/2 , 2[", (half, 2)),
    ("interval", "[2,2)", (2, 2)),
    ("interval", "<-1 3>", (-1, 3)),
    ("several-of", "A, C", ("A", "C")),
    ("several-of", "c a", ("A", "C")),
    ("several-of", "B,B", ("B",)),
    ("several-of", "None", ()),
    ("several-of", " 없음 ", ()),
    ("ledger", "-1 120", ((-1, 120),)),
    ("one-of", "both", "both"),
    ("one-of", " BOTH ", "both"),
    ("one-of", "ｂｏｔｈ", "both"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "value"), READ)
def test_every_spelling_of_the_contract_is_read(name: str, text: str, value: Any) -> None:
    assert READERS[name].read(text) == value


UNREAD = [
    ("integer", ["1,72", "17,28", "1,7280", "1 728", "1.5", "3/4", "1__728", "_1728", "0x10", "1e1000", "٣"]),
    ("decimal", ["7,89", "0,125", "1.2.3", "1/0", "1/2/3", "1.5/2", "nan", "inf", "-", "--1", "1e", "½", "12,34.5"]),
    ("shape", ["1.5x2", "64xx112", "x64", "64x", "64x112x", "()", "axb", "64x1/2"]),
    ("row", ["", "6,,8", ",6", "6,", "6 / 8", "a b", "[]"]),
    ("grid", ["1 2 / 3", "1 2\n3", "[[1, 2], [3]]", "[[1, 2]", "[[]]", "[[], []]", "[[1, null]]", "[[true]]", "[[NaN]]",
              "1 , , 2", "/", ";", "[[1], 2]", '[["1"]]']),
    ("ledger", ["1 2 / 3", "96x 55", "x55", "1x-2", "1.5x2", "--", "[[[]]]", "[[[[1]]]]", '[["1x2"]]', "[[[null]]]",
                "[[1], 2]", "[[{}]]", "1 l2", "1,,2"]),
    ("stack", ["1 2 // 3", "1 // 2 3", "1 2 / 3 // 4 5 / 6", "// 1", "1 // ", "[[[1], [2]], [[3]]]",
               "[[[1]], 2]", "[[[]]]", "[[[null]]]", "1//2"]),
    ("interval", ["1", "1 2 3", "3 -1", "[, 3]", "[1, ]", "1...", "-1 to 3", "[[1, 2]]", "1.5.2"]),
    ("several-of", ["", "D", "A D", "none A", "AC", "A,,B", "?"]),
    ("one-of", ["", "bot", "convolution both", "?"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in UNREAD for text in texts])
def test_what_is_spelled_otherwise_is_unread(name: str, text: str) -> None:
    with pytest.raises(Unread):
        READERS[name].read(text)


@every_type
@pytest.mark.parametrize("text", ["", "   ", "\n", "\u200b", "9" * (LONGEST_REPLY + 1), "[" * 5000, "<script>", "\x00"])
def test_nothing_and_far_too_much_are_unread(name: str, text: str) -> None:
    with pytest.raises(Unread):
        READERS[name].read(text)


def test_an_option_beside_none_of_them_is_told_as_a_contradiction() -> None:
    with pytest.raises(Unread) as unread:
        READERS["several-of"].read("A, none")
    assert unread.value.text.render("en") == "Either some options fit or none of them does, not both."


def test_how_far_off_a_huge_number_is_is_rounded() -> None:
    assert Integer().off(10**400, 52, None).render("en") == "You are 1.00e400 too high."


def test_an_option_is_known_by_its_label_in_either_language() -> None:
    reply = READERS["one-of"]
    options: tuple[Option, ...] = reply.options  # type: ignore[attr-defined]
    for option in options:
        for lang in LANGUAGES:
            assert reply.read(option.label.render(lang).upper()) == option.key


@pytest.mark.parametrize(
    ("numbers", "unit"),
    [
        ([Fraction(576, 73)], Fraction(1, 100)),
        ([0], Fraction(1, 1000)),
        ([0, 0], Fraction(1, 1000)),
        ([1], Fraction(1, 100)),
        ([Fraction(999, 1000)], Fraction(1, 1000)),
        ([1000], 10),
        ([Fraction(1, 1000)], Fraction(1, 100_000)),
        ([1, -2500, 3], 10),
        ([0.5], Fraction(1, 1000)),
    ],
)
def test_the_tolerance_is_a_unit_of_the_third_digit_of_the_largest(numbers: list[Any], unit: Any) -> None:
    assert unit_in_third_digit(numbers) == unit


@given(number=exact)
def test_the_third_digit_is_found_for_any_number(number: Any) -> None:
    assume(number)
    assert 100 <= abs(number) / unit_in_third_digit([number]) < 1000


def test_what_is_as_far_off_as_the_tolerance_is_still_right() -> None:
    answer, tolerance = Fraction(7), Fraction(1, 100)
    assert Decimal().same(Fraction("7.01"), answer, tolerance)
    assert not Decimal().same(Fraction("7.0100001"), answer, tolerance)


def test_a_grid_of_another_size_is_wrong_without_marks() -> None:
    answer = ((1, 2), (3, 4))
    assert Grid().marks(((1, 2),), answer, None) is None
    assert not Grid().same(((1, 2),), answer, None)
    assert Grid().off(((1, 2),), answer, None).render("en") == "Your grid is 1×2; the answer is 2×2."


def test_a_ledger_has_a_tolerance_for_each_cell_that_is_not_whole_somewhere() -> None:
    third = Fraction(1, 3)
    answer = (((8, 6, 6), 216, 1000 * third), (None, 5, 7))
    mistakes = [(((8, 6), 3 * half, 3), (None, 5, 7)), ((third, third),)]
    tolerance = Ledger().tolerance(answer, mistakes, lambda usual: usual)
    assert tolerance == ((None, 1, 1), (None, None, None))
    assert Ledger().spell(answer, tolerance) == "8x6x6 216 333 / - 5 7"
    assert Ledger().tolerance(answer[1:], [], lambda usual: usual) is None


def test_every_cell_of_a_ledger_is_marked_by_itself() -> None:
    answer = (((8, 6, 6), 216), (None, Fraction(9, 2)))
    tolerance = ((None, None), (None, Fraction(1, 100)))
    value = (((8, 6, 5), 216), (None, Fraction("4.505")))
    assert Ledger().marks(value, answer, tolerance) == [[False, True], [True, True]]
    assert Ledger().marks(((8, None), (0, (4, 5))), answer, tolerance) == [[False, False], [False, False]]
    assert not Ledger().same(value, answer, tolerance)
    assert Ledger().same(((*answer[0],), (None, Fraction("4.49"))), answer, tolerance)
    assert Ledger().marks(answer[:1], answer, tolerance) is None
    said = Ledger().off(value, answer, tolerance).render("en")
    assert said == "2 of 3 cells are right. The first wrong one is in row 1, column 1."
    assert Ledger().off(answer[:1], answer, tolerance).render("en") == "Your table is 1×2; the answer is 2×2."


@pytest.mark.parametrize(
    ("typed", "right", "text"),
    [
        ("64, 112, 112", (64, 56, 56), "64x112x112"),
        ("(64 × 112 x112)", (64, 56, 56), "64x112x112"),
        ("64 112 112", (64, 56, 56), "64x112x112"),
        (" 105,415,200 ", 1, "105415200"),
        ("1_728", 1, "1728"),
        ("1,72", 1, "1,72"),
        ("", 1, ""),
        ("", (1, 2), ""),
        ("-", None, "-"),
    ],
)
def test_what_is_typed_into_a_cell_of_a_ledger_may_have_blanks_and_groups(typed: str, right: Any, text: str) -> None:
    assert Ledger().as_text(typed, right) == text


def test_a_stack_is_marked_grid_by_grid() -> None:
    value = (STACK[0], ((5, 6), (7, 9)))
    assert Stack().marks(value, STACK, None) == [[[True, True], [True, True]], [[True, True], [True, False]]]
    assert Stack().off(value, STACK, None).render("en").startswith("Grid 2: 3 of 4 numbers are right. Row 2, column 2")
    assert Stack().off(STACK[:1], STACK, None).render("en") == "Your stack has 1 grid; it takes 2."
    assert Stack().off((((1,),),) * 2, STACK, None).render("en") == "Grid 1: Your grid is 1×1; the answer is 2×2."
    assert Stack().marks(STACK[:1], STACK, None) is Stack().marks((((1,),),) * 2, STACK, None) is None
    assert Stack().read_cells([["1", "2"], ["3", "4"], [], ["5", "6"], ["7", "8"]]) == STACK
    with pytest.raises(Unread, match=r"Grid 2: Row 1, column 2 is empty") as caught:
        Stack().read_cells([["1", "2"], [], ["5", ""]])
    assert caught.value.where == (1, 0, 1)


def test_every_option_is_marked() -> None:
    reply = READERS["several-of"]
    assert reply.marks(("A",), ("A", "C"), None) == [True, True, False]
    assert reply.off((), ("A", "C"), None).render("en") == "1 of 3 options are judged right."
    assert (reply.spell((), None), reply.spell(("A", "C"), None), reply.json(("A",))) == ("none", "A, C", ["A"])


def test_an_interval_is_two_marks_and_is_spelled_with_brackets() -> None:
    assert Interval().marks((-1, 4), (-1, 3), None) == [True, False]
    assert Interval().spell((-half, Fraction(10, 3)), Fraction(1, 100)) == "[-0.5, 3.33]"
    assert Interval().json((-half, 3)) == [-0.5, 3]


def test_the_cell_that_cannot_be_read_is_named() -> None:
    with pytest.raises(Unread, match="“l2” in row 1, column 2 is not a number") as caught:
        Grid().read("1 l2 / 3 4")
    assert caught.value.where == (0, 1)
    with pytest.raises(Unread, match=r"Row 2, column 1 is empty") as caught:
        Grid().read_cells([["1", "2"], [" ", "4"]])
    assert caught.value.where == (1, 0)


def test_how_far_off_a_reply_is_is_said_in_one_sentence() -> None:
    said: list[Text] = [
        Integer().off(7, 10, None),
        Decimal().off(Fraction(8), Fraction(7), None),
        Row().off((1, 2), (1, 3), None),
        Row().off((1,), (1, 3), None),
        Shape().off((1, 2, 4), (1, 2, 3), None),
    ]
    assert [text.render("en") for text in said[:2]] == ["You are 3 too low.", "You are 1 too high."]
    assert all(text.render("ko") for text in said)


def test_a_small_float_stands_in_tex_with_a_power_of_ten() -> None:
    shown = [tex_number(number) for number in (1.5e-7, -2e12, 0.25)]
    assert shown == [r"1.5 \cdot 10^{-7}", r"-2 \cdot 10^{12}", "0.25"]
