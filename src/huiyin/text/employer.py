"""The employer or unit that a petition is about: shown beside the text, never stored."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.text.reading import Reading
from huiyin.text.spans import Span

_SUFFIX = re.compile(
    # how one can begin: the many ways below are tried nowhere else
    r"(?=[专中事交人会住供信健公养农出分办劳医卫厂合商城培大子学宾小居屠工幼建影快总技报指搅支教敬施有服机村林标民水洗派火烟煤物"
    r"环理电矿研砖社福税站管粮网美职股茶药街设诊财责超车连邮酒采金铁铜银锰门集项食餐饭高])(?:"
    r"中[铁建交冶核水][第]?[一二三四五六七八九十\d]{1,3}局|(?:股份|有限|责任)*(?:有限公司|"
    r"责任公司|股份公司|总公司|分公司|子公司|公司|集团)(?:第?[一二三四五六七八九十\d]"
    r"{1,2}?分公司)?|"
    r"(?:总|分)?厂(?![长商家家房区门里子])|(?:煤|铁|铜|金|锰)矿(?![长工山])|矿业|(?:大|"
    r"连锁)?酒店|宾馆|饭店|餐厅|餐馆|酒楼|火锅店|超市|商场|商店|"
    r"专卖店|门店|药店|网吧|影城|健身房|茶楼|洗浴中心|会所|美容院|理发店|幼儿园|小学(?!生)|"
    r"中学(?!生)|高中(?!生|毕业)|大学(?!生|毕业)|"
    r"职业技术学院|学院|技校|职校|学校|培训机构|卫生院|人民医院|医院|卫生室|诊所|敬老院|"
    r"养老院|福利院|支行|分行|信用社|农商行|银行(?!卡|流水|账)|"
    r"工地|项目部|标段|施工队|劳务队|建筑队|合作社|农场|林场|养殖场|屠宰场|采石场|搅拌站|砖厂|"
    r"事务所|工作室|研究院|设计院|研究所|出版社|报社|"
    r"电视台|物业(?!费|管理费)|人力资源(?:服务)?中心|服务中心|供电所|水务所|派出所|管理处|"
    r"办事处|街道办|村委会|居委会|管委会|指挥部|"
    r"(?:社会保障|人社|社保|住建|交通|教育|水利|林业|民政|环卫|城管|公安|税务|财政|卫健|供销|"
    r"粮食|邮政|烟草|电力|供电)局|供销社|粮站|食品站|机械站|站点|快递站|车队|工厂"
    r")"
)
_LEGAL = re.compile(r"(?:公司|集团|事务所|合作社|分公司)$")
_NAME = r"[\u4e00-\u9fff0-9a-z()（）·&\-]"
_BOUND = re.compile(
    r".*(?:[,。;!?:、\s\"“”《》<>]|在|到|于|去|从|被|由|给|让|向|跟|找|替|叫|请|与|和(?!平|谐|"
    r"美|顺|记|润|信|兴|盛|泰|丰)|同(?!仁|济|庆|乐|福|方|心|安)|是|的|了|过|把|将|对|因|"
    r"我们?|他们?|她们?|你们|咱们?|自己|大家|本人|这[家个]?|那[家个]?|某|该|一家|几家|有家|"
    r"两家|一个|哪家|这些|就职|任职|入职|供职|受雇|进入|进了?(?!出口)|投诉|举报|反映|状告|"
    r"转入|转询|转到|转给|勾结|关停|为何|份|及|起诉|要求|"
    r"请求|希望|督促|责令|但|而|并|且|后|年|月|日|号(?!线)|现|原(?!野|生)|老板|包工头|位于|"
    r"注册|名为|名叫|属于|承包|挂靠|转包|分包给?|派遣|派到|调到?|分配|招聘|应聘|聘用|实习|"
    r"打工|上班|干活|"
    r"工作|担任|当(?!阳|地)|没有?|不是|还是|或者?|以及|如果|所在|通过|等|离开|回到|经过|每天|"
    r"一直|自从|曾经?|已经?|也|都|就|再|又|要|想|问)",
    re.DOTALL,
)
_BOUND_LEGAL = re.compile(
    r".*(?:[,。;!?:、\s\"“”《》<>]|在|到|于|去|从|被|由|与|给|让|向|跟|找|替|是|的|了|过|对|"
    r"我们?|他们?|她们?|你们|投诉|举报|状告|起诉|要求|请求|督促|责令|"
    r"位于|名为|名叫|入职|就职|任职|一家|这家|那家|该|属于|承包|挂靠|转包|分包给?|派遣[到至]|"
    r"应聘|进入|老板|包工头|现在|年|月(?!星|亮)|\d[日号])",
    re.DOTALL,
)
_WORKED = re.compile(r"(?:在|到|去|于|进入?|入职|受雇于?|就职于?|任职于?|供职于?|从)$")
_WORKS = re.compile(r"(?:里|内|那里)?(?:工作|上班|打工|务工|干活|做工|当|做|任|担任|就业|从事|实习|送|跑)")
_BLAMED = re.compile(
    r"(?:却|一直|至今|长期|恶意|无故|非法|违法|单方面?|不|没有?|未|拒绝?|强制|强迫)*(?:拖欠|"
    r"欠|克扣|辞退|开除|解除|裁|缴|交|签|发|给|付|支付|倒闭|破产|改制|老板)"
)
_NAMED = re.compile(r"(?:单位|公司|工作单位|用人单位|被投诉单位|被申请人|企业|名称)(?:是|为|叫|[:： ])+$")
_PUBLIC = re.compile(r"(?:局|所|处|委会|街道办|办事处|中心|指挥部|派出所)$")
_GENERIC = re.compile(
    r"^(?:有限|责任|股份|分|总|子|大|小|老|新|外|私|国|民营|私营|国营|国有|集体|外地|本地|"
    r"当地|附近|另外?|其他|别的?|多家|各|每个?|全|本|我|某|贵|"
    r"用人|劳务|建筑|物业|外包|派遣|劳务派遣|保安|保洁|中介|家政|网约车|快递|外卖|人力资源|市|"
    r"县|区|镇|乡|村|省)*(?:公司|集团|厂|工厂|分厂|医院|学校|小学|中学|"
    r"高中|大学|学院|银行|工地|项目部|超市|酒店|饭店|餐馆|餐厅|宾馆|物业|门店|商店|商场|"
    r"幼儿园|车队|站点|支行|分行|施工队|人社局|社保局|服务中心|派出所|村委会|居委会|管委会|"
    r"街道办|局|矿业|集团公司|有限公司|总公司|分公司|子公司|药店|大酒店)$"
)
_SITE = re.compile(r"工地|项目部|标段|施工队|车队|站点|门店")
_LONGEST, _MOST = 30, 5


@dataclass(frozen=True, slots=True)
class Employer:
    """A unit by its longest natural name, whether it is a public body, and how sure it is the one meant."""

    name: str
    public: bool
    p: float
    span: Span

    def as_dict(self) -> dict[str, Any]:
        """Return the unit as JSON."""
        return {"name": self.name, "public": self.public, "p": self.p, **self.span.as_dict()}


def employers(readings: Sequence[Reading]) -> tuple[Employer, ...]:
    """Return at most five units, the likeliest employer first; a unit named twice counts once."""
    best: dict[str, Employer] = {}
    for reading in readings:
        text = reading.normal.text
        for match in _SUFFIX.finditer(text):
            start, end = _begin(text, match.start(), match.end()), match.end()
            name = text[start:end]
            if (end - start <= len(match.group()) and match.group()[0] != "中") or _GENERIC.match(name):
                continue
            p = _likely(text, start, end, name)
            unit = Employer(name, bool(_PUBLIC.search(name)), p, reading.span(start, end))
            known = best.get(name)
            best[name] = unit if known is None else _again(known, unit)
    ordered = sorted(_longest(best.values()), key=lambda e: (-e.p, e.span.where == "text", e.span.start))
    return tuple(ordered[:_MOST])


def _begin(text: str, suffix: int, end: int) -> int:
    """Return where the name before the suffix begins: after the last small word, verb or stop."""
    from_ = max(0, end - _LONGEST)
    legal = _LEGAL.search(text[suffix:end])
    bound = (_BOUND_LEGAL if legal else _BOUND).match(text[from_:suffix])
    start = from_ + (bound.end() if bound else 0)
    if run := re.search(rf"{_NAME}+$", text[start:suffix]):
        return start + run.start() + (len(run.group()) - len(run.group().lstrip("-)）·&")))
    return suffix


def _likely(text: str, start: int, end: int, name: str) -> float:
    before, after = text[max(0, start - 8) : start], text[end : end + 12]
    p = 0.35 if _PUBLIC.search(name) else 0.5
    if _NAMED.search(before):
        p += 0.35
    if _WORKS.match(after) and _WORKED.search(before):
        p += 0.35
    elif _WORKS.match(after) or _WORKED.search(before):
        p += 0.1
    if _BLAMED.match(after):
        p += 0.25
    return round(min(p, 0.95), 2)


def _again(known: Employer, unit: Employer) -> Employer:
    p = round(min(0.97, max(known.p, unit.p) + 0.05), 2)
    return Employer(known.name, known.public, p, known.span)


def _longest(units: Iterable[Employer]) -> list[Employer]:
    """Leave out short forms of a unit also named in full, and the sites of one that is named itself."""
    every = list(units)
    return [
        u for u in every if not any(_short_form(u, other) or _site(u, other) for other in every if other != u)
    ]


def _short_form(unit: Employer, other: Employer) -> bool:
    return unit.name != other.name and other.name.endswith(unit.name)


def _site(unit: Employer, other: Employer) -> bool:
    return bool(_SITE.fullmatch(unit.name.removeprefix(other.name)))
