"""What was done, whether it was right, and what cannot be known."""

from collections.abc import Mapping, Sequence

from huiyin.foundation.documents import Paragraph, Table
from huiyin.foundation.documents.letter import Block
from huiyin.insight.brief import Brief
from huiyin.insight.brief.going import DUTIES, MARKS, ages
from huiyin.insight.found import Unusual
from huiyin.web.desk.insight.brief import said
from huiyin.web.desk.insight.brief.sources import Sources
from huiyin.web.templatetags.wording import day

ENDED = "办结的信访事项"
STEPS = ("accepted", "transferred", "mediated", "hearing_opened", "extended", "executed", "urgent_reported")
_ENDS = (
    "support",
    "explain",
    "reject",
    "answered",
    "guided",
    "told",
    "transferred",
    "declined",
    "objected",
    "withdrawn",
)
_TWO_YEARS = 730


def outcome(code: str) -> str:
    """Return how a matter ended, in words."""
    known = {"support": "予以支持", "explain": "解释疏导", "reject": "不予支持"}
    return known.get(code) or said.coded("law.stage", code)


def went(found: Brief, sources: Sources) -> list[Block]:
    """Return how matters went in the period."""
    going = found.going
    mark = sources.note(
        "收到和办结的信访事项",
        "事项由一件或多件信访件组成，合并办理的只算一次；办结按不再欠答复之日计",
        link=sources.matters(of="ended"),
    )
    text = f"本期收到信访事项{_matters(going.received)}，办结{_matters(going.ended)}{mark}。"
    for duty in DUTIES:
        text += _in_time(found, duty, sources)
    if going.open is not None:
        old = "、".join(
            f"{f'{days}日内' if days else '更久'}{going.ages[age]}件"
            for age, days in ages()
            if age in going.ages
        )
        mark = sources.note(
            "期末未办结的信访事项",
            "按收到日起的天数",
            f"{going.open_on.isoformat()} 日终",
            sources.matters(of="open"),
        )
        text += f"到{day(going.open_on)}未办结{going.open}件{f'，收到{old}' if old else ''}{mark}。"
    return [
        Paragraph("body", text),
        *_ended(found, sources),
        *_steps(found, sources),
        *_marks(found, sources),
    ]


def _matters(number: int | None) -> str:
    return "不足5件" if number is None else f"{number}件"


def _in_time(found: Brief, duty: str, sources: Sources) -> str:
    name, share = said.coded("law.duty", duty), found.going.in_time.get(duty)
    if share is None:
        return f"{name}的按期情况：没有到期的，或有数字不足5个，不列。"
    mark = sources.note(
        f"{name}的按期率",
        "分母为期限最后一日在本期的，分子为其中按期做到的；没有法定期限的不计；一件事项可以有几个期限",
        link=sources.matters(of="due", which=duty),
    )
    return f"{name}的期限到期{share.whole}个，按期{share.part}个，按期率{share.percent:.1f}%{mark}。"


def _ended(found: Brief, sources: Sources) -> list[Block]:
    outcomes = found.going.outcomes
    if not outcomes:
        return []
    order = [code for code in _ENDS if code in outcomes] + sorted(outcomes.keys() - {*_ENDS})
    codes = "、".join(f"{outcome(code)} {code}" for code in order)
    how = f"不足5件的、由合计可推算的不列；代码：{codes}"
    mark = sources.note("办结方式", how, link=sources.matters(of="ended", which="代码"))
    text = "、".join(f"{outcome(code)}{outcomes[code]}件" for code in order)
    reviewed = found.going.reviews
    text = f"办结方式：{text}{mark}。"
    if reviewed:
        mark = sources.note("复查复核结果", "本期办结且经复查、复核的", link=sources.matters(of="reviewed"))
        text += (
            "经复查、复核："
            + "、".join(f"{said.coded('law.result', c)}{n}件" for c, n in reviewed.items())
            + f"{mark}。"
        )
    else:
        text += "复查、复核结果：没有，或不足5件，不列。"
    return [Paragraph("body", text)]


def _steps(found: Brief, sources: Sources) -> list[Block]:
    steps = found.going.steps
    told = [f"{said.coded('law.act', step)}{steps[step][1]}件" for step in STEPS if step in steps]
    if not told:
        return []
    codes = "、".join(f"{said.coded('law.act', step)} {step}" for step in STEPS if step in steps)
    how = f"按步骤发生日计；不足5件的不列；代码：{codes}"
    mark = sources.note("办理步骤涉及的事项", how, link=sources.matters(of="steps", which="代码"))
    return [Paragraph("body", f"本期办理步骤涉及的事项：{'、'.join(told)}{mark}。")]


def _marks(found: Brief, sources: Sources) -> list[Block]:
    going = found.going
    names = dict(zip(MARKS, ("满意", "基本满意", "不满意"), strict=True))
    told = []
    for whom, name in (("petition_office", "信访工作机构"), ("unit", "责任单位")):
        marks = going.rated.get(whom, {})
        if marks:
            text = "、".join(f"{names[mark]}{marks[mark]}件" for mark in MARKS if mark in marks)
            told.append(f"对{name}：{text}")
    if not told:
        return [Paragraph("body", "信访人评价：没有，或不足5件，不列。")]
    mark = sources.note("信访人评价", "按评价日计，对两方分别评价", link=sources.matters(of="rated"))
    left = [
        f"{name}{going.rateable[code]}件"
        for code, name in (
            ("unrated", "未评价"),
            ("anonymous", "匿名无法评价"),
            ("imported", "历史导入未请评价"),
        )
        if code in going.rateable
    ]
    rest = f"本期办结而没有评价的：{'、'.join(left)}。" if left else ""
    return [
        Paragraph(
            "body", f"信访人评价：{'；'.join(told)}{mark}。{rest}评价的人不等于全部信访人，不推及其余。"
        )
    ]


def judged(unusual: Unusual, sources: Sources) -> list[Block]:
    """Return what became of the findings of a year."""
    record: Mapping[str, int] = unusual.record
    many = sum(record.values())
    mark = sources.note(
        "一年来的提示和判断", "由能看到其中多数事项的人员事后判断", "近 52 周", "/desk/insight/"
    )
    text = f"一年来全部提示{unusual.told}条，经人判断{many}条{mark}"
    parts = "、".join(f"{said.coded('insight.verdict', code)}{n}条" for code, n in record.items() if n)
    text += f"：{parts}。" if parts else "。"
    return [Paragraph("body", text)]


def unknown(found: Brief, unusual: Unusual) -> list[Block]:
    """Return what the figures cannot say."""
    told: Sequence[str] = [
        "检举控告不在任何数字里（信访工作条例第三十条）。",
        "不足5人的，以及可由此推算出的数字不列；列为“其他”或“隐”。",
        "辖区人口、参保人数不在系统内，件数不能换算成比率，地区之间不能直接比高低。",
        "同一人留下不同的姓名电话，或被他人代写，会算作不同的人；匿名的按信访件的内容区分。",
        "类别按现在确认的计，此后改正会使数字变化；同一期再次生成，数字可能不同。",
        *([] if found.whole else ["只含编制人可查看的单位，不是全系统的数字。"]),
        *([f"近四周有{unusual.unsorted}件尚未分类，不在提示、预测和预警里。"] if unusual.unsorted else []),
        *([] if unusual.reckoned else ["异常、预测和预警尚未推算。"]),
        *_short(found),
        *(["本期尚未结束，数字会变。"] if found.period.before > found.on else []),
    ]
    return [Paragraph("body", f"{n}．{line}") for n, line in enumerate(told, 1)]


def _short(found: Brief) -> list[str]:
    if found.first is None or (found.period.before - found.first).days >= _TWO_YEARS:
        return []
    return [f"记录从{day(found.first)}开始，到期末不足两年，分不清季节和变化。"]


def steps_table(found: Brief, sources: Sources) -> list[Block]:
    """Return all steps of the period with times and matters."""
    steps = found.going.steps
    rows = [
        (said.coded("law.act", code), code, str(times), str(matters))
        for code, (times, matters) in steps.items()
    ]
    if not rows:
        return [Paragraph("body", "各步骤都不足5件，不列。")]
    mark = sources.note(
        "各步骤的次数和事项",
        "按步骤发生日计；不足5件的不列",
        link=sources.matters(of="steps", which="代码"),
    )
    title = f"{sources.numbered('表')}　各办理步骤{mark}"
    return [Table((("步骤", "代码", "次数", "事项"), *rows), head="row", title=title, small=True)]
