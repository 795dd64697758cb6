"""Does the command line keep its contract to the letter?"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine import catalog
from engine.__main__ import main
from engine.content import BadContent, Fault
from engine.lab.catalog import experiments
from engine.lab.settings import settings_of

ROOT = Path(__file__).resolve().parents[2]
SIZE = '{"size": 7, "kernel_size": 3}'
KEYS = ["kind", "version", "seed", "level", "givens", "prompt", "reply", "answer", "spelled", "tolerance", "options"]
KEYS += ["rows", "columns", "mistakes", "steps", "seconds"]
STACK = '{"image": [[[1, 2]], [[3, 4]]], "kernels": [[[1]], [[2]]]}'
LAYERS = json.dumps({"size": 8, "wanted": 8, "candidates": [{"kernel_size": 3, "padding": 1}, {"kernel_size": 1},
                                                            {"kernel_size": 20}]})  # fmt: skip
COST = '{"in_channels": 2, "out_channels": 4, "kernel_size": 3, "output_size": 2}'
WALK = json.dumps({"input_shape": [3, 8, 8], "layers": [{"type": "conv", "out_channels": 4, "kernel_size": 3},
                                                        {"type": "flatten"}]})  # fmt: skip
GRID = '{"image": [[1, 2], [3, 4]], "kernel": [[1]]}'


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]


class Stream(io.TextIOWrapper):
    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8")

    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls `main` with the arguments, which must not take longer than two seconds."""

    def call(*arguments: str, stdin: bytes = b"") -> Done:
        out, err = Stream(), Stream()
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        begun = time.process_time()
        status = main(arguments)
        assert time.process_time() - begun < 2
        return Done(status, out.text(), err.text())

    return call


def as_typed(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "engine", *arguments]
    return subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, env=environment or None, check=False)


def refused(done: Done) -> str:
    """The one line that a bad argument or given gets."""
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith("\n")
    assert done.err.count("\n") == 1
    return done.err.strip()


def test_it_runs_as_written_in_the_contract_and_prints_utf_8_whatever_the_locale() -> None:
    done = as_typed("show", "gradient", "--seed", "7", "--level", "3", "--json", LANG="C", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    problem = json.loads(done.stdout.decode("utf-8"))
    assert re.search("[가-힣]", problem["prompt"]["ko"])


def test_bad_arguments_end_in_one_line_and_status_2_from_the_shell_too() -> None:
    done = as_typed("check", "gradient", "--givens", "{", "--reply", "1")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


def test_a_reply_comes_from_standard_input_from_the_shell_too() -> None:
    done = as_typed("check", "conv-output-size", "--givens", SIZE, "--reply", "-", "--json", stdin="５\n".encode())
    assert json.loads(done.stdout)["verdict"] == "right"


def test_kinds_lists_what_a_test_outside_needs(run: Run) -> None:
    listed = {kind["slug"]: kind for kind in run("kinds", "--json").json}
    assert set(listed) == set(catalog.kinds())
    for kind in listed.values():
        assert set(kind) == {"slug", "topic", "version", "reply", "givens", "tags"}
        assert len(kind["tags"]) == len(set(kind["tags"]))
    givens = {slug: kind["givens"] for slug, kind in listed.items()}
    optional = {"stride": "int?", "padding": "int?", "dilation": "int?"}
    assert givens["conv-output-size"] == {"size": "int", "kernel_size": "int", **optional}
    assert givens["convolution-grid"] == {"image": "number[][]", "kernel": "number[][]", "mode": "valid|same|full"}
    assert givens["receptive-field"] == {"layers": "object[]"}
    assert givens["gradient"] == {"coefficients": "number[]", "point": "number[]"}
    assert givens["conv-param-count"]["bias"] == "bool?"
    assert ["box-convolution", "decimal"] in [line.split() for line in run("kinds").out.splitlines()]


@pytest.mark.parametrize("slug", catalog.kinds())
def test_show_prints_one_json_document_with_every_key(run: Run, slug: str) -> None:
    fields = next(list(kind["givens"]) for kind in run("kinds", "--json").json if kind["slug"] == slug)
    for level in ("1", "2", "3"):
        done = run("show", slug, "--seed", "42", "--level", level, "--json")
        problem = done.json
        assert (done.status, done.err, done.out.count("\n")) == (0, "", 1)
        assert (problem["kind"], problem["seed"], problem["level"]) == (slug, 42, int(level))
        assert list(problem) == KEYS
        assert set(problem["prompt"]) == {"en", "ko"}
        for step in problem["steps"]:
            assert (set(step), set(step["words"])) == ({"words", "tex"}, {"en", "ko"})
        for mistake in problem["mistakes"]:
            assert set(mistake) == {"tag", "value", "spelled", "tex", "words"}
            assert re.search("[가-힣]", mistake["words"]["ko"])
        assert list(problem["givens"]) == fields


@pytest.mark.parametrize("slug", catalog.kinds())
def test_givens_shown_make_the_same_problem_at_the_pace_of_level_2(run: Run, slug: str) -> None:
    drawn = run("show", slug, "--seed", "3", "--level", "2", "--json").json
    again = run("show", slug, "--givens", json.dumps(drawn["givens"]), "--json").json
    assert (again["seed"], again["level"]) == (None, None)
    assert again | {"seed": 3, "level": 2} == drawn


@pytest.mark.parametrize("slug", catalog.kinds())
def test_a_reply_is_right_wrong_with_its_tag_or_unread(run: Run, slug: str) -> None:
    for seed in ("0", "2147483647"):
        which = (slug, "--seed", seed, "--level", "3")
        problem = run("show", *which, "--json").json
        assert _verdict(run, which, problem["spelled"]) == ("right", None)
        for mistake in problem["mistakes"]:
            assert _verdict(run, which, mistake["spelled"]) == ("wrong", mistake["tag"])
        assert _verdict(run, which, "what?") == ("unread", None)


def _verdict(run: Run, which: tuple[str, ...], reply: str) -> tuple[str, str | None]:
    done = run("check", *which, "--reply", reply, "--json")
    assert (done.status, done.err) == (0, "")
    assert set(done.json) == {"verdict", "tag", "marks", "message"}
    assert set(done.json["message"]) == {"en", "ko"}
    return done.json["verdict"], done.json["tag"]


@pytest.mark.parametrize(
    ("slug", "givens", "reply", "marks"),
    [
        ("conv-output-size", SIZE, "5", None),
        ("conv-output-size", SIZE, "6", None),
        ("cross-correlation-grid", GRID, "1 2 / 3 5", [[True, True], [True, False]]),
        ("cross-correlation-grid", GRID, "1 2 / 3 4", [[True, True], [True, True]]),
        ("cross-correlation-grid", GRID, "1 2 3", None),
        ("cross-correlation-grid", GRID, "1 2 / 3", None),
        ("gradient", '{"coefficients": [1, 0, 1], "point": [1, 2]}', "2 5", [True, False]),
        ("gradient", '{"coefficients": [1, 0, 1], "point": [1, 2]}', "2", None),
        ("conv-output-shape", '{"input_shape": [3, 8, 8], "out_channels": 4, "kernel_size": [3, 3]}', "4x6x7",
         [True, True, False]),
        ("depthwise-conv", STACK, "1 2 // 6 9", [[[True, True]], [[True, False]]]),
        ("depthwise-conv", STACK, "7 10", None),
        ("convolution-support", '{"f": [0, 2], "g": [1, 2]}', "1..5", [True, False]),
        ("layer-for-size", LAYERS, "A, C", [True, False, False]),
        ("layer-for-size", LAYERS, "none", [False, False, True]),
        ("layer-for-size", LAYERS, "D", None),
        ("separable-conv-cost", COST, "72 288 / 18 72 / 8 32", [[True] * 2] * 3),
        ("separable-conv-cost", COST, "[[72, 288], [18, null], [8, 30]]", [[True] * 2, [True, False], [True, False]]),
        ("separable-conv-cost", COST, "72 288 / 18 72", None),
        ("separable-conv-cost", COST, "72 288 / 18 72 / 8", None),
        ("shape-walk", WALK, "4x6x6 / 144", [[True], [True]]),
        ("shape-walk", WALK, "[[[4, 6, 7]], [144]]", [[False], [True]]),
        ("network-ledger", WALK, "4x8x8 112 3888 / 256 0 0 / - 112 3888", [[False, True, True], *[[True] * 3] * 2]),
    ],
)  # fmt: skip
def test_marks_are_given_for_each_part_of_a_reply_of_the_right_size(
    run: Run, slug: str, givens: str, reply: str, marks: Any
) -> None:
    assert run("check", slug, "--givens", givens, "--reply", reply, "--json").json["marks"] == marks


@pytest.mark.parametrize(
    ("slug", "givens", "shown"),
    [
        ("depthwise-conv", STACK, {"answer": [[[1, 2]], [[6, 8]]], "spelled": "1 2 // 6 8", "rows": None}),
        ("convolution-support", '{"f": [0, 2.5], "g": [1, 2]}',
         {"answer": [1, 4.5], "spelled": "[1, 4.5]", "tolerance": None}),
        ("layer-for-size", LAYERS, {"answer": ["A", "B"], "spelled": "A, B", "tolerance": None}),
        ("separable-conv-cost", COST,
         {"answer": [[72, 288], [18, 72], [8, 32]], "spelled": "72 288 / 18 72 / 8 32", "tolerance": None,
          "rows": ["standard", "depthwise", "pointwise"], "columns": ["weights", "macs"], "options": None}),
        ("shape-walk", WALK, {"answer": [[[4, 6, 6]], [144]], "spelled": "4x6x6 / 144", "rows": ["1", "2"],
                              "columns": ["shape"]}),
        ("network-ledger", WALK,
         {"answer": [[[4, 6, 6], 112, 3888], [144, 0, 0], [None, 112, 3888]], "rows": ["1", "2", "total"],
          "columns": ["shape", "params", "macs"], "spelled": "4x6x6 112 3888 / 144 0 0 / - 112 3888"}),
        ("dense-as-conv", '{"input_shape": [2, 3, 3], "larger_shape": [2, 4, 5], "out_features": 7}',
         {"answer": [[[7, 2, 3, 3]], [[7, 2, 3]]], "rows": ["kernel", "outputs"], "columns": ["shape"]}),
    ],
)  # fmt: skip
def test_answers_of_many_parts_are_shown_as_the_contract_writes_them(
    run: Run, slug: str, givens: str, shown: dict[str, Any]
) -> None:
    problem = run("show", slug, "--givens", givens, "--json").json
    assert {key: problem[key] for key in shown} == shown


def test_options_over_a_list_are_lettered(run: Run) -> None:
    options = run("show", "layer-for-size", "--givens", LAYERS, "--json").json["options"]
    assert [option["key"] for option in options] == ["A", "B", "C"]
    assert options[0]["en"] == "kernel 3, stride 1, padding 1"
    assert re.search("[가-힣]", options[0]["ko"])


def test_count_prints_a_line_for_each_seed_from_the_first(run: Run) -> None:
    done = run("show", "gradient", "--seed", "5", "--count", "3", "--level", "2", "--json")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [line["seed"] for line in lines] == [5, 6, 7]
    assert lines[1] == run("show", "gradient", "--seed", "6", "--level", "2", "--json").json


def test_without_a_seed_a_fresh_one_is_told(run: Run) -> None:
    first, second = (run("show", "gradient", "--json").json for _ in range(2))
    assert first["seed"] != second["seed"]
    assert first["level"] == 1
    assert run("show", "gradient", "--seed", str(first["seed"]), "--json").json == first


def test_people_read_a_problem_in_their_language(run: Run) -> None:
    assert re.search("[가-힣]", run("show", "gradient", "--seed", "1", "--lang", "ko").out)
    assert not re.search("[가-힣]", run("show", "gradient", "--seed", "1").out)


@pytest.mark.parametrize(
    ("arguments", "verdict"),
    [
        (["--reply", "-3/4"], "wrong"),
        (["--reply=-3/4"], "wrong"),
        (["--reply=--"], "unread"),
        (["--reply", "--"], "unread"),
        (["--reply", "--json"], "unread"),
        (["--reply="], "unread"),
        (["--reply", ""], "unread"),
        (["--reply=576/73"], "right"),
        (["--reply", "+7.89"], "right"),
        (["--reply", "\N{MINUS SIGN}3"], "wrong"),
    ],
)
def test_a_reply_is_taken_as_it_is(run: Run, arguments: list[str], verdict: str) -> None:
    box = '{"start": 0, "width": 100, "height": 1}'
    thin = '{"start": 0, "width": 7.890411, "height": 1}'
    givens = f'{{"f": {box}, "g": {thin}, "t": 50}}'
    done = run("check", "box-convolution", "--givens", givens, *arguments, "--json")
    assert (done.status, done.json["verdict"]) == (0, verdict)


@pytest.mark.parametrize("stdin", [b"5", b" 5 \r\n", "\ufeff5".encode()])
def test_a_dash_reads_the_reply_from_standard_input(run: Run, stdin: bytes) -> None:
    which = ("check", "conv-output-size", "--givens", SIZE, "--json")
    assert run(*which, "--reply", "-", stdin=stdin).json["verdict"] == "right"
    assert run(*which, "--reply=-", stdin=stdin).json["verdict"] == "right"


@pytest.mark.parametrize("stdin", [b"", b"\xff\xfe", b"\x00", b"9" * 100_000])
def test_what_cannot_be_read_on_standard_input_is_unread(run: Run, stdin: bytes) -> None:
    done = run("check", "conv-output-size", "--givens", SIZE, "--reply", "-", "--json", stdin=stdin)
    assert (done.status, done.json["verdict"]) == (0, "unread")


BAD_ARGUMENTS = [
    [],
    ["tell"],
    ["kinds", "extra"],
    ["kinds", "--js"],
    ["show"],
    ["show", "conv-output-siez"],
    ["show", ""],
    ["show", "../../etc/passwd"],
    *(["show", "gradient", "--seed", seed] for seed in ("-1", "1e3", "1.0", "abc", "", "2147483648", "٣", "9" * 5000)),
    *(["show", "gradient", "--level", level] for level in ("0", "4", "-1", "two", "1.0", "")),
    *(["show", "gradient", "--count", count] for count in ("0", "-1", "abc")),
    ["show", "gradient", "--seed", "2147483647", "--count", "2"],
    ["show", "gradient", "--lang", "fr"],
    ["show", "gradient", "--reply", "1"],
    ["kinds", "--reply=1"],
    ["show", "conv-output-size", "--givens", SIZE, "--seed", "1"],
    ["show", "conv-output-size", "--givens", SIZE, "--level", "1"],
    ["show", "conv-output-size", "--givens", SIZE, "--level", "1", "--seed", "1"],
    ["show", "conv-output-size", "--givens", SIZE, "--count", "2"],
    ["check", "gradient", "--seed", "1", "--level", "1"],
    ["check", "gradient", "--seed", "1", "--level", "1", "--reply"],
    ["check", "gradient", "--reply", "1"],
    ["check", "gradient", "--level", "1", "--reply", "1"],
    ["check", "conv-output-size", "--givens", SIZE, "--seed", "1", "--reply", "1"],
    ["check", "conv-output-size", "--givens", SIZE, "--level", "1", "--reply", "1"],
    ["check", "nothing", "--seed", "1", "--level", "1", "--reply", "1"],
    ["new"],
    ["new", "Not A Slug"],
    ["new", "gradient"],
]


@pytest.mark.parametrize("arguments", BAD_ARGUMENTS, ids=str)
def test_bad_arguments_end_in_one_line(run: Run, arguments: list[str]) -> None:
    assert "Traceback" not in refused(run(*arguments))


def test_a_kind_spelled_wrong_is_guessed(run: Run) -> None:
    assert "did you mean conv-output-size?" in refused(run("show", "conv-output-siez"))


@pytest.mark.parametrize(
    ("slug", "givens", "words"),
    [
        ("conv-output-size", "", "JSON"),
        ("conv-output-size", "{", "JSON"),
        ("conv-output-size", "[1]", "object"),
        ("conv-output-size", "null", "object"),
        ("conv-output-size", "[" * 40_000, "JSON"),
        ("conv-output-size", "{}", "size"),
        ("conv-output-size", '{"size": 7}', "kernel_size"),
        ("conv-output-size", '{"size": 7, "kernel_size": 3, "colour": 1}', "colour"),
        ("conv-output-size", '{"size": 7, "kernel_size": 3, "size": 8}', "size"),
        ("conv-output-size", '{"size": 7.0, "kernel_size": 3}', "size"),
        ("conv-output-size", '{"size": "7", "kernel_size": 3}', "size"),
        ("conv-output-size", '{"size": true, "kernel_size": 3}', "size"),
        ("conv-output-size", '{"size": null, "kernel_size": 3}', "size"),
        ("conv-output-size", '{"size": NaN, "kernel_size": 3}', "size"),
        ("conv-output-size", '{"size": 1e400, "kernel_size": 3}', "size"),
        ("conv-output-size", '{"size": 1000001, "kernel_size": 3}', "size"),
        ("conv-output-size", f'{{"size": {"9" * 5000}, "kernel_size": 3}}', "size"),
        ("conv-output-size", '{"size": 7, "kernel_size": 3, "stride": 0}', "stride"),
        ("conv-output-size", '{"size": 7, "kernel_size": 3, "padding": -1}', "padding"),
        ("conv-output-size", '{"size": 2, "kernel_size": 3}', "kernel_size"),
        ("conv-param-count", '{"in_channels": 3, "out_channels": 4, "kernel_size": [3, 3], "groups": 2}', "groups"),
        ("conv-param-count", '{"in_channels": 3, "out_channels": 4, "kernel_size": [3, 3], "bias": 1}', "bias"),
        ("cross-correlation-grid", '{"image": [[1, 2], [3]], "kernel": [[1]]}', "image"),
        ("cross-correlation-grid", '{"image": [[NaN]], "kernel": [[1]]}', "image"),
        ("cross-correlation-grid", '{"image": [[1]], "kernel": [[Infinity]]}', "kernel"),
        ("cross-correlation-grid", '{"image": [], "kernel": [[1]]}', "image"),
        ("convolution-grid", '{"image": [[1]], "kernel": [[1]], "mode": "valide"}', "mode"),
        ("convolution-grid", '{"image": [[1]], "kernel": [[1, 2]], "mode": "valid"}', "kernel"),
        ("receptive-field", '{"layers": [{"kernel_size": 3, "padding": 1}]}', "padding"),
        ("receptive-field", '{"layers": [{"stride": 1}]}', "layers[0].kernel_size"),
        ("receptive-field", '{"layers": []}', "layers"),
    ],
)
def test_bad_givens_end_in_one_line_that_names_the_field(run: Run, slug: str, givens: str, words: str) -> None:
    assert words in refused(run("show", slug, "--givens", givens, "--json"))
    assert words in refused(run("check", slug, "--givens", givens, "--reply", "1", "--json"))


def test_lab_lists_every_experiment_with_its_settings(run: Run) -> None:
    listed = {experiment["slug"]: experiment for experiment in run("lab", "--json").json}
    assert list(listed) == list(experiments())
    for experiment in listed.values():
        assert set(experiment) == {"slug", "title", "settings"}
        assert re.search("[가-힣]", experiment["title"]["ko"])
        assert list(experiment["settings"]) == list(settings_of(experiments()[experiment["slug"]]))
        for setting in experiment["settings"].values():
            assert set(setting) == {"type", "default", "min", "max"}
    settings = listed["continuous"]["settings"]
    assert settings["t"] == {"type": "number", "default": 1.4, "min": -300, "max": 300}
    assert settings["flip"] == {"type": "bool", "default": True, "min": None, "max": None}
    assert settings["f"]["type"].split("|")[0] == "box"
    said = run("lab").out
    assert all(f"\n{slug} " in f"\n{said}" for slug in listed)


def test_lint_says_what_is_wrong_and_what_is_missing_and_counts(run: Run) -> None:
    done = run("lint", "--json")
    report = done.json
    assert set(report) == {"faults", "deficiencies", "counts"}
    assert done.status == (1 if report["faults"] else 0)
    assert {"cards", "questions", "kinds", "tags", "topics"} <= set(report["counts"])
    assert report["counts"]["kinds"] == len(catalog.kinds())
    assert all(set(lack) == {"what", "id"} for lack in report["deficiencies"])
    assert run("lint").status == done.status


def test_a_broken_card_is_one_line_and_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise BadContent([Fault("content/cards/pooling.yaml", 3, "title.ko", "missing")])

    monkeypatch.setattr("engine.cards._pitfalls", broken)
    monkeypatch.setattr("engine.interview.templates.templates", broken)
    for command in (("show", "pooling-grid", "--json"), ("interview", "phone-screen", "--seed", "1")):
        assert refused(run(*command)) == "the content has faults; python -m engine lint names them"


def test_the_skeleton_of_a_new_kind_says_what_to_write(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import engine.__main__ as command_line

    (tmp_path / "kinds").mkdir()
    monkeypatch.setattr(command_line, "__file__", str(tmp_path / "__main__.py"))
    done = run("new", "conv-output-depth")
    assert (done.status, done.err) == (0, "")
    written = (tmp_path / "kinds" / "conv_output_depth.py").read_text(encoding="utf-8")
    compile(written, "conv_output_depth.py", "exec")
    refused(run("new", "conv-output-depth"))


def test_a_kind_that_is_not_written_yet_says_what_to_write(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def unwritten(*_: object) -> None:
        raise NotImplementedError("draw: givens of this level")

    monkeypatch.setattr("engine.catalog.draw", unwritten)
    assert refused(run("show", "pooling-grid", "--seed", "1", "--json")) == "draw: givens of this level"
