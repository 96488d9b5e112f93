"""What followed a measure: petitions of what it concerns, week by week, beside others that it does not.

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
from huiyin.insight.queries import Figures
from huiyin.insight.remembered import remembered
from huiyin.insight.shown import Sight, within
from huiyin.stats.disclosure import SMALL, large_enough
from huiyin.stats.effect import Effect, Verdict, effect_of
from huiyin.stats.effect.design import LEAST_BEFORE, MOST_AFTER, MOST_BEFORE

BLOCK = 4  # weeks that are shown together, counted from the measure on
_WEEK, _DAYS = timedelta(weeks=1), np.timedelta64(7, "D")
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


def followed(measure: Measure, seen: Sight, *, home: Path | None = None) -> Followed:
    """Return what followed a measure, of the petitions in sight. Raises Refused without a lake."""
    asked = within(Chosen(), seen)
    question = ("followed", measure, asked, seen.hides)
    return remembered(question, lambda: _followed(measure, asked, seen.hides, home), home=home)


def _followed(measure: Measure, asked: Chosen, hides: bool, home: Path | None) -> Followed:
    from huiyin.insight.reckoning.weeks import room

    on = queries.as_of(home)
    by = "area" if measure.beside == "areas" else "kind"
    since = measure.week - (MOST_BEFORE + 1) * _WEEK
    chosen = Chosen(since, measure.week + 2 * MOST_AFTER * _WEEK, offices=asked.offices)
    if by == "area":
        chosen = replace(chosen, kinds=measure.kinds, fields=measure.fields)
    series = _series(measure, queries.came(chosen, (by, "week"), home=home), by, on)
    if hides and min(_persons(measure, asked, home)) < SMALL:
        return Followed(on, measure, None, ())
    days = room(series.weeks) if series.weeks else np.zeros(0)
    answer = measure.answer(series.weeks, series.own, series.control, days)
    begins = series.weeks[0] if series.weeks else None
    persons = _each_week(measure, replace(chosen, areas=measure.areas), by, series, home) if hides else None
    return Followed(on, measure, answer, _blocks(measure, series, answer, persons), begins)


def _persons(measure: Measure, asked: Chosen, home: Path | None) -> list[int]:
    """Return how many persons petitioned about it before its day, and from then on."""
    about = replace(asked, areas=measure.areas, kinds=measure.kinds, fields=measure.fields)
    parts = [replace(about, before=measure.on), replace(about, since=measure.on)]
    return [one["persons"] for one in queries.several(parts, home=home)]


def _each_week(measure: Measure, chosen: Chosen, by: str, series: _Series, home: Path | None) -> Ints:
    """Return so many persons of each week as there are at least: the most of one area or kind it concerns."""
    about = replace(chosen, kinds=measure.kinds, fields=measure.fields)
    found = queries.contacts(about, (by, "week"), home=home)
    persons = np.zeros(len(series.weeks), np.int64)
    if series.weeks:
        when = ((found["week"] - np.datetime64(series.weeks[0], "D")) // _DAYS).astype(int)
        over = when < len(persons)
        np.maximum.at(persons, when[over], found["persons"][over])
    return persons


def _series(measure: Measure, found: Figures, by: str, on: date) -> _Series:
    """Return the weeks that are over, from the first on record, dense; silent ones are not known."""
    mondays = found["week"]
    last = np.datetime64(on - timedelta(days=on.weekday() + 7), "D")
    if not len(found) or mondays.min() > last:
        return _Series([], np.zeros(0), None)
    weeks = np.arange(mondays.min(), last + _DAYS, _DAYS)
    own = _concerned(measure, found[by].astype(str), by)
    known = found[by].astype(str) != ""
    when = ((mondays - weeks[0]) // _DAYS).astype(int)
    over = when < len(weeks)

    def summed(rows: NDArray[np.bool_]) -> Floats:
        there = rows & over
        came = found["petitions"][there].astype(float)
        return np.asarray(np.bincount(when[there], weights=came, minlength=len(weeks)), float)

    silent = summed(np.ones(len(found), bool)) == 0
    counts, others = (np.where(silent, np.nan, summed(rows)) for rows in (own, ~own & known))
    control = others if measure.beside and np.nansum(others) else None
    return _Series(weeks.tolist(), counts, control)


def _concerned(measure: Measure, codes: NDArray[np.str_], by: str) -> NDArray[np.bool_]:
    if by == "area":
        return np.isin(codes, measure.areas)
    if not measure.beside:
        return np.ones(codes.size, bool)
    fields = np.array([code[:1] for code in codes.tolist()], str)
    return np.isin(codes, measure.kinds) | np.isin(fields, measure.fields)


def _blocks(measure: Measure, series: _Series, answer: Effect, persons: Ints | None) -> Sequence[Block]:
    """Return whole blocks of weeks, counted from the measure on backwards and forwards.

    With persons of each week, blocks with few of them are hidden.
    """
    if not series.weeks:
        return ()
    at = (measure.week - series.weeks[0]).days // 7
    course = np.array(answer.course) if answer.course else np.full(len(series.weeks), np.nan)
    begins = range(at % BLOCK, len(series.weeks) - BLOCK + 1, BLOCK)
    parts = [slice(begin, begin + BLOCK) for begin in begins]
    shown = {str(part.start) for part in parts}
    if persons is not None:
        shown = {*large_enough({str(part.start): int(persons[part].max()) for part in parts})}
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
