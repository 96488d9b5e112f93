"""What is known of days to come: working days, how far the Spring Festival is, the place in the year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from huiyin.base.errors import Invalid
from huiyin.stats.surges.counts import Array

# First day of the first lunar month from 2004 to 2035, as day of the year.
_FIRST_YEAR = 2004
_NEW_YEARS = (
    22, 40, 29, 49, 38, 26, 45, 34, 23, 41, 31, 50, 39, 28, 47, 36,
    25, 43, 32, 22, 41, 29, 48, 37, 26, 44, 34, 23, 42, 31, 50, 39,
)  # fmt: skip
_NEAR = 75  # days from the festival within which it is felt, wages being settled before it
_DAYS_A_YEAR = 365.25
_STEPS = (-60, -45, -30, -20, -10, -3, 0, 7, 12, 18, 30)  # days to the festival at which its course may bend
WEEK, YEAR_OF_WEEKS = 7, 52


@dataclass(frozen=True)
class Calendar:
    """Of each day, or of each week: share of working days, days since the festival (NaN: far), place in year.

    season: after how many columns the same comes again: 7 for days, 52 for weeks.
    """

    open: Array
    festival: Array
    year: Array
    season: int

    def __post_init__(self) -> None:
        """Refuse columns that are not of one length."""
        if not len(self.open) == len(self.festival) == len(self.year) or self.season not in {
            WEEK,
            YEAR_OF_WEEKS,
        }:
            raise Invalid("stats.no_calendar", field="calendar")

    @property
    def columns_a_year(self) -> int:
        """Return how many columns a year has, about."""
        return 365 if self.season == WEEK else YEAR_OF_WEEKS


def spring_festival(year: int) -> date:
    """Return the first day of the lunar year. Raises Invalid for a year that is not in the table."""
    at = year - _FIRST_YEAR
    if not 0 <= at < len(_NEW_YEARS):
        raise Invalid("stats.no_festival", field="first", year=year, last=_FIRST_YEAR + len(_NEW_YEARS) - 1)
    return date(year, 1, 1) + timedelta(days=_NEW_YEARS[at] - 1)


def days_from(first: date, days: int, works: Callable[[date], bool]) -> Calendar:
    """Return the calendar of so many days; `works` says of a day whether it is a working day."""
    every = [first + timedelta(days=n) for n in range(days)]
    return Calendar(
        np.array([float(works(day)) for day in every]),
        np.array([_since_festival(day) for day in every]),
        np.array([(day.timetuple().tm_yday - 1) / _DAYS_A_YEAR for day in every]),
        WEEK,
    )


def weeks_from(first: date, weeks: int, works: Callable[[date], bool]) -> Calendar:
    """Return the calendar of so many weeks from a first day on, of which five days are fully open."""
    days = days_from(first, weeks * WEEK, works)
    middle = slice(WEEK // 2, None, WEEK)
    worked = days.open.reshape(weeks, WEEK).sum(axis=1)
    return Calendar(worked / 5, days.festival[middle], days.year[middle], YEAR_OF_WEEKS)


def _since_festival(day: date) -> float:
    away = (day - spring_festival(day.year)).days
    if away > _NEAR and day.month == 12:  # noqa: PLR2004 - the next festival may be near
        away = (day - spring_festival(day.year + 1)).days
    return float(away) if abs(away) <= _NEAR else np.nan


def columns(calendar: Calendar, *, season: bool) -> tuple[Array, Array]:
    """Return what the mean of a column may depend on, and how far each is believed to reach (1/sd²).

    Weekdays, closed days, a course of straight pieces around the festival and, where two years are known,
    two waves a year. All are nought on an ordinary working day far from the festival.
    """
    made, sd = [1 - calendar.open], [1.0]
    if calendar.season == WEEK:
        weekday = np.arange(len(calendar.open)) % WEEK
        made += [(weekday == day) * 1.0 - 1 / WEEK for day in range(WEEK - 1)]
        sd += [0.7] * (WEEK - 1)
    away = np.nan_to_num(calendar.festival, nan=1e9)
    bumps = [-_NEAR - 15, *_STEPS, 45]
    for left, middle, right in zip(bumps, bumps[1:], bumps[2:], strict=False):
        up, down = (away - left) / (middle - left), (right - away) / (right - middle)
        made.append(np.clip(np.minimum(up, down), 0.0, 1.0))
        sd.append(0.7)
    if season:
        for wave in (1, 2):
            angle = 2 * np.pi * wave * calendar.year
            made += [np.cos(angle), np.sin(angle)]
            sd += [0.4, 0.4]
    return np.column_stack(made), 1 / np.square(sd)
