"""Which days are working days: the published holiday calendar with its make-up workdays."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from huiyin.base.errors import Invalid

FRIDAY = 4
WEEKEND, HOLIDAY = "weekend", "holiday"
_DAY = timedelta(days=1)
_FIRST_PUBLISHED = 2004
# Names of the published calendar, and of notices in Chinese, as codes worded under `law.rest`.
HOLIDAYS: Mapping[str, str] = {
    "New Year's Day": "new-year",
    "Spring Festival": "spring-festival",
    "Tomb-sweeping Day": "tomb-sweeping",
    "Labour Day": "labour-day",
    "Dragon Boat Festival": "dragon-boat",
    "National Day": "national-day",
    "Mid-autumn Festival": "mid-autumn",
    "Anti-Fascist 70th Day": "victory-day",
    "元旦": "new-year",
    "春节": "spring-festival",
    "清明节": "tomb-sweeping",
    "劳动节": "labour-day",
    "端午节": "dragon-boat",
    "国庆节": "national-day",
    "中秋节": "mid-autumn",
}


@dataclass(frozen=True)
class Year:
    """The working days of a year, and the names of those of its days off that are holidays."""

    working: frozenset[date]
    names: Mapping[date, str] = field(default_factory=dict)


@cache
def published(year: int) -> Year | None:
    """Return the days of a year, or None when its holidays are not announced or not known here."""
    try:
        import chinese_calendar

        days = [(day, *chinese_calendar.get_holiday_detail(day)) for day in _days_of(year)]
    except (ImportError, NotImplementedError):
        return None
    working = frozenset(day for day, off, _ in days if not off)
    return Year(working, {day: HOLIDAYS.get(name, HOLIDAY) for day, off, name in days if off and name})


def first_published() -> int:
    """Return the first year whose holidays come with this version."""
    return _FIRST_PUBLISHED


@cache
def latest_published() -> int:
    """Return the last year whose holidays come with this version."""
    year = _FIRST_PUBLISHED
    while published(year + 1) is not None:
        year += 1
    return year


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]


def year_from(
    year: int,
    *,
    holidays: Iterable[date],
    workdays: Iterable[date],
    names: Mapping[date, str] | None = None,
    always_off: Collection[str] = (),
) -> Year:
    """Return a year from its announced days off and make-up workdays.

    `always_off` are days of the year (`05-01`) that no notice can leave out. Raises Invalid when a day lies
    outside the year, is in both lists, or a make-up workday is no weekend day.
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
    lacking = [d for d in (date.fromisoformat(f"{year}-{written}") for written in always_off) if d not in off]
    if lacking:
        raise Invalid("law.refused.calendar-lacks", field="holidays", day=tuple(lacking), year=year)
    working = frozenset(d for d in _days_of(year) if d in made_up or (d.weekday() <= FRIDAY and d not in off))
    return Year(working, {day: (names or {}).get(day, HOLIDAY) for day in off})


def made_up(year: Year) -> tuple[date, ...]:
    """Return the weekend days of a year on which everybody works."""
    return tuple(sorted(day for day in year.working if day.weekday() > FRIDAY))


class Calendar:
    """Working days of the years that are announced; any other year is unknown, never guessed silently.

    Nothing of it changes after it is made, so what was counted with it is kept in `counted`.
    """

    def __init__(self, loaded: Mapping[int, Year] | None = None) -> None:
        self.loaded: Mapping[int, Year] = dict(loaded or {})
        self._years: dict[int, Year | None] = dict(self.loaded)
        self.counted: dict[Any, Any] = {}

    def with_year(self, year: int, days: Year) -> "Calendar":
        """Return a calendar in which an operator has loaded one more year."""
        return Calendar({**self.loaded, year: days})

    def year(self, year: int) -> Year | None:
        """Return the days of a year, or None when it is not announced."""
        if year not in self._years:
            self._years[year] = published(year)
        return self._years[year]

    def works(self, day: date) -> bool | None:
        """Return whether a day is a working day, or None when its year is not announced."""
        known = self.year(day.year)
        return None if known is None else day in known.working

    def knows(self, day: date) -> bool:
        """Return whether the holidays of a day's year are announced."""
        return self.works(day) is not None

    def rest(self, day: date) -> str | None:
        """Return why nobody works on a day: the code of its holiday, weekend, or None on a working day."""
        known = self.year(day.year)
        if known is None or day in known.working:
            return None
        return known.names.get(day, WEEKEND)

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
