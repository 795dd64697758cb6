"""How did an interview go compared with those before it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.interview.report import DIMENSIONS, Dimension, Report
from engine.text import Language, Text


@dataclass(frozen=True)
class Trend:
    """The reports up to one of an interview and the days on which they were taken, oldest first."""

    reports: tuple[Report, ...]
    days: tuple[date, ...]

    def shares(self) -> dict[Dimension, tuple[float | None, ...]]:
        """The shares of each dimension, from 0 to 1; None where an interview did not ask for it."""
        found = {name: tuple(report.dimensions.get(name) for report in self.reports) for name in DIMENSIONS}
        return {name: shares for name, shares in found.items() if any(share is not None for share in shares)}

    def told(self, lang: Language) -> str:
        """By how much each dimension differs from the interview before, in a sentence."""
        if len(self.reports) < 2:
            return Text(
                "This is the first one on record. After the next, the trend of each dimension stands here."
            ).render(lang)
        before, now = (report.dimensions for report in self.reports[-2:])
        changes = (f"{DIMENSIONS[n].render(lang)} {_points(now[n] - before[n])}" for n in now if n in before)
        told = Text(
            "Against the one of {day}, in percentage points: {changes}",
            day=self.days[-2].isoformat(),
            changes=", ".join(changes) or "–",
        )
        return told.render(lang)


def _points(change: float) -> str:
    """A change of a share in percentage points, with its sign."""
    points = round(100 * change)
    return f"{'+' if points > 0 else '−' if points < 0 else '±'}{abs(points)}"
