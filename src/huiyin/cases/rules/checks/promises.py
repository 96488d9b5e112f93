"""Does whoever promises something say until when?"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from huiyin.cases.rules.checks.days import days_in, written
from huiyin.cases.rules.checks.found import File, Finding, Weight
from huiyin.law.parameters import Law

_SENTENCE = re.compile(r"[^。；;！!\n]+")
_OFFICE = r"(?:我(?:单位|局|厅|们|处|中心|支队)|本(?:单位|局|机关))"
_SOON = r"(?:下周|下个?月|过几天|过些天|过段时间)"
_WILL = re.compile(
    rf"{_OFFICE}[^，。；]{{0,8}}?(?:(?<!已)将(?!材料|您|信)|会(?!同|议|商)|争取)|(?<!请)尽快|近期|抓紧|择日"
    rf"|(?:^\s*|{_OFFICE}[^，。；]{{0,4}}){_SOON}|{_OFFICE}[^，。；]{{0,4}}(?:稍后|随后|不久)(?=[^，。；]{{0,4}}您)"
    r"|(?:承诺|保证)(?:在|将|会)"
)
_DEED = re.compile(
    r"支付|发放|补发|补缴|退还|退回|解决|办理|办结|办到|核定|核算|核对|协调|督促|责令|反馈|答复|告知|整改|落实|处理|兑现"
    r"|到账|安排|回复|通知|组织"
)
_UNTIL = re.compile(
    r"\d{4}\s*年|\d{1,2}\s*月|\d{1,2}\s*日|[一二三四五六七八九十\d]+\s*(?:个)?(?:工作)?(?:日|天|月|周|星期|小时)(?:之?内|以内|前)"
    r"|(?:本|次|下|当|年|月|季|半年)(?:年|月|周|日|季度)?(?:底|末|内|度内)|当(?:日|场)|即日|之日起"
)
_BY = re.compile(r"日\s*(?:之|以)?前|(?:截至|不晚于|不迟于|至迟)")
# What tells a right, a rule or a condition is no promise of the office.
_NO_PROMISE = re.compile(
    r"可以|如果|若|如您|应当由|请您|您可|有权|建议您|不予|不再|依照规定|按规定时限|逾期|到期未|未付|办结后|后续"
    r"|已经?(?:支付|发放|补发|办理|解决|落实|处理|完成)"
)
ANSWERS = frozenset(
    {"opinion", "path_answer", "procedure_answer", "reply", "review_opinion", "rereview_opinion"}
)


def dated(view: str, after: date) -> tuple[tuple[date, str], ...]:
    """Return what a view promises to do until a day later than the one given, the last day of each sentence.

    What the reader may do until a day, or would get under a condition, is no promise.
    """
    found = []
    for sentence in _SENTENCE.findall(view):
        ahead = [day for day in days_in(sentence) if day > after]
        told = _NO_PROMISE.sub("", sentence) == sentence
        if ahead and told and _BY.search(sentence) and _DEED.search(sentence):
            found.append((max(ahead), sentence.strip()))
    return tuple(found)


def unregistered(content: Mapping[str, str], file: File, law: Law) -> Iterator[Finding]:
    """Yield a day until which an answer promises something, where none goes on record with it."""
    on_record = file.facts.get("execute_by") or file.facts.get("result") == "support"
    said = dated(content.get("view", ""), file.today) if file.kind in ANSWERS and not on_record else ()
    for day, _words in said[:1]:
        where = law.cite("opinion", file.today)
        yield Finding("promise_open", "view", Weight.HINT, where, {"said": written(day)})


def undated(content: Mapping[str, str], file: File, law: Law) -> Iterator[Finding]:
    """Yield clauses of an answer in which the office promises a deed, where the sentence names no day."""
    if file.kind not in ANSWERS:
        return
    firm = file.kind != "reply" and (file.kind != "opinion" or file.facts.get("result") == "support")
    for sentence in _SENTENCE.findall(content.get("view", "")):
        if _UNTIL.search(sentence):
            continue
        for clause in sentence.split("，"):
            if _WILL.search(clause) and _DEED.search(clause) and not _NO_PROMISE.search(clause):
                weight = Weight.ASK if firm else Weight.HINT
                said = {"said": clause.strip()[:40]}
                yield Finding("undated", "view", weight, law.cite("opinion", file.today), said)
