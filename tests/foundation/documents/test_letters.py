"""Letters are read back from Word and PDF: text, title, geometry, and nothing typed becomes markup."""

import dataclasses
import io
import shutil
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import docx
import pylopdf_fonts_zh_cn
import pypdf
import pytest
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn

from huiyin.foundation.documents import (
    OfficialLetter,
    Paragraph,
    Table,
    chinese_day,
    to_docx,
    to_pdf,
    unprintable,
)

MARKUP = r"#let x = 1 $a^2$ \ *bold* _it_ [link] <label> @ref `code` // tail = head - item {a} \u{41} & <b>"

LETTER = OfficialLetter(
    sender="云溪市人力资源和社会保障局",
    number="云信复〔2026〕12号",
    title="信访事项处理意见书",
    addressee="何晓岚",
    paragraphs=(
        Paragraph("body", "您提出的信访事项，我局于2026年1月9日受理，现答复如下："),
        Paragraph("heading1", "一、查明的事实"),
        Paragraph("heading2", "（一）关于劳动关系"),
        Paragraph("body", "您于2023年3月1日入职。\n双方订有劳动合同。"),
        Paragraph("list", "1. 支付加班工资；"),
    ),
    signature="云溪市人力资源和社会保障局",
    day=date(2026, 3, 2),
    attachments=("加班工资核算表", "考勤记录摘录"),
    copies=("云溪市信访局",),
)


def with_text(text: str) -> OfficialLetter:
    return dataclasses.replace(LETTER, paragraphs=(Paragraph("body", text),))


def pdf_text(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def docx_text(content: bytes) -> str:
    return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


def test_the_date_has_arabic_numerals_without_leading_zeros():
    assert chinese_day(date(2026, 3, 2)) == "2026年3月2日"


def test_the_word_page_has_the_type_area_of_the_standard():
    section = docx.Document(io.BytesIO(to_docx(LETTER))).sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(x.mm) for x in lengths] == [210, 297, 37, 35]
    assert [round(section.left_margin.mm), round(section.right_margin.mm)] == [28, 26]
    assert section._sectPr.find(qn("w:docGrid")) is None  # every office program reads grids its own way
    short = dataclasses.replace(LETTER, attachments=(), copies=())
    normal = docx.Document(io.BytesIO(to_docx(short))).styles["Normal"]
    assert normal.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    pitch = normal.paragraph_format.line_spacing.pt
    assert 22 * pitch <= 225 / 25.4 * 72 < 22 * pitch + 1
    closer = normal.element.rPr.find(qn("w:spacing"))
    character = 16 + int(closer.get(qn("w:val"))) / 20
    assert 28 * character <= 156 / 25.4 * 72 < 29 * character


def test_the_word_letter_uses_the_faces_and_sizes_of_the_standard():
    document = docx.Document(io.BytesIO(to_docx(LETTER)))
    found = {}
    for paragraph in document.paragraphs:
        fonts = paragraph.style.element.rPr.find(qn("w:rFonts"))
        found[paragraph.text] = (fonts.get(qn("w:eastAsia")), paragraph.style.font.size.pt)
    assert found["信访事项处理意见书"] == ("方正小标宋简体", 22)
    assert found["一、查明的事实"] == ("黑体", 16)
    assert found["（一）关于劳动关系"] == ("楷体_GB2312", 16)
    assert found["双方订有劳动合同。"] == ("仿宋_GB2312", 16)
    assert found["抄送：云溪市信访局。"] == ("仿宋_GB2312", 14)


def test_the_word_letter_is_described_in_its_properties():
    about = docx.Document(io.BytesIO(to_docx(LETTER))).core_properties
    assert (about.title, about.language) == ("信访事项处理意见书", "zh-CN")
    assert about.author == "云溪市人力资源和社会保障局"


def test_the_word_letter_holds_its_elements_in_order():
    lines = [line for line in docx_text(to_docx(LETTER)).splitlines() if line]
    assert lines[:3] == ["云信复〔2026〕12号", "信访事项处理意见书", "何晓岚："]
    assert lines[-5:] == [
        "附件：1. 加班工资核算表",
        "2. 考勤记录摘录",
        "云溪市人力资源和社会保障局",
        "2026年3月2日",
        "抄送：云溪市信访局。",
    ]


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages_and_not_on_the_first():
    section = docx.Document(io.BytesIO(to_docx(LETTER))).sections[0]
    for footer, align in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        assert "PAGE" in footer._element.xml
        assert footer.paragraphs[0].alignment.name == align
    assert "PAGE" not in section.first_page_footer._element.xml


def test_without_letterhead_the_first_page_is_numbered_and_shows_no_sender():
    letter = dataclasses.replace(LETTER, letterhead=False)
    section = docx.Document(io.BytesIO(to_docx(letter))).sections[0]
    assert not section.different_first_page_header_footer
    assert pdf_text(to_pdf(letter)).count("云溪市人力资源和社会保障局") == 1
    assert "—1—" in pdf_text(to_pdf(letter))


def test_the_pdf_holds_every_element_and_is_a4():
    content = to_pdf(LETTER)
    page = pypdf.PdfReader(io.BytesIO(content)).pages[0]
    assert float(page.mediabox.width) == pytest.approx(210 / 25.4 * 72, abs=0.1)
    assert float(page.mediabox.height) == pytest.approx(297 / 25.4 * 72, abs=0.1)
    text = pdf_text(content)
    for part in ("云信复〔2026〕12号", "信访事项处理意见书", "何晓岚：", "一、查明的事实", "2026年3月2日"):
        assert part in text
    assert "抄送：云溪市信访局。" in text


def test_the_pdf_is_tagged_titled_in_chinese_and_carries_its_fonts():
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(LETTER)))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert str(catalogue["/Lang"]).startswith("zh")
    assert reader.metadata.title == "信访事项处理意见书"
    about = catalogue["/Metadata"].get_data().decode()
    assert "pdfuaid" in about
    assert "pdfaid" in about
    for font in reader.pages[0]["/Resources"]["/Font"].values():
        description = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile3" in description or "/FontFile2" in description


def test_twenty_two_lines_stand_on_a_page_without_letterhead():
    body = tuple(Paragraph("body", f"第{i}行") for i in range(70))
    letter = dataclasses.replace(LETTER, paragraphs=body, letterhead=False, number="")
    second = pypdf.PdfReader(io.BytesIO(to_pdf(letter))).pages[1].extract_text()
    assert second.count("第") == 22


def test_twenty_eight_characters_stand_on_a_line():
    text = pypdf.PdfReader(io.BytesIO(to_pdf(with_text("字" * 80)))).pages[0].extract_text()
    lengths = [line.count("字") for line in text.splitlines() if line.strip().startswith("字")]
    assert lengths == [26, 28, 26]


@pytest.mark.parametrize("place", ["body", "title", "addressee", "attachment", "table"])
def test_what_is_typed_is_never_read_as_markup(place):
    letter = {
        "body": with_text(MARKUP),
        "title": dataclasses.replace(LETTER, title=MARKUP),
        "addressee": dataclasses.replace(LETTER, addressee=MARKUP),
        "attachment": dataclasses.replace(LETTER, attachments=(MARKUP,)),
        "table": dataclasses.replace(LETTER, paragraphs=(Table(((MARKUP, "值"),)),)),
    }[place]
    assert "".join(MARKUP.split()) in pdf_text(to_pdf(letter))
    with ZipFile(io.BytesIO(to_docx(letter))) as package:
        xml = package.read("word/document.xml").decode()
    assert "&lt;label&gt;" in xml
    assert "&amp; &lt;b&gt;" in xml


def test_control_and_direction_characters_are_left_out_and_nothing_else_is():
    letter = with_text("甲\x00乙\x0b丙\u202e丁\ufeff戊\ud800己")
    assert "甲乙丙丁戊己" in pdf_text(to_pdf(letter))
    assert "甲乙丙丁戊己" in docx_text(to_docx(letter))


def test_a_letter_with_characters_no_font_has_still_comes_out_and_they_are_named():
    letter = dataclasses.replace(LETTER, addressee="何\ue123\ue124")
    assert "信访事项处理意见书" in pdf_text(to_pdf(letter))
    assert unprintable(letter) == "\ue123\ue124"
    assert unprintable(LETTER) == ""


def test_a_second_level_heading_alone_and_an_empty_letter_come_out():
    alone = dataclasses.replace(LETTER, paragraphs=(Paragraph("heading2", "（一）单独的标题"),))
    assert "（一）单独的标题" in pdf_text(to_pdf(alone))
    empty = OfficialLetter(sender="", title="空", paragraphs=(), signature="", day=date(2026, 3, 2))
    assert pdf_text(to_pdf(empty)) == "空2026年3月2日"
    assert "空" in docx_text(to_docx(empty))


def test_a_proof_of_service_is_a_table_in_both_files():
    rows = (("受送达人", "何晓岚"), ("送达方式", "直接送达"), ("签收",))
    letter = dataclasses.replace(LETTER, paragraphs=(Table(rows, widths=(1, 3), min_height_mm=16),))
    table = docx.Document(io.BytesIO(to_docx(letter))).tables[0]
    assert [cell.text for cell in table.rows[2].cells] == ["签收", ""]
    assert table.rows[0].height.mm == pytest.approx(16, abs=0.1)
    assert table.columns[1].width.mm == pytest.approx(117, abs=0.1)
    assert "受送达人何晓岚送达方式直接送达签收" in pdf_text(to_pdf(letter))


def test_a_row_of_a_table_is_as_high_as_its_words_need_and_no_lower_than_it_is_told_to_be():
    def pages(label: str, **heights: object) -> int:
        table = Table(tuple((label, "") for _ in range(10)), widths=(1, 3), **heights)
        bare = {"letterhead": False, "number": "", "addressee": "", "attachments": (), "copies": ()}
        letter = dataclasses.replace(LETTER, paragraphs=(table,), **bare)
        return len(pypdf.PdfReader(io.BytesIO(to_pdf(letter))).pages)

    assert pages("签名", min_height_mm=8) == 1
    assert pages("代收人签名及与受送达人的关系、拒收事由和日期", min_height_mm=8) == 2
    assert pages("签名", heights_mm=(8.0,) * 2 + (24.0,) * 8) == 2
    table = Table((("送达人", ""), ("签名", "")), heights_mm=(8.0, 24.0))
    rows = docx.Document(io.BytesIO(to_docx(dataclasses.replace(LETTER, paragraphs=(table,))))).tables[0].rows
    assert [round(row.height.mm) for row in rows] == [8, 24]


def test_the_signature_stands_centred_over_the_date_and_the_date_four_characters_from_the_edge():
    letter = dataclasses.replace(LETTER, signature="云溪市人社局", copies=())
    signed, dated = docx.Document(io.BytesIO(to_docx(letter))).paragraphs[-2:]
    right = [p._p.pPr.ind.get(qn("w:rightChars")) for p in (signed, dated)]
    # The signature is six characters wide, the date seven and a quarter: it is set with space at figures.
    assert right == ["462", "400"]
    wide = docx.Document(io.BytesIO(to_docx(dataclasses.replace(LETTER, copies=())))).paragraphs[-2]
    assert wide._p.pPr.ind.get(qn("w:rightChars")) == "112"


def test_the_place_of_the_seal_is_drawn_only_when_asked_for():
    sealed = dataclasses.replace(LETTER, seal_placeholder=True)
    for letter, drawn in ((LETTER, False), (sealed, True)):
        with ZipFile(io.BytesIO(to_docx(letter))) as package:
            assert ("v:oval" in package.read("word/document.xml").decode()) is drawn
    assert len(to_pdf(sealed)) > len(to_pdf(LETTER))


def test_the_same_letter_gives_the_same_pdf():
    assert to_pdf(LETTER) == to_pdf(LETTER)


def test_an_operators_font_folder_is_searched_and_an_empty_one_does_no_harm(tmp_path):
    assert "何晓岚" in pdf_text(to_pdf(LETTER, tmp_path))
    folder = tmp_path / "own"
    folder.mkdir()
    shutil.copy(Path(pylopdf_fonts_zh_cn.__file__).with_name("NotoSansSC-Regular.otf"), folder)
    assert "何晓岚" in pdf_text(to_pdf(LETTER, folder))
