"""Personal names where a petition says that it names somebody."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from huiyin.text.redact.found import Spot, Spots
from huiyin.text.redact.surnames import DOUBLE, HARD, SINGLE, SMALL, STOPPED

_H = "\u4e00-\u9fff"
_KIN = (
    "父亲|母亲|爸爸|妈妈|继父|继母|养父|养母|岳父|岳母|公公|婆婆|丈夫|妻子|老公|老婆|爱人|前夫|前妻|儿子|女儿|大儿|小儿|儿媳妇?|女婿|"
    "哥哥?|弟弟?|姐姐?|妹妹?|大哥|二哥|大姐|二姐|堂[哥弟姐妹]|表[哥弟姐妹]|嫂子|爷爷|奶奶|外公|外婆|姥姥|姥爷|孙子|孙女|外甥女?|侄子|侄女|"
    "叔叔?|伯父|伯伯|婶婶?|舅舅?|舅妈|姑姑?|姑妈|姨妈?|姨父|(?<=我)[爸妈爹娘]|(?<=[他她])[爸妈]|爹爹?|娘|两?口子"
)
_ROLE = (
    "信访人|反映人|投诉人|举报人|上访人|来信人|来访人|求助人|申请人|申诉人|控告人|报案人|受害人|当事人|代理人|委托人|证明人|证人|收件人|"
    "经办人|承办人|被欠薪人|欠薪人|联系人|负责人|介绍人|担保人|受益人|户主|户名|开户名|死者|伤者|逝者|原告|被告|法定代表人|法人代表|法人|"
    "股东|老板娘?|包工头|工头|班组长|班长|带班的?|队长|厂长|店长|站长|院长|校长|园长|场长|矿长|经理|总监|主管|会计|出纳|文员|工友|同事|同学|老乡|"
    "邻居|房东|战友|村民|居民|业主|职工|员工|工人|学员|学生|老师|教师|医生|医师|护士|律师|司机|师傅|干部|书记|村支书|支书|主任|村长|"
    "组长|局长|科长|股长|所长|镇长|乡长|县长|市长|区长|大队长?|工作人员|办事员|科员|警官|法官|仲裁员|小姑娘|小伙子|老人|大爷|大妈|"
    "五保户|低保户|贫困户|领导|中介的?|同村的?|镇里的|局里?的|队里?的|公司的|单位的|男子|女子|姑娘|媳妇|名字|就找|联系|签名|签字|签名人|代表|百姓"
)
_ANNOUNCED = re.compile(
    r"我(?:的?名字)?(?:名)?叫(?:做)?(?![了苦救他她你您它天])|名字(?:叫|是|为)|名叫|本名|真名叫?|本人叫|(?:人|位|个|他|她|老板|厂长|队长|自称)叫(?:做)?"
    rf"|姓名(?:是|叫|为|[: ])+|(?:{_ROLE})(?:姓名)?(?:[: ]|名叫|叫|是|为)+|户名[: ]*|签名[: ]*"
)
_AFTER = re.compile(
    rf"(?:{_KIN}|{_ROLE}|姓名|本人|我(?:是|系)|我们是|由|自称|(?:联系|就找)|[死伤]者|监察大队|\d+日联系|来信人|信访人)(?:[: ])*"
)
_AMONG = re.compile(r"在(?=...承包)|[跟给找被向替帮问请让](?!问)|(?<=[,。;!?\n])")
_TITLE = re.compile(
    r"(?:先生|女士|同志|老师|师傅|经理|老板|书记|主任|局长|科长|股长|所长|站长|镇长|乡长|村长|县长|市长|区长|院长|校长|厂长|队长|支书|会计|"
    r"律师|医生|法官|警官|班长|大爷|大妈|组长|总(?=[,。说])|等人|等\d+人|[(,]?(?:男|女)[,)。]|[,(]{0,2}(?:公民)?身份证|"
    r"[,(:]{0,2}(?:联系)?(?:电话|手机|联系方式)|是我的?(?:父|母|丈|妻|老|儿|女|哥|弟|姐|妹|爱|公|婆|岳)|"
    r"系我|拖欠|欠我|欠了|卷款|本人身份证)"
)
_TITLED = re.compile(
    r"(?:老师|师傅|经理|大爷|大妈|大姐|大哥|阿姨|叔叔?|伯伯?|主任|科长|局长|书记|厂长|队长|老板|医生|律师|会计|同志|先生|女士|总|工(?![\u4e00-\u9fff])|姓|家)"
)
_LINE = re.compile(rf"(?:^|\n) *([{_H}]{{2,4}})(?=[: ]{{0,2}}(?:\n|:))")
_OPEN = re.compile(r"[,。;!?\n:()（\"“”、 <>]|[的由是和与找叫给向对让被到跟请因而但据把同为及系即问位]$")  # noqa: RUF001
_CLOSE = re.compile(
    r"[^\u4e00-\u9fff]|$|系|是|男|女|今年|现年|现[居住年]|住|家[住在里]|生[于前]|出生|身份证|电话|手机|联系|的|在|于|因|说|称|告诉|答应|承诺|拖欠|欠|"
    r"与|和|跟|同志|同意|从|为|被|把|将|让|向|对|没|不|已|又|都|也|就|还|要|以|等|先生|女士|老师|队长|经理|书记|主任|科长|局长|律师|师傅|"
    r"可以|能|考|怀孕|写|签|查|收|领|口头|口述|押|代|替|带|跑|卷|手|亲|打|去|去世|来|原|本|曾|至|到|自|给|我|他|她|你|这|那|一|两|1|"
    r"处|名下|夫妇|二人|两人|三人|等人|以及|及|或|敬上|女儿|承包|上门|进行|反映|投诉|申请|要求|四川|湖南|外出|参加|每|用|拿|认|态度|承认|"
    r"教龄|工龄|书记|村|户|做|发|有|上|下|什么|怎么|受伤|突然|生病|得|请|求|只|很|却|便|则|经|由|退休|工作|丢|帮|过|同"
)
_SOFT = "的在于因说与和跟让是被把将向对没不已又都也就还要以等从为系住签押代写领收查我他家给用来去"
_SEPARATED = re.compile(r"(?:[、,/ ]|和|与|及|以及){1,2}")
_FUNCTION = ("p", "c", "d", "r", "u", "v", "f", "m")
_NAMED = ("nr", "x", "nz", "j", "g", "m", "q")
_LIGHT, _FULL = 3, 4


@cache
def _tagger() -> Any:
    import rjieba

    return rjieba


def names(text: str, spots: Spots) -> Iterator[Spot]:
    """Yield the names of persons that words around them announce; each again wherever it stands."""
    found: dict[str, float] = {}
    yield from _remember(text, found, _announced(text))
    yield from _remember(text, found, _before_titles(text, spots))
    yield from _remember(text, found, _signed(text))
    yield from _remember(text, found, _transliterated(text))
    for name, sure in found.items():
        at = text.find(name)
        while at >= 0:
            yield Spot("name", at, at + len(name), sure)
            at = text.find(name, at + len(name))


def _remember(text: str, found: dict[str, float], spots: Iterator[Spot]) -> Iterator[Spot]:
    for spot in spots:
        yield spot
        last = spot
        while sep := _SEPARATED.match(text, last.end):  # one name leads to the next: 张三、李四和王五
            width = _name_at(text, sep.end(), sure=False)
            if not width:
                break
            last = Spot("name", sep.end(), sep.end() + width, 0.75)
            yield last
            found.setdefault(text[last.start : last.end], last.confidence)
        name = text[spot.start : spot.end]
        if len(name) >= _LIGHT or (spot.confidence > 0.8 and not _is_word(name)):  # noqa: PLR2004 - announced
            found.setdefault(name, spot.confidence)


def _announced(text: str) -> Iterator[Spot]:
    for cue in _ANNOUNCED.finditer(text):
        width = _name_at(text, cue.end(), sure=True)
        if not width and "叫" in cue.group():
            width = _nameless(text, cue.end())
        if width:
            yield Spot("name", cue.end(), cue.end() + width, 0.95)
    for cue in _AFTER.finditer(text):
        if width := _name_at(text, cue.end(), sure=False):
            yield Spot("name", cue.end(), cue.end() + width, 0.8)


    for cue in _AMONG.finditer(text):
        at = cue.end()
        if text[at : at + 1] in SMALL or text[at : at + 2] in STOPPED or text[at : at + 1] not in SINGLE:
            continue
        if _CLOSE.match(text, at + _LIGHT) and _tagged_name(text, at, _LIGHT) and "某" not in text[at : at + _LIGHT]:
            yield Spot("name", at, at + _LIGHT, 0.7)


def _name_at(text: str, at: int, *, sure: bool) -> int:
    """Return how many characters of a name stand there, or 0; `sure` when the words before announce one."""
    surname = 2 if text[at : at + 2] in DOUBLE else 1 if text[at : at + 1] in SINGLE else 0
    if not surname or _TITLED.match(text, at + surname):
        return 0
    widths = [w for w in (surname + 2, surname + 1) if _all_ideographs(text[at : at + w], w)]
    fits = [w for w in widths if _CLOSE.match(text, at + w)]
    if not fits:
        return 0
    width = fits[0]
    if len(fits) > 1 and text[at + width - 1] in _SOFT and not _tagged_name(text, at, width):
        width = fits[1]
    if text[at : at + 2] in STOPPED and not _surely(text, at, width):
        return 0
    if text[at + width - 1] in "的说某" or "某" in text[at : at + width]:
        return 0
    if sure:
        return width
    return 0 if _vetoed(text, at, width) else width


def _all_ideographs(piece: str, width: int) -> bool:
    return len(piece) == width and all("\u4e00" <= c <= "\u9fff" for c in piece)


def _nameless(text: str, at: int) -> int:
    """Return the width of a name without a known surname: two to four characters up to a stop."""
    match = re.compile(rf"[{_H}]{{2,4}}(?=[,。;:!?\n(]|$)").match(text, at)
    if not match or re.search(r"[某我你他她的了不没]", match.group()):
        return 0
    return len(match.group())


def _vetoed(text: str, at: int, width: int) -> bool:
    """Return whether the segmenter reads a word there that is no name."""
    word, sort = _tagger().tag(text[at : at + 7])[0]
    if len(word) == 1:
        return text[at] in HARD or (text[at] in SMALL and sort.startswith(_FUNCTION) and width < _LIGHT)
    if sort.startswith("ns"):
        return len(word) != width
    if sort.startswith(_NAMED):
        return False
    return not (sort.startswith("n") and len(word) < width and text[at] not in SMALL)


def _surely(text: str, at: int, width: int) -> bool:
    """Return whether a name stands there although it begins like an everyday word."""
    return width >= _LIGHT and text[at] not in SMALL and _tagged_name(text, at, width)


def _tagged_name(text: str, at: int, width: int) -> bool:
    word, sort = _tagger().tag(text[at : at + 7])[0]
    return bool(len(word) == width and sort.startswith("nr"))


def _is_word(name: str) -> bool:
    (word, sort), *_ = _tagger().tag(name)
    return word == name and not sort.startswith("nr")


def _before_titles(text: str, spots: Spots) -> Iterator[Spot]:
    ends = [(t.start(), t.group()) for t in _TITLE.finditer(text)]
    ends += [(s.start, "") for s in spots if s.kind in ("mobile", "id")]
    for end, title in ends:
        while end > 0 and text[end - 1] in " (:,":
            end -= 1
        for width in (_LIGHT, 2, _FULL):
            start = end - width
            if start < 0 or not _all_ideographs(text[start:end], width):
                continue
            if width == _FULL and text[start : start + 2] not in DOUBLE:
                continue
            if start and not _OPEN.match(text[start - 1]):
                continue
            if _whole_name(text, start, width) and not (width == 2 and title[:1] == "总"):  # noqa: PLR2004
                yield Spot("name", start, end, 0.8)
                break


def _whole_name(text: str, start: int, width: int) -> bool:
    piece = text[start : start + width]
    known = piece[:2] in DOUBLE if width == _FULL else piece[0] in SINGLE or piece[:2] in DOUBLE
    if not known or "某" in piece or _TITLED.match(piece, 1):
        return False
    if piece[:2] in STOPPED and not _surely(piece, 0, width):
        return False
    if piece[-1] in "的说是在于和了人局长科厂部会员工们":
        return False
    return not _vetoed(piece, 0, width)


def _signed(text: str) -> Iterator[Spot]:
    """Yield the name that stands alone at the end, before a date or a telephone, or on a line of its own."""
    for line in _LINE.finditer(text[:400]):
        if _whole_name(text, line.start(1), len(line[1])):
            yield Spot("name", *line.span(1), 0.85)
    tail = max(0, len(text) - 90)
    pieces = list(re.compile(rf"[{_H}0-9*\-./年月日:]+").finditer(text, tail))
    for piece in reversed(pieces[-6:]):
        said = piece.group().rstrip(":")
        if re.fullmatch(r"[0-9*\-./年月日:零一二三四五六七八九十]+|(?:联系)?(?:电话|手机)[:0-9*\-]*|此致|敬礼|即日", said):
            continue
        if 1 < len(said) <= _FULL and _whole_name(text, piece.start(), len(said)):
            before = text[piece.start() - 1 : piece.start()]
            if piece.start() > tail and before in "\n。!?; ~—…":
                yield Spot("name", piece.start(), piece.start() + len(said), 0.85)
        return


def _transliterated(text: str) -> Iterator[Spot]:
    for dot in re.finditer("[·•]", text):
        before = re.compile(rf"(?:.*(?:叫|是|人|为|名|[^{_H}]))?([{_H}]{{2,6}})$", re.DOTALL).match(text[max(0, dot.start() - 8) : dot.start()])
        after = re.compile(rf"[{_H}]{{2,6}}?(?={_CLOSE.pattern})").match(text, dot.end())
        if before and after and "某" not in before[1] + after.group():
            yield Spot("name", dot.start() - len(before[1]), after.end(), 0.9)
