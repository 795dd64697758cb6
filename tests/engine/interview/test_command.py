"""Does `python -m engine interview` keep its contract?"""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.__main__ import main
from engine.content import BadContent
from engine.interview.templates import templates


@pytest.mark.parametrize("name", sorted(templates()))
def test_the_plan_is_printed_as_the_contract_writes_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["interview", name, "--seed", "42", "--json"]) == 0
    printed: Any = json.loads(capsys.readouterr().out)
    assert list(printed) == ["template", "seed", "minutes", "questions"]
    assert (printed["template"], printed["seed"]) == (name, 42)
    for asked in printed["questions"]:
        assert list(asked) == ["id", "kind", "seconds", "followups"]
        assert asked["kind"] in ("spoken", "numeric", "error", "code", "chain")
        assert all(list(one) == ["id", "when", "seconds"] for one in asked["followups"])
        assert {one["when"] for one in asked["followups"]} <= {"strong", "weak", "wrong"}
    assert abs(sum(asked["seconds"] for asked in printed["questions"]) / 60 / printed["minutes"] - 1) <= 0.15


def test_without_json_it_is_a_list_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["interview", "whiteboard", "--seed", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "whiteboard · 30 minutes · seed 1"
    assert any("chain" in line and "layer@" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["phone-scren", "--seed", "1"], "phone-scren is no interview; did you mean phone-screen?"),
        (["phone-screen"], "--seed"),
        (["phone-screen", "--seed", "-1"], "--seed"),
        (["phone-screen", "--seed", "2147483648"], "--seed is a whole number from 0 to 2147483647"),
        (["--seed", "1"], "TEMPLATE"),
    ],
)
def test_bad_arguments_are_one_line_and_status_2(arguments, said, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["interview", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1) and said in err


def test_faulty_content_is_one_line_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def faulty() -> None:
        raise BadContent([])

    monkeypatch.setattr("engine.interview.templates.templates", faulty)
    assert main(["interview", "phone-screen", "--seed", "1"]) == 2
    assert "python -m engine lint" in capsys.readouterr().err
