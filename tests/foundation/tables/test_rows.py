"""Tables are read whatever they are kept in; a faulty row says so and the others go on."""

import gzip
import io
import os
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from huiyin.base.errors import Invalid
from huiyin.foundation.tables import read_rows
from huiyin.foundation.wording import say

TEXT = "编号,标题,内容\r\n1,拖欠工资,三个月没发工资\r\n2,社保,单位没有缴社保😀\r\n"
ROWS = [
    (2, {"编号": "1", "标题": "拖欠工资", "内容": "三个月没发工资"}),
    (3, {"编号": "2", "标题": "社保", "内容": "单位没有缴社保😀"}),
]


def rows(content: bytes, name: str = "a.csv"):
    return list(read_rows(io.BytesIO(content), name=name))


def problems(content: bytes) -> dict[int, str | None]:
    return {number: cells.problem and cells.problem.code for number, cells in rows(content)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_usual_encoding_is_read(encoding: str):
    assert rows(TEXT.encode(encoding)) == ROWS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_told_by_its_zero_bytes(encoding: str):
    assert rows("id,text\n1,工资 not paid for three months\n".encode(encoding)) == [
        (2, {"id": "1", "text": "工资 not paid for three months"})
    ]


def test_a_workbook_with_only_headings_has_no_rows():
    assert rows(workbook(lambda book: book.active.append(["id", "text"])), "a.xlsx") == []


def test_gb18030_is_told_even_when_the_first_chinese_word_comes_late():
    content = ("id,text\n" + "1,plain\n" * 50_000 + "2,工资\n").encode("gb18030")
    assert rows(content)[-1] == (50_002, {"id": "2", "text": "工资"})


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_packed_table_is_read_from_path_and_stream(tmp_path: Path, encoding: str):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(TEXT.encode(encoding)))
    assert list(read_rows(path)) == ROWS
    with path.open("rb") as stream:
        assert list(read_rows(stream, name="a.csv.gz")) == ROWS
        assert not stream.closed


def test_a_stream_that_cannot_be_rewound_is_read():
    reading, writing = os.pipe()
    os.write(writing, TEXT.encode())
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert list(read_rows(pipe, name="a.csv")) == ROWS


@pytest.mark.parametrize("mark", ["\t", ";", "，", "|"])
def test_other_separators_are_seen(mark: str):
    assert rows(TEXT.replace(",", mark).encode()) == ROWS


def test_a_separator_said_by_excel_is_followed_and_commas_in_quoted_headings_do_not_count():
    assert rows(b"sep=;\r\nid;a,b,c,d\r\n1;x,y\r\n") == [(2, {"id": "1", "a,b,c,d": "x,y"})]
    assert rows(b'"a,b,c";d\r\n1;2\r\n') == [(2, {"a,b,c": "1", "d": "2"})]


def test_quoted_line_breaks_quotes_and_separators_stay_in_their_cell():
    assert rows('id,text\n1,"第一行\n第二行，""引用"", 完"\n'.encode()) == [
        (2, {"id": "1", "text": '第一行\n第二行，"引用", 完'})
    ]


def test_the_last_row_may_lack_its_line_end_and_old_mac_line_ends_are_read():
    assert problems(b"id,text\n1,a\n2,b") == {2: None, 3: None}
    assert problems(b"id,text\r1,a\r2,b\r") == {2: None, 3: None}


def test_rows_with_too_many_or_too_few_cells_are_named_and_the_rest_goes_on():
    found = rows(b"id,title,text\n1,a\n2,b,c,d\n3,e,f,,\n4,g,h\n")
    assert [cells.problem is not None for _, cells in found] == [True, True, False, False]
    assert found[0][1].problem.params == {"found": 2, "wanted": 3}
    assert found[0][1] == {"id": "1", "title": "a", "text": ""}
    assert "2" in say(found[0][1].problem, "zh")


def test_empty_lines_are_passed_over_and_keep_their_number():
    assert [number for number, _ in rows(b"\n\nid,text\n\n1,a\n,\n2,b\n\n")] == [5, 7]


def test_nul_bytes_are_removed():
    assert rows(b"id,text\n1,a\x00b\x00\n") == [(2, {"id": "1", "text": "ab"})]


def test_a_quotation_never_closed_is_named_where_it_begins():
    assert problems(b'id,text\n1,a\n2,"b\n3,c\n4,d\n') == {2: None, 3: "tables.unclosed_quote"}
    endless = b'id,text\n1,"' + b"a" * 2_100_000 + b"\n2,b\n3,c\n"
    found = problems(endless)
    assert found.pop(2) == "tables.unclosed_quote"
    assert set(found.values()) <= {None}


def test_a_cell_of_a_hundred_thousand_characters_is_read():
    assert len(rows(f"id,text\n1,{'字' * 100_000}\n".encode())[0][1]["text"]) == 100_000


def test_unnamed_columns_are_called_by_their_letter_and_trailing_ones_dropped():
    assert rows(b"id,,text,,\n1,x,y,,\n") == [(2, {"id": "1", "#B": "x", "text": "y"})]


def test_progress_runs_from_nothing_to_all():
    reader = read_rows(io.BytesIO(("id,text\n" + "1,aaaaaaaa\n" * 60_000).encode()), name="a.csv")
    seen = [reader.done / reader.total for _ in reader]
    assert seen == sorted(seen)
    assert seen[0] < 0.5
    assert reader.done == reader.total


def test_a_reader_left_early_closes_its_own_file(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text(TEXT)
    with read_rows(path) as reader:
        next(iter(reader))
    path.unlink()


REFUSED = [
    ("tables.empty", b""),
    ("tables.empty", b"\n\n \n"),
    ("tables.not_a_table", b"%PDF-1.7"),
    ("tables.not_a_table", b"<html><table><tr><td>1</td></tr></table>"),
    ("tables.encoding", b"id,text\n1,\xff\xfe\xfa\x80\n"),
    ("tables.damaged", gzip.compress(TEXT.encode())[:-12]),
    ("tables.damaged", b"PK\x03\x04 not a zip at all"),
    ("tables.duplicate_headers", b"id,text,id\n1,a,2\n"),
    ("tables.no_headers", b'id,"text\n1,a\n'),
]


@pytest.mark.parametrize(("code", "content"), REFUSED)
def test_what_is_no_table_is_refused_with_what_to_do(code: str, content: bytes):
    with pytest.raises(Invalid) as refusal:
        rows(content)
    assert refusal.value.message.code == code
    assert all(say(refusal.value.message, lang) != code for lang in ("zh", "en"))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path):
    for path, code in ((tmp_path / "none.csv", "tables.missing"), (tmp_path, "tables.unreadable")):
        with pytest.raises(Invalid) as refusal:
            read_rows(path)
        assert refusal.value.message.code == code


def workbook(fill) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_gives_dates_in_iso_form_and_whole_numbers_without_a_point():
    def fill(book):
        sheet = book.active
        sheet.append(["日期", "时刻", "电话", "金额", "是", "钟点"])
        moment = datetime(2019, 2, 28, 11, 25, 5)  # noqa: DTZ001 # a workbook holds no zone
        sheet.append([date(2019, 2, 28), moment, 13800000000, 18640.5, True, time(9, 30)])

    assert rows(workbook(fill), "a.xlsx") == [
        (
            2,
            {
                "日期": "2019-02-28",
                "时刻": "2019-02-28 11:25:05",
                "电话": "13800000000",
                "金额": "18640.5",
                "是": "true",
                "钟点": "09:30:00",
            },
        )
    ]


def test_a_workbooks_rows_are_numbered_as_excel_shows_them_and_empty_sheets_passed_over():
    def fill(book):
        sheet = book.create_sheet("数据")
        for cell, value in (("B3", "编号"), ("C3", "内容"), ("B4", 1), ("C4", "甲"), ("B6", 2), ("C6", "乙")):
            sheet[cell] = value

    assert rows(workbook(fill), "a.xlsx") == [
        (4, {"编号": "1", "内容": "甲"}),
        (6, {"编号": "2", "内容": "乙"}),
    ]


def test_a_workbook_is_known_by_its_content_not_its_name_and_counts_rows():
    content = workbook(lambda book: [book.active.append([cell]) for cell in ("a", 1)])
    reader = read_rows(io.BytesIO(content), name="a.csv")
    assert list(reader) == [(2, {"a": "1"})]
    assert (reader.done, reader.total) == (2, 2)


def test_an_empty_locked_or_swelling_workbook_is_refused():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * (32 * 2**20))
    cases = {
        "tables.empty": workbook(lambda book: None),
        "tables.too_large": bomb.getvalue(),
        "tables.damaged": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    }
    for code, content in cases.items():
        with pytest.raises(Invalid) as refusal:
            rows(content, "a.xlsx")
        assert refusal.value.message.code == code
