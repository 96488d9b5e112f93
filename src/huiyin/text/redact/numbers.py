"""Telephone, identity, social-security and card numbers, however they are spaced, widened or spelled out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from huiyin.text.redact.found import Spot, Whose

_CHINESE = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"幺": "1", "○": "0"}
_CHINESE |= {c: str(i) for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_FIGURE = "0-9" + "".join(_CHINESE)
_RUN = re.compile(rf"[{_FIGURE}](?:[ \-–—.·_/()\n]{{0,3}}[{_FIGURE}]){{5,}}")
_LONGEST = 22
_BEFORE = 16  # characters before a number in which its name stands

_ORDER = re.compile(
    r"(?:订单|工单|运单|快递|单号|流水|受理|编号|案号|登记号|注册号|识别号|信用代码|代码|发票|"
    r"合同|准考证|学生证|证书|门诊|"
    r"住院|设备|档案|信访件|回执|文号|型号|批号|编码)[^。,;!?\n]{0,8}$"
)
_CALL = re.compile(r"(?:电话|手机|座机|固话|致电|拨打|来电|号码|联系|传真|tel|phone)[^0-9。,;!?\n]{0,8}$")
_CARD = re.compile(
    r"(?:卡号|卡|账号|账户|帐号|帐户|存折)(?:号码?|是|为|尾|里|上|:|\(|[ ,])*(?:[^0-9。,;!?\n尾]{0,2})$"
)
_INTO = re.compile(r"(?:打|转|汇|存)(?:到|进|入|给)[^0-9。,;!?\n]{0,10}$")
_SOCIAL = re.compile(
    r"(?:社会?保障?号码?|社保(?:编号|号码?)|医保(?:编号|卡?号码?)|个人(?:社保|参保|"
    r"医保)?(?:编号|号码?)|参保人?(?:编号|号码?)|电脑号|手册号|"
    r"保险(?:编号|号码?|证号))(?:是|为|:|\(| )*$"
)
_SOCIAL_MARKED = re.compile(
    r"(?:社会?保障?号码?|社保(?:编号|号码?)|医保(?:编号|卡?号码?)|个人(?:社保|参保|医保)?编号|电脑号|手册号)"
    r"(?:是|为|:|\(| )*(?P<number>[a-z]{1,3}\d{6,18})(?![0-9a-z])"
)
_IDENTITY = re.compile(r"(?:身份证|身份号|证件|公民身份)[^。;!?\n]{0,12}$")
_SUM = re.compile(r"[0-9.,]{0,4} ?(?:元|块|万|户|人次|吨|%)")
_PROVINCES_OF_A_REGION = {
    "1": "12345",
    "2": "123",
    "3": "1234567",
    "4": "123456",
    "5": "01234",
    "6": "12345",
    "7": "1",
    "8": "123",
}
_PROVINCES = frozenset(
    first + second for first, seconds in _PROVINCES_OF_A_REGION.items() for second in seconds
)
_BORN = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_BORN_SHORT = re.compile(r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_AREA_CODE = re.compile(r"0(?:10|2[0-57-9]|[3-9]\d\d)$")
_MOBILE = re.compile(r"1[3-9]\d{9}$")
_ID, _OLD_ID, _PHONE = 18, 15, 11
_DISABLED = 20  # the number on a certificate of disability: the identity number, category and degree


@dataclass(frozen=True, slots=True)
class _Group:
    start: int
    end: int
    digits: str


def numbers(text: str, whose: Whose) -> Iterator[Spot]:
    """Yield the numbers that lead to a person; of an office's own text its office telephones stay."""
    for marked in _SOCIAL_MARKED.finditer(text):
        yield Spot("social", *marked.span("number"), 0.95)
    for run in _RUN.finditer(text):
        yield from _in_run(text, _groups(run), whose)


def _groups(run: re.Match[str]) -> list[_Group]:
    groups = []
    for kind, characters in groupby(enumerate(run.group(), run.start()), key=lambda c: _sort(c[1])):
        if kind:
            many = list(characters)
            digits = "".join(_CHINESE.get(c, c) for _, c in many)
            groups.append(_Group(many[0][0], many[-1][0] + 1, digits))
    return groups


def _sort(character: str) -> int:
    return 2 if character in _CHINESE else 1 if "0" <= character <= "9" else 0


def _in_run(text: str, groups: Sequence[_Group], whose: Whose) -> Iterator[Spot]:
    at = 0
    while at < len(groups):
        before = text[max(0, groups[at].start - _BEFORE) : groups[at].start]
        for last, digits in _joined(groups, at):
            many = groups[at : last + 1]
            spot = _identity(text, many, digits, before) or _number(text, many, digits, before, whose)
            if spot:
                yield spot
                at = last
                break
        at += 1


def _joined(groups: Sequence[_Group], at: int) -> Iterator[tuple[int, str]]:
    """Yield ever shorter stretches of groups with their digits, the longest that can be a number first."""
    digits, ends = "", []
    for last in range(at, len(groups)):
        digits += groups[last].digits
        if len(digits) > _LONGEST:
            break
        ends.append((last, digits))
    return reversed(ends)


def _identity(text: str, many: Sequence[_Group], digits: str, before: str) -> Spot | None:
    start, end = many[0].start, many[-1].end
    if len(digits) == _ID - 1 and (x := re.compile(r"[ \-]{0,3}x(?![a-z])").match(text, end)):
        digits, end = digits + "x", x.end()
    if len(digits) == _DISABLED and _checks(digits[:_ID]) and _in_order(digits):
        return Spot("id", start, end, 0.95)
    if len(digits) == _OLD_ID and digits[:2] in _PROVINCES and _BORN_SHORT.match(digits, 6):
        named = bool(_IDENTITY.search(before))
        return Spot("id", start, end, 0.9 if named else 0.6) if named or not _ORDER.search(before) else None
    if len(digits) != _ID or not _in_order(digits):
        return None
    sound = _checks(digits)
    if not sound and _ORDER.search(before) and not _IDENTITY.search(before):
        return None
    kind = "social" if _SOCIAL.search(before) else "id"
    return Spot(kind, start, end, 0.99 if sound else 0.8)


def _in_order(digits: str) -> bool:
    return digits[:2] in _PROVINCES and bool(_BORN.match(digits, 6))


def _checks(digits: str) -> bool:
    """Return whether the last character is the check of the seventeen before it (GB 11643)."""
    total = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False))
    return "10x98765432"[total % 11] == digits[-1]


def luhn(digits: str) -> bool:
    """Return whether the last digit is the Luhn check of those before it (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the digits of a two-digit product are added
    return total % 10 == 0


def _number(text: str, many: Sequence[_Group], digits: str, before: str, whose: Whose) -> Spot | None:
    start, end = many[0].start, many[-1].end
    length = len(digits)
    if _SOCIAL.search(before) and 6 <= length <= 20:  # noqa: PLR2004 - as long as such numbers are
        return Spot("social", start, end, 0.9)
    if _is_mobile(many, digits, before) and not _SUM.match(text, end):
        return Spot("mobile", start - (text[start - 1 : start] in ("+", "(")), end, 0.95)
    if sure := _card(many, digits, before):
        return Spot("card", start, end, sure)
    if whose == "petitioner" and (sure := _landline(many, digits, before)):
        return Spot("landline", start - _in_brackets(text, start, many), end, sure)
    return None


def _is_mobile(many: Sequence[_Group], digits: str, before: str) -> bool:
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) == _PHONE + len(prefix):
            digits = digits.removeprefix(prefix)
            break
    if len(digits) != _PHONE or not _MOBILE.match(digits):
        return False
    called = bool(_CALL.search(before))
    if _ORDER.search(before) and not called:
        return False
    shapes = [len(g.digits) for g in many if g.digits not in ("86", "0086")]
    return called or len(shapes) == 1 or shapes[0] in (3, 7) or max(shapes) <= 3 or _spelled(many)  # noqa: PLR2004


def _spelled(many: Sequence[_Group]) -> bool:
    """Return whether the groups touch: figures and characters mixed, not separate numbers."""
    return all(one.end == other.start for one, other in pairwise(many))


def _card(many: Sequence[_Group], digits: str, before: str) -> float:
    length = len(digits)
    named = _CARD.search(before) or _INTO.search(before)
    if named and 12 <= length <= _LONGEST and not _ORDER.search(before):  # noqa: PLR2004 - accounts are as long
        return 0.95
    if not 16 <= length <= 19 or digits[0] not in "3456" or _ORDER.search(before):  # noqa: PLR2004 - ISO 7812
        return 0.0
    if luhn(digits):
        return 0.9
    fours = len(many) > 3 and all(len(g.digits) == 4 for g in many[:-1])  # noqa: PLR2004
    if fours:
        return 0.7
    return 0.6 if digits.startswith("62") and length in (16, 19) and len(many) == 1 else 0.0


def _landline(many: Sequence[_Group], digits: str, before: str) -> float:
    first = many[0].digits
    for code in (3, 4):
        local = digits[code:]
        whole = len(many) == 1 or len(first) == code
        if whole and _AREA_CODE.match(digits[:code]) and _is_local(local) and len(many) <= 3:  # noqa: PLR2004
            return 0.9 if len(many) > 1 or _CALL.search(before) else 0.7 if not _ORDER.search(before) else 0.0
    if _is_local(digits) and len(many) <= 2 and _CALL.search(before) and not _ORDER.search(before):  # noqa: PLR2004
        return 0.8
    return 0.0


def _in_brackets(text: str, start: int, many: Sequence[_Group]) -> bool:
    return text[start - 1 : start] == "(" and text[many[0].end : many[0].end + 1] == ")"


def _is_local(digits: str) -> bool:
    return len(digits) in (7, 8) and digits[0] in "2345678"
