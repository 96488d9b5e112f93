"""Sums of money in a petition, in yuan."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from huiyin.text.reading import Reading
from huiyin.text.spans import Span

_CHINESE = "零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟"
_UNIT = {"": 1, "千": 1_000, "k": 1_000, "w": 10_000, "万": 10_000, "百万": 1_000_000}
_UNIT |= {"千万": 10_000_000, "亿": 100_000_000}
_YUAN = r"元(?!旦|月|宵|素|老)|块钱?|圆|rmb"
_AMOUNT = re.compile(
    rf"(?<![0-9.a-z])(?P<sign>[¥￥]?)"
    rf"(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,12}}(?:\.\d{{1,4}})?)"
    rf"\s?(?P<unit>百万|千万|万|千|亿|[kw](?![a-z]))?[余多来]?(?P<tail>\d{{1,4}})?千?(?P<yuan>{_YUAN})?"
    rf"|(?P<chinese>[{_CHINESE}]{{1,16}})[余多来几]?(?P<chinese_yuan>万?(?:{_YUAN}))?"
)
# What is counted after a bare "10万" when it is not money.
_COUNTED = re.compile(
    r"[余多]?(?:年|月|日|号|岁|人|名|个|天|条|款|平|米|公里|次|%|小时|吨|户|栋|楼|层|亩|分|点|职工|群众|农民|大|家|"
    r"字|火|里|般|一|事|科|伏|千瓦)"
)
# "一块" is a piece or "together" unless 钱 follows; so are several of a thing that comes in pieces.
_PIECE = re.compile(r"[地田土板砖石牌玻屏表骨肉业工布铁]")
_BARE_CHINESE = re.compile(r"[一二三四五六七八九十两百零]+万[一二三四五六七八九]?千?")
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
    """Return the sums of money, in order; a bare number is money only with 万, a unit of money or a sign."""
    text = reading.normal.text
    found: list[Amount] = []
    for match in _AMOUNT.finditer(text):
        value = _in_characters(match, text) if match["chinese"] else _in_figures(match, text)
        if value:
            found.append(Amount(value, reading.span(match.start(), match.end())))
        if len(found) == _MOST:
            break
    return tuple(found)


def _in_figures(match: re.Match[str], text: str) -> float:
    unit = match["unit"] or ""
    if not (match["yuan"] or match["sign"]) and (
        unit not in ("万", "w") or _COUNTED.match(text, match.end())
    ):
        return 0.0
    value = float(match["digits"].replace(",", "")) * _UNIT[unit]
    tail = match["tail"]
    if tail and unit in ("万", "w", "千"):  # 3万5 and 3万5千 are 35 thousand, 3万5000 is too
        value += int(tail) * (_UNIT[unit] / 10 if len(tail) == 1 else 1)
    return round(value, 2)


def _in_characters(match: re.Match[str], text: str) -> float:
    written, yuan = match["chinese"], match["chinese_yuan"]
    if not yuan and (not _BARE_CHINESE.fullmatch(written) or _COUNTED.match(text, match.end())):
        return 0.0
    if written[0] in "百千万亿佰仟零":
        return 0.0  # "千元" and "万元" name a size, not a sum
    if yuan == "块" and (written in ("一", "壹") or _PIECE.match(text, match.end())):
        return 0.0
    return _read(written) * (10_000 if yuan and yuan.startswith("万") else 1)


@cache
def _reader() -> Any:
    import cn2an

    return cn2an.Cn2An()


def _read(written: str) -> float:
    try:
        return float(_reader().cn2an(written.replace("两", "二"), "smart"))
    except ValueError:
        return 0.0
