"""How many persons a petition says are concerned: a number, never a list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from huiyin.text.reading import Reading
from huiyin.text.spans import Span

_N = r"[零一二三四五六七八九十百千两]{1,8}|\d{1,6}"
_PEOPLE = (
    r"(?:个|名|位)?(?:农民工|民工|工友|工人|职工|员工|同事|退休人员|退休职工|退休工人|"
    r"下岗职工|老职工|教师|老师|代课教师|护士|医生|司机|骑手|"
    r"合同工|临时工|保安|保洁|环卫工人?|村民|居民|业主|农户|学生|毕业生|战友|老人|群众|家长|"
    r"股东|会员|兄弟|姐妹|木工|瓦工|钢筋工|水电工|人(?![民次事社力口工均员家选行才大字物]))|"
    r"(?:多|来)?(?:号|口)人|户(?!口|籍|主|外|型)"
)
_COUNT = re.compile(
    rf"(?P<about>大概|大约|约|近|将近|至少|共计?|一共|总共|全部|"
    rf"涉及)?(?P<n>{_N})(?P<odd>[多余几来])?(?P<wan>万)?(?P<odd2>[多余几来])?(?P<who>{_PEOPLE})"
)
_SOME = re.compile(
    r"(?P<n>几|十几|二十几|三十几|几十|几百|上百|上千|数十|数百|好几十|好几百|十来|百来|两三|"
    r"三四|四五|五六|六七|七八|八九|十多)(?P<who>" + _PEOPLE + ")"
)
_VAGUE = {
    "几": 3, "十几": 10, "二十几": 20, "三十几": 30, "几十": 20, "几百": 200,
    "上百": 100, "上千": 1000, "数十": 20, "数百": 200,
    "好几十": 20,
    "好几百": 200, "十来": 10, "百来": 100, "两三": 2,
    "三四": 3, "四五": 4, "五六": 5, "六七": 6, "七八": 7, "八九": 8, "十多": 10,
}  # fmt: skip
_OURS = re.compile(
    r"(?:我们|咱们|我等|俺们|全厂|全村|全组|全班|全体|全公司|全校|全队|班组|工地|等|代表|涉及|"
    r"欠了?|拖欠|包括|一共|一起|共|连我|和我|与我|跟我|共有|还有|受害|联名|名下|现有|"
    r"有)[^,。;!?]{0,8}$"
)
_ELSE = re.compile(
    r"(?:百分之|家里|家中|一家|全家|宿舍|房间|每|第|限|超过|窗口|柜台|招|招聘|录取|录用|名额|"
    r"排|前面|面积|限额|编制|抓|死|伤|中暑|干)[^,。;!?]{0,4}$"
)
_AGE = re.compile(r"(?:年|月|天|日|元|块|岁|公里|小时)")
_MOST, _LARGEST = 10, 1_000_000


@dataclass(frozen=True, slots=True)
class Persons:
    """A number of persons and where it stands; `exact` when the words name the number itself."""

    value: int
    exact: bool
    p: float
    span: Span

    def as_dict(self) -> dict[str, Any]:
        """Return the number as JSON."""
        return {"value": self.value, "exact": self.exact, "p": self.p, **self.span.as_dict()}


def persons(readings: Sequence[Reading]) -> tuple[Persons, ...]:
    """Return the numbers of persons concerned, the likeliest first; a vague one is the least it means."""
    found: list[Persons] = []
    for reading in readings:
        text = reading.normal.text
        for match in (*_COUNT.finditer(text), *_SOME.finditer(text)):
            if text[match.start() - 1 : match.start()].isdigit():
                continue
            if number := _of(match, text, reading):
                found.append(number)
    kept: list[Persons] = []
    for number in sorted(found, key=lambda n: (-n.p, n.span.start, -n.value)):
        if all(not _overlap(number.span, other.span) for other in kept):
            kept.append(number)
    return tuple(kept[:_MOST])


def _of(match: re.Match[str], text: str, reading: Reading) -> Persons | None:
    groups = match.groupdict()
    value = _value(match["n"])
    if groups.get("wan"):
        value *= 10_000
    before = text[max(0, match.start() - 12) : match.start()]
    if not 1 <= value <= _LARGEST or _ELSE.search(before):
        return None
    ours = bool(_OURS.search(before))
    if value == 1 or (value < 3 and not ours):  # noqa: PLR2004 - two are seldom a group
        return None
    exact = match["n"] not in _VAGUE and not groups.get("odd") and not groups.get("odd2")
    exact = exact and groups.get("about") not in ("大概", "大约", "约", "近", "将近", "至少")
    p = 0.85 if ours else 0.5
    return Persons(value, exact, p, reading.span(match.start(), match.end()))


def _value(written: str) -> int:
    if written.isdigit():
        return int(written)
    return _VAGUE.get(written) or _read(written)


@cache
def _read(written: str) -> int:
    from cn2an import Cn2An

    try:
        return int(Cn2An().cn2an(written.replace("两", "二"), "smart"))
    except ValueError:
        return 0


def _overlap(one: Span, other: Span) -> bool:
    return one.where == other.where and one.start < other.end and other.start < one.end
