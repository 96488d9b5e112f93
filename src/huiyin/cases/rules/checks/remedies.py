"""Does the letter tell the right remedy: at which body, within how many days, and no other one?"""

import re
from collections.abc import Iterator, Mapping

from huiyin.base.messages import Message
from huiyin.cases.rules.checks.elements import says_nothing
from huiyin.cases.rules.checks.found import File, Finding, Weight
from huiyin.law.acts import DUTY_PATH, PETITION_PATH
from huiyin.law.parameters import Law

_NUMERAL = {sign: number for number, sign in enumerate("零一二三四五六七八九")}

_SPAN = re.compile(
    r"(?P<n>\d{1,3}|[一二三四五六七八九]?十?[一二三四五六七八九]?)\s*(?:个)?(?P<work>工作)?(?P<unit>日|天|月)"
)
_REVIEW = re.compile(r"复查|复核")
_COURT = re.compile(r"行政复议|行政诉讼|提起诉讼|起诉|人民法院")
_ABOVE = re.compile(r"上一级|上级|人民政府")
# Who reviews what, and by which parameter within how many days; finality instead for the last one.
_ASKING: Mapping[str, tuple[str, str]] = {
    "opinion": ("review_asking_days", "复查"),
    "review_opinion": ("rereview_asking_days", "复核"),
}


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return _NUMERAL.get(tens, 0)
    return (_NUMERAL.get(tens, 1) if tens else 1) * 10 + _NUMERAL.get(ones, 0)


def spans(text: str) -> frozenset[tuple[int, str]]:
    """Return the periods a text names: how many, and whether days, working days or months."""
    found = set()
    for match in _SPAN.finditer(text):
        if match["n"] and (number := _number(match["n"])):
            unit = {"日": "day", "天": "day", "月": "month"}[match["unit"]]
            found.add((number, "working-day" if match["work"] else unit))
    return frozenset(found)


def remedy(content: Mapping[str, str], file: File, law: Law) -> Iterator[Finding]:
    """Yield what is wrong in the clause on the remedy; an empty one is found as missing."""
    text = content.get("finality" if file.kind == "rereview_opinion" else "remedy", "")
    if says_nothing(text):
        return
    if file.kind in _ASKING and file.path in (None, PETITION_PATH):
        yield from _review(text, file, law)
    elif file.kind == "rereview_opinion":
        yield from _final(text, file, law)
    elif file.kind in {"opinion", "path_answer"} and file.path == DUTY_PATH:
        yield from _administrative(text, file, law)


def _review(text: str, file: File, law: Law) -> Iterator[Finding]:
    parameter, asked = _ASKING[file.kind]
    limit = law.parameter(parameter, file.today)
    said = Message("letter.asked.review" if file.kind == "opinion" else "letter.asked.rereview")
    params, fresh = {"days": int(limit.value), "asked": said}, file.fresh.get("remedy", "")
    if asked not in text:
        yield Finding("remedy_other", "remedy", Weight.MUST, limit.citation, params, fresh)
        return
    if (int(limit.value), "day") not in spans(text):
        yield Finding("remedy_days", "remedy", Weight.MUST, limit.citation, params, fresh)
    if (file.reviewer and file.reviewer not in text) or (not file.reviewer and not _ABOVE.search(text)):
        body = {**params, "body": file.reviewer or "上一级机关、单位"}
        yield Finding("remedy_body", "remedy", Weight.ASK, limit.citation, body, fresh)
    if _COURT.search(text):
        yield Finding("remedy_court", "remedy", Weight.ASK, limit.citation, params, fresh)


def _final(text: str, file: File, law: Law) -> Iterator[Finding]:
    where, fresh = law.cite("finality", file.today), file.fresh.get("finality", "")
    if "不再受理" not in text:
        yield Finding("finality_unsaid", "finality", Weight.MUST, where, {}, fresh)
    if re.search(r"可以?[^。；]{0,20}(?:请求|申请)[^。；]{0,6}复[查核]", text):
        yield Finding("finality_reopened", "finality", Weight.MUST, where, {}, fresh)


def _administrative(text: str, file: File, law: Law) -> Iterator[Finding]:
    asking, suing = (law.parameter(n, file.today) for n in ("reconsideration_days", "litigation_months"))
    fresh = file.fresh.get("remedy", "")
    params = {"days": int(asking.value), "months": int(suing.value)}
    if not _COURT.search(text):
        yield Finding("remedy_not_petition", "remedy", Weight.MUST, asking.citation, params, fresh)
        return
    if _REVIEW.search(text.replace("行政复议", "")):
        yield Finding(
            "remedy_review_offered", "remedy", Weight.MUST, law.cite("paths", file.today), params, fresh
        )
    said = spans(text)
    if "复议" in text and (int(asking.value), "day") not in said:
        yield Finding("remedy_reconsideration_days", "remedy", Weight.MUST, asking.citation, params, fresh)
    if "诉讼" in text and "先" not in text and (int(suing.value), "month") not in said:
        yield Finding("remedy_suit_months", "remedy", Weight.MUST, suing.citation, params, fresh)
    if file.government and file.government not in text:
        body = {**params, "body": file.government}
        yield Finding(
            "remedy_government",
            "remedy",
            Weight.ASK,
            law.cite("reconsideration_government", file.today),
            body,
            fresh,
        )
