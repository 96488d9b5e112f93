"""Earlier petitions that a petition mentions: numbers of papers, and whom it was told to before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from huiyin.text.reading import Reading
from huiyin.text.spans import Span

_PAPER = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:信|访|复[查核]?|督)[\u4e00-\u9fff]{0,5}(?:字|告|函|发)?[〔\[【(]"
    r"(?:19|20)\d\d[〕\]】)](?:年)?第? ?\d{1,6}(?:-\d{1,3})?号"
)
_LED_IN = re.compile(r"^.*(?:收到|拿到|出具|作出|下达|下发|依据|根据|按照|对|以|的|了|和|及|见|为|是|有|给)")
_NUMBER = re.compile(
    r"(?:信访件?|受理|登记|查询|工单|办件|留言|投诉|举报|诉求|回执|转办单|交办单)(?:编号|单号|"
    r"号码?|码|件号)(?:是|为|[: ])*(?P<number>[a-z]{0,6}\d[a-z0-9\-]{4,24})"
    r"|(?:12345|12333|热线)工单(?:编?号)?(?:是|为|[: ])*(?P<order>[a-z]{0,6}\d[a-z0-9\-]{4,24})"
)
_TIMES = (
    r"(?:多次|几次|数次|两次|三次|[一二三四五六七八九十\d]{1,3}次|屡次|反复|先后|曾经?|已经?|之前|"
    r"以前|此前|上次|去年|前年|今年|上个月|上月|\d{1,4}年|年初|年底|[一二三四五六七八九十\d]"
    r"{1,3}月份?|一直|早就|连续)"
)
_TOLD = re.compile(
    rf"(?P<when>{_TIMES}[^,。;!?]{{0,12}}?)(?:在|向|到|去|给|找过?|跟|"
    rf"打(?:过)?了?)(?P<whom>[^,。;!?]{{2,24}}?)"
    r"(?:反映|投诉|举报|上访|信访|反应|写信|留言|举证|申诉|求助|咨询|来访|拨打|打电话)(?:过|"
    r"了|此事|该问题|问题|情况|多次|几次|无果|未果)?"
)
_CALLED = re.compile(
    rf"{_TIMES}[^,。;!?]{{0,8}}?(?:拨打|打|致电)过?了?(?P<line>12345|12333|12348|市长热线|"
    rf"书记热线|信访热线)[^,。;!?]{{0,8}}"
)
_CALLED_AGAIN = re.compile(
    r"(?:拨打|打|致电)(?:过|了){1,2}[^,。;!?]{0,2}(?P<line>12345|12333|12348|市长热线|"
    r"书记热线|信访热线)[^,。;!?]{0,6}"
)
_SOUGHT = re.compile(
    r"找(?:过|了){1,2}(?P<whom>[^,。;!?]{2,16}?)(?:多次|几次|数次|[一二三四五六七八九十\d]{1,3}[次趟回])"
)
_ANSWERED = re.compile(
    r"(?:收到|拿到|作出|出具|下达|下发|给我|领到)(?:过|了)?[^,。;!?]{0,14}?(?:答复意见书?|"
    r"处理意见书?|复查意见书?|复核意见书?|不予受理告知书|受理告知书|告知单|转送单)"
    r"|(?:对|不服)[^,。;!?]{0,12}(?:答复|处理意见|复查意见|复核意见)[^,。;!?]{0,4}(?:不满|"
    r"不服|有异议|不认可)?"
)
_FUTURE = re.compile(
    r"(?:将|要|会|准备|打算|如果|否则|再不|只好|只能|可以|能否|怎么|如何|请问|想)[^,。;!?]{0,6}$"
)
_MARKS = "〔[【("
_WAYS = re.compile(r"反映|投诉|举报|上访|信访|反应|写信|留言|举证|申诉|求助|咨询|来访|拨打|打电话")
_MOST = 10


@dataclass(frozen=True, slots=True)
class Earlier:
    """A mention of an earlier petition: its number, whom it was told to, or the answer that was given."""

    kind: Literal["number", "told", "answer"]
    what: str
    span: Span

    def as_dict(self) -> dict[str, Any]:
        """Return the mention as JSON."""
        return {"kind": self.kind, "what": self.what, **self.span.as_dict()}


def earlier(readings: Sequence[Reading]) -> tuple[Earlier, ...]:
    """Return what is mentioned of earlier petitions, in order, at most ten."""
    found: list[Earlier] = []
    for reading in readings:
        found += sorted(_mentions(reading), key=lambda e: e.span.start)
    return tuple(found[:_MOST])


def _mentions(reading: Reading) -> list[Earlier]:
    text = reading.normal.text
    taken: list[tuple[str, int, int]] = []
    found: list[Earlier] = []

    def add(kind: Literal["number", "told", "answer"], what: str, start: int, end: int) -> None:
        if all(kind != other or end <= a or b <= start for other, a, b in taken):
            taken.append((kind, start, end))
            found.append(Earlier(kind, what, reading.span(start, end)))

    # A cheap look first: most petitions mention nothing of the sort.
    numbered = "号" in text or "码" in text
    for match in _NUMBER.finditer(text) if numbered else ():
        add("number", match["number"] or match["order"], match.start(), match.end())
    for match in _PAPER.finditer(text) if "号" in text and any(mark in text for mark in _MARKS) else ():
        lead = _LED_IN.match(match.group())
        start = match.start() + (lead.end() if lead else 0)
        add("number", text[start : match.end()], start, match.end())
    hotline = "123" in text or "热线" in text
    for match in (*_CALLED.finditer(text), *_CALLED_AGAIN.finditer(text)) if hotline else ():
        add("told", match["line"], match.start(), match.end())
    for match in _TOLD.finditer(text) if _WAYS.search(text) else ():
        if not _FUTURE.search(text[max(0, match.start() - 8) : match.start()]):
            add("told", match["whom"], match.start(), match.end())
    for match in _SOUGHT.finditer(text):
        add("told", match["whom"], match.start(), match.end())
    for match in _ANSWERED.finditer(text):
        add("answer", match.group(), match.start(), match.end())
    return found
