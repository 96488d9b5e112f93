"""Does the letter rest on law that is in force, and does it threaten nobody for petitioning?"""

import re
from collections.abc import Iterator, Mapping

from huiyin.cases.rules.checks.elements import says_nothing
from huiyin.cases.rules.checks.found import File, Finding, Weight
from huiyin.law.parameters import Law

_REPEALED = "信访条例"
_NOW = "信访工作条例"
_CITED = re.compile(r"《([^《》]{2,40})》")
_ARTICLE = re.compile(r"《信访工作条例》第([零一二三四五六七八九十百]+|\d{1,3})条")
_LAST_ARTICLE = 50
_SENTENCE = re.compile(r"[^。；;！!\n]+")
_CREDIT = re.compile(
    r"失信|黑名单|(?:联合|信用)惩戒|(?:影响|计入|记入|纳入|列入|上报|通报)[^，。；]{0,8}(?:征信|信用)|征信[^，。；]{0,4}(?:污点|受限|受影响)"
)
_POLICE = re.compile(
    r"训诫|拘留|治安处罚|行政处罚|公安机关.{0,10}(?:处理|处罚|依法)|追究.{0,6}(?:法律|刑事|治安)责任|处罚"
)
_PETITIONING = re.compile(
    r"越级|上访|信访人?|缠访|闹访|重复(?:信访|来访|反映)|再次(?:来访|反映|提出)|继续(?:信访|上访|反映)|进京|您"
)
_EMPLOYER = re.compile(r"用人单位|公司|企业|施工|包工头|总承包|建设单位|分包|雇主|厂|被投诉|被举报|该单位")
_PETITIONERS_WORDS = frozenset({"matter", "claim"})
_QUOTED = re.compile(r"“[^”]*”")
_NUMERAL = {sign: number for number, sign in enumerate("零一二三四五六七八九")}


def basis(content: Mapping[str, str], file: File, law: Law) -> Iterator[Finding]:
    """Yield law that is repealed, articles that do not exist, and a basis that names no law at all."""
    for name, text in content.items():
        for found in re.finditer(f"《{_REPEALED}》", text):
            around = text[max(0, found.start() - 4) : found.end() + 8]
            if not re.search(r"已?废止|原《|失效", around):
                params = {"old": _REPEALED, "now": _NOW}
                yield Finding(
                    "repealed",
                    name,
                    Weight.MUST,
                    file.basis,
                    params,
                    file.fresh.get(name, "") if name == "law" else "",
                )
                break
        for found in _ARTICLE.finditer(text):
            if _number(found[1]) > _LAST_ARTICLE:
                yield Finding(
                    "no_such_article",
                    name,
                    Weight.MUST,
                    file.basis,
                    {"said": found.group(), "last": _LAST_ARTICLE},
                )
    text = content.get("law", "")
    if not says_nothing(text) and not _CITED.search(text):
        yield Finding("law_unnamed", "law", Weight.ASK, file.basis, {}, file.fresh.get("law", ""))


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    total = digit = 0
    for sign in written:
        if sign in "十百":
            total, digit = total + (digit or 1) * (10 if sign == "十" else 100), 0
        else:
            digit = _NUMERAL[sign]
    return total + digit


def threats(content: Mapping[str, str], file: File, law: Law) -> Iterator[Finding]:
    """Yield sentences that hold out credit consequences, or the police, to somebody for petitioning.

    Lists of employers who owe wages are law and are not meant. See docs/safeguards.md.
    """
    where = law.cite("no_retaliation", file.today)
    for name, text in content.items():
        if name in _PETITIONERS_WORDS:
            continue
        for found in _SENTENCE.finditer(_QUOTED.sub("", text)):
            said = found.group().strip()
            if _EMPLOYER.search(said) or not _PETITIONING.search(said):
                continue
            if _CREDIT.search(said):
                yield Finding("threat_credit", name, Weight.MUST, where, {"said": said[:40]})
            elif _POLICE.search(said):
                yield Finding("threat_police", name, Weight.ASK, where, {"said": said[:40]})
