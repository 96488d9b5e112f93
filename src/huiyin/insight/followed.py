"""What followed a measure: voices about what it concerns, week by week, beside others that it does not.

Voices (人次) are what changes of policy are judged by, too (`reckoning.weeks.own_words`): whoever comes twice
in a week, and neighbours who sign one text, are one.

The measure is named by who asks: from which day, for which demands, where. The answer may be that nothing
can be detected, or that it cannot be known; both are answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from huiyin.base.messages import Message
from huiyin.insight import queries
from huiyin.insight.expressions import Chosen
from huiyin.insight.remembered import remembered
from huiyin.insight.shown import Sight, within
from huiyin.insight.spoken import Spoken, spoken
from huiyin.stats.disclosure import SMALL, large_enough
from huiyin.stats.effect import Effect, Verdict, effect_of
from huiyin.stats.effect.design import LEAST_BEFORE, MOST_AFTER, MOST_BEFORE

BLOCK = 4  # weeks that are shown together, counted from the measure on
_WEEK = timedelta(weeks=1)
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Measure:
    """A change of policy or practice: its day, the areas and kinds (or fields) it concerns; empty means all.

    `settling`: weeks from its day on that are left out, while it takes hold.
    """

    on: date
    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    settling: int = 0

    @property
    def beside(self) -> str:
        """Return what it is compared with: other areas, other kinds, or nothing where it concerns all."""
        return "areas" if self.areas else "kinds" if self.kinds or self.fields else ""

    @property
    def week(self) -> date:
        """Return the Monday of the week of its day."""
        return self.on - timedelta(days=self.on.weekday())

    def since(self) -> Chosen:
        """Return what came in about it from the first week that counts as after it."""
        begins = self.week + self._left_out() * _WEEK
        return Chosen(begins, None, areas=self.areas, kinds=self.kinds, fields=self.fields)

    def _left_out(self) -> int:
        return self.settling + (self.on > self.week)

    def answer(self, weeks: Sequence[date], own: Floats, control: Floats | None, room: Floats) -> Effect:
        """Return what followed; a week that was half over on its day is left out."""
        if not weeks:
            none = Message("stats.effect.few_weeks_before", {"have": 0, "need": LEAST_BEFORE})
            return Effect(Verdict.UNKNOWN, (none,))
        at = (self.week - weeks[0]).days // 7
        return effect_of(own, at, control=control, exposure=room, transition=self._left_out())


@dataclass(frozen=True)
class Block:
    """Weeks shown together: what was counted, what would have been; None where hidden or not reckoned."""

    begins: date
    after: bool
    counted: int | None
    expected: float | None


@dataclass(frozen=True)
class Followed:
    """What followed a measure; `begins` is the first week reckoned with, where there is one.

    `answer` is None where fewer than five persons stand behind it.
    """

    on: date
    measure: Measure
    answer: Effect | None
    blocks: Sequence[Block]
    begins: date | None = None


@dataclass(frozen=True)
class _Series:
    weeks: Sequence[date]
    own: Floats
    control: Floats | None
    persons: Ints  # at least so many of each week


def followed(measure: Measure, seen: Sight, *, home: Path | None = None) -> Followed:
    """Return what followed a measure, of the petitions in sight. Raises Refused without a lake."""
    asked = within(Chosen(), seen)
    question = ("followed", measure, asked, seen.hides)
    return remembered(question, lambda: _followed(measure, asked, seen.hides, home), home=home)


def _followed(measure: Measure, asked: Chosen, hides: bool, home: Path | None) -> Followed:
    from huiyin.insight.reckoning.weeks import room

    on = queries.as_of(home)
    series = _series(measure, spoken(asked.offices, on, home=home), on)
    if hides:
        series = replace(series, persons=_most(measure, series, asked, home))
    if hides and min(_persons(measure, asked, home)) < SMALL:
        return Followed(on, measure, None, ())
    days = room(series.weeks) if series.weeks else np.zeros(0)
    answer = measure.answer(series.weeks, series.own, series.control, days)
    begins = series.weeks[0] if series.weeks else None
    return Followed(on, measure, answer, _blocks(measure, series, answer, hides=hides), begins)


def _persons(measure: Measure, asked: Chosen, home: Path | None) -> list[int]:
    """Return how many persons petitioned about it before its day, and from then on."""
    about = replace(asked, areas=measure.areas, kinds=measure.kinds, fields=measure.fields)
    parts = [replace(about, before=measure.on), replace(about, since=measure.on)]
    return [one["persons"] for one in queries.several(parts, home=home)]


def _most(measure: Measure, series: _Series, asked: Chosen, home: Path | None) -> Ints:
    """Return how many persons petitioned about it in each week."""
    about = replace(asked, areas=measure.areas, kinds=measure.kinds, fields=measure.fields)
    rows = queries.contacts(about, ("week",), home=home).rows()
    came = {row["week"]: int(row["persons"]) for row in rows}
    return np.array([came.get(week, 0) for week in series.weeks], np.int64)


def _series(measure: Measure, said: Spoken, on: date) -> _Series:
    """Return the weeks around a measure that are over, from the first on record; silent ones are unknown."""
    since = np.datetime64(measure.week - (MOST_BEFORE + 1) * _WEEK, "D")
    until = np.datetime64(min(on - timedelta(days=on.weekday()), measure.week + 2 * MOST_AFTER * _WEEK), "D")
    around = (said.weeks >= since) & (said.weeks < until)
    weeks = said.weeks[around]
    if not len(weeks):
        nothing = np.zeros(0)
        return _Series([], nothing, None, nothing.astype(np.int64))
    own, other = _concerned(measure, said)
    when, inside = (np.cumsum(around) - 1)[said.week], around[said.week]

    def summed(rows: NDArray[np.bool_]) -> Floats:
        there = rows & inside
        came = np.bincount(when[there], weights=said.voices[there], minlength=len(weeks))
        return np.asarray(came, float)

    silent = said.silent[around]
    counts, others = (np.where(silent, np.nan, summed(rows)) for rows in (own, other))
    control = others if measure.beside and np.nansum(others) else None
    most = np.zeros(len(weeks), np.int64)
    return _Series(weeks.tolist(), counts, control, most)


def _concerned(measure: Measure, said: Spoken) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the rows that a measure concerns, and those that it is compared with."""
    fields = np.array([code[:1] for code in said.kinds.tolist()], str)
    about = (np.isin(said.kinds, measure.kinds) | np.isin(fields, measure.fields))[said.kind]
    if measure.beside != "areas":
        own = about if measure.beside else np.ones(len(said.kind), bool)
        return own, ~own
    demands = about if measure.kinds or measure.fields else np.ones(len(said.kind), bool)
    there = np.isin(said.areas, measure.areas)[said.area]
    return demands & there, demands & ~there


def _blocks(measure: Measure, series: _Series, answer: Effect, *, hides: bool) -> Sequence[Block]:
    """Return whole blocks of weeks, counted from the measure on backwards and forwards."""
    if not series.weeks:
        return ()
    at = (measure.week - series.weeks[0]).days // 7
    course = np.array(answer.course) if answer.course else np.full(len(series.weeks), np.nan)
    begins = range(at % BLOCK, len(series.weeks) - BLOCK + 1, BLOCK)
    parts = [slice(begin, begin + BLOCK) for begin in begins]
    persons = {str(part.start): int(series.persons[part].max()) for part in parts}
    shown = large_enough(persons) if hides else persons
    if len(shown) * 2 < len(parts):
        return ()  # mostly hidden, it would say nothing
    rows = []
    for part in parts:
        bare = str(part.start) in shown
        would = float(course[part].sum())
        rows.append(
            Block(
                series.weeks[part.start],
                part.start >= at,
                int(np.nansum(series.own[part])) if bare else None,
                would if bare and not np.isnan(would) else None,
            )
        )
    return rows
