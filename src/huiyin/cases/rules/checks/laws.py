"""Does the letter rest on law that is in force, and does it threaten nobody for petitioning?"""

import re
from collections.abc import Iterator, Mapping

from huiyin.cases.rules.checks.elements import says_nothing
from huiyin.cases.rules.checks.found import File, Finding, Weight
from huiyin.law.parameters import Law, Parameter

_CITED = re.compile(r"《([^《》]{2,40})》")
_OWN, _OURS_BEFORE = "信访工作条例", "信访条例"
_ARTICLE = re.compile(r"《(?:中华人民共和国)?([^《》]{2,40})》第([零一二三四五六七八九十百千]+|\d{1,4})条")
_FORMER = re.compile(r"已?废止|原《|失效|当时")  # the letter itself says that the law is no more
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
_TENS = {"十": 10, "百": 100, "千": 1000}
_MOST = 9_999
_NUMERAL = {sign: number for number, sign in enumerate("零一二三四五六七八九")}


def basis(content: Mapping[str, str], file: File, law: Law) -> Iterator[Finding]:
    """Yield law that is repealed, articles that do not exist, and a basis that names no law at all."""
    for name, text in content.items():
        fresh = file.fresh.get(name, "") if name == "law" else ""
        yield from _repealed(name, text, fresh, file, law.parameter("repealed_laws", file.today))
        yield from _beyond(name, text, file, law.parameter("last_articles", file.today))
    text = content.get("law", "")
    if not says_nothing(text) and not _CITED.search(text):
        yield Finding("law_unnamed", "law", Weight.ASK, file.basis, {}, file.fresh.get("law", ""))


def _repealed(name: str, text: str, fresh: str, file: File, ended: Parameter) -> Iterator[Finding]:
    for found in _CITED.finditer(text):
        old = found[1].removeprefix("中华人民共和国")
        around = text[max(0, found.start() - 8) : found.end() + 8]
        now = _OWN if old == _OURS_BEFORE else ended.value.get(old)
        if now and not _FORMER.search(around):
            where = file.basis if now == _OWN else ended.citation
            yield Finding("repealed", name, Weight.MUST, where, {"old": old, "now": now}, fresh)
            return


def _beyond(name: str, text: str, file: File, last: Parameter) -> Iterator[Finding]:
    """Yield an article that the law named does not have; only of our own regulation is that certain."""
    for found in _ARTICLE.finditer(text):
        of = found[1]
        if _number(found[2]) > last.value.get(of, _MOST):
            sure = of == _OWN
            where, weight = (file.basis, Weight.MUST) if sure else (last.citation, Weight.ASK)
            params = {"said": found.group(), "last": last.value[of]}
            yield Finding("no_such_article", name, weight, where, params)


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    total = digit = 0
    for sign in written:
        if sign in _TENS:
            total, digit = total + (digit or 1) * _TENS[sign], 0
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
