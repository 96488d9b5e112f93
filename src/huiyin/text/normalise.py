"""One written form of a petition for matching, with the way back to the text as it was typed."""

import re
from bisect import bisect_right
from dataclasses import dataclass

# Character for character, so that offsets stay: full width to half width, ideographic space, line ends.
_ONE_TO_ONE: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ONE_TO_ONE |= {ord("\u3000"): " ", ord("\u00a0"): " ", ord("\t"): " ", ord("\r"): "\n", ord("\u2028"): "\n"}
_ONE_TO_ONE |= {ord("〇"): "零", ord("㎡"): "平"}
_ONE_TO_ONE |= {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_ONE_TO_ONE |= {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
_TRADITIONAL = (
    "資资險险勞劳動动養养會会單单發发領领繳缴補补認认證证醫医療疗傷伤殘残職职業业務务員员請请書书"
    "問问題题錢钱貸贷創创辭辞職职違违約约給给時时間间說说訴诉舉举報报檢检監监開开關关門门電电話话"
    "號号網网絡络學学師师農农鄉乡區区縣县鎮镇退退轉转續续檔档龍龙齡龄歲岁種种類类應应該该還还沒没"
    "這这個个們们為为與与對对從从來来處处辦办經经濟济賠赔償偿獲获隊队軍军屬属親亲貧贫難难飯饭藥药"
    "殺杀輕轻樓楼爆爆產产廠厂實实際际況况條条據据決决議议審审閱阅覆复級级幹干黨党紀纪貪贪賄贿"
)
_ONE_TO_ONE |= {ord(a): b for a, b in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)}

# Dropped: zero-width marks, control characters, soft hyphen, variation selectors, blanks between ideographs.
_UNSEEN = (
    "\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f\\u00ad"
    "\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufe00-\\ufe0f\\ufeff"
)
_DROPPED = re.compile(rf"(?<=[\u4e00-\u9fff])[ {_UNSEEN}]+(?=[\u4e00-\u9fff])|[{_UNSEEN}]+")
# Mark-up pasted from a web page: blanked in place; a block tag ends a line.
_TAG = re.compile(r"<(?:/?[a-z][a-z0-9]*(?:\s[^<>]{0,300})?/?|!--[^<>]{0,300}--)>", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|br|div|li|tr|h[1-6])\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|ensp|emsp|#\d{1,6});")


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in the form that rules match, and where each of its runs stood in the text as given."""

    text: str
    given: str
    starts: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets, in the text as given, of a stretch of the normal text."""
        if not self.starts:
            return start, end
        first = start + self.shifts[bisect_right(self.starts, start) - 1]
        last = end - 1 + self.shifts[bisect_right(self.starts, end - 1) - 1]
        return first, last + 1


def normalise(given: str) -> Normal:
    """Return the text in half width, lower case and simplified characters, without invisible marks."""
    text = given.translate(_ONE_TO_ONE)
    if "<" in text:
        text = _TAG.sub(_blank_tag, text)
    if "&" in text:
        text = _ENTITY.sub(lambda m: " " * len(m.group()), text)
    if not _DROPPED.search(text):
        return Normal(text, given)
    kept: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    at = length = 0
    for gap in _DROPPED.finditer(text):
        if gap.start() > at or not starts:
            starts.append(length)
            shifts.append(at - length)
            kept.append(text[at : gap.start()])
            length += gap.start() - at
        at = gap.end()
    starts.append(length)
    shifts.append(at - length)
    kept.append(text[at:])
    return Normal("".join(kept), given, tuple(starts), tuple(shifts))


def _blank_tag(tag: re.Match[str]) -> str:
    filler = "\n" if _BLOCK.match(tag.group()) else " "
    return filler + " " * (len(tag.group()) - 1)
