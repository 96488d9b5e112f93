"""Reads a year's announced days off and make-up workdays as an operator wrote them down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from huiyin.base.errors import Invalid, Refused
from huiyin.law.calendar import HOLIDAY, HOLIDAYS, Year, year_from
from huiyin.law.entries import EARLIEST, LATEST, read_day
from huiyin.law.parameters import national

_KEYS = frozenset({"year", "source", "holidays", "workdays"})
_LONGEST = 31  # days of one holiday; more is a typing error


@dataclass(frozen=True)
class Notice:
    """What the notice of a year says: where it stands, its days off by name, its workdays."""

    year: int
    source: str
    holidays: Mapping[date, str]
    workdays: tuple[date, ...]

    def days(self) -> Year:
        """Return the working days of the year. Raises Invalid where it contradicts itself or the law."""
        always = national().find("always_off", date(self.year, 1, 1))
        return year_from(
            self.year,
            holidays=self.holidays,
            workdays=self.workdays,
            names=self.holidays,
            always_off=tuple(always.value) if always else (),
        )

    def plain(self) -> dict[str, Any]:
        """Return the notice as it is kept."""
        return {
            "year": self.year,
            "source": self.source,
            "holidays": {day.isoformat(): name for day, name in sorted(self.holidays.items())},
            "workdays": [day.isoformat() for day in sorted(self.workdays)],
        }


def read_notice(spec: Any) -> Notice:
    """Return the notice that a file holds; Refused when it cannot be one.

    `holidays` are days, or mappings with `name` and either `day` or `from` and `to`; `workdays` are days.
    """
    if not isinstance(spec, Mapping):
        raise Refused("law.refused.calendar-not-mapping")
    unknown = sorted(str(key) for key in spec if key not in _KEYS)
    if unknown:
        raise Invalid(
            "law.refused.calendar-key", field=unknown[0], name=unknown[0], known=tuple(sorted(_KEYS))
        )
    year = spec.get("year")
    if isinstance(year, bool) or not isinstance(year, int) or not EARLIEST.year < year <= LATEST.year:
        raise Invalid("law.refused.calendar-year", field="year", value=str(year)[:20])
    source = str(spec.get("source") or "").strip()
    if not source:
        raise Invalid("law.refused.calendar-source", field="source")
    holidays: dict[date, str] = {}
    for entry in _listed(spec, "holidays"):
        holidays |= _days_off(entry)
    workdays = tuple(
        read_day(entry, act="workdays", index="") for entry in _listed(spec, "workdays", empty=True)
    )
    notice = Notice(year, source[:200], holidays, workdays)
    notice.days()
    return notice


def stretches(kept: Mapping[str, str]) -> Sequence[tuple[str, date, date]]:
    """Return days off, kept by day with their names, as unbroken rows of days: name, first, last."""
    rows: list[tuple[str, date, date]] = []
    for written, name in sorted(kept.items()):
        day = date.fromisoformat(written)
        if rows and rows[-1][0] == name and rows[-1][2] + timedelta(days=1) == day:
            rows[-1] = (name, rows[-1][1], day)
        else:
            rows.append((name, day, day))
    return rows


def kept_notice(kept: Mapping[str, Any]) -> Notice:
    """Return a notice that was kept with `plain`."""
    holidays = {date.fromisoformat(day): name for day, name in kept["holidays"].items()}
    workdays = tuple(date.fromisoformat(day) for day in kept["workdays"])
    return Notice(int(kept["year"]), str(kept["source"]), holidays, workdays)


def _listed(spec: Mapping[str, Any], name: str, *, empty: bool = False) -> list[Any]:
    value = spec.get(name, [] if empty else None)
    if not isinstance(value, list) or (not value and not empty):
        raise Invalid("law.refused.calendar-list", field=name, name=name)
    return value


def _days_off(entry: Any) -> dict[date, str]:
    if not isinstance(entry, Mapping):
        return {read_day(entry, act="holidays", index=""): HOLIDAY}
    first = read_day(entry.get("from", entry.get("day")), act="holidays", index="")
    last = read_day(entry.get("to", first), act="holidays", index="")
    if not first <= last < first + timedelta(days=_LONGEST):
        raise Invalid("law.refused.calendar-span", field="holidays", first=first, last=last)
    said = str(entry.get("name") or "").strip()
    code = said if said in HOLIDAYS.values() else HOLIDAYS.get(said, HOLIDAY)
    return {first + timedelta(days=n): code for n in range((last - first).days + 1)}
