"""Which channel stands where after a channel shuffle?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from engine.answers import Row
from engine.boards import tex_grid
from engine.dice import Dice
from engine.givens import MOST_CELLS, BadGivens, Count, refuse_uneven_groups
from engine.numeric.channels import shuffle
from engine.numeric.grids import transpose
from engine.problem import Example, Level, Picture, Problem, Step, WrongTurn
from engine.text import Text

_MOST_SHOWN = 64
_MOST_DRAWN = 12


@dataclass(frozen=True)
class ChannelShuffle(Problem):
    channels: Count
    groups: Count

    topic = "grouped-convolution"
    title = Text("Channel shuffle")
    reply = Row()
    tags = ("forgot-to-transpose", "gave-where-each-channel-goes", "moved-whole-groups", "counted-channels-from-one")
    seconds = (45, 60, 60)

    @classmethod
    def draw(cls, dice: Dice, level: Level) -> Self:
        if level == 1:  # two groups, one channel of each in turn
            return cls(2 * dice.whole(2, 15), 2)
        while True:
            groups, width = dice.whole(3, 10), dice.whole(2, 10)
            # more groups, and then groups so narrow that the next ones cannot draw from all of them
            if groups * width <= 30 and (width >= groups if level == 2 else width < groups):
                return cls(groups * width, groups)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (
            Example({"channels": 6, "groups": 2}, [0, 3, 1, 4, 2, 5], 1),
            Example({"channels": 9, "groups": 3}, [0, 3, 6, 1, 4, 7, 2, 5, 8], 2),
            Example({"channels": 6, "groups": 3}, [0, 2, 4, 1, 3, 5], 3),
        )

    def check(self) -> None:
        if self.channels > MOST_CELLS:
            text = Text(
                "{field} takes numbers up to {limit}, but it is {value}.",
                field="channels",
                limit=MOST_CELLS,
                value=self.channels,
            )
            raise BadGivens("channels", text)
        refuse_uneven_groups(self.groups, channels=self.channels)

    def prompt(self) -> Text:
        return Text(
            "{channels:channel|channels}, numbered from 0, in {groups:group|groups}: shuffle them as PyTorch's "
            "ChannelShuffle does. Which input channel stands at each output place?",
            channels=self.channels,
            groups=self.groups,
        )

    @property
    def _rows(self) -> tuple[tuple[int, ...], ...]:
        """The channels as a matrix with a row for each group."""
        width = self.channels // self.groups
        return tuple(tuple(range(start, start + width)) for start in range(0, self.channels, width))

    def answer(self) -> tuple[int, ...]:
        return shuffle(self.channels, self.groups)

    def wrong_turns(self) -> Iterator[WrongTurn]:
        channels = tuple(range(self.channels))
        yield self._turn("forgot-to-transpose", channels, 2)
        yield from self.instead("gave-where-each-channel-goes", replace(self, groups=self.channels // self.groups), 1)
        width = self.channels // self.groups
        yield self._turn("moved-whole-groups", channels[width:] + channels[:width], 2)
        yield self._turn("counted-channels-from-one", tuple(channel + 1 for channel in self.answer()), 3)

    def _turn(self, tag: str, value: tuple[int, ...], step: int) -> WrongTurn:
        return WrongTurn(tag, value, step, rf"{self._tex(self._rows)} \to {self.reply.tex(value)}")

    def _tex(self, grid: tuple[tuple[int, ...], ...]) -> str:
        """The matrix, or its size where it is large."""
        return tex_grid(grid) if self.channels <= _MOST_SHOWN else rf"[{len(grid)} \times {len(grid[0])}]"

    def arithmetic(self) -> str:
        shuffled = rf"{self._tex(self._rows)} \to {self._tex(transpose(self._rows))}"
        return rf"{shuffled} \to {self.reply.tex(self.answer())}"

    def figure(self) -> Picture | None:
        """The grouped layers that follow; none for more channels than the lab can draw."""
        if self.channels > _MOST_DRAWN:
            return None
        channels = {"in_channels": self.channels, "out_channels": self.channels}
        return Picture("channels", {**channels, "view": "layers", "groups": self.groups})

    def steps(self) -> list[Step]:
        c, g = self.channels, self.groups
        return [
            Step(
                Text(
                    "The formula: output place $p$ takes the next channel of the next group, group after group in turn"
                ),
                r"\text{channel}(p) = (p \bmod G) \cdot \frac{C}{G} + \left\lfloor\frac{p}{G}\right\rfloor",
            ),
            Step(
                Text("The channels as a matrix: a row for each group"),
                rf"\frac{{C}}{{G}} = \frac{{{c}}}{{{g}}} = {c // g}:\quad {self._tex(self._rows)}",
            ),
            Step(
                Text("Transposed, so that each row has one channel of every group"),
                self._tex(transpose(self._rows)),
            ),
            Step(Text("Read row by row"), self.arithmetic()),
        ]
