"""Counts of an invented agency: areas by kinds, by days or weeks, with all that such counts do.

Weekdays, days off and make-up days of the published calendar; a quiet Spring Festival and, for some kinds,
wages before it; a season of each kind; levels that wander, for each series and for kinds as a whole; now
and then a surge; negative binomial chance. Every strength is drawn anew with the seed.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from huiyin.law.calendar import published
from huiyin.stats.forecast import Calendar, days_from, weeks_from

Floats = NDArray[np.float64]
FIRST_DAY, FIRST_WEEK = date(2022, 7, 4), date(2021, 1, 4)
DAYS, WEEKS = 1260, 286  # until the end of 2025, and the summer of 2026


@dataclass(frozen=True)
class Agency:
    """Counts [series, columns], area and kind of each series, and the calendar."""

    counts: NDArray[np.int64]
    areas: NDArray[np.int64]
    kinds: NDArray[np.int64]
    calendar: Calendar


def works(day: date) -> bool:
    """Return whether a day is a working day by the published calendar, or by the week where none is."""
    year = published(day.year)
    return day in year.working if year else day.weekday() < 5  # noqa: PLR2004


def daily(areas: int, kinds: int, chance: np.random.Generator) -> Agency:
    """Return days of series with means from a tenth to some tens."""
    return _agency(days_from(FIRST_DAY, DAYS, works), areas, kinds, (0.8, 1.3, 0.012), chance)


def weekly_sparse(areas: int, kinds: int, chance: np.random.Generator) -> Agency:
    """Return weeks of series with a petition in every other week, or in every twentieth."""
    return _agency(weeks_from(FIRST_WEEK, WEEKS, works), areas, kinds, (0.2, 1.0, 0.03), chance)


def _agency(
    calendar: Calendar, areas: int, kinds: int, level: tuple[float, float, float], chance: np.random.Generator
) -> Agency:
    columns = len(calendar.open)
    middle, unlike, wander = level
    area, kind = np.repeat(np.arange(areas), kinds), np.tile(np.arange(kinds), areas)
    size, frequent = chance.normal(0, unlike * 0.6, areas), chance.normal(0, unlike * 0.7, kinds)
    base = np.log(middle) + size[area] + frequent[kind] + chance.normal(0, 0.3, len(area))
    course = np.array([_course(calendar, chance) for _ in range(kinds)])
    course = course + _wandering(kinds, columns, wander, 0.995, chance)
    own = _wandering(len(area), columns, wander, 0.998, chance)
    mean = np.exp(base[:, None] + course[kind] + own)
    mean *= _surges(len(area), columns, chance)
    spread = chance.uniform(1.05, 2.2, kinds)[kind][:, None] - 1
    return Agency(chance.poisson(chance.gamma(mean / spread, spread)), area, kind, calendar)


def _course(calendar: Calendar, chance: np.random.Generator) -> Floats:
    """Return the logarithm of what a column brings of a kind beside an ordinary one."""
    closed = 1 - calendar.open
    away = np.nan_to_num(calendar.festival, nan=999.0)
    course = closed * np.log(chance.uniform(0.15, 0.5)) if calendar.season == 7 else closed * 0.5  # noqa: PLR2004
    if calendar.season == 7:  # noqa: PLR2004
        course = course + np.tile(chance.normal(0, 0.12, 7), len(closed) // 7 + 1)[: len(closed)]
    course = course - chance.uniform(0.3, 1.2) * (np.abs(away - 1.5) < 6)  # noqa: PLR2004 - the days off and those beside
    if chance.random() < 0.35:  # noqa: PLR2004 - kinds of wages
        course = course + chance.uniform(0.4, 1.1) * np.exp(-(((away + 22) / 14) ** 2)) * (away < 0)
    angle = 2 * np.pi * (calendar.year - chance.random())
    course = course + chance.uniform(0, 0.35) * np.cos(angle) + chance.uniform(0, 0.12) * np.cos(2 * angle)
    return np.asarray(course)


def _wandering(rows: int, columns: int, step: float, hold: float, chance: np.random.Generator) -> Floats:
    found = np.empty((rows, columns))
    now = chance.normal(0, step / np.sqrt(1 - hold**2), rows)
    for column in range(columns):
        now = hold * now + chance.normal(0, step, rows)
        found[:, column] = now
    return found


def _surges(rows: int, columns: int, chance: np.random.Generator) -> Floats:
    factor = np.ones((rows, columns))
    for row in np.flatnonzero(chance.random(rows) < 0.3):  # noqa: PLR2004 - of the series, once
        begin, long = int(chance.integers(columns)), int(chance.integers(3, 25))
        factor[row, begin : begin + long] = chance.uniform(2, 5)
    return factor
