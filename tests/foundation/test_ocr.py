"""Photos are read line by line, in a process of its own, within limits, and only where the extra is there."""

import fcntl
import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from huiyin.base.errors import Conflict, Invalid
from huiyin.foundation import ocr
from huiyin.foundation.ocr_reader import lines

needs_extra = pytest.mark.skipif(not ocr.available(), reason="the extra `ocr` is not installed here")


def box(left: int, top: int, width: int = 100, height: int = 20) -> list[list[int]]:
    return [[left, top], [left + width, top], [left + width, top + height], [left, top + height]]


def test_what_stands_side_by_side_is_one_line_and_lines_go_from_top_to_bottom() -> None:
    boxes = [box(300, 52), box(10, 10), box(10, 50), box(10, 90)]
    found = lines(boxes, ["28000元", "欠条", "工资", "2026年"], [0.9, 0.99, 0.7, 0.95])
    assert found == [("欠条", 0.99), ("工资  28000元", 0.7), ("2026年", 0.95)]
    assert lines([], [], []) == []


def photo(words: str = "今欠工资28000元") -> bytes:
    fonts = [*Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.ttc")]
    if not fonts:
        pytest.skip("no Chinese font to write a paper with")
    picture = Image.new("RGB", (900, 300), "white")
    ImageDraw.Draw(picture).text((60, 100), words, fill="black", font=ImageFont.truetype(fonts[0], 60))
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


@needs_extra
def test_a_photo_of_a_paper_is_read_without_any_network(tmp_path: Path) -> None:
    (line,) = ocr.read(photo(), home=tmp_path)
    assert "28000" in line.text and "欠工资" in line.text and line.sure


@needs_extra
def test_an_empty_paper_says_nothing(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(out, "PNG")
    assert ocr.read(out.getvalue(), home=tmp_path) == []


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        ocr.read(b"%PDF-1.7 no picture", home=tmp_path)
    assert refused.value.message.code == "ocr.unreadable"


def test_more_than_a_few_at_once_are_asked_to_wait(tmp_path: Path) -> None:
    doors = [(tmp_path / f"ocr-{place}.lock").open("w") for place in range(ocr.AT_ONCE)]
    for door in doors:
        fcntl.flock(door, fcntl.LOCK_EX)
    with pytest.raises(Conflict):
        ocr.read(b"", home=tmp_path)
    for door in doors:
        door.close()
    with pytest.raises(Invalid):
        ocr.read(b"", home=tmp_path)
