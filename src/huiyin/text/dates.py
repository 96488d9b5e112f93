"""Days, months and years that a petition names."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from huiyin.text.reading import Reading
from huiyin.text.spans import Span

_DIGIT = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"元": "1", "○": "0", "o": "0"}
_YEAR = r"(?:19|20)\d\d|[一二][零九○o][零一二三四五六七八九○o]{2}"
_SMALL = r"\d{1,2}|[一二三]?十[一二三四五六七八九]?|[元一二三四五六七八九]"
_DATE = re.compile(
    rf"(?<![0-9])(?P<y>{_YEAR}) ?年(?:度)?(?: ?(?P<m>{_SMALL}) ?月份?(?: ?(?P<d>{_SMALL}) ?[日号])?)?"
    r"|(?<![0-9.\-/])(?P<y2>(?:19|20)\d\d)(?P<sep>[.\-/])(?P<m2>\d{1,2})(?:(?P=sep)(?P<d2>\d{1,2}))?(?![0-9.\-/元万%])"
    r"|(?<![0-9])(?P<y3>20\d\d)(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])(?![0-9])"
    r"|(?<![0-9])(?P<y4>\d\d) ?年(?P<m4>\d{1,2}) ?月份?(?: ?(?P<d4>\d{1,2}) ?[日号])?"
)
_DECREE = re.compile(r"[〔\[\(【「]$")
_MOST = 200
_CENTURY_TURNS = 50  # "87年3月" is 1987, "18年3月" is 2018


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as exact as it was written: 2024, 2024-03 or 2024-03-15."""

    value: str
    span: Span

    def as_dict(self) -> dict[str, Any]:
        """Return the date as JSON."""
        return {"value": self.value, **self.span.as_dict()}


def dates(reading: Reading) -> tuple[Dated, ...]:
    """Return the dates in order; a day or month that does not exist is left out."""
    text = reading.normal.text
    found: list[Dated] = []
    for match in _DATE.finditer(text):
        if _DECREE.search(text, max(0, match.start() - 1), match.start()):
            continue  # the year of a document's number
        value = _iso(match)
        if value:
            found.append(Dated(value, reading.span(match.start(), match.end())))
        if len(found) == _MOST:
            break
    return tuple(found)


def date_at(text: str, at: int) -> tuple[str, int] | None:
    """Return the date that begins there in a normal text, and where it ends."""
    match = _DATE.match(text, at)
    value = _iso(match) if match else ""
    return (value, match.end()) if match and value else None


def date_places(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield every date of a normal text with where it begins and ends."""
    for match in _DATE.finditer(text):
        if not _DECREE.search(text, max(0, match.start() - 1), match.start()) and (value := _iso(match)):
            yield value, match.start(), match.end()


def _iso(match: re.Match[str]) -> str:
    written = next(g for g in (match["y"], match["y2"], match["y3"], match["y4"]) if g)
    year = int("".join(_DIGIT.get(c, c) for c in written))
    if match["y4"]:
        year += 1900 if year >= _CENTURY_TURNS else 2000
    month = _number(match["m"] or match["m2"] or match["m3"] or match["m4"])
    day = _number(match["d"] or match["d2"] or match["d3"] or match["d4"])
    if month is None:
        return str(year)
    if not 1 <= month <= 12:  # noqa: PLR2004 - months
        return ""
    if day is None:
        return f"{year}-{month:02}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return ""
    return f"{year}-{month:02}-{day:02}"


def _number(written: str | None) -> int | None:
    if not written:
        return None
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return int(_DIGIT[written])
    return int(_DIGIT.get(tens, "1")) * 10 + int(_DIGIT.get(ones, "0") or 0)
