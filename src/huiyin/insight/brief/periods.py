"""The periods a brief may be about: months, quarters and years of the calendar."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.base.errors import Invalid

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_WRITTEN = re.compile(r"(20\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
_OFFERED = {"month": 6, "quarter": 4}
OUTSIDE = "quarter"  # of briefs for use outside: one kind of period, so that no two of them overlap
_BEFORE = {"month": 3, "quarter": 4, "year": 2}


@dataclass(frozen=True)
class Period:
    """A month, quarter or year: from a day on and before another."""

    step: str
    since: date

    @property
    def before(self) -> date:
        """Return the first day after it."""
        return _moved(self.since, _MONTHS[self.step])

    @property
    def last(self) -> date:
        """Return its last day."""
        return self.before - timedelta(days=1)

    @property
    def code(self) -> str:
        """Return it as addresses write it: 2026-07, 2026-Q3, 2026."""
        if self.step == "year":
            return f"{self.since.year}"
        if self.step == "quarter":
            return f"{self.since.year}-Q{(self.since.month + 2) // 3}"
        return f"{self.since:%Y-%m}"

    def back(self, times: int = 1) -> "Period":
        """Return the one so many of its kind before."""
        return Period(self.step, _moved(self.since, -times * _MONTHS[self.step]))

    @property
    def year_before(self) -> "Period":
        """Return the same a year before."""
        return Period(self.step, _moved(self.since, -12))

    @property
    def compared(self) -> Sequence["Period"]:
        """Return what it is set beside, the oldest first, itself last: the ones before, and a year ago."""
        row = [self.back(n) for n in range(_BEFORE[self.step], -1, -1)]
        return row if self.year_before in row else [self.year_before, *row]


def _moved(first: date, months: int) -> date:
    place = first.year * 12 + first.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def containing(step: str, day: date) -> Period:
    """Return the month, quarter or year that a day lies in."""
    months = _MONTHS[step]
    return Period(step, date(day.year, (day.month - 1) // months * months + 1, 1))


def offered(on: date) -> Sequence[Period]:
    """Return the whole months and quarters before a day, the latest first."""
    return [containing(step, on).back(n + 1) for step, many in _OFFERED.items() for n in range(many)]


def years(on: date, first: date) -> Sequence[Period]:
    """Return the years since a day, the latest first; the last is not over."""
    return [Period("year", date(year, 1, 1)) for year in range(on.year, first.year - 1, -1)]


def read(code: str) -> Period:
    """Return the period of a code. Raises Invalid for one there is not."""
    found = _WRITTEN.fullmatch(code)
    if found is None:
        raise Invalid("brief.no_period", field="period")
    year, quarter, month = found.groups()
    step = "quarter" if quarter else "month" if month else "year"
    return Period(step, date(int(year), int(quarter) * 3 - 2 if quarter else int(month or 1), 1))
