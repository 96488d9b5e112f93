"""Reads dates and times as people and programs write them in tables."""

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

from huiyin.base.errors import Invalid

_HERE: Final = ZoneInfo("Asia/Shanghai")
_EXCEL_DAY_0: Final = date(1899, 12, 30)  # Excel counts a 29 February 1900 that never was
_EXCEL_DAYS: Final = (20_000.0, 80_000.0)  # 1954 to 2119: other numbers are not days
_DAY = r"(?P<year>(?:18|19|20|21)\d\d)(?:[-/.]|年)(?P<month>\d{1,2})(?:[-/.]|月)(?P<day>\d{1,2})日?"
_CLOCK = (
    r"(?P<half>上午|下午|晚上|凌晨|中午|am|pm)?\s*(?P<hour>\d{1,2})(?:[:时点])(?P<minute>\d{1,2})?分?"
    r"(?:[:]?(?P<second>\d{1,2})(?:[.,](?P<part>\d{1,9}))?秒?)?\s*(?P<late>am|pm)?"
)
_ZONE = r"(?P<zone>z|[+-]\d\d:?\d\d)?"
_WRITTEN: Final = re.compile(rf"{_DAY}(?:[\st]*(?:星期.|周.)?[\sT]*{_CLOCK}\s*{_ZONE})?", re.IGNORECASE)
_DIGITS: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:[\sT]?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?)?"
)
_SERIAL: Final = re.compile(r"\d{5}(\.\d+)?")
_AFTERNOON: Final = frozenset({"下午", "晚上", "pm"})
_NOON: Final = 12


def parse_moment(text: str) -> datetime | date:
    """Return the day, or the moment in Beijing time where a time is given. Raises Invalid otherwise."""
    tidy = unicodedata.normalize("NFKC", text).strip()
    try:
        if match := _WRITTEN.fullmatch(tidy) or _DIGITS.fullmatch(tidy):
            return _built(match.groupdict())
        if _SERIAL.fullmatch(tidy) and _EXCEL_DAYS[0] <= float(tidy) <= _EXCEL_DAYS[1]:
            return _from_serial(float(tidy))
    except ValueError as impossible:
        raise Invalid("tables.moment", text=text[:40]) from impossible
    raise Invalid("tables.moment", text=text[:40])


def _built(found: dict[str, str | None]) -> datetime | date:
    day = date(int(found["year"] or 0), int(found["month"] or 0), int(found["day"] or 0))
    if found.get("hour") is None:
        return day
    hour, minute, second = (int(found.get(unit) or 0) for unit in ("hour", "minute", "second"))
    half = (found.get("half") or found.get("late") or "").lower()
    if half in _AFTERNOON and hour < _NOON:
        hour += 12
    if half in {"am", "凌晨"} and hour == _NOON:
        hour = 0
    micro = int((found.get("part") or "0").ljust(6, "0")[:6])
    moment = datetime(day.year, day.month, day.day, hour, minute, second, micro, tzinfo=_HERE)
    zone = (found.get("zone") or "").lower()
    return moment.replace(tzinfo=_offset(zone)).astimezone(_HERE) if zone else moment


def _offset(zone: str) -> timezone:
    if zone == "z":
        return timezone(timedelta())
    sign = -1 if zone[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])))


def _from_serial(serial: float) -> datetime | date:
    day = _EXCEL_DAY_0 + timedelta(days=int(serial))
    seconds = round((serial - int(serial)) * 86_400)
    if not seconds:
        return day
    return datetime(day.year, day.month, day.day, tzinfo=_HERE) + timedelta(seconds=seconds)
