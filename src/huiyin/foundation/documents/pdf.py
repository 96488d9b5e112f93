"""Writes an official letter as a tagged PDF that a screen reader can follow and an archive can keep."""

import json
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, NamedTuple

import pylopdf_fonts_zh_cn
import typst

from huiyin.foundation.documents import letter as parts
from huiyin.foundation.documents import measures as m
from huiyin.foundation.documents.fitting import fitted
from huiyin.foundation.documents.letter import Figure, OfficialLetter, Table

_SERIF, _SANS = "Noto Serif SC", "Noto Sans SC"
# The names under which the faces of the standard are found in an operator's folder, best first.
_WANTED: dict[str, tuple[tuple[str, ...], str]] = {
    "body": (("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong"), _SERIF),
    "title": (("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"), _SERIF),
    "heading1": (("SimHei", "黑体", "STHeiti"), _SANS),
    "heading2": (("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti"), _SERIF),
    "page": (("SimSun", "宋体", "STSong"), _SERIF),
}
_ARCHIVED_AND_ACCESSIBLE: Final = ("a-2a", "ua-1")
_DRAWING: Final = (
    f"#set page(width: {m.TYPE_WIDTH}mm, height: auto, margin: 0mm)\n"
    '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
).encode()
_TINY = 2  # dots an inch: enough to count pages
_one_at_a_time = threading.Lock()  # a typst compiler may not be entered by two threads


class _Press(NamedTuple):
    source: bytes
    compiler: typst.Compiler
    faces: dict[str, list[str]]
    substitute: bool  # no 小标宋: the title is thickened a little


def to_pdf(letter: OfficialLetter, font_dir: Path | None = None) -> bytes:
    """Return the letter as PDF/UA-1 and PDF/A-2a with its fonts embedded; `font_dir` holds own fonts.

    A character that no bundled face can draw is looked for among the machine's fonts; when none has it, the
    letter still comes out, without the promise of the two standards (`unprintable` names such characters).
    """
    return _printed((letter,), letter.title, font_dir)


def to_one_pdf(letters: Sequence[OfficialLetter], title: str, font_dir: Path | None = None) -> bytes:
    """Return several letters as one PDF, each beginning a sheet of its own and counting its own pages."""
    return _printed(letters, title, font_dir)


def _printed(letters: Sequence[OfficialLetter], title: str, font_dir: Path | None) -> bytes:
    for system_fonts, standards in ((False, True), (True, True), (True, False)):
        try:
            return _print(letters, title, font_dir, system_fonts=system_fonts, standards=standards)
        except typst.TypstError:
            if not standards:
                raise
    raise AssertionError("the last attempt returns or raises")


def unprintable(letter: OfficialLetter, font_dir: Path | None = None) -> str:
    """Return the characters of the letter that the fonts at hand cannot draw, each once."""
    try:
        _print((letter,), letter.title, font_dir, system_fonts=True, standards=True)
    except typst.TypstError:
        texts = "".join(_strings(_contents(letter)))
        return "".join(c for c in sorted(set(texts)) if not c.isascii() and not _drawable(c, font_dir))
    return ""


@lru_cache(maxsize=20_000)
def _drawable(character: str, font_dir: Path | None) -> bool:
    probe = OfficialLetter(
        sender="", title=f"x{character}", paragraphs=(), signature="", day=date(2026, 1, 1)
    )
    try:
        _print((probe,), probe.title, font_dir, system_fonts=True, standards=True)
    except typst.TypstError:
        return False
    return True


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [s for v in value.values() for s in _strings(v)]
    return [s for v in value for s in _strings(v)] if isinstance(value, list | tuple) else []


def _print(
    letters: Sequence[OfficialLetter],
    title: str,
    font_dir: Path | None,
    *,
    system_fonts: bool,
    standards: bool,
) -> bytes:
    press = _press(font_dir, system_fonts=system_fonts)
    described = [fitted(_contents(letter), lambda one: _pages(press, one)) for letter in letters]
    pdf = _compile(
        press,
        _file(press, described, title=title, author=letters[0].sender),
        format="pdf",
        pdf_standards=[*_ARCHIVED_AND_ACCESSIBLE] if standards else None,
        timestamp=datetime.combine(letters[0].day, time(), UTC),
    )
    assert isinstance(pdf, bytes)  # noqa: S101 # one document, no output path: typst returns its bytes
    return pdf


def to_pictures(
    letter: OfficialLetter, font_dir: Path | None = None, *, dots_an_inch: float = 72
) -> list[bytes]:
    """Return the pages of a letter as PNG pictures, drawn from the same layout as its PDF."""
    press = _press(font_dir, system_fonts=True)
    described = fitted(_contents(letter), lambda one: _pages(press, one))
    file = _file(press, [described], title=letter.title, author=letter.sender)
    drawn = _compile(press, file, format="png", ppi=dots_an_inch)
    return [drawn] if isinstance(drawn, bytes) else list(drawn)


def drawn(svg: str, font_dir: Path | None = None, *, dots_an_inch: float = 220) -> bytes:
    """Return a drawing as a PNG picture as wide as the type area."""
    press = _press(font_dir, system_fonts=True)
    with _one_at_a_time:
        made = press.compiler.compile(input=_DRAWING, sys_inputs={"svg": svg}, format="png", ppi=dots_an_inch)
    assert isinstance(made, bytes)  # noqa: S101 # one page: typst returns its bytes
    return made


def pitch_of(letter: OfficialLetter, font_dir: Path | None = None) -> float:
    """Return the line pitch at which a letter's signature shares its last page with the text."""
    press = _press(font_dir, system_fonts=True)
    return float(fitted(_contents(letter), lambda one: _pages(press, one))["pitch"])


def _pages(press: _Press, described: dict[str, Any]) -> int:
    """Return how many pages a letter takes."""
    drawn = _compile(press, _file(press, [described], title="", author=""), format="png", ppi=_TINY)
    return 1 if isinstance(drawn, bytes) else len(drawn)


def _compile(press: _Press, file: dict[str, Any], **how: Any) -> Any:
    contents = json.dumps(file, ensure_ascii=False)
    with _one_at_a_time:
        return press.compiler.compile(input=press.source, sys_inputs={"file": contents}, **how)


def _file(press: _Press, letters: list[dict[str, Any]], *, title: str, author: str) -> dict[str, Any]:
    return {
        "title": parts.one_line(title),
        "author": parts.one_line(author),
        "letters": letters,
        "faces": press.faces,
        "substitute": press.substitute,
        "measures": {name.lower(): value for name, value in vars(m).items() if name.isupper()},
    }


@lru_cache(maxsize=8)
def _press(font_dir: Path | None, *, system_fonts: bool) -> _Press:
    bundled = Path(pylopdf_fonts_zh_cn.__file__).parent
    folders = [bundled] if font_dir is None else [font_dir, bundled]
    fonts = typst.Fonts(include_system_fonts=system_fonts, include_embedded_fonts=True, font_paths=folders)
    families = set(fonts.families())
    source = resources.files(__package__).joinpath("letter.typ").read_bytes()
    faces = {role: _available(names, last, families) for role, (names, last) in _WANTED.items()}
    return _Press(source, typst.Compiler(source, font_paths=fonts), faces, faces["title"] == [_SERIF])


def _available(names: Sequence[str], last: str, families: set[str]) -> list[str]:
    return [name for name in names if name in families] + [last]


def _contents(letter: OfficialLetter) -> dict[str, Any]:
    sender, signature = parts.one_line(letter.sender), parts.one_line(letter.signature)
    day = parts.chinese_day(letter.day)
    return {
        "sender": sender,
        "number": parts.one_line(letter.number),
        "title": parts.one_line(letter.title),
        "addressee": parts.addressed(letter),
        "blocks": _blocks(letter),
        "attachments": parts.attachment_lines(letter),
        "signature": signature,
        "day": day,
        "copies": parts.copied(letter),
        "seal": letter.seal_placeholder,
        "letterhead": letter.letterhead,
        "letterhead_size": m.letterhead_size(parts.width_in_characters(sender)),
        "signed": True,
        "pitch": m.LINE_PITCH,
    }


def _blocks(letter: OfficialLetter) -> list[dict[str, Any]]:
    described: list[dict[str, Any]] = []
    under_heading = False  # levels may not be skipped, or a screen reader's outline has holes
    for block in parts.blocks(letter):
        if isinstance(block, Table):
            described.append(_table(block))
        elif isinstance(block, Figure):
            title, alt = parts.one_line(block.title), parts.one_line(block.alt)
            described.append({"kind": "figure", "title": title, "svg": block.svg, "alt": alt})
        elif block.kind in ("heading1", "heading2"):
            style = 1 if block.kind == "heading1" else 2
            under_heading = under_heading or style == 1
            level = 3 if style == 2 and under_heading else 2  # noqa: PLR2004 # the title is level 1
            described.append({"kind": "heading", "style": style, "level": level, "text": block.text})
        else:
            described.append({"kind": "body", "text": block.text})
    return described


def _table(table: Table) -> dict[str, Any]:
    columns = max(len(row) for row in table.rows)
    rows = [[parts.printable(text) for text in row] + [""] * (columns - len(row)) for row in table.rows]
    shares = list(table.widths) if len(table.widths) == columns else [1.0] * columns
    return {
        "kind": "table",
        "rows": rows,
        "head": table.head,
        "shares": shares,
        "heights": [table.height_mm(row) for row in range(len(rows))],
        "title": parts.one_line(table.title),
        "small": table.small,
    }
