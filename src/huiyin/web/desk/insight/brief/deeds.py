"""What was undertaken on the findings of a period, and what came in after it, as a document says it."""

from collections.abc import Iterator, Mapping
from datetime import date

from huiyin.foundation.documents import Paragraph
from huiyin.foundation.documents.letter import Block
from huiyin.insight.brief.deeds import Deed
from huiyin.insight.undertaken.queries import Undertaken
from huiyin.web.desk.insight import came_after, words
from huiyin.web.desk.insight.brief import said
from huiyin.web.desk.insight.brief.sources import Sources, days
from huiyin.web.templatetags.wording import day

_MOST = 12


def undertaken(deeds: list[Deed], sources: Sources, named: Mapping[str, str], on: date) -> list[Block]:
    """Return what was done, what is planned and what is overdue, each with its source."""
    if not deeds:
        return [Paragraph("body", "对本期的提示，系统里没有记下行动；没有记，不等于没有做。")]
    shown: list[Block] = []
    for deed in deeds[:_MOST]:
        one = deed.row
        mark = sources.note(
            f"行动“{said.coded('insight.action', one.sort)}”",
            f"由{one.last.by}于{day(one.last.on)}记入系统，原因和结果是做的人写的；前后件数按周平均",
            days(one.on, one.last.on),
            f"/desk/insight/undertaken/{one.id}/",
        )
        shown.append(Paragraph("body", "".join([*_told(one, named), mark, "。", *_after(deed)])))
    rest = [f"另有{len(deeds) - _MOST}项未列。"] if len(deeds) > _MOST else []
    late = sum(deed.row.overdue for deed in deeds)
    rest += [f"到{day(on)}逾期未做的{late}项。"] if late else []
    return [*shown, *([Paragraph("body", "".join(rest))] if rest else [])]


def _told(one: Undertaken, named: Mapping[str, str]) -> Iterator[str]:
    yield f"{words.title(one.episode, named)}——{said.coded('insight.action', one.sort)}"
    yield f"（{one.words}）" if one.words else ""
    yield f"，由{one.office}{one.staff}"
    if one.state == "done" and one.done and one.done.day:
        yield f"于{day(one.done.day)}做了。查到的原因：{one.done.cause.rstrip('。')}。"
        yield f"结果：{one.done.words.rstrip('。')}"
    elif one.state == "dropped":
        yield f"做，后来不做了：{one.last.words.rstrip('。')}"
    else:
        yield f"在{day(one.due)}以前做{'，逾期未做' if one.overdue else ''}"


def _after(deed: Deed) -> Iterator[str]:
    if deed.after is None:
        return
    came = came_after.told(deed.after)
    weekly = "、".join(
        f"{said.coded('insight.span', span.name)}{span.weeks}周平均每周{petitions}件"
        for span, petitions, _persons in came.spans
    )
    yield f"{weekly}。{came.said}"
