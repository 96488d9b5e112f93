"""What is out of the ordinary, what will come, where trouble is likely: each with how often it was right."""

from collections.abc import Mapping
from typing import Any

from huiyin.foundation.documents import Figure, Paragraph, Table, charts
from huiyin.foundation.documents.letter import Block
from huiyin.insight.ahead import Foretold, Warnings
from huiyin.insight.believed import Doubted, Sum
from huiyin.insight.brief import Period
from huiyin.insight.brief.findings import TakenAlong
from huiyin.insight.found import FoundRow
from huiyin.text.taxonomy import fields
from huiyin.web.desk.insight import words
from huiyin.web.desk.insight.brief import said
from huiyin.web.desk.insight.brief.sources import Sources, days
from huiyin.web.templatetags.wording import day

_MOST = 8  # findings told at length; warnings
_PARTS = 3
_LEVELS = {"whole": "全部", "area": "各地区", "field": "各类别"}


def findings(taken: TakenAlong, period: Period, sources: Sources, named: Mapping[str, str]) -> list[Block]:
    """Return what was unusual in the period: the fairly certain at length, the others by number."""
    if taken.judged is None or taken.judged >= period.before:
        return [Paragraph("body", "本期各周没有推算过，是否有异常不知道；没有写，不等于没有。")]
    clear = [row for row in taken.rows if row.clear]
    shown: list[Block] = []
    if taken.judged > period.since:
        shown.append(Paragraph("body", f"{day(taken.judged)}以前的各周没有推算过，是否有异常不知道。"))
    for n, row in enumerate(clear[:_MOST]):
        told = words.told(row, named)
        link = f"/desk/insight/found/{row.id}/"
        seen = row.seen
        mark = sources.note(
            f"提示“{told.title}”的件数、人数和往常",
            f"{words.method(seen)}；同样确定的提示中偶然的约占{words.chance(seen)}",
            days(seen.since, seen.until),
            link,
        )
        shown.append(Paragraph("heading2", f"（{said.NUMERALS[n]}）{told.title}"))
        shown.append(
            Paragraph(
                "body", f"{told.evidence.rstrip('。')}{mark}。{told.voices}{told.own}{_elsewhen(row, period)}"
            )
        )
        actions = "；".join(f"{action}（{because}）" for action, because in told.actions)
        unknown = f"不知道的：{'；'.join(told.unknown)}。" if told.unknown else ""
        shown.append(Paragraph("body", f"可以做的：{actions}。{unknown}{_judged(row)}"))
    if not clear:
        shown.append(Paragraph("body", "本期没有比较确定的异常增多。"))
    rest = [f"另有{len(clear) - _MOST}条比较确定的未列。"] if len(clear) > _MOST else []
    if faint := len(taken.rows) - len(clear):
        rest.append(
            f"另有{faint}条不太确定的，十条里约有一条是偶然，或只见件数增多、未见人数增多，见系统研判页。"
        )
    if taken.small:
        rest.append(f"还有{taken.small}条涉及不足5人，不列。")
    if taken.older:
        rest.append(f"本期提示较多，最早的{taken.older}条没有看，不在其中。")
    if clear:
        rest.append("比较确定的，一百条里约有一条是偶然。")
    return [*shown, *([Paragraph("body", "".join(rest))] if rest else [])]


def _elsewhen(row: FoundRow, period: Period) -> str:
    """Return that what is told of a finding lies outside the period it reaches into."""
    if row.seen.until < period.since:
        return "最明显的在本期以前，延续到本期。"
    return "最明显的在本期以后。" if row.seen.since >= period.before else ""


def _judged(row: FoundRow) -> str:
    if row.verdict is None:
        return "是否属实：尚未判断。"
    return f"是否属实：{said.coded('insight.verdict', row.verdict.said)}（{row.verdict.reason}）。"


def to_come(found: Foretold | None, sources: Sources, named: Mapping[str, str]) -> list[Block]:
    """Return the newest forecast with its range, and how earlier ones went."""
    if found is None or not found.weeks or not (found.sums or found.whole):
        return [Paragraph("body", "没有预测：尚未推算，或记录不足半年，或范围内人数太少。")]
    when = f"{day(found.weeks[0])}起{len(found.weeks)}周"
    mark = sources.note(
        "预测的信访件",
        f"{day(found.reckoned)}所在周推算；区间按设计五次里约有四次落在其中",
        when,
        "/desk/insight/forecast/",
    )
    wide = "" if found.whole else "按全系统推算，不限于编制人可查看的单位。"
    shown: list[Block] = [
        Paragraph("body", f"最近一次推算的是{when}，不是本期；是可能，不是指标{mark}。{wide}"),
        *(Paragraph("body", _doubt(one)) for one in found.doubted.values()),
    ]
    if found.whole is not None and found.past is not None:
        shown += _drawn(found, found.whole, mark, sources.numbered("图"))
    order = [*fields()]
    often = [one for one in found.sums if any(n is not None and n >= 1 for n in one.mean)]
    sorts = sorted((one for one in often if one.field), key=lambda one: order.index(one.field))
    areas = sorted((one for one in often if one.area), key=lambda one: one.area)
    rows = [(said.kind_of(one.field), *_range(one)) for one in sorts]
    rows += [(said.place(one.area, named), *_range(one)) for one in areas]
    head = ("类别、地区", *(f"{week.month}月{week.day}日起" for week in found.weeks))
    title = f"{sources.numbered('表')}　各周预测件数和区间{mark}"
    shown.append(Table((head, *rows), head="row", widths=(36, 30, 30, 30, 30), title=title, small=True))
    shown.append(Paragraph("body", "每周不足1件的类别不列，太少，预测没有意义。"))
    return [*shown, *_record(found, sources)]


def _banded(found: Foretold) -> str:
    doubted = found.doubted.get("whole")
    if doubted is not None and doubted.wider is None:
        return "预测"
    return f"预测（色带为{'八成' if doubted is None else '九成五'}区间）"


def _doubt(one: Doubted) -> str:
    told = f"{_LEVELS[one.level]}的八成区间在回测中只命中{one.held:.0%}，不可信；"
    if one.wider is None:
        return f"{told}九成五的也不够，不列区间，有多大把握不知道。"
    return f"{told}改列九成五区间，在回测中命中{one.wider:.0%}。"


def _drawn(found: Foretold, whole: Sum, mark: str, name: str) -> list[Block]:
    past = found.past
    assert past is not None  # noqa: S101 - asked before
    came: list[float | None] = [*past.petitions, *[None] * len(found.weeks)]
    nothing = [None] * len(past.begins)
    ranges = [
        (low, high) if low is not None and high is not None else None
        for low, high in zip(whole.low, whole.high, strict=True)
    ]
    days = [*past.begins, *found.weeks]
    labels = [f"{one:%m-%d}" if n % 5 == 0 else "" for n, one in enumerate(days)]
    drawn = charts.lines(
        labels,
        [
            charts.Line("已收到", came),
            charts.Line(_banded(found), [*nothing, *whole.mean], [*nothing, *ranges]),
        ],
    )
    said_ = "、".join(_one(whole, n) for n in range(len(found.weeks)))
    return [
        Figure(
            f"{name}　全部信访件：已收到和预测{mark}", drawn, f"预测今后{len(found.weeks)}周依次为{said_}。"
        ),
        Paragraph("body", f"全部信访件，今后{len(found.weeks)}周预测依次为{said_}。"),
    ]


def _one(one: Sum, n: int) -> str:
    mean, low, high = one.mean[n], one.low[n], one.high[n]
    if mean is None:
        return "未知"
    if low is None or high is None:
        return f"{mean:.0f}件（区间未知）"
    return f"{mean:.0f}件（{low:.0f}至{high:.0f}）"


def _range(one: Sum) -> list[str]:
    return [_one(one, n).replace("件", "") for n in range(len(one.mean))]


def _record(found: Foretold, sources: Sources) -> list[Block]:
    rows = [
        (
            _LEVELS[level],
            test.since.isoformat(),
            "–" if test.better is None else f"{100 * test.better:+.0f}%",
            f"{100 * test.inside_80:.0f}%",
            f"{100 * test.inside_95:.0f}%",
        )
        for level in _LEVELS
        for test in found.record.get(level, ())
    ]
    if not rows:
        return [Paragraph("body", "以前准不准：还没有可回测的预测。")]
    name = sources.numbered("表")
    mark = sources.note(
        f"{name} 预测的回测",
        "每次只用当时已知的记录重新预测，再与后来收到的比",
        "见表",
        "/desk/insight/forecast/",
    )
    head = ("层次", "从这一周起", "比“照去年同周”好", "八成区间命中", "九成五区间命中")
    return [
        Table(
            (head, *rows),
            head="row",
            widths=(24, 32, 36, 32, 32),
            title=f"{name}　以前的预测准不准{mark}",
            small=True,
        ),
        Paragraph(
            "body", "“好”为负数时，预测不如照去年同周；命中应分别接近80%、95%，偏离越多，区间越不可信。"
        ),
    ]


def warned(found: Warnings, sources: Sources, named: Mapping[str, str]) -> list[Block]:
    """Return the newest warnings with their parts, and how earlier ones were borne out."""
    if found.week is None:
        return [Paragraph("body", "没有预警：尚未推算。")]
    if found.known:
        many = "不足" if found.came is None else f"只有{found.came.events}次，不足"
        return [Paragraph("body", f"不作预警：记录中可学习的事件{many}以学习。")]
    mark = sources.note(
        "预警指数",
        "今后四周内异常增多、成批超期或重复来访翻番的机会（百分之几）",
        f"{day(found.week)}所在周",
        "/desk/insight/warning/",
    )
    shown: list[Block] = []
    rows = [_warning(one, named) for one in found.cells[:_MOST]]
    if rows:
        title = f"{sources.numbered('表')}　指数最高的地区和诉求{mark}"
        head = ("地区和诉求", "指数", "主要信号（对数优势）")
        shown.append(Table((head, *rows), head="row", widths=(66, 16, 74), title=title, small=True))
    else:
        shown.append(Paragraph("body", "没有可列的预警：范围内没有，或涉及不足5人。"))
    told, came = found.looked_back
    if told:
        shown.append(
            Paragraph(
                "body",
                f"以前对不对：近半年指数20以上的预警{told}次，四周内果真出了事的{came}次{mark}。",
            )
        )
    else:
        shown.append(Paragraph("body", "以前对不对：近半年没有满四周、指数20以上的预警可以回看。"))
    if found.calibration:
        said_ = "；".join(
            f"说{100 * one['said']:.1f}%的{one['cells']:.0f}个，出现{100 * one['came']:.1f}%"
            for one in found.calibration
        )
        shown.append(Paragraph("body", f"校准（学习之后的各周）：{said_}。"))
    return shown


def _warning(one: Any, named: Mapping[str, str]) -> tuple[str, str, str]:
    parts = "、".join(
        f"{said.coded('insight.signal', name)}{part:+.1f}" for name, part in one.parts[:_PARTS] if part
    )
    return f"{said.place(one.area, named)}：{said.kind_of(one.kind)}", str(one.index), parts
