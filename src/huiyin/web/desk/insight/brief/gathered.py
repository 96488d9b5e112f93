"""How much came, about what, from where: the first parts of a document."""

from collections.abc import Iterator, Mapping, Sequence

from huiyin.foundation.documents import Figure, Paragraph, Table, charts
from huiyin.foundation.documents.letter import Block
from huiyin.insight.brief import Brief, Period
from huiyin.insight.brief.rows import OTHERS, Row
from huiyin.web.desk.insight.brief import said
from huiyin.web.desk.insight.brief.sources import Sources
from huiyin.web.templatetags.wording import day

_YEAR = 60  # weeks; more are labelled by half years


def in_all(found: Brief, sources: Sources) -> list[Block]:
    """Return how much came in all, beside the periods before, and its course by week."""
    now = found.totals[-1]
    if now is None:
        return [Paragraph("body", "本期信访件涉及不足5人，不列数字。")]
    mark = sources.note(
        "收到的信访件、人数、重复反映",
        "按收到日计；同一人本期只算一次，联名的按人数；重复指同一人就同一事项此前反映过",
        link=sources.matters(),
    )
    text = f"本期收到信访件{now.petitions}件、{now.persons}人{mark}。"
    if beside := [*_beside(found, now.petitions)]:
        text = f"{text.rstrip('。')}，{'，'.join(beside)}。"
    if now.again is not None and now.petitions:
        share = now.again / now.petitions
        text += f"其中同一人就同一事项再次反映的{now.again}件，占{share:.1%}。"
    return [
        Paragraph("body", text),
        Paragraph("body", "增减只说多少，不说原因；哪些超出往常，见“不寻常的情况”。"),
        *_course(found, sources),
    ]


def _beside(found: Brief, petitions: int) -> Iterator[str]:
    """Yield what the number is beside the period before, and beside the same of a year ago."""
    if found.outside:
        return
    before = {found.period.back(): "上期", found.period.year_before: "去年同期"}
    for period, what in before.items():
        if period not in found.columns or found.first is None or period.since < found.first:
            yield f"{what}（{said.period_name(period)}）没有记录或记录不全，不作比较"
        elif there := found.totals[found.columns.index(period)]:
            name = f"{what}（{said.period_name(period)}，{there.petitions}件）"
            yield f"比{name}{said.change(petitions, there.petitions)}"


def _course(found: Brief, sources: Sources) -> list[Block]:
    weeks = found.weeks
    if len(weeks) < 3 or not any(week.petitions for week in weeks):  # noqa: PLR2004 - two are no course
        return [Paragraph("body", "按周分开后没有，或人数太少，不画走势。")]
    labels, month = [], 0
    for week in weeks:
        new = week.begins.month != month and week.begins.month % (6 if len(weeks) > _YEAR else 3) == 1
        labels.append(f"{week.begins:%Y-%m}" if new else "")
        month = week.begins.month
    inside = [n for n, week in enumerate(weeks) if week.inside]
    when = f"{day(weeks[0].begins)}起 {len(weeks)} 个整周"
    name = sources.numbered("图")
    mark = sources.note(
        f"{name} 每周信访件和人数", "按收到日所在周（周一起）计；不足5人的周留空", when, "/desk/insight/"
    )
    petitions = [week.petitions for week in weeks]
    peak = max((n, -at) for at, n in enumerate(petitions) if n is not None)
    top = weeks[-peak[1]]
    words = f"{when}的信访件和人数；最多的一周从{day(top.begins)}起，{top.petitions}件、{top.persons}人。"
    drawn = charts.lines(
        labels,
        [charts.Line("信访件", petitions), charts.Line("人数", [week.persons for week in weeks])],
        shaded=(inside[0], inside[-1]) if inside else None,
    )
    return [
        Figure(f"{name}　每周信访件和人数（灰底为本期）{mark}", drawn, words),
        Paragraph("body", f"{name}：{words}"),
    ]


def by_field(found: Brief, sources: Sources) -> list[Block]:
    """Return the fields beside periods before, drawn and as a table, and the kinds that came most."""
    if not found.fields:
        return [Paragraph("body", "按类别分开后人数太少，不列。")]
    titles = [said.field_of(row) for row in found.fields]
    drawing, table = sources.numbered("图"), sources.numbered("表")
    mark = sources.note(
        f"{drawing}、{table} 各类别的信访件和人数",
        "按现在确认的类别计；本期不少于5人的单列，其余从人数最少的起并入“其他”；往期不足5人的、可由合计推算的写“隐”，也从人数最少的起",
        "各期见表头",
        sources.matters(field="代码"),
    )
    labels = [_under(found, period) for period in found.columns]
    drawn = charts.panels([said.bare(one) for one in titles], [row.petitions for row in found.fields], labels)
    named = [row for row in found.fields if row.code != OTHERS]
    most = max(named, key=lambda row: row.petitions[-1] or 0, default=None)
    alt = f"各类别近几期信访件数，数字同{table}。"
    if most is not None:
        alt += f"本期最多的是{said.bare(said.field_of(most))}，{most.petitions[-1]}件。"
    shown: list[Block] = [
        Figure(f"{drawing}　各类别近几期信访件数（深色为本期）{mark}", drawn, alt),
        _beside_each_other(found, found.fields, titles, "类别", f"{table}　各类别信访件数（人数）{mark}"),
    ]
    return [*shown, *_kinds(found, sources)]


def _kinds(found: Brief, sources: Sources) -> list[Block]:
    if not found.kinds:
        return []
    name = sources.numbered("表")
    mark = sources.note(
        f"{name} 具体诉求的信访件和人数",
        "单列类别中件数最多的若干种；不足5件的、不足5人的、由合计可推算的不列",
        link=sources.matters(kind="代码"),
    )
    rows = [(said.kind_of(one.kind), one.kind, str(one.petitions), str(one.persons)) for one in found.kinds]
    head = ("诉求", "代码", "件数", "人数")
    return [
        Table(
            (head, *rows),
            head="row",
            widths=(86, 20, 25, 25),
            title=f"{name}　本期较多的诉求{mark}",
            small=True,
        )
    ]


def by_area(found: Brief, sources: Sources, named: Mapping[str, str]) -> list[Block]:
    """Return the areas in the order of their codes, and areas × fields where that tells of nobody."""
    if not found.areas:
        return [Paragraph("body", "按地区分开后人数太少，不列。")]
    titles = [said.area_of(row, named) for row in found.areas]
    name = sources.numbered("表")
    mark = sources.note(
        f"{name} 各地区的信访件和人数",
        f"按诉求所在地计{'，合到上级地区' if found.above else ''}，按行政区划代码排列；合并、不列同各类别",
        "各期见表头",
        sources.matters() if found.above else sources.matters(area="代码"),
    )
    shown: list[Block] = [
        _beside_each_other(found, found.areas, titles, "地区", f"{name}　各地区信访件数（人数）{mark}"),
        Paragraph("body", "地区不分先后。件数多少与辖区人口、登记是否如实有关，不作单位排名和考核。"),
    ]
    if found.cross is None:
        return shown
    name = sources.numbered("表")
    mark = sources.note(
        f"{name} 本期各地区各类别的信访件",
        "“隐”为不足5人，或可由此推算",
        link=sources.matters(field="代码", **({} if found.above else {"area": "代码"})),
    )
    head = ("地区", *(said.bare(said.field_of(row)) for row in found.fields))
    rows = [
        (said.bare(title), *(said.number(n) for n in line))
        for title, line in zip(titles, found.cross.petitions, strict=True)
    ]
    widths = (22.0, *[134 / len(found.fields)] * len(found.fields))
    return [
        *shown,
        Table(
            (head, *rows),
            head="row",
            widths=widths,
            title=f"{name}　本期各地区各类别信访件数{mark}",
            small=True,
        ),
    ]


def _both(petitions: int | None, persons: int | None) -> str:
    return said.HIDDEN if petitions is None else f"{petitions}({persons})"


def _headed(found: Brief, period: Period) -> str:
    return f"{said.short(period)}（不全）" if _partly(found, period) else said.short(period)


def _under(found: Brief, period: Period) -> str:
    name = said.short(period) if period.step == "year" else said.short(period)[3:]
    return f"{name}不全" if _partly(found, period) else name


def _partly(found: Brief, period: Period) -> bool:
    return (found.first is not None and period.since < found.first) or period.before > found.on


def _beside_each_other(
    found: Brief, rows: Sequence[Row], titles: Sequence[str], what: str, title: str
) -> Table:
    head = (what, *(_headed(found, period) for period in found.columns))
    body = [
        (name, *(_both(n, persons) for n, persons in zip(row.petitions, row.persons, strict=True)))
        for name, row in zip(titles, rows, strict=True)
    ]
    totals = [said.HIDDEN if one is None else f"{one.petitions}({one.persons})" for one in found.totals]
    columns = len(found.columns)
    widths = (38.0, *[118 / columns] * columns)
    return Table((head, *body, ("合计", *totals)), head="row", widths=widths, title=title, small=True)
