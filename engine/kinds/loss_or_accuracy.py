"""How do accuracy and loss change when the probabilities of a classifier do?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Self

from engine.answers import Heading, Ledger, Number, Table, tex_number
from engine.classes import drawn_shares, tex_row
from engine.dice import Dice
from engine.givens import LONGEST_ROW, Amount, BadGivens, Exact, Most, Row
from engine.numeric.classification import accuracy, loss_change, mean_cross_entropy, predicted
from engine.numeric.exact import simplest
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.stack import listed
from engine.text import Text, spell

Rows = Annotated[tuple[Row, ...], Most(LONGEST_ROW)]


@dataclass(frozen=True)
class LossOrAccuracy(Problem):
    labels: Annotated[tuple[Amount, ...], Most(LONGEST_ROW)]
    before: Rows
    after: Rows

    topic = "loss"
    title = Text("Loss or accuracy")
    version = 2
    reply = Ledger()
    tags = (
        "took-before-minus-after",
        "read-the-loss-off-the-accuracy",
        "gave-percent",
        "summed-the-losses",
        "took-the-likeliest-class",
        "used-the-decimal-logarithm",
        "forgot-the-minus",
    )
    seconds = (120, 150, 210)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        classes = 2 if level < 3 else 3
        while True:
            labels = dice.row(3, 0, classes - 1)
            before, after = (tuple(drawn_shares(dice, classes, 10) for _ in labels) for _ in range(2))
            problem = cls(labels, before, after)
            rise = problem._accuracy_change()
            if level == 1 and rise == 0 and problem._loss_change():  # the accuracy stands still while the loss moves
                return problem
            if level == 2 and rise and rise * problem._loss_change() > 0:  # one gets better, the other worse
                return problem
            if level == 3 and rise and problem._is_tied():  # three classes, two of them equally likely
                return problem

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """Halves only, so that logarithms cancel or are that of 2."""
        unsure, sure, wrong = [0.5, 0.5], [1, 0], [0.25, 0.75]
        return (
            Example({"labels": [0, 0], "before": [unsure, sure], "after": [sure, sure]}, [[0], [-math.log(2) / 2]], 1),
            Example({"labels": [0, 0], "before": [wrong, sure], "after": [unsure, unsure]}, [[0.5], [0]], 2),
            Example({"labels": [1, 1], "before": [unsure, unsure], "after": [[0, 1], wrong[::-1]]}, [[0.5], [0]], 3),
        )

    def check(self) -> None:
        classes = len(self.before[0])
        for name, rows in (("before", self.before), ("after", self.after)):
            if len(rows) != len(self.labels) or {*map(len, rows)} != {classes}:
                text = Text(
                    "{field} must be {size}: an example a row and a class a column.",
                    field=name,
                    size=f"{len(self.labels)}×{classes}",
                )
                raise BadGivens(name, text)
            for row, probabilities in enumerate(rows):
                for column, value in enumerate(probabilities):
                    if not 0 <= value <= 1:
                        field = f"{name}[{row}][{column}]"
                        text = Text("{field} must be from 0 to 1, but it is {value}.", field=field, value=value)
                        raise BadGivens(field, text)
        for index, label in enumerate(self.labels):
            if label >= classes:
                text = Text(
                    "{field} is {label}, but with {n:class|classes}, counted from 0, the last is {last}.",
                    field=f"labels[{index}]",
                    label=label,
                    n=classes,
                    last=classes - 1,
                )
                raise BadGivens(f"labels[{index}]", text)
            for name, rows in (("before", self.before), ("after", self.after)):
                if not rows[index][label]:
                    field = f"{name}[{index}][{label}]"
                    text = Text("{field} is 0, and cross-entropy takes the logarithm of it.", field=field)
                    raise BadGivens(field, text)

    def prompt(self) -> Text:
        return Text(
            "A classifier sees {n:example|examples} of the classes {labels}, counted from 0. Before a training step it "
            "gives them the probabilities {before}; after it, {after}. By how much does the accuracy change, as a "
            "fraction of 1, and by how much the mean cross-entropy loss (natural logarithm)? After minus before; in a "
            "tie the first class counts. Use a calculator. Give three significant digits.",
            n=len(self.labels),
            labels=", ".join(map(str, self.labels)),
            before=_in_tex(self.before),
            after=_in_tex(self.after),
        )

    def figure(self) -> Picture:
        before, after = (" / ".join(" ".join(map(spell, row)) for row in rows) for rows in (self.before, self.after))
        classes = " / ".join(map(str, self.labels))
        return Picture("accuracy-and-loss", {"data": "step", "classes": classes, "before": before, "after": after})

    def rows(self) -> tuple[Heading, ...]:
        return (
            Heading("accuracy-change", Text("change of the accuracy")),
            Heading("loss-change", Text("change of the loss")),
        )

    def columns(self) -> tuple[Heading, ...]:
        return (Heading("value", Text("value")),)

    def answer(self) -> Table:
        return _table(self._accuracy_change(), self._loss_change())

    def wrong_turns(self) -> Iterator[WrongTurn]:
        rise, loss, last = self._accuracy_change(), self._loss_change(), 4
        yield _turn("took-before-minus-after", -rise, 0.0 - loss, last, r"\text{before} - \text{after}")
        yield _turn("read-the-loss-off-the-accuracy", rise, -rise, last, rf"\Delta L = -({tex_number(rise)})")
        percent = simplest(100 * rise)
        line = rf"{tex_number(rise)} = {tex_number(percent)}\,\%"
        yield _turn("gave-percent", percent, loss, last, line)
        count = len(self.labels)
        yield _turn("summed-the-losses", rise, count * loss, 2, r"L = -\sum \ln p_y")
        likeliest = [
            mean_cross_entropy([predicted(row) for row in rows], rows) for rows in (self.before, self.after)
        ]
        line = r"L = -\frac{1}{N} \sum \ln \max_i p_i"
        yield _turn("took-the-likeliest-class", rise, likeliest[1] - likeliest[0], 2, line)
        line = r"L = -\frac{1}{N} \sum \log_{10} p_y"
        yield _turn("used-the-decimal-logarithm", rise, loss / math.log(10), 2, line)
        yield _turn("forgot-the-minus", rise, 0.0 - loss, 2, r"L = \frac{1}{N} \sum \ln p_y")

    def steps(self) -> list[Step]:
        (hits_before, loss_before), (hits_after, loss_after) = (
            (tex_number(accuracy(self.labels, rows)), tex_number(mean_cross_entropy(self.labels, rows)))
            for rows in (self.before, self.after)
        )
        return [
            Step(
                Text("The formulas: the share of right classes, and the mean of minus the logarithms"),
                r"A = \frac{\text{right}}{N}, \qquad L = -\frac{1}{N} \sum \ln p_y",
            ),
            Step(
                Text("The likeliest class of each example, against the labels: accuracy sees only which is largest"),
                rf"{self._hits(self.before)}, \qquad {self._hits(self.after)}",
            ),
            Step(
                Text("The loss before sees how large the probability of the right class is"),
                self._loss(self.before),
            ),
            Step(Text("The loss after"), self._loss(self.after)),
            Step(
                Text("Both changes, after minus before: they need not agree on what is better"),
                rf"A: {hits_after} - {hits_before}, \quad L: {loss_after} - {loss_before}, \qquad "
                + self.reply.tex(self.answer()),
            ),
        ]

    def _accuracy_change(self) -> Exact:
        return simplest(accuracy(self.labels, self.after) - accuracy(self.labels, self.before))

    def _loss_change(self) -> float:
        return loss_change(self.labels, self.before, self.after)

    def _is_tied(self) -> bool:
        """Whether the likeliest class of some example is not the only one."""
        return any(row.count(max(row)) > 1 for row in (*self.before, *self.after))

    def _hits(self, rows: Rows) -> str:
        """The accuracy as TeX, with the likeliest classes."""
        classes = [predicted(row) for row in rows]
        hits = sum(label == likeliest for label, likeliest in zip(self.labels, classes, strict=True))
        return rf"{tex_row(classes)} \to \frac{{{hits}}}{{{len(classes)}}}"

    def _loss(self, rows: Rows) -> str:
        """The mean loss as TeX."""
        logarithms = [rf"\ln {tex_number(row[label])}" for label, row in zip(self.labels, rows, strict=True)]
        mean = tex_number(mean_cross_entropy(self.labels, rows))
        return rf"-\tfrac{{1}}{{{len(rows)}}} ({listed(logarithms)}) = {mean}"


def _in_tex(rows: Rows) -> str:
    listed_rows = r",\ ".join(map(tex_row, rows))
    return f"${{{listed_rows}}}$"


def _table(rise: Number, loss: Number) -> Table:
    return (rise,), (loss,)


def _turn(tag: str, rise: Number, loss: Number, step: int, left: str) -> WrongTurn:
    table = _table(rise, loss)
    return WrongTurn(tag, table, step, rf"{left}, \qquad {Ledger().tex(table)}")
