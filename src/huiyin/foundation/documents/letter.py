"""What an official letter consists of, before it becomes a file."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

Kind = Literal["heading1", "heading2", "body", "list"]

_KEPT_CONTROLS = "\n\t"
# Characters that turn the direction of what follows: a name holding one could make a letter read backwards.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the body; a line break inside the text starts another paragraph of the same kind."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Table:
    """A ruled table (a proof of service is one); `head` says which cells name the others."""

    rows: tuple[tuple[str, ...], ...]
    head: Literal["row", "column", "none"] = "column"
    widths: tuple[float, ...] = ()  # shares of the width of the type area; equal when left out
    min_height_mm: float = 0.0  # height left in each row for handwriting; a row that needs more is higher
    heights_mm: tuple[float, ...] = ()  # of each row, where some rows need more room than others
    title: str = ""  # stands over it
    small: bool = False  # in small type: many columns of figures

    def height_mm(self, row: int) -> float:
        """Return the least height of a row; nought where it is as high as its text."""
        return self.heights_mm[row] if row < len(self.heights_mm) else self.min_height_mm


@dataclass(frozen=True)
class Figure:
    """A drawing (`charts`) under its title; `alt` says what it shows to who does not see it."""

    title: str
    svg: str
    alt: str


Block = Paragraph | Table | Figure


@dataclass(frozen=True)
class OfficialLetter:
    """An office's letter with the elements GB/T 9704-2012 names, in the order in which they are printed."""

    sender: str  # 发文机关标志
    title: str
    paragraphs: tuple[Block, ...]
    signature: str  # 发文机关署名
    day: date  # 成文日期
    number: str = ""  # 发文字号; empty while the letter is a draft
    addressee: str = ""  # 主送机关 or the person
    attachments: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()  # 抄送机关
    seal_placeholder: bool = False
    letterhead: bool = True
    language: Literal["zh"] = "zh"


def chinese_day(day: date) -> str:
    """Return a date as letters write it: Arabic numerals, full year, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def printable(text: str) -> str:
    """Return text without the invisible characters that no letter should carry (and XML cannot hold)."""
    return "".join(c for c in text if c in _KEPT_CONTROLS or (_is_text(c) and c not in _TURNING)).strip()


def _is_text(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs", "Cn") and character not in "\ufffe\uffff"


def one_line(text: str) -> str:
    """Return printable text with every run of white space as one space."""
    return " ".join(printable(text).split())


def blocks(letter: OfficialLetter) -> Iterator[Block]:
    """Yield the body with each line a paragraph of its own and empty ones left out."""
    for block in letter.paragraphs:
        if isinstance(block, Table):
            if block.rows:
                yield block
            continue
        if isinstance(block, Figure):
            yield block
            continue
        for line in printable(block.text).splitlines():
            if line.strip():
                yield Paragraph(block.kind, " ".join(line.split("\t")).strip())


def attachment_lines(letter: OfficialLetter) -> list[tuple[str, str]]:
    """Return the note on attachments as (label, name): numbered when there are several."""
    names = [one_line(name) for name in letter.attachments if name.strip()]
    if len(names) == 1:
        return [("附件：", names[0])]
    return [(("附件：" if i == 1 else "") + f"{i}. ", name) for i, name in enumerate(names, 1)]


def addressed(letter: OfficialLetter) -> str:
    """Return the addressee with its full-width colon, or nothing."""
    to = one_line(letter.addressee).rstrip(":：")
    return f"{to}：" if to else ""


def copied(letter: OfficialLetter) -> str:
    """Return the line of 抄送, or nothing."""
    names = [one_line(name) for name in letter.copies if name.strip()]
    return "抄送：" + "，".join(names) + "。" if names else ""


def width_in_characters(text: str) -> float:
    """Return how many full-width characters wide a text is (a half-width one counts as a half)."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def width_as_set(text: str) -> float:
    """Return how many characters wide a line is set: a little space stands between figures and characters."""
    wide = [unicodedata.east_asian_width(c) in "WFA" for c in text]
    return width_in_characters(text) + 0.25 * sum(one != other for one, other in pairwise(wide))
