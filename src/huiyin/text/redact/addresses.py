"""Addresses below town and street office: road, estate, village, group, building, door."""

import re
from collections.abc import Iterator

from huiyin.text.redact.found import Spot, Whose

_H = "\u4e00-\u9fff"
_N = "0-9零一二三四五六七八九十百"
_REGION = re.compile(
    rf"(?:[{_H}]{{1,8}}?(?:省|自治区|自治州|州(?=[{_H}]{{1,6}}[县市])|(?<=..)市(?![民场政])|盟|"
    rf"(?<!郊)县(?!城)|"
    rf"(?<![小社园片校矿老新])区(?!域)|旗|镇(?!政府|中学)|乡(?!下)|街道(?:办事处|办)?旁?))+"
)
_CUE = re.compile(
    r"(?P<plain>(?:住址|地址)(?:是|为|在|[: ])*|[寄送][到往至]|门牌号?(?:是|[: ])*)"
    r"|(?P<living>(?:家住|现住|租住|暂住|居住|住)(?![院宿房户建持得了不满过着进所宅人套改]"
    r")(?:处|的?地方|地|址|在|于)?(?:是|为|在|[: ])*"
    r"|户[籍口](?:地址?|所在地)?(?:在|是|为|[: ])*|籍贯(?:是|为|[: ])*|[老我他她们]家(?:在|是))"
    r"|(?P<person>我一?原?[是系为]|本人一?原?[是系为])"
)
_NOT_HOME = ("公司", "单位", "办公", "办理", "注册", "经营", "企业", "常", "入", "居")
_STOP = re.compile(
    r"的|是|或|离|(?<!出)租|开了|打工|上班|务工|门口|出门|现[在已]|靠|电话|手机|身份证|叫|至今|"
    r"办理?|[,。;!?\n\"“”、:()<>]| (?=[^0-9])"
)
_STRONG = (
    r"大道|路|街(?!道)|巷子里|巷|弄|胡同|小区|社区|花园|花苑|家园|嘉园|公寓|新村|山庄|名邸|"
    r"村民小组|村委会|村(?!镇)|屯|庄|寨|组|队|(?<=苑)"
)
_UNIT = (
    rf"(?:[a-z]?\d+(?:-\d+)+|[a-z]?\d+(?!\d)(?![年月元日岁个人套万平户米余多%㎡亩分条款])|第?[{_N}]"
    rf"+(?=[号栋幢座单室楼层组队社户弄巷段期区]))(?:号院|号楼|号|栋|幢|座|单元|室|楼|层|组|队|社|"
    rf"房|户|弄|巷|段|期|区|#)?"
)
_PART = re.compile(
    rf"(?:{_STRONG})|苑|坪|湾|冲|城(?=[{_N}a-z])|里(?=[{_N}])|(?:家属|大)院|宿舍|安置房|出租屋|"
    rf"[a-z东西南北中]区|[a-z](?:栋|座)|附(?=\d)|乙(?=\d)"
    rf"|(?P<door>{_UNIT})"
)
_GENERIC = re.compile(
    r"(?:集体|工地|单位|公司|城中|农|本|同|全|我们?|该|这个?|那个?|哪个?|出租|员工|职工|学校|"
    r"学生|一|两|三|几|某|"
    r"大学生?|外|附近|老|别|邻|所在地?|[住籍在]地|本地|山|个|小|自然|行政|他们?)$"
)
_ENDS = re.compile(rf"(?:{_STRONG}|苑|坪|湾|冲)$")
_DOOR = re.compile(rf"(?:[{_N}]+(?:号院|号楼|号|栋|幢|座|单元|室|楼|组|队|社|#)|[a-z]栋|\d+-\d+|\d{{3,4}}$)")
_OF_HERS = re.compile(
    r"的?(?:村民|居民|业主|住户|人(?![民家们])|农民|五保户?|低保户?|失地|贫困|一户|[^的]"
    r"{0,2}户主?)|[,。;!?\n ]|的[,。]|$"
)
_ABODE = re.compile(
    rf"(?:大道|路|街|巷|弄|胡同|里)(?:[东西南北中]?[一二三四五六七八九]?段)?"
    rf"(?:附|乙|甲)?第?(?P<number>\d{{1,5}}(?:-\d{{1,4}})?|[{_N}]{{1,4}}(?=号))号院?(?!线|文|"
    rf"门店|令|车|工|公)"
    rf"|(?:小区|社区|花园|花苑|苑|家园|嘉园|公寓|新村|山庄|名邸|宿舍|家属院|大院|安置房|新城)"
    rf"(?:[一二三四五六七八九\d]期)?(?:[a-z东西南北]区)?[a-z]?第?[{_N}]{{1,4}}(?:栋|幢|座|号楼|"
    rf"号院|#|单元|-\d)"
    rf"|村(?:民委员会)?第?[{_N}]{{1,3}}(?:村民小)?(?:组|队|社)(?!建|织|长会)"
    rf"|[{_N}]{{1,4}}(?:栋|幢|号楼|座)[{_N}]{{1,3}}单元"
)
_LEFT = re.compile(
    r"[对同已将就以该天号日的在住到于是我去和与、,。来从至往位找系及等了着给把被为靠]|"
    r"[省市镇乡]|(?<![小社])区|县(?!城)|街道办?旁?|[^\u4e00-\u9fffa-z]"
)
_PUBLIC = re.compile(
    r"[^,。;!?\n]{0,3}(?:市民|政务|服务|中心|大厅|公司|单位|局|所|银行|医院|学校|工地|项目|"
    r"工厂|厂|车间|窗口|店面|机关|建筑)"
)
_LONGEST, _GAP = 40, 9


def addresses(text: str, whose: Whose) -> Iterator[Spot]:
    """Yield the part of an address below the town; of an office's own text only where somebody lives."""
    for cue in _CUE.finditer(text):
        if (cue["plain"] and whose == "office") or text.endswith(_NOT_HOME, 0, cue.start()):
            continue
        if spot := _after(text, cue.end(), person=bool(cue["person"])):
            yield spot
    for abode in _ABODE.finditer(text):
        if whose == "office" and not re.search(r"[村组队栋幢座室元]$", abode.group()):
            continue
        start = _begin(text, abode.start())
        end = _chain(text, abode.end(), text[abode.end() : abode.end() + _LONGEST])
        if not _PUBLIC.match(text, end) and not (
            text[start : abode.end()] == abode.group() and abode["number"]
        ):
            yield Spot("address", start, end, 0.75)


def _after(text: str, at: int, *, person: bool) -> Spot | None:
    """Return the address after words such as 家住; after 我是 only what is the home of somebody."""
    window = text[at : at + _LONGEST]
    if stop := _STOP.search(window):
        window = window[: stop.start()]
    region = _REGION.match(window)
    start = at + (region.end() if region else 0)
    window = window[start - at :]
    end = _chain(text, start, window)
    tail = text[start:end]
    if len(tail) < 2 or not (_ENDS.search(tail) or _DOOR.search(tail)):  # noqa: PLR2004 - a name and what it is
        return None
    named = re.sub(rf"(?:{_STRONG}|苑|坪|湾|冲)$", "", tail)
    if _GENERIC.search(named) or not named:
        return None
    if person and not _OF_HERS.match(text, end):
        return None
    return Spot("address", start, end, 0.8 if region or not person else 0.65)


def _chain(text: str, start: int, window: str) -> int:
    """Return where the last part ends that follows the ones before it closely."""
    if stop := _STOP.search(window):
        window = window[: stop.start()]
    reached = 0
    for part in _PART.finditer(window):
        gap = part.start() - reached
        if gap > (_GAP if reached == 0 else _GAP - 3) or (reached and gap and part["door"] and gap > 6):  # noqa: PLR2004
            break
        reached = part.end()
    return start + reached


def _begin(text: str, at: int) -> int:
    """Return where the name before a road, estate or village begins: after a region or a small word."""
    start = at
    while start > 0 and at - start < 8 and not _LEFT.match(text[start - 1]):  # noqa: PLR2004 - a long name
        start -= 1
    if region := _REGION.match(text[start:at]):
        start += region.end()
    return start
