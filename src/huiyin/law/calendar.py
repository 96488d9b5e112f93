"""Which days are working days: the published holiday calendar with its make-up workdays."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache

from huiyin.base.errors import Invalid

FRIDAY = 4
_DAY = timedelta(days=1)


@cache
def published(year: int) -> frozenset[date] | None:
    """Return the working days of a year, or None when its holidays are not announced or not known here."""
    try:
        import chinese_calendar

        days = _days_of(year)
        return frozenset(day for day in days if chinese_calendar.is_workday(day))
    except (ImportError, NotImplementedError):
        return None


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]


def year_from(year: int, *, holidays: Iterable[date], workdays: Iterable[date]) -> frozenset[date]:
    """Return the working days of a year from its announced days off and make-up workdays.

    Raises Invalid when a day lies outside the year, is in both lists, or a make-up workday is no weekend day.
    """
    off, made_up = frozenset(holidays), frozenset(workdays)
    for day in sorted(off | made_up):
        if day.year != year:
            raise Invalid("law.refused.calendar-other-year", field="year", day=day, year=year)
    for day in sorted(off & made_up):
        raise Invalid("law.refused.calendar-both", field="workdays", day=day)
    for day in sorted(made_up):
        if day.weekday() <= FRIDAY:
            raise Invalid("law.refused.calendar-not-weekend", field="workdays", day=day)
    return frozenset(d for d in _days_of(year) if d in made_up or (d.weekday() <= FRIDAY and d not in off))


class Calendar:
    """Working days of the years that are announced; any other year is unknown, never guessed silently."""

    def __init__(self, loaded: Mapping[int, frozenset[date]] | None = None) -> None:
        self._years: dict[int, frozenset[date] | None] = dict(loaded or {})

    def with_year(self, year: int, working_days: frozenset[date]) -> "Calendar":
        """Return a calendar in which an operator has loaded one more year."""
        return Calendar({**{y: d for y, d in self._years.items() if d is not None}, year: working_days})

    def works(self, day: date) -> bool | None:
        """Return whether a day is a working day, or None when its year is not announced."""
        year = day.year
        if year not in self._years:
            self._years[year] = published(year)
        known = self._years[year]
        return None if known is None else day in known

    def knows(self, day: date) -> bool:
        """Return whether the holidays of a day's year are announced."""
        return self.works(day) is not None

    def roll(self, day: date) -> tuple[date, bool]:
        """Return the day itself or the next working day, and whether that is certain.

        In a year that is not announced a weekend may yet become a make-up workday: the day stays where it is.
        """
        while True:
            works = self.works(day)
            if works is None:
                return day, False
            if works:
                return day, True
            day += _DAY

    def next_working_day(self, day: date) -> tuple[date, bool]:
        """Return the first working day after a day; in an unknown year a weekday, marked as a guess."""
        certain = True
        while True:
            day += _DAY
            works = self.works(day)
            if works is None:
                certain, works = False, day.weekday() <= FRIDAY
            if works:
                return day, certain
