"""What a yearly report holds (信访工作条例 art 41): what the system knows, and what is left to who writes it.

The regulation asks a report of petition offices of Party and government. A department of human resources
takes this along as its part of one.
"""

from collections.abc import Sequence

from huiyin.foundation.documents import Paragraph, Table
from huiyin.foundation.documents.letter import Block
from huiyin.insight import found as findings
from huiyin.insight.brief import Brief
from huiyin.insight.brief.deeds import deeds
from huiyin.insight.brief.findings import between
from huiyin.orgs.rules import Actor
from huiyin.web.desk.insight.asked import places
from huiyin.web.desk.insight.brief import gathered, handled, said, unusual
from huiyin.web.desk.insight.brief.deeds import undertaken
from huiyin.web.desk.insight.brief.sources import Sources

BLANK = "（由编制人据实填写）"


def parts(found: Brief, sources: Sources, by: Actor) -> Sequence[tuple[str, Sequence[Block]]]:
    """Return the parts of a yearly report, in the order of article 41."""
    named, period = places(), found.period
    in_all = [*_basis(), *gathered.in_all(found, sources), *_channels(found, sources)]
    by_field = gathered.by_field(found, sources)
    by_area = gathered.by_area(found, sources, named)
    taken = between(by, period.since, period.before)
    now = findings.unusual(by, on=found.on)
    done = undertaken(deeds(by, taken, today=found.on), sources, named, found.on)
    return [
        ("信访事项的数据统计", in_all),
        ("信访事项涉及领域", by_field),
        ("地区分布和被投诉较多的机关、单位", [*by_area, *_complained_of()]),
        ("转送、交办、督办情况", _passed_on(found, sources)),
        ("提出建议和被采纳情况", _proposals(found, sources)),
        ("办理情况和信访人评价", handled.went(found, sources)),
        (
            "不寻常的情况",
            [*unusual.findings(taken, period, sources, named), *done, *handled.judged(now, sources)],
        ),
        ("不能知道的", handled.unknown(found, now)),
    ]


def _basis() -> list[Block]:
    return [
        Paragraph(
            "body",
            "《信访工作条例》第四十一条要求党委和政府信访部门编制年度报告。本报告按该条所列内容整理本部门的数字，"
            f"供编入或报送；系统不掌握的内容写明原因，标“{BLANK}”。",
        )
    ]


def _channels(found: Brief, sources: Sources) -> list[Block]:
    channels = found.going.channels
    if not channels:
        return []
    mark = sources.note(
        "各渠道的信访件和人数", "按登记的渠道计；不足5人的、由合计可推算的不列", link=sources.matters()
    )
    text = "、".join(
        f"{said.coded('channel', code)}{n}件（{persons}人）" for code, (n, persons) in channels.items()
    )
    return [Paragraph("body", f"按渠道：{text}{mark}。")]


def _complained_of() -> list[Block]:
    return [
        Paragraph(
            "body",
            "被投诉较多的机关、单位：系统没有被投诉单位的代码，检举控告依法不计入任何数字，"
            f"按件数给单位排名又会使人少登记，因此不作统计。{BLANK}",
        )
    ]


def _passed_on(found: Brief, sources: Sources) -> list[Block]:
    steps = found.going.steps
    if "transferred" in steps:
        times, matters = steps["transferred"]
        mark = sources.note(
            "转送、交办", "按转送交办之日计", link=sources.matters(of="steps", which="transferred")
        )
        text = f"转送、交办{times}次，涉及{matters}件{mark}；事实库不区分转送和交办。"
    else:
        text = "转送、交办：没有，或不足5件，不列。"
    back = [
        f"{said.coded('law.act', step)}{steps[step][1]}件"
        for step in ("objected", "objection_upheld")
        if step in steps
    ]
    text += f"其中{'、'.join(back)}。" if back else "提出异议的：没有，或不足5件，不列。"
    text += f"督办：督办记录不在事实库，领导批示和上级交办见台账。{BLANK}"
    return [Paragraph("body", text), *handled.steps_table(found, sources)]


def _proposals(found: Brief, sources: Sources) -> list[Block]:
    steps = found.going.steps
    told = [
        f"{said.coded('law.act', step)}涉及{steps[step][1]}件"
        for step in ("proposal_received", "proposal_answered")
        if step in steps
    ]
    text = "信访部门提出的改进工作、完善政策、追究责任建议（第四十条）："
    if told:
        mark = sources.note(
            "信访部门的建议和反馈",
            "按步骤发生日计",
            link=sources.matters(of="steps", which="proposal_received"),
        )
        text += "、".join(told) + f"{mark}。"
    else:
        text += "登记在事项上的没有，或不足5件，不列。"
    mine = "本部门自己提出的完善政策、改进工作建议（第十四条）及采纳情况：系统尚未登记。"
    rows = (("建议内容", "提出日期", "向谁提出", "是否采纳"), *((" ", " ", " ", " ") for _ in range(3)))
    return [
        Paragraph("body", f"{text}是否采纳、采纳了什么，系统只存书面反馈，不作统计。{BLANK}"),
        Paragraph("body", f"{mine}{BLANK}"),
        Table(rows, head="row", widths=(66, 26, 28, 36), min_height_mm=9),
    ]
