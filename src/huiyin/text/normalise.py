"""One written form of a petition for matching, with the way back to the text as it was typed."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from importlib import resources

# Character for character, so that offsets stay: full width to half width, ideographic space, line ends.
_ONE_TO_ONE: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ONE_TO_ONE |= {ord("\u3000"): " ", ord("\u00a0"): " ", ord("\t"): " ", ord("\r"): "\n", ord("\u2028"): "\n"}
_ONE_TO_ONE |= {ord("〇"): "零", ord("㎡"): "平"}
_ONE_TO_ONE |= {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_ONE_TO_ONE |= {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
_ONE_TO_ONE |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # half a character is none


def _characters() -> dict[int, int | str]:
    """Return the traditional, variant and look-alike characters with the simplified one each is read as."""
    table = resources.files(__package__).joinpath("characters.txt").read_text(encoding="utf-8")
    lines = (line for line in table.splitlines() if line[1] == " " and line[0] != "#")
    return {ord(form): line[0] for line in lines for form in line[2:]}


# First the characters: what the rules above say of a few of them counts more.
_ONE_TO_ONE = _characters() | _ONE_TO_ONE

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
