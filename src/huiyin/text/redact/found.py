"""What a search for personal details hands back, and the text it looks through."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from huiyin.text.normalise import Normal, normalise

Whose = Literal["petitioner", "office"]

# Characters that the general normal form leaves as they are, and that names and addresses are written in.
_MORE = str.maketrans(
    "張陳劉黃趙吳楊許鄧蕭馮葉盧蘇孫馬鄭韓羅謝鄒鄔賈譚龐顧賀錢閆閻畢紀鐘鍾湯溫駱寶萬莊嚴喬齊駱麗華遠國強偉紅蘭鳳"
    "聯繫絡證棟庫衛馮單範陸倪連諸葉歐陽蔣薑呂鮑雲彭龔簡譚戰鵬傑東鄰嶺橋溝灣園圍場壩擺濱碼幣帳賬戶",
    "张陈刘黄赵吴杨许邓萧冯叶卢苏孙马郑韩罗谢邹邬贾谭庞顾贺钱闫阎毕纪钟钟汤温骆宝万庄严乔齐骆丽华远国强伟红兰凤"
    "联系络证栋库卫冯单范陆倪连诸叶欧阳蒋姜吕鲍云彭龚简谭战鹏杰东邻岭桥沟湾园围场坝摆滨码币帐账户",
)

_WRITTEN_OTHERWISE = re.compile("[" + "".join(map(chr, _MORE)) + "]")
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff＊])[ \t\u3000](?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Finding:
    """A detail that points to a person: `source[start:end] == text`, and how sure that is."""

    kind: str
    start: int
    end: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A finding in the normal text."""

    kind: str
    start: int
    end: int
    confidence: float


def spaced(given: str) -> str:
    """Return the text with blanks between ideographs as 、, for names that only a blank keeps apart."""
    return _BLANK.sub("、", given) if " " in given or "\u3000" in given or "\t" in given else given


def legible(given: str) -> Normal:
    """Return the normal text in which details are looked for."""
    normal = normalise(given)
    if not _WRITTEN_OTHERWISE.search(normal.text):
        return normal
    return Normal(normal.text.translate(_MORE), given, normal.starts, normal.shifts)


class Spots:
    """Findings so far; the first to claim a stretch keeps it."""

    def __init__(self, length: int) -> None:
        """Begin with nothing found in a text of this length."""
        self._taken = bytearray(length)
        self._found: list[Spot] = []

    def free(self, start: int, end: int) -> bool:
        """Return whether nothing was found there yet."""
        return self._taken.find(1, start, end) < 0

    def add(self, spots: Iterable[Spot]) -> None:
        """Keep the spots that overlap no earlier one."""
        for spot in spots:
            if spot.start < spot.end and self.free(spot.start, spot.end):
                self._taken[spot.start : spot.end] = b"\x01" * (spot.end - spot.start)
                self._found.append(spot)

    def __iter__(self) -> Iterator[Spot]:
        """Yield them from left to right."""
        return iter(sorted(self._found, key=lambda s: s.start))
