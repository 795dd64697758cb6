"""Where does the gradient go when it comes back through a max pooling?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from engine import boards
from engine.answers import Grid as GridReply
from engine.answers import Tolerance, tex_number
from engine.dice import Dice
from engine.givens import Count, Grid
from engine.numeric.exact import simplest
from engine.numeric.grids import Matrix, Number, cut, pool_max, pool_starts
from engine.problem import CellWork, DrawnGrid, Equation, Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text, typeset

Weights = list[Number]

_tex = boards.tex_grid


@dataclass(frozen=True)
class MaxPoolBackward(Problem):
    image: Grid
    upstream: Grid
    kernel_size: Count

    topic = "pooling"
    title = Text("Backward through max pooling")
    reply = GridReply()
    tags = (
        "spread-the-gradient-evenly",
        "copied-the-gradient-to-the-window",
        "gave-it-to-every-tie",
        "gave-a-tie-to-the-last",
        "put-it-in-the-first-cell",
        "multiplied-by-the-maximum",
        "put-the-maximum-back",
        "left-out-the-uncovered-cells",
    )
    seconds = (45, 75, 105)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # every window has one winner
            rows, columns = dice.pick(((4, 4), (4, 4), (2, 6), (4, 6)))
            while True:
                image = dice.grid(rows, columns, 0, 9)
                if not _has_tie(image):
                    return cls(image, _gradient(dice, rows // 2, columns // 2), 2)
        if level == 2:  # ties, as after a ReLU, which leaves many zeros
            while True:
                image = tuple(tuple(max(0, value) for value in row) for row in dice.grid(4, 4, -3, 3))
                if _has_tie(image):
                    return cls(image, _gradient(dice, 2, 2), 2)
        rows, columns, kernel_size = dice.pick(((5, 5, 2), (3, 5, 2), (5, 4, 2), (5, 3, 2), (4, 7, 3), (5, 6, 3)))
        image = dice.grid(rows, columns, -5, 3)  # the last row or column is in no window
        return cls(image, _gradient(dice, rows // kernel_size, columns // kernel_size), kernel_size)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        plain = {"image": [[1, 3, 2, 1], [4, 2, 0, 1], [5, 1, 3, 3], [0, 2, 2, 4]], "upstream": [[1, 2], [3, 4]]}
        tied = {"image": [[0, 0, 3, 3], [0, 0, 1, 3]], "upstream": [[5, -2]]}
        hanging = {"image": [[1, 2, 9], [4, 3, 9], [9, 9, 9]], "upstream": [[-7]]}
        return (
            Example(plain | {"kernel_size": 2}, [[0, 0, 2, 0], [1, 0, 0, 0], [3, 0, 0, 0], [0, 0, 0, 4]], 1),
            Example(tied | {"kernel_size": 2}, [[5, 0, -2, 0], [0, 0, 0, 0]], 2),
            Example(hanging | {"kernel_size": 2}, [[0, 0, 0], [-7, 0, 0], [0, 0, 0]], 3),
        )

    def check(self) -> None:
        boards.refuse_tiny_numbers(image=self.image, upstream=self.upstream)
        boards.refuse_larger_window(self.image, self.kernel_size)
        boards.refuse_other_upstream(self.upstream, self._pooled)

    def own_tolerance(self, usual: Fraction) -> Tolerance:
        return None

    @property
    def _tops(self) -> range:
        return pool_starts(len(self.image), self.kernel_size, self.kernel_size)

    @property
    def _lefts(self) -> range:
        return pool_starts(len(self.image[0]), self.kernel_size, self.kernel_size)

    @property
    def _pooled(self) -> Matrix:
        return pool_max(self.image, self.kernel_size, self._tops, self._lefts)

    def prompt(self) -> Text:
        return Text(
            "Max pooling went over $f$: window {size}, stride {stride}, no padding; at a tie the first cell in "
            "reading order won. From the loss comes back $g$, the gradient at the output. "
            "What is the gradient at $f$, exactly?",
            size=f"{self.kernel_size}×{self.kernel_size}",
            stride=self.kernel_size,
        )

    def answer(self) -> Matrix:
        return self._back(_first_winner)

    def _back(self, weigh: Callable[[Weights], Weights]) -> Matrix:
        """What each cell gets when `weigh` says, from the cells of a window, by which factors."""
        gradient: list[Weights] = [[0] * len(row) for row in self.image]
        for i, top in enumerate(self._tops):
            for j, left in enumerate(self._lefts):
                places = self._window(top, left)
                for (y, x), weight in zip(places, weigh([self.image[y][x] for y, x in places]), strict=True):
                    gradient[y][x] = simplest(weight * self.upstream[i][j])
        return tuple(map(tuple, gradient))

    def _window(self, top: int, left: int) -> list[tuple[int, int]]:
        """The cells of a window, in reading order."""
        k = self.kernel_size
        return [(y, x) for y in range(top, top + k) for x in range(left, left + k)]

    def wrong_turns(self) -> Iterator[WrongTurn]:
        slips: tuple[tuple[str, str, Callable[[Weights], Weights]], ...] = (
            ("spread-the-gradient-evenly", r"\tfrac{1}{K^2}", lambda cells: [Fraction(1, len(cells))] * len(cells)),
            ("copied-the-gradient-to-the-window", "1", lambda cells: [1] * len(cells)),
            (
                "gave-it-to-every-tie",
                r"[c \in \operatorname{argmax} x]",
                lambda cells: [int(x == max(cells)) for x in cells],
            ),
            (
                "gave-a-tie-to-the-last",
                r"[c = \max \operatorname{argmax} x]",
                lambda cells: _first_winner(cells[::-1])[::-1],
            ),
            ("put-it-in-the-first-cell", "[c = 0]", lambda cells: [1, *[0] * (len(cells) - 1)]),
            (
                "multiplied-by-the-maximum",
                r"[c = \min \operatorname{argmax} x] \cdot x_c",
                lambda cells: [x * won for x, won in zip(cells, _first_winner(cells), strict=True)],
            ),
        )
        for tag, local, weigh in slips:
            yield self._turn(tag, self._back(weigh), rf"\frac{{\partial L}}{{\partial h}} \cdot {local}")
        maxima = replace(self, upstream=self._pooled)
        yield self._turn("put-the-maximum-back", maxima.answer(), r"h \cdot [c = \min \operatorname{argmax} x]")
        rows, columns = (range(len(starts) * self.kernel_size) for starts in (self._tops, self._lefts))
        value = cut(self.answer(), rows, columns)
        yield self._turn("left-out-the-uncovered-cells", value, r"\frac{\partial L}{\partial x}")

    @staticmethod
    def _turn(tag: str, value: Matrix, left: str) -> WrongTurn:
        return WrongTurn(tag, value, 1, f"{left} = {_tex(value)}")

    def arithmetic(self) -> str:
        above, below = r"\frac{\partial L}{\partial h}", r"\frac{\partial L}{\partial x}"
        return rf"{above} = {_tex(self.upstream)} \;\Rightarrow\; {below} = {_tex(self.answer())}"

    def steps(self) -> list[Step]:
        cells = ", ".join(tex_number(self.image[y][x]) for y, x in self._window(0, 0))
        formula = Step(
            Text("The formula: the cell that won its window gets the whole gradient, the others get 0"),
            r"\frac{\partial L}{\partial x_c} = \frac{\partial L}{\partial h}\; [c = \min \operatorname{argmax} x]",
        )
        corner = Step(
            Text("The window in the upper left corner: the first cell that holds the maximum"),
            rf"\max({cells}) = {tex_number(self._pooled[0][0])}",
        )
        return [formula, corner, *self._uncovered(), Step(Text("The same in every window"), self.arithmetic())]

    def _uncovered(self) -> list[Step]:
        """How many rows and columns no window reaches, where there are some."""
        k, sides = self.kernel_size, (len(self.image), len(self.image[0]))
        counts = [(side, len(starts)) for side, starts in zip(sides, (self._tops, self._lefts), strict=True)]
        if all(count * k == side for side, count in counts):
            return []
        words = Text("How many rows and columns no window covers; a cell there gets 0")
        left = (rf"{side} - {count} \cdot {k} = {side - count * k}" for side, count in counts)
        return [Step(words, r",\quad ".join(left))]

    def equation(self) -> Equation:
        grids = boards.drawn_image(self.image), DrawnGrid("g", Text("upstream gradient"), self.upstream)
        return Equation(grids, "→", Text("pooled; the gradient that comes back is"))

    def figure(self) -> Picture:
        grids = {"image": boards.spell_grid(self.image), "upstream": boards.spell_grid(self.upstream)}
        window = {"kernel_size": self.kernel_size, "stride": self.kernel_size}
        return Picture("pooling", grids | window | {"back": "gradient"})

    def cell(self, row: int, column: int) -> CellWork:
        i, j = row // self.kernel_size, column // self.kernel_size
        if i >= len(self._tops) or j >= len(self._lefts):
            return CellWork("0 = 0", ((row, column, ""),))
        places = self._window(self._tops[i], self._lefts[j])
        won = _first_winner([self.image[y][x] for y, x in places])
        window = tuple((*place, f"×{weight}") for place, weight in zip(places, won, strict=True))
        factor, value = won[places.index((row, column))], typeset(self.answer()[row][column])
        return CellWork(f"g{{{typeset(self.upstream[i][j])}}}·{factor} = {value}", window)


def _first_winner(cells: Weights) -> Weights:
    """1 for the first of the largest, 0 for the others."""
    winner = cells.index(max(cells))
    return [int(place == winner) for place in range(len(cells))]


def _has_tie(image: Matrix) -> bool:
    """Whether the maximum of some window of 2×2 stands in it twice."""
    windows = [
        [image[y][x] for y in (top, top + 1) for x in (left, left + 1)]
        for top in range(0, len(image), 2)
        for left in range(0, len(image[0]), 2)
    ]
    return any(cells.count(max(cells)) > 1 for cells in windows)


def _gradient(dice: Dice, rows: int, columns: int) -> Matrix:
    """Gradients from above, none of them 0."""
    return tuple(tuple(dice.pick((-4, -3, -2, -1, 1, 2, 3, 4, 5)) for _ in range(columns)) for _ in range(rows))
