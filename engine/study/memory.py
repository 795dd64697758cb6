"""How well is an item remembered, and when is it asked again? A fold over the reviews with FSRS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import fsrs

from engine.study.clock import Clock
from engine.study.reviews import AGAIN, RATINGS, Rating, Review, skill_of

LEECH = 4  # forgotten so often, a question is a leech: reading the card helps more than another review
SOON = timedelta(minutes=10)  # a question that was not known comes back within the round
_LEARNED = fsrs.State.Review.value


@dataclass(frozen=True)
class Memory:
    """What the log says of one item; without a stability it has not been learned yet.

    `stability` is in study days: after so many, recall has fallen to 90 %. `rows` counts the log's rows of the item,
    `lapses` how often it was forgotten after it had been learned.
    """

    item: str
    stability: float | None = None
    difficulty: float | None = None
    state: int = fsrs.State.Learning.value
    step: int | None = 0
    due: datetime | None = None
    last: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    rows: int = 0
    lapses: int = 0

    @property
    def is_new(self) -> bool:
        return self.stability is None

    @property
    def is_leech(self) -> bool:
        return self.lapses >= LEECH

    def after(self, review: Review) -> Memory:
        """The memory after one more review."""
        if review.rating is None:
            raise ValueError(f"{review.id} undoes a review: fold the item's log anew")
        at = review.at.astimezone(UTC)
        card, _ = _scheduler(review.retention, skill_of(self.item) is not None).review_card(
            self._card(review.day, at), fsrs.Rating(review.rating), at
        )
        forgotten = review.rating == AGAIN and self.state == _LEARNED
        return replace(
            self,
            stability=card.stability,
            difficulty=card.difficulty,
            state=card.state.value,
            step=card.step,
            due=card.due,
            last=at,
            first_day=self.first_day or review.day,
            last_day=review.day,
            rows=self.rows + 1,
            lapses=self.lapses + forgotten,
        )

    def recall(self, clock: Clock) -> float:
        """The probability that it is recalled on this study day, from 0 (not learned) to 1."""
        if self.stability is None:
            return 0.0
        at = clock.at.astimezone(UTC)
        return float(_scheduler(0.9, skill=False).get_card_retrievability(self._card(clock.day, at), at))

    def rest(self, clock: Clock) -> float:
        """The study days since it was last asked, in stabilities: the more, the less is recalled; 0 if not learned."""
        return self._days(clock.day) / self.stability if self.stability else 0.0

    def is_due(self, clock: Clock) -> bool:
        """Whether it is to be asked now: on its study day at any time, within a round after its ten minutes."""
        if self.due is None:
            return False
        return self.due < clock.day_ends if self.state == _LEARNED else self.due <= clock.at

    def intervals(self, retention: float, at: datetime, day: date) -> dict[Rating, timedelta]:
        """How long each grade would let it rest."""
        outcomes = {rating: self.after(Review("", self.item, rating, retention, at, day)) for rating in RATINGS}
        return {rating: memory.due - memory.last for rating, memory in outcomes.items() if memory.due and memory.last}

    def _card(self, day: date, at: datetime) -> fsrs.Card:
        """The library's card, as if its last review had been so many times 24 hours ago as it was study days ago.

        The library counts by 24 hours: to it, whoever studies a little earlier each day would never let a night pass.
        """
        return fsrs.Card(
            card_id=0,
            state=fsrs.State(self.state),
            step=self.step,
            stability=self.stability,
            difficulty=self.difficulty,
            due=self.due or datetime.min.replace(tzinfo=UTC),
            last_review=at - timedelta(days=self._days(day)) if self.last_day else None,
        )

    def _days(self, day: date) -> int:
        """The study days since it was last asked; none where the clock was set back."""
        return max(0, (day - self.last_day).days) if self.last_day else 0


def remember(item: str, rows: Sequence[Review]) -> Memory:
    """The memory that an item's rows of the log, in their order, leave behind; what was undone leaves none."""
    undone = {row.voids for row in rows}
    memory = Memory(item)
    for row in rows:
        counts = row.rating is not None and row.id not in undone
        memory = memory.after(row) if counts else replace(memory, rows=memory.rows + 1)
    return memory


@cache
def _scheduler(retention: float, skill: bool) -> fsrs.Scheduler:
    """A skill is rated once a day, so it knows no second look within the round."""
    steps = () if skill else (SOON,)
    return fsrs.Scheduler(
        desired_retention=retention, learning_steps=steps, relearning_steps=steps, enable_fuzzing=False
    )
