"""Is an early slip in a ledger carried forward, so that it is marked once and not in every row behind it?"""

from __future__ import annotations

from typing import Any

import pytest

from engine import catalog, networks
from engine.feedback import example_reply, message
from engine.kinds.network_ledger import NetworkLedger
from engine.problem import Judgement

CELLS = 3


def ledger(**network: Any) -> NetworkLedger:
    return NetworkLedger.from_givens(network)


SMALL = ledger(
    input_shape=[1, 8, 8],
    layers=[networks.conv(4, 3), networks.pool(2, 2), networks.FLATTEN, *networks.linear(10)],
)
RIGHT = "4x6x6 40 1296 / 4x3x3 0 0 / 36 0 0 / 10 370 360 / - 410 1656"


def judged(reply: str) -> Judgement:
    return SMALL.judge(reply)


def wrong(verdict: Judgement) -> list[tuple[int, int]]:
    """Where a mark is false."""
    return [(row, column) for row, cells in enumerate(verdict.marks) for column, right in enumerate(cells) if not right]


@pytest.mark.parametrize(
    ("network", "params"),
    [
        (networks.LENET_5, 61_706),
        (networks.ALEXNET, 60_965_224),
        (networks.TORCHVISION_ALEXNET, 61_100_840),
    ],
)
def test_the_networks_that_everybody_asks_about_are_right_to_the_unit(network: dict[str, Any], params: int) -> None:
    total: Any = ledger(**network).answer()[-1]
    assert total[:2] == (None, params)


def test_the_right_ledger_is_right() -> None:
    assert SMALL.spelled() == RIGHT
    assert (judged(RIGHT).verdict, wrong(judged(RIGHT))) == ("right", [])


def test_what_follows_from_a_wrong_shape_is_marked_right_but_the_verdict_is_wrong() -> None:
    padded = "4x8x8 40 1296 / 4x4x4 0 0 / 64 0 0 / 10 650 640 / - 690 1936"
    assert judged(padded).verdict == "wrong"
    assert wrong(judged(padded)) == [(0, 0)]
    said = message(SMALL, judged(padded.replace("4x8x8", "4x9x9")))["en"]
    assert "13 of 14 cells are right. The first wrong one is in row 1, column 1. What follows" in said


def test_a_right_cell_stays_right_behind_a_wrong_shape() -> None:
    assert wrong(judged("4x8x8 40 1296 / 4x3x3 0 0 / 36 0 0 / 10 370 360 / - 410 1656")) == [(0, 0)]


def test_the_total_may_follow_from_the_learners_own_column() -> None:
    assert wrong(judged("4x6x6 36 1296 / 4x3x3 0 0 / 36 0 0 / 10 370 360 / - 406 1656")) == [(0, 1)]
    assert wrong(judged("4x6x6 36 1296 / 4x3x3 0 0 / 36 0 0 / 10 370 360 / - 410 1656")) == [(0, 1)]
    assert wrong(judged("4x6x6 36 1296 / 4x3x3 0 0 / 36 0 0 / 10 370 360 / - 407 1656")) == [(0, 1), (4, 1)]


@pytest.mark.parametrize("shape", ["-", "0", "2.5", "4x0x0", "4x1x1", f"4x{10**19}x{10**19}", "1x2x3x4x5", "7", "-3"])
def test_from_what_is_no_shape_for_the_next_layer_nothing_follows(shape: str) -> None:
    verdict = judged(f"{shape} 40 1296 / 4x3x3 0 0 / 36 0 0 / 10 370 360 / - 410 1656")
    assert wrong(verdict) == [(0, 0)]
    verdict = judged(f"{shape} 40 1296 / 4x5x5 0 0 / 100 0 0 / 10 1010 1000 / - 1050 2296")
    assert (1, 0) in wrong(verdict) and (3, 1) not in wrong(verdict)


def test_an_empty_cell_follows_from_nothing() -> None:
    assert wrong(judged("4x6x6 - 1296 / 4x3x3 0 0 / 36 0 0 / 10 370 360 / - 370 1656")) == [(0, 1), (4, 1)]
    assert wrong(judged("4x6x6 40 1296 / 4x3x3 0 0 / 36 0 0 / 10 370 360 / 10 410 1656")) == [(4, 0)]


def test_another_number_of_rows_has_no_marks() -> None:
    assert judged("4x6x6 40 1296 / - 40 1296").marks is None


def test_every_known_slip_has_its_total_follow() -> None:
    for seed in range(30):
        for level in catalog.LEVELS:
            problem = catalog.draw("network-ledger", level, seed)
            for turn in problem.mistakes():
                assert all(problem.marks(turn.value)[-1]), turn.tag


def test_the_example_of_a_table_has_the_columns_of_its_kind() -> None:
    typed = example_reply(SMALL)
    assert typed != SMALL.spelled()
    assert {len(row) for row in SMALL.reply.read(typed)} == {len(SMALL.columns())}
