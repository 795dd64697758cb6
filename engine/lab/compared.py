"""Is a result the convolution of f and g or their cross-correlation, and what would be true of it after an answer?"""

from __future__ import annotations

from dataclasses import dataclass

from engine.lab.figure import BoardGrid
from engine.lab.grids import shown, size
from engine.numeric.grids import Matrix
from engine.text import Text

CLAIMS = {
    "convolution": Text("You said convolution: then h would be f ∗ g, and not f ⋆ g."),
    "cross-correlation": Text("You said cross-correlation: then h would be f ⋆ g, and not f ∗ g."),
    "both": Text("You said both: then f ⋆ g and f ∗ g would be h in every cell."),
    "neither": Text("You said neither: then f ⋆ g and f ∗ g would both differ from h somewhere."),
}

NAMES = {
    "convolution": Text("Convolution"),
    "cross-correlation": Text("Cross-correlation"),
    "both": Text("Both"),
    "neither": Text("Neither"),
}


@dataclass(frozen=True)
class Compared:
    """The result `h` beside both; `yours` is the answer, one of the keys of CLAIMS or nothing."""

    h: Matrix
    correlation: Matrix
    convolution: Matrix
    yours: str

    def words(self) -> tuple[Text, ...]:
        """What the answer would need, where there is one, and what is."""
        return (*([CLAIMS[self.yours]] if self.yours in CLAIMS else ()), self._as_it_is())

    def grids(self) -> tuple[BoardGrid, ...]:
        said = (Text("your answer: {n}", n=NAMES[self.yours]),) if self.yours in NAMES else ()
        return (
            BoardGrid("result", Text("h, the result in question"), shown(self.h), fresh=True, notes=said),
            self._beside_h(Text("f ⋆ g, as g is written"), self.correlation),
            self._beside_h(Text("f ∗ g, g turned"), self.convolution),
        )

    def _beside_h(self, name: Text, grid: Matrix) -> BoardGrid:
        """With the cells marked that differ from h."""
        if size(grid) != size(self.h):
            return BoardGrid("result", name, shown(grid), notes=(Text("another size than h"),))
        others = _others(grid, self.h)
        note = Text("{n:cell differs|cells differ} from h", n=others) if others else Text("the same as h")
        wrong = [[a != b for a, b in zip(*rows, strict=True)] for rows in zip(grid, self.h, strict=True)]
        return BoardGrid("result", name, shown(grid), wrong=wrong if others else None, notes=(note,))

    def _as_it_is(self) -> Text:
        if size(self.h) != size(self.correlation):
            return Text("Here h has another size than both, so it is neither.")
        correlation, convolution = (_others(grid, self.h) for grid in (self.correlation, self.convolution))
        if correlation and convolution:
            return Text(
                "Here it is neither: {n} of {all:cell|cells} differ from f ⋆ g, and {m} from f ∗ g.",
                n=correlation,
                m=convolution,
                all=len(self.h) * len(self.h[0]),
            )
        if not correlation and not convolution:
            return Text("Here it is both: f ⋆ g and f ∗ g agree in all {n:cell|cells}.", n=len(self.h) * len(self.h[0]))
        if convolution:
            return Text("Here h is f ⋆ g: {n:cell|cells} of f ∗ g differ from it.", n=convolution)
        return Text("Here h is f ∗ g: {n:cell|cells} of f ⋆ g differ from it.", n=correlation)


def _others(grid: Matrix, h: Matrix) -> int:
    """In how many cells they differ."""
    return sum(a != b for rows in zip(grid, h, strict=True) for a, b in zip(*rows, strict=True))
