"""Sums of money in a petition, in yuan."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from huiyin.text.reading import Reading
from huiyin.text.spans import Span

_CHINESE = "零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟"
_UNIT = {"": 1, "千": 1_000, "k": 1_000, "w": 10_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
_AMOUNT = re.compile(
    rf"(?<![0-9.a-z])(?P<sign>[¥￥]?)(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,12}}(?:\.\d{{1,4}})?)"
    rf"\s?(?P<unit>百万|千万|万|千|亿|[kw](?![a-z]))?(?P<more>余|多|来)?(?P<tail>\d{{1,4}})?(?P<yuan>元|块钱?|圆|rmb)?"
    rf"|(?P<chinese>[{_CHINESE}]{{1,16}})(?P<more2>余|多|来|几)?(?P<yuan2>万?(?:元(?!旦|月|宵|素)|块钱|圆整?))"
)
_PARTS_OF_TIME_OR_LAW = re.compile(r"^(?:年|月|日|号|岁|人|名|个|天|条|款|平|米|公里|次|%|小时|吨|户|栋|楼|层|亩|分|点)")
_MOST = 200


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in yuan and where it stands."""

    value: float
    span: Span

    def as_dict(self) -> dict[str, Any]:
        """Return the amount as JSON; whole yuan are whole numbers."""
        value = int(self.value) if self.value == int(self.value) else self.value
        return {"value": value, **self.span.as_dict()}


def amounts(reading: Reading) -> tuple[Amount, ...]:
    """Return the sums of money, in order; a bare number is money only with a unit or a currency sign."""
    text = reading.normal.text
    found: list[Amount] = []
    for match in _AMOUNT.finditer(text):
        value = _value(match, text)
        if value:
            found.append(Amount(value, reading.span(match.start(), match.end())))
        if len(found) == _MOST:
            break
    return tuple(found)


def _value(match: re.Match[str], text: str) -> float:
    if match["chinese"]:
        return _chinese(match["chinese"]) * (10_000 if match["yuan2"].startswith("万") else 1)
    unit = match["unit"] or ""
    if not (match["yuan"] or match["sign"] or unit in ("万", "w")):
        return 0.0
    if not (match["yuan"] or match["sign"]) and _PARTS_OF_TIME_OR_LAW.match(text, match.end()):
        return 0.0
    if not (match["yuan"] or match["sign"]) and _PARTS_OF_TIME_OR_LAW.match(text[match.end() : match.end() + 3]):
        return 0.0
    number = float(match["digits"].replace(",", ""))
    value = number * _UNIT[unit]
    tail = match["tail"]
    if tail and unit in ("万", "w", "千"):  # 3万5 is 35 thousand, 3万5000 is 35 thousand too
        value += int(tail) * (_UNIT[unit] / 10 if len(tail) == 1 else 1)
    return round(value, 2)


@cache
def _reader() -> Any:
    import cn2an

    return cn2an.Cn2An()


def _chinese(written: str) -> float:
    if not any(c not in "十百千万亿拾佰仟零" for c in written) and written[0] not in "十拾百千万":
        return 0.0
    try:
        return float(_reader().cn2an(written.replace("两", "二"), "smart"))
    except ValueError:
        return 0.0
