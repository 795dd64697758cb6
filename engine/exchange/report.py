"""What does one keep of an interview: how it went, each question with its answer, and what to practise next?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from babel.dates import format_date

from engine import catalog
from engine.cards import cards, sources, topics
from engine.exchange.answers import answers
from engine.exchange.blocks import Bar, Block, Chart, Heading, Listed, Prose, Title, Typed, to_markdown
from engine.exchange.page import to_html
from engine.interview.ids import question
from engine.interview.report import BANDS, DIMENSIONS, Drill
from engine.interview.trend import Trend
from engine.interview.turns import Interview
from engine.text import Language, Text

LOOK_BACK = 3  # interviews
NONE: Mapping[int, bytes] = MappingProxyType({})


def as_markdown(interview: Interview, title: str, lang: Language, compared: Trend) -> str:
    """The report of an interview, the last one of a trend, whole, for any viewer of Markdown."""
    return to_markdown(_blocks(interview, title, lang, compared, NONE))


def as_html(
    interview: Interview, title: str, lang: Language, compared: Trend, recordings: Mapping[int, bytes] = NONE
) -> str:
    """The same as one page of at most 2 MiB, to keep or to print, with those of the recordings that it has room for."""
    return to_html(_blocks(interview, title, lang, compared, recordings), lang)


def _blocks(
    interview: Interview, title: str, lang: Language, compared: Trend, recordings: Mapping[int, bytes]
) -> Iterator[Block]:
    found = compared.reports[-1]
    ended = interview.finished_at or interview.now
    minutes = Text("{n:minute|minutes}", n=round((_seconds(interview.started_at, ended) - _paused(interview)) / 60))
    day = format_date(compared.days[-1], "long", locale=lang)
    yield Title(title, f"{Text('Interview report').render(lang)} · {day} · {minutes.render(lang)}")
    yield Prose(BANDS[found.band].render(lang))
    yield Prose(found.rule.render(lang), quiet=True)
    if found.dimensions:
        yield Chart(tuple(_share(DIMENSIONS[name].render(lang), share) for name, share in found.dimensions.items()))
    if found.drills:
        known = Text("The next five drills") if len(found.drills) == 5 else Text("What to practise next")
        yield Heading(2, known.render(lang))
        yield Listed(tuple(_drill(drill, lang) for drill in found.drills), numbered=True)
    if found.topics:
        yield Heading(2, Text("By topic").render(lang))
        yield Chart(tuple(_share(topics()[slug].name.render(lang), share) for slug, share in found.topics.items()))
    yield from _times(interview, lang)
    yield from _compared(compared, lang)
    yield Heading(2, Text("Your answers").render(lang))
    yield from answers(interview, lang, recordings)
    if interview.notes.strip():
        yield Heading(2, Text("Your notes").render(lang))
        yield Typed(interview.notes)
    yield from _pauses(interview, lang)
    yield from _sources(interview, lang)


def _share(name: str, share: float) -> Bar:
    return Bar(name, f"{share:.0%}", share)


def _drill(drill: Drill, lang: Language) -> str:
    if drill.kind:
        level = Text("level {level}", level=drill.level)
        title = f"{catalog.kinds()[drill.kind].title.render(lang)}, {level.render(lang)}"
    else:
        title = cards()[drill.card or ""].title.render(lang)
    return f"{title} · {drill.why.render(lang)}"


def _times(interview: Interview, lang: Language) -> Iterator[Block]:
    """A bar a question: the budget is the outline."""
    most = max((max(turn.seconds, turn.budget) for turn in interview.turns), default=0.0)
    if not most:
        return
    yield Heading(2, Text("Time against budget, in seconds").render(lang))
    bars = []
    for number, turn in enumerate(interview.turns, start=1):
        told = Text("{seconds} of {budget} s", seconds=round(turn.seconds), budget=turn.budget)
        bars.append(Bar(str(number), told.render(lang), turn.seconds / most, turn.budget / most))
    yield Chart(tuple(bars))


def _compared(trend: Trend, lang: Language) -> Iterator[Block]:
    """Each dimension with its last shares; the bar is the present one."""
    yield Heading(2, Text("Compared with earlier interviews").render(lang))
    yield Prose(trend.told(lang))
    if len(trend.reports) > 1:
        shares = {name: shares[-LOOK_BACK:] for name, shares in trend.shares().items()}
        yield Chart(tuple(_over_time(DIMENSIONS[name].render(lang), column) for name, column in shares.items()))


def _over_time(name: str, shares: Sequence[float | None]) -> Bar:
    return Bar(name, " → ".join("–" if share is None else f"{share:.0%}" for share in shares), shares[-1] or 0.0)


def _pauses(interview: Interview, lang: Language) -> Iterator[Block]:
    if not interview.pauses:
        return
    lines = []
    for pause in interview.pauses:
        began, ended = pause.began, pause.ended or interview.now
        after, long = _clock(_seconds(interview.started_at, began)), _clock(_seconds(began, ended))
        lines.append(Text("After {after}, for {long}", after=after, long=long).render(lang))
    yield Heading(2, Text("Pauses, in minutes and seconds").render(lang))
    yield Listed(tuple(lines))


def _sources(interview: Interview, lang: Language) -> Iterator[Block]:
    """What the cards rest on whose questions were asked."""
    asked = [found for turn in interview.turns if (found := question(turn.id))]
    keys = dict.fromkeys(key for one in asked for key in cards()[one.card].sources)
    if keys:
        yield Heading(2, Text("Sources").render(lang))
        yield Listed(tuple(_source(key) for key in keys))


def _source(key: str) -> str:
    source = sources()[key]
    year = f", {source.year}" if source.year else ""
    return f"{source.author}: [{source.title}](<{source.address}>){year}"


def _paused(interview: Interview) -> float:
    return sum(_seconds(pause.began, pause.ended or interview.now) for pause in interview.pauses)


def _seconds(began: datetime, ended: datetime) -> float:
    return (ended - began).total_seconds()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
