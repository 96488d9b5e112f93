"""Does a letter decide what goes on record as its result?"""

import re
from collections.abc import Iterator, Mapping

from huiyin.cases.rules.checks.found import File, Finding, Weight

_QUOTED = re.compile(r"[“‘「][^”’」]*[”’」]")
_SENTENCE = re.compile(r"[^。；;！!\n]+")
_ASKED = r"(?:请求|诉求|要求|申请|主张)"
_NEVER = r"(?<!不)(?<!不予)(?<!不能)(?<!无法)(?<!难以)(?<!未)(?<!没有)"
_SUPPORTS = re.compile(
    rf"{_NEVER}(?:予以|给予)支持|{_NEVER}支持您(?:[^，。；：]{{0,8}}?{_ASKED}|的(?![^，。；：]{{0,4}}(?:做法|想法|选择)))"
    rf"|{_NEVER}同意您[^，。；：]{{0,8}}{_ASKED}"
)
_AGAINST = re.compile(r"不予以?支持|不能(?:给予|予以)?支持|不支持|(?:无法|难以)(?:给予|予以)?支持")
# A part is supported, another body did so, or one would under a condition: no result contradicts that.
_PARTLY = re.compile(
    r"部分[^，。；]{0,6}支持|支持[^，。；]{0,8}部分|其中[^。；]{0,30}支持|其余|另一(?:项|部分)|第[一二三四五]项[^。；]{0,20}支持"
)
_OTHERS = re.compile(r"仲裁|法院|裁决|判决|检察|工会|街道|社区|银行|公司|项目部|学校")
_PERHAPS = re.compile(
    r"如果|如您|如确|若|才能|才可|方可|待[^，。；]{0,12}后|的，[^，。；]{0,6}(?:予以|给予)支持"
)
_KEEPS = re.compile(r"维持(?:原|该|本)")
_UNDOES = re.compile(r"(?:撤销|变更)(?:原|该|本)|改为|重新(?:作出|处理)")
_REVIEWS = frozenset({"review_opinion", "rereview_opinion"})


def against_result(content: Mapping[str, str], file: File) -> Iterator[Finding]:
    """Yield a view that says another thing than the result which goes on record with the letter."""
    view, result = _QUOTED.sub("", content.get("view", "")), file.facts.get("result")
    if file.kind in _REVIEWS:
        yield from _reviewed(view, str(result), file)
        return
    said, against = _supported(view), _AGAINST.search(view)
    if result == "support" and against and not said and not _PARTLY.search(view):
        yield Finding("result_support", "view", Weight.ASK, file.basis)
    if result in {"reject", "explain"} and said and not against and not _PARTLY.search(view):
        yield Finding(f"result_{result}", "view", Weight.ASK, file.basis, {"said": said})


def _supported(view: str) -> str:
    """Return the words with which the office itself supports what was asked, without a condition."""
    for sentence in _SENTENCE.findall(view):
        found = _SUPPORTS.search(sentence)
        if found and not _OTHERS.search(sentence[: found.start()]) and not _PERHAPS.search(sentence):
            return str(found.group())
    return ""


def _reviewed(view: str, result: str, file: File) -> Iterator[Finding]:
    """Yield a decision of review that keeps what is on record as changed, or the other way round."""
    keeps, undoes = _KEEPS.search(view), _UNDOES.search(view)
    if result == "maintain" and undoes and not keeps:
        yield Finding("result_maintain", "view", Weight.ASK, file.basis, {"said": undoes.group()})
    if result in {"change", "revoke"} and keeps and not undoes:
        yield Finding("result_undone", "view", Weight.ASK, file.basis, {"said": keeps.group()})
