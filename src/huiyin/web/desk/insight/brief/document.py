"""A brief (研判简报) and a yearly report (年度报告, 信访工作条例 art 41) as documents."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils import translation

from huiyin.foundation.documents import OfficialLetter, Paragraph
from huiyin.foundation.documents.letter import Block
from huiyin.insight import ahead
from huiyin.insight import found as findings
from huiyin.insight.brief import Brief, Period, of_period
from huiyin.insight.brief.deeds import deeds
from huiyin.insight.brief.findings import between
from huiyin.orgs.rules import Actor
from huiyin.web.desk.insight.asked import places
from huiyin.web.desk.insight.brief import gathered, handled, said, unusual, yearly
from huiyin.web.desk.insight.brief.deeds import undertaken
from huiyin.web.desk.insight.brief.sources import Sources
from huiyin.web.templatetags.wording import day

SORTS = ("brief", "yearly")
_TITLES = {"brief": "信访研判简报", "yearly": "信访情况年度报告"}


def written(sort: str, period: Period, *, by: Actor, on: date, outside: bool = False) -> OfficialLetter:
    """Return a brief or a yearly report of a period as far as somebody sees it, dated on a day.

    `outside`: for use outside the house, of a quarter and without any other period beside it.
    """
    with translation.override("zh-hans"):
        found = of_period(by, period, outside=outside)
        sources = Sources(found, opens="matter.read" in by.may)
        parts = yearly.parts(found, sources, by) if sort == "yearly" else _brief(found, sources, by)
        blocks: list[Block] = [Paragraph("body", _about(found))]
        for n, (title, inside) in enumerate([*parts, ("数据来源", sources.table())]):
            blocks += [Paragraph("heading1", f"{said.NUMERALS[n]}、{title}"), *inside]
        return OfficialLetter(
            sender=by.office_name,
            title=f"{_TITLES[sort]}（{said.period_name(period)}）",
            paragraphs=tuple(blocks),
            signature=by.office_name,
            day=on,
            letterhead=False,
        )


_INSIDE = "本件供内部使用：同往期并列的数字，几份合在一起可能推算出不足5人的数，不得对外提供。"


def _about(found: Brief) -> str:
    scope = "系统内全部" if found.whole else "编制人可查看的"
    return (
        f"本期为{day(found.period.since)}至{day(found.period.last)}。范围是{scope}信访件，涉及{found.offices}个单位，数字截至{day(found.on)}。"
        "“件”是信访件，“人”同一期内同一人只算一次。数字后的〔　〕是来源编号，"
        "口径和打开事项的地址见文末“数据来源”。只写地区、类别和时间，不写任何个人。"
        f"{'本件可以对外使用：只写这一个季度，不与别的时段并列。' if found.outside else _INSIDE}"
    )


def _brief(found: Brief, sources: Sources, by: Actor) -> Sequence[tuple[str, Sequence[Block]]]:
    named, period = places(), found.period
    in_all, by_field = gathered.in_all(found, sources), gathered.by_field(found, sources)
    by_area = gathered.by_area(found, sources, named)
    taken = between(by, period.since, period.before)
    now = findings.unusual(by, on=found.on)
    done = undertaken(deeds(by, taken, today=found.on, outside=found.outside), sources, named, found.on)
    foretold = ahead.foretold(by, "petitions", exported=True)
    if foretold is not None and found.outside:  # its weeks reach into other periods
        foretold = replace(foretold, past=None)
    return [
        ("总的情况", in_all),
        ("类别和诉求", by_field),
        ("地区", by_area),
        ("不寻常的情况", unusual.findings(taken, period, sources, named)),
        ("今后四周的预测", unusual.to_come(foretold, sources, named)),
        ("预警", unusual.warned(ahead.warnings(by, exported=True), sources, named)),
        ("做了什么，对不对", [*handled.went(found, sources), *done, *handled.judged(now, sources)]),
        ("不能知道的", handled.unknown(found, now)),
    ]
