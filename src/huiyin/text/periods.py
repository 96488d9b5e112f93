"""Stretches of time that a petition names: from, to, how long."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.text.dates import date_at, date_places
from huiyin.text.reading import Reading
from huiyin.text.spans import Span

_TO = re.compile(
    r"(?:份|初|底|末|年底|上旬|中旬|下旬|起|开始)?(?:,)?(?:一直|直)?(?:至|到|-{1,2}|—{1,2}|–|"
    r"~|～)(?! ?\d+(?:元|人|块))"
)
_NOW = re.compile(r"(?:今天?|现在|目前|如今|现今)(?!年[底初]?[前后]|后)")
_SINCE = re.compile(
    r"(?:份|初|底|末|年初|年底|上旬|中旬|下旬)?(?:起至今|开始至今|至今|以来|开始|起(?!诉|来|"
    r"草|码|点)|以后一直|后一直|到现在)"
)
_MONTH = re.compile(r"(?P<m>\d{1,2}) ?月(?:份|底|初)?(?: ?(?P<d>\d{1,2}) ?[日号])?")
_RELATIVE = re.compile(
    r"(?P<when>去年|前年|大前年|今年|上个?月|上上个?月)(?P<month>\d{1,2}月份?|"
    r"[一二三四五六七八九十]{1,2}月份?)?(?:年)?(?:初|底|末|春节|下半年|上半年)?"
    r"(?:开始|起)?(?:,)?(?:一直)?(?P<now>(?:至|到)(?:今天?|现在|目前)|以来|开始|起(?!诉|来))"
)
_RELATIVE_CODES = {
    "去年": "year-1", "前年": "year-2", "大前年": "year-3", "今年": "year",
    "上个月": "month-1", "上月": "month-1",
    "上上个月": "month-2", "上上月": "month-2",
}  # fmt: skip
_N = r"\d{1,3}(?:\.5)?|[一二三四五六七八九十百两半]{1,4}"
_LENGTH = re.compile(
    rf"(?:(?<![0-9.第初高大前后每届本从自于])(?=\d)|"
    rf"(?<![0-9第初高大前后每届本几数一二三四五六七八九十百]"
    rf")(?=\D))(?P<n>{_N})(?P<odd>[多余来几])?(?P<unit>周年|年|个多?月|天|个?星期|周(?!岁|一|"
    rf"二|三|四|五|六|日|末|边)|个?季度)"
    rf"(?P<more>半|多|余)?(?:(?:零|又|加)?(?P<m>{_N})个月)?(?!\d{{1,2}}月|级|代|"
    rf"[一二三四五六七八九十]{{1,2}}月|前[,。]|度|龄段|之?内|内)"
)
_SOME = re.compile(r"(?P<n>几|十几|二十几|三十几|好几|几十|数)(?P<unit>年|个月|天|个?星期)(?!前|级|代|后)")
_LEAST = {"几": 3, "十几": 10, "二十几": 20, "三十几": 30, "好几": 3, "几十": 20, "数": 3}
_UNITS = {"周年": "Y", "年": "Y", "月": "M", "天": "D", "星期": "W", "周": "W", "季度": "Q"}
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_AGO = re.compile(r"(?:以前|之前|前|后|以后|之后|内|以内|之内)")
_MOST, _MOST_YEARS = 50, 100


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time: dates as exact as written, `now`, or `year-1` for last year; length as ISO 8601."""

    start: str | None
    end: str | None
    length: str | None
    exact: bool
    span: Span

    def as_dict(self) -> dict[str, Any]:
        """Return the period as JSON, `from`, `to` and `length` where the words say them."""
        plain: dict[str, Any] = {
            "from": self.start,
            "to": self.end,
            "length": self.length,
            "exact": self.exact,
        }
        return plain | {"span": self.span.as_dict()}


def periods(readings: Sequence[Reading]) -> tuple[Period, ...]:
    """Return the periods in order; of two that overlap the one with dates."""
    kept: list[Period] = []
    for reading in readings:
        taken = bytearray(len(reading.normal.text))  # which letters a period was read from
        for start, end, found in (*_dated(reading), *_relative(reading), *_long(reading)):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                kept.append(found)
    kept.sort(key=lambda p: (p.span.where == "text", p.span.start))
    return tuple(kept[:_MOST])


def _dated(reading: Reading) -> Iterator[tuple[int, int, Period]]:
    text = reading.normal.text
    reached = 0
    for value, start, end in date_places(text):
        if start < reached:
            continue
        if (to := _TO.match(text, end)) and (closing := _closing(text, to.end(), value)):
            last, reached = closing
        elif since := _SINCE.match(text, end):
            last, reached = "now", since.end()
        else:
            continue
        if last != "now" and last < value[: len(last)]:
            continue
        yield start, reached, Period(value, last, None, True, reading.span(start, reached))


def _closing(text: str, at: int, first: str) -> tuple[str, int] | None:
    if now := _NOW.match(text, at):
        return "now", now.end()
    if found := date_at(text, at):
        return found
    month = _MONTH.match(text, at)
    if month and 1 <= int(month["m"]) <= 12 and len(first) > 4:  # noqa: PLR2004 - months; a year has four figures
        return f"{first[:4]}-{int(month['m']):02}", month.end()
    return None


def _relative(reading: Reading) -> Iterator[tuple[int, int, Period]]:
    for match in _RELATIVE.finditer(reading.normal.text):
        code = _RELATIVE_CODES[match["when"]]
        month = _number((match["month"] or "").rstrip("份").rstrip("月")) if match["month"] else None
        start = f"{code}-{int(month):02}" if month and month <= 12 else code  # noqa: PLR2004 - months
        yield *match.span(), Period(start, "now", None, True, reading.span(*match.span()))


def _long(reading: Reading) -> Iterator[tuple[int, int, Period]]:
    text = reading.normal.text
    for match in _LENGTH.finditer(text):
        number = _number(match["n"])
        if not number or _AGO.match(text, match.end()) or _is_a_year(match):
            continue
        length = _iso(
            number, match["unit"], match["more"] == "半", _number(match["m"]) if match["m"] else None
        )
        if length:
            exact = not match["odd"] and match["more"] not in ("多", "余") and "多" not in match["unit"]
            yield *match.span(), Period(None, None, length, exact, reading.span(*match.span()))
    for match in _SOME.finditer(text):
        length = _iso(_LEAST[match["n"]], match["unit"], False, None)
        yield *match.span(), Period(None, None, length, False, reading.span(*match.span()))


def _is_a_year(match: re.Match[str]) -> bool:
    """Return whether 98年 or 08年 names a year rather than a length."""
    written = match["n"]
    if match["unit"] != "年" or len(written) != 2 or not written.isdigit():  # noqa: PLR2004 - two figures
        return False
    return not "1" <= written[0] <= "4"


def _iso(number: float, unit: str, half: bool, months: float | None) -> str:
    sign = next(code for word, code in _UNITS.items() if unit.endswith(word))
    if sign == "Y":
        if number > _MOST_YEARS:
            return ""
        whole, rest = int(number), 6 if half or number % 1 else 0
        rest += int(months or 0)
        return "P" + (f"{whole}Y" if whole else "") + (f"{rest}M" if rest else "")
    if sign == "Q":
        return f"P{int(number * 3)}M"
    if sign == "M" and number % 1:
        return f"P{int(number)}M15D" if number >= 1 else "P15D"
    return f"P{int(number)}{sign}" if number >= 1 else ""


def _number(written: str | None) -> float | None:
    """Return 18, 1.5, 十八, 二十, 百, 半 as a number; None for what is none."""
    if not written:
        return None
    if written[0].isascii():
        return float(written)
    if "百" in written or "半" in written:
        return {"百": 100.0, "一百": 100.0, "半": 0.5}.get(written)
    tens, ten, ones = written.partition("十")
    if not ten or len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return float(_DIGIT[written]) if written in _DIGIT else None
    return _DIGIT.get(tens, 1) * 10.0 + _DIGIT.get(ones, 0)
