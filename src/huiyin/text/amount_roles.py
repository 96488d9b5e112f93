"""What a sum of money in a petition is: claimed, monthly, already paid, or borrowed, where words say so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from huiyin.text.amounts import Amount
from huiyin.text.reading import Reading
from huiyin.text.spans import Span

Role = Literal["claimed", "monthly", "paid", "borrowed"]
_BEFORE, _AFTER = 22, 10
_CUES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "monthly",
        re.compile(
            r"每个?月|月薪|(?<!个)月(?:工资|收入|领|发)|月均|底薪|(?<!十)一个月(?:只|才)?|基本工资|退休金|养老金"
        ),
    ),
    (
        "paid",
        re.compile(
            r"(?:已经?|只|仅|才|就|先|曾)(?:支?付|给|发|赔|还|垫付|预支|领|到账|收到)[了过]?|"
            r"垫付|付了|给了|发了|赔了|还了|预支|借支|领取?了|已付|实发|到手|实际(?:支付|发放)"
        ),
    ),
    # What the petitioner owes others is no claim; what an employer borrowed of the petitioner may be one.
    (
        "borrowed",
        re.compile(r"(?<!老板)(?<!公司)借(?!支|条|口|调|用|机|助|鉴|我|给|走|故)[了来遍的到]*|外债|欠债"),
    ),
    (
        "claimed",
        re.compile(
            r"尚?(?:拖|还)?欠(?!条)|克扣|扣了|扣发|少发|少给|少算|应(?:付|发|得|补|退|赔)|"
            r"要求|请求|诉求|追回|讨回|追讨|索要|主张|补发|补偿|赔偿|补缴|退还|返还|支付我|"
            r"未(?:付|发|结)|没[有]?(?:付|发|给|结)|合计|共计"
        ),
    ),
)
_AFTERWARDS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("borrowed", re.compile(r"[^,，。;；、]{0,4}?是?(?:借来?|贷来?)的")),
    ("monthly", re.compile(r"(?:/|每|一个?)月|月薪|的?(?:月薪|月工资|底薪)")),
    (
        "claimed",
        re.compile(
            r"[^,，。;；、]{0,6}?(?:没有?(?:付|发|给|结|到账)|未(?:付|发|结)|不(?:付|发|给|结)|至今未|拖欠)"
        ),
    ),
    ("paid", re.compile(r"[^,，。;；、]{0,4}?(?:已经?(?:付|发|给|到账|结清)|到账)")),
)


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount, what it is, and the words that say so."""

    amount: Amount
    role: Role
    why: Span

    def as_dict(self) -> dict[str, Any]:
        """Return the sum as JSON."""
        return {"role": self.role, "why": self.why.as_dict(), **self.amount.as_dict()}


def sums(readings: Sequence[Reading], amounts: Sequence[Amount]) -> tuple[Sum, ...]:
    """Return those of a petition's amounts of which the words say what they are, in order."""
    sources = {reading.where: reading for reading in readings}
    found = (_role(sources[amount.span.where], amount) for amount in amounts)
    return tuple(s for s in found if s)


def _role(reading: Reading, amount: Amount) -> Sum | None:
    given = reading.normal.given
    before = given[max(0, amount.span.start - _BEFORE) : amount.span.start]
    if stops := list(_STOP_GIVEN.finditer(before)):
        before = before[stops[-1].end() :]
    at = amount.span.start - len(before)
    after = given[amount.span.end : amount.span.end + _AFTER]
    for role, cue in _AFTERWARDS:
        if match := cue.match(after):
            start = amount.span.end + match.start()
            return Sum(amount, role, _span(reading, start, start + len(match.group())))
    nearest: tuple[int, Role, re.Match[str]] | None = None
    for role, cue in _CUES:
        for match in cue.finditer(before):
            if nearest is None or match.end() > nearest[0]:
                nearest = match.end(), role, match
    if nearest is None:
        return None
    _, role, match = nearest
    return Sum(amount, role, _span(reading, at + match.start(), at + match.end()))


def _span(reading: Reading, start: int, end: int) -> Span:
    return Span(start, end, reading.normal.given[start:end], reading.where)


_STOP_GIVEN = re.compile(r"[,，。;；!！?？\n、]")
