"""Numbers, periods and names as a document says them."""

from collections.abc import Mapping

from huiyin.foundation.wording import say
from huiyin.insight.brief import Period
from huiyin.insight.brief.rows import OTHERS, Row
from huiyin.text.taxonomy import fields, kinds

_QUARTERS = "一二三四"
_FEW = 20  # under that a change in hundredths says nothing
NUMERALS = "一二三四五六七八九十"
HIDDEN = "隐"


def period_name(period: Period) -> str:
    """Return a period in words: 2026年第三季度."""
    if period.step == "year":
        return f"{period.since.year}年"
    if period.step == "quarter":
        return f"{period.since.year}年第{_QUARTERS[(period.since.month - 1) // 3]}季度"
    return f"{period.since.year}年{period.since.month}月"


def short(period: Period) -> str:
    """Return a period as a column is headed: 26年三季, 26年7月."""
    year = f"{period.since.year % 100:02d}年"
    if period.step == "year":
        return f"{period.since.year}年"
    if period.step == "quarter":
        return f"{year}{_QUARTERS[(period.since.month - 1) // 3]}季"
    return f"{year}{period.since.month}月"


def change(now: int, before: int) -> str:
    """Return how a number changed: in numbers, and in hundredths where there were enough."""
    rest = now - before
    if not rest:
        return "持平"
    word = "增加" if rest > 0 else "减少"
    share = f"（{abs(rest) / before:.1%}）" if before >= _FEW else ""
    return f"{word}{abs(rest)}件{share}"


def field_of(row: Row) -> str:
    """Return the name of a field, or of those put together."""
    if row.code == OTHERS:
        return "其他（含未分类）" if "" in row.codes else "其他"
    known = fields().get(row.code)
    return f"{known.name('zh')} {row.code}" if known else "未分类"


def area_of(row: Row, named: Mapping[str, str]) -> str:
    """Return the name of an area, or of those put together."""
    return "其他地区" if row.code == OTHERS else f"{place(row.code, named)} {row.code}".strip()


def place(code: str, named: Mapping[str, str]) -> str:
    """Return the name of an area by its code."""
    return named.get(code) or code or "地点不详"


def kind_of(code: str) -> str:
    """Return the name of a kind or a field by its code."""
    known = kinds().get(code) or fields().get(code)
    return known.name("zh") if known else "未分类"


def coded(prefix: str, code: str) -> str:
    """Return a code in words."""
    return say(f"{prefix}.{code}", "zh")


def bare(title: str) -> str:
    """Return the name of a field or area without its code."""
    return title.split(" ", maxsplit=1)[0].replace("（含未分类）", "")


def number(value: float | None) -> str:
    """Return a number, or that it is hidden."""
    return HIDDEN if value is None else f"{value:.0f}"
