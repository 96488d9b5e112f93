"""Personal names where a petition says that it names somebody."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from huiyin.text.redact.found import Spot, Spots
from huiyin.text.redact.surnames import DOUBLE, HARD, SINGLE, SMALL, STOPPED
from huiyin.text.redact.words import ANNOUNCERS, TITLED, TITLES

_H = "\u4e00-\u9fff"
_CALLED = re.compile(r"叫(?:做|作)?(?![了苦救他她你您它天])")
_WHO_IS_CALLED = re.compile(r"(?:我|名|字|人|位|个|他|她|本人|老板|厂长|队长|自称|真|的)$")
_LEAD = re.compile(r"(?:姓名)?(?:[: ]|名叫|真名|叫做?|是|为)*")
_AMONG = re.compile(r"[跟给找被向替帮请让问的是有告下由人员者师友医里与和,。;!?\n在](?!问)")
_STOP_AFTER = re.compile(r"[,。、;:!?()\n]|$|[说也已就](?![明是可法])")
_MEANT = re.compile(r"(?:[(,]?(?:男|女)[,)。]|等\d+人)")
_LINE = re.compile(rf"(?:^|\n) *([{_H}]{{2,4}})(?=[: ]{{0,2}}(?:\n|:))")
_RESPECTS = re.compile(r"(?:敬上|敬启|敬呈|谨上|呈上|上)\s*$")
_NEVER_LAST = frozenset("馆村镇路街区县店厂局部站厅所组队们人费款某")
_NO_GIVEN_NAME = frozenset("费款金证厂局部会员工们的说是门村镇路街区县馆店场站院所队组库系感约个了人长科在于和大不要有得者类型业")
_OPEN = re.compile(r"[,。;!?\n:()（\"“”、 <>]|[的由是和与找叫给向对让被到跟请因而但据把同为及系即问位]$")  # noqa: RUF001
_CLOSE = re.compile(
    r"[^\u4e00-\u9fff]|$|系|是|男|女|今年|现年|现[居住年]|住|家[住在里的]|生[于前]|出生|身份证|电话|手机|联系|的|在|于|因|说|称|告诉|答应|承诺|拖欠|欠|"
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
            width = _name_at(text, sep.end(), sure=False) or _listed(text, sep)
            if not width:
                break
            last = Spot("name", sep.end(), sep.end() + width, 0.75)
            yield last
            found.setdefault(text[last.start : last.end], last.confidence)
        name = text[spot.start : spot.end]
        if len(name) >= _LIGHT or (spot.confidence > 0.8 and not _is_word(name)):  # noqa: PLR2004 - announced
            found.setdefault(name, spot.confidence)


def _listed(text: str, sep: re.Match[str]) -> int:
    """Return the width of what stands like a name between names: after 、 and before another stop."""
    at = sep.end()
    if "、" not in sep.group() or text[at : at + 1] not in SINGLE or text[at] in HARD or text[at : at + 2] in STOPPED:
        return 0
    match = re.compile(rf"[{_H}]{{2,3}}?(?=[,。、;\n]|等[\d一二三四五六七八九十人]|$)").match(text, at)
    return 0 if not match or match.group()[-1] in _NO_GIVEN_NAME or "某" in match.group() else len(match.group())


def _announced(text: str) -> Iterator[Spot]:
    for called in _CALLED.finditer(text):
        if _WHO_IS_CALLED.search(text[max(0, called.start() - 2) : called.start()]):
            at = called.end()
            if width := _name_at(text, at, sure=True) or _nameless(text, at):
                yield Spot("name", at, at + width, 0.95)
    for _, end in ANNOUNCERS.hits(text):
        lead = _LEAD.match(text, end)
        at = lead.end() if lead else end
        sure = at > end and text[at - 1] in ": 叫" and text[end - 1] not in "是系"
        if width := _name_at(text, at, sure=sure):
            yield Spot("name", at, at + width, 0.95 if sure else 0.8)
    yield from _among(text)


def _among(text: str) -> Iterator[Spot]:
    """Yield names that the segmenter knows as such, after a small word or a stop."""
    for cue in _AMONG.finditer(text):
        at = cue.end()
        if text[at : at + 1] not in SINGLE or text[at] in SMALL or text[at : at + 2] in STOPPED:
            continue
        if cue.group()[0] == "在" and text[at + _LIGHT : at + _LIGHT + 2] != "承包":
            continue
        if _titled(text, at + 1):
            continue
        width = _light_name(text, at, loud=cue.group() not in ",。;!?\n")
        if width:
            yield Spot("name", at, at + width, 0.7)


def _light_name(text: str, at: int, *, loud: bool) -> int:
    """Return the width of a name of which the segmenter is sure, or 0; two characters need a stop after them."""
    for width in (_LIGHT, 2):
        close = _CLOSE if width == _LIGHT else _STOP_AFTER
        if not close.match(text, at + width) or not _all_ideographs(text[at : at + width], width):
            continue
        if text[at + width - 1] in _NO_GIVEN_NAME or (width < _LIGHT and not loud):
            continue
        if _tagged_name(text, at, width):
            return width
    return 0


def _titled(text: str, at: int) -> bool:
    return text.startswith(TITLED, at)


def _name_at(text: str, at: int, *, sure: bool) -> int:
    """Return how many characters of a name stand there, or 0; `sure` when the words before announce one."""
    surname = 2 if text[at : at + 2] in DOUBLE else 1 if text[at : at + 1] in SINGLE else 0
    if not surname or _titled(text, at + surname):
        return 0
    widths = [w for w in (surname + 2, surname + 1) if _all_ideographs(text[at : at + w], w)]
    fits = [w for w in widths if _CLOSE.match(text, at + w)]
    if not fits:
        fits = [w for w in widths if text[at] not in SMALL and _tagged_name(text, at, w)]
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
    last = text[at + width - 1]
    if last in _NEVER_LAST or (last in _NO_GIVEN_NAME and not _surely(text, at, width)):
        return 0
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
    return not (sort[:1] not in "il" and len(word) < width and text[at] not in SMALL)


def _surely(text: str, at: int, width: int) -> bool:
    """Return whether a name stands there although it begins like an everyday word."""
    return width >= _LIGHT and text[at] not in SMALL and _tagged_name(text, at, width)


def _tagged_name(text: str, at: int, width: int) -> bool:
    (word, sort), *more = _tagger().tag(text[at : at + 7])
    if len(word) == 1 and width >= _LIGHT and more:
        return bool(sort.startswith("nr") and len(more[0][0]) == width - 1 and more[0][1].startswith(_NAMED))
    return bool(len(word) == width and sort.startswith("nr"))


def _is_word(name: str) -> bool:
    (word, sort), *_ = _tagger().tag(name)
    return word == name and not sort.startswith("nr")


def _before_titles(text: str, spots: Spots) -> Iterator[Spot]:
    ends = [start for start, _ in TITLES.hits(text)]
    ends += [m.start() for m in _MEANT.finditer(text)]
    ends += [s.start for s in spots if s.kind in ("mobile", "id")]
    for end in ends:
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
            if _whole_name(text, start, width):
                yield Spot("name", start, end, 0.8)
                break


def _whole_name(text: str, start: int, width: int) -> bool:
    piece = text[start : start + width]
    known = piece[:2] in DOUBLE if width == _FULL else piece[0] in SINGLE or piece[:2] in DOUBLE
    if not known or piece[-1] in _NEVER_LAST or "某" in piece or _titled(piece, 1):
        return False
    if piece[:2] in STOPPED and not _surely(piece, 0, width):
        return False
    if piece[-1] in _NO_GIVEN_NAME and not (width >= _LIGHT and _surely(piece, 0, width)):
        return False
    return not _vetoed(piece, 0, width)


def _signed(text: str) -> Iterator[Spot]:
    """Yield the name that stands alone at the end, before a date or a telephone, or on a line of its own."""
    for line in _LINE.finditer(text[:400]):
        if _whole_name(text, line.start(1), len(line[1])):
            yield Spot("name", *line.span(1), 0.85)
    text = _RESPECTS.sub("", text)
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
    for dot in re.finditer("·", text):
        before = re.compile(rf"(?:.*(?:叫|是|人|为|名|[,。:、]|的))?([{_H}]{{2,6}})$", re.DOTALL).match(text[max(0, dot.start() - 8) : dot.start()])
        after = re.compile(rf"[{_H}]{{2,6}}?(?={_CLOSE.pattern})").match(text, dot.end())
        if before and after and "某" not in before[1] + after.group() and not _is_word(before[1]):
            yield Spot("name", dot.start() - len(before[1]), after.end(), 0.9)
