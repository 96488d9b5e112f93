"""Whether a name stands at a place: surname, given name, what follows, and what the segmenter says."""

import re
from functools import cache
from typing import Any

from huiyin.text.redact.surnames import DOUBLE, HARD, SINGLE, SMALL, STOPPED
from huiyin.text.redact.words import TITLED

_H = "\u4e00-\u9fff"
_STOP_AFTER = re.compile(r"[,。、;:!?()\n]|$|[说也已就](?![明是可法])")
_NEVER_LAST = frozenset("馆村镇路街区县店厂局部站厅所组队们人费款某")
NO_GIVEN_NAME = frozenset(
    "费款金证厂局部会员工们的说是门村镇路街区县馆店场站院所队组库系感约个了人长科在于和大不要有得者类型业"
)
FOLLOWS_A_NAME = re.compile(
    r"[^\u4e00-\u9fff]|$|系|是|男|女|今年|现年|现[居住年]|住|家[住在里的]|生[于前]|出生|"
    r"身份证|电话|手机|联系|的|在|于|因|说|称|告诉|答应|承诺|拖欠|欠|"
    r"与|和|跟|同志|同意|从|为|被|把|将|让|向|对|没|不|已|又|都|也|就|还|要|以|等|先生|女士|"
    r"老师|队长|经理|书记|主任|科长|局长|律师|师傅|"
    r"可以|能|考|怀孕|写|签|查|收|领|口头|口述|押|代|替|带|跑|卷|手|亲|打|去|去世|来|原|本|曾|"
    r"至|到|自|给|我|他|她|你|这|那|一|两|1|"
    r"处|名下|夫妇|二人|两人|三人|等人|以及|及|或|敬上|女儿|承包|上门|进行|反映|投诉|申请|"
    r"要求|四川|湖南|外出|参加|每|用|拿|认|态度|承认|"
    r"教龄|工龄|书记|村|户|做|发|有|上|下|什么|怎么|受伤|突然|生病|得|请|求|只|很|却|便|则|经|"
    r"由|退|工作|丢|帮|当[着时场]|坚持|始终|开|名|拒|推|躲|逃|失|关|突|私|擅|故|威胁|骂|恐吓|"
    r"骗|扣|克扣|罚|停|换|调|安排|通知|"
    r"指使|操作|负责|管|担任|任|兼|身|患|诊|摔|触|坠|死|昏|干|经营|咨询|毕业|读|参加|服|入|转|"
    r"买|交|缴|办|补|续|核|审|盖|出|账|腿|右|左|双|头|腰|刚|才|仍|再|连|共|每|所|各|均|分别|"
    r"持|组|介绍|过|同"
)
_SOFT = "带移评的在于因说与和跟让是被把将向对没不已又都也就还要以等从为系住签押代写领收查我他家给用来去"
_FUNCTION = ("p", "c", "d", "r", "u", "v", "f", "m")
_NAMED = ("nr", "x", "nz", "j", "g", "m", "q")
LIGHT, FULL = 3, 4


@cache
def _tagger() -> Any:
    import rjieba

    return rjieba


def name_at(text: str, at: int, *, sure: bool) -> int:
    """Return how many characters of a name stand there, or 0; `sure` when the words before announce one."""
    surname = 2 if text[at : at + 2] in DOUBLE else 1 if text[at : at + 1] in SINGLE else 0
    if not surname or titled(text, at + surname):
        return 0
    widths = [w for w in (surname + 2, surname + 1) if all_ideographs(text[at : at + w], w)]
    fits = [w for w in widths if FOLLOWS_A_NAME.match(text, at + w)]
    if not fits:
        fits = [w for w in widths if text[at] not in SMALL and _tagged_name(text, at, w)]
    if not fits:
        return 0
    width = fits[0]
    if len(fits) > 1 and text[at + width - 1] in _SOFT and not _tagged_name(text, at, width):
        width = fits[1]
    return width if _can_be_name(text, at, width, sure=sure) else 0


def _can_be_name(text: str, at: int, width: int, *, sure: bool) -> bool:
    piece = text[at : at + width]
    if piece[:2] in STOPPED and not _surely(text, at, width):
        return False
    if piece[-1] in "的说" or "某" in piece:
        return False
    if sure:
        return True
    if piece[-1] in _NEVER_LAST or (piece[-1] in NO_GIVEN_NAME and not _surely(text, at, width)):
        return False
    stands_alone = _STOP_AFTER.match(text, at + width) and text[at] not in SMALL and text[at] not in HARD
    return bool(stands_alone) or not _vetoed(text, at, width)


def all_ideographs(piece: str, width: int) -> bool:
    """Return whether a piece is so many ideographs."""
    return len(piece) == width and all("\u4e00" <= c <= "\u9fff" for c in piece)


def nameless(text: str, at: int) -> int:
    """Return the width of a name without a known surname: two to four characters up to a stop."""
    match = re.compile(rf"[{_H}]{{2,4}}(?=[,。;:!?\n(]|$)").match(text, at)
    if not match or re.search(r"[某我你他她的了不没]", match.group()):
        return 0
    return len(match.group())


def _vetoed(text: str, at: int, width: int) -> bool:
    """Return whether the segmenter reads a word there that is no name."""
    word, sort = _tagger().tag(text[at : at + 7])[0]
    if len(word) == 1:
        return text[at] in HARD or (text[at] in SMALL and sort.startswith(_FUNCTION) and width < LIGHT)
    if sort.startswith("ns"):
        return len(word) != width
    if sort.startswith(_NAMED):
        return False
    return not (sort[:1] not in "il" and len(word) < width and text[at] not in SMALL)


def _surely(text: str, at: int, width: int) -> bool:
    """Return whether a name stands there although it begins like an everyday word."""
    return width >= LIGHT and text[at] not in SMALL and _tagged_name(text, at, width)


def _tagged_name(text: str, at: int, width: int) -> bool:
    (word, sort), *more = _tagger().tag(text[at : at + 7])
    if len(word) == 1 and width >= LIGHT and more:
        return bool(sort.startswith("nr") and len(more[0][0]) == width - 1 and more[0][1].startswith(_NAMED))
    return bool(len(word) == width and sort.startswith("nr"))


def is_word(name: str) -> bool:
    """Return whether the segmenter knows a name as an everyday word."""
    (word, sort), *_ = _tagger().tag(name)
    return word == name and not sort.startswith("nr")


def whole_name(text: str, start: int, width: int) -> bool:
    """Return whether that stretch, whole, is a name."""
    piece = text[start : start + width]
    known = piece[:2] in DOUBLE if width == FULL else piece[0] in SINGLE or piece[:2] in DOUBLE
    if not known or piece[-1] in _NEVER_LAST or "某" in piece or titled(piece, 1):
        return False
    if piece[:2] in STOPPED and not _surely(piece, 0, width):
        return False
    if piece[-1] in NO_GIVEN_NAME and not (width >= LIGHT and _surely(piece, 0, width)):
        return False
    return not _vetoed(piece, 0, width)


def titled(text: str, at: int) -> bool:
    """Return whether a title stands there, which makes a surname before it no full name."""
    return text.startswith(TITLED, at)


def light_name(text: str, at: int, *, loud: bool) -> int:
    """Return the width of a name the segmenter is sure of, or 0; two characters need a stop after them."""
    for width in (LIGHT, 2):
        close = FOLLOWS_A_NAME if width == LIGHT else _STOP_AFTER
        if not close.match(text, at + width) or not all_ideographs(text[at : at + width], width):
            continue
        if text[at + width - 1] in NO_GIVEN_NAME or (width < LIGHT and not loud):
            continue
        if _tagged_name(text, at, width):
            return width
    return 0
