"""Reads a year's announced days off and make-up workdays as an operator wrote them down."""

import re
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
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
# As the notices write days: 2027年1月1日, 1月1日至3日, 2027/1/1; in brackets the day of the week.
_RANGE = re.compile(
    r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*[至到~—－–-]+\s*(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*日"
)
_WRITTEN = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_NUMBERED = re.compile(r"^\s*(?:[一二三四五六七八九十]+|\d{1,2})[、.．]\s*")
_NAME = re.compile(r"[^\d\s：:，,]+")
# What a line says besides name and days, and what stands between two days off and between workdays.
_BESIDES = re.compile(r"放假|调休|上班|共\s*\d+\s*天|与周末连休|连休|[\s：:，,。；;、至到~—－–-]")


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


@dataclass(frozen=True)
class Written:
    """Lines of a notice as they were read: days off, workdays, and the lines that nobody could read."""

    holidays: tuple[Mapping[str, Any], ...]
    workdays: tuple[date, ...]
    unread: tuple[str, ...]


def read_lines(text: str, year: int, *, working: bool = False) -> Written:
    """Read lines as the notice has them; a day without a year is of the year asked for.

    `一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。1月4日（周一）上班。` gives both; with `working`,
    lines are workdays without saying so.
    """
    holidays, workdays, unread = list[Mapping[str, Any]](), list[date](), list[str]()
    for line in filter(None, map(str.strip, text.splitlines())):
        for said in filter(
            None, map(str.strip, re.split(r"[。；;]", _NUMBERED.sub("", _BRACKETS.sub("", line))))
        ):
            name, days, rest = _parts(said, year)
            if rest or not days or None in days:
                unread.append(line)
            elif working or "上班" in said:
                workdays += [day for day in days if day is not None]
            elif name and len(days) <= 2:  # noqa: PLR2004 - the first and the last
                holidays.append({"name": name, "from": days[0], "to": days[-1]})
            else:
                unread.append(line)
    return Written(tuple(holidays), tuple(workdays), tuple(dict.fromkeys(unread)))


def _parts(said: str, year: int) -> tuple[str, list[date | None], str]:
    """Return of a sentence its name, its days (None for one that does not exist), and what is left over."""
    plain = _plain_days(said, year)
    named = _NAME.match(plain)
    name = named[0] if named and _BESIDES.sub("", named[0]) else ""
    rest = _BESIDES.sub("", _DAY.sub("", plain[len(name) :]))
    return name, [_existing(written) for written in _DAY.findall(plain)], rest


def _plain_days(text: str, year: int) -> str:
    """Return days as notices write them in the form 2027-01-01."""
    text = _RANGE.sub(lambda m: f"{m[1] or year}-{m[2]}-{m[3]} {m[1] or year}-{m[4] or m[2]}-{m[5]} ", text)
    text = _WRITTEN.sub(lambda m: f"{m[1] or year}-{m[2]}-{m[3]} ", text)
    return _SLASHED.sub(r"\1-\2-\3", text)


def _existing(written: str) -> date | None:
    try:
        return date(*(int(part) for part in written.split("-")))
    except ValueError:
        return None


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
